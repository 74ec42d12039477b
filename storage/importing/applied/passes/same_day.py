"""Which stored session a row means that names it by neither its id nor its time: the pair's of that day, and of a next
one that the file moved the one that it had booked."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from sqlalchemy import String, func, select, type_coerce
from sqlalchemy.engine import Row as SqlRow

from policy.facts import SessionState
from storage.importing.applied.link import SESSION, ImportDates, StoredSide
from storage.importing.columns.session_columns import NEXT_KEY, is_next
from storage.importing.staging import NEXT_ONE, NO_TIME, Staged
from storage.listed import one_of

_S: Final = SESSION.c


class _Pair(NamedTuple):
    supervisee: int
    supervisor: int


def found_by_day(
    link: StoredSide,
    setting: ImportDates,
    rows: Sequence[Staged],
    ids: Mapping[str, int],
    meant: Iterable[SqlRow[Any]],
) -> dict[str, SqlRow[Any]]:
    """By the keys of rows. Where several may be meant none is; what another row means (``meant``: by its key or its
    time; or by its day), such as one that says that it was cancelled, is not moved."""
    if not rows:
        return {}
    people = {"ids": sorted({ids[row["supervisee"]] for row in rows})}
    days = {**people, "days": sorted({row["date"] for row in rows})}
    on_days = _by_pair(link.work.connection.execute(_ON_DAYS, days), lambda one: one.on)
    next_ones = _by_pair(link.work.connection.execute(_NEXT, people), lambda _: None)
    alike = defaultdict(list)
    for row in rows:
        alike[_pair(row, ids), row["date"]].append(row)
    found: dict[str, SqlRow[Any]] = {}
    to_move: list[tuple[_Pair, Staged]] = []
    for (pair, on), some in alike.items():
        if len(some) == 1:
            row = some[0]
            that_day = [one for one in on_days.get((pair, date.fromisoformat(on)), ()) if _may_be(row, one)]
            found |= {row["key"]: that_day[0]} if len(that_day) == 1 else {}
            to_move += [(pair, row)] if _may_be_moved(row) and not that_day else []
    taken = {one.id for one in (*meant, *found.values())}
    for pair, row in to_move:
        moved = [one for one in next_ones.get((pair, None), ()) if one.on >= setting.today]
        moved = [one for one in moved if one.id not in taken]
        found |= {row["key"]: moved[0]} if len(moved) == 1 else {}
    return found


def _may_be(row: Staged, old: SqlRow[Any]) -> bool:
    """Whether one of the two has no time of its own: a row whose file says none, or what was booked as a next one. What
    has an id of its own is another row's."""
    if NEXT_ONE in row.given:
        return True
    booked_as_next = is_next(old.source_id) and not old.from_chat
    return booked_as_next or (NO_TIME in row.given and (old.source_id is None or is_next(old.source_id)))


def _may_be_moved(row: Staged) -> bool:
    """What stands in for a cancelled one is no next one moved."""
    return NEXT_ONE in row.given and row["replaces"] is None


def says_no_more(row: Staged, old: SqlRow[Any]) -> bool:
    """A next session is known already, in chat or by a row of its own, which says more of it."""
    return NEXT_ONE in row.given and (old.from_chat or not is_next(old.source_id))


def _pair(row: Staged, ids: Mapping[str, int]) -> _Pair:
    return _Pair(ids[row["supervisee"]], ids[row["supervisor"]])


def _by_pair(rows: Iterable[SqlRow[Any]], of: Any) -> dict[tuple[_Pair, Any], list[SqlRow[Any]]]:
    found: dict[tuple[_Pair, Any], list[SqlRow[Any]]] = defaultdict(list)
    for row in rows:
        found[_Pair(row.supervisee_id, row.supervisor_id), of(row)].append(row)
    return found


_DAY: Final = type_coerce(func.substr(_S.wall, 1, 10), String)
_ON_DAYS: Final = select(SESSION).where(one_of(_S.supervisee_id), one_of(_DAY, "days"))
_NEXT: Final = select(SESSION).where(
    one_of(_S.supervisee_id),
    _S.source_id.startswith(NEXT_KEY),
    _S.state == SessionState.BOOKED,
    ~_S.from_chat,
)
