"""Slack's endpoint, whatever is in a request that is signed, and whatever is signed wrongly."""

from __future__ import annotations

import io
from typing import Any

import pytest
from hypothesis import strategies as st

from tests.infra.junk import MARK, spoilt, texts, tries
from tests.slack.fake import FakeSlack, encoded, signed

pytestmark = pytest.mark.usefixtures("running")


def _requests(fake: FakeSlack) -> list[tuple[str, Any]]:
    """One of each kind: a command, a press, a form, a search, an event."""
    command = {"command": "/supervision", "text": "due", "team_id": "T01COUNCIL", "user_id": "UAMARA"}
    command |= {"trigger_id": fake.trigger("UAMARA"), "response_url": fake.response_url("UAMARA")}
    entry = {"a1b2c3:worrying": {"entry": {"type": "plain_text_input", "value": "x"}}}
    view = {
        "id": "V1",
        "type": "modal",
        "callback_id": "",
        "private_metadata": "t",
        "blocks": [],
        "state": {"values": entry},
        "submit": {"text": "x"},
    }
    action = {"action_id": "press", "block_id": "b", "value": "token", "type": "button"}
    event = {"type": "app_home_opened", "tab": "home", "user": "UAMARA"}
    return [
        ("slash_commands", command),
        ("interactive", fake._interaction("UAMARA", "block_actions", actions=[action])),
        ("interactive", fake._interaction("UAMARA", "view_submission", view=view)),
        (
            "interactive",
            fake._interaction("UAMARA", "block_suggestion", action_id="entry", value="Pri", view=view),
        ),
        (
            "events_api",
            {"type": "event_callback", "team_id": "T01COUNCIL", "event_id": "Ev1", "event": event},
        ),
    ]


async def test_what_is_signed_may_be_anything(fake: FakeSlack, logged: io.StringIO) -> None:
    fake.trigger_seconds = 10_000
    await fake.types("UAMARA", "due")

    async def sends(sent: tuple[str, Any, str]) -> None:
        kind, body, how = sent
        content = encoded(kind, body)
        content = {"cut": content[: len(content) // 2], "twice": content * 2}.get(how, content)
        status, text = await fake.post(content, signed(content, kind))
        assert status < 500, (kind, body)
        assert "Traceback" not in text

    one = st.sampled_from(_requests(fake)).flatmap(lambda r: st.tuples(st.just(r[0]), spoilt(r[1])))
    how = st.sampled_from(["", "", "", "cut", "twice"])
    await tries(30, st.tuples(one, how).map(lambda t: (*t[0], t[1])), sends)
    assert MARK not in logged.getvalue()


async def test_what_is_signed_wrongly_is_refused(fake: FakeSlack, logged: io.StringIO) -> None:
    async def sends(sent: tuple[str, str]) -> None:
        name, value = sent
        body = encoded(*_requests(fake)[0])
        headers = {**signed(body), name: value.encode("ascii", "replace").decode()}
        status, text = await fake.post(body, headers)
        assert status == 401
        assert MARK not in text

    printed = texts.filter(lambda t: t.isprintable())
    names = st.sampled_from(["X-Slack-Signature", "X-Slack-Request-Timestamp"])
    await tries(20, st.tuples(names, printed), sends)
    assert MARK not in logged.getvalue()
