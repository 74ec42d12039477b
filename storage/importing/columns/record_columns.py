"""What is said of a written record: of one case's, and of a session's notes that are about none."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy.facts import RecordDecision
from storage.importing.columns import values as v
from storage.importing.columns.column_types import (
    ColumnRules,
    Complaint,
    Context,
    Row,
    check_not_after_today,
    check_order,
    day_column,
    one_of_column,
    person_column,
    text_reader,
)
from storage.importing.columns.values import Value

_NOT_RECORDED: Final = frozenset({"no", "n", "false", "0", "not yet"})
_DECISIONS: Final = {str(one): str(one) for one in RecordDecision}


def _recorded(text: str) -> Value:
    """A day, or that it isn't recorded yet (written "no")."""
    return "no" if text.strip().lower() in _NOT_RECORDED else v.day(text)


RECORD_COLUMNS: Final = (
    ColumnRules("recorded_on", text_reader(_recorded), of_day=True),
    person_column("delegate", spared=True),
    day_column("delegated_on"),
    day_column("agreed_on"),
    day_column("disagreed_on"),
    day_column("referred_on"),
    one_of_column("decision", _DECISIONS, "decision of the next tier"),
    day_column("decided_on"),
    person_column("decided_by", spared=True),
    day_column("closed_on"),
)
#: Without which a row comes in whose cell can't be taken.
RECORD_MAY_LACK: Final = frozenset(
    {
        *("recorded_on", "delegate", "delegated_on", "agreed_on", "disagreed_on"),
        *("decided_by", "closed_on"),
    }
)
_RESTS_ON: Final = (
    ("delegated_on", "delegate", "nothing says who was asked to write it"),
    ("referred_on", "disagreed_on", "nobody disagreed"),
    ("decision", "referred_on", "it wasn't referred to the next tier"),
    ("decided_on", "decision", "nothing says what was decided"),
)


def finish_record(row: Row, context: Context) -> Iterator[Complaint]:
    """What each column rests on is there, and each day follows the other."""
    if row["recorded_on"] != "no":
        yield from check_order(row, "date", "recorded_on")
        yield from check_not_after_today(row, "recorded_on", context)
    if row["agreed_on"] and row["disagreed_on"]:
        yield "disagreed_on", "agreed and disagreed: keep what the supervisee said last"
    for column, on, why in _RESTS_ON:
        if row[column] is not None and row[on] is None:
            yield column, f"{why}: give {on} too, or leave this empty"
    if row["decision"] and row["decided_on"] is None:
        yield "decided_on", "a decision and no day: give both or neither"
    for column in ("delegated_on", "agreed_on", "disagreed_on", "referred_on", "decided_on", "closed_on"):
        yield from check_not_after_today(row, column, context)
    yield from check_order(row, "date", "delegated_on")
    yield from check_order(row, "disagreed_on", "referred_on")
    yield from check_order(row, "referred_on", "decided_on")
