"""Who can't be reached yet: their messages are kept, and go out as one digest once they can be; an escalation passes
over them after a working day, and says why."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime, time
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import delete, select

from bot.commands import doctor_accounts
from bot.moving_clock import advance, settle_now
from bot.platform import Address, Sent, Traits, TryLaterError, UnreachableError
from cards.model import Card
from handlers.notifications import notifier
from policy.facts import Reason
from policy.ruleset import Delivery
from storage import contacts, nightly_checks, outbox, sending, sessions, unreached
from storage import tables as t
from storage.outbox import UNSENT
from tests.infra.counters import counter
from tests.proof.phone import Phone, Rig
from tests.proof.standin import NAME

LONDON = ZoneInfo("Europe/London")


def at(day: int, hour: int) -> datetime:
    return datetime.combine(date(2026, 11, day), time(hour), LONDON)


def unmet(rig: Rig, *names: str) -> None:
    """People whom no platform has met."""
    c = t.Contact.__table__
    with rig.bot.work() as work:
        work.connection.execute(delete(c).where(c.c.person_id.in_([rig.ids[n] for n in names])))


def met(rig: Rig, name: str) -> None:
    with rig.bot.work() as work:
        assert contacts.bind(work, rig.ids[name], NAME, f"new {name}", {})


def tell(rig: Rig, who: str, number: int, send: Delivery = Delivery.OWN, *, escalates: bool = False) -> None:
    with rig.bot.work() as work:
        data = {"what": "case", "number": number}
        source = f"case:{number}:story"
        nudge = outbox.NewNudge(rig.ids[who], "stuck", source, "told", send, data, escalates=escalates)
        notifier.plan(work, nudge)


async def in_doubt(rig: Rig, *, asked: bool, lost: bool) -> Phone:
    """A message to Adel that may have arrived, and then the platform that Adel moves to."""
    rig.phone.traits = replace(rig.phone.traits, can_be_asked=asked)
    await settle_now(rig.bot)
    tell(rig, "Adel", 1)
    rig.phone.lost = int(lost)
    rig.phone.faults = [] if lost else [TryLaterError("timeout")]
    await settle_now(rig.bot)
    other = Phone(rig.clock, Traits("other", "Another"))
    rig.bot.platforms = {NAME: rig.phone, "other": other}
    with rig.bot.work() as work:
        assert contacts.bind(work, rig.ids["Adel"], "other", "adel", {})
        contacts.prefer(work, rig.ids["Adel"], "other")
    return other


def read_by(rig: Rig, who: str) -> list[str]:
    return [str(copy.first) for copy in rig.phone.of(rig.ids[who])]


async def test_what_waits_for_somebody_goes_out_as_one_digest_when_they_are_met(rigged: Rig) -> None:
    unmet(rigged, "Adel")
    await settle_now(rigged.bot)
    for number, day in ((1, 3), (2, 4), (3, 5)):
        tell(rigged, "Adel", number)
        await advance(rigged.bot, rigged.clock, at(day + 1, 12))
    assert not rigged.phone.of(rigged.ids["Adel"])
    (told,) = [
        c for c in rigged.phone.of(rigged.ids["Sam"]) if "Adel Madeup can't be reached" in str(c.first)
    ]
    assert "an account with the email of the staff list" in str(told.first)
    with rigged.bot.read() as work:
        said = next(doctor_accounts.accounts(work, [])).what
    assert (
        said == "1 person can't be reached, and 3 messages to them wait, since Tuesday 3 November 2026: S401."
    )
    met(rigged, "Adel")
    await settle_now(rigged.bot)
    (digest,) = rigged.phone.of(rigged.ids["Adel"])
    assert len(digest.titles) == 3
    tell(rigged, "Adel", 4, Delivery.DAY)
    await advance(rigged.bot, rigged.clock, at(9, 12))
    assert len(rigged.phone.of(rigged.ids["Adel"])) == 2, "the next day's digest is told the next day"


async def test_an_escalation_waits_a_working_day_and_then_passes_over_and_says_why(rigged: Rig) -> None:
    unmet(rigged, "Helen")
    await settle_now(rigged.bot)
    tell(rigged, "Helen", 1, escalates=True)
    tell(rigged, "Helen", 2)
    await advance(rigged.bot, rigged.clock, at(3, 17))
    assert "case 1" not in str(read_by(rigged, "Adel"))
    await advance(rigged.bot, rigged.clock, at(4, 9))
    (told,) = [text for text in read_by(rigged, "Adel") if "case 1" in text]
    assert "This comes to you because Helen Fictional couldn't be reached in chat." in told
    met(rigged, "Helen")
    await settle_now(rigged.bot)
    (kept,) = read_by(rigged, "Helen")
    assert "case 2" in kept
    assert "case 1" not in kept


async def test_what_is_urgent_passes_over_at_once(rigged: Rig) -> None:
    unmet(rigged, "Helen")
    await settle_now(rigged.bot)
    tell(rigged, "Helen", 1, Delivery.URGENT, escalates=True)
    await settle_now(rigged.bot)
    assert "because Helen Fictional" in str(read_by(rigged, "Adel"))


async def test_who_is_found_nowhere_is_a_gap_in_the_routes(rigged: Rig) -> None:
    """A platform that could look for them didn't find them: until somebody does, they aren't reached."""
    unmet(rigged, "Adel")
    in_use = contacts.InUse((NAME,), (NAME,))
    route = nightly_checks.FaultyRoute(nightly_checks.RouteFault.UNREACHABLE, rigged.ids["Adel"])
    await settle_now(rigged.bot)
    with rigged.bot.work() as work:
        assert route not in nightly_checks.routes(work, in_use)
    tell(rigged, "Adel", 1)
    await settle_now(rigged.bot)
    with rigged.bot.work() as work:
        assert route in nightly_checks.routes(work, in_use)


async def test_what_cant_be_shown_anew_failed_and_is_not_tried_again(
    rigged: Rig, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Its reader was reached: only the message that they have stays as it was."""
    tried: list[int] = []

    async def gone(_phone: Phone, _to: Address, _sent: Sent, _card: Card) -> None:
        tried.append(1)
        raise UnreachableError("message_gone")

    def cancelled() -> None:
        with rigged.bot.work() as work:
            (view,) = sessions.booked_for(work, rigged.ids["Amara"])
            sessions.cancel(work, view, Reason.WORK, rigged.ids["Priya"])

    monkeypatch.setattr(Phone, "replace", gone)
    await settle_now(rigged.bot)
    rigged.phone.meanwhile[rigged.ids["Amara"]] = cancelled
    before = counted("failed"), counted("unreached")
    await advance(rigged.bot, rigged.clock, at(4, 12))
    assert tried
    assert (counted("failed"), counted("unreached")) == (before[0] + len(tried), before[1])


def counted(what: str) -> float:
    return counter(f"messages_{what}", reason="message_gone")


async def test_an_account_that_is_restored_is_written_to_again(rigged: Rig) -> None:
    with rigged.bot.work() as work:
        contacts.set_works(work, NAME, "S401", False)
    tell(rigged, "Adel", 1)
    await settle_now(rigged.bot)
    assert not read_by(rigged, "Adel")
    with rigged.bot.work() as work:
        contacts.set_works(work, NAME, "S401", True)
        assert unreached.since(work, rigged.ids["Adel"]) == date(2026, 11, 3)
    await settle_now(rigged.bot)
    assert len(read_by(rigged, "Adel")) == 1
    with rigged.bot.read() as work:
        assert unreached.since(work, rigged.ids["Adel"]) is None


async def test_whoever_moved_to_another_platform_sees_old_messages_change_where_they_lie(
    rigged: Rig,
) -> None:
    """And is told nothing twice; once the old platform isn't in use any more, what lies there is left alone."""
    amara, other = rigged.ids["Amara"], Phone(rigged.clock, Traits("other", "Another"))
    await settle_now(rigged.bot)
    await advance(rigged.bot, rigged.clock, at(4, 12))
    (invited,) = rigged.phone.of(amara)
    rigged.bot.platforms = {NAME: rigged.phone, "other": other}
    with rigged.bot.work() as work:
        assert contacts.bind(work, amara, "other", "amara", {})
        contacts.prefer(work, amara, "other")
        (view,) = sessions.booked_for(work, amara)
        sessions.cancel(work, view, Reason.WORK, rigged.ids["Priya"])
    await settle_now(rigged.bot)
    assert rigged.phone.of(amara) == [invited]
    assert invited.card != invited.first
    changed = invited.card
    rigged.bot.platforms = {"other": other}
    with rigged.bot.work() as work:
        m = t.OutboxMessage.__table__.c
        query = select(m.id).where(m.platform == NAME, m.recipient_id == amara)
        lying = work.connection.execute(query).scalars().all()
        sending.set_shown(work, dict.fromkeys(lying, "something else"))
        outbox.show_again(work, lying)
    await settle_now(rigged.bot)
    assert invited.card == changed
    with rigged.bot.read() as work:
        assert not work.connection.execute(select(m.id).where(m.replaces_id.in_(lying), UNSENT)).all()
    assert all(copy.card == copy.first for copy in other.arrived)
    with rigged.bot.read() as work:
        assert unreached.since(work, amara) is None


@pytest.mark.parametrize(
    ("asked", "lost", "there", "elsewhere"),
    [(True, True, 1, 0), (True, False, 0, 1), (False, True, 2, 0), (False, False, 1, 0)],
)
async def test_whoever_moves_while_an_answer_is_lost_gets_no_copy_on_the_other_platform(
    rigged: Rig, asked: bool, lost: bool, there: int, elsewhere: int
) -> None:
    """``asked``: whether the old platform can say what became of it; ``lost``: it had arrived. Where it can't, it goes
    there once more: at most one copy, and none on the new one."""
    adel, other = rigged.ids["Adel"], await in_doubt(rigged, asked=asked, lost=lost)
    await advance(rigged.bot, rigged.clock, at(3, 12))
    assert (len(rigged.phone.of(adel)), len(other.of(adel))) == (there, elsewhere)
    tell(rigged, "Adel", 2)
    await settle_now(rigged.bot)
    assert len(other.of(adel)) == elsewhere + 1


@pytest.mark.parametrize("how", ["left it", "it isn't in use", "mustn't use it"])
async def test_what_was_in_doubt_goes_to_the_new_platform_where_the_old_one_takes_it_no_more(
    rigged: Rig, how: str
) -> None:
    adel, other = rigged.ids["Adel"], await in_doubt(rigged, asked=False, lost=False)
    if how == "left it":
        rigged.phone.faults = [UnreachableError("left_workspace")]
    elif how == "it isn't in use":
        rigged.bot.platforms = {"other": other}
    else:
        with rigged.bot.work() as work:
            contacts.set_works(work, NAME, "S401", False)
    await advance(rigged.bot, rigged.clock, at(3, 12))
    assert (len(rigged.phone.of(adel)), len(other.of(adel))) == (0, 1)
    with rigged.bot.read() as work:
        assert unreached.since(work, adel) is None
