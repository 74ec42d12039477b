"""Why an answer can't be given, or a meeting not asked for."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cards.to_type import to_type

NO_NAMES: Final = (
    f"No supervisor is recorded for you, so no names can be shown. Type: {to_type('policy concern')}"
)


def no_topic(known: Sequence[str]) -> str:
    return f"The policy has no such topic here. Choose among these: {', '.join(known)}."


def no_meeting(council: str) -> str:
    return f"{council}'s policy names nobody to ask for a meeting about supervision."


def asked_already(manager: str) -> str:
    return f"You asked {manager} for a meeting already. How it stands: {to_type('concern')}"


NO_LONGER_BETWEEN: Final = "You aren't in supervision with each other any more."
NOT_ASKED: Final = "Only whoever was asked for this meeting answers. Talk to them."
NOT_THE_ASKER: Final = "Only whoever asked for this meeting takes it back. Talk to them."
MEETING_OVER: Final = "This was answered or taken back already."
DAY_PAST: Final = "Choose today or a day to come."
