"""Which groups may be added up for somebody who doesn't know each person in them, so that no few can be picked out."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from fractions import Fraction
from typing import Final, TypeAlias

#: The fewest people whom a sum may be about.
FEWEST: Final = 5

#: What several sums come to: how often each person is in it.
_Combined: TypeAlias = dict[int, Fraction]


def disclosed(groups: Mapping[str, frozenset[int]], known: frozenset[int]) -> frozenset[str]:
    """The groups whose sums may be shown together to somebody who sees everything about ``known``: of the others, no
    sum is about fewer than FEWEST, nor can one be had by taking one from another, nor is anybody alone in what several
    come to. Smaller groups go first."""
    unknown = {name: people - known for name, people in groups.items()}
    like, shown, reduced = _alike(unknown), dict[str, frozenset[int]](), dict[int, _Combined]()
    alike = Counter(like.values())
    for name in sorted(groups, key=lambda name: (len(groups[name]), name)):
        if _safe(unknown[name], list(shown.values())):
            further = _reduced(reduced, {like[person] for person in unknown[name]})
            if all(sum(alike[person] for person in one) >= FEWEST for one in further.values()):
                shown[name], reduced = unknown[name], further
    return frozenset(shown)


def _safe(unknown: frozenset[int], shown: list[frozenset[int]]) -> bool:
    inside = frozenset[int]().union(*(one for one in shown if one <= unknown))
    parts = [unknown, unknown - inside, *(part for one in shown for part in (unknown - one, one - unknown))]
    return all(not part or len(part) >= FEWEST for part in parts)


def _alike(groups: Mapping[str, frozenset[int]]) -> dict[int, int]:
    """For each person the first who is in just the same groups: no sum tells them apart."""
    first: dict[tuple[str, ...], int] = {}
    return {
        person: first.setdefault(tuple(name for name, people in groups.items() if person in people), person)
        for person in sorted(frozenset[int]().union(*groups.values()))
    }


def _reduced(rows: Mapping[int, _Combined], people: Iterable[int]) -> dict[int, _Combined]:
    """The sums with one more, in reduced row echelon form, by the person of whom each row alone has any: whoever can be
    reckoned alone from any of the sums is a row of theirs."""
    new = dict.fromkeys(people, Fraction(1))
    for pivot, row in rows.items():
        new = _less(new, row, new.get(pivot))
    if not new:
        return dict(rows)
    pivot = min(new)
    new = {person: times / new[pivot] for person, times in new.items()}
    return {other: _less(row, new, row.get(pivot)) for other, row in rows.items()} | {pivot: new}


def _less(one: _Combined, other: _Combined, times: Fraction | None) -> _Combined:
    """The one less the other so many times."""
    if not times:
        return one
    none = Fraction(0)
    found = {p: one.get(p, none) - times * other.get(p, none) for p in one.keys() | other.keys()}
    return {p: left for p, left in found.items() if left}
