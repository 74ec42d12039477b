"""Several workspaces of one council: installed by OAuth, tokens sealed and renewed, only the council's own taken."""

from __future__ import annotations

import io
import json
from typing import Any
from urllib.parse import parse_qs, urlparse

import aiohttp
import pytest

from bot.slack.oauth import NOT_INSTALLED
from storage import installations
from storage.engine import open_engine, reading
from storage.tables import Installation
from tests.slack.conftest import Place
from tests.slack.driver import Running, seen
from tests.slack.fake import FakeSlack
from tests.slack.test_bad_input import ODD
from tests.slack.web_api import SCOPES, TEAM

# The SDK's, for its own sign-in with the client's secret.
pytestmark = pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")

SEVERAL: dict[str, Any] = {
    "slack_bot_token": None,
    "slack_client_id": "1.2",
    "slack_client_secret": "cl13nt",
    "slack_workspaces": [TEAM, "E01COUNCIL"],
}


def granted(
    token: str, team: str | None = TEAM, enterprise: str | None = None, **more: Any
) -> dict[str, Any]:
    return {
        "app_id": "A1",
        "access_token": token,
        "token_type": "bot",
        "scope": ",".join(SCOPES),
        "bot_user_id": "U0BOT",
        "team": {"id": team} if team else None,
        "enterprise": {"id": enterprise} if enterprise else None,
        "is_enterprise_install": team is None,
        "authed_user": {"id": "USAM"},
        **more,
    }


async def installs(running: Running, fake: FakeSlack, grant: dict[str, Any]) -> tuple[int, str]:
    """As an administrator does: our page, Slack's, and back."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with aiohttp.ClientSession(running.url, cookie_jar=jar) as session:
        async with session.get("/slack/install") as page:
            cookie = page.cookies["slack-app-oauth-state"].value
            text = await page.text()
        link = next(
            part.split('"')[0] for part in text.split('href="') if "oauth/v2/authorize" in part.split('"')[0]
        )
        state = parse_qs(urlparse(link.replace("&amp;", "&")).query)["state"][0]
        fake.grants["c0de"] = grant
        fake.tokens[grant["access_token"]] = SCOPES
        back = {"Cookie": f"slack-app-oauth-state={cookie}"}
        async with session.get(
            "/slack/oauth_redirect", params={"code": "c0de", "state": state}, headers=back
        ) as answer:
            return answer.status, await answer.text()


async def test_a_workspace_of_the_councils_is_installed_and_answered(place: Place, fake: FakeSlack) -> None:
    async with place.running(**SEVERAL) as running:
        await fake.types("UAMARA", "due")
        assert "isn't set up for your workspace" in fake.accounts["UAMARA"].said.pop()["text"]
        assert (await installs(running, fake, granted("xoxb-one")))[0] == 200
        await fake.types("UAMARA", "due")
        assert seen(fake.accounts["UAMARA"].said[-1]).title == "What is due for you"
    engine = open_engine(place.url)
    with reading(engine) as connection:
        sealed = connection.execute(Installation.__table__.select()).one().sealed_data
    engine.dispose()
    assert b"xoxb" not in sealed


async def test_a_workspace_of_somebody_elses_is_refused(place: Place, fake: FakeSlack) -> None:
    async with place.running(**SEVERAL) as running:
        status, _ = await installs(running, fake, granted("xoxb-other", "T99OTHER"))
        assert status == 500
        with running.bot.read() as work:
            assert installations.everywhere(work, "slack") == []


async def test_a_way_back_is_good_once(place: Place, fake: FakeSlack) -> None:
    async with place.running(**SEVERAL) as running, aiohttp.ClientSession(running.url) as session:
        back = {"Cookie": "slack-app-oauth-state=forged"}
        query = {"code": "c0de", "state": "forged"}
        async with session.get("/slack/oauth_redirect", params=query, headers=back) as answer:
            assert answer.status == 401
        assert not fake.calls


async def test_installed_for_the_whole_organisation(place: Place, fake: FakeSlack) -> None:
    async with place.running(**SEVERAL) as running:
        await installs(running, fake, granted("xoxb-org", None, "E01COUNCIL"))
        account = fake.accounts["UAMARA"]
        account.enterprise = "E01COUNCIL"
        await fake.types("UAMARA", "due", enterprise_id="E01COUNCIL", team_id="T07ANY")
        assert seen(account.said[-1]).title == "What is due for you"


async def test_a_token_is_renewed_before_it_ends(place: Place, fake: FakeSlack) -> None:
    async with place.running(**SEVERAL) as running:
        old = granted("xoxe.xoxb-1", refresh_token="xoxe-1", expires_in=60)
        await installs(running, fake, old)
        fake.grants["xoxe-1"] = granted("xoxe.xoxb-2", refresh_token="xoxe-2", expires_in=43_200)
        fake.tokens["xoxe.xoxb-2"] = SCOPES
        later = running.bot.clock.now().replace(year=2027)
        running.bot.clock.move_to(later)  # type: ignore[attr-defined]
        await fake.types("UAMARA", "due")
        assert seen(fake.accounts["UAMARA"].said[-1]).title == "What is due for you"
        with running.bot.read() as work:
            kept = json.loads(installations.find(work, "slack", "", TEAM) or "{}")
        assert (kept["bot_token"], kept["bot_refresh_token"]) == ("xoxe.xoxb-2", "xoxe-2")


@pytest.mark.parametrize("status", [200, 500, 503])
async def test_a_token_that_cant_be_renewed_is_an_outage(
    place: Place, fake: FakeSlack, status: int, logged: io.StringIO
) -> None:
    """The old one goes on; whatever Slack answers, nobody's command fails for it."""
    async with place.running(**SEVERAL) as running:
        await installs(running, fake, granted("xoxe.xoxb-1", refresh_token="xoxe-1", expires_in=60))
        running.bot.clock.move_to(running.bot.clock.now().replace(year=2027))  # type: ignore[attr-defined]
        for fault in (
            *(("answers", status, *odd) for odd in ODD),
            ("cut",),
            ("error", "invalid_refresh_token"),
        ):
            fake.faults["oauth.v2.access"].append(fault)
            await fake.types("UAMARA", "due")
            assert seen(fake.accounts["UAMARA"].said[-1]).title == "What is due for you", fault
            assert not fake.faults["oauth.v2.access"]
    assert "request.fault" not in logged.getvalue()


@pytest.mark.parametrize("method", ["oauth.v2.access", "auth.test"])
@pytest.mark.parametrize("status", [200, 500, 503])
async def test_an_outage_while_it_is_installed_is_said(
    place: Place, fake: FakeSlack, status: int, method: str
) -> None:
    async with place.running(**SEVERAL) as running:
        for kind, body in ODD:
            fake.faults[method].append(("answers", status, kind, body))
            answer = await installs(running, fake, granted("xoxb-one"))
            if status < 500 and "invalid_auth" in body:
                assert answer[0] == 401
            else:
                assert answer == (503, NOT_INSTALLED), (kind, body)
        with running.bot.read() as work:
            assert installations.everywhere(work, "slack") == []
        assert (await installs(running, fake, granted("xoxb-one")))[0] == 200


async def test_taken_out_its_tokens_are_forgotten(place: Place, fake: FakeSlack) -> None:
    async with place.running(**SEVERAL) as running:
        await installs(running, fake, granted("xoxb-one"))
        await fake.event({"type": "app_uninstalled"})
        with running.bot.read() as work:
            assert installations.everywhere(work, "slack") == []
        await fake.types("UAMARA", "due")
        assert "isn't set up" in fake.accounts["UAMARA"].said[-1]["text"]


@pytest.mark.parametrize("name", ["xoxb-one", "cl13nt"])
async def test_no_secret_is_shown(place: Place, fake: FakeSlack, name: str) -> None:
    async with place.running(**SEVERAL) as running:
        await installs(running, fake, granted("xoxb-one"))
        assert name not in repr(await running.side.workspaces.find("", TEAM))
        assert name not in repr(running.side._settings)
