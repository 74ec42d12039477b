"""Teams' endpoint, whatever is in an activity whose token is right, and whatever stands for a token."""

from __future__ import annotations

import io
import json
from typing import Any

import pytest
from hypothesis import strategies as st

from tests.infra.junk import MARK, spoilt, texts, tries
from tests.teams.fake import FakeTeams

pytestmark = pytest.mark.usefixtures("running")


def _activities(fake: FakeTeams) -> list[Any]:
    """One of each kind: a message, a press, a dialog opened and sent, a search, somebody added."""
    pressed = {"action": {"type": "Action.Execute", "verb": "press", "data": {"token": "t"}}}
    sent = {"data": {"token": "t", "one:worrying": "x", "many:cases": "1,2"}}
    search = {"queryText": "Pri", "queryOptions": {"skip": 0, "top": 15}, "dataset": "people"}
    return [
        fake.activity("Amara", "message", text="due"),
        fake.activity("Amara", "message", text="", value={"token": "t"}),
        fake.activity("Amara", "invoke", name="adaptiveCard/action", value=pressed),
        fake.activity("Amara", "invoke", name="task/fetch", value=sent),
        fake.activity("Amara", "invoke", name="task/submit", value=sent),
        fake.activity("Amara", "invoke", name="application/search", value=search),
        fake.activity("Amara", "conversationUpdate", membersAdded=[{"id": "28:bot"}]),
    ]


async def test_an_activity_may_be_anything(fake: FakeTeams, logged: io.StringIO) -> None:
    await fake.types("Amara", "due")

    async def sends(sent: tuple[Any, str]) -> None:
        activity, how = sent
        content = json.dumps(activity).encode()
        content = {"cut": content[: len(content) // 2], "twice": content * 2}.get(how, content)
        status, text = await fake.post(content, fake.signed())
        assert status < 500 or status == 501, activity
        assert "Traceback" not in text

    one = st.sampled_from(_activities(fake)).flatmap(spoilt)
    await tries(30, st.tuples(one, st.sampled_from(["", "", "", "cut", "twice"])), sends)
    assert MARK not in logged.getvalue()


async def test_what_stands_for_a_token_is_refused(fake: FakeTeams, logged: io.StringIO) -> None:
    body = json.dumps(fake.activity("Amara", "message", text="due")).encode()
    header, claims, signature = fake.signed().removeprefix("Bearer ").split(".")

    async def sends(sent: tuple[str, int]) -> None:
        junk, part = sent
        parts = [header, claims, signature]
        parts[part] = junk.encode("ascii", "replace").decode() or "x"
        status, text = await fake.post(body, f"Bearer {'.'.join(parts)}")
        assert status == 401
        assert text == ""

    printed = texts.filter(lambda t: t.isprintable())
    await tries(20, st.tuples(printed, st.integers(0, 2)), sends)
    assert MARK not in logged.getvalue()
