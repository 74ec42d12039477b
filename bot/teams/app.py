"""Teams put together: the Bot Framework's adapter, its route on our web server, and the platform it serves."""

from __future__ import annotations

import logging
from collections.abc import AsyncIterator
from typing import Any, Final

from aiohttp import web
from botbuilder.core import BotFrameworkAdapterSettings, InvokeResponse
from botbuilder.integration.aiohttp import BotFrameworkHttpAdapter
from botbuilder.schema import Activity
from botframework.connector.auth import ClaimsIdentity
from msrest.exceptions import ClientException

from bot import faults
from bot.background import meanwhile
from bot.clock import RunningClock
from bot.inbound.matching import Matching
from bot.logs import log
from bot.platform import NotAllowedError, TryLaterError, lacking
from bot.sample_only import loopback, sample_clock
from bot.settings import PREFIX, Settings, SettingsError
from bot.teams import MESSAGES, TRAITS
from bot.teams.asked import tenant_of
from bot.teams.connector import Connector
from bot.teams.directory import Directory
from bot.teams.pages import add_pages
from bot.teams.platform import Teams
from bot.teams.rate_limit import RateLimiter
from bot.teams.rechecking import Rechecking
from bot.teams.requests import RequestHandler, TimeLimits
from bot.teams.tokens import ForgedError, NoKeysError, Tokens
from bot.wiring import Bot

#: A body larger than this is none of Teams'.
LARGEST: Final = 1024 * 1024
#: The SDK quotes requests in its log.
for _name in ("botbuilder", "botframework", "msrest", "msal"):
    logging.getLogger(_name).setLevel(logging.CRITICAL)


def connect(bot: Bot, settings: Settings) -> TeamsConnection:
    """Implements ``bot.platform.PackageApp``. Raises SettingsError, also for the Playground over a database of real
    people or where others can reach it: there whoever asks may be anyone."""
    if settings.teams_playground:
        _only_a_sample(bot, settings)
    return TeamsConnection(bot, settings)


def _only_a_sample(bot: Bot, settings: Settings) -> None:
    if not loopback(settings.host):
        raise SettingsError(
            f"{PREFIX}HOST: in the Playground whoever asks may be anyone, so the bot listens on this machine only. "
            f"Leave the host at 127.0.0.1, or {PREFIX}TEAMS_PLAYGROUND unset"
        )
    bot.clock = RunningClock(sample_clock(settings, f"{PREFIX}TEAMS_PLAYGROUND").now())


class Adapter(BotFrameworkHttpAdapter):  # type: ignore[misc]
    """The SDK's, with our own look at who sends."""

    def __init__(self, settings: Settings, tokens: Tokens | None) -> None:
        super().__init__(BotFrameworkAdapterSettings(settings.teams_app_id, ""))
        self._tokens, self._tenants = tokens, settings.teams_tenants

    async def check(self, auth_header: str) -> dict[str, Any]:
        """Whose request it is, by its token's claims, before anything of the body is read. Raises ForgedError or
        NoKeysError."""
        return await self._tokens.check(auth_header) if self._tokens else {"aud": "", "appid": ""}

    async def take(self, claims: dict[str, Any], activity: Activity, logic: Any) -> InvokeResponse | None:
        """What somebody whom ``check`` let in asks. Raises ForgedError where the body is another's."""
        if self._tokens:
            self._compare(claims, activity)
        identity = ClaimsIdentity(claims, True)
        answer: InvokeResponse | None = await self.process_activity_with_identity(activity, identity, logic)
        return answer

    def _compare(self, claims: dict[str, Any], activity: Activity) -> None:
        if str(claims.get("serviceurl", "")).rstrip("/") != str(activity.service_url or "").rstrip("/"):
            raise ForgedError("another service")
        if tenant_of(activity) not in self._tenants:
            raise ForgedError("another tenant")


class TeamsConnection:
    """Implements ``bot.platform.Connection``: one council's Teams."""

    connected = True

    def __init__(
        self,
        bot: Bot,
        settings: Settings,
        limiter: RateLimiter | None = None,
        limits: TimeLimits = TimeLimits(),  # noqa: B008 - frozen
        connector: Connector | None = None,
    ) -> None:
        wrong = lacking(settings, TRAITS.name)
        if wrong:
            raise SettingsError(wrong)
        self._bot = bot
        self.connector = connector or Connector(settings)
        self.directory = Directory(bot, self.connector, settings.teams_tenants)
        self.platform = Teams(bot, settings, self.connector, self.directory, limiter or RateLimiter())
        self.requests = RequestHandler(bot, self.directory, self.platform, limits)
        tokens = Tokens(settings.teams_app_id, settings.teams_openid_url)
        self._adapter = Adapter(settings, None if settings.teams_playground else tokens)

    async def start(self) -> None:
        """Raises SettingsError where Entra refuses the credentials; an outage is waited out."""
        try:
            await self.connector.check()
        except NotAllowedError as error:
            raise SettingsError(
                f"{PREFIX}TEAMS_APP_ID, {PREFIX}TEAMS_APP_SECRET: Entra refuses them ({error.reason}). docs/teams.md "
                "says where the right ones are found"
            ) from None
        except TryLaterError as error:
            log.warning("teams.unreachable", why=error.reason)

    async def stop(self) -> None:
        await self.requests.close()
        await self.connector.close()

    def serve_on(self, app: web.Application) -> None:
        """As ``Connection.serve_on``; while it serves, people are matched with their accounts, and these looked at
        each day."""

        async def serving(_app: web.Application) -> AsyncIterator[None]:
            await self.start()
            matching, rechecking = Matching(self._bot, self.directory), Rechecking(self._bot, self.directory)
            async with meanwhile(matching.run(), rechecking.run()):
                yield
            await self.stop()

        self.routes(app)
        app.cleanup_ctx.append(serving)

    def routes(self, app: web.Application) -> None:
        """Adds ours to the bot's own web server."""
        app.router.add_post(MESSAGES, self._received)
        add_pages(app, self._bot)

    async def _received(self, request: web.Request) -> web.Response:
        """Whatever goes wrong is said by a status alone: the connector tries again what has 500 or more."""
        if (request.content_length or 0) > LARGEST:
            return web.Response(status=413)
        signed = request.headers.get("Authorization", "")
        try:
            claims = await self._adapter.check(signed)
            activity = await _activity(request)
            if activity is None:
                return web.Response(status=400)
            answer = await self._adapter.take(claims, activity, self.requests.on_turn)
        except ForgedError as error:
            log.warning("teams.refused", why=str(error))
            return web.Response(status=403 if str(error) == "another tenant" else 401)
        except NoKeysError:
            return web.Response(status=503)
        except Exception as error:  # noqa: BLE001 - named in the log; the connector tries again
            faults.report("teams.fault", error)
            return web.Response(status=500)
        return web.json_response(answer.body, status=answer.status) if answer else web.Response(status=201)


async def _activity(request: web.Request) -> Activity | None:
    """What the body says; None where that is no activity."""
    if request.content_type != "application/json":
        return None
    try:
        body: Any = await request.json()
        return Activity().deserialize(body) if _is_an_activity(body) else None
    except RecursionError:
        return None
    except (ClientException, AttributeError, KeyError, TypeError, ValueError) as error:
        faults.report("teams.activity.unreadable", error)
        return None


def _is_an_activity(body: Any) -> bool:
    """Whether it has the parts that are read of each, by the SDK too."""
    if not isinstance(body, dict) or not isinstance(body.get("type"), str):
        return False
    parts = (body.get("from"), body.get("conversation"), body.get("recipient"))
    channel = body.get("channelData") or {}
    tenant = channel.get("tenant", {}) if isinstance(channel, dict) else {}
    return all(isinstance(one, dict) for one in (*parts, channel, tenant))
