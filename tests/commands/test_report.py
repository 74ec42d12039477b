"""``report``: what a period shows, from the same obligations as everything else; who sees it; and its trace."""

from __future__ import annotations

import stat
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import load_workbook
from selectolax.lexbor import LexborHTMLParser
from sqlalchemy import select, update
from sqlmodel import col

from cards.evidence.report import OUTCOMES, was_uncovered
from policy.facts import SUPERVISED, Reason, SessionState, SubjectKind
from policy.outcomes import DutyOutcome
from storage import absences, people, sessions
from storage import tables as t
from storage.drift import every_subject
from storage.engine import open_engine
from storage.evidence import explanations
from storage.obligations import reassess
from storage.transactions import write_transaction
from storage.work import Work
from tests.commands.conftest import Run
from tests.commands.test_refusals import change
from tests.infra.databases import Databases
from tests.infra.migrations import upgrade_to_head
from tests.stories import council

NOW = datetime(2027, 1, 5, 9, tzinfo=UTC)


@pytest.fixture
def council_url(databases: Databases) -> str:
    """Tuesday 5 January 2027. Amara was away throughout November and was seen on 9 December; Owen's session of 30
    November was made up for, Priya had no supervisor in November; nobody saw Tomasz."""
    return databases.copy_of("winter", _winter)


def _winter(url: str) -> None:
    upgrade_to_head(url)
    engine, config = open_engine(url), council.a_book()
    ids = council.build(engine, config)
    with write_transaction(engine, config, council.START) as work:
        amara = people.person(work, ids["Amara"])
        sessions.cancel(work, sessions.booked_for(work, amara.id)[0], Reason.LEAVE, ids["Priya"])
        away = absences.StatedAbsence(True, False, date(2026, 11, 2), date(2026, 11, 30))
        absences.record(work, amara.id, away, ids["Priya"])
    for at in (datetime(2026, 12, 1, 9, tzinfo=UTC), datetime(2026, 12, 9, 17, tzinfo=UTC), NOW):
        with write_transaction(engine, config, at) as work:
            if at.day == 9:
                work.add(council._held(ids, "Amara", date(2026, 12, 9)))
                _made_up_for(work, ids)
                _without_supervisor(work, ids)
            reassess(work, every_subject(work))
            work.connection.execute(update(t.Council.__table__).values(sample_now=at))
    engine.dispose()


def _made_up_for(work: Work, ids: dict[str, int]) -> None:
    instead = council._held(ids, "Owen", date(2026, 12, 2))
    instead.replaces_id, instead.from_chat = work.add(_called_off(ids, date(2026, 11, 30))).id, True
    work.add(instead)


def _called_off(ids: dict[str, int], on: date) -> t.Session:
    """Owen's session of a day, which he said doesn't take place."""
    missed = council._held(ids, "Owen", on)
    missed.state, missed.held_on, missed.minutes = SessionState.CANCELLED, None, None
    missed.cancelled_on, missed.reason, missed.cancelled_by_id = missed.on, Reason.LEAVE, ids["Owen"]
    return missed


def _without_supervisor(work: Work, ids: dict[str, int]) -> None:
    r, line = t.Relationship, dict[str, Any](supervisee_id=ids["Priya"], supervisor_id=ids["Helen"])
    before = update(r).where(col(r.supervisee_id) == ids["Priya"])
    work.connection.execute(before.values(until=date(2026, 10, 31)))
    work.add(r(**line, since=date(2026, 12, 1)))
    work.add(council._held(ids, "Priya", date(2026, 12, 4)))


@pytest.fixture
def made(settings: str, tmp_path: Path, run: Run) -> Made:
    return Made(settings, tmp_path, run)


class Made:
    """Reports on that winter, and what is in them."""

    def __init__(self, url: str, folder: Path, run: Run) -> None:
        self.url, self.folder, self._run = url, folder, run

    def report(self, *words: str) -> str:
        result = self._run("report", "--from", "2026-11-01", "--to", "2026-12-31", *words)
        assert result.exit_code == 0, result.output
        return result.stdout

    @property
    def page(self) -> LexborHTMLParser:
        [path] = self.folder.glob("*.html")
        return LexborHTMLParser(path.read_text(encoding="utf-8"))

    def text(self, selector: str) -> str:
        return " ".join(node.text() for node in self.page.css(selector))

    def rows(self, sheet: str) -> list[tuple[object, ...]]:
        [path] = self.folder.glob("*.xlsx")
        book = load_workbook(path)
        return [tuple(row) for row in book[sheet].iter_rows(values_only=True)] if sheet in book else []


def test_what_was_missed_and_why_and_who_said_so(made: Made) -> None:
    made.report()
    rows = {(r[0], r[2]): (r[4], r[5]) for r in made.rows("Not on time")}
    away = "away throughout; away from 2 November 2026 to 30 November 2026, said by Priya Invented"
    assert rows["Amara Example", "November 2026"][0] == "missed but explained"
    assert away in str(rows["Amara Example", "November 2026"][1])
    assert rows["Owen Placeholder", "November 2026"] == (
        "missed but explained",
        "made up for inside the limit; the session of 30 November 2026 was cancelled, said by Owen Placeholder; "
        "held instead on 2 December 2026, said by Helen Fictional",
    )
    assert rows["Priya Invented", "November 2026"] == (
        "missed but explained",
        "no supervisor was recorded: the staff list named nobody",
    )
    assert rows["Tomasz Sample", "November 2026"] == ("overdue", None)
    assert rows["Tomasz Sample", "December 2026"] == ("overdue", None)


def test_a_session_that_took_place_after_all_was_not_cancelled(made: Made) -> None:
    """Noted since, it was one session that the report gave as cancelled and as held instead."""
    engine, day = open_engine(made.url), date(2026, 12, 14)
    with write_transaction(engine, council.a_book(), NOW) as work:
        ids = {p.name.split()[0]: p.id for p in people.everyone(work)}
        noted = council._held(ids, "Owen", day)
        noted.replaces_id = work.add(_called_off(ids, day)).id
        work.add(noted)
        found = explanations(work, [ids["Owen"]], date(2026, 11, 1), date(2026, 12, 31))[ids["Owen"]]
    engine.dispose()
    said = [("cancelled", date(2026, 11, 30)), ("made_up", date(2026, 11, 30))]
    assert [(one.what, one.first) for one in found] == said


def test_a_strip_of_months_for_each_person(made: Made) -> None:
    made.report()
    strips = {r[0]: r[2:] for r in made.rows("Months")}
    assert strips["Amara Example"] == ("1 missed but explained", "1 held")
    assert strips["Tomasz Sample"] == ("1 overdue, not held yet", "1 overdue, not held yet")
    assert "1 missed but explained" in made.text("table.strips")


def test_a_month_of_which_the_staff_system_alone_knows(made: Made) -> None:
    """It was counted as on time, and its month was empty."""
    engine = open_engine(made.url)
    with write_transaction(engine, council.a_book(), NOW) as work:
        who = next(p.id for p in people.everyone(work) if p.name == "Tomasz Sample")
        work.touch(SubjectKind.PERSON, who)
        work.add(t.Milestone(person_id=who, what=SUPERVISED, on=date(2026, 11, 12)))
    engine.dispose()
    made.report()
    strips = {r[0]: r[2:] for r in made.rows("Months")}
    assert strips["Tomasz Sample"] == ("1 held, by the staff system", "1 overdue, not held yet")


def test_the_page_loads_nothing_and_names_no_case(made: Made) -> None:
    made.report()
    assert not made.page.css("script, link, img, iframe")
    assert "url(" not in made.text("style")
    assert "CB-1" not in str(made.page.html)
    assert not any(
        "CB-1" in str(row) for sheet in ("People", "Not on time", "Teams") for row in made.rows(sheet)
    )


def test_a_reader_sees_their_line_and_others_never_by_fives(made: Made) -> None:
    made.report("--for", "S202")  # Owen, who leads nobody
    assert [r[0] for r in made.rows("People")[1:]] == ["Owen Placeholder"]
    teams = {r[0]: r[2] for r in made.rows("Teams")[1:]}
    assert teams == {
        "Children's Services": "too few to add up",
        "Family Support North": "too few to add up",
    }
    assert "6 people outside the line of Owen Placeholder" in str(made.page.html)


def test_what_only_a_few_were_asked_isnt_added_up(made: Made) -> None:
    """Whoever knows who holds cases, or whose cases are audited, would read of them."""
    columns = "staff_number, name, role, team, qualified, employed_from, works, administrator, policy_owner"
    another = "'S900', 'Nell Elsewhere', 'team_manager', 'Two', true, '2020-01-01', '1111100', false, false"
    change(made.url, f"INSERT INTO person ({columns}, said_in_chat) VALUES ({another}, '')")
    made.report("--for", "S900")
    heads, *found = made.rows("Line")
    told = dict(zip(map(str, heads), found[0], strict=False))
    assert (told["People"], told[f"Supervision: {OUTCOMES[DutyOutcome.EXPLAINED]}"]) == (5, 3)
    assert not [head for head in told if head.startswith("Cases discussed")], "two hold cases"


def test_one_person_and_one_team(made: Made) -> None:
    made.report("--person", "s102")
    assert [r[0] for r in made.rows("People")[1:]] == ["Tomasz Sample"]
    for old in made.folder.glob("supervision-*"):
        old.unlink()
    made.report("--team", "family support  North")
    assert len(made.rows("People")) == 4


def test_who_ran_it_is_in_the_trail_and_the_files_are_theirs_alone(made: Made) -> None:
    made.report("--person", "S102")
    for path in made.folder.glob("supervision-*"):
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    engine = open_engine(made.url)
    with engine.connect() as connection:
        [event] = connection.execute(
            select(t.Event.__table__).where(col(t.Event.name) == "report.made")
        ).all()
    engine.dispose()
    assert event.subject_kind == "person"
    assert event.data["first"] == "2026-11-01"
    assert event.data["account"]


def test_a_name_that_begins_as_a_formula_stays_a_name(made: Made, council_url: str) -> None:
    change(council_url, "UPDATE person SET name = '=1+1 Tomasz' WHERE staff_number = 'S102'")
    made.report()
    [path] = made.folder.glob("*.xlsx")
    cells = [c for row in load_workbook(path)["People"].iter_rows() for c in row if c.value == "=1+1 Tomasz"]
    assert [c.data_type for c in cells] == ["s"]


@pytest.mark.parametrize(
    ("words", "code", "sentence"),
    [
        (("--person", "S999"), 1, "Nobody has the staff number S999."),
        (("--team", "Nowhere"), 1, "There is no team Nowhere. There are: Children's Services, Family"),
        (("--person", "S101", "--for", "S202"), 1, "Amara Example isn't in the line of Owen Placeholder."),
        (("--from", "2027-01-01"), 2, "--to 2026-12-31: that is before --from 2027-01-01"),
    ],
)
def test_what_cannot_be_reported_is_said(
    settings: str, run: Run, words: tuple[str, ...], code: int, sentence: str
) -> None:
    del settings
    result = run("report", "--from", "2026-11-01", "--to", "2026-12-31", *words)
    assert (result.exit_code, sentence in result.output) == (code, True), result.output


def test_days_on_which_nobody_covered_for_a_supervisor_explain_what_was_not_held(council_url: str) -> None:
    """“nothing that the bot knows of”, of somebody whose supervisor was away while nobody covered."""
    engine, since = open_engine(council_url), datetime(2026, 12, 7, 9, tzinfo=UTC)
    with write_transaction(engine, council.a_book(), since) as work:
        ids = {p.name.split()[0]: p.id for p in people.everyone(work)}
        away = absences.StatedAbsence(True, False, date(2026, 12, 7), date(2026, 12, 31))
        view = absences.record(work, ids["Priya"], away, ids["Priya"])
    with write_transaction(engine, council.a_book(), datetime(2026, 12, 16, 9, tzinfo=UTC)) as work:
        absences.cover(work, view, ids["Tomasz"], ids["Owen"], ids["Helen"])
        gone = absences.StatedAbsence(True, False, date(2026, 12, 28), date(2026, 12, 29))
        absences.record(work, ids["Owen"], gone, ids["Owen"])
    with write_transaction(engine, council.a_book(), NOW) as work:
        found = explanations(work, [ids["Tomasz"], ids["Amara"]], date(2026, 12, 1), date(2026, 12, 31))
    engine.dispose()
    alone = {
        i: [(one.first, one.last) for one in said if one.name == "Priya Invented"]
        for i, said in found.items()
    }
    assert alone[ids["Amara"]] == [(date(2026, 12, 7), date(2026, 12, 31))]
    until, both = date(2026, 12, 15), (date(2026, 12, 28), date(2026, 12, 29))
    assert alone[ids["Tomasz"]] == [(date(2026, 12, 7), until), both], "and while the cover was away too"
    said = next(one for one in found[ids["Tomasz"]] if one.name)
    words = "nobody covered for Priya Invented from 7 December 2026 to 15 December 2026"
    assert was_uncovered(said.name, said.first, said.last) == words
