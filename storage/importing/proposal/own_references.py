"""Cells of a council's own file that hold several references to cases, or several people."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Final

from storage.importing.mapped.own_cells import parts_of
from storage.importing.mapped.sibling_references import written_out
from storage.importing.proposal.own_columns import MOSTLY

#: A reference: figures, with letters in front and parts with hyphens or strokes, as systems make them.
_REFERENCE: Final = re.compile(r"(?P<letters>[A-Za-z]{0,6}[-/ ]?)(?P<figures>\d{3,}(?:[-/]\d+)*[A-Za-z]?)")
#: What may stand between two, likeliest first; of all that do each is said.
_BETWEEN: Final = (",", ";", "&", "\n", "|", "+", "/", " and ", " ")
_SPACE: Final = " "
_BETWEEN_PEOPLE: Final = (";", "\n", "|", " / ", " & ", " and ")
_CLOSED: Final = "(closed)"


@dataclass(frozen=True, slots=True)
class References:
    """How the cells of a column write them: ``between``: what stands between two; ``without``: letters in front that
    some have and others don't, so that they are none of the reference."""

    between: tuple[str, ...] = ()
    without: tuple[str, ...] = ()

    @classmethod
    def of(cls, words: Iterable[str]) -> References | None:
        """None where most cells hold none."""
        said = [written_out(word, ", ") for word in words]
        each = [list(_REFERENCE.finditer(word)) for word in said]
        if sum(map(bool, each)) <= MOSTLY * len(said):
            return None
        gaps = [gap for word, found in zip(said, each, strict=True) for gap in _gaps(word, found)]
        between = tuple(one for one in _BETWEEN[:-1] if any(one in gap for gap in gaps))
        if gaps and any(not gap.strip(" ") for gap in gaps):
            between = (*between, _SPACE)
        return cls(between, _letters([one for found in each for one in found]))


def _gaps(word: str, found: list[re.Match[str]]) -> list[str]:
    return [word[one.end() : other.start()] for one, other in pairwise(found)]


def _letters(found: list[re.Match[str]]) -> tuple[str, ...]:
    """In front of some, whose figures are as many as those of the ones without."""
    bare = {len(one["figures"]) for one in found if not one["letters"].strip()}
    headed = {one["letters"].strip() for one in found if len(one["figures"]) in bare} - {""}
    return tuple(sorted(headed, key=lambda letters: (-len(letters), letters)))


def no_open_case(
    words: Iterable[str], between: Sequence[str], known: Callable[[str], bool]
) -> dict[str, str]:
    """What cells say behind a closed case, or of none, as a mapping writes it. A closed one of a file is read."""
    parts = {part for word in words for part in (parts_of(word, between) if between else [word])}
    closed = [part for part in parts if part.lower().endswith(_CLOSED)]
    found = {}
    if closed:
        has = any(known(part[: -len(_CLOSED)].strip()) for part in closed)
        found[f"*{_CLOSED}"] = "*" if has else ""
    if any("no case" in part.lower() for part in parts):
        found["*no case*"] = ""
    return found


def people_between(words: Iterable[str]) -> tuple[str, ...]:
    """What stands between several people of one cell: whole names, or three or more of which some may be forenames;
    empty where none holds several. ``Surname, Forename`` has a comma of its own."""
    said = list(words)
    found = tuple(one for one in _BETWEEN_PEOPLE if any(_are_several(word.split(one), 2) for word in said))
    whole = [word for word in said if "," in word and not any(one in word for one in found)]
    commas_within = any("," in word and any(one in word for one in found) for word in said)
    if not commas_within and any(_are_several(word.split(","), 3) for word in whole):
        found = (*found, ",")
    return found


def people_in(cell: str, between: Sequence[str]) -> list[str]:
    parts = re.split("|".join(map(re.escape, between)), cell) if between else [cell]
    return [part.strip() for part in parts if part.strip()]


def _are_several(parts: Sequence[str], fewest: int) -> bool:
    """People: their whole names, or three of them and more."""
    names = [part.strip() for part in parts if part.strip()]
    whole = len(names) >= fewest and all(" " in one for one in names)
    return whole or (len(names) > 2 and all(word[:1].isupper() for word in names))
