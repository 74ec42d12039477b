"""What isn't Teams', isn't this council's, or isn't anybody's: refused or reported, and nothing done."""

from __future__ import annotations

import base64
import io
import json
import time
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
from cryptography.hazmat.primitives.asymmetric.rsa import generate_private_key

from storage import tickets
from tests.stories import council
from tests.stories.chat import Counted
from tests.teams.conftest import Place
from tests.teams.driver import Running, said, seen, shown
from tests.teams.fake import APP, TENANT, FakeTeams, Json, NotTakenError
from tests.teams.reading import actions_in

pytestmark = pytest.mark.usefixtures("running")


def now() -> int:
    return int(time.time())  # noqa: TID251 - tokens are checked against the real time


def body(fake: FakeTeams, name: str = "Amara", **more: Any) -> bytes:
    return json.dumps(fake.activity(name, "message", text="away today", **more)).encode()


def nested() -> str:
    """A token whose header is nested deeper than anything that reads it goes."""
    header = base64.urlsafe_b64encode(b'{"kid":' + b"[" * 3000).rstrip(b"=").decode()
    return f"Bearer {header}.e30.c2ln"


BAD: dict[str, Callable[[FakeTeams], str | None]] = {
    "none": lambda _: None,
    "no token": lambda _: "Bearer ",
    "another scheme": lambda fake: fake.signed().replace("Bearer", "Basic"),
    "nested": lambda _: nested(),
    "not a token": lambda _: "Bearer abc.def.ghi",
    "another issuer": lambda fake: fake.signed(iss="https://sts.windows.net/x/"),
    "another audience": lambda fake: fake.signed(aud="another-app"),
    "no audience": lambda fake: fake.signed(aud=None),
    "expired": lambda fake: fake.signed(exp=now() - 400),
    "no expiry": lambda fake: fake.signed(exp=None),
    "not valid yet": lambda fake: fake.signed(nbf=now() + 900),
    "another service": lambda fake: fake.signed(serviceurl="https://smba.example.org/uk/"),
    "no service": lambda fake: fake.signed(serviceurl=None),
    "another's key": lambda fake: fake.signed(key=generate_private_key(65537, 2048)),
    "an unknown key": lambda fake: fake.signed(kid="key-9"),
}


async def test_a_token_that_is_none_of_the_bot_frameworks(fake: FakeTeams, rows: Counted) -> None:
    before = rows()
    for fault, header in BAD.items():
        assert await fake.post(body(fake), header(fake)) == (401, ""), fault
    assert rows() == before


async def test_five_minutes_of_skew_are_allowed(fake: FakeTeams) -> None:
    status, _ = await fake.post(body(fake), fake.signed(exp=now() - 200, nbf=now() - 4000))
    assert status < 300


async def test_a_key_that_isnt_endorsed_for_teams(place: Place, fake: FakeTeams, rows: Counted) -> None:
    fake.endorsements = ["webchat"]
    async with place.running():
        before = rows()
        status, _ = await fake.post(body(fake), fake.signed())
        assert status == 401
        assert rows() == before


async def test_while_the_keys_cant_be_had_teams_is_asked_to_try_again(place: Place, fake: FakeTeams) -> None:
    async with place.running(teams_openid_url=f"{fake.url}/nowhere"):
        status, _ = await fake.post(body(fake), fake.signed())
        assert status == 503


@pytest.mark.parametrize("tenant", ["bbbbbbbb-0000-0000-0000-000000000bad", ""])
async def test_another_tenant(fake: FakeTeams, rows: Counted, tenant: str) -> None:
    before = rows()
    activity = fake.activity("Amara", "message", text="due", channelData={"tenant": {"id": tenant}})
    activity["conversation"]["tenantId"] = tenant
    status, text = await fake.post(json.dumps(activity).encode(), fake.signed())
    assert (status, text) == (403, "")
    assert rows() == before


@pytest.mark.parametrize(
    ("account", "sentence"),
    [
        ({"email": "nobody@example.org"}, "isn't on the staff list"),
        ({"email": ""}, "isn't on the staff list"),
        ({"email": "amara@example.org", "role": "guest"}, "Guest accounts can't use this"),
        ({"email": "amara@example.org", "role": "anonymous"}, "Guest accounts can't use this"),
        ({"email": "amara@example.org", "upn": "amara_other.org#EXT#@council.org"}, "Guest accounts can't"),
        ({"email": "amara@example.org", "tenant": "bbbbbbbb-0000-0000-0000-000000000bad"}, "Guest accounts"),
    ],
)
async def test_an_account_that_is_nobodys(
    fake: FakeTeams, rows: Counted, account: Json, sentence: str
) -> None:
    fake.add("Stranger", **account)
    before = rows()
    await fake.types("Stranger", "away today")
    assert sentence in said(fake, "Stranger")
    await fake.types("Stranger", "home")
    assert sentence in said(fake, "Stranger")
    assert {k for k, n in rows().items() if n != before[k]} == {"conversation"}


async def test_a_stranger_who_was_given_the_app_is_told_nothing(fake: FakeTeams) -> None:
    fake.add("Stranger", "nobody@example.org")
    await fake.installs("Stranger")
    assert fake.personal("Stranger").messages == []


async def test_a_second_account_with_the_same_email(fake: FakeTeams) -> None:
    await fake.types("Amara", "due")
    fake.add("Second", "Amara@Example.org")
    await fake.types("Second", "due")
    assert "already uses this with another Teams account" in said(fake, "Second")


async def test_a_button_of_anothers_and_a_forged_one(fake: FakeTeams, rows: Counted) -> None:
    await fake.types("Priya", "due")
    theirs = actions_in(shown(fake.accounts["Priya"].said[-1]))[0]["data"]["token"]
    await fake.types("Owen", "due")
    before = rows()
    for token in (theirs, "forged", "", "x" * 5000, None, 7, {"a": 1}):
        await fake.presses("Owen", {}, {"type": "Action.Execute", "verb": "x", "data": {"token": token}})
        assert "no longer works" in said(fake, "Owen")
    assert rows() == before


async def test_a_card_of_an_older_version(running: Running, fake: FakeTeams, rows: Counted) -> None:
    """What it asked is asked no more, or in another way. An older client's press, which is a message, is as good."""
    await fake.types("Owen", "due")
    owen = council.ids_in(running.bot.engine)["Owen"]
    old: dict[str, Json] = {
        "asked_before_2026": {},
        "record": {"session": 1},
        "why": {},
        "record_all": {"n": 3},
    }
    with running.bot.work() as work:
        tokens = [tickets.issue(work, owen, kind, fields) for kind, fields in old.items()]
    before = rows()
    for token in tokens:
        press = {"type": "Action.Execute", "verb": "press", "data": {"token": token}}
        for message in ({}, fake.accounts["Owen"].said[-1]):
            await fake.presses("Owen", message, press)
            assert "no longer works" in said(fake, "Owen")
        await fake.send(fake.activity("Owen", "message", value={"token": token}))
        assert "no longer works" in said(fake, "Owen")
    assert rows() == before
    await fake.types("Owen", "due CB-10999")
    why = next(a for a in actions_in(shown(fake.accounts["Owen"].said[-1])) if a["title"] == "Why?")
    await fake.send(fake.activity("Owen", "message", value=why["fallback"]["data"]))
    assert seen(shown(fake.accounts["Owen"].said[-1])).title.startswith("Why")


async def test_data_that_no_card_of_ours_sends(fake: FakeTeams, rows: Counted) -> None:
    await fake.types("Owen", "due")
    before = rows()
    odd: Json = {"token": "t", "many:": None, "one:a": 3, ":": 1}
    sent: tuple[Json, ...] = ({}, {"data": []}, {"data": "x"}, {"data": odd})
    for value in sent:
        task = await fake.invokes("Owen", "task/submit", value)
        assert task["task"]["type"] == "continue"
    pressed: tuple[Json, ...] = ({}, {"action": {}}, {"action": {"data": "x"}}, {"action": "x"})
    for value in pressed:
        assert await _answered(fake, "adaptiveCard/action", value) in (200, 400)
    assert await _answered(fake, "task/submit", {"data": {"back": "forged"}}) == 200
    assert await _answered(fake, "no/such/thing", {}) == 501
    assert rows() == before


async def _answered(fake: FakeTeams, what: str, value: Json) -> int:
    activity = fake.activity("Owen", "invoke", name=what, value=value)
    status, text = await fake.post(json.dumps(activity).encode(), fake.signed())
    assert "Traceback" not in text
    return status


NOTHING = (
    *(b"", b"{", b"[]", b"null", b'"x"', b"\xff\xfe", b"{}", b"[" * 20000, b'{"type": "message"}'),
    b'{"from": {}, "conversation": {}, "recipient": {}}',
    b'{"type": "message", "from": "x", "conversation": 3, "recipient": []}',
)


@pytest.mark.parametrize("signed", [True, False])
async def test_a_body_that_is_nothing(fake: FakeTeams, rows: Counted, signed: bool) -> None:
    before = rows()
    for content in NOTHING:
        status, text = await fake.post(content, fake.signed() if signed else None)
        assert status == (400 if signed else 401), content
        assert text == ""
    assert rows() == before


async def test_another_kind_of_body(fake: FakeTeams) -> None:
    status, _ = await fake.post(body(fake), fake.signed(), "text/plain")
    assert status == 400


async def test_an_oversized_body(fake: FakeTeams, rows: Counted) -> None:
    before = rows()
    status, _ = await fake.post(BytesIO(b'{"x": "' + b"x" * (1024 * 1024 + 1) + b'"}'), fake.signed())
    assert status == 413
    assert rows() == before


async def test_a_fault_of_our_own_is_no_activity_that_cannot_be_read(
    fake: FakeTeams, logged: io.StringIO, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Teams tries again what has 500; with 400 what was asked would be gone."""
    for kind in (KeyError, TypeError, ValueError, AttributeError):

        def fails(*_: Any, kind: type[Exception] = kind, **__: Any) -> Any:
            raise kind("ours")

        monkeypatch.setattr("bot.teams.requests.message", fails)
        assert await fake.post(body(fake), fake.signed()) == (500, "")
    assert "teams.fault" in logged.getvalue()
    assert "unreadable" not in logged.getvalue()


async def test_odd_values_where_teams_sends_words(fake: FakeTeams, rows: Counted) -> None:
    before = rows()
    odd: tuple[Json, ...] = (
        {"text": 7},
        {"text": None},
        {"entities": "x"},
        {"entities": [{}]},
        {"entities": [None]},
        {"entities": [{"type": "mention", "text": "due", "mentioned": "x"}]},
        {"channelData": {"tenant": "x"}},
        {"channelData": ["x"]},
        {"type": None},
        {"id": None},
        {"value": [1]},
    )
    for more in odd:
        activity = {**fake.activity("Amara", "message", text="due"), **more}
        status, text = await fake.post(json.dumps(activity).encode(), fake.signed())
        assert status in (200, 201, 202, 400)
        assert "Traceback" not in text
    assert {k for k, n in rows().items() if n != before[k]} <= {"conversation", "reach", "event", "ticket"}


async def test_emulators_and_other_bots_tokens_are_none(fake: FakeTeams) -> None:
    for issuer in (
        "https://sts.windows.net/d6d49420-f39b-4df7-a1dc-d59a935871db/",
        "https://api.botframework.us",
    ):
        token = fake.signed(iss=issuer, appid=APP, ver="1.0", tid=TENANT)
        with pytest.raises(NotTakenError, match="401"):
            await fake.send(fake.activity("Amara", "message", text="due"), token)


async def test_nothing_else_is_served(running: Running, fake: FakeTeams) -> None:
    async with fake._session.get(f"{running.url}/api/messages") as answer:
        assert answer.status == 405
