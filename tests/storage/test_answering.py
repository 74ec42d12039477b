"""Who answers now: lists, the command line and permissions pass over the same managers who are away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

import pytest
from sqlalchemy import Engine

from bot.commands.due import Answering
from cards.cases.asks import Why
from handlers.cases.due import may_know_why
from handlers.people.recording import may_record
from handlers.shared.base import Request
from policy.facts import SubjectKind
from storage import absences, answering, duties, people
from storage import tables as t
from storage.absences import StatedAbsence
from storage.duties import KeptObligation
from storage.engine import open_engine
from storage.transactions import read_transaction, write_transaction
from storage.work import Work
from tests.stories import council

BOOK = council.a_book("central-bedfordshire")


@pytest.fixture
def engine(migrated_url: str) -> Iterator[Engine]:
    opened = open_engine(migrated_url)
    yield opened
    opened.dispose()


@pytest.mark.parametrize(
    ("away", "answers"), [((), "Helen"), (("Helen",), "Adel"), (("Helen", "Adel"), "Sam")]
)
def test_in_place_of_a_manager_away_the_next_one_up_answers(
    engine: Engine, away: tuple[str, ...], answers: str
) -> None:
    """Cover for Priya's supervisees is her line manager's to arrange."""
    ids = council.build(engine, BOOK)
    _are_away(engine, ids, "Priya", *away)
    with read_transaction(engine, BOOK, council.START) as work:
        [kept] = _arranging(work, ids["Priya"])
        who = people.person(work, ids[answers])
        assert answering.who_answers(work, kept.obligation) == who.id
        assert kept.id in {k.id for k in duties.answered_by(work, who.id)}
        assert Answering(work).answers(kept.obligation) == who
        assert may_record(work, who, kept)
        assert may_know_why(Request(who, Why(obligation=kept.id)), work)


def test_in_place_of_a_manager_who_left_too(engine: Engine) -> None:
    ids = council.build(engine, BOOK)
    _are_away(engine, ids, "Priya")
    with write_transaction(engine, BOOK, council.START) as work:
        work.touch(SubjectKind.PERSON, ids["Helen"])
        work.get(t.Person, ids["Helen"]).left_on = date(2026, 11, 2)
    with read_transaction(engine, BOOK, council.START) as work:
        [kept] = _arranging(work, ids["Priya"])
        assert kept.id in {k.id for k in duties.answered_by(work, ids["Adel"])}


def _are_away(engine: Engine, ids: dict[str, int], *names: str) -> None:
    with write_transaction(engine, BOOK, council.START) as work:
        for name in names:
            stated = StatedAbsence(planned=False, sickness=False, first=date(2026, 10, 19), last=None)
            absences.record(work, ids[name], stated, ids["Sam"])


def _arranging(work: Work, absent: int) -> list[KeptObligation]:
    mine = [a.subject for a in absences.of_person(work, absent)]
    found = duties.open_about(work, mine)
    return [k for k in found if k.obligation.key.duty.startswith("arrange_cover")]
