"""Why an answer can't be given, or a meeting not asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

NO_NAMES: Final = "No supervisor is recorded for you, so no names can be shown. Type: policy concern"


def no_topic(typed: str, known: Sequence[str]) -> str:
    return f"The policy has no topic “{typed[:40]}” here. There are: {', '.join(known)}."


def no_meeting(council: str) -> str:
    return f"{council}'s policy names nobody to ask for a meeting about supervision."


def no_manager(supervisor: str) -> str:
    return f"No line manager is recorded for {supervisor}. An administrator can say who it is."


def asked_today(manager: str) -> str:
    return f"You asked {manager} for a meeting today already."
