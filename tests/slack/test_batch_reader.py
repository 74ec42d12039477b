"""A case's date for people with no part in the case: at once, together, claimed and traced as all else."""

from __future__ import annotations

import asyncio
from datetime import UTC, datetime

import pytest
from sqlalchemy import Engine, select, text, update

from handlers.cases import due
from storage import tables as t
from storage.case_dates import case_dates
from storage.engine import open_engine, reading, writing
from storage.transactions import read_transaction, write_transaction
from tests.proof.statements import counted
from tests.slack.conftest import BOOK, Place
from tests.slack.driver import Running, said, seen
from tests.slack.fake import FakeSlack, encoded, signed
from tests.stories import council

pytestmark = pytest.mark.usefixtures("running")
CASES = ("CB-10234", "CB-10240", "CB-10251", "CB-10300", "CB-10999")
NEXT_DUE = "To be discussed by Tuesday 17 November 2026, in 14 days"


def traces(place: Place) -> list[tuple[str, str, str]]:
    """Who looked, at what, and when, in their order."""
    engine, k, p = open_engine(place.url), t.Look.__table__.c, t.Person.__table__.c
    with reading(engine) as connection:
        query = select(p.name, k.subject_kind, k.subject_id, k.at).where(p.id == k.person_id, k.what == "due")
        cases = dict(connection.execute(select(t.Case.__table__.c.id, t.Case.__table__.c.reference)).all())
        rows = connection.execute(query.order_by(k.id)).all()
    engine.dispose()
    return [(r.name.split()[0], cases.get(r.subject_id, r.subject_kind), f"{r.at:%d %H:%M}") for r in rows]


async def traced(place: Place, number: int) -> list[tuple[str, str, str]]:
    """The traces, once there are so many: at most a second after the answers."""
    found = await asyncio.to_thread(traces, place)
    for _ in range(40):
        if len(found) >= number:
            break
        await asyncio.sleep(0.1)
        found = await asyncio.to_thread(traces, place)
    return found


async def test_a_look_at_a_date_leaves_its_trace_soon_after(place: Place, fake: FakeSlack) -> None:
    await fake.types("UOWEN", "due")
    await fake.types("UOWEN", "due CB-10234")
    assert NEXT_DUE in said(fake, "UOWEN")
    assert await traced(place, 1) == [("Owen", "CB-10234", "03 09:00")]


async def test_whoever_is_in_the_line_is_traced_with_the_answer(place: Place, fake: FakeSlack) -> None:
    for name in ("UAMARA", "UPRIYA", "UHELEN"):
        await fake.types(name, "due CB-10234")
        assert "Why?" in seen(fake.accounts[name].said[-1]).buttons
    assert [who for who, _, _ in await asyncio.to_thread(traces, place)] == ["Amara", "Priya", "Helen"]


async def test_unknown_restricted_and_closed_are_the_same_and_traced(place: Place, fake: FakeSlack) -> None:
    asked = {"CB-99999": "UTOMASZ", "CB-10999": "UTOMASZ", "CB-10240": "UOWEN"}
    for user in asked.values():
        await fake.types(user, "due")
    engine = open_engine(place.url)
    with writing(engine) as connection:
        closed = update(t.Case.__table__).where(t.Case.__table__.c.reference == "CB-10240")
        connection.execute(closed.values(closed_on=council.START.date()))
    engine.dispose()
    answers = set()
    for reference, user in asked.items():
        await fake.types(user, f"due {reference}")
        answers.add(str(fake.accounts[user].said[-1]).replace(reference, ""))
    assert len(answers) == 1
    seen = [what for _, what, _ in await traced(place, 3)]
    assert sorted(seen) == ["CB-10240", "CB-10999", "unknown"], (
        "of a closed one at once, of the others when all are"
    )


async def test_many_at_once_each_have_their_own_answer(place: Place, fake: FakeSlack) -> None:
    people = ("UOWEN", "USAM")
    for name in people:
        await fake.types(name, "due")
    references = ("CB-10234", "cb-10240", "CB-99999", "CB-10251")
    wanted = [(name, reference) for name in people for reference in references] * 3
    bodies = [encoded("slash_commands", command(fake, *pair)) for pair in wanted]
    answers = await asyncio.gather(*(fake.post(body, signed(body)) for body in bodies))
    for (_, reference), (status, answer) in zip(wanted, answers, strict=True):
        assert status == 200
        assert reference.upper() in answer
    assert len(await traced(place, len(wanted))) == len(wanted)


def command(fake: FakeSlack, user: str, reference: str) -> dict[str, str]:
    return {
        "command": "/supervision",
        "text": f"due {reference}",
        "team_id": "T01COUNCIL",
        "user_id": user,
        "trigger_id": fake.trigger("UAMARA"),
    }


async def test_the_same_request_twice_is_answered_once_at_once_and_later(
    place: Place, fake: FakeSlack
) -> None:
    await fake.types("UOWEN", "due")
    body = encoded("slash_commands", command(fake, "UOWEN", "CB-10234"))
    both = await asyncio.gather(*(fake.post(body, signed(body)) for _ in range(2)))
    assert sorted("received already" in text for _, text in both) == [False, True]
    await traced(place, 1)
    async with place.running():  # another process, that knows only what was written
        _, again = await fake.post(body, signed(body))
    assert "received already" in again
    assert len(await asyncio.to_thread(traces, place)) == 1


async def test_a_stop_writes_what_is_not_written_yet(place: Place, fake: FakeSlack) -> None:
    async with place.running():
        await fake.types("UOWEN", "due")
        await fake.types("UOWEN", "due CB-10234")
    assert len(await asyncio.to_thread(traces, place)) == 1


async def test_a_trace_that_cannot_be_written_is_written_later(place: Place, fake: FakeSlack) -> None:
    await fake.types("UOWEN", "due")
    rename(place, "look", "elsewhere")
    await fake.types("UOWEN", "due CB-10234")
    assert NEXT_DUE in said(fake, "UOWEN")
    await asyncio.sleep(0.8)
    rename(place, "elsewhere", "look")
    assert len(await traced(place, 1)) == 1


def rename(place: Place, old: str, new: str) -> None:
    engine = open_engine(place.url)
    with writing(engine) as connection:
        connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}"))
    engine.dispose()


async def test_a_database_that_cannot_be_read_is_said(place: Place, fake: FakeSlack) -> None:
    await fake.types("UOWEN", "due")
    rename(place, "allocation", "elsewhere")
    await fake.types("UOWEN", "due CB-10234")
    assert "Nothing was changed" in said(fake, "UOWEN")
    rename(place, "elsewhere", "allocation")
    await fake.types("UOWEN", "due CB-10234")
    assert NEXT_DUE in said(fake, "UOWEN")


async def test_a_case_to_be_worked_out_again_is_worked_out_first(place: Place, fake: FakeSlack) -> None:
    await fake.types("UOWEN", "due")
    engine = open_engine(place.url)
    with writing(engine) as connection:
        connection.execute(update(t.ObligationRow.__table__).values(due=None))
        connection.execute(
            update(t.SubjectRow.__table__).values(reassess_at=datetime(2026, 11, 1, tzinfo=UTC))
        )
    engine.dispose()
    await fake.types("UOWEN", "due CB-10234")
    assert NEXT_DUE in said(fake, "UOWEN")


async def test_whoever_left_is_refused(fake: FakeSlack, running: Running) -> None:
    await fake.types("UOWEN", "due CB-10234")
    with running.bot.work() as work:
        work.connection.execute(
            update(t.Person.__table__)
            .where(t.Person.__table__.c.name == council.NAMES["Owen"])
            .values(left_on=datetime(2026, 10, 1, tzinfo=UTC).date())
        )
    await fake.types("UOWEN", "due CB-10234")
    assert "isn't on the staff list" in said(fake, "UOWEN")


# As the database sees it


@pytest.fixture
def engine(place: Place) -> Engine:
    return open_engine(place.url)


def test_however_many_look_the_same_number_of_questions_is_asked(engine: Engine) -> None:
    with read_transaction(engine, BOOK, council.START) as work, counted(engine) as asked:
        due.case_date_answers(work, [(4, "CB-10234")])
        one = len(asked)
        due.case_date_answers(work, [(4, reference) for reference in CASES] * 20)
    assert len(asked) == 2 * one == 4


def test_both_ways_to_a_date_agree(engine: Engine) -> None:
    """Whoever asks, for whatever case: the quick answer is the whole one's, or there is none."""
    from bot.clock import MovableClock
    from bot.inbound import router
    from bot.wiring import Bot

    bot = Bot(engine, BOOK, MovableClock(council.START))
    quick = 0
    for person in range(1, len(council.STAFF) + 1):
        for reference in (*CASES, "cb-10240", "CB-9"):
            whole = router.command(bot, person, f"due {reference}").card
            with read_transaction(engine, BOOK, council.START) as work:
                found = due.case_date_answers(work, [(person, reference)])[0]
            assert whole
            assert found is None or found.card == whole
            assert bool(found) == (not any(b.kind == "facts" for b in whole.body))
            quick += found is not None
    assert quick > 10


def test_two_spellings_of_a_reference_are_two_cases(engine: Engine) -> None:
    with write_transaction(engine, BOOK, council.START) as work:
        work.add(t.Case(reference="cb-10234", service="family_support"))
    with read_transaction(engine, BOOK, council.START) as work:
        found = case_dates(work, {"CB-10234", "cb-10234", "Cb-10234"})
    assert {asked: [case.reference for case in some] for asked, some in found.items()} == {
        "CB-10234": ["CB-10234"],
        "cb-10234": ["cb-10234"],
        "Cb-10234": ["CB-10234", "cb-10234"],
    }


async def test_whoever_covers_today_is_in_the_line(fake: FakeSlack, running: Running) -> None:
    await fake.types("UOWEN", "due CB-10234")
    assert seen(fake.accounts["UOWEN"].said[-1]).buttons == ()
    with running.bot.work() as work:
        away = work.add(t.Absence(person_id=3, planned=True, first=council.START.date()))
        work.add(t.Arrangement(absence_id=away.id, supervisee_id=1, cover_id=4, named_at=council.START))
    await fake.types("UOWEN", "due CB-10234")
    assert "Why?" in seen(fake.accounts["UOWEN"].said[-1]).buttons
