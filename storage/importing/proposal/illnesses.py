"""What people were ill with, as a list of absences has it, and which codes of absences are sickness by it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Set
from typing import Final

from storage.importing.proposal.own_columns import FORGOTTEN, MOSTLY, Column

#: A column of kinds of absence has no more words.
_KINDS: Final = 25
#: What is no mere code; and words of the heading of a column that says what people were ill with.
_WORD: Final = re.compile(r"[^\W\d_]{4}")
OF_ILLNESS: Final = frozenset({"ill", "illness", "sick", "sickness", "reason", "diagnosis", "symptoms"})


def are_worded(column: Column) -> bool:
    """No mere codes, or such as a key explains."""
    return any(_WORD.search(column.spelt(word)) for word in column.words)


def is_full(column: Column, first: Column) -> bool:
    """Whether it says something in nearly every row with a first day."""
    both = zip(first.cells, column.cells, strict=True)
    return sum(bool(on) and not cell for on, cell in both) <= FORGOTTEN * first.filled


def sick_of(kinds: Column, illnesses: Column) -> Set[str]:
    """Of a column of few words those in whose rows alone it is said what people were ill with."""
    if not 2 <= len(kinds.words) <= _KINDS or kinds.are_days:
        return set()
    all_of = Counter(word for word in kinds.cells if word)
    ill = Counter(word for word, said in zip(kinds.cells, illnesses.cells, strict=True) if word and said)
    mostly = {word for word in ill if ill[word] > MOSTLY * all_of[word]}
    elsewhere = (ill[word] > FORGOTTEN * all_of[word] for word in all_of.keys() - mostly)
    return set() if any(elsewhere) or len(mostly) == len(all_of) else mostly
