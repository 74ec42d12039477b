"""What systems write in a cell that says nothing."""

from __future__ import annotations

import re
from typing import Final

from policy.folding import fold
from storage.importing.columns import values as v
from storage.importing.mapped.own_dates import said_in, split

#: What systems write in a cell that says nothing, folded.
_NOTHING: Final = frozenset(
    {
        "null",
        "(null)",
        "n/a",
        "na",
        "nil",
        "none",
        "-",
        "--",
        "---",
        ".",
        "?",
        "(blank)",
        "[blank]",
        "blank",
        "tbc",
        "tba",
    }
    | {
        "not recorded",
        "not known",
        "unknown",
        "not applicable",
        "not set",
        "not entered",
        "no end date",
        "ongoing",
    }
    | {
        "no plan",
        "none recorded",
        "no category",
        "n/k",
        "nk",
        "vacant",
        "vacant post",
        "vacancy",
        "unallocated",
        "not allocated",
        "unassigned",
        "no manager",
        "no worker",
    }
)
#: What says the same as the cell above.
DITTO: Final = frozenset({'"', "''", "“", "”", "〃", "ditto", "do.", "-do-", "as above"})
#: By which what stands where somebody is named is nobody: a vacant post, a tray of work, a team.
_NOBODY: Final = re.compile(
    r"\b(?:vacan\w*|un-?allocated|not allocated|un-?assigned|awaiting|recruit\w*|(?:duty|work|case) ?trays?|trays?|"
    r"inbox|queue|duty|tb[ac]|to be (?:confirmed|appointed|advised|allocated|agreed)|no (?:manager|supervisor|worker)|"
    r"no longer|unfilled)\b",
    re.IGNORECASE,
)
#: A team, but not that of somebody named, which stands in brackets.
_TEAM: Final = re.compile(r"\bteam\b(?! (?:manager|leader|lead)\b)", re.IGNORECASE)
#: All of a group, in place of a name.
_ALL: Final = re.compile(
    r"(?:group\b|whole |everybody\b|everyone\b|all (?:staff|workers)\b|all$)", re.IGNORECASE
)
#: Everybody whom whoever leads it supervises.
_WHOLE_TEAM: Final = re.compile(
    r"(?:the )?(?:whole|entire|full|all(?: of)?(?: the)?)? ?(?:team|group|staff|workers)|everybody|everyone|all"
)
_IN_BRACKETS: Final = re.compile(r"(?<=\w)\s*[(\[][^)\]]*[)\]]")
#: A number, a day or a time of figures that are all nought.
_ZEROS: Final = re.compile(r"0{4,}|0+([./-])0+\1(?:0{4}|0{2})|0?0:00")


def names_nobody(cell: str) -> bool:
    """Of a cell in which somebody is named, and whose name is nobody's: ``Duty Tray``, ``VACANT - Post 1234``."""
    if _ALL.match(v.worded(cell)):
        return True
    alone = _IN_BRACKETS.sub("", cell)
    return bool(_NOBODY.search(v.worded(cell)) or _TEAM.search(v.worded(alone)))


def is_whole_team(cell: str) -> bool:
    """Of whom a group was, in place of names: ``Whole team``; not of a part of one, or of one with a name."""
    return _WHOLE_TEAM.fullmatch(v.worded(cell)) is not None


def says_nothing(cell: str) -> bool:
    """A word that stands for an empty cell, or a day that is none's: ``NULL``, ``01/01/1900``."""
    if not cell or fold(cell) in DITTO or not _NOTHING.isdisjoint((fold(cell), v.worded(cell))):
        return bool(cell)
    if _ZEROS.fullmatch(cell):
        return True
    said = said_in(split(cell)[0]) if cell[0].isdigit() else None
    return said is not None and len(said.year) == 4 and not v.is_of_a_life(int(said.year))
