"""A code and its text side by side: ``Position`` and ``Position (T)``, ``Unit`` and ``Unit description``."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from storage.importing.proposal.heading_words import canonical
from storage.importing.proposal.own_columns import NEARLY, Column

#: What the heading of a text says beside that of its code.
_OF_TEXT: Final = frozenset({"t", "txt", "text", "desc", "descr", "description", "name", "title", "label"})
_IS_CODE: Final = re.compile(r"[A-Za-z]{0,3}[-/ ]?\d+")
#: What is said as a number or an address, whatever its text is.
BY_CODE: Final = frozenset({"staff_number", "case", "absence", "session", "supervisor"})


def with_texts(columns: Sequence[Column]) -> list[Column]:
    """Each knows the heading of its code, or that it is one that has a text. Of a pair each code stands beside one
    text."""
    found = list(columns)
    for at, code in enumerate(columns):
        text = next((n for n, one in enumerate(columns) if n != at and _is_text_of(one, code)), None)
        if text is not None:
            found[at] = replace(found[at], has_text=True)
            found[text] = replace(found[text], text_of=code.title)
    return found


def _is_text_of(text: Column, code: Column) -> bool:
    base, longer = canonical(code.title), canonical(text.title)
    if not base or not longer.startswith(f"{base}_") or longer.removeprefix(f"{base}_") not in _OF_TEXT:
        return False
    if not are_codes(code) or are_codes(text) or text.are_days or text.are_emails or not text.words:
        return False
    return not code.has_several(text)


def are_codes(column: Column) -> bool:
    """Numbers, with some letters before them it may be: ``104916``, ``X5702``."""
    codes = sum(bool(_IS_CODE.fullmatch(word)) for word in column.words)
    return codes > NEARLY * len(column.words) > 0


def fits_as(ours: str, column: Column) -> bool:
    """Whether of a code and its text it is the one that says what a column of ours does."""
    return not column.text_of if ours in BY_CODE else not column.has_text
