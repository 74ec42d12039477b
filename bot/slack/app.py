"""Slack put together: the Bolt application, its routes on our web server or its socket, and the platform it serves."""

from __future__ import annotations

import asyncio
import logging
import re
from collections.abc import AsyncIterator
from typing import Any, Final

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response, to_bolt_request
from slack_bolt.adapter.socket_mode.aiohttp import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncAck, AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.error import BoltUnhandledRequestError
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.response import BoltResponse

from bot import faults
from bot.background import meanwhile, repeat
from bot.inbound.matching import Matching
from bot.inbound.receiver import EXPECTED
from bot.logs import log
from bot.platform import TryLaterError, lacking
from bot.settings import Settings, SettingsError
from bot.slack import TRAITS
from bot.slack.directory import Directory
from bot.slack.homes import EVERY, Homes
from bot.slack.oauth import NOT_INSTALLED, install_flow
from bot.slack.platform import Slack
from bot.slack.rate_limit import RateLimiter
from bot.slack.requests import RequestHandler, SlackRequest, TimeLimits
from bot.slack.shapes import is_request, place_of
from bot.slack.signature import is_signed
from bot.slack.workspaces import Workspaces
from bot.wiring import Bot

EVENTS: Final = "/slack/events"
#: What somebody in a workspace sees where the app isn't installed, or not by this council.
NOT_HERE: Final = "This isn't set up for your workspace."
#: A body larger than this is none of Slack's: a view holds 250 kB.
LARGEST: Final = 1024 * 1024
#: Seconds that a start waits for the socket.
CONNECTING: Final = 5.0
#: Seconds between two looks at the socket.
LOOKS: Final = 1.0
#: Bolt and the SDK quote requests in their debug and warning lines: only what they call an error is kept.
_QUIET: Final = logging.getLogger("supervision.slack")
_QUIET.setLevel(logging.CRITICAL)

ANYTHING: Final = re.compile(".*", re.DOTALL)


def connect(bot: Bot, settings: Settings) -> SlackConnection:
    """Implements ``bot.platform.PackageApp``."""
    return SlackConnection(bot, settings)


class SlackConnection:
    """Implements ``bot.platform.Connection``: one council's Slack."""

    def __init__(
        self,
        bot: Bot,
        settings: Settings,
        limiter: RateLimiter | None = None,
        limits: TimeLimits = TimeLimits(),  # noqa: B008 - frozen
    ) -> None:
        wrong = lacking(settings, TRAITS.name)
        if wrong:
            raise SettingsError(wrong)
        self._bot, self._settings, self._limits = bot, settings, limits
        self.workspaces = Workspaces(bot, settings)
        self.directory = Directory(self.workspaces)
        self.platform = Slack(bot, self.workspaces, self.directory, limiter or RateLimiter())
        self.homes = Homes(bot, self.workspaces)
        self.requests = RequestHandler(bot, self.workspaces, self.directory, self.homes, limits)
        self._socket: AsyncSocketModeHandler | None = None
        self._held = True
        self._flow: AsyncOAuthFlow | None = None

    async def start(self) -> None:
        """Raises SettingsError where Slack refuses a token. In Socket Mode, connects: at once, or when Slack can be
        reached."""
        await self.workspaces.check()
        self.bolt = self._listening()
        if self.workspaces.several:
            self._flow = install_flow(self._bot, self._settings, self.workspaces)
        if self._settings.slack_mode == "socket":
            await self._connect()

    async def _connect(self) -> None:
        """The SDK tries until it succeeds; whoever starts the bot isn't kept waiting for that, or from stopping it."""
        token = self._settings.slack_app_token
        self._socket = AsyncSocketModeHandler(
            self.bolt, token.get_secret_value() if token else "", _QUIET, self.workspaces.client()
        )
        self._connecting = asyncio.ensure_future(self._socket.client.connect())  # type: ignore[no-untyped-call]
        await asyncio.wait({self._connecting}, timeout=CONNECTING)
        self._watching = asyncio.ensure_future(repeat("slack.socket", self._look_at_socket, LOOKS))

    async def stop(self) -> None:
        if self._socket:
            self._connecting.cancel()
            self._watching.cancel()
            await self._socket.client.close()  # type: ignore[no-untyped-call]
        await self.homes.close()
        await self.requests.close()
        await self.workspaces.close()

    def serve_on(self, app: web.Application) -> None:
        """As ``Connection.serve_on``; while it serves, people are matched with accounts, and Home is shown anew."""

        async def serving(_app: web.Application) -> AsyncIterator[None]:
            await self.start()
            homes = repeat("slack.homes", self.homes.refresh, EVERY)
            async with meanwhile(Matching(self._bot, self.directory).run(), homes):
                yield
            await self.stop()

        self.routes(app)
        app.cleanup_ctx.append(serving)

    @property
    def connected(self) -> bool:
        """Over HTTP Slack comes to us. Its socket is ours to hold."""
        return self._settings.slack_mode == "http" or self._socket_holds()

    def _socket_holds(self) -> bool:
        session = self._socket.client.current_session if self._socket else None
        return session is not None and not session.closed

    async def _look_at_socket(self) -> None:
        """However it was lost: the SDK connects again by itself, and until then nobody's request arrives."""
        before, self._held = self._held, self._socket_holds()
        if before and not self._held:
            log.warning("slack.socket.lost")
        elif self._held and not before:
            log.info("slack.socket.connected")

    def routes(self, app: web.Application) -> None:
        """Adds ours to the bot's own web server."""
        if self._settings.slack_mode == "http":
            app.router.add_post(EVENTS, self._received)
        if self.workspaces.several:
            app.router.add_get("/slack/install", self._install)
            app.router.add_get("/slack/oauth_redirect", self._installed)

    async def _received(self, request: web.Request) -> web.Response:
        """What Slack didn't sign is refused before anything of it is read."""
        if (request.content_length or 0) > LARGEST:
            return web.Response(status=413)
        if not is_signed(self._settings.slack_signing_secret, await request.read(), request.headers):
            return web.Response(status=401)
        try:
            asked = await to_bolt_request(request)
        except (ValueError, AttributeError, TypeError, LookupError, RecursionError):
            asked = None
        if asked is None or not is_request(asked.body):  # signed, and no request of Slack's
            log.warning("slack.unreadable")
            return web.Response(status=400)
        return await to_aiohttp_response(await self.bolt.async_dispatch(asked))

    async def _install(self, request: web.Request) -> web.Response:
        assert self._flow
        return await to_aiohttp_response(await self._flow.handle_installation(await to_bolt_request(request)))

    async def _installed(self, request: web.Request) -> web.Response:
        assert self._flow
        try:
            answer = await self._flow.handle_callback(await to_bolt_request(request))
        except TryLaterError as error:
            log.warning("slack.not.installed", why=error.reason)
            return web.Response(status=503, text=NOT_INSTALLED)
        return await to_aiohttp_response(answer)

    # Bolt

    def _listening(self) -> AsyncApp:
        """Each listener commits and then acknowledges; nothing is done after the acknowledgement."""
        secret = self._settings.slack_signing_secret

        async def authorize(enterprise_id: str | None, team_id: str | None) -> Any:
            return await self._authorize(
                enterprise_id, team_id
            )  # Bolt would take a method's self for an argument

        bolt = AsyncApp(
            logger=_QUIET,
            name="supervision",
            signing_secret=secret.get_secret_value() if secret else "",
            authorize=authorize,
            client=self.workspaces.client(),
            process_before_response=True,
            raise_error_for_unhandled_request=True,
            user_facing_authorize_error_message=NOT_HERE,
            attaching_function_token_enabled=False,
            attaching_conversation_kwargs_enabled=False,
        )
        bolt.command(ANYTHING)(self._command)
        bolt.message_shortcut(ANYTHING)(self._shortcut)
        bolt.block_action(ANYTHING)(self._action)
        bolt.view_submission(ANYTHING)(self._submission)
        bolt.view_closed(ANYTHING)(self._nothing)
        bolt.block_suggestion(ANYTHING)(self._options)
        bolt.event(ANYTHING)(self._event)
        bolt.error(self._failed)
        return bolt

    async def _authorize(self, enterprise_id: str | None, team_id: str | None) -> Any:
        """No call to Slack where the installation is known. None (as Bolt allows, though its types don't say so) for a
        workspace that isn't the council's. Raises TryLaterError or TimeoutError where that can't be told now; a token
        that is being renewed meanwhile is kept all the same."""
        async with asyncio.timeout(self._limits.commit):
            found = await asyncio.shield(self.workspaces.find(enterprise_id or "", team_id or ""))
        if found is None:
            log.warning("slack.unknown.workspace", enterprise=enterprise_id, team=team_id)
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            bot_token=found.token,
            bot_id=found.bot_id,
            bot_user_id=found.bot_user_id,
        )

    async def _asked(self, body: dict[str, Any]) -> SlackRequest:
        enterprise, team = place_of(body)
        workspace = await self.workspaces.find(enterprise, team)
        assert workspace, "authorised a moment ago"
        return SlackRequest(body, workspace)

    async def _command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(await self.requests.command(await self._asked(body)))

    async def _shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await self.requests.shortcut(await self._asked(body))
        await ack()

    async def _action(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await self.requests.pressed(await self._asked(body))
        await ack()

    async def _submission(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(await self.requests.submitted(await self._asked(body)))

    async def _options(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        await ack(await self.requests.options(await self._asked(body)))

    async def _event(self, body: dict[str, Any]) -> None:
        """Also of a workspace that has just taken the app out."""
        enterprise, team = place_of(body)
        if body.get("event", {}).get("type") in ("app_uninstalled", "tokens_revoked"):
            await self.workspaces.forget(enterprise, team)
            return
        await self.requests.event(await self._asked(body))

    async def _failed(self, error: Exception, body: dict[str, Any]) -> BoltResponse:
        """Before a request was anybody's: said where that needs no installation, else Slack says so itself, and sends
        an event again."""
        if isinstance(error, BoltUnhandledRequestError):
            return BoltResponse(status=200)
        if isinstance(error, EXPECTED):
            said = await self.requests.unserved(body, error)
            return BoltResponse(status=503) if said is None else BoltResponse(status=200, body=said)
        faults.report("request.fault", error, platform=TRAITS.name)
        return BoltResponse(status=500)

    async def _nothing(self, ack: AsyncAck) -> None:
        await ack()
