"""Who judged what of a case, and when. What a case is now stands with the case itself."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from policy.ruleset import Kept
from storage.importing.applied.changes import RowChange, compared
from storage.importing.applied.link import CASE, JUDGEMENT, ImportDates, StoredSide
from storage.importing.applied.passes.common import resealed, went, words
from storage.importing.staging import Staged
from storage.retention import over_before


def judgements(link: StoredSide, _setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    """The same said in chat is that one, and stays as it was said. The latest of a case that is otherwise is listed:
    nothing of the case is changed by it."""
    case_ids, people = link.cases(rows), link.people(rows, "by")
    stored = link.grouped(JUDGEMENT, "case_id", case_ids.values())
    is_now = {r.id: words(r.categories) for r in link.rows(CASE, "id", case_ids.values())}
    latest = _latest(rows)
    over = over_before(link.work, Kept.WORDS)
    for row in rows:
        case, on, holds = case_ids[row["case"]], date.fromisoformat(row["on"]), bool(row["holds"])
        same = (r for r in stored.get(case, ()) if (r.category, r.on) == (row["category"], on))
        old = next(same, None)
        wanted = {
            "case_id": case,
            "category": row["category"],
            "holds": holds,
            "by_id": people[row["by"]],
            "on": on,
            "sealed_why": resealed(link, old, row["why"]),
            "from_chat": False,
        }
        given = {"by_id", *(row.given & {"holds"}), *(["sealed_why"] if "why" in row.given else [])}
        given -= {"sealed_why"} if old and old.sealed_why is None and went(on, over) else set()
        chat = None if old and old.from_chat else frozenset[str]()
        change = compared(JUDGEMENT, row, old, wanted, given=given, chat=chat)
        later = any(r.category == row["category"] and r.on > on for r in stored.get(case, ()))
        last = latest[row["case"], row["category"]] == row["on"] and not later
        if last and case in is_now and holds != (row["category"] in is_now[case]):
            before = {**change.before, "categories": " ".join(sorted(is_now[case]))}
            change = change._replace(kept=(*change.kept, "categories"), before=before)
        yield change


def _latest(rows: Sequence[Staged]) -> dict[tuple[Any, Any], str]:
    """By case and category the last day of these rows."""
    found: dict[tuple[Any, Any], str] = {}
    for row in rows:
        key = row["case"], row["category"]
        found[key] = max(found.get(key, ""), row["on"])
    return found
