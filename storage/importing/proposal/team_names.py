"""What teams are called: in short, and under what else."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from policy.folding import fold

#: Words of a team's name that tell it from no other.
_OF_ANY_TEAM: Final = frozenset({"team", "teams", "service", "services", "the", "and", "of", "hub", "unit"})


def abbreviates(short: str, long: str) -> bool:
    """Whether a team's name may be a short form of another's: ``Assmt North`` of ``Assessment Team North``, ``SFS
    East`` of ``Safeguarding & Family Support East``, ``CIC Team`` of ``Children in Care``."""
    words = [word for word in _parts_of(long) if word not in _OF_ANY_TEAM]
    letters = [
        [word[0] for word in _parts_of(long) if word not in never] for never in ({"and", "team"}, {"and"})
    ]
    initials = ["".join(one) for one in letters]
    said = [word for word in _parts_of(short) if word not in _OF_ANY_TEAM]
    return bool(said) and all(_shortens(word, words, initials) for word in said)


def _shortens(word: str, words: Sequence[str], initials: Sequence[str]) -> bool:
    if 2 <= len(word) <= 4 and any(word in one for one in initials):
        return True
    return any(_in_order(word, other) for other in words if other[0] == word[0])


def _in_order(letters: str, word: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)


def _parts_of(text: str) -> list[str]:
    return re.sub(r"[^\w\s]|_", " ", re.sub(r"['’]s\b", "s", fold(text))).split()


#: What stands between the parts of where somebody works, the widest first.
_LEVELS: Final = re.compile(r"\s+[/>|\\]\s+|\s*[>|\\]\s*")


def narrowest(unit: str) -> str:
    """``Children in Care`` of ``Children & Families / Corporate Parenting / Children in Care``."""
    return _LEVELS.split(unit)[-1]
