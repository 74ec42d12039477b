"""The secret part of an address that ends: what it means is sealed into it, so nothing is kept."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Any

from storage.cipher import UnreadableError
from storage.work import Work


def sealed(work: Work, purpose: str, lasts: timedelta, **means: int | str) -> str:
    """What it means from now on for so long. ``purpose``: so that nothing else that was sealed is taken for one."""
    until = (work.now + lasts).isoformat()
    return work.cipher.seal(json.dumps({"for": purpose, "until": until, "means": means})).decode()


def opened(work: Work, purpose: str, secret: str) -> dict[str, Any] | None:
    """What it means; None for one of another's making, one for another purpose, and one that is over."""
    try:
        held = json.loads(work.cipher.open(secret.encode()))
    except (UnreadableError, ValueError):
        return None
    if not isinstance(held, dict) or held.get("for") != purpose:
        return None
    over = datetime.fromisoformat(held["until"]) < work.now
    means: dict[str, Any] = held["means"]
    return None if over else means
