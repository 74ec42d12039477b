"""A case with a row for each of the workers it has or had: which of them hold it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import Final

from storage.importing.proposal.heading_words import normal
from storage.importing.proposal.own_columns import NEARLY, Column

#: Somebody's part in a case, who holds it, and who doesn't, whatever else the word says.
_OF_PART: Final = frozenset(
    {"relationship", "relation", "role", "involvement", "type", "allocation", "capacity", "as"}
)
_HOLDS: Final = re.compile(
    r"\b(?:allocated|key ?worker|case ?(?:holder|worker|manager)|lead|holder|holding|responsible|primary|main|"
    r"principal|social worker|personal advis[eo]r|named worker)\b"
)
_HOLDS_NOT: Final = re.compile(
    r"\b(?:independent|iro|reviewing|secondary|second|joint|co|deputy|support|supporting|former|previous|past|ended|ex|"
    r"historic\w*|duty|chair\w*|cpc|conference|manager|supervisor|student|guardian|fostering|adoption|health|nurse|"
    r"police|school|education|business|admin\w*|assistant|mentor|observer|other|temporary|cover\w*)\b"
)
#: The same behind a name; a team in brackets says nothing of it.
_BEHIND: Final = re.compile(
    r"\s*(?:[(\[]\s*|[-–—,]\s+)(?:co[- ]?work\w*|secondary(?: worker)?|second worker|joint(?: worker)?|support worker)"
    r"\s*[)\]]?$",
    re.IGNORECASE,
)
#: A column with more words than this is of something else.
_MOST: Final = 25


def others_than_holders(case: Column, columns: Sequence[Column]) -> tuple[Column, list[str]] | None:
    """The column that says what somebody is in a case, and its words for those who don't hold it; None where no column
    says so; one that says it of those alone who don't, and of most nothing, says it too. Where nearly every case has
    one word of a holder, whoever nearly always stands beside them doesn't hold it: a personal adviser beside an
    allocated worker, but not those who hold cases of their own."""
    for column in columns:
        if _OF_PART.isdisjoint(column.heading) or not 1 <= len(column.words) <= _MOST:
            continue
        others = sorted(word for word in column.words if _HOLDS_NOT.search(normal(word)))
        holders = [word for word in column.words if word not in others and _HOLDS.search(normal(word))]
        with_each = {word: _cases_with(case, column, word) for word in column.words}
        only = [word for word in holders if len(with_each[word]) > NEARLY * len(case.words)]
        if len(only) == 1:
            holding = with_each[only[0]]
            beside = [w for w in holders if len(with_each[w] & holding) > NEARLY * len(with_each[w])]
            others = sorted({*others, *beside} - {*only})
        unsaid = len(others) == len(column.words) and 2 * column.filled < len(column.cells)
        if others and (holders or unsaid):
            return column, others
    return None


def beside_holders(worker: Column) -> list[str]:
    """What stands behind the names of those who don't hold a case, where it stands in one cell with them."""
    said = (_BEHIND.search(word) for word in worker.words)
    return sorted({f"*{one[0]}" for one in said if one})


def _cases_with(case: Column, column: Column, word: str) -> frozenset[str]:
    said_by = zip(case.cells, column.cells, strict=True)
    return frozenset(one for one, said in said_by if said == word and one)


def without_others(case: Column, column: Column, others: Sequence[str]) -> int:
    """How many cases have no row but such as say one of these."""
    kept = {one for one, said in zip(case.cells, column.cells, strict=True) if said not in others}
    return len(case.words.keys() - kept)
