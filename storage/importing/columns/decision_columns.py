"""The file of decisions about cases that were made outside supervision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy.ruleset import Duty
from storage.importing.columns.column_types import (
    ColumnRules,
    Complaint,
    Context,
    Kind,
    Row,
    case_column,
    check_not_after_today,
    check_order,
    day_column,
    one_of_column,
    person_column,
    read_day,
    where_asked,
)

_INFORMAL: Final = "informal"
_HOW: Final = {"informal": _INFORMAL, "in absence": "in_absence", "one to one": "one_to_one"}


def _finish_decision(row: Row, context: Context) -> Iterator[Complaint]:
    row["key"] = f"{row['case']}|{row['kind']}|{row['made_on']}|{row['made_by']}"
    yield from check_order(row, "made_on", "recorded_on")
    for column in ("made_on", "recorded_on"):
        yield from check_not_after_today(row, column, context)


_MADE_ON: Final = where_asked(
    read_day,
    lambda rules: rules.has(Duty.RECORD_DECISION),
    "no rule of this rule set asks for decisions on the child's file: leave this file out",
)

DECISIONS: Final = Kind(
    "decisions",
    (
        case_column(),
        person_column("made_by", needed=True),
        ColumnRules("made_on", _MADE_ON, needed=True, of_day=True),
        one_of_column("kind", _HOW, "way in which a decision is made", _INFORMAL),
        day_column("recorded_on"),
    ),
    frozenset({"case", "made_by", "made_on"}),
    _finish_decision,
)
