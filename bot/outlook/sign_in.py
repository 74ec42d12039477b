"""The app's own token for Graph, from Entra."""

from __future__ import annotations

import asyncio
from typing import Any, Final

import msal

from bot.outlook.faults import OutlookError
from bot.settings import Settings
from storage.states import OutlookFault

#: Seconds that Entra has for one answer.
PATIENCE: Final = 10.0
#: Entra's own words for what passes; every other one is about what was set.
_PASSING: Final = frozenset(("temporarily_unavailable", "server_error"))


class SignIn:
    """msal keeps the token while it lasts. ``http``: what msal asks with, the tests' to replace."""

    def __init__(self, settings: Settings, http: Any = None) -> None:
        self._settings, self._http = settings, http
        self._scope = f"{settings.outlook_graph_url.rstrip('/')}/.default"
        self._app: Any = None

    async def token(self) -> str:
        """Raises OutlookError."""
        try:
            said: dict[str, Any] = await asyncio.to_thread(self._ask)
        except (OSError, msal.exceptions.MsalError) as error:  # what requests raises are all OSErrors
            raise OutlookError(OutlookFault.NO_ANSWER, type(error).__name__) from None
        except ValueError as error:  # no such tenant, or an answer that is none
            raise OutlookError(OutlookFault.SIGN_IN, type(error).__name__) from None
        if "access_token" in said:
            return str(said["access_token"])
        word = str(said.get("error", ""))[:60]
        raise OutlookError(OutlookFault.NO_ANSWER if word in _PASSING else OutlookFault.SIGN_IN, word)

    def _ask(self) -> dict[str, Any]:
        """In a thread: msal waits for the network."""
        if self._app is None:
            given = self._settings
            secret = given.outlook_app_secret.get_secret_value() if given.outlook_app_secret else ""
            self._app = msal.ConfidentialClientApplication(
                given.outlook_app_id,
                client_credential=secret,
                authority=f"{given.outlook_login_url.rstrip('/')}/{given.outlook_tenant}",
                http_client=self._http,
                timeout=PATIENCE,
            )
        return dict(self._app.acquire_token_for_client(scopes=[self._scope]) or {})

    def forget(self) -> None:
        """It was refused: the next call asks for another. What msal has for this asks Entra first."""
        self._app = None
