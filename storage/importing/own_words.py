"""A council's own words and what they mean: compared folded, with ``*`` for anything that is there, as in
``*|Social Worker|``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from typing import Final

from policy.folding import fold

#: What stands between several words of a cell, likeliest first.
_BETWEEN: Final = (";", "|", "\n", ",", " / ", "/", " + ", " & ")
#: Numbers of posts, and what stands between bars beside a title.
_NUMBERED: Final = re.compile(r"(?:^|(?<=\|))\d+(?=\|)|\d{4,}")
#: So many cells are remembered, where words stand for many.
_REMEMBERED: Final = 20_000
#: What councils shorten in the names of posts.
SHORTENED: Final = {
    "adv": "advanced",
    "asst": "assistant",
    "asye": "social worker",
    "dep": "deputy",
    "hos": "head of service",
    "mgr": "manager",
    "nqsw": "newly qualified social worker",
    "prac": "practitioner",
    "pract": "practitioner",
    "snr": "senior",
    "sr": "senior",
    "svc": "service",
    "sw": "social worker",
    "tm": "team manager",
}
#: Words of a post's name without which it is another post.
OF_RANK: Final = frozenset({"manager", "head", "director", "lead", "assistant", "deputy", "student"})
#: What short forms stand for, as rule sets name the categories.
SHORT_FORMS: Final = {
    "cp": "child protection",
    "cpp": "child protection",
    "cp_plan": "child protection",
    "child_protection_plan": "child protection",
    "cin": "child in need",
    "cin_plan": "child in need",
    "s17": "child in need",
    "cla": "looked after",
    "lac": "looked after",
    "child_looked_after": "looked after",
    "looked_after_child": "looked after",
    "s20": "looked after",
    "s31": "looked after",
    "ico": "looked after",
    "care_order": "looked after",
    "care_plan": "looked after",
    "placement_order": "looked after",
    "fco": "looked after",
    "uasc": "unaccompanied",
    "plo": "plo",
    "pre_proceedings": "plo",
    "care_proceedings": "care proceedings",
    "cwd": "disabilities",
}


class OwnWords:
    """What a file's words mean. One that is written out goes before one with ``*``, and those in their order. With
    ``*`` is no empty cell: only ``""`` is."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._exact = {fold(word): meant for word, meant in words.items()}
        self._patterns = [(_pattern(word), meant) for word, meant in words.items() if "*" in word]
        self._before: dict[str, str | None] = {}

    @classmethod
    def of(cls, words: Iterable[str]) -> OwnWords:
        """Words of which it is asked only whether a cell says one."""
        return cls(dict.fromkeys(words, ""))

    def __contains__(self, text: str) -> bool:
        return self.meaning(text) is not None

    def meaning(self, text: str) -> str | None:
        folded = fold(text)
        if folded in self._exact or not self._patterns or not folded:
            return self._exact.get(folded)
        if folded not in self._before:
            if len(self._before) > _REMEMBERED:
                self._before.clear()
            self._before[folded] = self._by_pattern(text, folded)
        return self._before[folded]

    def _by_pattern(self, text: str, folded: str) -> str | None:
        """Where what it means has a ``*``, that is what the first of the word's stands for here."""
        for pattern, meant in self._patterns:
            if found := pattern.fullmatch(text) or pattern.fullmatch(folded):
                return meant.replace("*", found[1].strip())
        return None


def _pattern(word: str) -> re.Pattern[str]:
    parts = map(re.escape, fold(word).split("*"))
    return re.compile("(.*)".join(parts), re.DOTALL | re.IGNORECASE)


def generalised(words: Mapping[str, int]) -> Mapping[str, int]:
    """With ``*`` for the numbers in them, where most differ only by those: a title with the number of the post."""
    found: Counter[str] = Counter()
    for word, rows in words.items():
        found[re.sub(r"(?:\*\|)+", "*|", _NUMBERED.sub("*", word))] += rows
    return found if 2 * len(found) <= len(words) else words


#: Words of a team's name that tell it from no other.
_OF_ANY_TEAM: Final = frozenset({"team", "teams", "service", "services", "the", "and", "of", "hub", "unit"})


def abbreviates(short: str, long: str) -> bool:
    """Whether a team's name may be a short form of another's: ``Assmt North`` of ``Assessment Team North``, ``SFS
    East`` of ``Safeguarding & Family Support East``, ``CIC Team`` of ``Children in Care``."""
    words = [word for word in _parts_of(long) if word not in _OF_ANY_TEAM]
    initials = "".join(word[0] for word in _parts_of(long) if word not in {"and", "team"})
    said = [word for word in _parts_of(short) if word not in _OF_ANY_TEAM]
    return bool(said) and all(_shortens(word, words, initials) for word in said)


def _shortens(word: str, words: Sequence[str], initials: str) -> bool:
    if 2 <= len(word) <= 4 and word in initials:
        return True
    return any(_in_order(word, other) for other in words if other[0] == word[0])


def _in_order(letters: str, word: str) -> bool:
    rest = iter(word)
    return all(letter in rest for letter in letters)


def _parts_of(text: str) -> list[str]:
    return re.sub(r"[^\w\s]|_", " ", fold(text)).split()


#: What stands between the parts of where somebody works, the widest first.
_LEVELS: Final = re.compile(r"\s+[/>|\\]\s+|\s*[>|\\]\s*")


def narrowest(unit: str) -> str:
    """``Children in Care`` of ``Children & Families / Corporate Parenting / Children in Care``."""
    return _LEVELS.split(unit)[-1]


def separator(words: Iterable[str], is_word: Callable[[str], bool]) -> str | None:
    """What stands between several words of one cell; ``is_word``: whether something is one of those looked for. None
    where each cell holds one."""
    said = list(words)
    for between in _BETWEEN:
        parts = {part.strip() for word in said if between in word for part in word.split(between)} - {""}
        known = [part for part in parts if part in said or is_word(part)]
        if parts and 2 * len(known) > len(parts):
            return between
    return None


def parted(words: Mapping[str, int], between: str) -> Mapping[str, int]:
    found: Counter[str] = Counter()
    for word, rows in words.items():
        found.update(dict.fromkeys({part.strip() for part in word.split(between)} - {""}, rows))
    return found
