"""Whether Slack sent it: its signature over the bytes as they came, and when it was made (Slack's "Verifying
requests from Slack")."""

from __future__ import annotations

import hmac
import re
from collections.abc import Mapping
from typing import Final

from pydantic import SecretStr

from bot.clock import SystemClock

#: Seconds for which a signature holds.
SIGNED_FOR: Final = 300
#: Seconds since 1970, of any year that comes.
_STAMP: Final = re.compile(r"[0-9]{1,12}")


def is_signed(secret: SecretStr | None, body: bytes, headers: Mapping[str, str]) -> bool:
    """The SDK's own check first reads the bytes as text."""
    stamp = headers.get("X-Slack-Request-Timestamp", "")
    if not secret or not _STAMP.fullmatch(stamp):
        return False
    key = secret.get_secret_value().encode()
    made = "v0=" + hmac.new(key, b"v0:" + stamp.encode() + b":" + body, "sha256").hexdigest()
    given = headers.get("X-Slack-Signature", "").encode(errors="replace")
    fresh = abs(SystemClock().now().timestamp() - int(stamp)) <= SIGNED_FOR
    return fresh and hmac.compare_digest(made.encode(), given)
