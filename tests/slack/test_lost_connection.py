"""A socket to Slack that is lost, however it was: nobody's request arrives meanwhile."""

from __future__ import annotations

import asyncio
import io
from collections.abc import Callable

import pytest

from tests.slack.conftest import Place
from tests.slack.fake import FakeSlack


@pytest.mark.parametrize("how", ["closed", "cut"])
async def test_it_is_seen_and_that_it_is_back(
    place: Place, fake: FakeSlack, logged: io.StringIO, how: str
) -> None:
    """With a word of its end or without one, while Slack can't be asked for another."""
    fake.socket_mode = True
    async with place.running() as running:
        await fake.types("UAMARA", "due")
        assert running.side.connected
        assert running.side._socket
        running.side._socket.client.ping_interval = 1
        fake.faults["apps.connections.open"].extend([("answers", 503, "text/plain", "upstream")] * 2)
        for socket, request in fake.sockets():
            if how == "closed":
                await socket.close()
            else:
                assert request.transport
                request.transport.abort()
        await _until(lambda: "slack.socket.lost" in logged.getvalue())
        assert not running.side.connected
        assert "slack.socket.connected" not in logged.getvalue()
        await _until(lambda: "slack.socket.connected" in logged.getvalue())
        await fake.types("UAMARA", "due")
    assert logged.getvalue().count("slack.socket.lost") == 1, "stopping isn't losing it"


async def _until(true: Callable[[], bool]) -> None:
    for _ in range(600):
        if true():
            return
        await asyncio.sleep(0.05)
    raise AssertionError("never")
