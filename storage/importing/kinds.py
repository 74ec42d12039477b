"""The files an import knows: each one's columns, what must hold within a row, and by what a row is matched."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Any, TypeAlias

from policy.calendar import NonexistentTime, WorkingCalendar
from storage.importing import values as v
from storage.importing.faults import Unreadable
from storage.importing.values import ImportVocabulary, Value

Row: TypeAlias = dict[str, Any]
#: (column, what is wrong and the remedy)
Complaint: TypeAlias = tuple[str, str]


@dataclass(frozen=True)
class Context:
    """What reading a row needs besides the row. ``today`` is a date in the council's zone."""

    words: ImportVocabulary
    calendar: WorkingCalendar
    today: date


@dataclass(frozen=True, slots=True)
class Column:
    """``blank``: what an empty cell means. ``refers``: the file whose identity it names."""

    name: str
    read: Callable[[str, ImportVocabulary], Value]
    needed: bool = False
    blank: Value = None
    refers: str | None = None


@dataclass(frozen=True, slots=True)
class Kind:
    """``marks``: the columns by which a heading is known to be of this kind. ``derived``: columns worked out from
    others. ``finish`` fills them and the key, and says what is wrong with the row as a whole."""

    name: str
    columns: tuple[Column, ...]
    marks: frozenset[str]
    finish: Callable[[Row, Context], Iterator[Complaint]]
    derived: tuple[str, ...] = ()

    @property
    def names(self) -> list[str]:
        return [c.name for c in self.columns]

    @property
    def stored(self) -> list[str]:
        return [*self.names, *self.derived]


def _text(read: Callable[[str], Value]) -> Callable[[str, ImportVocabulary], Value]:
    return lambda text, _words: read(text)


def _day(name: str, *, needed: bool = False) -> Column:
    return Column(name, _text(v.day), needed)


def _flag(name: str, *, blank: int = 0) -> Column:
    return Column(name, _text(v.yes_no), blank=blank)


def _person(name: str, *, needed: bool = False) -> Column:
    return Column(name, _text(v.staff_number), needed, refers="people")


def _case(*, needed: bool = True) -> Column:
    return Column("case", _text(v.case_reference), needed, refers="cases")


def _one_of(name: str, words: Mapping[str, str], what: str, blank: str | None = None) -> Column:
    return Column(name, lambda text, _: v.chosen(text, words, what), blank=blank)


# Which day follows which


def _ordered(row: Row, first: str, last: str) -> Iterator[Complaint]:
    """ISO dates compare as text."""
    start, end = row[first], row[last]
    if isinstance(start, str) and isinstance(end, str) and end < start:
        yield last, f"{_said(end)} is before {first} ({_said(start)}): correct one of them"


def _not_after_today(row: Row, column: str, context: Context) -> Iterator[Complaint]:
    on = row[column]
    if isinstance(on, str) and on > context.today.isoformat():
        yield column, f"{_said(on)} is still to come: leave it out until it has happened"


def _said(iso: str) -> str:
    found = date.fromisoformat(iso)
    return f"{found:%d/%m/%Y}"


# People and relationships


def _finish_person(row: Row, _context: Context) -> Iterator[Complaint]:
    row["key"] = row["staff_number"]
    yield from _ordered(row, "employed_from", "left_on")
    yield from _ordered(row, "asye_from", "asye_until")


PEOPLE = Kind(
    "people",
    (
        Column("staff_number", _text(v.staff_number), needed=True),
        Column("name", _text(v.name), needed=True),
        Column("role", lambda text, words: v.chosen(text, words.roles, "role"), needed=True),
        _day("employed_from", needed=True),
        Column("email", _text(v.email)),
        Column("team", _text(v.free), blank=""),
        _flag("qualified"),
        _flag("in_group"),
        _day("asye_from"),
        _day("asye_until"),
        _day("left_on"),
        Column("works", _text(v.works), blank="1111100"),
        Column("percent", _text(v.percent), blank=100),
        _flag("administrator"),
        _flag("policy_owner"),
        Column("contact", _text(v.platform)),
    ),
    frozenset({"staff_number", "name"}),
    _finish_person,
)


def _finish_relationship(row: Row, _context: Context) -> Iterator[Complaint]:
    row["key"] = f"{row['supervisee']}|{row['supervisor']}|{row['professional']}|{row['since']}"
    row["chain"] = f"{row['supervisee']}|{row['professional']}"
    if row["supervisee"] == row["supervisor"]:
        yield "supervisor", "nobody supervises themselves: name the supervisor"
    yield from _ordered(row, "since", "until")


RELATIONSHIPS = Kind(
    "relationships",
    (
        _person("supervisee", needed=True),
        _person("supervisor", needed=True),
        _day("since", needed=True),
        _day("until"),
        _flag("professional"),
        Column("more_often", _text(v.period)),
    ),
    frozenset({"supervisee", "supervisor", "since"}),
    _finish_relationship,
    ("chain",),
)


def _finish_set_elsewhere(row: Row, _context: Context) -> Iterator[Complaint]:
    row["key"] = f"{row['staff_number']}|{row['by']}|{row['since']}"
    row["chain"] = f"{row['staff_number']}|{row['by']}"
    yield from _ordered(row, "since", "until")


def _body(text: str, words: ImportVocabulary) -> Value:
    if not words.bodies:
        raise Unreadable("no rule of this rule set leaves anything to another body: leave this file out")
    return v.chosen(text, words.bodies, "body")


SET_ELSEWHERE = Kind(
    "set_elsewhere",
    (
        _person("staff_number", needed=True),
        Column("by", _body, needed=True),
        Column("every", _text(v.period), needed=True),
        _day("since", needed=True),
        _day("until"),
    ),
    frozenset({"staff_number", "by", "every"}),
    _finish_set_elsewhere,
    ("chain",),
)

# Cases


def _finish_case(row: Row, context: Context) -> Iterator[Complaint]:
    row["key"] = row["case"]
    if (row["worker"] is None) != (row["allocated_on"] is None):
        yield "allocated_on", "worker and allocated_on go together: give both or neither"
    yield from _not_after_today(row, "closed_on", context)


CASES = Kind(
    "cases",
    (
        Column("case", _text(v.case_reference), needed=True),
        Column("service", lambda text, words: v.chosen(text, words.services, "service"), needed=True),
        Column("categories", lambda text, words: v.categories(text, words.categories), blank=""),
        _person("worker"),
        _day("allocated_on"),
        Column("plan_every_months", _text(v.months)),
        Column("children", _text(v.children)),
        _flag("restricted"),
        _day("closed_on"),
    ),
    frozenset({"case", "service"}),
    _finish_case,
)


def _finish_allocation(row: Row, _context: Context) -> Iterator[Complaint]:
    row["key"], row["chain"] = f"{row['case']}|{row['worker']}|{row['since']}", row["case"]
    yield from _ordered(row, "since", "until")


ALLOCATIONS = Kind(
    "allocations",
    (_case(), _person("worker", needed=True), _day("since", needed=True), _day("until")),
    frozenset({"case", "worker", "since"}),
    _finish_allocation,
    ("chain",),
)


#: Who decided as the case's own supervisor, whatever their role.
_SUPERVISOR = {"supervisor": "supervisor"}


def _finish_authorisation(row: Row, _context: Context) -> Iterator[Complaint]:
    row["key"] = f"{row['case']}|{row['since']}"
    yield from _ordered(row, "since", "until")


AUTHORISATIONS = Kind(
    "authorisations",
    (
        _case(),
        Column("every", _text(v.period), needed=True),
        _person("by", needed=True),
        _day("since", needed=True),
        _day("until"),
        _flag("less_often"),
        Column("granted_as", lambda text, words: v.chosen(text, {**words.roles, **_SUPERVISOR}, "role")),
        _day("recorded_on"),
        Column("why", lambda text, words: words.cipher.seal(v.free(text))),
    ),
    frozenset({"case", "every", "by"}),
    _finish_authorisation,
)


def _finish_event(row: Row, context: Context) -> Iterator[Complaint]:
    row["key"] = row["event"] or f"{row['case']}|{row['what']}|{row['on']}"
    yield from _ordered(row, "on", "until")
    yield from _not_after_today(row, "known_on", context)


def _event(text: str, words: ImportVocabulary) -> Value:
    if not words.events:
        raise Unreadable("this rule set names no events: leave this file out")
    return v.chosen(text, words.events, "event")


EVENTS = Kind(
    "events",
    (
        Column("event", _text(v.event_id)),
        _case(),
        Column("what", _event, needed=True),
        _day("on", needed=True),
        _day("until"),
        _day("known_on"),
    ),
    frozenset({"case", "what", "on"}),
    _finish_event,
)

# Sessions


def _finish_session(row: Row, context: Context) -> Iterator[Complaint]:
    row["pair"] = pair_key(row)
    row["key"] = row["session"] or row["pair"]
    if row["supervisee"] == row["supervisor"] and row["kind"] != "group":
        yield "supervisor", "nobody holds a session with themselves: name the supervisor"
    yield from _place(row, context)
    yield from _state(row, context)


def pair_key(row: Row) -> str:
    """How a session without an id of its own is known: the pair and the wall time booked."""
    return f"{row['supervisee']}|{row['supervisor']}|{row['date']}T{row['start']}"


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
    cancelled = [name for name in ("cancelled_on", "reason") if row[name] is not None]
    if row["state"] == "held" and str(row["date"]) > context.today.isoformat():
        yield (
            "state",
            f"{_said(str(row['date']))} is still to come, so it cannot have been held: write booked",
        )
    if row["state"] == "cancelled" and len(cancelled) < 2:
        yield "cancelled_on", "a cancelled session needs cancelled_on and reason: give both"
    if row["state"] != "cancelled" and cancelled:
        yield cancelled[0], f"the session is {row['state']}: write cancelled in state, or leave this empty"
    if row["recorded_on"] is not None and row["state"] != "held":
        yield "recorded_on", f"the session is {row['state']}: only one that was held has a record"
    yield from _not_after_today(row, "cancelled_on", context)
    yield from _ordered(row, "cancelled_on", "returned_on")


def _recorded(text: str) -> Value:
    """A day, or that it isn't recorded yet (written "no")."""
    return "no" if text.strip().lower() in ("no", "n", "not yet") else v.day(text)


_SESSION_REF = (
    Column("session", _text(v.session_id)),
    _person("supervisee"),
    _person("supervisor"),
    _day("date"),
    Column("start", _text(v.clock_time)),
)

SESSIONS = Kind(
    "sessions",
    (
        Column("session", _text(v.session_id)),
        _person("supervisee", needed=True),
        _person("supervisor", needed=True),
        _day("date", needed=True),
        Column("start", _text(v.clock_time), needed=True),
        Column("minutes", _text(v.minutes)),
        _one_of("kind", v.KINDS, "kind of session", "case"),
        _one_of("state", v.STATES, "state of a session", "booked"),
        _day("booked_on"),
        _day("cancelled_on"),
        _one_of("reason", v.REASONS, "reason"),
        _person("absent"),
        _day("returned_on"),
        Column("replaces", _text(v.session_id)),
        Column("recorded_on", _text(_recorded)),
    ),
    frozenset({"supervisee", "supervisor", "date", "start"}),
    _finish_session,
    ("pair", "starts_at", "ends_at"),
)


def _finish_participant(row: Row, _context: Context) -> Iterator[Complaint]:
    row["key"] = f"{row['session']}||{row['staff_number']}"
    yield from ()


PARTICIPANTS = Kind(
    "participants",
    (
        Column("session", _text(v.session_id), needed=True),
        _person("staff_number", needed=True),
        Column("attended", _text(v.yes_no)),
    ),
    frozenset({"session", "staff_number"}),
    _finish_participant,
)


def _finish_discussion(row: Row, context: Context) -> Iterator[Complaint]:
    pair = [row[name] for name in ("supervisee", "supervisor", "date", "start")]
    if row["session"] is None and None in pair:
        yield "session", "which session? Give its id, or supervisee, supervisor, date and start"
    row["session_key"] = row["session"] or pair_key(row)
    row["key"] = f"{row['session_key']}||{row['case']}"
    yield from _ordered(row, "date", "recorded_on") if row["recorded_on"] != "no" else ()
    if row["recorded_on"] != "no":
        yield from _not_after_today(row, "recorded_on", context)
    yield from _not_after_today(row, "agreed_on", context)


DISCUSSIONS = Kind(
    "discussions",
    (
        *_SESSION_REF,
        _case(),
        _flag("full", blank=1),
        _flag("plan_reviewed"),
        Column("recorded_on", _text(_recorded)),
        _day("agreed_on"),
    ),
    frozenset({"case"}),
    _finish_discussion,
    ("session_key",),
)

# Absences, busy times and milestones


def _finish_absence(row: Row, _context: Context) -> Iterator[Complaint]:
    row["key"] = row["absence"] or f"{row['staff_number']}|{row['first']}"
    yield from _ordered(row, "first", "last")


ABSENCES = Kind(
    "absences",
    (
        Column("absence", _text(v.session_id)),
        _person("staff_number", needed=True),
        _day("first", needed=True),
        _day("last"),
        Column("planned", _text(v.yes_no), needed=True),
        _flag("sickness"),
    ),
    frozenset({"staff_number", "first", "planned"}),
    _finish_absence,
)


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


BUSY = Kind(
    "busy",
    (
        _person("staff_number", needed=True),
        _day("date", needed=True),
        Column("start", _text(v.clock_time), needed=True),
        Column("end", _text(v.clock_time), needed=True),
        _day("end_date"),
    ),
    frozenset({"staff_number", "date", "start", "end"}),
    _finish_busy,
    ("starts_at", "ends_at"),
)


def _finish_milestone(row: Row, context: Context) -> Iterator[Complaint]:
    row["key"] = f"{row['staff_number']}|{row['what']}|{row['on']}"
    yield from _not_after_today(row, "on", context)


def _what(text: str, words: ImportVocabulary) -> Value:
    return v.chosen(text, words.milestones, "milestone")


MILESTONES = Kind(
    "milestones",
    (_person("staff_number", needed=True), Column("what", _what, needed=True), _day("on", needed=True)),
    frozenset({"staff_number", "what", "on"}),
    _finish_milestone,
)

#: In the order in which they are applied: what is referred to comes first.
KINDS = (
    PEOPLE,
    RELATIONSHIPS,
    SET_ELSEWHERE,
    CASES,
    ALLOCATIONS,
    AUTHORISATIONS,
    EVENTS,
    SESSIONS,
    PARTICIPANTS,
    DISCUSSIONS,
    ABSENCES,
    BUSY,
    MILESTONES,
)
BY_NAME = {kind.name: kind for kind in KINDS}
