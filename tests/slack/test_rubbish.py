"""What was signed and is no request of Slack's, and what wasn't signed, whatever it is: refused, and nothing read."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import quote

import pytest

from tests.slack.fake import FakeSlack, encoded, signed
from tests.stories.chat import Counted

pytestmark = pytest.mark.usefixtures("running")
HERE = {"user": {"id": "UAMARA", "team_id": "T01COUNCIL"}, "team": {"id": "T01COUNCIL"}}


def interaction(**body: Any) -> bytes:
    return f"payload={quote(json.dumps(body))}".encode()


def event(**about: Any) -> bytes:
    return json.dumps({"type": "event_callback", "team_id": "T01COUNCIL", "event": about}).encode()


NO_ACTIONS: tuple[Any, ...] = (None, [], [{}])
NO_VIEWS: tuple[Any, ...] = (None, {}, {"type": "modal"}, {"callback_id": "c"})
RUBBISH = [
    *(b"\xff\xfe\x00", b"payload=%7Bno", b"payload=%7B", b"payload=[]", b"payload=7", b"payload=%7B%7D"),
    *(b"{", b"{not json", b"", b"payload", b"x=1", b"{}", b"[1]", b'"x"', b"[" * 20000, b'{"a": ' * 20000),
    *(b'{"n": ' + b"9" * 5000 + b"}", b"command=", b"command=%2Fsupervision", b"user_id=UAMARA"),
    b"command=%2Fsupervision&user_id=UAMARA",
    b"command=%2Fsupervision&team_id=T01COUNCIL",
    *(b'{"type": "event_callback"}', b'{"type": "no_such_kind"}', b'{"type": "url_verification"}'),
    *(event(), event(type=""), event(type="app_home_opened"), event(type="user_change", user={})),
    event(type="message", channel_type="im", user="UAMARA", text="due"),
    *(interaction(type=kind) for kind in ("block_actions", "view_submission", "view_closed")),
    *(
        interaction(type=kind, **HERE)
        for kind in ("block_actions", "view_submission", "block_suggestion", "message_action", "shortcut")
    ),
    interaction(type="no_such_kind", user="UAMARA", team_id="T01COUNCIL"),
    interaction(type="block_actions", actions=[{"action_id": "press"}]),
    *(interaction(type="block_actions", actions=actions, **HERE) for actions in NO_ACTIONS),
    interaction(type="interactive_message", callback_id="c", **HERE),
    *(interaction(type="view_submission", view=view, **HERE) for view in NO_VIEWS),
    interaction(type="view_closed", view=None, **HERE),
]


@pytest.mark.parametrize("kind", ["slash_commands", "events_api"])
async def test_rubbish_is_refused_unread_and_signed_rubbish_is_no_request(
    fake: FakeSlack, rows: Counted, kind: str, capsys: pytest.CaptureFixture[str]
) -> None:
    before = rows()
    for body in RUBBISH:
        for headers in ({}, signed(body, kind, secret="wrong"), {"X-Slack-Request-Timestamp": "soon"}):
            more = {"Content-Type": signed(body, kind)["Content-Type"], **headers}
            assert (await fake.post(body, more))[0] == 401, body
        assert (await fake.post(body, signed(body, kind)))[0] == 400, body
    assert rows() == before
    assert "Traceback" not in "".join(capsys.readouterr())
    assert await fake.opens_home("UAMARA")


@pytest.mark.parametrize(
    "stamp", ["", "soon", "²", "-1", "1.5", " 1", "9" * 12, "9" * 13, "9" * 400, "9" * 5000]
)
async def test_a_moment_of_signing_that_is_none(
    fake: FakeSlack, stamp: str, capsys: pytest.CaptureFixture[str]
) -> None:
    body = encoded(
        "slash_commands", {"command": "/supervision", "team_id": "T01COUNCIL", "user_id": "UAMARA"}
    )
    headers = signed(body) | {"X-Slack-Request-Timestamp": stamp}
    assert (await fake.post(body, headers))[0] == 401
    assert "Traceback" not in "".join(capsys.readouterr())


async def test_what_slack_sends_of_its_own_is_taken(fake: FakeSlack) -> None:
    """Its check of the certificate, and of kinds that this app has no use for."""
    for kind, body in (
        ("slash_commands", b"ssl_check=1&token=x"),
        ("events_api", event(type="no_such_event")),
        ("events_api", json.dumps({"type": "app_rate_limited", "team_id": "T01COUNCIL"}).encode()),
        ("slash_commands", interaction(type="no_such_kind", **HERE)),
    ):
        assert (await fake.post(body, signed(body, kind)))[0] == 200, body
