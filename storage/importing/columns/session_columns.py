"""The files of sessions, of who was in them and of what was discussed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Final

from policy.calendar import NonexistentTime
from policy.facts import SessionKind
from policy.ruleset import GROUP_ROLES, Role
from storage.importing.columns import times_of_day
from storage.importing.columns import values as v
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
    flag_column,
    one_of_column,
    person_column,
    say_day,
    text_reader,
    where_asked,
)
from storage.importing.columns.record_columns import RECORD_COLUMNS, RECORD_MAY_LACK, finish_record
from storage.importing.columns.values import ImportVocabulary, Value

#: By which a session is known that has no id of its own.
PAIR: Final = ("supervisee", "supervisor", "date", "start")


#: As ``case`` is read: an empty cell, which means that too, is one of the kind that fits.
_CASE_SAID: Final = "case said"


def _read_kind(text: str, _: ImportVocabulary) -> Value:
    kind = v.chosen(text, {**v.KINDS, v.BOTH: v.BOTH}, "kind of session")
    return _CASE_SAID if kind == "case" else kind


def _finish_session(row: Row, context: Context) -> Iterator[Complaint]:
    yield from _length(row)
    row["personal_too"] = int(row["kind"] == v.BOTH)
    row["kind_unsaid"] = int(row["kind"] == "case")
    row["kind"] = "case" if row["personal_too"] or row["kind"] == _CASE_SAID else row["kind"]
    row["pair"], row["was"] = pair_key(row), None
    row["key"] = row["session"] or row["pair"]
    if row["supervisee"] == row["supervisor"] and row["kind"] != "group":
        yield "supervisor", "nobody holds a session with themselves: name the supervisor"
    yield from _place(row, context)
    yield from _state(row, context)
    yield from finish_record(row, context)
    yield from _shared_out(row, context)


def _length(row: Row) -> Iterator[Complaint]:
    """Takes apart a start that says how long it is too."""
    row["start"], _, long = str(row["start"]).partition(times_of_day.LASTS)
    if long and row["minutes"] not in (None, int(long)):
        yield "minutes", f"{row['minutes']}, and its start says {long}: correct one of them"
    row["minutes"] = row["minutes"] or (int(long) if long else None)


def pair_key(row: Row) -> str:
    """How a session without an id of its own is known: the pair and the wall time booked."""
    return f"{row['supervisee']}|{row['supervisor']}|{row['date']}T{row['start']}"


#: By which a session is known that a row of another one says is the next.
NEXT_KEY: Final = "next "


def next_key(row: Row) -> str:
    return f"{NEXT_KEY}{row['pair']}"


def is_next(key: str | None) -> bool:
    return key is not None and key.startswith(NEXT_KEY)


def _place(row: Row, context: Context) -> Iterator[Complaint]:
    row["starts_at"] = row["ends_at"] = None
    usual = context.words.rules.practice.session_minutes
    try:
        on, at = date.fromisoformat(str(row["date"])), time.fromisoformat(str(row["start"]))
        starts = context.calendar.at(on, at)
    except NonexistentTime as error:
        yield "start", str(error)
        return
    row["starts_at"] = starts.isoformat()
    row["ends_at"] = (starts + timedelta(minutes=int(row["minutes"] or usual))).isoformat()


def _state(row: Row, context: Context) -> Iterator[Complaint]:
    if row["state"] == v.BY_DAY:
        row["state"] = "held" if str(row["date"]) < context.iso_today else "booked"
    cancelled = [name for name in ("cancelled_on", "reason") if row[name] is not None]
    if row["state"] == "held" and str(row["date"]) > context.today.isoformat():
        yield (
            "state",
            f"{say_day(str(row['date']))} is still to come, so it cannot have been held: write booked",
        )
    if row["state"] == "cancelled" and row["reason"] is None:
        yield "reason", "a cancelled session needs a reason: give it, or write other"
    if row["state"] != "cancelled" and cancelled:
        yield cancelled[0], f"the session is {row['state']}: write cancelled in state, or leave this empty"
    said = [column.name for column in RECORD_COLUMNS if row[column.name] is not None]
    if said and row["state"] != "held":
        yield said[0], f"the session is {row['state']}: only one that was held has a record"
    yield from check_not_after_today(row, "cancelled_on", context)
    yield from check_order(row, "cancelled_on", "returned_on")


#: Who shares out a group's record, by the column that names each.
TASKS: Final = {str(role): role for role in GROUP_ROLES}


def _shared_out(row: Row, context: Context) -> Iterator[Complaint]:
    """Nobody signs off or oversees what they wrote, nor oversees what they sign off."""
    named = {name: row[name] for name in TASKS if row[name] is not None}
    of_group = [*named, *(["whole_team"] if row["whole_team"] else [])]
    if of_group and row["kind"] != "group":
        yield of_group[0], "this session is no group's: write group in its kind, or leave this empty"
    first: dict[Value, str] = {}
    for name, person in named.items():
        if (other := first.setdefault(person, name)) != name:
            yield name, f"the same person as {other}: name another"
    delegates = context.words.rules.delegates(SessionKind(row["kind"]))
    if row["delegate"] is not None and not delegates:
        yield "delegate", NOT_DELEGATED
    elif row["delegate"] in (row["supervisor"], *(named.values() if named else (row["supervisee"],))):
        yield "delegate", NOT_TO_THEMSELVES


#: Of somebody who is to write a record in place of whoever answers for it.
NOT_DELEGATED: Final = "by this rule set nobody else writes the record of such a session: leave this empty"
NOT_TO_THEMSELVES: Final = "takes part in it, or answers for its record: name who writes it in their place"


def _task_column(name: str, role: Role) -> ColumnRules:
    mine = person_column(name, spared=True)
    why = f"no rule of this rule set gives a group's {name} anything to do: leave this column out"
    return replace(mine, read=where_asked(mine.read, lambda rules: role in rules.group_roles, why))


_SESSION_REF: Final = (
    ColumnRules("session", text_reader(v.session_id), refers="sessions"),
    person_column("supervisee"),
    person_column("supervisor"),
    day_column("date", near=True),
    ColumnRules("start", text_reader(times_of_day.begin)),
)


SESSIONS: Final = Kind(
    "sessions",
    (
        ColumnRules("session", text_reader(v.session_id)),
        person_column("supervisee", needed=True),
        person_column("supervisor", needed=True),
        day_column("date", needed=True, near=True),
        ColumnRules("start", text_reader(times_of_day.begin_and_length), needed=True),
        ColumnRules("minutes", text_reader(times_of_day.minutes)),
        ColumnRules("kind", _read_kind, blank="case"),
        one_of_column("state", {**v.STATES, v.BY_DAY: v.BY_DAY}, "state of a session", "booked"),
        day_column("booked_on", near=True),
        day_column("cancelled_on", near=True),
        one_of_column("reason", v.REASONS, "reason"),
        person_column("absent"),
        day_column("returned_on", near=True),
        ColumnRules("replaces", text_reader(v.session_id), refers="sessions"),
        *RECORD_COLUMNS,
        *(_task_column(name, role) for name, role in TASKS.items()),
        flag_column("whole_team"),
    ),
    frozenset(PAIR),
    _finish_session,
    ("pair", "starts_at", "ends_at", "personal_too", "kind_unsaid", "was"),
    frozenset({"minutes", "booked_on", *RECORD_MAY_LACK, *TASKS}),
    frozenset({"booked_on"}),
)


def _finish_participant(row: Row, _context: Context) -> Iterator[Complaint]:
    row["key"] = f"{row['session']}||{row['staff_number']}"
    yield from ()


PARTICIPANTS: Final = Kind(
    "participants",
    (
        ColumnRules("session", text_reader(v.session_id), needed=True, refers="sessions"),
        person_column("staff_number", needed=True),
        flag_column("attended", blank=None),
    ),
    frozenset({"session", "staff_number"}),
    _finish_participant,
)


def _finish_discussion(row: Row, context: Context) -> Iterator[Complaint]:
    if row["session"] is None and None in [row[name] for name in PAIR]:
        yield "session", "which session? Give its id, or supervisee, supervisor, date and start"
    row["session_key"] = row["session"] or pair_key(row)
    row["key"] = f"{row['session_key']}||{row['case']}"
    yield from finish_record(row, context)
    yield from check_not_after_today(row, "overseen_on", context)
    for side, other in (("supervisee", "supervisor"), ("supervisor", "supervisee")):
        yield from _when_acknowledged(row, f"{side}_acknowledged_on", other, context)


def _when_acknowledged(row: Row, column: str, other: str, context: Context) -> Iterator[Complaint]:
    """``other``: whose alone it was not to be."""
    yield from check_order(row, "date", column)
    yield from check_not_after_today(row, column, context)
    if row[column] and row["acknowledged_by"] == other:
        yield column, f"acknowledged_by says the {other} alone: correct one of them"


DISCUSSIONS: Final = Kind(
    "discussions",
    (
        *_SESSION_REF,
        case_column(),
        flag_column("full", blank=1),
        flag_column("plan_reviewed"),
        *RECORD_COLUMNS,
        flag_column("safeguarding"),
        one_of_column("acknowledged_by", v.ACKNOWLEDGED, "side", "both"),
        day_column("supervisee_acknowledged_on"),
        day_column("supervisor_acknowledged_on"),
        ColumnRules("safeguarding_reference", text_reader(v.case_reference)),
        day_column("overseen_on"),
        person_column("overseen_by", spared=True),
    ),
    frozenset({"case"}),
    _finish_discussion,
    ("session_key",),
    frozenset(
        {
            *RECORD_MAY_LACK,
            *("supervisee_acknowledged_on", "supervisor_acknowledged_on"),
            *("safeguarding_reference", "overseen_on", "overseen_by"),
        }
    ),
)
