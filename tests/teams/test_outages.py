"""What isn't the connector's, or Entra's, answer: an outage, whatever its shape; and whether the message may have
arrived in it."""

from __future__ import annotations

from collections.abc import Callable, Coroutine
from typing import Any

import pytest

from bot.platform import Address, NotAllowedError, RefusedError, TryLaterError
from bot.teams.connector import Connector
from cards.model import Card
from storage import contacts, conversations
from tests.teams.driver import Running
from tests.teams.fake import BOT, TENANT, FakeTeams
from tests.teams.test_requests import connector

pytestmark = pytest.mark.usefixtures("running")

ODD: list[tuple[Any, ...]] = [
    ("text/plain", b"upstream connect error"),
    ("text/html", b"<html>Bad Gateway</html>"),
    ("text/plain", b"\xff\xfe"),
    *(("application/json", body) for body in (b"not json", b'"a string"', b"[]", b"null", b"7")),
    ("application/json", b"none of gzip", {"Content-Encoding": "gzip"}),
]
CALLS: dict[str, Callable[[Connector, FakeTeams], Coroutine[Any, Any, object]]] = {
    "send": lambda one, fake: one.send(fake.service, "a:Amara", {"type": "message", "text": "x"}),
    "update": lambda one, fake: one.update(fake.service, "a:Amara", "m1", {"type": "message", "text": "x"}),
    "begin": lambda one, fake: one.begin(fake.service, TENANT, BOT, "29:Amara"),
    "member": lambda one, fake: one.member(fake.service, "a:Amara", "29:Amara"),
    "token": lambda one, _: one.check(),
}


@pytest.mark.parametrize("status", [200, 500, 503])
@pytest.mark.parametrize("what", CALLS)
async def test_an_answer_of_any_shape_is_an_outage(fake: FakeTeams, what: str, status: int) -> None:
    """A server's error says that nothing was taken; what else is no answer leaves it unknown."""
    fake.personal("Amara").installed = True
    for odd in ODD:
        fake.faults[what].extend([("answers", status, *odd)] * 3)
        one = connector(fake)
        try:
            with pytest.raises(TryLaterError) as met:
                await CALLS[what](one, fake)
        finally:
            await one.close()
        assert isinstance(met.value, RefusedError) == (status >= 500 or what == "token"), odd
        assert not isinstance(met.value, NotAllowedError), odd
        fake.faults[what].clear()


async def test_a_connection_that_is_refused_took_no_message(running: Running, fake: FakeTeams) -> None:
    """Nor did a call before it: neither is counted as one that may have arrived."""
    nowhere = "http://127.0.0.1:9/"
    with pytest.raises(RefusedError):
        await running.side.connector.send(nowhere, "a:Amara", {"type": "message", "text": "x"})
    await fake.types("Amara", "due")
    with running.bot.work() as work:
        conversations.forget(work, "teams", "a:Amara")
        found = contacts.contact_of(work, 1, "teams")
    assert found
    fake.faults["begin"].append(("lost",))
    with pytest.raises(RefusedError):
        await running.side.platform.send(
            Address(1, "teams", tuple(found.data.items())), "k", Card("One", "N")
        )
