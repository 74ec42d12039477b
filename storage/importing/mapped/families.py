"""The children of a family that a discussion names as a whole: ``448522 (all)``, ``446071 x4 sibs``."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from policy.folding import fold
from storage.importing.mapped.sibling_references import ALL_OF_THEM
from storage.importing.tables.files import Line
from storage.importing.tables.headings import KnownHeading

#: A child's reference, from that of the family.
_CHILD: Final = re.compile(r"(?P<family>.+)[-/]\d{1,2}")


@dataclass(frozen=True, slots=True)
class Families:
    """The references that are known, by their family's."""

    _children: Mapping[str, Sequence[str]]

    @classmethod
    def of(cls, references: Iterable[str]) -> Families:
        found: dict[str, list[str]] = defaultdict(list)
        for one in references:
            if child := _CHILD.fullmatch(one):
                found[fold(child["family"])].append(one)
        return cls(found)

    def meant(self, text: str) -> Sequence[str]:
        """All of a family, where a cell says so, or their number is that of those who are known; empty where it can't
        be told. A number beside one child's reference may count that one or not."""
        said = ALL_OF_THEM.fullmatch(text.strip())
        known = self._children.get(fold(said["family"]), ()) if said else ()
        if not said or not known or not said["number"]:
            return known
        others = (int(said["number"]), int(said["number"]) + 1) if said["child"] else (int(said["number"]),)
        return known if len(known) in others else ()


def each_of_family(lines: Iterator[Line], heading: KnownHeading, references: Iterable[str]) -> Iterator[Line]:
    """A line for each child of a family that a cell names as a whole, as in a file of discussions, where it
    can be told which these are."""
    if heading.kind.name != "discussions":
        yield from lines
        return
    at, families = heading.places[heading.kind.names.index("case")], Families.of(references)
    for line, cells in lines:
        for one in (families.meant(cells[at]) if 0 <= at < len(cells) else ()) or cells[at : at + 1]:
            yield line, [*cells[:at], one, *cells[at + 1 :]]
