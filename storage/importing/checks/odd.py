"""What is taken as it stands and is likely to be a slip: chat would ask about it, so an import says it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence, Set
from datetime import date, time, timedelta
from typing import Final, TypeAlias

from policy import date_words
from policy.facts import SessionKind, SessionState
from storage.held_sessions import has_notes
from storage.importing.checks.far_days import far_from_others
from storage.importing.columns.column_types import Complaint, Context, Row, say_day, say_days
from storage.importing.faults import Faults
from storage.importing.staging import Staging
from storage.working_hours import is_too_much

OddRow: TypeAlias = Callable[[Row, Context], Iterator[Complaint]]

#: Nobody meets before, or from, these hours.
EARLIEST: Final = time(7)
LATEST: Final = time(21)
#: A day further ahead is more likely a slip than a plan.
AHEAD: Final = timedelta(days=366)


def of_row(kind: str, row: Row, context: Context) -> Iterable[Complaint]:
    """(column, what is odd about it) for one row of a kind of file."""
    return _odd(kind, row, context) if kind in _FAR or kind in _OF_KIND else ()


def _odd(kind: str, row: Row, context: Context) -> Iterator[Complaint]:
    for column in _FAR.get(kind, ()):
        if column != "last" or row["back_on"] is None:  # it is reckoned from that
            yield from _far(row, column, context)
    if kind in _OF_KIND:
        yield from _OF_KIND[kind](row, context)


def _far(row: Row, column: str, context: Context) -> Iterator[Complaint]:
    on = row[column]
    if isinstance(on, str) and date.fromisoformat(on) > context.today + AHEAD:
        yield column, f"{date_words.day(date.fromisoformat(on))} is more than a year ahead: check the year"


def _session(row: Row, context: Context) -> Iterator[Complaint]:
    on, at = date.fromisoformat(str(row["date"])), time.fromisoformat(str(row["start"]))
    if not EARLIEST <= at < LATEST:
        half = f": write {at.hour + 12}:{at.minute:02} if it is the afternoon" if at < EARLIEST else ""
        yield "start", f"{date_words.clock(at)} is outside the hours in which people meet{half}"
    why = context.calendar.why_not(on)
    if why:
        yield "date", f"{date_words.day(on)} is {why}: check the date"
    if row["recorded_on"] is not None and not _has_notes_itself(row, context):
        yield "recorded_on", _RECORDED_BY_CASE


def _has_notes_itself(row: Row, context: Context) -> bool:
    kind, too = SessionKind(str(row["kind"])), bool(row["personal_too"])
    return has_notes(context.words.rules, kind, any_full=False, personal_too=too)


_RECORDED_BY_CASE: Final = (
    "passed over: the policy wants a record of each case that is discussed, none of the session itself; say it in "
    "recorded_on of its discussions"
)


def _person(row: Row, context: Context) -> Iterator[Complaint]:
    left, since = row["left_on"], row["role_from"]
    if isinstance(since, str) and since > context.iso_today and since != row["employed_from"]:
        on = say_day(since)
        yield (
            "role_from",
            f"becomes this only on {on}: what is stored of their post stays until an import then",
        )
    if isinstance(left, str) and left == row["employed_from"]:
        yield "left_on", "left on the first day: leave the row out if nobody came"
    if "1" not in str(row["works"]):
        yield "works", "works on no day of the week: every working day is taken then"
    percent = int(row["percent"] or 0)
    if is_too_much(str(row["works"]), percent):
        days = str(row["works"]).count("1")
        said = f"{days} {'day' if days == 1 else 'days'} a week"
        yield "works", f"{percent}% of full time on {said}: check the days or the hours"


def _case(row: Row, _context: Context) -> Iterator[Complaint]:
    if row["worker"] is None and row["allocated_on"] is not None and row["closed_on"] is None:
        yield "allocated_on", "nobody has this case, so its day of allocation is passed over"
    if row["is_open"] and row["closed_on"] is not None:
        yield (
            "closed_on",
            "a day on which it was closed, though the row says that it is open: taken as closed",
        )
    if row["is_open"] == 0 and row["closed_on"] is None:
        yield "is_open", "closed, and no day on which it was: taken as open until closed_on says one"
    yield from _closed_too_early(row)


def _closed_too_early(row: Row) -> Iterator[Complaint]:
    for column, said in (("allocated_on", "allocated"), ("last_discussed", "last discussed")):
        on, closed = row[column], row["closed_on"]
        if isinstance(on, str) and isinstance(closed, str) and closed < on:
            yield "closed_on", f"{say_day(closed)} is before it was {said} ({say_day(on)}): check both days"
            return


_OF_KIND: Final[Mapping[str, OddRow]] = {"sessions": _session, "people": _person, "cases": _case}
#: Days that are seldom more than a year ahead.
_FAR: Final[Mapping[str, tuple[str, ...]]] = {
    "people": ("employed_from", "asye_from"),
    "relationships": ("since",),
    "cases": ("allocated_on",),
    "allocations": ("since",),
    "authorisations": ("since",),
    "sessions": ("date",),
    "absences": ("first", "last", "back_on"),
}

#: Each beside the one that ends last of those that begin before it.
_OVERLAPS: Final = """
    WITH meets AS (
        SELECT supervisee AS who, id, key, file, line, starts_at, ends_at, state FROM sessions
        WHERE state <> 'cancelled'
        UNION ALL
        SELECT supervisor, id, key, file, line, starts_at, ends_at, state FROM sessions
        WHERE state <> 'cancelled' AND supervisor <> supervisee
    ), ordered AS (
        SELECT who, key, file, line, starts_at, state, max(ends_at || '|' || key) OVER w AS before
        FROM meets WINDOW w AS (
            PARTITION BY who ORDER BY starts_at, id ROWS BETWEEN UNBOUNDED PRECEDING AND 1 PRECEDING)
    ), beside AS (
        SELECT *, substr(before, 1, instr(before, '|') - 1) AS before_ends,
            substr(before, instr(before, '|') + 1) AS before_key FROM ordered
    )
    SELECT file, line, who, before_key, state FROM beside
    WHERE before_ends > starts_at AND before_key <> key
"""
#: Of sessions that were held, whose times nothing waits for: the rows together.
_HELD_AT_ONCE: Final = "one of the two is in another session at the same time: both are taken as held"


#: Of one pair on one day, where nobody knows at what time.
_TWICE: Final = """
    SELECT b.file, b.line, a.key FROM sessions b JOIN sessions a
        ON a.supervisee = b.supervisee AND a.supervisor = b.supervisor AND a.date = b.date AND a.id < b.id
    WHERE a.state <> 'cancelled' AND b.state <> 'cancelled' AND b.kind <> 'group' AND a.key <> b.key
"""
_OPEN: Final = """
    SELECT a.file, a.line, EXISTS (
        SELECT 1 FROM absences b WHERE b.staff_number = a.staff_number AND b.first > a.first) AS followed
    FROM absences a WHERE a.last IS NULL AND a.back_on IS NULL AND (followed OR a.planned)
"""
_TAKEN_ON: Final = (
    "no last day, and another absence of theirs begins later: give it, also where it was of one day"
)


#: Either of two who met, of whom the files say that they weren't there.
_HELD_AWAY: Final = """
    WITH met AS (
        SELECT supervisee AS who, id, file, line, date FROM sessions WHERE state = 'held'
        UNION SELECT supervisor, id, file, line, date FROM sessions WHERE state = 'held'
    )
    SELECT s.file, s.line, s.date, coalesce(p.name, a.staff_number), a.first, a.last
    FROM absences a JOIN met s ON s.who = a.staff_number AND s.date BETWEEN a.first AND coalesce(a.last, s.date)
    LEFT JOIN people p ON p.key = a.staff_number ORDER BY s.id
"""
_PLANNED: Final = "planned, and no last day: they are taken as away until one is given"


def between_rows(staging: Staging, odd: Faults, untimed: Sequence[str]) -> None:
    """What two rows say that can hardly both be so. ``untimed``: files of sessions that don't say at what time: only
    the day of these is compared, and each file says once what is taken."""
    timeless = {number for number, origin in enumerate(staging.origins) if origin.name in untimed}
    for file, line, who, other, state in staging.sql.execute(_OVERLAPS):
        if file not in timeless:
            at_once = f"{who} is in session {other} at the same time: check the times"
            message = _HELD_AT_ONCE if state == SessionState.HELD else at_once
            odd.add(staging.origins[file].name, line, "start", message)
    if timeless:
        _without_time(staging, odd, timeless)
    far_from_others(staging, odd)
    for file, line, on, who, first, last in staging.sql.execute(_HELD_AWAY):
        away = say_days(first, last)
        message = f"held on {say_day(on)}, and {who} is recorded as away {away}: which is right?"
        odd.add(staging.origins[file].name, line, "date", message)
    for file, line, followed in staging.sql.execute(_OPEN):
        odd.add(staging.origins[file].name, line, "last", _TAKEN_ON if followed else _PLANNED)


def _without_time(staging: Staging, odd: Faults, files: Set[int]) -> None:
    """Of the files, by their numbers, that don't say at what time a session is."""
    for file, line, other in staging.sql.execute(_TWICE):
        if file in files:
            message = f"the same pair is in session {other} on that day: is it there twice?"
            odd.add(staging.origins[file].name, line, "date", message)
    for file, line, start in staging.sql.execute("SELECT file, line, start FROM sessions"):
        if file in files:
            message = f"no time of day in the file: taken as {start}"
            odd.add(staging.origins[file].name, line, "start", message)
