"""Short forms for the children of one family in a cell of references: ``445641/1 /3`` says which, ``446071 x4 sibs``
doesn't."""

from __future__ import annotations

import re
from typing import Final

#: A child's reference, and the last part alone of others of the same family.
_SAME_FAMILY: Final = re.compile(
    r"(?P<family>(?:[A-Za-z]{1,6}[-/ ]?)?\d{3,}/)(?P<first>\d{1,2})"
    r"(?P<others>(?:\s*(?:&|\+|and)?\s*/\s?\d{1,2}(?!\d))+)"
)
ALL_OF_THEM: Final = re.compile(
    r"(?P<family>(?:[A-Za-z]{1,6}[-/ ]?)?\d{3,})(?P<child>[-/]\d+)?\s*[-–,:]?\s*"
    r"(?:[x×]\s?(?P<number>\d+)(?:\s*(?:sibs?|siblings?|children))?|"
    r"(?:\+|&|and)?\s*\(?(?:all|sibs?|siblings?)\)?)\.?",
    re.IGNORECASE,
)


def written_out(text: str, between: str) -> str:
    """With the whole reference of each child that is said by the last part of it; ``between``: what then stands
    between two."""

    def each(found: re.Match[str]) -> str:
        last = (found["first"], *re.findall(r"\d+", found["others"]))
        return between.join(f"{found['family']}{one}" for one in last)

    return _SAME_FAMILY.sub(each, text)


def says_not_which(text: str) -> bool:
    """Whether it names a family's children by their number, or all of them, and not by their references."""
    return ALL_OF_THEM.fullmatch(text.strip()) is not None
