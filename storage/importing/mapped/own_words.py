"""A council's own words and what they mean: compared folded, with ``*`` for anything that is there, as in
``*|Social Worker|``."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import Final

from policy.folding import fold
from policy.written_days import full_year
from storage.importing.mapped.own_dates import said_in, split

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
    "cx": "cancelled",
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
    ``*`` is no empty cell: only ``""`` is. A day is the same in whichever spelling a cell has it, as a sheet's days
    have another than it shows."""

    def __init__(self, words: Mapping[str, str]) -> None:
        self._exact = {fold(word): meant for word, meant in words.items()}
        self._patterns = [(_pattern(word), meant) for word, meant in words.items() if "*" in word]
        days = ((_day(word), meant) for word, meant in words.items())
        self._days = {day: meant for day, meant in days if day}
        self._before: dict[str, str | None] = {}

    @classmethod
    def of(cls, words: Iterable[str]) -> OwnWords:
        """Words of which it is asked only whether a cell says one."""
        return cls(dict.fromkeys(words, ""))

    def __contains__(self, text: str) -> bool:
        return self.meaning(text) is not None

    def has(self, word: str) -> bool:
        """Whether it is written out, with no ``*`` in its place."""
        return fold(word) in self._exact

    def meaning(self, text: str) -> str | None:
        folded = fold(text)
        if folded in self._exact or not (self._patterns or self._days) or not folded:
            return self._exact.get(folded)
        if folded not in self._before:
            if len(self._before) > _REMEMBERED:
                self._before.clear()
            day = _day(text) if self._days else None
            on_day = self._days.get(day) if day else None
            self._before[folded] = self._by_pattern(text, folded) if on_day is None else on_day
        return self._before[folded]

    def _by_pattern(self, text: str, folded: str) -> str | None:
        """Where what it means has a ``*``, that is what the first of the word's stands for here."""
        for pattern, meant in self._patterns:
            if found := pattern.fullmatch(text) or pattern.fullmatch(folded):
                return meant.replace("*", found[1].strip())
        return None


def _day(word: str) -> tuple[int, int, int] | None:
    """Written as a day with its year; with a time beside it that is no midnight it is more than a day."""
    if not word[:1].isalnum() or not any(map(str.isdecimal, word)):
        return None
    day, at = split(word)
    said = said_in(day) if not at.strip("0:. ") else None
    return (full_year(said.year), said.month, said.day) if said else None


def _pattern(word: str) -> re.Pattern[str]:
    parts = map(re.escape, fold(word).split("*"))
    return re.compile("(.*)".join(parts), re.DOTALL | re.IGNORECASE)


def generalised(words: Mapping[str, int]) -> Mapping[str, int]:
    """With ``*`` for the numbers in them, where most differ only by those: a title with the number of the post."""
    found: Counter[str] = Counter()
    for word, rows in words.items():
        found[re.sub(r"(?:\*\|)+", "*|", _NUMBERED.sub("*", word))] += rows
    return found if 2 * len(found) <= len(words) else words


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
