"""What somebody was when a session took place: a change of role is told from one that is put right."""

from __future__ import annotations

from datetime import date

import pytest

from policy.facts import Subject, SubjectKind
from policy.posts import Post
from storage import tables as t
from storage.facts import load
from storage.importing.applied.changes import Outcome
from storage.importing.faults import BadFilesError
from storage.importing.tables.files import Rows
from storage.transactions import read_transaction
from tests.importing.councils import LINES, NOW, PEOPLE, Council, rows

_HEADING = "staff number, name, role, employed from, role from, percent"
#: Helen, who held Priya's supervision of October as Head of Service.
_HELD = rows(
    "sessions",
    "session, supervisee, supervisor, kind, date, start, state, minutes",
    "M9, S2, S3, personal, 14/10/2026, 10:00, held, 90",
)


def _helen(role: str, since: str = "", percent: str = "") -> Rows:
    return rows("people", _HEADING, f"S3, Helen Madeup, {role}, 03/04/2012, {since}, {percent}")


def _held_as(council: Council) -> list[str]:
    with read_transaction(council.engine, council.config, NOW) as work:
        [facts] = load(work, [Subject(SubjectKind.PERSON, 2)])
    return [h.holder_role for h in facts.held]  # type: ignore[union-attr]


def _posts(council: Council) -> tuple[Post, ...]:
    with read_transaction(council.engine, council.config, NOW) as work:
        [facts] = load(work, [Subject(SubjectKind.PERSON, 3)])
    return facts.posts  # type: ignore[union-attr]


def _owed(council: Council) -> list[tuple[str, date | None]]:
    """What is open of Priya's supervision, which only a Head of Service holds."""
    o = t.ObligationRow.__table__
    mine = (o.c.subject_kind == "person") & (o.c.subject_id == 2) & (o.c.duty == "supervise")
    found = council.has(t.ObligationRow, "due", "state", where=mine & o.c.state.in_(("waiting", "running")))
    return [(state, due) for due, state in found]


@pytest.fixture
def held(council: Council) -> Council:
    council.takes(PEOPLE, LINES, _HELD)
    assert _owed(council) == [("running", date(2026, 11, 30))]
    return council


def test_what_took_place_is_judged_by_what_its_holder_was_then(held: Council) -> None:
    result = held.takes(_helen("assistant_director", "01/11/2026"))
    assert result.counts["people"] == {Outcome.CHANGED: 1}
    assert _held_as(held) == ["head_of_service"]
    assert _owed(held) == [("running", date(2026, 11, 30))]
    assert held.drift() == []


def test_a_role_put_right_was_never_another(held: Council) -> None:
    """No Head of Service held October's: September's is the earliest that nobody did."""
    held.takes(_helen("assistant_director"))
    assert _held_as(held) == ["assistant_director"]
    assert _posts(held) == ()
    assert _owed(held) == [("running", date(2026, 9, 30))]
    assert held.drift() == []


def test_one_change_after_the_other_and_the_same_file_again(held: Council) -> None:
    held.takes(_helen("head_of_service", "01/09/2026", "60"))
    held.takes(_helen("assistant_director", "01/11/2026", "60"))
    known = (
        Post(date(2012, 4, 3), "head_of_service"),
        Post(date(2026, 9, 1), "head_of_service", 60),
        Post(date(2026, 11, 1), "assistant_director", 60),
    )
    assert _posts(held) == known
    assert not held.takes(_helen("assistant_director", "01/11/2026", "60")).changes
    assert not held.takes(_helen("assistant_director", "", "60")).changes
    held.takes(_helen("assistant_director", "02/11/2026", "60"))
    assert _posts(held) == (*known[:2], Post(date(2026, 11, 2), "assistant_director", 60))
    assert held.drift() == []


def test_nobody_became_something_before_they_came_or_tomorrow(council: Council) -> None:
    for since in ("02/04/2012", "04/11/2026"):
        with pytest.raises(BadFilesError):
            council.takes(PEOPLE, _helen("assistant_director", since))
