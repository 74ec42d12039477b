"""What people of a staff file are called first: by the forename they prefer, and where it says none by that of their
papers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final

from policy.folding import fold_name
from storage.importing.proposal.heading_words import canonical
from storage.importing.proposal.known_headings import HEADINGS
from storage.importing.proposal.own_columns import MOSTLY, Column

_PREFERRED: Final = frozenset(
    {"preferred_name", "preferred_first_name", "preferred_forename", "known_as", "also_known_as", "goes_by"}
    | {
        "common_name",
        "common_first_name",
        "usual_name",
        "usual_first_name",
        "chosen_name",
        "chosen_first_name",
    }
)
#: Headings of the surname that somebody had before.
_FORMER: Final = frozenset({"former", "previous", "maiden", "birth", "née", "nee", "old"})
_SURNAME: Final = frozenset({"surname", "name", "née", "nee"})
#: Headings, and parts of longer ones, of forenames.
_FORENAMES: Final = tuple(
    name for name in HEADINGS["people"]["first_name"] if "_" in name or name.startswith("forename")
)
_OTHERS: Final = frozenset({"middle", "second", "other", "last"})


def is_preferred(title: str) -> bool:
    return canonical(title) in _PREFERRED


def is_forename(title: str) -> bool:
    """Of whoever the row is about: what they prefer, or what their papers say."""
    said, column = canonical(title), Column(title)
    if column.of_others or not _OTHERS.isdisjoint(column.heading):
        return False
    return is_preferred(title) or any(f"_{name}_" in f"_{said}_" for name in _FORENAMES)


def is_former_surname(title: str) -> bool:
    said = set(canonical(title).split("_"))
    forename = bool(said & {"first", "forename", "given", "preferred", "known"})
    return not forename and bool(said & _FORMER) and bool(said & _SURNAME)


def in_order(people: Mapping[str, Column], columns: Sequence[Column]) -> list[Column]:
    """The column that says what everybody is called first; where that has gaps, then the one that fills them."""
    own, last = people.get("first_name"), people["last_name"]
    if own is None:
        return []
    others = [one for one in columns if one is own or (one.words and is_forename(one.title))]
    preferred = [one for one in others if is_preferred(one.title) and not _is_whole(one, last)]
    legal = [one for one in others if not is_preferred(one.title)]
    first = next(iter(preferred), own)
    filling = next((one for one in legal if one is not first), None)
    return [first, filling] if filling and _has_gaps(first, last) else [first]


def _has_gaps(first: Column, last: Column) -> bool:
    return any(surname and not forename for forename, surname in zip(first.cells, last.cells, strict=True))


def _is_whole(first: Column, last: Column) -> bool:
    """A name with the surname in it is joined with nothing."""
    both = [pair for pair in zip(first.cells, last.cells, strict=True) if all(pair)]
    whole = sum(fold_name(surname) in fold_name(name) for name, surname in both)
    return whole > MOSTLY * len(both)
