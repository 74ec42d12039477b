"""What one person asks of another, as assessment reads it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum


class RequestKind(StrEnum):
    """What one person asks of another: to sign an agreement, to meet about a concern."""

    SIGN = "sign"
    MEET = "meet"


@dataclass(frozen=True, slots=True)
class RequestFact:
    """What somebody else asked of a person; ``answered_on``: the day on which they did it or said no."""

    id: int
    kind: RequestKind
    asked_on: date
    answered_on: date | None = None
