"""What people remarked in an export beside its columns: that a case went to somebody else, or was closed. It is read by
no column, so that it is counted and named; what it says is nobody's to quote."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import Final, NamedTuple

from policy.folding import fold
from storage.importing.proposal.own_columns import Column

#: No more of a column's rows say something where it is one of remarks, than this share; the others of it are words.
_SELDOM: Final = 0.7


class _Remark(NamedTuple):
    """``said``: by which a remark is known; ``what``: what follows; ``instead``: what is read of it."""

    said: re.Pattern[str]
    what: str
    instead: str


_TRANSFER: Final = re.compile(
    r"\b(?:tfr|trf|tsf|xfer|trans(?:f|fer)?)(?:d|ed|red)?\b.*\bto\b|\bre-?alloc\w*|"
    r"\b(?:passed|handed|moved) (?:over )?to\b"
)
_CLOSED: Final = re.compile(r"\bclos(?:ed|ing|ure)\b|\bnfa\b|\bcase ended\b|\bstep(?:ped)? down\b")
_AWAY: Final = re.compile(
    r"\b(?:mat(?:ernity)?|adoption|sick|long.?term|career break|secondment|seconded|suspended)\b"
)
#: By kind what its remarks may say.
_OF: Final[Mapping[str, Sequence[_Remark]]] = {
    "cases": (
        _Remark(
            _TRANSFER,
            "say that a case went to somebody else",
            "worker and allocated_on are as their columns say",
        ),
        _Remark(
            _CLOSED,
            "say that a case was closed or stepped down",
            "closed_on and categories are as their columns say",
        ),
    ),
    "people": (
        _Remark(
            _TRANSFER, "say that somebody goes elsewhere", "team and supervisor are as their columns say"
        ),
        _Remark(_AWAY, "say that somebody is away", "absences come in with a file of their own"),
    ),
}


def remarked(kind: str, columns: Sequence[Column]) -> Iterator[str]:
    """A line for each matter that is remarked in one of these, which are read for nothing."""
    for column in columns:
        if column.are_days or column.are_flags or column.filled > _SELDOM * len(column.cells):
            continue
        for one in _OF.get(kind, ()):
            if rows := sum(n for word, n in column.words.items() if one.said.search(fold(word))):
                yield (
                    f"“{column.title}”: {rows:,} rows {one.what}, which isn't read: {one.instead} "
                    "(docs/import.md, remarks)"
                )
