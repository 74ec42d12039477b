"""The files of what managers judged of cases, of groups' agendas, and of cases drawn for an audit."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from storage.importing.columns import values as v
from storage.importing.columns.column_types import (
    ColumnRules,
    Complaint,
    Context,
    Kind,
    Row,
    case_column,
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
from storage.importing.columns.values import ImportVocabulary, Value
from storage.importing.faults import Unreadable

# What a manager judged


def _judged(text: str, words: ImportVocabulary) -> Value:
    judged = words.rules.vocabulary.judged
    known = {word: key for word, key in words.categories.items() if key in judged}
    if not known:
        raise Unreadable(
            "this rule set leaves nothing about a case to a manager's judgement: leave this file out"
        )
    return v.chosen(text, known, "judgement of a manager")


def _finish_judgement(row: Row, context: Context) -> Iterator[Complaint]:
    row["key"] = f"{row['case']}|{row['category']}|{row['on']}"
    yield from check_not_after_today(row, "on", context)


JUDGEMENTS: Final = Kind(
    "judgements",
    (
        case_column(),
        ColumnRules("category", _judged, needed=True),
        person_column("by", needed=True),
        day_column("on", needed=True),
        flag_column("holds", blank=1),
        ColumnRules("why", lambda text, words: words.cipher.seal(v.free(text)), afresh=True),
    ),
    frozenset({"case", "category", "by", "on"}),
    _finish_judgement,
)

# What is on a group's agenda


_RAISED_ON: Final = where_asked(
    read_day,
    lambda rules: rules.knows_groups,
    "no rule of this rule set is about group supervision: leave this file out",
)


def _event(text: str, words: ImportVocabulary) -> Value:
    return v.chosen(text, words.events, "event")


def _finish_item(row: Row, context: Context) -> Iterator[Complaint]:
    row["key"] = f"{row['case']}|{row['raised_on']}|{row['what'] or ''}|{row['on'] or ''}"
    yield from check_both(row, "what", "on", "what it was raised for has a kind and a day")
    for column in ("raised_on", "off_on"):
        yield from check_not_after_today(row, column, context)
    yield from check_order(row, "raised_on", "off_on")


AGENDA: Final = Kind(
    "agenda",
    (
        case_column(),
        person_column("raised_by", needed=True),
        ColumnRules("raised_on", _RAISED_ON, needed=True, of_day=True),
        ColumnRules("what", _event),
        day_column("on"),
        ColumnRules("discussed_in", text_reader(v.session_id), refers="sessions"),
        day_column("off_on"),
    ),
    frozenset({"case", "raised_by", "raised_on"}),
    _finish_item,
)

# Which case was drawn for an audit


def _audit(text: str, words: ImportVocabulary) -> Value:
    return v.chosen(text, words.audits, "audit")


def _finish_audit(row: Row, context: Context) -> Iterator[Complaint]:
    kinds = sorted(set(context.words.audits.values()))
    row["what"] = row["what"] or (kinds[0] if len(kinds) == 1 else None)
    row["drawn"] = row["drawn_on"] or row["done_on"]
    row["key"] = f"{row['staff_number']}|{row['what']}|{row['case']}|{row['drawn']}"
    if not kinds:
        yield "case", "no rule of this rule set has cases drawn for an audit: leave this file out"
    elif row["what"] is None:
        yield "what", f"which audit was it? There are: {', '.join(kinds)}"
    if row["drawn"] is None:
        yield "drawn_on", "neither when it was drawn nor when it was audited: give one of them"
    if row["by"] is not None and row["done_on"] is None:
        yield "by", "nothing says that it was audited: give done_on too, or leave this empty"
    for column in ("drawn_on", "done_on"):
        yield from check_not_after_today(row, column, context)
    yield from check_order(row, "drawn_on", "done_on")


AUDITS: Final = Kind(
    "audits",
    (
        case_column(),
        person_column("staff_number", needed=True),
        ColumnRules("what", _audit),
        day_column("drawn_on"),
        day_column("done_on"),
        person_column("by", spared=True),
    ),
    frozenset({"case", "staff_number", "drawn_on"}),
    _finish_audit,
    ("drawn",),
    may_lack=frozenset({"by"}),
)
