"""Who somebody is, where they are written to, and by which clock they read."""

from __future__ import annotations

import asyncio
from datetime import timedelta
from typing import Any, cast

import pytest

from bot.clock import MovableClock
from bot.dispatcher import dispatch
from bot.platform import TryLaterError, UnreachableError
from bot.scheduler import tick
from bot.teams.rechecking import Rechecking
from storage import contacts
from tests.teams.driver import Running, said, seen, shown
from tests.teams.fake import BOT, TENANT, FakeTeams, Json
from tests.teams.reading import words

pytestmark = pytest.mark.usefixtures("running")


async def told(running: Running) -> int:
    await asyncio.to_thread(tick, running.bot)
    return await dispatch(running.bot)


# Who, and where


async def test_whoever_gets_the_app_sees_where_they_stand(fake: FakeTeams) -> None:
    await fake.installs("Amara")
    assert seen(shown(fake.accounts["Amara"].said[-1])).title == "My supervision"
    assert "Case supervision with Priya Invented Monday 9 November 2026" in said(fake, "Amara")


async def test_an_account_is_known_by_its_entra_id_and_asked_for_once(
    running: Running, fake: FakeTeams
) -> None:
    await fake.types("Amara", "due")
    fake.accounts["Amara"].email = "married@example.org"
    await fake.types("Amara", "due")
    assert [what for what, _ in fake.calls].count("member") == 1
    with running.bot.read() as work:
        found = contacts.bound(work, "teams", f"{TENANT}:{fake.accounts['Amara'].entra}")
    assert found
    assert found.works


async def test_in_a_group_the_answer_is_in_private(fake: FakeTeams) -> None:
    fake.personal("Amara").installed = True
    group = fake.group("19:team@thread.tacv2", ["Amara", "Priya", "Owen"], "channel")
    await fake.types("Amara", "due CB-10234", group)
    assert [m.get("text") for m in group.messages] == ["I have answered you in our own chat."]
    assert "CB-10234" in words(shown(fake.personal("Amara").messages[-1]))


async def test_what_the_group_didnt_see_asked_it_doesnt_see_answered(fake: FakeTeams) -> None:
    """A command after a slash, which Teams shows to its asker alone."""
    fake.personal("Amara").installed = True
    group = fake.group("19:team@thread.tacv2", ["Amara", "Priya"], "groupChat")
    slash = {"text": "due CB-10234", "recipient": {"id": BOT, "name": "Supervision", "isTargeted": True}}
    await fake.send(fake.activity("Amara", "message", group, **slash))
    [line] = group.messages
    assert (line["text"], line["recipient"]) == ("I have answered you in our own chat.", {"id": "29:Amara"})
    assert "CB-10234" in words(shown(fake.personal("Amara").messages[-1]))


async def test_whoever_shares_a_team_with_the_bot_is_met_and_written_to(
    running: Running, fake: FakeTeams
) -> None:
    """Nobody wrote yet: the members of the team are listed, page by page, and each one's own chat is begun."""
    fake.add("Guest", "priya@example.org", role="guest")
    for name in ("Amara", "Priya", "Helen"):
        fake.personal(name).installed = True
    await fake.installs(
        "Amara", fake.group("19:team@thread.tacv2", ["Guest", "Amara", "Priya", "Helen"], "channel")
    )
    running.bot.clock.move_to(running.bot.clock.now() + timedelta(days=7))  # type: ignore[attr-defined]
    assert await told(running) > 0
    assert fake.history("Priya")
    assert "Guest" not in [
        c.members[0] for c in fake.conversations.values() if c.kind == "personal" and c.messages
    ]


async def test_who_never_had_the_app_is_written_to_once_they_have(running: Running, fake: FakeTeams) -> None:
    clock: Any = running.bot.clock
    clock.move_to(clock.now() + timedelta(days=6, hours=1))
    assert await told(running) == 0
    await fake.installs("Amara")
    clock.move_to(clock.now() + timedelta(hours=2))
    assert await told(running) > 0
    assert fake.history("Amara")


async def test_an_app_taken_out_is_reported_and_taken_back_is_used(running: Running, fake: FakeTeams) -> None:
    await fake.installs("Amara")
    await fake.removes("Amara")
    with pytest.raises(UnreachableError, match="not_installed"):
        await running.side.platform.own(f"{TENANT}:{fake.accounts['Amara'].entra}", _data(fake, "Amara"))
    await fake.installs("Amara")
    own = await running.side.platform.own(f"{TENANT}:{fake.accounts['Amara'].entra}", _data(fake, "Amara"))
    assert own.id == "a:Amara"


async def test_whoever_is_made_a_guest_is_told_nothing_more(running: Running, fake: FakeTeams) -> None:
    """And is, once they are the council's again. An account that can't be asked for is left as it was."""
    await fake.installs("Amara")
    await fake.installs("Priya")
    amara, clock = fake.accounts["Amara"], cast(MovableClock, running.bot.clock)
    rechecking = Rechecking(running.bot, running.side.directory)
    fake.faults["member"].append(("status", 404))
    await rechecking.recheck()
    amara.tenant = "bbbbbbbb-0000-0000-0000-000000000bad"
    await rechecking.recheck()
    await fake.types("Amara", "due")
    assert "for you" in said(fake, "Amara"), "asked for once a day"
    clock.move_to(clock.now() + timedelta(days=1, hours=1))
    fake.faults["member"] += [("status", 503)] * 3
    with pytest.raises(TryLaterError):
        await rechecking.recheck()
    await rechecking.recheck()
    await told(running)
    assert not fake.history("Amara")
    await fake.types("Amara", "due")
    assert "can't be used here any more" in said(fake, "Amara")
    amara.tenant = TENANT
    clock.move_to(clock.now() + timedelta(days=1))
    await rechecking.recheck()
    await told(running)
    assert fake.history("Amara")
    await fake.types("Amara", "due")
    assert "for you" in said(fake, "Amara")


def _data(fake: FakeTeams, name: str) -> Json:
    return {"service": fake.service, "tenant": TENANT, "user": fake.accounts[name].id}


# In another time zone


async def test_whoever_is_elsewhere_reads_the_uks_times_and_their_own(
    running: Running, fake: FakeTeams
) -> None:
    amara = fake.accounts["Amara"]
    amara.zone = "America/New_York"
    await fake.types("Amara", "my")
    assert "Monday 9 November 2026 at 2:00 pm (9:00 am where you are)" in said(fake, "Amara")
    assert "Times are UK time." in said(fake, "Amara")
    await fake.uses_extension("Amara", "home")
    assert amara.dialog
    assert "(9:00 am where you are)" in seen(amara.dialog).text
    clock: Any = running.bot.clock
    clock.move_to(clock.now() + timedelta(days=1, minutes=1))
    assert await told(running) > 0
    [invited] = [text for text in map(words, map(shown, fake.history("Amara"))) if "Prepare for" in text]
    assert "at 2:00 pm (9:00 am where you are)" in invited
    for zone in ("Europe/London", "Africa/Abidjan", "no/such/zone", "../../etc"):
        amara.zone = zone
        await fake.types("Amara", "my")
        assert "where you are" not in said(fake, "Amara"), zone
        assert "UK time" not in said(fake, "Amara"), zone
