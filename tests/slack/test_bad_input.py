"""What isn't Slack's, isn't this council's, or isn't anybody's: refused or reported, and nothing done."""

from __future__ import annotations

import io
import json
from datetime import timedelta
from typing import Any

import aiohttp
import pytest

from bot.clock import SystemClock
from bot.inbound import router
from bot.platform import NotAllowedError, TryLaterError
from bot.slack.requests import DONE_NOT_SHOWN, NOT_SHOWN, TimeLimits, _view
from cards.sessions.asks import SessionHeldForm
from storage import sessions
from storage import tables as t
from tests.slack.blocks import buttons_in
from tests.slack.conftest import Place
from tests.slack.driver import Running, said, seen
from tests.slack.fake import FakeSlack, encoded, signed
from tests.slack.web_api import TOKEN
from tests.stories import council
from tests.stories.chat import Counted

pytestmark = pytest.mark.usefixtures("running")
#: Slack signs with the real time.


def now() -> int:
    """Seconds since 1970, as a request is made: a run that takes minutes has no one moment."""
    return int(SystemClock().now().timestamp())


def command(fake: FakeSlack, user: str = "UAMARA", text: str = "due", **more: str) -> bytes:
    body = {
        "command": "/supervision",
        "text": text,
        "team_id": "T01COUNCIL",
        "user_id": user,
        "trigger_id": fake.trigger("UAMARA"),
    }
    return encoded("slash_commands", body | more)


@pytest.mark.parametrize(
    ("fault", "headers"),
    [
        ("another secret", lambda body: signed(body, secret="wrong")),
        ("no signature", lambda body: {k: v for k, v in signed(body).items() if k != "X-Slack-Signature"}),
        ("six minutes old", lambda body: signed(body, at=now() - 360)),
        ("ten minutes ahead", lambda body: signed(body, at=now() + 600)),
        ("signed for another body", lambda body: signed(body + b"&x=1")),
    ],
)
async def test_a_signature_that_is_wrong_or_stale(
    fake: FakeSlack, rows: Counted, fault: str, headers: Any
) -> None:
    before = rows()
    body = command(fake)
    status, text = await fake.post(body, headers(body))
    assert status == 401, fault
    assert "due" not in text
    assert rows() == before


async def test_a_replay_within_the_five_minutes_is_answered_and_not_done_twice(
    fake: FakeSlack, rows: Counted
) -> None:
    await fake.types("UAMARA", "due CB-10234")
    body = command(fake, text="due CB-10234")
    status, first = await fake.post(body, signed(body))
    before = rows()
    assert status == 200
    assert "CB-10234" in first
    _, again = await fake.post(body, signed(body))
    assert "received already" in again
    assert rows() == before


async def test_an_unknown_workspace(fake: FakeSlack, rows: Counted) -> None:
    before = rows()
    body = command(fake, team_id="T99OTHER")
    status, text = await fake.post(body, signed(body))
    assert (status, text) == (200, "This isn't set up for your workspace.")
    assert rows() == before


@pytest.mark.parametrize(
    ("account", "sentence"),
    [
        ({"email": "nobody@example.org"}, "isn't on the staff list"),
        ({"email": ""}, "isn't on the staff list"),
        ({"email": "amara@example.org", "guest": True}, "Guest accounts can't use this"),
        ({"email": "amara@example.org", "deleted": True}, "Guest accounts can't use this"),
        ({"email": "amara@example.org", "team": "T99OTHER"}, "Guest accounts can't use this"),
    ],
)
async def test_an_account_that_is_nobodys(
    fake: FakeSlack, rows: Counted, account: dict[str, Any], sentence: str
) -> None:
    fake.add("USTRANGE", **account)
    before = rows()
    await fake.types("USTRANGE", "due", team_id="T01COUNCIL")
    assert sentence in said(fake, "USTRANGE")
    assert await fake.opens_home("UAMARA")
    assert {k: v for k, v in rows().items() if k == "reach"}["reach"] == before["reach"] + 1


async def test_an_account_slack_doesnt_know(fake: FakeSlack, rows: Counted) -> None:
    before = rows()
    body = command(fake, user="UGHOST")
    status, text = await fake.post(body, signed(body))
    assert status == 200
    assert "doesn't know your account" in text
    assert rows() == before


async def test_a_second_account_with_the_same_email(fake: FakeSlack) -> None:
    await fake.types("UAMARA", "due")
    fake.add("UAMARA2", "Amara@Example.org")
    await fake.types("UAMARA2", "due")
    assert "already uses this with another Slack account" in said(fake, "UAMARA2")


async def test_an_account_that_was_deactivated_and_restored(fake: FakeSlack) -> None:
    await fake.types("UAMARA", "due")
    account = fake.accounts["UAMARA"]
    account.guest = True
    await fake.event({"type": "user_change", "user": account.info(True)})
    await fake.types("UAMARA", "due")
    assert "can't be used here any more" in said(fake, "UAMARA")
    account.guest = False
    await fake.event({"type": "user_change", "user": account.info(True)})
    await fake.types("UAMARA", "due")
    assert "for you" in said(fake, "UAMARA")


async def test_a_button_of_anothers_and_a_forged_one(fake: FakeSlack, rows: Counted) -> None:
    await fake.types("UPRIYA", "due")
    block = next(b for b in fake.accounts["UPRIYA"].said[-1]["blocks"] if b["type"] == "actions")
    await fake.types("UOWEN", "due")
    before = rows()
    for value in (block["elements"][0]["value"], "forged", "", "x" * 2000):
        await fake.presses("UOWEN", value)
        assert "no longer works" in said(fake, "UOWEN")
    assert rows() == before


async def test_an_oversized_body(fake: FakeSlack, rows: Counted) -> None:
    before = rows()
    body = b"payload=" + b"x" * (1024 * 1024 + 1)
    status, _ = await fake.post(io.BytesIO(body), signed(body))
    assert status == 413
    assert rows() == before


async def test_a_view_slack_finds_too_large_is_said_not_to_be_shown(fake: FakeSlack) -> None:
    fake.faults["views.open"].append(("error", "view_too_large"))
    await fake.types("UAMARA", "prepare CB-10234")
    assert "couldn't show this" in said(fake, "UAMARA")
    await fake.types("UAMARA", "prepare CB-10234")
    assert fake.accounts["UAMARA"].modals


async def test_a_form_too_large_for_any_view_is_said_to_be(running: Running, fake: FakeSlack) -> None:
    """Somebody with more cases than 250 kB of a form can list: nothing is sent that Slack would refuse."""
    with running.bot.work() as work:
        for number in range(2500):
            case = work.add(t.Case(reference=f"{'LONG' * 15}-{number}", service="family_support"))
            work.add(t.Allocation(case_id=case.id, worker_id=1, since=council.START.date()))
        booked = sessions.booked_for(work, 1)[0].id
    running.bot.clock.move_to(council.START + timedelta(days=7))  # type: ignore[attr-defined]
    answer = router.answer(running.bot, 3, SessionHeldForm(session=booked))
    assert answer.form
    assert seen(_view(answer)).title == "Not done"
    assert "more here than Slack can show" in seen(_view(answer)).text
    assert fake.refused == []


async def test_an_expired_trigger_opens_nothing_and_says_so(fake: FakeSlack) -> None:
    fake.trigger_seconds = -1
    await fake.types("UAMARA", "prepare CB-10234")
    assert not fake.accounts["UAMARA"].modals
    assert "Press or type it again" in said(fake, "UAMARA")


async def test_a_press_on_the_home_that_opens_nothing_says_so_there(fake: FakeSlack) -> None:
    home = await fake.opens_home("UAMARA")
    assert home
    token = button(home, "Ask for a session")
    for _ in range(2):
        fake.faults["views.open"].append(("error", "expired_trigger_id"))
        await fake.presses("UAMARA", token, fake.accounts["UAMARA"].home)
    shown = fake.accounts["UAMARA"].home
    assert shown
    assert seen(shown).text.count(NOT_SHOWN) == 1
    await fake.presses("UAMARA", token, shown)
    assert fake.accounts["UAMARA"].modals


async def test_a_press_in_a_window_that_shows_nothing_says_so_and_keeps_what_is_typed(
    fake: FakeSlack,
) -> None:
    await fake.types("UAMARA", "prepare CB-10234")
    window = fake.accounts["UAMARA"].modals[-1]
    (box, *_) = [b for b in window["blocks"] if b["type"] == "input"]
    window["state"]["values"][box["block_id"]][box["element"]["action_id"]] = {
        "type": "plain_text_input",
        "value": "Two visits moved",
    }
    token = button(window, "Copy for the child's file")
    fake.faults["views.update"].append(("answers", 503, "text/plain", "Unavailable"))
    await fake.presses("UAMARA", token, window)
    after = fake.accounts["UAMARA"].modals[-1]
    assert DONE_NOT_SHOWN in seen(after).text
    assert "Two visits moved" in str(after["state"])


async def test_an_answer_that_slack_was_too_slow_to_show_is_said_to_be(place: Place, fake: FakeSlack) -> None:
    async with place.running(TimeLimits(60, 1.0)) as _running:
        await fake.types("UAMARA", "due")
        await fake.presses("UAMARA", button(fake.accounts["UAMARA"].said[-1], "Prepare"))
        fake.faults["views.open"].append(("slow", 1.2))
        await fake.presses("UAMARA", button(fake.accounts["UAMARA"].said[-1], "Prepare CB-10234"))
    assert NOT_SHOWN in said(fake, "UAMARA")


def button(shown: dict[str, Any], words: str) -> str:
    return next(str(b["value"]) for b in buttons_in(shown["blocks"]) if b["text"]["text"] == words)


@pytest.mark.parametrize("event", ["app_uninstalled", "tokens_revoked"])
async def test_an_app_taken_out_loses_no_message(place: Place, fake: FakeSlack, event: str) -> None:
    async with place.running() as running:
        await fake.event({"type": event, "tokens": {"bot": ["U0BOT"]}})
        fake.tokens[TOKEN] = frozenset(("revoked",))
        assert await _dispatched(running) == 0
        fake.tokens[TOKEN] = frozenset(FULL)
        running.bot.clock.move_to(running.bot.clock.now().replace(hour=11))  # type: ignore[attr-defined]
        assert await _dispatched(running) > 0


@pytest.mark.parametrize("lacking", ["chat:write", "im:write", "users:read", "users:read.email"])
async def test_a_missing_scope_delays_and_loses_nothing(place: Place, fake: FakeSlack, lacking: str) -> None:
    async with place.running() as running:
        fake.tokens[TOKEN] = frozenset(FULL) - {lacking}
        assert await _dispatched(running) == 0
        fake.tokens[TOKEN] = frozenset(FULL)
        running.bot.clock.move_to(running.bot.clock.now().replace(hour=11))  # type: ignore[attr-defined]
        assert await _dispatched(running) > 0


FULL = ("commands", "chat:write", "im:write", "im:history", "users:read", "users:read.email")


async def _dispatched(running: Running) -> int:
    import asyncio

    from bot.dispatcher import dispatch
    from bot.scheduler import tick

    await asyncio.to_thread(tick, running.bot)
    return await dispatch(running.bot)


@pytest.mark.usefixtures("running")
@pytest.mark.parametrize(
    ("word", "sentence"),
    [
        ("missing_scope", "This bot was never given a permission that Slack asks for"),
        ("token_revoked", "Slack doesn't take this bot's own sign-in, or no longer"),
        ("account_inactive", "Slack doesn't take this bot's own sign-in, or no longer"),
        ("team_access_not_granted", "Slack doesn't let this bot see who you are"),
        ("ekm_access_denied", "Slack doesn't let this bot see who you are"),
    ],
)
@pytest.mark.parametrize("method", ["users.info", "auth.test"])
async def test_what_only_an_administrator_can_mend_is_not_to_be_tried_again(
    running: Running, fake: FakeSlack, method: str, word: str, sentence: str
) -> None:
    """Each in words of its own, also where the bot was started while Slack couldn't be asked."""
    running.side.workspaces._known.clear()
    fake.faults[method].append(("error", word))
    await fake.types("UAMARA", "due")
    assert f"{sentence} ({word})." in said(fake, "UAMARA")
    assert "Trying again won't help" in said(fake, "UAMARA")


async def test_a_search_by_a_stranger_finds_nobody(fake: FakeSlack) -> None:
    fake.add("USTRANGE", "nobody@example.org")
    assert await fake.searches("USTRANGE", "Priya") == []
    await fake.types("UAMARA", "due")
    found = await fake.searches("UAMARA", "Pri")
    assert [o["value"] for o in found] == ["S201"]


async def test_nothing_else_is_served(running: Running) -> None:
    async with aiohttp.ClientSession(running.url) as session:
        for path in ("/slack/install", "/slack/oauth_redirect", "/"):
            async with session.get(path) as answer:
                assert answer.status == 404
        async with session.get("/slack/events") as answer:
            assert answer.status == 405


async def test_slacks_own_check_of_the_address(fake: FakeSlack) -> None:
    body = json.dumps({"type": "url_verification", "challenge": "abc"}).encode()
    status, text = await fake.post(body, signed(body, "events_api"))
    assert (status, json.loads(text)) == (200, {"challenge": "abc"})


ODD = [
    ("text/plain", "upstream connect error"),
    ("text/html", "<html>Bad Gateway</html>"),
    ("application/json", "not json"),
    ("application/json", '"a string"'),
    ("application/json", "[]"),
    ("application/json", "null"),
    ("application/json", ""),
    ("application/json", '{"ok": false, "error": "invalid_auth"}'),
    ("application/gzip", "x"),
]


@pytest.mark.parametrize("status", [500, 502, 503, 504])
@pytest.mark.parametrize(("kind", "body"), ODD)
async def test_a_servers_error_of_any_shape_is_an_outage(
    running: Running, fake: FakeSlack, status: int, kind: str, body: str
) -> None:
    """At a start, where somebody is met, looked for and written to."""
    fault, workspaces = ("answers", status, kind, body), running.side.workspaces
    only = await workspaces.only()
    for method in ("auth.test", "users.info", "users.lookupByEmail", "chat.postMessage", "views.open"):
        fake.faults[method].append(fault)
        with pytest.raises(TryLaterError) as outage:
            await workspaces.call(only, method, user="UAMARA")
        assert not isinstance(outage.value, NotAllowedError)
    workspaces._known.clear()
    fake.faults["auth.test"].append(fault)
    await workspaces.check()
    await workspaces.only()
    fake.faults["users.info"].append(fault)
    await fake.types("UAMARA", "due")
    assert "couldn't say just now who you are" in said(fake, "UAMARA")
