"""The bot's own token for what it sends, from Entra: by a secret, or by a certificate whose key never leaves here."""

from __future__ import annotations

import asyncio
import base64
import time
import uuid
from pathlib import Path
from typing import Any, Final

import aiohttp
import jwt
from cryptography import x509
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from bot.logs import log
from bot.platform import NotSignedInError, RefusedError
from bot.settings import PREFIX, Settings, SettingsError

SCOPE: Final = "https://api.botframework.com/.default"
#: Seconds before its end in which a token is renewed.
BEFORE_ITS_END: Final = 300.0
_ASSERTION: Final = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer"


class Credentials:
    """One token at a time, kept while it lasts. In the Playground there is none."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._token, self._until = "", 0.0
        self._asking = asyncio.Lock()
        self._certificate = _read(settings.teams_certificate) if settings.teams_certificate else None

    def forget(self) -> None:
        """It was refused: the next call asks for another."""
        self._until = 0.0

    async def header(self, session: aiohttp.ClientSession) -> dict[str, str]:
        """Raises NotSignedInError where Entra refuses the credentials, RefusedError where it can't be asked."""
        if self._settings.teams_playground:
            return {}
        async with self._asking:
            if time.monotonic() > self._until:
                await self._renew(session)
        return {"Authorization": f"Bearer {self._token}"}

    async def _renew(self, session: aiohttp.ClientSession) -> None:
        tenant = self._settings.teams_tenants[0]
        url = f"{self._settings.teams_login_url.rstrip('/')}/{tenant}/oauth2/v2.0/token"
        wanted = {
            "grant_type": "client_credentials",
            "client_id": self._settings.teams_app_id,
            "scope": SCOPE,
        }
        try:
            async with session.post(url, data=wanted | self._proof(url)) as answer:
                said: Any = await answer.json(content_type=None)
                status = answer.status
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            raise RefusedError(type(error).__name__) from error
        if not isinstance(said, dict):
            raise RefusedError(str(status))
        if status != 200 or "access_token" not in said:
            raise _meaning(status, said)
        self._token = str(said["access_token"])
        self._until = time.monotonic() + max(float(said.get("expires_in", 3600)) - BEFORE_ITS_END, 30.0)

    def _proof(self, url: str) -> dict[str, str]:
        if self._certificate is None:
            secret = self._settings.teams_app_secret
            return {"client_secret": secret.get_secret_value() if secret else ""}
        key, thumbprint = self._certificate
        app, now = self._settings.teams_app_id, int(time.time())  # noqa: TID251 - Entra's clock, not ours
        claims = {"iss": app, "sub": app, "aud": url, "jti": str(uuid.uuid4()), "nbf": now, "exp": now + 300}
        signed = jwt.encode(claims, key, algorithm="PS256", headers={"x5t#S256": thumbprint})
        return {"client_assertion_type": _ASSERTION, "client_assertion": signed}


def _meaning(status: int, said: dict[str, Any]) -> RefusedError:
    """By Entra's own word for it. What else it says stays out of logs."""
    why = str(said.get("error", status))[:60]
    log.error("teams.credentials.refused", why=why)
    return NotSignedInError(why) if status in (400, 401) else RefusedError(why)


def _read(file: str) -> tuple[Any, str]:
    """The private key and the certificate's thumbprint from one PEM file. Raises SettingsError."""
    try:
        pem = Path(file).read_bytes()
        key, certificate = load_pem_private_key(pem, None), x509.load_pem_x509_certificate(pem)
    except (OSError, ValueError, TypeError) as error:
        raise SettingsError(
            f"{PREFIX}TEAMS_CERTIFICATE: {file} can't be used ({type(error).__name__}): it holds the private key and "
            "the certificate, both as PEM, without a password"
        ) from None
    return key, base64.urlsafe_b64encode(certificate.fingerprint(SHA256())).rstrip(b"=").decode()
