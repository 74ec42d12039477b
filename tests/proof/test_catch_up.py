"""Late is not lost, and comes at a human hour: one digest a person after an outage, nothing in anybody's evening."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import update
from sqlmodel import col

from bot.dispatcher import dispatch
from bot.moving_clock import advance, settle_now
from bot.platform import Address, NotAllowedError, RefusedError, Sent, TryLaterError, UnreachableError
from bot.scheduler import tick
from cards.model import Card
from handlers.notifications import notifier
from policy.facts import Reason, SubjectKind
from policy.ruleset import Delivery
from storage import cases, outbox, people, sessions
from storage import tables as t
from tests.infra.counters import counter
from tests.proof.phone import Rig

LONDON = ZoneInfo("Europe/London")


def at(day: date, hour: int, minute: int = 0) -> datetime:
    return datetime.combine(day, time(hour, minute), LONDON).astimezone(UTC)


def event(rig: Rig, who: str, number: int, send: Delivery = Delivery.OWN) -> None:
    """Something to tell that stays true: a message of a kind that needs no facts."""
    with rig.bot.work() as work:
        data = {"what": "case", "number": number}
        notifier.plan(
            work, outbox.NewNudge(rig.ids[who], "stuck", f"case:{number}:story", "told", send, data)
        )


async def test_after_a_week_down_each_person_gets_one_digest(rigged: Rig) -> None:
    await settle_now(rigged.bot)
    before = len(rigged.phone.arrived)
    event(rigged, "Priya", 1)
    rigged.clock.move_to(at(date(2026, 11, 17), 10))
    await settle_now(rigged.bot)
    late = rigged.phone.arrived[before:]
    each = [c.person_id for c in late]
    assert len(late) >= 2
    assert len(each) == len(set(each)), [c.first.title for c in late]
    assert any(len(c.titles) > 1 for c in late)


async def test_of_a_case_that_nobody_holds_an_administrator_reads_once(rigged: Rig) -> None:
    """That it is late, and that it goes up the line, come to the same desk: at one moment they are one."""
    await settle_now(rigged.bot)
    with rigged.bot.work() as work:
        case = cases.by_reference(work, "CB-10999")
        assert case
        held = t.Allocation.__table__
        ended = update(held).where(held.c.case_id == case.id).values(until=date(2026, 11, 2))
        work.connection.execute(ended)
        work.touch(SubjectKind.CASE, case.id)
    rigged.clock.move_to(at(date(2026, 12, 14), 10))
    await settle_now(rigged.bot)
    read = [title for c in rigged.phone.of(rigged.ids["Sam"]) for title in c.titles]
    assert len([title for title in read if "CB-10999, which nobody holds" in title]) == 1


async def test_what_waited_when_the_bot_stopped_joins_the_digest(rigged: Rig) -> None:
    await settle_now(rigged.bot)
    rigged.clock.move_to(at(date(2026, 11, 6), 18))
    for number in range(1, 4):
        event(rigged, "Adel", number)
    event(rigged, "Adel", 4, Delivery.DAY)
    rigged.clock.move_to(at(date(2026, 11, 16), 11))
    await settle_now(rigged.bot)
    (digest,) = rigged.phone.of(rigged.ids["Adel"])
    assert len(digest.titles) == 4


async def test_a_start_on_a_saturday_waits_for_monday_morning(rigged: Rig) -> None:
    await settle_now(rigged.bot)
    rigged.clock.move_to(at(date(2026, 11, 6), 16, 50))
    event(rigged, "Adel", 1)
    event(rigged, "Adel", 2, Delivery.URGENT)
    rigged.clock.move_to(at(date(2026, 11, 7), 11))
    await settle_now(rigged.bot)
    assert [len(c.titles) for c in rigged.phone.of(rigged.ids["Adel"])] == [1]
    await advance(rigged.bot, rigged.clock, at(date(2026, 11, 9), 12))
    assert rigged.phone.of(rigged.ids["Adel"])[1].at == at(date(2026, 11, 9), 9)


async def test_nothing_arrives_outside_its_readers_hours(rigged: Rig) -> None:
    """Six weeks in which Amara works Tuesday to Thursday."""
    works(rigged, "Amara", "0111000")
    await advance(rigged.bot, rigged.clock, at(date(2026, 12, 15), 12))
    assert rigged.phone.of(rigged.ids["Amara"])
    for copy in rigged.phone.arrived:
        wall = copy.at.astimezone(LONDON)
        assert time(9) <= wall.time() < time(17), copy.first.title
        assert wall.weekday() in ((1, 2, 3) if copy.person_id == rigged.ids["Amara"] else range(5))


def works(rig: Rig, who: str, days: str) -> None:
    with rig.bot.work() as work:
        work.connection.execute(update(t.Person).where(col(t.Person.id) == rig.ids[who]).values(works=days))
        outbox.wake(work, people.person(work, rig.ids[who]))


@pytest.mark.parametrize(
    ("days", "arrives"), [("1001000", date(2026, 11, 5)), ("0000100", date(2026, 11, 6))]
)
async def test_changed_hours_move_what_is_not_sent(rigged: Rig, days: str, arrives: date) -> None:
    """On Tuesday evening Adel's morning is Wednesday's; then Adel says which days are really worked."""
    await settle_now(rigged.bot)
    rigged.clock.move_to(at(date(2026, 11, 3), 20))
    event(rigged, "Adel", 1)
    works(rigged, "Adel", days)
    await advance(rigged.bot, rigged.clock, at(date(2026, 11, 9), 8))
    assert [c.at for c in rigged.phone.of(rigged.ids["Adel"])] == [at(arrives, 9)]


async def test_changed_hours_bring_forward_what_is_not_sent(rigged: Rig) -> None:
    works(rigged, "Adel", "0000100")
    event(rigged, "Adel", 1)
    works(rigged, "Adel", "0010100")
    await advance(rigged.bot, rigged.clock, at(date(2026, 11, 4), 12))
    assert [c.at for c in rigged.phone.of(rigged.ids["Adel"])] == [at(date(2026, 11, 4), 9)]


async def test_somebody_who_works_no_day_is_told_on_the_councils(rigged: Rig) -> None:
    works(rigged, "Adel", "0000000")
    event(rigged, "Adel", 1)
    await settle_now(rigged.bot)
    assert len(rigged.phone.of(rigged.ids["Adel"])) == 1


@pytest.mark.parametrize("fault", [TryLaterError("503"), NotAllowedError("token_revoked")])
async def test_a_platform_down_for_a_day_loses_nothing(rigged: Rig, fault: TryLaterError) -> None:
    """Or one that refuses the bot for as long: its app was taken out, or its token revoked."""
    await settle_now(rigged.bot)
    event(rigged, "Adel", 1)
    rigged.phone.faults = [fault] * 20
    await advance(rigged.bot, rigged.clock, at(date(2026, 11, 5), 17))
    assert [c.titles for c in rigged.phone.of(rigged.ids["Adel"])] == [["The bot could not do something"]]
    assert "A message to Adel Madeup could not be sent" in str(
        [c.first for c in rigged.phone.of(rigged.ids["Sam"])]
    )


@pytest.mark.parametrize(
    ("asked", "met", "counted"),
    [
        (False, TryLaterError("timeout"), 1),
        (False, RefusedError("ratelimited"), 0),
        (True, TryLaterError("timeout"), 0),
    ],
)
async def test_sent_again_counts_what_may_have_arrived_before(
    rigged: Rig, asked: bool, met: TryLaterError, counted: int
) -> None:
    """``asked``: whether the platform can say that it didn't arrive."""
    rigged.phone.traits = replace(rigged.phone.traits, can_be_asked=asked)
    await settle_now(rigged.bot)
    before, there = counter("messages_sent_again"), len(rigged.phone.arrived)
    event(rigged, "Adel", 1)
    # Refused after the unanswered one, and held for a moment: that one may lie there all the same.
    rigged.phone.faults = [met, RefusedError("ratelimited")]
    await advance(rigged.bot, rigged.clock, at(date(2026, 11, 3), 12))
    assert len(rigged.phone.arrived) == there + 1
    assert counter("messages_sent_again") - before == counted


async def test_a_message_found_to_have_arrived_was_not_sent_again(rigged: Rig) -> None:
    await settle_now(rigged.bot)
    before = counter("messages_sent_again")
    event(rigged, "Adel", 1)
    rigged.phone.lost = 1
    await advance(rigged.bot, rigged.clock, at(date(2026, 11, 3), 12))
    assert len(rigged.phone.of(rigged.ids["Adel"])) == 1
    assert counter("messages_sent_again") == before


async def test_who_cannot_be_reached_is_named_to_the_administrator(rigged: Rig) -> None:
    await settle_now(rigged.bot)
    event(rigged, "Adel", 1)
    rigged.phone.faults = [UnreachableError("left_workspace")]
    await settle_now(rigged.bot)
    assert not rigged.phone.of(rigged.ids["Adel"])
    assert "Adel Madeup" in str([c.first for c in rigged.phone.of(rigged.ids["Sam"])])


async def test_what_changes_while_it_is_on_its_way_is_shown_once_it_has_arrived(rigged: Rig) -> None:
    def cancelled() -> None:
        with rigged.bot.work() as work:
            (view,) = sessions.booked_for(work, rigged.ids["Amara"])
            sessions.cancel(work, view, Reason.WORK, rigged.ids["Priya"])

    await settle_now(rigged.bot)
    rigged.phone.meanwhile[rigged.ids["Amara"]] = cancelled
    await advance(rigged.bot, rigged.clock, at(date(2026, 11, 4), 12))
    (asked, *_) = rigged.phone.of(rigged.ids["Amara"])
    assert "Prepare" in asked.first.title
    assert asked.first.buttons
    assert not asked.card.buttons


async def test_one_that_fails_stops_no_other(rigged: Rig) -> None:
    """A message, a reminder and a subject that cannot be dealt with: the rest goes on, and Sam is told of them."""
    await settle_now(rigged.bot)
    with rigged.bot.work() as work:
        unknown = outbox.NewNudge(rigged.ids["Adel"], "no_such_kind", "case:1:broken", "told")
        notifier.plan(work, unknown)
        broken = work.orm.get(t.Case, 2)
        assert broken
        work.orm.add(
            t.Authorisation(case_id=2, every="no period", by_id=rigged.ids["Adel"], since=work.today)
        )
        work.connection.execute(
            update(t.SubjectRow).where(col(t.SubjectRow.kind) == "case").values(reassess_at=work.now)
        )
    event(rigged, "Adel", 9)
    await settle_now(rigged.bot)
    assert [c.titles for c in rigged.phone.of(rigged.ids["Adel"])] == [["The bot could not do something"]]
    await advance(rigged.bot, rigged.clock, at(date(2026, 11, 4), 12))
    told = str([c.first for c in rigged.phone.of(rigged.ids["Sam"])])
    assert "What is due for CB-10240 could not be worked out" in told
    assert "A message to Adel Madeup could not be sent" in told
    with rigged.bot.work() as work:
        work.connection.execute(t.Authorisation.__table__.delete())
    await advance(rigged.bot, rigged.clock, at(date(2026, 11, 4), 14))
    assert tick(rigged.bot) == 0


async def test_a_call_that_hangs_holds_nobody_elses(rigged: Rig, monkeypatch: pytest.MonkeyPatch) -> None:
    await settle_now(rigged.bot)
    rigged.clock.move_to(at(date(2026, 11, 10), 10))
    people_told = ("Amara", "Priya", "Helen")
    for number, who in enumerate(people_told):
        event(rigged, who, number)
    before = len(rigged.phone.arrived)
    asked, freed, send = asyncio.Event(), asyncio.Event(), rigged.phone.send

    async def hangs(to: Address, key: str, card: Card) -> Sent:
        if to.person_id == rigged.ids["Amara"]:
            asked.set()
            await freed.wait()
        return await send(to, key, card)

    monkeypatch.setattr(type(rigged.phone), "send", lambda _phone, *given: hangs(*given))
    sending = asyncio.create_task(dispatch(rigged.bot))
    await asked.wait()
    told = set[int]()
    for _ in range(200):
        told = {c.person_id for c in rigged.phone.arrived[before:]}
        if {rigged.ids["Priya"], rigged.ids["Helen"]} <= told:
            break
        await asyncio.sleep(0.05)
    assert {rigged.ids["Priya"], rigged.ids["Helen"]} <= told
    assert rigged.ids["Amara"] not in told
    freed.set()
    assert await sending >= 3


async def test_what_is_alike_and_comes_up_at_one_moment_is_one_message(rigged: Rig) -> None:
    """Sixteen draws, or the four sessions of one absence, are told once."""
    await settle_now(rigged.bot)
    for number in range(1, 5):
        event(rigged, "Adel", number)
    event(rigged, "Adel", 5, Delivery.URGENT)
    await settle_now(rigged.bot)
    told = rigged.phone.of(rigged.ids["Adel"])
    assert [len(copy.titles) for copy in told] == [4, 1]
    rigged.clock.move_to(at(date(2026, 11, 3), 10))
    event(rigged, "Adel", 6)
    await settle_now(rigged.bot)
    assert len(rigged.phone.of(rigged.ids["Adel"])) == 3
