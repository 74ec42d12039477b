"""Further columns of what cases are: a legal status stands beside what a case is worked as, and each says categories
that the others don't."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import islice
from typing import Final

from storage.importing.own_columns import MOSTLY, NEARLY, WORDS, Column, meant_by

#: How what a proposal calls them begins; no file of ours has such a column.
ALSO: Final = "also_categories"
#: Words by which a heading is of who works on a case, or of where, whatever its teams are called.
_OF_TEAMS: Final = frozenset({"team", "unit", "service", "area", "locality", "office", "group", "cluster"})
#: As few of its words mean categories as are no chance.
_FEWEST: Final = 2


def also_categories(
    cases: Mapping[str, Column], columns: Sequence[Column], known: Mapping[str, str]
) -> dict[str, Column]:
    """Beside a column of categories all others of which some words are such too."""
    if "categories" not in cases:
        return {}
    free = (c for c in columns if c not in cases.values() and _may_be(c))
    return {f"{ALSO}_{at}": one for at, one in enumerate(c for c in free if _says_some(c, known))}


def plans_in(cases: Mapping[str, Column]) -> dict[str, Column]:
    """The columns of categories, that which its heading tells first."""
    return {ours: one for ours, one in cases.items() if ours == "categories" or ours.startswith(ALSO)}


def _may_be(column: Column) -> bool:
    return not (
        column.are_flags
        or column.are_days
        or column.of_an_end
        or column.of_staff
        or column.is_of_identity
        or not _OF_TEAMS.isdisjoint(column.heading)
        or len(column.words) > NEARLY * column.filled
    )


def _says_some(column: Column, known: Mapping[str, str]) -> bool:
    words = list(islice(column.words, WORDS))
    meant = {means for word in words if (means := meant_by(word, known))}
    return len(meant) >= _FEWEST or column.share_of(known) > MOSTLY
