"""The files an import knows: each one's columns, what must hold within a row, and by what a row is matched."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time
from typing import Final

from policy.calendar import NonexistentTime
from policy.events import PLAN
from storage.importing.columns import values as v
from storage.importing.columns.absence_columns import ABSENCES
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
    person_column,
    text_reader,
)
from storage.importing.columns.cover_columns import COVERS
from storage.importing.columns.decision_columns import DECISIONS
from storage.importing.columns.judgement_columns import AGENDA, AUDITS, JUDGEMENTS
from storage.importing.columns.session_columns import DISCUSSIONS, PARTICIPANTS, SESSIONS
from storage.importing.columns.times_of_day import clock_time
from storage.importing.columns.values import ImportVocabulary, Value
from storage.importing.columns.working_week import working_week
from storage.importing.faults import Unreadable

# People and relationships


def _finish_person(row: Row, context: Context) -> Iterator[Complaint]:
    row["key"] = row["staff_number"]
    yield from check_order(row, "employed_from", "left_on")
    yield from check_order(row, "employed_from", "role_from")
    yield from check_order(row, "asye_from", "asye_until")
    yield from check_not_after_today(row, "last_supervised", context)


def _own_number(text: str, words: ImportVocabulary) -> Value:
    """As it is known; of a name or an address in place of one that of whoever is known by it."""
    number = v.staff_number(text)
    return words.staff.numbers.taken(words.staff.named(number) or number)


PEOPLE: Final = Kind(
    "people",
    (
        ColumnRules("staff_number", _own_number, needed=True, afresh=True),
        ColumnRules("name", text_reader(v.name), needed=True),
        ColumnRules("role", lambda text, words: v.chosen(text, words.roles, "role"), needed=True),
        day_column("employed_from", needed=True),
        day_column("role_from"),
        ColumnRules("email", text_reader(v.email)),
        ColumnRules("team", text_reader(v.free), blank=""),
        flag_column("qualified"),
        flag_column("in_group"),
        day_column("asye_from"),
        day_column("asye_until"),
        day_column("left_on"),
        ColumnRules("works", text_reader(working_week), blank="1111100"),
        ColumnRules("percent", text_reader(v.percent), blank=100),
        ColumnRules("load_percent", text_reader(v.load_percent)),
        flag_column("administrator"),
        flag_column("policy_owner"),
        ColumnRules("contact", v.platform),
        ColumnRules("account", v.account),
        day_column("last_supervised"),
    ),
    frozenset({"staff_number", "name"}),
    _finish_person,
    may_lack=frozenset(
        {
            *(
                "role_from",
                "email",
                "team",
                "qualified",
                "in_group",
                "asye_from",
                "asye_until",
                "works",
                "percent",
            ),
            *("load_percent", "administrator", "policy_owner", "contact", "account", "last_supervised"),
        }
    ),
    may_be_empty=frozenset({"last_supervised"}),
)


def _finish_relationship(row: Row, _context: Context) -> Iterator[Complaint]:
    row["key"] = f"{row['supervisee']}|{row['supervisor']}|{row['professional']}|{row['since']}"
    row["chain"] = f"{row['supervisee']}|{row['professional']}"
    if row["supervisee"] == row["supervisor"]:
        yield "supervisor", "nobody supervises themselves: name the supervisor"
    yield from check_order(row, "since", "until")


RELATIONSHIPS: Final = Kind(
    "relationships",
    (
        person_column("supervisee", needed=True),
        person_column("supervisor", needed=True),
        day_column("since", needed=True),
        day_column("until"),
        flag_column("professional"),
        ColumnRules("more_often", text_reader(v.period)),
    ),
    frozenset({"supervisee", "supervisor", "since"}),
    _finish_relationship,
    ("chain",),
    frozenset({"more_often"}),
)


def _finish_set_elsewhere(row: Row, _context: Context) -> Iterator[Complaint]:
    row["key"] = f"{row['staff_number']}|{row['by']}|{row['since']}"
    row["chain"] = f"{row['staff_number']}|{row['by']}"
    yield from check_order(row, "since", "until")


def _body(text: str, words: ImportVocabulary) -> Value:
    if not words.bodies:
        raise Unreadable("no rule of this rule set leaves anything to another body: leave this file out")
    return v.chosen(text, words.bodies, "body")


SET_ELSEWHERE: Final = Kind(
    "set_elsewhere",
    (
        person_column("staff_number", needed=True),
        ColumnRules("by", _body, needed=True),
        ColumnRules("every", text_reader(v.period), needed=True),
        day_column("since", needed=True),
        day_column("until"),
    ),
    frozenset({"staff_number", "by", "every"}),
    _finish_set_elsewhere,
    ("chain",),
)

# Cases


def _finish_case(row: Row, context: Context) -> Iterator[Complaint]:
    row["key"] = row["case"]
    if row["worker"] is not None and row["allocated_on"] is None:
        yield "allocated_on", "a worker and no day since when: give both or neither"
    for column in ("closed_on", "last_discussed", "plan_last_reviewed", "plan_since", "categories_from"):
        yield from check_not_after_today(row, column, context)


def _plan_since(text: str, words: ImportVocabulary) -> Value:
    if PLAN not in words.events.values():
        raise Unreadable(
            "no rule of this rule set asks since when a child is on a plan: leave this column out, "
            f"or name an event '{PLAN}' in its vocabulary"
        )
    return v.day(text)


CASES: Final = Kind(
    "cases",
    (
        ColumnRules(
            "case",
            lambda text, words: words.references.taken(words.case_reference(text)),
            needed=True,
            afresh=True,
        ),
        ColumnRules("service", lambda text, words: v.chosen(text, words.services, "service"), needed=True),
        ColumnRules("categories", lambda text, words: v.categories(text, words.categories), blank=""),
        person_column("worker", spared=True),
        day_column("allocated_on"),
        ColumnRules("plan_every_months", text_reader(v.months)),
        ColumnRules("children", text_reader(v.children)),
        flag_column("restricted"),
        day_column("closed_on"),
        day_column("last_discussed"),
        day_column("plan_last_reviewed"),
        flag_column("is_open", blank=None),
        ColumnRules("plan_since", _plan_since, of_day=True),
        day_column("categories_from"),
    ),
    frozenset({"case", "service"}),
    _finish_case,
    may_lack=frozenset(
        {
            *("plan_every_months", "children", "last_discussed", "plan_last_reviewed", "plan_since"),
            *("is_open", "categories_from"),
        }
    ),
    may_be_empty=frozenset({"last_discussed", "plan_last_reviewed"}),
)


def _finish_discussed(row: Row, context: Context) -> Iterator[Complaint]:
    row["key"] = row["case"]
    if row["last_discussed"] is None and row["plan_last_reviewed"] is None:
        yield "last_discussed", "this is empty, and so is plan_last_reviewed: every row needs one of them"
    for column in ("last_discussed", "plan_last_reviewed"):
        yield from check_not_after_today(row, column, context)


#: Of a list that has a row for each time: the latest of a case counts.
LAST_DISCUSSED: Final = Kind(
    "last_discussed",
    (case_column(), day_column("last_discussed"), day_column("plan_last_reviewed")),
    frozenset({"case", "last_discussed"}),
    _finish_discussed,
)


def _finish_allocation(row: Row, _context: Context) -> Iterator[Complaint]:
    row["key"], row["chain"] = f"{row['case']}|{row['worker']}|{row['since']}", row["case"]
    yield from check_order(row, "since", "until")


ALLOCATIONS: Final = Kind(
    "allocations",
    (
        case_column(),
        person_column("worker", needed=True),
        day_column("since", needed=True),
        day_column("until"),
    ),
    frozenset({"case", "worker", "since"}),
    _finish_allocation,
    ("chain",),
)


#: Who decided as the case's own supervisor, whatever their role.
_SUPERVISOR: Final = {"supervisor": "supervisor"}


def _finish_authorisation(row: Row, _context: Context) -> Iterator[Complaint]:
    row["key"] = f"{row['case']}|{row['since']}"
    yield from check_order(row, "since", "until")


AUTHORISATIONS: Final = Kind(
    "authorisations",
    (
        case_column(),
        ColumnRules("every", text_reader(v.period), needed=True),
        person_column("by", needed=True),
        day_column("since", needed=True),
        day_column("until"),
        flag_column("less_often"),
        ColumnRules("granted_as", lambda text, words: v.chosen(text, {**words.roles, **_SUPERVISOR}, "role")),
        day_column("recorded_on"),
        ColumnRules("why", lambda text, words: words.cipher.seal(v.free(text)), afresh=True),
    ),
    frozenset({"case", "every", "by"}),
    _finish_authorisation,
)


def _finish_event(row: Row, context: Context) -> Iterator[Complaint]:
    row["key"] = row["event"] or f"{row['case']}|{row['what']}|{row['on']}"
    yield from check_order(row, "on", "until")
    yield from check_not_after_today(row, "known_on", context)


def _event(text: str, words: ImportVocabulary) -> Value:
    if not words.events:
        raise Unreadable("this rule set names no events: leave this file out")
    return v.chosen(text, words.events, "event")


EVENTS: Final = Kind(
    "events",
    (
        ColumnRules("event", text_reader(v.event_id)),
        case_column(),
        ColumnRules("what", _event, needed=True),
        day_column("on", needed=True),
        day_column("until"),
        day_column("known_on"),
    ),
    frozenset({"case", "what", "on"}),
    _finish_event,
)

# Busy times and milestones


def _finish_busy(row: Row, context: Context) -> Iterator[Complaint]:
    row["key"] = row["starts_at"] = row["ends_at"] = None
    row["end_date"] = row["end_date"] or row["date"]
    try:
        starts, ends = (
            _instant(row["date"], row["start"], context),
            _instant(row["end_date"], row["end"], context),
        )
    except NonexistentTime as error:
        yield "start", str(error)
        return
    if ends <= starts:
        yield "end", "ends before it begins: correct the times, or give end_date"
    row["starts_at"], row["ends_at"] = starts.isoformat(), ends.isoformat()
    row["key"] = f"{row['staff_number']}|{row['starts_at']}"


def _instant(day: Value, at: Value, context: Context) -> datetime:
    return context.calendar.at(date.fromisoformat(str(day)), time.fromisoformat(str(at)))


BUSY: Final = Kind(
    "busy",
    (
        person_column("staff_number", needed=True),
        day_column("date", needed=True),
        ColumnRules("start", text_reader(clock_time), needed=True),
        ColumnRules("end", text_reader(clock_time), needed=True),
        day_column("end_date"),
    ),
    frozenset({"staff_number", "date", "start", "end"}),
    _finish_busy,
    ("starts_at", "ends_at"),
)


def _finish_milestone(row: Row, context: Context) -> Iterator[Complaint]:
    row["key"] = f"{row['staff_number']}|{row['what']}|{row['on']}"
    yield from check_not_after_today(row, "on", context)


def _what(text: str, words: ImportVocabulary) -> Value:
    return v.chosen(text, words.milestones, "milestone")


MILESTONES: Final = Kind(
    "milestones",
    (
        person_column("staff_number", needed=True),
        ColumnRules("what", _what, needed=True),
        day_column("on", needed=True),
        person_column("by", spared=True),
    ),
    frozenset({"staff_number", "what", "on"}),
    _finish_milestone,
    may_lack=frozenset({"by"}),
)

#: In the order in which they are applied: what is referred to comes first.
KINDS: Final = (
    PEOPLE,
    RELATIONSHIPS,
    SET_ELSEWHERE,
    CASES,
    LAST_DISCUSSED,
    ALLOCATIONS,
    AUTHORISATIONS,
    EVENTS,
    DECISIONS,
    JUDGEMENTS,
    ABSENCES,
    SESSIONS,
    PARTICIPANTS,
    AGENDA,
    DISCUSSIONS,
    COVERS,
    BUSY,
    MILESTONES,
    AUDITS,
)
BY_NAME: Final = {kind.name: kind for kind in KINDS}
