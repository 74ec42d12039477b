"""Texts that look like numbers, as systems and people keep a spreadsheet from taking them for such."""

from __future__ import annotations

import re
from typing import Final

#: How systems keep a spreadsheet from taking a text for a number, ``="00417"``; and how people do, where their mark
#: came along: ``'00417``.
_KEPT_AS_TEXT: Final = re.compile(r'^="(.*)"$')
_MARKED_AS_TEXT: Final = re.compile(r"^\s*'(?=[A-Za-z]{0,4}\d[\w./-]*\s*$)")


def kept_as_text(cell: str) -> str:
    """Without what only keeps a number from losing its zeros."""
    return _MARKED_AS_TEXT.sub("", _KEPT_AS_TEXT.sub(r"\1", cell))
