"""People and cases that are stored twice in two spellings of one number, reference or address: from before spellings
were folded, or from a system that means two."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass

from sqlalchemy import select
from sqlmodel import col

from policy.folding import fold
from storage import tables as t
from storage.conditions import in_post
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Pairs:
    """Spellings that fold to the same, each group in its order."""

    staff_numbers: tuple[tuple[str, ...], ...]
    cases: tuple[tuple[str, ...], ...]
    emails: tuple[tuple[str, ...], ...]


def pairs(work: Work) -> Pairs:
    """Every group of two or more, of people (an address: of those in post) and of cases."""
    p, c = t.Person, t.Case
    read = work.connection.execute
    emails = read(
        select(col(p.email), col(p.staff_number)).where(col(p.email).is_not(None), in_post(work.today))
    )
    return Pairs(
        _alike((n, n) for n in read(select(col(p.staff_number))).scalars()),
        _alike((r, r) for r in read(select(col(c.reference))).scalars()),
        _alike((row.email or "", row.staff_number) for row in emails),
    )


def _alike(found: Iterable[tuple[str, str]]) -> tuple[tuple[str, ...], ...]:
    """By what the first of each folds to, the second of those that share it."""
    groups: dict[str, list[str]] = defaultdict(list)
    for identity, said in found:
        groups[fold(identity)].append(said)
    return tuple(sorted(tuple(sorted(group)) for group in groups.values() if len(group) > 1))
