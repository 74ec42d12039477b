"""Cases, and managers' decisions on them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta
from typing import Any, Final

from sqlalchemy.engine import Row as SqlRow

from policy.events import PLAN
from policy.ruleset import Kept
from storage.importing.applied.changes import RowChange, compared
from storage.importing.applied.link import (
    ALLOCATION,
    AUTHORISATION,
    CASE,
    CASE_EVENT,
    DECISION,
    DISCUSSION,
    EARLIER_CATEGORIES,
    PERSON,
    ImportDates,
    StoredSide,
)
from storage.importing.applied.passes.common import day, is_back, resealed, said_elsewhere, went, words
from storage.importing.staging import Staged
from storage.retention import over_before

_DAY: Final = timedelta(days=1)
#: What decides which rules are a case's.
_KIND: Final = frozenset({"service", "categories"})


def cases(link: StoredSide, setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    stored = {r.reference: r for r in link.rows(CASE, "reference", (row["key"] for row in rows))}
    became = list[tuple[Staged, Any]]()
    for row in rows:
        old = stored.get(row["key"])
        wanted = {
            "reference": row["case"],
            "service": row["service"],
            "categories": row["categories"],
            "plan_every_months": row["plan_every_months"],
            "children": row["children"],
            "restricted": bool(row["restricted"]),
            "closed_on": day(row["closed_on"]),
        }
        chat = words(old.said_in_chat) if old else frozenset()
        given = row.given & wanted.keys()
        given |= {"closed_on"} if is_back(row, old and old.closed_on, setting.today) else set()
        judged = old if "categories" in chat else None
        if judged is not None:
            wanted["categories"] = _judged_in_chat(link, judged.categories, row["categories"])
        change = compared(CASE, row, old, wanted, given=given, chat=chat - {"categories"})
        if judged is not None and "categories" in given and wanted["categories"] != row["categories"]:
            change = _listed(change, judged, "categories")
        if old and change.values.keys() & _KIND:
            became.append((row, old))
        yield change
    yield from _earlier(link, setting.today, became)


def _earlier(link: StoredSide, today: date, became: Sequence[tuple[Staged, Any]]) -> Iterator[RowChange]:
    """What cases were until they became what their rows say. None where a row puts right what a case is: by its own
    day it never was anything else, or not since it was something else before."""
    dated = [old.id for row, old in became if row["categories_from"]]
    known = dict[int, date]()
    for held in link.rows(ALLOCATION, "case_id", dated):
        known[held.case_id] = min(known.get(held.case_id, date.max), held.since)
    for was in link.rows(EARLIER_CATEGORIES, "case_id", dated):
        known[was.case_id] = max(known.get(was.case_id, date.min), was.until + _DAY)
    for row, old in became:
        since = day(row["categories_from"])
        if since is None or since > known.get(old.id, date.min):
            until = (since or today) - _DAY
            before = {"case_id": old.id, "until": until, "service": old.service, "categories": old.categories}
            yield RowChange(EARLIER_CATEGORIES, row, before, follows=True)


def last_discussed(link: StoredSide, _setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    """When a case was last discussed, by the case system, where that is all that is known."""
    yield from _without_session(link, rows, "last_discussed", plan=False)


def plan_last_reviewed(
    link: StoredSide, _setting: ImportDates, rows: Sequence[Staged]
) -> Iterator[RowChange]:
    """When a case's plan was last reviewed, by the case system; that the case was discussed isn't said."""
    yield from _without_session(link, rows, "plan_last_reviewed", plan=True)


def _without_session(
    link: StoredSide, rows: Sequence[Staged], column: str, *, plan: bool
) -> Iterator[RowChange]:
    """``plan``: the plan alone, else the case in full."""
    ids = link.cases(rows)
    said = [r for r in link.rows(DISCUSSION, "case_id", ids.values()) if r.session_id is None]
    said = [r for r in said if (r.plan_reviewed and not r.full if plan else r.full)]
    latest = {r.case_id: r for r in sorted(said, key=lambda r: r.on)}
    said_of = {
        "session_id": None,
        "full": not plan,
        "plan_reviewed": plan,
        "by_worker": True,
        "by_manager": True,
        "worker_on": None,
        "manager_on": None,
    }
    for row in rows:
        case = ids[row["case"]]
        wanted = {**said_of, "case_id": case, "on": day(row[column])}
        yield said_elsewhere(DISCUSSION, row, column, latest.get(case), wanted)


def plan_ended(link: StoredSide, setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    """The plan that a case was on is over where its file says none, or a later one."""
    for row, _, old in _on_plan(link, rows):
        since = day(row["plan_since"])
        if old and not old.from_chat and (since is None or since > old.on):
            last = max(old.on, (since or setting.today) - _DAY)
            yield _of_plan(compared(CASE_EVENT, row, old, {"until": last}, given={"until"}))


def plan_since(link: StoredSide, setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    """Since when a case has been on its plan, by the case system; a plan that chat said stays as it was said."""
    said_of = {"what": PLAN, "known_on": setting.today, "from_chat": False}
    for row, case, old in _on_plan(link, rows):
        wanted = {"case_id": case, "on": day(row["plan_since"]), **said_of}
        chat = None if old and old.from_chat else frozenset[str]()
        yield _of_plan(compared(CASE_EVENT, row, old, wanted, given={"on"}, chat=chat))


def _on_plan(link: StoredSide, rows: Sequence[Staged]) -> Iterator[tuple[Staged, int, Any]]:
    """Rows that say whether a case is on a plan, each with the case and the plan that it is known to be on."""
    ids = link.cases(rows)
    known = [r for r in link.rows(CASE_EVENT, "case_id", ids.values()) if r.what == PLAN and r.until is None]
    by_case = {r.case_id: r for r in sorted(known, key=lambda r: r.on)}
    for row in rows:
        case = ids[row["key"]]
        yield row, case, by_case.get(case)


def _of_plan(change: RowChange) -> RowChange:
    return change._replace(follows=True, column="plan_since")


def _judged_in_chat(link: StoredSide, stored: str, brought: str) -> str:
    """The file's categories, but for those that a manager judges: these stay as they were judged in chat."""
    judged = frozenset(link.work.rules.vocabulary.judged)
    return " ".join(sorted((words(brought) - judged) | (words(stored) & judged)))


def _listed(change: RowChange, old: SqlRow[Any], column: str) -> RowChange:
    """Chat said otherwise in a column, whatever else of it is written."""
    before = {column: getattr(old, column), **change.before}
    return change._replace(kept=(*change.kept, column), before=before)


def authorisations(link: StoredSide, _setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    ids, case_ids = link.people(rows, "by"), link.cases(rows)
    roles = {r.staff_number: r.role for r in link.rows(PERSON, "staff_number", (row["by"] for row in rows))}
    stored = link.grouped(AUTHORISATION, "case_id", (case_ids[row["case"]] for row in rows))
    over = over_before(link.work, Kept.WORDS)
    for row in rows:
        case, since = case_ids[row["case"]], day(row["since"])
        old = next((r for r in stored.get(case, ()) if r.since == since), None)
        wanted = {
            "case_id": case,
            "every": row["every"],
            "less_often": bool(row["less_often"]),
            "by_id": ids[row["by"]],
            "since": since,
            "until": day(row["until"]),
            "granted_role": row["granted_as"] or roles.get(row["by"]) if row["less_often"] else None,
            "recorded_on": day(row["recorded_on"]),
            "sealed_why": resealed(link, old, row["why"]),
        }
        given = {
            "every",
            "by_id",
            "granted_role",
            *(row.given & {"less_often", "until", "recorded_on"}),
            *(["sealed_why"] if "why" in row.given else []),
        }
        given -= {"sealed_why"} if old and old.sealed_why is None and went(wanted["until"], over) else set()
        chat = None if old and old.from_chat else frozenset[str]()
        yield compared(AUTHORISATION, row, old, wanted, given=given, chat=chat)


def events(link: StoredSide, setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    """Something dated about a case. One said in chat on the same day is the same, and stays as it was said."""
    case_ids = link.cases(rows)
    stored = {r.source_id: r for r in link.rows(CASE_EVENT, "source_id", (row["key"] for row in rows))}
    beside = link.grouped(CASE_EVENT, "case_id", case_ids.values())
    for row in rows:
        case, on = case_ids[row["case"]], day(row["on"])
        said = (
            r for r in beside.get(case, ()) if r.source_id is None and (r.what, r.on) == (row["what"], on)
        )
        old = stored.get(row["key"]) or next(said, None)
        wanted = {
            "source_id": row["key"],
            "case_id": case,
            "what": row["what"],
            "on": on,
            "until": day(row["until"]),
            "known_on": day(row["known_on"]) or setting.today,
            "from_chat": False,
        }
        given = {
            "case_id",
            "what",
            "on",
            *(row.given & {"until"}),
            *(["known_on"] if row["known_on"] else []),
        }
        chat = None if old and old.from_chat else frozenset[str]()
        yield compared(CASE_EVENT, row, old, wanted, given=given, chat=chat)


def decisions(link: StoredSide, _setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    """That one was made outside supervision. The same said in chat is that one, and stays as it was said; one that was
    noted by mistake stays so."""
    case_ids, people = link.cases(rows), link.people(rows, "made_by")
    beside = link.grouped(DECISION, "case_id", case_ids.values())
    for row in rows:
        case, by = case_ids[row["case"]], people[row["made_by"]]
        same = (row["kind"], day(row["made_on"]), by)
        said = [r for r in beside.get(case, ()) if (r.kind, r.made_on, r.made_by_id) == same]
        wanted = {
            "case_id": case,
            "kind": row["kind"],
            "made_on": day(row["made_on"]),
            "made_by_id": by,
            "said_by_id": by,
            "recorded_on": day(row["recorded_on"]),
        }
        old = next((r for r in said if r.taken_back_on is None), next(iter(said), None))
        given = {"recorded_on"} if row["recorded_on"] else set[str]()
        chat = (
            frozenset({"recorded_on"})
            if old and (old.recorded_by_id or old.taken_back_on)
            else frozenset[str]()
        )
        yield compared(DECISION, row, old, wanted, given=given, chat=chat)
