"""How much a team may hold."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal

from pydantic import Field

from policy.given import (
    Model,
    Whole,
)


class LimitExample(Model):
    """``staff`` of whom ``newly_qualified`` are on the ASYE and some have ``own_shares`` of a load, and what they hold:
    is it over the limit?"""

    staff: Whole
    holds: Whole
    newly_qualified: Whole = 0
    own_shares: tuple[Whole, ...] = ()
    over: bool
    working: str


class WorkloadLimit(Model):
    """How much a team may hold: it warns, it creates no obligation. ``staff``: the roles that are counted as its staff
    (empty: all). ``newly_qualified_percent``: what share of a full load somebody on the ASYE carries."""

    id: str
    title: str
    clause: str
    counts: Literal["children", "cases"]
    at_most: Whole = Field(ge=1)
    per_staff: Whole = Field(default=1, ge=1)
    newly_qualified_percent: Whole = Field(default=100, ge=1, le=100)
    staff: tuple[str, ...] = ()
    tell: tuple[str, ...]
    interpretations: tuple[str, ...] = ()
    examples: tuple[LimitExample, ...] = ()

    def most(self, staff: int, newly_qualified: int = 0, own_shares: Sequence[int] = ()) -> int:
        """How much so many staff may hold, in proportion, in whole numbers. ``own_shares``: in percent, of those of
        them whose share was set for them alone; they aren't among the ``newly_qualified``."""
        full = staff - newly_qualified - len(own_shares)
        shares = 100 * full + self.newly_qualified_percent * newly_qualified + sum(own_shares)
        return self.at_most * shares // (100 * self.per_staff)

    def is_over(
        self, staff: int, holds: int, newly_qualified: int = 0, own_shares: Sequence[int] = ()
    ) -> bool:
        """Whether so many held by so many staff is more than the limit in proportion."""
        return holds > self.most(staff, newly_qualified, own_shares)
