"""Who answers now: lists, the command line and permissions pass over the same managers who are away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any

import pytest
from sqlalchemy import Engine, func, select
from sqlmodel import col

from bot.commands.due import Answering
from cards.cases.asks import Why
from handlers.cases.why import may_know_why
from handlers.people.recording import may_record
from handlers.shared.base import Request
from policy.facts import SessionKind, SessionState, Subject, SubjectKind
from policy.obligations import State
from storage import absences, answered_for, answering, duties, people, supervision
from storage import tables as t
from storage.absences import StatedAbsence
from storage.duties import KeptObligation
from storage.engine import open_engine
from storage.transactions import read_transaction, write_transaction
from storage.work import Work
from tests.proof.statements import counted
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
        assert kept.id in {k.id for k in answered_for.answered_by(work, who.id)}
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
        assert kept.id in {k.id for k in answered_for.answered_by(work, ids["Adel"])}


@pytest.mark.parametrize("professional", [False, True])
def test_what_hung_on_somebody_who_left_is_listed_for_whoever_answers_now(
    engine: Engine, professional: bool
) -> None:
    ids = council.build(engine, BOOK)
    amara, left = ids["Amara"], ids["Owen" if professional else "Priya"]
    on = date(2026, 10, 20)
    with write_transaction(engine, BOOK, council.START) as work:
        if professional:
            work.add(t.Relationship(supervisee_id=amara, supervisor_id=left, professional=True, since=on))
        work.touch(SubjectKind.PERSON, amara, left)
        session = work.add(_held(amara, left, on))
        work.touch(SubjectKind.SESSION, session.id)
        work.add(t.Record(session_id=session.id))
    with write_transaction(engine, BOOK, council.START) as work:
        work.touch(SubjectKind.PERSON, left)
        work.touch(SubjectKind.SESSION, session_id := _newest(work))
        work.get(t.Person, left).left_on = date(2026, 11, 2)
    with read_transaction(engine, BOOK, council.START) as work:
        found = duties.open_about(work, [Subject(SubjectKind.SESSION, session_id)])
        assert found
        for kept in found:
            who = answering.who_answers(work, kept.obligation)
            assert who not in (None, left)
            assert kept.id in {k.id for k in answered_for.answered_by(work, who or 0)}, kept.obligation.key


def test_whether_a_leavers_last_session_took_place_is_listed_for_their_supervisor(engine: Engine) -> None:
    """Amara's, of the day before she left."""
    ids = council.build(engine, BOOK)
    with write_transaction(engine, BOOK, council.START) as work:
        work.touch(SubjectKind.PERSON, ids["Amara"])
        work.get(t.Person, ids["Amara"]).left_on = date(2026, 11, 10)
    with read_transaction(engine, BOOK, council.START + timedelta(days=10)) as work:
        asked = duties.open_about(work, [Subject(SubjectKind.SESSION, _newest(work))], "say_held")
        listed = {k.id for k in answered_for.answered_by(work, ids["Priya"])}
        assert [k.id in listed for k in asked] == [True]


def test_whoever_covers_answers_for_no_one_whose_supervisor_is_another_by_now(engine: Engine) -> None:
    """Lists and messages: what hangs on Amara is asked of Helen, her supervisor since, not of who covered for Priya."""
    ids = council.build(engine, BOOK)
    _are_away(engine, ids, "Priya")
    with write_transaction(engine, BOOK, council.START) as work:
        [absence] = absences.of_person(work, ids["Priya"])
        cover = t.Arrangement(absence_id=absence.id, supervisee_id=ids["Amara"], cover_id=ids["Adel"])
        cover.named_at = council.START
        work.add(cover)
        assert supervision.supervisees_now(work, ids["Adel"]).count(ids["Amara"]) == 1
        line = work.get(t.Relationship, _line_of(work, ids["Amara"]))
        line.supervisor_id = ids["Helen"]
        work.orm.flush()
        assert supervision.supervisor_now(work, ids["Amara"]) == ids["Helen"]
        assert ids["Amara"] not in supervision.supervisees_now(work, ids["Adel"])
        assert ids["Amara"] in supervision.supervisees_now(work, ids["Helen"])


def _line_of(work: Work, supervisee: int) -> int:
    r = t.Relationship
    query = select(col(r.id)).where(col(r.supervisee_id) == supervisee, col(r.professional).is_(False))
    found: int = work.connection.execute(query).scalar_one()
    return found


def _held(supervisee: int, supervisor: int, on: date) -> t.Session:
    starts = datetime.combine(on, time(10), UTC)
    given: dict[str, Any] = {
        "supervisee_id": supervisee,
        "supervisor_id": supervisor,
        "starts_at": starts,
        "on": on,
    }
    ends: dict[str, Any] = {
        "ends_at": starts + timedelta(hours=1),
        "wall": f"{on}T10:00",
        "booked_on": on,
        "held_on": on,
    }
    return t.Session(kind=SessionKind.PERSONAL, state=SessionState.HELD, minutes=60, **given, **ends)


def _newest(work: Work) -> int:
    s = t.Session
    newest: int = work.connection.execute(select(func.max(col(s.id)))).scalar_one()
    return newest


def _are_away(engine: Engine, ids: dict[str, int], *names: str) -> None:
    with write_transaction(engine, BOOK, council.START) as work:
        for name in names:
            stated = StatedAbsence(planned=False, sickness=False, first=date(2026, 10, 19), last=None)
            absences.record(work, ids[name], stated, ids["Sam"])


def _arranging(work: Work, absent: int) -> list[KeptObligation]:
    mine = [a.subject for a in absences.of_person(work, absent)]
    found = duties.open_about(work, mine)
    return [k for k in found if k.obligation.key.duty.startswith("arrange_cover")]


def test_of_what_was_met_only_as_much_is_read_as_is_shown(
    engine: Engine, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The latest first; what others answer for stands between."""
    ids = council.build(engine, BOOK)
    monkeypatch.setattr(answered_for, "A_PAGE", 4)
    with counted(engine) as asked, write_transaction(engine, BOOK, council.START) as work:
        for n in range(30):
            work.add(_met(n, ids["Amara"], ids["Helen"] if n % 3 == 0 else ids["Priya"]))
        work.flush()
        asked.clear()
        found = answered_for.met_by(work, ids["Priya"], date(2026, 1, 1), 5)
        assert [k.obligation.key.fact.id for k in found] == ["29", "28", "26", "25", "23"]
        pages = [one for one, _ in asked if "OFFSET" in one and "obligation.met_on" in one]
        assert len(pages) == 2, "two pages of four"
        every = answered_for.met_by(work, ids["Priya"], date(2026, 1, 1), 100)
        assert len([k for k in every if k.obligation.key.fact.kind == "n"]) == 20


def _met(n: int, worker: int, holder: int) -> t.ObligationRow:
    on = date(2026, 12, 1) + timedelta(days=n)
    return t.ObligationRow(
        subject_kind="session",
        subject_id=900,
        duty="record",
        fact_kind="n",
        fact_id=str(n),
        rule="B15",
        version="1",
        answers="holder",
        state=State.MET,
        started=on,
        worker_id=worker,
        holder_id=holder,
        derivation=(),
        met_by="n:1",
        met_on=on,
    )
