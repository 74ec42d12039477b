"""What each error of Slack's means for the message that met it."""

from __future__ import annotations

import pytest

from bot.platform import (
    Address,
    NotAllowedError,
    TryLaterError,
    UnreachableError,
)
from cards.model import Card
from tests.slack.driver import Running
from tests.slack.fake import FakeSlack

#: What each method of a message's road may answer, and what is made of it: tried again within the minute, not allowed
#: (the same, and said to be ours to mend), or a person who isn't reached there and is looked for again each day.
PASSES = (
    "internal_error",
    "fatal_error",
    "service_unavailable",
    "request_timeout",
    "rate_limited",
    "no_such_word",
)


NOT_OURS = ("missing_scope", "token_revoked", "account_inactive", "ekm_access_denied")


UNREACHED = ("user_not_found", "users_not_found", "user_disabled", "user_not_visible", "cannot_dm_bot")


MEANS: list[tuple[str, type[Exception]]] = [
    *((word, TryLaterError) for word in (*PASSES, "channel_not_found", "is_archived", "not_in_channel")),
    *((word, NotAllowedError) for word in NOT_OURS),
    *((word, UnreachableError) for word in UNREACHED),
]


#: What the bot has a word of its own for.
OURS = {"users_not_found": "unknown", "user_disabled": "deactivated"}


@pytest.mark.parametrize("method", ["conversations.open", "chat.postMessage"])
@pytest.mark.parametrize(("word", "kind"), MEANS)
async def test_what_each_error_on_a_messages_road_means(
    running: Running, fake: FakeSlack, method: str, word: str, kind: type[Exception]
) -> None:
    """Whoever Slack says is there doesn't wait until tomorrow for a conversation that it says isn't."""
    platform, to = running.side.platform, Address(1, "slack", (("email", "amara@example.org"),))
    fake.faults[method].extend([("error", word)] * 2)
    with pytest.raises(kind, match=OURS.get(word, word)):
        await platform.send(to, "k1", Card("One", "N"))
    fake.faults[method].clear()
    await platform.send(to, "k1", Card("One", "N"))
    assert len([m for m in fake.history("UAMARA") if m["metadata"]["event_payload"]["key"] == "k1"]) >= 1


async def test_a_conversation_that_is_gone_holds_no_message_that_may_have_arrived(
    running: Running, fake: FakeSlack
) -> None:
    platform, to = running.side.platform, Address(1, "slack", (("email", "amara@example.org"),))
    fake.faults["conversations.history"].append(("error", "channel_not_found"))
    assert await platform.find(to, "k1") is None
