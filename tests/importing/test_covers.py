"""Who covers for whom, as a file has it: a list of covers, or a column of absences."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from policy.facts import SubjectKind
from storage import absences, supervision
from storage import tables as t
from storage.importing.columns.values import ImportVocabulary
from storage.importing.faults import BadFilesError
from storage.importing.known import know
from storage.importing.mapped.mapped_rows import MappedRows
from storage.importing.mapped.mapping import mapping_of
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.staff import Staff
from storage.importing.tables.files import Rows
from storage.transactions import read_transaction
from tests.importing.councils import BOOK, NOW, Council, rows

PEOPLE = rows(
    "people",
    "staff number, name, role, employed from",
    "S1, Amara Example, social_worker, 04/03/2019",
    "S2, Priya Sample, team_manager, 05/01/2015",
    "S3, Helen Madeup, head_of_service, 03/04/2012",
    "S4, Bola Invented, team_manager, 03/04/2012",
    "S5, Idris Fictitious, social_worker, 04/03/2019",
)
LINES = rows(
    "relationships",
    "supervisee, supervisor, since",
    "S1, S2, 01/10/2020",
    "S5, S2, 01/10/2020",
    "S2, S3, 01/04/2018",
)
AWAY = rows("absences", "staff number, first, planned", "S2, 01/10/2026, no")
HEADING = "absent, supervisee, cover, since, until"


def _covers(*lines: str) -> Rows:
    return rows("covers", HEADING, *lines)


def _now(council: Council) -> list[int | None]:
    """Who supervises Amara and Idris today."""
    with read_transaction(council.engine, council.config, NOW) as work:
        return [supervision.supervisor_now(work, person) for person in (1, 5)]


def _owed(council: Council) -> set[str]:
    o = t.ObligationRow.__table__.c
    found = council.has(t.ObligationRow, "duty", "state", where=o.subject_kind == SubjectKind.ABSENCE)
    return {str(state) for duty, state in found if str(duty) == "arrange_cover"}


def test_whoever_covers_answers_and_nobody_is_asked_to_arrange_it(council: Council) -> None:
    result = council.takes(PEOPLE, LINES, AWAY, _covers("S2, , S4, 05/10/2026,"))
    assert result.counts["covers"]["new"] == 1
    assert _now(council) == [4, 4]
    assert "running" not in _owed(council)
    assert council.has(t.Arrangement, "supervisee_id", "cover_id", "arranged_on", "arranged_by_id") == [
        (1, 4, date(2026, 10, 5), None),
        (5, 4, date(2026, 10, 5), None),
    ]
    before = council.has(t.Arrangement, "id", "named_at")
    assert council.takes(AWAY, _covers("S2, , S4, 05/10/2026,")).counts["covers"]["same"] == 1
    assert council.has(t.Arrangement, "id", "named_at") == before
    assert council.drift() == []


def test_one_of_them_has_another_and_of_two_in_turn_the_later_covers_now(council: Council) -> None:
    more = _covers("S2, S1, S3, 05/10/2026, 18/10/2026", "S2, S1, S4, 19/10/2026,", "S2, S5, S3, 05/10/2026,")
    council.takes(PEOPLE, LINES, AWAY, more)
    assert _now(council) == [4, 3]
    assert council.has(t.CoverBefore, "supervisee_id", "cover_id", "last") == [(1, 3, date(2026, 10, 18))]
    council.takes(more)
    assert len(council.has(t.CoverBefore, "id")) == 1


def test_a_cover_that_is_over_covers_nobody_now(council: Council) -> None:
    council.takes(PEOPLE, LINES, AWAY, _covers("S2, , S4, 05/10/2026, 30/10/2026"))
    assert _now(council) == [2, 2]
    assert len(council.has(t.CoverBefore, "id")) == 2


def test_what_chat_named_stays_and_is_listed(council: Council) -> None:
    council.takes(PEOPLE, LINES, AWAY)
    with council.writes() as work:
        absences.cover(work, absences.absence(work, 1), 1, 3, 3)
    result = council.takes(_covers("S2, S1, S4, 05/10/2026,"))
    assert result.counts["covers"]["kept"] == 1
    assert _now(council)[0] == 3


def test_another_cover_in_the_file_takes_over(council: Council) -> None:
    council.takes(PEOPLE, LINES, AWAY, _covers("S2, S1, S3, 05/10/2026,"))
    council.takes(_covers("S2, S1, S4, 02/11/2026,"))
    assert _now(council)[0] == 4
    assert council.drift() == []


def test_of_somebody_who_isn_t_known_to_be_away_nothing_follows_and_it_says_so(council: Council) -> None:
    found = council.takes(PEOPLE, LINES, _covers("S2, , S4, 05/10/2026,", "S4, , S2, 05/10/2026,"))
    assert council.has(t.Arrangement, "id") == []
    (said,) = [str(one) for one in found.odd]
    assert said.startswith("covers.csv, lines 2 to 3 (2 rows), absent: isn't known to be away then")


def test_one_still_to_come_covers_from_its_day_on(council: Council) -> None:
    later = _covers("S2, , S4, 10/11/2026,")
    assert council.takes(PEOPLE, LINES, AWAY).counts["absences"]["new"] == 1
    assert council.takes(later).counts["covers"]["same"] == 1
    assert _now(council) == [2, 2]
    council.takes(later, now=NOW + timedelta(days=7))
    assert council.has(t.Arrangement, "cover_id") == [(4,), (4,)]


# A council's own columns


def _proposed(heading: str, *lines: str) -> Proposal:
    staff = Staff(NOW.date())
    know(staff, (dict(zip(("staff_number", "name"), row[:2], strict=True)) for row in PEOPLE.rows))
    words = ImportVocabulary(BOOK.rules(NOW.date()), BOOK.cipher, staff)
    table = Rows("file.csv", heading.split("|"), [line.split("|") for line in lines])
    return propose(table, words, file="file.csv")


def _made(heading: str, *lines: str) -> list[dict[str, str]]:
    table = Rows("file.csv", heading.split("|"), [line.split("|") for line in lines])
    mapping = mapping_of(_proposed(heading, *lines).text, "m.yaml")
    return [dict(row) for row in MappedRows(table, mapping, "covers").by_column()]


def test_absences_say_who_covers() -> None:
    heading = "Emp No|Absence Type|From|To|Covered by"
    made = _made(
        heading, "S2|Maternity leave|01/10/2026||Bola Invented", "S1|Annual leave|01/10/2026|02/10/2026|"
    )
    assert made == [{"absent": "S2", "cover": "Bola Invented", "since": "01/10/2026", "until": ""}]
    assert "absences:" in _proposed(heading, "S2|Sickness|01/10/2026||Bola Invented").text


def test_a_list_of_who_acts_for_whom_is_one_of_covers() -> None:
    for heading in ("Name|Acting for|From|To", "Covered by|Manager absent|Start date|End date"):
        row = "Bola Invented|Priya Sample|01/10/2026|31/12/2026"
        assert _made(heading, row) == [
            {"absent": "Priya Sample", "cover": "Bola Invented", "since": "01/10/2026", "until": "31/12/2026"}
        ]


REPORTED = "staff number, first, planned, reported on, reported by"


def test_who_reported_an_absence_is_asked_no_more_and_the_others_are(council: Council) -> None:
    said = rows("absences", REPORTED, "S2, 01/10/2026, no, 16/10/2026, S1")
    council.takes(PEOPLE, LINES, said)
    o = t.ObligationRow.__table__.c
    owed = council.has(t.ObligationRow, "worker_id", "state", where=o.duty == "report_absence")
    assert sorted((who, str(state)) for who, state in owed) == [(5, "running")]
    assert council.drift() == []
    assert council.takes(said).changes == 0
    other = council.takes(rows("absences", REPORTED, "S2, 01/10/2026, no, 19/10/2026, S1"))
    assert other.counts["absences"] == {"kept": 1}


@pytest.mark.parametrize(
    ("line", "said"),
    [
        ("S2, 01/10/2026, no, 16/10/2026,", "give both or neither"),
        ("S2, 01/10/2026, no, 16/10/2026, S2", "somebody whom they supervise reports it"),
        ("S2, 01/10/2026, no, 16/12/2026, S1", "is still to come"),
        ("S2, 01/10/2026, no, 16/09/2026, S1", "is before first"),
    ],
)
def test_a_report_that_nobody_can_have_made_is_named(council: Council, line: str, said: str) -> None:
    with pytest.raises(BadFilesError, match=said):
        council.takes(PEOPLE, LINES, rows("absences", REPORTED, line))
