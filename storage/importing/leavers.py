"""Who has left: by a list of leavers beside the list of staff, or by a remark in it."""

from __future__ import annotations

import re
from dataclasses import replace
from datetime import date
from typing import Final

from policy.written_days import MONTH_WORDS
from storage.importing.guessed_people import may_be_one
from storage.importing.own_columns import Column
from storage.importing.own_dates import said_in
from storage.importing.staging import Staging

_LEFT: Final = re.compile(
    r"\b(?:left|leaver|leaves|leaving|last day|resigned)\b\D{0,15}"
    r"(?P<day>\d{4}-\d\d-\d\d|\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d\d)"
    rf"|\d{{1,2}}(?:st|nd|rd|th)? (?:{MONTH_WORDS})[a-z]* (?:\d{{4}}|\d\d))(?!\d)",
    re.IGNORECASE,
)
_TWO: Final = (
    "SELECT a.id, a.file, a.name, b.id, b.name, b.left_on FROM people a JOIN people b ON a.key = b.key "
    "AND a.file <> b.file WHERE b.left_on < ?1 AND a.employed_from <= b.left_on "
    "AND (a.left_on IS NULL OR (a.left_on = b.left_on AND a.id < b.id))"
)


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
    """Whoever a list of staff has without a last day, or with the same, and another file as left since: what is said
    of them is the first's, with that day. One that ended before they came is another time of theirs, and stays to be
    named."""
    for mine, file, name, theirs, called, left_on in staging.sql.execute(
        _TWO, [today.isoformat()]
    ).fetchall():
        if may_be_one(name, called):
            origin = staging.origins[file]
            given = staging.begin(replace(origin, given=origin.given | {"left_on"}))
            staging.sql.execute(
                "UPDATE people SET left_on = ?, file = ? WHERE id = ?", [left_on, given, mine]
            )
            staging.sql.execute("DELETE FROM people WHERE id = ?", [theirs])
