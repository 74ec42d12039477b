"""Which groups may be added up for somebody who doesn't know each person in them, so that no few can be picked out."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

#: The fewest people whom a sum may be about.
FEWEST: Final = 5


def disclosed(groups: Mapping[str, frozenset[int]], known: frozenset[int]) -> frozenset[str]:
    """The groups whose sums may be shown together to somebody who sees everything about ``known``: of the others, no
    sum is about fewer than FEWEST, nor can one be had by taking sums from each other. Smaller groups go first."""
    shown: dict[str, frozenset[int]] = {}
    for name, people in sorted(groups.items(), key=lambda item: (len(item[1]), item[0])):
        unknown = people - known
        if _safe(unknown, list(shown.values())):
            shown[name] = unknown
    return frozenset(shown)


def _safe(unknown: frozenset[int], shown: list[frozenset[int]]) -> bool:
    inside = frozenset[int]().union(*(one for one in shown if one <= unknown))
    parts = [unknown, unknown - inside, *(part for one in shown for part in (unknown - one, one - unknown))]
    return all(not part or len(part) >= FEWEST for part in parts)
