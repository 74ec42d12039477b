"""Where the app is installed, with which token, and calls to Slack's Web API from there."""

from __future__ import annotations

import asyncio
import json
import time
from collections.abc import Awaitable
from dataclasses import dataclass, field
from typing import Any, Final, TypeAlias
from urllib.request import getproxies

import aiohttp
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store import Bot as Installed
from slack_sdk.oauth.token_rotation.async_rotator import AsyncTokenRotator
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.logs import log
from bot.platform import (
    MissingPermissionError,
    NotAllowedError,
    NotSignedInError,
    RefusedError,
    TryLaterError,
    UnreachableError,
)
from bot.settings import PREFIX, Settings, SettingsError
from bot.wiring import Bot
from storage import installations

Json: TypeAlias = dict[str, Any]

#: Errors that mean that this person, or this conversation, can't be reached, and what the bot calls it; all others may
#: pass. What it has no word for is said as Slack says it.
GONE: Final = {
    "users_not_found": "unknown",
    "user_disabled": "deactivated",
    **{word: word for word in ("user_not_found", "user_not_visible", "cannot_dm_bot", "channel_not_found")},
}
#: What Slack answers, whenever it is asked, to a token that is none or another kind's, to one without its scope, and
#: where the workspace's own rules shut the app out.
REFUSALS: Final[dict[str, type[NotAllowedError]]] = {
    **dict.fromkeys(
        ("invalid_auth", "not_authed", "account_inactive", "token_revoked", "not_allowed_token_type"),
        NotSignedInError,
    ),
    "missing_scope": MissingPermissionError,
    **dict.fromkeys(
        (
            *("access_denied", "accesslimited", "ekm_access_denied", "enterprise_is_restricted"),
            *("team_access_not_granted", "two_factor_setup_required"),
        ),
        NotAllowedError,
    ),
}
#: A token that lives for twelve hours is renewed this many minutes before its end.
RENEWED_BEFORE: Final = 120


@dataclass(frozen=True, slots=True)
class Workspace:
    """``enterprise`` is empty outside Enterprise Grid; ``team`` where the app is installed for the whole organisation.
    ``expires``: Unix time of the token's end, where tokens rotate."""

    enterprise: str
    team: str
    token: str = field(repr=False)
    bot_id: str = ""
    bot_user_id: str = ""
    expires: int | None = None

    def holds(self, enterprise: str, team: str) -> bool:
        """Whether a request from there is this installation's."""
        return self.team == team if self.team else bool(enterprise) and self.enterprise == enterprise

    @property
    def place(self) -> str:
        """Within it a user's id is unique: the organisation, else the workspace."""
        return self.enterprise or self.team


class Client(AsyncWebClient):
    """Slack's own. What doesn't answer, and an answer of any shape that isn't Slack's, is an outage: TryLaterError."""

    async def api_call(self, *given: Any, **more: Any) -> AsyncSlackResponse:
        try:
            said = await super().api_call(*given, **more)
        except SlackApiError as error:
            if (outage := _outage(error)) is not None:
                raise outage from None
            raise
        except aiohttp.ClientConnectorError as error:
            raise RefusedError(type(error).__name__) from error
        except Exception as error:
            raise TryLaterError(type(error).__name__) from error
        if not isinstance(said.data, dict):
            raise TryLaterError("not Slack's answer")
        return said


class Workspaces:
    """One by a token among the settings, or several by OAuth, their tokens sealed in the database."""

    def __init__(self, bot: Bot, settings: Settings) -> None:
        self._bot, self._settings = bot, settings
        self._session: aiohttp.ClientSession | None = None
        self._known: dict[tuple[str, str], Workspace] = {}
        self._renewing = asyncio.Lock()
        self._held: dict[tuple[str, str], float] = {}

    @property
    def several(self) -> bool:
        return self._settings.slack_bot_token is None

    async def close(self) -> None:
        if self._session:
            await self._session.close()
            self._session = None

    @property
    def session(self) -> aiohttp.ClientSession:
        """One for all calls: each would otherwise open connections of its own. Through the environment's proxy, if
        there is one; looked for here, since the session would look through the environment at each call."""
        if self._session is None or self._session.closed:
            self._session = aiohttp.ClientSession(trust_env=bool(getproxies()))
        return self._session

    def client(self, token: str | None = None) -> Client:
        """No retries of the SDK's: one after a lost answer would post twice, and a request can't wait out a 429. The
        dispatcher looks first, and waits as long as Slack says."""
        url = self._settings.slack_api_url
        return Client(token=token, base_url=url, session=self.session, retry_handlers=[])

    # Which

    async def find(self, enterprise: str, team: str) -> Workspace | None:
        """The installation that answers for a workspace, its token fresh; None where there is none."""
        if not self.several:
            only = await self.only()
            return only if only.holds(enterprise, team) else None
        if (enterprise, team) not in self._known:
            stored = await asyncio.to_thread(self._stored, enterprise, team)
            if stored is None:
                return None
            self._known[enterprise, team] = _workspace(stored)
        return await self._fresh(enterprise, team)

    async def only(self) -> Workspace:
        """The settings' one. Raises TryLaterError while Slack can't be asked, or refuses the token."""
        token = self._settings.slack_bot_token
        assert token
        if ("", "") not in self._known:
            said = await self._called(self.client(token.get_secret_value()), "auth.test", {})
            self._known["", ""] = _tested(said, token.get_secret_value())
        return self._known["", ""]

    async def everywhere(self) -> list[Workspace]:
        if not self.several:
            return [await self.only()]
        places = await asyncio.to_thread(self._places)
        return [w for place in places if (w := await self.find(*place))]

    async def check(self) -> None:
        """At the start. Raises SettingsError where Slack says that a token is none; an outage is waited out."""
        if not self.several:
            await _accepted("SLACK_BOT_TOKEN", self.only())
        if self._settings.slack_mode == "socket" and (token := self._settings.slack_app_token):
            line = self._called(self.client(token.get_secret_value()), "apps.connections.open", {})
            await _accepted("SLACK_APP_TOKEN", line)

    def _stored(self, enterprise: str, team: str) -> str | None:
        with self._bot.read() as work:
            return installations.find(work, "slack", enterprise, team)

    def _places(self) -> list[tuple[str, str]]:
        with self._bot.read() as work:
            return installations.everywhere(work, "slack")

    # Installing and taking out

    def may_install(self, enterprise: str, team: str) -> bool:
        """Only the council's own: anybody can open the page that installs."""
        return bool({enterprise, team} & set(self._settings.slack_workspaces) - {""})

    async def save(self, installed: Installed) -> None:
        """Raises PermissionError for a workspace that isn't among the settings'."""
        enterprise = installed.enterprise_id or ""
        team = "" if installed.is_enterprise_install else installed.team_id or ""
        if not self.may_install(enterprise, team):
            log.warning("slack.install.refused", enterprise=enterprise, team=team)
            raise PermissionError("SUPERVISION_SLACK_WORKSPACES doesn't name this workspace")
        await asyncio.to_thread(self._save, enterprise, team, installed)
        self._known.clear()

    def _save(self, enterprise: str, team: str, installed: Installed) -> None:
        kept = {name: getattr(installed, name) for name in _KEPT}
        with self._bot.work() as work:
            installations.save(work, "slack", enterprise, team, json.dumps(kept))

    async def forget(self, enterprise: str, team: str) -> None:
        """The app was taken out, or its token was revoked."""
        log.warning("slack.uninstalled", enterprise=enterprise, team=team)
        self._known.clear()
        if self.several:
            await asyncio.to_thread(self._remove, enterprise, team)

    def _remove(self, enterprise: str, team: str) -> None:
        with self._bot.work() as work:
            stored = installations.find(work, "slack", enterprise, team)
            if stored is None:
                return
            workspace = _workspace(stored)
            installations.remove(work, "slack", workspace.enterprise, workspace.team)

    # Tokens that rotate

    async def _fresh(self, enterprise: str, team: str) -> Workspace | None:
        known = self._known[enterprise, team]
        if known.expires is None or known.expires > self._soon():
            return known
        async with self._renewing:
            stored = await asyncio.to_thread(self._stored, enterprise, team)
            if stored is None:
                return None
            await self._renew(Installed(**json.loads(stored)))
            renewed = await asyncio.to_thread(self._stored, enterprise, team)
            self._known[enterprise, team] = _workspace(renewed or stored)
        return self._known[enterprise, team]

    def _soon(self) -> float:
        return self._bot.clock.now().timestamp() + RENEWED_BEFORE * 60

    async def _renew(self, installed: Installed) -> None:
        secret = self._settings.slack_client_secret
        rotator = AsyncTokenRotator(
            client_id=self._settings.slack_client_id,
            client_secret=secret.get_secret_value() if secret else "",
            client=self.client(),
        )
        try:
            new = await rotator.perform_bot_token_rotation(
                bot=installed, minutes_before_expiration=RENEWED_BEFORE
            )
        except Exception as error:  # noqa: BLE001 - whatever came: with the old token it goes on
            log.error("slack.token.not_renewed", error=type(error).__name__)
            return
        if new is not None:
            await self.save(new)

    # Calls

    async def call(self, workspace: Workspace, method: str, **arguments: Any) -> Json:
        """One call. Raises TryLaterError (with Slack's Retry-After; the method is left alone until then) or
        UnreachableError."""
        held = self._held.get((workspace.place, method), 0.0) - time.monotonic()
        if held > 0:
            raise RefusedError("ratelimited", held)
        try:
            return await self._called(self.client(workspace.token), method, arguments)
        except TryLaterError as error:
            if error.reason == "ratelimited":
                self._held[workspace.place, method] = time.monotonic() + (error.after or 1.0)
            raise

    @staticmethod
    async def _asked(client: Client, method: str, arguments: Json) -> AsyncSlackResponse:
        if method in _READS:
            return await client.api_call(method, http_verb="GET", params=arguments)
        if method in _AS_JSON:
            return await client.api_call(method, json=arguments)
        return await client.api_call(method, params=arguments)

    async def _called(self, client: Client, method: str, arguments: Json) -> Json:
        try:
            said = await self._asked(client, method, arguments)
        except SlackApiError as error:
            raise _meaning(error.response["error"]) from None
        assert isinstance(said.data, dict), "the client's promise"
        return said.data


#: Methods that only read, which Slack's own client asks by GET.
_READS: Final = frozenset(("users.info", "users.lookupByEmail", "conversations.history"))
#: Methods that take blocks; the others take their arguments as a form.
_AS_JSON: Final = frozenset(
    ("chat.postMessage", "chat.update", "views.open", "views.push", "views.update", "views.publish")
)
_KEPT: Final = (
    "app_id",
    "enterprise_id",
    "team_id",
    "bot_token",
    "bot_id",
    "bot_user_id",
    "bot_scopes",
    "bot_refresh_token",
    "bot_token_expires_at",
    "is_enterprise_install",
    "installed_at",
)


async def _accepted(setting: str, asked: Awaitable[object]) -> None:
    try:
        await asked
    except NotAllowedError as error:
        raise SettingsError(
            f"{PREFIX}{setting}: Slack refuses it ({error.reason}). docs/slack.md says where the right one is found"
        ) from None
    except TryLaterError as error:
        log.warning("slack.unreachable", why=error.reason)


def _outage(error: SlackApiError) -> TryLaterError | None:
    """What comes with a server's error, of any shape, and what has no word of Slack's in it; None for a refusal."""
    status = _number(getattr(error.response, "status_code", None) or getattr(error.response, "status", 200))
    headers = getattr(error.response, "headers", None) or {}
    if status == 429:
        return RefusedError("ratelimited", _number(headers.get("Retry-After")) or 1.0)
    said = getattr(error.response, "data", error.response)
    why = said.get("error") if isinstance(said, dict) else None
    return TryLaterError(f"status {status:.0f}") if status >= 500 or not isinstance(why, str) else None


def _meaning(why: str) -> TryLaterError | UnreachableError:
    """What a refusal of Slack's means to us. Its text stays out of logs: only the error's own word is kept."""
    if why in GONE:
        return UnreachableError(GONE[why])
    return REFUSALS.get(why, TryLaterError)(why)


def _number(said: object) -> float:
    """What a header or status says; 0 for what is no number."""
    try:
        return float(str(said))
    except ValueError:
        return 0.0


def _tested(said: Json, token: str) -> Workspace:
    whole = bool(said.get("is_enterprise_install"))
    team = "" if whole else str(said["team_id"])
    return Workspace(
        str(said.get("enterprise_id") or ""),
        team,
        token,
        str(said.get("bot_id") or ""),
        str(said.get("user_id") or ""),
    )


def _workspace(stored: str) -> Workspace:
    kept = json.loads(stored)
    return Workspace(
        kept["enterprise_id"] or "",
        "" if kept["is_enterprise_install"] else kept["team_id"] or "",
        kept["bot_token"],
        kept["bot_id"],
        kept["bot_user_id"],
        kept["bot_token_expires_at"],
    )
