"""People are met by their email before either first writes; what doesn't match is for ``doctor`` to name."""

from __future__ import annotations

import asyncio
from contextlib import suppress
from datetime import timedelta

import pytest

from bot.clock import MovableClock
from bot.commands import doctor_accounts
from bot.inbound.matching import EVERY, Matching
from bot.platform import Address, TryLaterError
from bot.slack import TRAITS
from cards.model import Card
from storage import contacts
from storage import tables as t
from tests.slack.driver import Running
from tests.slack.fake import FakeSlack
from tests.stories import council

pytestmark = pytest.mark.usefixtures("place")
Slept = list[float]
DAY = council.START.date()


@pytest.fixture
def slept() -> Slept:
    return []


@pytest.fixture
def matching(running: Running, slept: Slept) -> Matching:
    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        await asyncio.sleep(0)

    return Matching(running.bot, running.side.directory, sleep)


def unmet(running: Running) -> dict[str, bool]:
    with running.bot.read() as work:
        return {one.staff_number: one.stopped for one in contacts.unmet(work, "slack")}


def asked(fake: FakeSlack) -> list[str]:
    return [str(a["email"]).partition("@")[0] for method, a in fake.calls if method == "users.lookupByEmail"]


async def test_everybody_slack_knows_is_met_but_guests_and_the_deactivated(
    running: Running, fake: FakeSlack, matching: Matching
) -> None:
    fake.accounts["UOWEN"].guest = True
    fake.accounts["UHELEN"].deleted = True
    assert await matching.match() == len(council.STAFF) - 2
    assert unmet(running) == {"S202": False, "S301": False}
    assert fake.verbs["users.lookupByEmail"] == {"GET"}, "as Slack's own client reads"


async def test_each_is_asked_for_once_a_day_and_a_new_one_soon(
    running: Running, fake: FakeSlack, matching: Matching
) -> None:
    fake.accounts["UOWEN"].guest = True
    await matching.match()
    fake.calls.clear()
    fake.add("UNEW", "new@example.org")
    with running.bot.work() as work:
        new = t.Person(staff_number="S900", name="New Invented", role="social_worker", employed_from=DAY)
        new.email = "New@example.org"
        work.add(new)
    assert await matching.match() == 1
    assert asked(fake) == ["New"]
    assert await matching.match() == 0
    fake.accounts["UOWEN"].guest = False
    assert isinstance(running.bot.clock, MovableClock)
    running.bot.clock.move_to(council.START + timedelta(days=1))
    assert await matching.match() == 1
    assert asked(fake) == ["New", "owen"]
    assert unmet(running) == {}


async def test_who_is_unjoined_or_has_a_new_email_is_met_anew_at_the_next_look(
    running: Running, fake: FakeSlack, matching: Matching
) -> None:
    """Without a restart: whom it met once today isn't taken for asked."""
    await matching.match()
    for _ in range(2):
        with running.bot.work() as work:
            assert contacts.unbind(work, 1, "slack")
        assert unmet(running) == {"S101": False}
        assert await matching.match() == 1
        assert unmet(running) == {}
        assert await matching.match() == 0
    fake.add("UNEWAMARA", "amara.new@example.org")
    with running.bot.work() as work:
        contacts.unbind(work, 1, "slack")
        amara = work.orm.get(t.Person, 1)
        assert amara
        amara.email = "amara.new@example.org"
    assert await matching.match() == 1
    with running.bot.read() as work:
        joined = contacts.contact_of(work, 1, "slack")
        assert joined
        assert joined.external_id.endswith("UNEWAMARA")


async def test_slacks_retry_after_is_waited_out(
    running: Running, fake: FakeSlack, matching: Matching, slept: Slept
) -> None:
    fake.faults["users.lookupByEmail"].append(("429", 7))

    async def later(seconds: float) -> None:
        slept.append(seconds)
        running.side.workspaces._held.clear()  # so many seconds later

    matching._sleep = later
    assert await matching.match() == len(council.STAFF)
    assert slept == [7]


async def test_an_outage_leaves_the_rest_for_the_next_time(
    running: Running, fake: FakeSlack, matching: Matching
) -> None:
    # A read that was cut off is asked once more by the client itself
    fake.faults["users.lookupByEmail"].extend([("",), ("",), ("cut",), ("cut",)])
    with pytest.raises(TryLaterError):
        await matching.match()
    assert len(unmet(running)) == len(council.STAFF) - 2
    assert await matching.match() == len(council.STAFF) - 2


async def test_it_goes_on_after_an_outage(
    running: Running, fake: FakeSlack, matching: Matching, slept: Slept
) -> None:
    fake.faults["users.lookupByEmail"].append(("cut",))
    running_on = asyncio.create_task(matching.run())
    for _ in range(200):
        await asyncio.sleep(0.02)
        if len(slept) > 1:
            break
    running_on.cancel()
    with suppress(asyncio.CancelledError):
        await running_on
    assert slept[:2] == [EVERY, EVERY]
    assert unmet(running) == {}


async def test_a_stopped_account_is_not_looked_for(
    running: Running, fake: FakeSlack, matching: Matching
) -> None:
    await matching.match()
    fake.accounts["UOWEN"].guest = True
    await fake.event({"type": "user_change", "user": fake.accounts["UOWEN"].info(True)})
    fake.calls.clear()
    assert await matching.match() == 0
    assert asked(fake) == []
    assert unmet(running) == {"S202": True}


@pytest.mark.parametrize("seen", ["event", "message"])
async def test_an_email_that_changes_later_is_named_and_changes_nothing(
    running: Running, fake: FakeSlack, matching: Matching, seen: str
) -> None:
    await matching.match()
    fake.accounts["UAMARA"].email = "Amara.Other@example.org"
    if seen == "event":
        await fake.event({"type": "user_change", "user": fake.accounts["UAMARA"].info(True)})
    else:
        with running.bot.read() as work:
            data = contacts.contact_of(work, 1, "slack")
            assert data
            to = Address(1, "slack", tuple(data.data.items()))
        await running.side.platform.send(to, "k1", Card("One", "N"))
    with running.bot.read() as work:
        assert contacts.with_another_email(work, "slack") == ["S101"]
        found = [f.what for f in doctor_accounts._other_emails(work, TRAITS)]
    assert found == ["1 account on Slack with another email than the staff list's: S101."]
    await fake.types("UAMARA", "due")
    assert fake.accounts["UAMARA"].said
    fake.accounts["UAMARA"].email = "amara@example.org"
    await fake.event({"type": "user_change", "user": fake.accounts["UAMARA"].info(True)})
    with running.bot.read() as work:
        assert contacts.with_another_email(work, "slack") == []
