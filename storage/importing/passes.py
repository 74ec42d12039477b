"""For each kind of file: what its rows want stored, beside what is stored. Nothing here writes."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import groupby
from typing import Any, TypeAlias

from sqlalchemy import Table
from sqlalchemy.engine import Row as SqlRow

from policy.facts import SubjectKind
from storage.importing.changes import Change, compared
from storage.importing.link import (
    ABSENCE,
    ALLOCATION,
    AUTHORISATION,
    BUSY,
    CASE,
    DISCUSSION,
    GAP_NOTE,
    MILESTONE,
    PERSON,
    RECORD,
    RELATIONSHIP,
    SESSION,
    UNSTORED,
    Link,
    Setting,
)
from storage.importing.staging import Staged

Pass: TypeAlias = Callable[[Link, Setting, Sequence[Staged]], Iterator[Change]]


def _day(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def _words(said_in_chat: str) -> frozenset[str]:
    return frozenset(said_in_chat.split())


def _own(kind: SubjectKind, old: SqlRow[Any] | None) -> tuple[SubjectKind, int | None]:
    return (kind, old.id if old else None)


# People and cases


def people(link: Link, _setting: Setting, rows: Sequence[Staged]) -> Iterator[Change]:
    stored = {r.staff_number: r for r in link.rows(PERSON, "staff_number", (row["key"] for row in rows))}
    for row in rows:
        old = stored.get(row["key"])
        days = {name: _day(row[name]) for name in ("employed_from", "asye_from", "left_on")}
        flags = {name: bool(row[name]) for name in ("qualified", "administrator", "policy_owner")}
        plain = {name: row[name] for name in ("staff_number", "name", "email", "role", "team", "works")}
        wanted = {**plain, **days, **flags}
        chat = _words(old.said_in_chat) if old else frozenset()
        yield compared(
            PERSON, row, old, wanted, given=row.given, chat=chat, readers=(_own(SubjectKind.PERSON, old),)
        )


def cases(link: Link, _setting: Setting, rows: Sequence[Staged]) -> Iterator[Change]:
    stored = {r.reference: r for r in link.rows(CASE, "reference", (row["key"] for row in rows))}
    for row in rows:
        old = stored.get(row["key"])
        wanted = {
            "reference": row["case"],
            "service": row["service"],
            "categories": row["categories"],
            "plan_every_months": row["plan_every_months"],
            "restricted": bool(row["restricted"]),
            "closed_on": _day(row["closed_on"]),
        }
        chat = _words(old.said_in_chat) if old else frozenset()
        given = row.given & wanted.keys()
        yield compared(CASE, row, old, wanted, given=given, chat=chat, readers=(_own(SubjectKind.CASE, old),))


# Chains: one follows another


@dataclass(frozen=True, slots=True)
class _Chain:
    """What follows one another: the stored rows, and those of the files. ``who`` is the column that changes."""

    table: Table
    who: str
    rows: Sequence[tuple[Staged, int]]
    beside: Sequence[SqlRow[Any]]

    def old(self, row: Staged, who: int) -> SqlRow[Any] | None:
        since = _day(row["since"])
        return next((r for r in self.beside if r.since == since and getattr(r, self.who) == who), None)

    def until(self, row: Staged) -> date | None:
        """As the row says; left open, it ends the day before the next one begins, in the files or stored."""
        return _day(row["until"]) or self._before_next(date.fromisoformat(row["since"]))

    def _before_next(self, since: date) -> date | None:
        begin = [*(r.since for r in self.beside), *(date.fromisoformat(row["since"]) for row, _ in self.rows)]
        later = min((d for d in begin if d > since), default=None)
        return later - timedelta(days=1) if later else None

    def ended(self) -> Iterator[tuple[Staged, SqlRow[Any], date]]:
        """What is stored, open and not in the files ends when one of theirs begins: by which row, what, and when."""
        in_files = {(who, row["since"]) for row, who in self.rows}
        for old in self.beside:
            if old.until is not None or (getattr(old, self.who), old.since.isoformat()) in in_files:
                continue
            next_one = min(
                (r for r, _ in self.rows if r["since"] >= old.since.isoformat()), key=_since, default=None
            )
            if next_one is not None:
                yield next_one, old, date.fromisoformat(next_one["since"]) - timedelta(days=1)


def _since(row: Staged) -> str:
    since: str = row["since"]
    return since


def _chains(rows: Sequence[Staged]) -> Iterator[list[Staged]]:
    for _, chain in groupby(rows, key=lambda row: row["chain"]):
        yield list(chain)


def relationships(link: Link, _setting: Setting, rows: Sequence[Staged]) -> Iterator[Change]:
    ids = link.people(rows, "supervisee", "supervisor")
    stored = link.grouped(RELATIONSHIP, "supervisee_id", {ids[row["supervisee"]] for row in rows})
    for mine in _chains(rows):
        supervisee, professional = ids[mine[0]["supervisee"]], bool(mine[0]["professional"])
        beside = [r for r in stored.get(supervisee, ()) if r.professional == professional]
        chain = _Chain(RELATIONSHIP, "supervisor_id", [(r, ids[r["supervisor"]]) for r in mine], beside)
        for row, supervisor in chain.rows:
            yield _relationship(chain, row, supervisee, supervisor)
        for row, old, until in chain.ended():
            readers = ((SubjectKind.PERSON, supervisee), (SubjectKind.PERSON, old.supervisor_id))
            yield Change(RELATIONSHIP, row, {"until": until}, old.id, {"until": None}, readers=readers)


def _relationship(chain: _Chain, row: Staged, supervisee: int, supervisor: int) -> Change:
    old = chain.old(row, supervisor)
    wanted = {
        "supervisee_id": supervisee,
        "supervisor_id": supervisor,
        "professional": bool(row["professional"]),
        "since": _day(row["since"]),
        "until": chain.until(row),
        "more_often": row["more_often"],
    }
    given = {"until", *(row.given & {"more_often"})}
    readers = ((SubjectKind.PERSON, supervisee), (SubjectKind.PERSON, supervisor))
    chat = _words(old.said_in_chat) if old else frozenset()
    return compared(RELATIONSHIP, row, old, wanted, given=given, chat=chat, readers=readers)


def allocations(link: Link, _setting: Setting, rows: Sequence[Staged]) -> Iterator[Change]:
    ids, case_ids = link.people(rows, "worker"), link.cases(rows)
    stored = link.grouped(ALLOCATION, "case_id", case_ids.values())
    for mine in _chains(rows):
        case = case_ids[mine[0]["case"]]
        readers = ((SubjectKind.CASE, case),)
        chain = _Chain(ALLOCATION, "worker_id", [(r, ids[r["worker"]]) for r in mine], stored.get(case, []))
        for row, worker in chain.rows:
            wanted = {
                "case_id": case,
                "worker_id": worker,
                "since": _day(row["since"]),
                "until": chain.until(row),
            }
            yield compared(ALLOCATION, row, chain.old(row, worker), wanted, given={"until"}, readers=readers)
        for row, old, until in chain.ended():
            yield Change(ALLOCATION, row, {"until": until}, old.id, {"until": None}, readers=readers)


def authorisations(link: Link, _setting: Setting, rows: Sequence[Staged]) -> Iterator[Change]:
    ids, case_ids = link.people(rows, "by"), link.cases(rows)
    stored = link.grouped(AUTHORISATION, "case_id", (case_ids[row["case"]] for row in rows))
    for row in rows:
        case, since = case_ids[row["case"]], _day(row["since"])
        old = next((r for r in stored.get(case, ()) if r.since == since), None)
        wanted = {
            "case_id": case,
            "every": row["every"],
            "less_often": bool(row["less_often"]),
            "by_id": ids[row["by"]],
            "since": since,
            "until": _day(row["until"]),
            "sealed_why": _resealed(link, old, row["why"]),
        }
        given = {
            "every",
            "by_id",
            *(row.given & {"less_often", "until"}),
            *(["sealed_why"] if "why" in row.given else []),
        }
        chat = None if old and old.from_chat else frozenset[str]()
        yield compared(
            AUTHORISATION, row, old, wanted, given=given, chat=chat, readers=((SubjectKind.CASE, case),)
        )


def _resealed(link: Link, old: SqlRow[Any] | None, sealed: bytes | None) -> bytes | None:
    """The same words sealed twice differ: what is stored stands while the words are the same."""
    if old is None or (old.sealed_why is None and sealed is None):
        return sealed
    opened = link.work.cipher.open
    return old.sealed_why if opened(old.sealed_why) == opened(sealed) else sealed


# Sessions


def sessions(link: Link, setting: Setting, rows: Sequence[Staged]) -> Iterator[Change]:
    ids = link.people(rows, "supervisee", "supervisor", "absent")
    stored = {r.source_id: r for r in link.rows(SESSION, "source_id", (row["key"] for row in rows))}
    unmatched = [row for row in rows if row["key"] not in stored]
    pairs = {
        row["key"]: (row["supervisee"], row["supervisor"], f"{row['date']}T{row['start']}")
        for row in unmatched
    }
    stored |= link.by_pair(pairs)
    for row in rows:
        old = stored.get(row["key"])
        wanted = _session(row, ids, setting, old)
        chat = None if old and old.from_chat else frozenset[str]()
        change = compared(SESSION, row, old, wanted, given=_given_of_session(row, wanted), chat=chat)
        adopted = {"source_id": row["key"]} if old and old.source_id is None else {}
        yield _with_readers(change, adopted, wanted["supervisee_id"], old)


def _session(
    row: Staged, ids: Mapping[str, int], setting: Setting, old: SqlRow[Any] | None
) -> dict[str, Any]:
    on, held, cancelled = date.fromisoformat(row["date"]), row["state"] == "held", row["state"] == "cancelled"
    starts = datetime.fromisoformat(row["starts_at"])
    ends = datetime.fromisoformat(row["ends_at"])
    if old and "minutes" not in row.given:
        ends = starts + (old.ends_at - old.starts_at)
    return {
        "source_id": row["key"],
        "kind": row["kind"],
        "supervisee_id": ids[row["supervisee"]],
        "supervisor_id": ids[row["supervisor"]],
        "state": row["state"],
        "starts_at": starts,
        "ends_at": ends,
        "wall": f"{row['date']}T{row['start']}",
        "on": on,
        "booked_on": _day(row["booked_on"]) or min(on, setting.today),
        "provisional": False,
        "held_on": on if held else None,
        "minutes": int((ends - starts).total_seconds() // 60) if held else None,
        "cancelled_on": _day(row["cancelled_on"]) if cancelled else None,
        "reason": row["reason"] if cancelled else None,
        "away_id": ids[row["absent"]] if row["absent"] else None,
        "returned_on": _day(row["returned_on"]),
        "from_chat": False,
    }


def _given_of_session(row: Staged, wanted: Mapping[str, Any]) -> set[str]:
    """Which stored columns the file speaks of."""
    given = {"supervisee_id", "supervisor_id", "starts_at", "ends_at", "wall", "on"}
    given |= row.given & {"kind", "state", "returned_on"}
    if "state" in row.given:
        given |= {"held_on", "minutes", "cancelled_on", "reason"}
    if "absent" in row.given:
        given.add("away_id")
    if row["booked_on"]:
        given.add("booked_on")
    return given & wanted.keys()


def _with_readers(
    change: Change, adopted: dict[str, Any], supervisee: int, old: SqlRow[Any] | None
) -> Change:
    """A session is read by itself, by the one it replaces and by its supervisee. History that is over asks nothing."""
    over = old is None and change.values["state"] == "held"
    readers = [] if over else [_own(SubjectKind.SESSION, old)]
    readers += [(SubjectKind.PERSON, supervisee)] if old or change.values["state"] == "held" else []
    if old and old.replaces_id:
        readers.append((SubjectKind.SESSION, old.replaces_id))
    if old and old.supervisee_id != supervisee:
        readers.append((SubjectKind.PERSON, old.supervisee_id))
    values = {**change.values, **adopted} if change.values else change.values
    return Change(SESSION, change.row, values, change.id, change.before, change.kept, tuple(readers))


def replacements(link: Link, _setting: Setting, rows: Sequence[Staged]) -> Iterator[Change]:
    """Which cancelled session one stands in for: once all are stored."""
    naming = [row for row in rows if row["replaces"]]
    stored = link.sessions([*(row["key"] for row in naming), *(row["replaces"] for row in naming)])
    stored |= link.by_pair(
        {
            r["key"]: (r["supervisee"], r["supervisor"], f"{r['date']}T{r['start']}")
            for r in naming
            if r["key"] not in stored
        }
    )
    for row in naming:
        old, replaced = stored.get(row["key"]), stored.get(row["replaces"])
        if old is None:
            continue
        wanted = {"replaces_id": replaced.id if replaced else UNSTORED}
        readers = tuple(
            (SubjectKind.SESSION, i) for i in (old.replaces_id, replaced.id if replaced else None) if i
        )
        chat = None if old.from_chat else frozenset[str]()
        yield compared(SESSION, row, old, wanted, given={"replaces_id"}, chat=chat, readers=readers)


@dataclass(frozen=True, slots=True)
class _Notes:
    """The discussions, records and gap notes of a batch's sessions, by session and case (None: personal)."""

    discussions: dict[tuple[int, int], SqlRow[Any]] = field(default_factory=dict)
    records: dict[tuple[int, int | None], SqlRow[Any]] = field(default_factory=dict)
    gap_notes: dict[tuple[int, int], SqlRow[Any]] = field(default_factory=dict)


def _notes(link: Link, session_ids: Sequence[int]) -> _Notes:
    return _Notes(
        {(r.session_id, r.case_id): r for r in link.rows(DISCUSSION, "session_id", session_ids)},
        {(r.session_id, r.case_id): r for r in link.rows(RECORD, "session_id", session_ids)},
        {(r.session_id, r.case_id): r for r in link.rows(GAP_NOTE, "session_id", session_ids)},
    )


def discussions(link: Link, setting: Setting, rows: Sequence[Staged]) -> Iterator[Change]:
    """A case of a session: held, it was discussed and has a record; cancelled, a note explains the gap."""
    held, case_ids = link.sessions(row["session_key"] for row in rows), link.cases(rows)
    notes = _notes(link, sorted({s.id for s in held.values()}))
    for row in rows:
        session, case = held.get(row["session_key"]), case_ids[row["case"]]
        if session is None or session.state == "booked":
            # Its session is in these files and not stored yet, or chat says it wasn't held.
            yield Change(
                DISCUSSION,
                row,
                {},
                None if session is None else UNSTORED,
                kept=() if session is None else ("session",),
            )
        elif session.state == "held":
            yield _discussion(row, session, case, notes)
            yield _record(setting, row, session, case, notes)
        else:
            yield _gap_note(setting, row, session, case, notes)


def _discussion(row: Staged, session: SqlRow[Any], case: int, notes: _Notes) -> Change:
    old = notes.discussions.get((session.id, case))
    flags = {name: bool(row[name]) for name in ("full", "plan_reviewed")}
    wanted = {"session_id": session.id, "case_id": case, "on": session.held_on, **flags}
    chat = None if session.from_chat else frozenset[str]()
    given = {"on", *(row.given & flags.keys())}
    if old is None and session.from_chat:
        return Change(DISCUSSION, row, {}, UNSTORED, kept=("case",))
    return compared(DISCUSSION, row, old, wanted, given=given, chat=chat, readers=((SubjectKind.CASE, case),))


def _record(setting: Setting, row: Staged, session: SqlRow[Any], case: int | None, notes: _Notes) -> Change:
    old = notes.records.get((session.id, case))
    if old is None and session.from_chat:
        return Change(RECORD, row, {}, UNSTORED, kept=("case",))
    wanted = {"session_id": session.id, "case_id": case, **_recorded(setting, row, session)}
    given = {"recorded_on"} if row["recorded_on"] else set()
    if row.values.get("agreed_on"):
        given |= {"answer", "answered_on", "delivered_on", "request"}
        given |= {"recorded_on"} if old and old.recorded_on is None else set()
    chat = None if old and (old.recorded_by_id or (old.request and old.answer is None)) else frozenset[str]()
    if old is None and wanted["recorded_on"]:
        return compared(RECORD, row, old, wanted, given=given, chat=chat)
    return compared(
        RECORD, row, old, wanted, given=given, chat=chat, readers=((SubjectKind.SESSION, session.id),)
    )


def _recorded(setting: Setting, row: Staged, session: SqlRow[Any]) -> dict[str, Any]:
    """The record's dates. What was held before the bot began is taken as recorded, unless the file says otherwise."""
    agreed = _day(row.values.get("agreed_on"))
    if row["recorded_on"] == "no":
        recorded = None
    else:
        history = session.held_on if session.held_on < setting.started_on else None
        recorded = _day(row["recorded_on"]) or agreed or history
    if agreed is None:
        return {
            "recorded_on": recorded,
            "request": 0,
            "delivered_on": None,
            "answer": None,
            "answered_on": None,
        }
    return {
        "recorded_on": recorded,
        "request": 1,
        "delivered_on": recorded,
        "answer": "agreed",
        "answered_on": agreed,
    }


def _gap_note(setting: Setting, row: Staged, session: SqlRow[Any], case: int, notes: _Notes) -> Change:
    old = notes.gap_notes.get((session.id, case))
    history = session.cancelled_on if session.cancelled_on < setting.started_on else None
    noted = None if row["recorded_on"] == "no" else _day(row["recorded_on"]) or history
    wanted = {"session_id": session.id, "case_id": case, "noted_on": noted}
    chat = None if old and old.noted_by_id else frozenset[str]()
    given = {"noted_on"} if row["recorded_on"] else set()
    return compared(
        GAP_NOTE, row, old, wanted, given=given, chat=chat, readers=((SubjectKind.SESSION, session.id),)
    )


def personal_records(link: Link, setting: Setting, rows: Sequence[Staged]) -> Iterator[Change]:
    """A personal session that was held has one record, of no case."""
    personal = [row for row in rows if row["kind"] == "personal" and row["state"] == "held"]
    held = link.sessions(row["key"] for row in personal)
    notes = _notes(link, sorted({s.id for s in held.values()}))
    for row in personal:
        session = held.get(row["key"])
        if session is not None and session.state == "held":
            yield _record(setting, row, session, None, notes)


# Absences, busy times, milestones


def absences(link: Link, _setting: Setting, rows: Sequence[Staged]) -> Iterator[Change]:
    ids = link.people(rows, "staff_number")
    stored = {r.source_id: r for r in link.rows(ABSENCE, "source_id", (row["key"] for row in rows))}
    in_chat = link.grouped(ABSENCE, "person_id", (ids[row["staff_number"]] for row in rows))
    for row in rows:
        person, first = ids[row["staff_number"]], _day(row["first"])
        said = (r for r in in_chat.get(person, ()) if r.source_id is None and r.first == first)
        old = stored.get(row["key"]) or next(said, None)
        wanted = {
            "source_id": row["key"],
            "person_id": person,
            "planned": bool(row["planned"]),
            "sickness": bool(row["sickness"]),
            "first": first,
            "last": _day(row["last"]),
            "state": "confirmed",
            "from_chat": False,
        }
        given = {"person_id", "first", "planned", *(row.given & {"last", "sickness"})}
        # Said by a supervisee and not confirmed yet, it is no fact; refused in chat, or confirmed there, it is.
        given |= {"state"} if old is None or old.state in ("said", "refused") else set()
        chat = None if old and old.from_chat and old.state != "said" else frozenset[str]()
        yield compared(
            ABSENCE, row, old, wanted, given=given, chat=chat, readers=(_own(SubjectKind.ABSENCE, old),)
        )


def busy(link: Link, _setting: Setting, rows: Sequence[Staged]) -> Iterator[Change]:
    ids = link.people(rows, "staff_number")
    stored = {
        (r.person_id, r.starts_at): r
        for r in link.rows(BUSY, "person_id", {ids[row["staff_number"]] for row in rows})
    }
    for row in rows:
        person, starts = ids[row["staff_number"]], datetime.fromisoformat(row["starts_at"])
        wanted = {"person_id": person, "starts_at": starts, "ends_at": datetime.fromisoformat(row["ends_at"])}
        yield compared(BUSY, row, stored.get((person, starts)), wanted, given={"ends_at"})


def milestones(link: Link, _setting: Setting, rows: Sequence[Staged]) -> Iterator[Change]:
    ids = link.people(rows, "staff_number")
    stored = {
        (r.person_id, r.what, r.on): r
        for r in link.rows(MILESTONE, "person_id", {ids[row["staff_number"]] for row in rows})
    }
    for row in rows:
        person = ids[row["staff_number"]]
        wanted = {"person_id": person, "what": row["what"], "on": _day(row["on"])}
        old = stored.get((person, row["what"], wanted["on"]))
        yield compared(MILESTONE, row, old, wanted, given=(), readers=((SubjectKind.PERSON, person),))


#: For each kind of file what is done, one after the other over all its rows.
PASSES: dict[str, tuple[Pass, ...]] = {
    "people": (people,),
    "relationships": (relationships,),
    "cases": (cases,),
    "allocations": (allocations,),
    "authorisations": (authorisations,),
    "sessions": (sessions, replacements, personal_records),
    "discussions": (discussions,),
    "absences": (absences,),
    "busy": (busy,),
    "milestones": (milestones,),
}
