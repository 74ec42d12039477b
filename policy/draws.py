"""Drawing a case at random so that anybody can make the draw again: by digests, with no secret and no clock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256


@dataclass(frozen=True, slots=True)
class Drawn:
    """``reference``: what was drawn; ``place``: which it is, from 1, of ``of`` references in their order; ``pool``: the
    digest of these."""

    reference: str
    place: int
    of: int
    pool: str


def draw(rule: str, window: str, staff_number: str, turn: int, references: Sequence[str]) -> Drawn:
    """One of the references. The SHA-256 of rule, window, staff number, turn and the sorted references, one a line, is
    read as a whole number; its remainder by their count is the place. Raises ValueError for none to draw from."""
    if not references:
        raise ValueError("nothing to draw from")
    ordered = sorted(references)
    number = int(
        sha256("\n".join((rule, window, staff_number, str(turn), *ordered)).encode()).hexdigest(), 16
    )
    place = number % len(ordered)
    return Drawn(ordered[place], place + 1, len(ordered), digest(ordered))


def digest(references: Sequence[str]) -> str:
    """The SHA-256 of the sorted references, one a line, in hexadecimal."""
    return sha256("\n".join(sorted(references)).encode()).hexdigest()
