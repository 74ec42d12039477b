"""Sessions, and which one stands in for which."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from sqlalchemy.engine import Row as SqlRow

from policy.facts import Reason, SessionKind, SessionState
from policy.ruleset import Kept
from storage import cases, group_tasks, people
from storage.importing.applied.changes import RowChange, compared
from storage.importing.applied.link import (
    PARTICIPANT,
    SESSION,
    UNSTORED,
    ImportDates,
    StoredSession,
    StoredSide,
)
from storage.importing.applied.passes.common import day, went
from storage.importing.applied.passes.same_day import found_by_day, says_no_more
from storage.importing.columns.session_columns import TASKS, is_next
from storage.importing.staging import NO_TIME, Staged
from storage.retention import over_before


def sessions(link: StoredSide, setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    ids = link.people(rows, "supervisee", "supervisor", "absent", *TASKS)
    stored = {r.source_id: r for r in link.rows(SESSION, "source_id", (row["key"] for row in rows))}
    unmatched = [row for row in rows if row["key"] not in stored]
    pairs = {
        row["key"]: (row["supervisee"], row["supervisor"], f"{row['date']}T{row['start']}")
        for row in unmatched
    }
    stored |= link.by_pair(pairs)
    unmatched_by_time = [row for row in unmatched if row["key"] not in stored]
    by_day = found_by_day(link, setting, unmatched_by_time, ids, stored.values())
    stored |= by_day
    moved = {r.source_id: r for r in link.rows(SESSION, "source_id", (row["was"] for row in unmatched))}
    stored |= {row["key"]: moved[row["was"]] for row in unmatched if row["was"] in moved}
    well_before = over_before(link.work, Kept.SICKNESS)
    to_come = {ids[row["supervisee"]] for row in rows if _is_to_fit(row)}
    with_cases = cases.allocated_to_all(link.work, to_come, setting.today)
    for row in rows:
        old = stored.get(row["key"])
        wanted = _session(row, ids, setting, old)
        if _is_to_fit(row) and not with_cases[ids[row["supervisee"]]]:
            wanted["kind"] = SessionKind.PERSONAL
        shared = _shared_out(link, row, ids, old)
        wanted |= shared
        if old is None:
            yield RowChange(SESSION, row, wanted)
            continue
        chat = None if old.from_chat else frozenset[str]()
        given = set[str]() if says_no_more(row, old) else {*_given_of_session(row, wanted), *shared}
        if row["key"] in by_day and NO_TIME in row.given and not is_next(old.source_id):
            given -= {"starts_at", "ends_at", "wall"}
        given -= {"cancelled_on"} if old.cancelled_on and _says_no_day(row) else set()
        given -= {"reason"} if _sickness_forgotten(old, wanted, well_before) else set()
        change = compared(SESSION, row, old, wanted, given=given, chat=chat)
        change = change._replace(ended_here=bool(change.kept) and _ended_here(old))
        by_another = old.source_id is None or old.source_id == row["was"]
        by_another |= is_next(old.source_id) and old.source_id != row["key"]
        adopted = {"source_id": row["key"]} if change.values and by_another else {}
        yield change._replace(values={**change.values, **adopted})


def _is_to_fit(row: Staged) -> bool:
    """One to come whose kind no cell says: with somebody who holds no case it is personal, as in chat."""
    return bool(row["kind_unsaid"]) and row["state"] == "booked"


def _session(
    row: Staged, ids: Mapping[str, int], setting: ImportDates, old: SqlRow[Any] | None
) -> dict[str, Any]:
    on, held, cancelled = date.fromisoformat(row["date"]), row["state"] == "held", row["state"] == "cancelled"
    starts = datetime.fromisoformat(row["starts_at"])
    ends = datetime.fromisoformat(row["ends_at"])
    if old and not row["minutes"]:
        ends = starts + (old.ends_at - old.starts_at)
    return {
        "source_id": row["key"],
        "kind": row["kind"],
        "personal_too": bool(row["personal_too"]),
        "supervisee_id": ids[row["supervisee"]],
        "supervisor_id": ids[row["supervisor"]],
        "state": row["state"],
        "starts_at": starts,
        "ends_at": ends,
        "wall": f"{row['date']}T{row['start']}",
        "on": on,
        "booked_on": day(row["booked_on"]) or min(on, setting.today),
        "provisional": False,
        "held_on": on if held else None,
        "minutes": row["minutes"] if held else None,
        "cancelled_on": day(row["cancelled_on"]) or min(on, setting.today) if cancelled else None,
        "reason": row["reason"] if cancelled else None,
        "away_id": ids[row["absent"]] if row["absent"] else None,
        "returned_on": day(row["returned_on"]),
        **{f"{task}_id": ids[row[task]] if row[task] else None for task in TASKS},
        "from_chat": False,
    }


def _shared_out(
    link: StoredSide, row: Staged, ids: Mapping[str, int], old: SqlRow[Any] | None
) -> dict[str, int | None]:
    """Who has the tasks of a group that was held, of which its file names nobody and nobody was named here."""
    leader = ids[row["supervisor"]]
    if row["kind"] != "group" or row["state"] != "held" or leader == UNSTORED or (old and old.from_chat):
        return {}
    said = {task: ids[row[task]] if row[task] else getattr(old, f"{task}_id", None) for task in TASKS}
    found = group_tasks.with_practice(link.work, people.person(link.work, leader), said)
    return {f"{task}_id": who for task, who in found.items()}


def _says_no_day(row: Staged) -> bool:
    """It was cancelled, and the file doesn't say when: on its day at the latest, or when that is first read."""
    return row["state"] == "cancelled" and row["cancelled_on"] is None


def _ended_here(old: SqlRow[Any]) -> bool:
    """The bot cancelled it by itself."""
    return bool(old.from_chat and old.state == SessionState.CANCELLED and old.cancelled_by_id is None)


def _given_of_session(row: Staged, wanted: Mapping[str, Any]) -> set[str]:
    """Which stored columns the file speaks of."""
    given = {"supervisee_id", "supervisor_id", "starts_at", "ends_at", "wall", "on"}
    given |= row.given & {"state", "returned_on"}
    given |= {"kind", "personal_too"} if "kind" in row.given and not row["kind_unsaid"] else set()
    if "state" in row.given:
        given |= {"held_on", "cancelled_on", "reason"}
        given |= {"minutes"} if row["minutes"] or row["state"] != "held" else set()
    if "absent" in row.given:
        given.add("away_id")
    if row["booked_on"]:
        given.add("booked_on")
    given |= {f"{task}_id" for task in row.given & TASKS.keys()}
    return given & wanted.keys()


def _sickness_forgotten(old: SqlRow[Any], wanted: Mapping[str, Any], before: date) -> bool:
    """Retention wrote another reason for sickness: no file puts it back."""
    was_well = went(wanted["returned_on"] or wanted["cancelled_on"], before)
    return was_well and (old.reason, wanted["reason"]) == (Reason.OTHER, Reason.SICKNESS)


def replacements(link: StoredSide, _setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    """Which cancelled session one stands in for: once all are stored."""
    stored = link.sessions([*(row["key"] for row in rows), *(row["replaces"] for row in rows)])
    beside = link.by_pair(
        {
            r["key"]: (r["supervisee"], r["supervisor"], f"{r['date']}T{r['start']}")
            for r in rows
            if r["key"] not in stored
        }
    )
    stored |= {key: StoredSession.of(row) for key, row in beside.items()}
    for row in rows:
        old, replaced = stored.get(row["key"]), stored.get(row["replaces"])
        if old is None:
            continue
        wanted = {"replaces_id": replaced.id if replaced else UNSTORED}
        chat = None if old.from_chat else frozenset[str]()
        yield compared(SESSION, row, old, wanted, given={"replaces_id"}, chat=chat)


def participants(link: StoredSide, _setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    """Who belongs to a group's session."""
    ids, groups = link.people(rows, "staff_number"), link.sessions(row["session"] for row in rows)
    ours = link.rows(PARTICIPANT, "session_id", {s.id for s in groups.values()})
    stored = {(r.session_id, r.person_id): r for r in ours}
    for row in rows:
        session, person = groups.get(row["session"]), ids[row["staff_number"]]
        if session is None:  # in these files, and not stored yet
            yield RowChange(PARTICIPANT, row, {})
            continue
        old = stored.get((session.id, person))
        at = {"session_id": session.id, "person_id": person}
        wanted = {**at, "attended": None if row["attended"] is None else bool(row["attended"])}
        if old is None and session.from_chat:
            yield RowChange(PARTICIPANT, row, {}, UNSTORED, kept=("staff_number",))
            continue
        chat = None if session.from_chat else frozenset[str]()
        given = row.given & {"attended"}
        yield compared(PARTICIPANT, row, old, wanted, given=given, chat=chat, at=at)
