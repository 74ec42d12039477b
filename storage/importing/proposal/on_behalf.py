"""Who supervised where somebody else filled a form in: a remark says for whom, ``completed for Priya Sample``, or who
came without an account, ``Priya - guest link``."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from storage.importing.proposal.own_columns import Column
from storage.importing.staff import Staff

_FOR: Final = re.compile(
    r"(?:(?:completed|filled(?: (?:in|out))?|entered|submitted|done|sent|recorded|added) )?(?:for|on behalf of) (?=\S)",
    re.IGNORECASE,
)
_WITHOUT_ACCOUNT: Final = re.compile(
    r"(?P<name>\S.*?) - (?:guest|anonymous|no account|paper)\b", re.IGNORECASE
)
#: As many words a name has.
_LONGEST: Final = 3


def on_behalf(
    filled_by: Column, columns: Sequence[Column], staff: Staff
) -> tuple[Column, dict[str, tuple[str, str]]] | None:
    """The column whose remarks say so of rows that nobody of the staff filled in, by name, and what they mean: each
    remark as a mapping writes it, with the number and the name of whoever is meant."""
    strangers = {word for word in filled_by.words if _meant(word, staff) is None}
    for column in columns:
        said: dict[str, tuple[str, str]] = {}
        for by, remark in zip(filled_by.cells, column.cells, strict=True):
            if remark and (not by or by in strangers):
                said |= _told(remark, staff)
        if said:
            return column, said
    return None


def _told(remark: str, staff: Staff) -> Mapping[str, tuple[str, str]]:
    """What follows a name may be anybody's business, and is quoted nowhere."""
    if (found := _WITHOUT_ACCOUNT.match(remark)) and (one := _meant(found["name"], staff)):
        return {f"{found[0]}*": one}
    for found in _FOR.finditer(remark):
        words = remark[found.end() :].split(" ")[:_LONGEST]
        for number in range(len(words), 0, -1):
            name = " ".join(words[:number]).rstrip(",.;:)")
            if one := _meant(name, staff):
                return {f"{'*' * bool(found.start())}{found[0]}{name}*": one}
    return {}


def _meant(word: str, staff: Staff) -> tuple[str, str] | None:
    number = staff.known(word)
    if number and (one := staff.guesses.known.get(number)):
        return one.number, one.name
    guess = None if number else staff.guesses.guess(word)
    return (guess.number, guess.name) if guess else None
