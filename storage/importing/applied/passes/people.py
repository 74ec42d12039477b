"""People, their absences, busy times and milestones."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence, Set
from datetime import date, datetime, timedelta
from typing import Any, Final

from policy.facts import SUPERVISED
from policy.ruleset import Kept
from storage.importing.applied.changes import RowChange, compared
from storage.importing.applied.link import (
    ABSENCE,
    BUSY,
    EARLIER_POST,
    MILESTONE,
    PERSON,
    ImportDates,
    StoredSide,
)
from storage.importing.applied.passes.common import day, is_back, said_elsewhere, went, words
from storage.importing.faults import TYPED
from storage.importing.staging import Staged
from storage.retention import over_before
from storage.retention.facts import NAMELESS
from storage.states import AbsenceState

#: What a post is: an import changes it, from a day on, or puts it right.
_POST: Final = ("role", "percent", "qualified")
_DAYS: Final = ("employed_from", "role_from", "asye_from", "asye_until", "left_on")
_PLAIN: Final = (
    *("staff_number", "name", "email", "role", "team", "works", "percent", "load_percent"),
    *("contact", "account"),
)


def people(link: StoredSide, setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    stored = {r.staff_number: r for r in link.rows(PERSON, "staff_number", (row["key"] for row in rows))}
    for row in rows:
        old = stored.get(row["key"])
        days = {name: day(row[name]) for name in _DAYS}
        flags = {name: bool(row[name]) for name in ("qualified", "in_group", "administrator", "policy_owner")}
        plain = {name: row[name] for name in _PLAIN}
        wanted = {**plain, **days, **flags}
        back = is_back(row, old and old.left_on, setting.today - timedelta(days=1))
        given = row.given & wanted.keys() - _not_now(wanted, setting.today)
        given = given | {"left_on"} if back else given - _forgotten(old, setting.today)
        wanted["role_from"] = None if "role_from" not in given else wanted["role_from"]
        change = compared(PERSON, row, old, wanted, given=given, chat=_mended(row, old, wanted))
        yield change._replace(values=_with_mends(change, given, old))
        if old and (before := _became(old, change.values)):
            yield RowChange(EARLIER_POST, row, before, follows=True)


def _mended(row: Staged, old: Any, wanted: Mapping[str, Any]) -> frozenset[str]:
    """What was typed here and of which the file says nothing: an empty cell undoes no mend."""
    if old is None or row.file == TYPED:
        return frozenset()
    return frozenset(name for name in words(old.said_in_chat) if wanted.get(name) in (None, ""))


def _with_mends(change: RowChange, given: Set[str], old: Any) -> Mapping[str, Any]:
    """With which columns were typed; what a file says otherwise since is the file's."""
    typed, before = change.row.file == TYPED, words(old.said_in_chat) if old else frozenset()
    told = change.values.keys() & given if change.values else set()
    after = before | told if typed else before - told
    return change.values if after == before else {**change.values, "said_in_chat": " ".join(sorted(after))}


def _not_now(wanted: Mapping[str, Any], today: date) -> set[str]:
    """What a row says of somebody's post and isn't so yet: a post that begins later, but not that of whoever begins
    with it. An empty cell says nothing of since when: what is known of that stays."""
    since: date | None = wanted["role_from"]
    if since is not None and since <= today:
        return set()
    return {"role_from"} if since in (None, wanted["employed_from"]) else {"role_from", *_POST}


def _forgotten(old: Any, today: date) -> frozenset[str]:
    """Columns that retention emptied of somebody who left: no file fills them again."""
    if not (old and old.left_on and old.left_on < today):
        return frozenset()
    gone = {"name", "team"} if old.name == NAMELESS else set[str]()
    return frozenset(gone if old.email else gone | {"email", "contact", "account"})


def _became(old: Any, new: Mapping[str, Any]) -> dict[str, Any] | None:
    """The post that somebody had until the day on which the file says that they became something else. None where it
    puts right what they are, or since when."""
    since: date = old.role_from or old.employed_from
    if not new.keys() & set(_POST) or new.get("role_from", since) <= since:
        return None
    return {"person_id": old.id, "since": since, **{name: getattr(old, name) for name in _POST}}


def absences(link: StoredSide, _setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    ids = link.people(rows, "staff_number")
    stored = {r.source_id: r for r in link.rows(ABSENCE, "source_id", (row["key"] for row in rows))}
    in_chat = link.grouped(ABSENCE, "person_id", (ids[row["staff_number"]] for row in rows))
    gone = link.gone("absences_gone", ids.values())
    well_before = over_before(link.work, Kept.SICKNESS)
    for row in rows:
        person, first, last = ids[row["staff_number"]], day(row["first"]), day(row["last"])
        said = (r for r in in_chat.get(person, ()) if r.source_id is None and r.first == first)
        old = stored.get(row["key"]) or next(said, None)
        if old is None and went(last, gone.get(person)):
            continue
        wanted = {
            "source_id": row["key"],
            "person_id": person,
            "planned": bool(row["planned"]),
            "sickness": bool(row["sickness"]),
            "first": first,
            "last": last,
            "state": "confirmed",
            "from_chat": False,
        }
        given = {"person_id", "first", "planned", *(row.given & {"last", "sickness"})}
        given |= {"last"} if "back_on" in row.given else set()
        given -= {"sickness"} if old and went(last, well_before) else set()
        # Said by a supervisee and not confirmed yet, or gone from a complete file, it is no fact; refused in chat, or
        # confirmed there, it is.
        given |= {"state"} if old is None or old.state != AbsenceState.CONFIRMED else set()
        chat = None if old and old.from_chat and old.state != AbsenceState.SAID else frozenset[str]()
        yield compared(ABSENCE, row, old, wanted, given=given, chat=chat)


def busy(link: StoredSide, _setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    ids = link.people(rows, "staff_number")
    stored = {
        (r.person_id, r.starts_at): r
        for r in link.rows(BUSY, "person_id", {ids[row["staff_number"]] for row in rows})
        if not r.from_outlook
    }
    over = over_before(link.work, Kept.BUSY_TIMES)
    for row in rows:
        person, starts = ids[row["staff_number"]], datetime.fromisoformat(row["starts_at"])
        ends, old = datetime.fromisoformat(row["ends_at"]), stored.get((person, starts))
        if old is None and went(link.work.calendar.day_of(ends), over):
            continue
        wanted = {"person_id": person, "starts_at": starts, "ends_at": ends}
        yield compared(BUSY, row, old, wanted, given={"ends_at"})


def milestones(link: StoredSide, _setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    ids = link.people(rows, "staff_number", "by")
    stored = {
        (r.person_id, r.what, r.on): r
        for r in link.rows(MILESTONE, "person_id", {ids[row["staff_number"]] for row in rows})
    }
    gone = link.gone("milestones_gone", ids.values())
    for row in rows:
        person = ids[row["staff_number"]]
        on, by = day(row["on"]), ids[row["by"]] if row["by"] else None
        wanted = {"person_id": person, "what": row["what"], "on": on, "by_id": by}
        old = stored.get((person, row["what"], on))
        if old is None and went(on, gone.get(person)):
            continue
        chat = None if old and old.said_by_id else frozenset[str]()
        yield compared(MILESTONE, row, old, wanted, given={"by_id"} if row["by"] else (), chat=chat)


def last_supervised(link: StoredSide, _setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    """When somebody was last supervised, where that is all that is known: no session is made of it."""
    ids = link.people(rows, "staff_number")
    said = [
        r
        for r in link.rows(MILESTONE, "person_id", {ids[row["key"]] for row in rows})
        if r.what == SUPERVISED
    ]
    latest = {r.person_id: r for r in sorted(said, key=lambda r: r.on)}
    gone = link.gone("sessions_gone", ids.values())
    for row in rows:
        person = ids[row["key"]]
        on = day(row["last_supervised"])
        wanted = {"person_id": person, "what": SUPERVISED, "on": on}
        if person not in latest and went(on, gone.get(person)):
            continue
        yield said_elsewhere(MILESTONE, row, "last_supervised", latest.get(person), wanted)
