"""What stands in place of buttons says who answers now, that another does who isn't there, that nobody does, or nothing
to whoever answers."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import select, update

from cards.model import Text
from cards.shared.duty_claims import AnsweredElsewhere, AnswersNow, NobodyAnswering
from handlers.notifications.answered_elsewhere import in_place_of_buttons
from policy.facts import SubjectKind
from storage import absences, duties
from storage import tables as t
from storage.absences import StatedAbsence
from storage.work import Work
from tests.infra.databases import Databases
from tests.proof.facts_said import untrue
from tests.proof.phone import Rig, rig


@pytest.fixture
def made(databases: Databases) -> Iterator[Rig]:
    with rig(databases) as one:
        yield one


def _said(made: Rig, reader: str) -> Text:
    """Of Amara's supervision."""
    o = t.ObligationRow.__table__
    asked = (
        o.c.duty.startswith("supervise"),
        o.c.answers == "supervisor",
        o.c.worker_id == made.ids["Amara"],
    )
    with made.bot.read() as work:
        one = work.connection.execute(select(o.c.id).where(*asked).order_by(o.c.id)).scalars().first() or 0
        said = in_place_of_buttons(work, made.ids[reader], duties.of(work, one), ())
        assert not untrue(work, said)
    return said


def test_whoever_answers_is_named(made: Rig) -> None:
    (claim,) = _said(made, "Helen")
    assert isinstance(claim, AnswersNow)
    assert claim.name == "Priya Invented"


def test_whoever_answers_and_is_away_is_not(made: Rig) -> None:
    with made.bot.work() as work:
        absences.record(
            work, made.ids["Priya"], StatedAbsence(False, False, work.today, None), made.ids["Helen"]
        )
    assert isinstance(_said(made, "Helen")[0], AnsweredElsewhere)


def test_where_nobody_answers_it_is_said(made: Rig) -> None:
    with made.bot.work() as work:
        _without_supervisor(work, made.ids["Amara"])
    assert isinstance(_said(made, "Helen")[0], NobodyAnswering)


def test_nobody_else_answers_for_what_is_its_readers(made: Rig) -> None:
    assert _said(made, "Priya") == ()


def _without_supervisor(work: Work, supervisee: int) -> None:
    work.touch(SubjectKind.PERSON, supervisee)
    r = t.Relationship.__table__
    ended = update(r).where(r.c.supervisee_id == supervisee).values(until=date(2026, 11, 1))
    work.connection.execute(ended)
