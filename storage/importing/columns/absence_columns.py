"""The file of who is away."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Final

from policy.ruleset import Duty
from storage.importing.columns import values as v
from storage.importing.columns.column_types import (
    ColumnRules,
    Complaint,
    Context,
    Kind,
    Row,
    check_both,
    check_not_after_today,
    check_order,
    day_column,
    flag_column,
    person_column,
    read_day,
    text_reader,
    where_asked,
)


def _finish_absence(row: Row, context: Context) -> Iterator[Complaint]:
    row["key"] = row["absence"] or f"{row['staff_number']}|{row['first']}"
    if row["last"] is None and row["back_on"]:
        row["last"] = (date.fromisoformat(row["back_on"]) - timedelta(days=1)).isoformat()
    yield from check_order(row, "first", "last")
    yield from check_both(row, "reported_on", "reported_by", "who reported it, and when")
    if row["reported_by"] is not None and row["reported_by"] == row["staff_number"]:
        yield "reported_by", "somebody whom they supervise reports it: name them"
    yield from check_order(row, "first", "reported_on")
    yield from check_not_after_today(row, "reported_on", context)


_REPORTED_ON: Final = where_asked(
    read_day,
    lambda rules: rules.has(Duty.REPORT_ABSENCE),
    "no rule of this rule set asks that an absence is reported: leave this column out",
)

ABSENCES: Final = Kind(
    "absences",
    (
        ColumnRules("absence", text_reader(v.session_id)),
        person_column("staff_number", needed=True),
        day_column("first", needed=True, near=True),
        day_column("last", near=True),
        day_column("back_on", near=True),
        flag_column("planned", blank=None, needed=True),
        flag_column("sickness"),
        ColumnRules("reported_on", _REPORTED_ON, of_day=True),
        person_column("reported_by", spared=True),
    ),
    frozenset({"staff_number", "first", "planned"}),
    _finish_absence,
    may_lack=frozenset({"reported_on", "reported_by"}),
)
