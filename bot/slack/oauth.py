"""Installing into several workspaces of one council: Bolt's OAuth pages over our own store."""

from __future__ import annotations

import asyncio
import logging
import secrets
from datetime import timedelta
from typing import Final

from slack_bolt.error import BoltError
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_sdk.oauth.installation_store import Installation
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore

from bot.platform import TryLaterError
from bot.settings import Settings
from bot.slack.workspaces import Workspaces
from bot.wiring import Bot
from storage import resends

#: What the app asks for; docs/slack.md says what each is for, and deploy/slack/manifest.yaml asks for the same.
SCOPES: Final = ("commands", "chat:write", "im:write", "im:history", "users:read", "users:read.email")
#: How long somebody may take over Slack's page before the way back is closed.
MINUTES: Final = 10
#: What somebody reads who comes back from Slack's page during an outage.
NOT_INSTALLED: Final = (
    "Slack couldn't be asked just now, so nothing was installed. Begin again in a moment, with the page that you came "
    "from first."
)

_QUIET: Final = logging.getLogger("supervision.slack")


class _Store(AsyncInstallationStore):
    """Only saving goes through Bolt; finding is ``Workspaces.find``."""

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    @property
    def logger(self) -> logging.Logger:
        return _QUIET

    async def async_save(self, installation: Installation) -> None:
        try:
            await self._workspaces.save(installation.to_bot())
        except PermissionError as error:
            raise BoltError(str(error)) from None


class _States(AsyncOAuthStateStore):
    """A secret for each visit, good once."""

    def __init__(self, bot: Bot) -> None:
        self._bot = bot

    @property
    def logger(self) -> logging.Logger:
        return _QUIET

    async def async_issue(self, *_args: object, **_more: object) -> str:
        state = secrets.token_urlsafe(24)
        await asyncio.to_thread(self._keep, state)
        return state

    async def async_consume(self, state: str) -> bool:
        return await asyncio.to_thread(self._take, state)

    def _keep(self, state: str) -> None:
        with self._bot.work() as work:
            resends.take(work, f"slack-install:{state}")

    def _take(self, state: str) -> bool:
        with self._bot.work() as work:
            return resends.give_back(work, f"slack-install:{state}", timedelta(minutes=MINUTES))


class InstallFlow(AsyncOAuthFlow):
    async def run_installation(self, code: str) -> Installation | None:
        """Raises TryLaterError where Slack can't be asked, or answers what is no answer."""
        try:
            return await super().run_installation(code)
        except TryLaterError:
            raise
        except Exception as error:
            raise TryLaterError(type(error).__name__) from error


def install_flow(bot: Bot, settings: Settings, workspaces: Workspaces) -> AsyncOAuthFlow:
    """``/slack/install`` and ``/slack/oauth_redirect``. Only the workspaces among the settings are taken."""
    secret = settings.slack_client_secret
    asked = AsyncOAuthSettings(
        client_id=settings.slack_client_id,
        client_secret=secret.get_secret_value() if secret else "",
        scopes=list(SCOPES),
        installation_store=_Store(workspaces),
        state_store=_States(bot),
        state_expiration_seconds=MINUTES * 60,
        logger=_QUIET,
    )
    return InstallFlow(client=workspaces.client(), settings=asked, logger=_QUIET)
