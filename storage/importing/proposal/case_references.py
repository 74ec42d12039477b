"""Of several columns of references in a list of cases: which is the child's, and which that of their family."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import Final

from storage.importing.proposal.heading_words import OF_CASE, OF_CHILD, OF_FAMILY, OF_IDENTITY
from storage.importing.proposal.own_columns import NEARLY, Column
from storage.importing.proposal.own_references import References

#: So many of those that are of several others show that it is no slip.
_SEVERAL: Final = 0.05


def referring(columns: Sequence[Column]) -> Column | None:
    """Of those whose heading refers to a case, the one that tells most of them apart; else the one that holds what was
    discussed, by their references."""
    referring = max((c for c in columns if c.is_case and c.words), key=lambda c: len(c.words), default=None)
    told = (c for c in columns if c.is_of_cases and not c.are_days and References.of(c.words))
    return referring or next(told, None)


def own_reference(case: Column, columns: Sequence[Column]) -> Column:
    """The child's, where the one that was taken for a case's is a family's by its heading, or has several children."""
    finer = _finer(case, columns)
    return next((c for c in finer if of_family(case) or _of_child(c)), case)


def other_reference(case: Column, columns: Sequence[Column]) -> Column | None:
    """What may be the case besides: a reference, no family's by its heading, that several of these have in common."""
    shared = (c for c in columns if _is_reference(c, case) and not of_family(c) and not _of_child(c))
    return next((c for c in shared if _parts(c, case)), None)


def of_family(column: Column) -> bool:
    return not OF_FAMILY.isdisjoint(column.heading)


def _of_child(column: Column) -> bool:
    return not OF_CHILD.isdisjoint(column.heading)


def _finer(case: Column, columns: Sequence[Column]) -> Sequence[Column]:
    """References of which several stand below one of these, and each below one alone; a child's first."""
    own = (c for c in columns if _is_reference(c, case) and not of_family(c))
    return sorted((c for c in own if _parts(case, c)), key=lambda c: not _of_child(c))


def _is_reference(column: Column, case: Column) -> bool:
    """By its heading, and said in nearly each row in which a case is."""
    told = not OF_IDENTITY.isdisjoint(column.heading) and not (OF_CASE | OF_CHILD).isdisjoint(column.heading)
    others = column.of_staff or column.of_others or column.are_days or column is case
    return told and not others and column.filled > NEARLY * case.filled


def _parts(wide: Column, narrow: Column) -> bool:
    """Whether one of the wide often stands beside several of the narrow, and hardly the other way round."""
    return _share(wide, narrow) > _SEVERAL >= _share(narrow, wide)


def _share(column: Column, other: Column) -> float:
    """How many of its words stand beside several of another column's."""
    beside: dict[str, set[str]] = defaultdict(set)
    for mine, theirs in zip(column.cells, other.cells, strict=True):
        if mine and theirs:
            beside[mine].add(theirs)
    return sum(len(some) > 1 for some in beside.values()) / len(beside) if beside else 0.0
