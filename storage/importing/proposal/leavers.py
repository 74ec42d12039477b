"""Who has left: by a list of leavers beside the list of staff, or by a remark in it."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from policy.written_days import MONTH_WORDS
from storage.importing.mapped.own_dates import said_in
from storage.importing.proposal.guessed_people import is_short_for, may_be_one
from storage.importing.proposal.own_columns import Column
from storage.importing.staging import LEAVERS, Staging

_LEFT: Final = re.compile(
    r"\b(?:left|leaver|leaves|leaving|last day|resigned)\b\D{0,15}"
    r"(?P<day>\d{4}-\d\d-\d\d|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:{MONTH_WORDS})[a-z]* (?:\d{{4}}|\d\d))(?!\d)",
    re.IGNORECASE,
)
#: A sheet or a file by its name, but not one of those who came as well.
_CALLED: Final = re.compile(r"(?<![^\W_])leavers?(?![^\W_])", re.IGNORECASE)
_CAME: Final = re.compile(r"starter|joiner|current", re.IGNORECASE)
#: Of both in one sheet, who is which.
_STARTS: Final = re.compile(r"(?:s|starters?|started|joiners?|joined|new)", re.IGNORECASE)
_LEAVES: Final = re.compile(r"(?:l|leavers?|left|leaving)", re.IGNORECASE)
#: Why somebody is in such a list who is still there.
_MOVED: Final = re.compile(r"\b(?:transfer|internal|mov(?:e|ed|ing)|redeploy\w*|promot\w*)", re.IGNORECASE)
#: So many reasons there are.
_FEW: Final = 12
#: As a mapping names such sheets where they are several.
OF_LEAVERS: Final = "*leaver*"
_TWO: Final = (
    "SELECT a.id, a.file, a.name, b.id, b.name, b.left_on FROM people a JOIN people b ON a.key = b.key "
    "AND a.file <> b.file WHERE (b.left_on < ?1 OR b.file IN ({leavers})) AND a.employed_from <= b.left_on "
    "AND (a.left_on IS NULL OR (a.left_on = b.left_on AND (a.id < b.id OR b.file IN ({leavers})))) "
    "AND (a.file NOT IN ({leavers}) OR b.file IN ({leavers}) AND a.id < b.id)"
)
#: Somebody who stands in one list of leavers twice, with one last day.
_AGAIN: Final = (
    "SELECT a.name, b.id, b.name FROM people a JOIN people b ON a.key = b.key AND a.file = b.file AND a.id < b.id "
    "WHERE a.file IN ({leavers}) AND a.left_on = b.left_on"
)


def is_of_leavers(name: str) -> bool:
    return _CALLED.search(name) is not None and not _CAME.search(name)


def starters_among(name: str, columns: Sequence[Column]) -> dict[str, list[str]]:
    """Of a sheet of both by its name: the column that says who came and who left, and its words for those who came:
    a list of staff has them."""
    if not (_CALLED.search(name) and _CAME.search(name)):
        return {}
    for column in columns:
        came = sorted(word for word in column.words if _STARTS.fullmatch(column.spelt(word)))
        if 0 < len(came) < len(column.words) and all(
            word in came or _LEAVES.fullmatch(column.spelt(word)) for word in column.words
        ):
            return {column.title: came}
    return {}


def moved_within(columns: Sequence[Column]) -> dict[str, list[str]]:
    """By column of a list of leavers the words of those who went to another post of the council's."""
    told = {
        c.title: sorted(w for w in c.words if _MOVED.search(c.spelt(w)))
        for c in columns
        if len(c.words) <= _FEW
    }
    return {title: words for title, words in told.items() if words}


def with_last_day(people: Mapping[str, Column], columns: Sequence[Column]) -> Mapping[str, Column]:
    """Of a list of leavers: where no heading says which is their last day, the only column of days is that."""
    free = [c for c in columns if c.are_days and c not in people.values()]
    return people if "left_on" in people or len(free) != 1 else {**people, "left_on": free[0]}


def left_by_remark(column: Column) -> dict[str, str]:
    """The last day that remarks say, by the words of each that do, with anything before and behind them."""
    found = filter(None, map(_LEFT.search, column.words))
    days = {f"*{one[0]}*": _day(one["day"]) for one in found}
    return {said: day for said, day in days.items() if day}


def _day(text: str) -> str:
    said = said_in(text)
    day = said.in_year(int(said.year) % 100 + 2000) if said else None
    return day.isoformat() if day else ""


def take_last_days(staging: Staging, today: date) -> None:
    """Whoever a list of staff has without a last day, or with the same, and another file as left since, or a list of
    leavers as about to: what is said of them is the first's, with that day. One that ended before they came is another
    time of theirs, and stays to be named."""
    of_leavers = [str(number) for number, origin in enumerate(staging.origins) if LEAVERS in origin.given]
    leavers = ", ".join(of_leavers) or "-1"
    for called, again, name in staging.sql.execute(_AGAIN.format(leavers=leavers)).fetchall():
        if may_be_one(called, name):
            staging.remove("people", again)
    two = staging.sql.execute(_TWO.format(leavers=leavers), [today.isoformat()])
    for mine, file, name, theirs, called, left_on in two.fetchall():
        if may_be_one(name, called) or is_short_for(name, called):
            origin = staging.origins[file]
            given = staging.begin(replace(origin, given=origin.given | {"left_on"}))
            staging.sql.execute(
                "UPDATE people SET left_on = ?, file = ? WHERE id = ?", [left_on, given, mine]
            )
            staging.remove("people", theirs)
