"""What the endpoint promises: committed before acknowledged, in time or not at all, once however often it is sent."""

from __future__ import annotations

import asyncio
import re
import time
from threading import Event
from typing import Any

import aiohttp
import pytest

from bot.dispatcher import dispatch
from bot.inbound.write_queue import RequestTimeout, TooLateError
from bot.platform import (
    Address,
    RefusedError,
    TryLaterError,
    UnreachableError,
    lacking,
)
from bot.scheduler import tick
from bot.settings import SettingsError
from bot.slack.rate_limit import RateLimiter
from bot.slack.requests import TimeLimits
from cards.model import Card
from storage import contacts
from storage.engine import open_engine, writing
from tests.slack.blocks import buttons_in
from tests.slack.conftest import Place
from tests.slack.driver import Running, said, seen, settings
from tests.slack.fake import FakeSlack
from tests.stories import council
from tests.stories.chat import Counted

pytestmark = pytest.mark.usefixtures("running")


async def test_what_takes_too_long_changes_nothing_and_says_so(
    place: Place, fake: FakeSlack, rows: Counted
) -> None:
    """Another writer holds the database for longer than Slack waits."""
    fake.trigger_seconds = fake.acknowledge_seconds = 3.0
    async with place.running(TimeLimits()) as _running:
        fake.acknowledge_seconds = 90
        await fake.types("UAMARA", "due")
        fake.acknowledge_seconds = 3.0
        before = rows()
        held, free = Event(), Event()
        holder = asyncio.create_task(asyncio.to_thread(_hold, place.url, held, free))
        await asyncio.to_thread(held.wait)
        await fake.types("UAMARA", "away today")
        assert "Nothing was changed" in said(fake, "UAMARA")
        free.set()
        await holder
        await asyncio.sleep(0.5)
        assert rows() == before


async def test_a_window_is_opened_once_with_its_content_however_long_that_took(
    place: Place, fake: FakeSlack
) -> None:
    """No placeholder: what takes over a second is waited for, since the trigger lives for three."""
    async with place.running() as _running:
        await fake.types("UAMARA", "due")
        held, free = Event(), Event()
        holder = asyncio.create_task(asyncio.to_thread(_hold, place.url, held, free))
        await asyncio.to_thread(held.wait)
        before = len(fake.calls)
        asyncio.get_running_loop().call_later(1.2, free.set)
        await fake.types("UAMARA", "prepare CB-10234")
        await holder
    assert [method for method, _ in fake.calls[before:]] == ["views.open"]
    assert seen(fake.accounts["UAMARA"].modals[-1]).title == "Prepare CB-10234"


async def test_a_near_miss_is_said_as_it_is_typed_here_and_so_is_help(fake: FakeSlack) -> None:
    await fake.types("UAMARA", "deu")
    assert "Did you mean: /supervision due? For all of them: /supervision help" in said(fake, "UAMARA")
    await fake.types("UAMARA", "help")
    assert "/supervision my: your next session" in said(fake, "UAMARA")


def _hold(url: str, held: Event, free: Event) -> None:
    engine = open_engine(url)
    with writing(engine):
        held.set()
        free.wait(20)
    engine.dispose()


def test_a_deadline_is_settled_once_for_both_sides() -> None:
    given_up = RequestTimeout()
    assert given_up.give_up()
    with pytest.raises(TooLateError):
        given_up.commit()
    committed = RequestTimeout()
    committed.commit()
    assert not committed.give_up()


async def test_an_event_sent_again_is_taken_once(fake: FakeSlack) -> None:
    event = {"type": "app_home_opened", "user": "UAMARA", "tab": "home"}
    await fake.event(event, "UAMARA", "Ev1")
    first = fake.accounts["UAMARA"].home
    await fake.event(event, "UAMARA", "Ev1", retry=1)
    published = [a for m, a in fake.calls if m == "views.publish"]
    assert first
    assert seen(first).title == "My supervision"
    assert len(published) <= 2


async def test_words_in_the_bots_own_tab_are_a_command_answered_once(fake: FakeSlack) -> None:
    before = len(fake.history("UAMARA"))
    await fake.says("UAMARA", "/supervision due cb-10234")
    assert "Amara Example" in seen(fake.history("UAMARA")[0])
    await fake.says("UAMARA", "prepare CB-10234")
    form = seen(fake.history("UAMARA")[0])
    assert (form.title, form.buttons) == ("Prepare CB-10234", ("Open the form",))
    said = {"type": "message", "channel_type": "im", "channel": "DUAMARA", "text": "due"}
    for nobodys in ({"bot_id": "B01"}, {"user": "UAMARA", "subtype": "message_changed"}, {"user": "UAMARA"}):
        await fake.event({**said, **nobodys}, "UAMARA", "Ev7")
    await fake.event({**said, "user": "UAMARA"}, "UAMARA", "Ev7", retry=1)
    assert len(fake.history("UAMARA")) == before + 3
    await fake.says("UAMARA", "prepare CB-99999")
    assert "For those you can prepare: /supervision prepare" in seen(fake.history("UAMARA")[0])


async def test_the_home_shows_where_one_stands_and_every_way(fake: FakeSlack) -> None:
    home = await fake.opens_home("UAMARA")
    assert home
    shown = seen(home)
    assert "Case supervision with Priya Invented Monday 9 November 2026 at 2:00 pm." in shown
    assert "Nothing is prepared yet." in shown
    assert {"Prepare", "I am away", "All commands", "A concern about supervision"} <= set(shown.buttons)
    prepare = next(e["value"] for b in home["blocks"] if b["type"] == "actions" for e in b["elements"])
    await fake.presses("UAMARA", prepare, home)
    assert fake.accounts["UAMARA"].modals


async def test_the_home_is_shown_anew_to_those_whom_a_change_concerns(
    running: Running, fake: FakeSlack
) -> None:
    for user in ("UAMARA", "UHELEN", "UTOMASZ"):
        await fake.opens_home(user)
    await running.side.homes.refresh(None)
    assert await _published_anew(running, fake) == []
    home = fake.accounts["UAMARA"].home
    assert home
    assert "Nothing is prepared yet." in seen(home)
    await fake.types("UAMARA", "prepare CB-10234")
    view = fake.accounts["UAMARA"].modals[-1]
    for block_id, entry in view["state"]["values"].items():
        if block_id.endswith(":worrying"):
            entry["entry"]["value"] = "A note"
    await fake.submits("UAMARA")
    assert await _published_anew(running, fake) == ["UAMARA"]
    home = fake.accounts["UAMARA"].home
    assert home
    assert "Nothing is prepared yet." not in seen(home)


async def _published_anew(running: Running, fake: FakeSlack) -> list[str]:
    before = len(fake.calls)
    await running.side.homes.refresh(None)
    return [said["user_id"] for method, said in fake.calls[before:] if method == "views.publish"]


async def test_a_home_whose_publishing_hangs_holds_nobody_elses(running: Running, fake: FakeSlack) -> None:
    homes, ids = running.side.homes, council.ids_in(running.bot.engine)
    users = {"UAMARA": "Amara", "UPRIYA": "Priya", "UHELEN": "Helen"}
    for user in users:
        await fake.opens_home(user)
        fake.accounts[user].home = None
    fake.faults["views.publish"].append(("slow", 4.0))

    async def shown_anew(*names: str) -> set[str]:
        homes._shown.clear()
        homes._waiting |= dict.fromkeys(ids[name] for name in names)
        await homes.refresh(0.5)
        return {user for user in users if fake.accounts[user].home}

    shown = await shown_anew(*users.values())
    for _ in range(50):
        if len(shown) == 2:
            break
        await asyncio.sleep(0.05)
        shown = {user for user in users if fake.accounts[user].home}
    assert len(shown) == 2
    (held,) = set(users) - shown
    other = min(shown)
    fake.accounts[other].home = None
    began = time.monotonic()
    await shown_anew(users[other], users[held])
    assert time.monotonic() - began < 2.0, "nobody waits for whoever is held"
    await homes.refresh(None)
    for _ in range(100):
        if all(fake.accounts[user].home for user in users):
            break
        await asyncio.sleep(0.05)
    assert all(fake.accounts[user].home for user in users)


async def test_sent_four_times_at_once_it_is_done_once(running: Running, fake: FakeSlack) -> None:
    await fake.types("UAMARA", "prepare CB-10234")
    view = fake.accounts["UAMARA"].modals[-1]
    for block_id, entry in view["state"]["values"].items():
        if block_id.endswith((":worrying", ":decided")):
            entry["entry"]["value"] = "A note"
    fake.accounts["UAMARA"].modals = [view] * 4
    await asyncio.gather(*(fake.submits("UAMARA") for _ in range(4)))
    await _settled(running)
    assert sum("has prepared CB-10234" in seen(m).title + seen(m).text for m in fake.history("UPRIYA")) == 1


async def _settled(running: Running) -> int:
    await asyncio.to_thread(tick, running.bot)
    return await dispatch(running.bot)


@pytest.mark.parametrize("fault", [("lost",), ("cut",)])
async def test_a_send_whose_answer_was_lost_is_settled_by_looking(
    place: Place, fake: FakeSlack, fault: tuple[str]
) -> None:
    async with place.running() as running:
        fake.faults["chat.postMessage"].append(fault)
        for hour in (9, 10, 11, 12):
            running.bot.clock.move_to(running.bot.clock.now().replace(hour=hour))  # type: ignore[attr-defined]
            await _settled(running)
        keys = [m["metadata"]["event_payload"]["key"] for found in fake.messages.values() for m in found]
        assert keys
        assert len(keys) == len(set(keys))


async def test_a_429_waits_as_long_as_slack_says(running: Running, fake: FakeSlack) -> None:
    fake.faults["users.lookupByEmail"].append(("429", 37))
    to = Address(1, "slack", (("email", "amara@example.org"),))
    for _ in range(2):
        with pytest.raises(TryLaterError) as late:
            await running.side.platform.send(to, "k1", Card("T", "N"))
        assert late.value.after == pytest.approx(37, abs=1)
    assert sum(method == "users.lookupByEmail" for method, _ in fake.calls) == 0


@pytest.mark.parametrize(
    ("account", "why"),
    [({"deleted": True}, "unknown"), ({"guest": True}, "guest"), ({"team": "T99"}, "guest")],
)
async def test_who_cant_be_written_to(
    running: Running, fake: FakeSlack, account: dict[str, object], why: str
) -> None:
    for name, value in account.items():
        setattr(fake.accounts["UAMARA"], name, value)
    with pytest.raises(UnreachableError) as gone:
        await running.side.platform.send(
            Address(1, "slack", (("email", "amara@example.org"),)), "k1", Card("T", "N")
        )
    assert gone.value.reason == why
    assert not fake.messages["DUAMARA"]


async def test_a_message_is_found_by_its_key_and_replaced(running: Running, fake: FakeSlack) -> None:
    platform, to = running.side.platform, Address(1, "slack", (("email", "amara@example.org"),))
    sent = await platform.send(to, "k1", Card("One", "N"))
    await fake.types("UAMARA", "due")
    known = Address(1, "slack", (("enterprise", ""), ("team", "T01COUNCIL"), ("user", "UAMARA")))
    assert await platform.find(known, "k1") == sent
    assert await platform.find(known, "k2") is None
    await platform.replace(known, sent, Card("Two", "N"))
    assert [seen(m).title for m in fake.history("UAMARA")] == ["Two"]
    fake.messages.clear()
    await platform.replace(known, sent, Card("Three", "N"))


async def test_one_conversation_is_written_to_in_its_own_time() -> None:
    now, slept = [0.0], list[float]()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    limiter = RateLimiter(lambda: now[0], sleep)
    for _ in range(7):
        await limiter.wait("D1")
    assert len(slept) == 3
    assert now[0] == pytest.approx(3)
    await limiter.wait("D2")
    assert len(slept) == 3


async def test_what_a_person_is_told_of_a_slow_slack(fake: FakeSlack) -> None:
    fake.acknowledge_seconds = 90
    began = time.monotonic()
    fake.faults["users.info"] += [("cut",)] * 2  # a GET that is cut on a kept connection is sent once more
    await fake.types("UAMARA", "due")
    assert "Nothing was changed" in said(fake, "UAMARA")
    assert time.monotonic() - began < 60


async def test_settings_that_lack_something_are_named(fake: FakeSlack) -> None:
    assert lacking(settings(fake), "slack") == ""
    for name in ("slack_signing_secret", "slack_bot_token"):
        assert name.upper() in lacking(settings(fake, **{name: None}), "slack")
    assert "SLACK_APP_TOKEN" in lacking(settings(fake, slack_mode="socket", slack_app_token=None), "slack")
    wanting = settings(fake, slack_bot_token=None, slack_client_id="1.2")
    assert "SLACK_CLIENT_SECRET" in lacking(wanting, "slack")
    assert "SLACK_WORKSPACES" in lacking(wanting, "slack")


@pytest.mark.parametrize("name", ["slack_bot_token", "slack_app_token"])
async def test_a_token_that_slack_refuses_is_named_at_the_start(
    place: Place, fake: FakeSlack, name: str
) -> None:
    fake.socket_mode = True
    wrong: dict[str, Any] = {name: "wrong"}
    with pytest.raises(SettingsError, match=f"SUPERVISION_{name.upper()}: Slack refuses it"):
        async with place.running(**wrong):
            pass


async def test_while_slack_cant_be_reached_the_bot_starts_and_can_be_stopped(
    place: Place, fake: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """In Socket Mode it goes on trying to connect."""
    fake.socket_mode = True
    monkeypatch.setattr("bot.slack.app.CONNECTING", 0.1)
    async with asyncio.timeout(30), place.running(slack_api_url="http://127.0.0.1:9/api/"):
        pass


async def test_an_error_is_beside_its_field_in_the_acknowledgement_itself(fake: FakeSlack) -> None:
    await fake.types("UAMARA", "prepare CB-10234")
    before = [method for method, _ in fake.calls]
    errors = await fake.submits("UAMARA")
    assert {block_id.partition(":")[2] for block_id in errors} == {"worrying"}
    assert [method for method, _ in fake.calls] == before


async def test_a_conversation_that_is_gone_is_opened_anew_once(running: Running, fake: FakeSlack) -> None:
    platform, to = running.side.platform, Address(1, "slack", (("email", "amara@example.org"),))
    await platform.send(to, "k1", Card("One", "N"))
    with running.bot.read() as work:
        account = contacts.contact_of(work, 1, "slack")
        assert account
        known = Address(1, "slack", tuple(account.data.items()))
    fake.faults["chat.postMessage"].append(("error", "channel_not_found"))
    before = len(fake.calls)
    await platform.send(known, "k2", Card("Two", "N"))
    assert [m for m, _ in fake.calls[before:]] == [
        "chat.postMessage",
        "conversations.open",
        "chat.postMessage",
    ]
    fake.faults["chat.postMessage"].extend([("error", "channel_not_found")] * 2)
    with pytest.raises(RefusedError, match="channel_not_found"):
        await platform.send(known, "k3", Card("Three", "N"))


async def test_what_a_press_is_answered_goes_through_it_too(
    running: Running, fake: FakeSlack, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """What is said through the press's own address."""
    await fake.types("UAMARA", "due")
    press = next(buttons_in(fake.accounts["UAMARA"].said[-1]["blocks"]))
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    await running.side.workspaces.close()
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    await fake.presses("UAMARA", press["value"], ephemeral=True)
    said = capsys.readouterr().out
    assert re.search(r"slack.not.shown .*method=response_url why=ClientProxyConnectionError", said), said
    await running.side.workspaces.close()


async def test_answers_go_through_the_environments_proxy(
    running: Running, fake: FakeSlack, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A message's own address, too."""
    monkeypatch.setenv("http_proxy", "http://127.0.0.1:9")
    await running.side.workspaces.close()
    async with running.side.workspaces.session as session:
        with pytest.raises(aiohttp.ClientProxyConnectionError):
            await session.post("http://hooks.example.org/1", json={})
    await running.side.workspaces.close()
    assert fake.calls is not None
