"""One difference between a file's row and what is stored, and how it is shown."""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from sqlalchemy import Table

from policy import date_words
from storage.importing.applied.said_by import said_by
from storage.importing.staging import STILL_THERE, Staged

#: Health, people's words and identities of rows: that they differ is said, never what they are.
HIDDEN: Final = frozenset({"reason", "sickness", "away_id", "returned_on", "sealed_why", "source_id"})


class Outcome(StrEnum):
    """What becomes of a row. ``kept``: chat says otherwise, and wins."""

    SAME = "same"
    NEW = "new"
    CHANGED = "changed"
    KEPT = "kept"


#: Of what stays though nobody said so in chat.
ENDED_HERE: Final = (
    "the bot cancelled it, because of a leaver or an absence: cancel it where the file comes from"
)
#: What is shown of a dated fact that one column of the file says.
_OF_COLUMN: Final = frozenset({"on", "until"})
#: By which a person or a case is over.
_LAST_DAYS: Final = frozenset({"left_on", "closed_on"})
#: What is kept of a row beside what is said of it.
_UNSAID: Final = frozenset({"said_in_chat"})
#: When a session is, as people say it; and what else of it moves with that.
_WALL: Final = "wall"
_IS_WALL: Final = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d")
_MOVES_WITH: Final = frozenset({"starts_at", "ends_at", "on", "source_id"})
#: The most that any change of a row says is what becomes of the row. Rank 0: not looked at yet.
_RANKS: Final = {Outcome.SAME: 1, Outcome.KEPT: 2, Outcome.CHANGED: 3, Outcome.NEW: 4}


NOTHING: Final[Mapping[str, Any]] = MappingProxyType({})


class RowChange(NamedTuple):
    """``values`` are the columns to write; ``kept`` the columns in which chat said otherwise. ``before``: as stored.
    ``at``: the key columns of a table whose rows have no id, where ``id`` only says that the row is stored.
    ``follows``: no row of the file's own, it comes of a change in one. ``column``: the file's, where that one column is
    a dated fact of its own (``on``, ``until``), beside what the row is."""

    table: Table
    row: Staged
    values: Mapping[str, Any]
    id: int | None = None
    before: Mapping[str, Any] = NOTHING
    kept: tuple[str, ...] = ()
    at: Mapping[str, int] = NOTHING
    follows: bool = False
    column: str = ""
    ended_here: bool = False

    @property
    def outcome(self) -> Outcome:
        if self.id is None:
            return Outcome.CHANGED if self.follows else Outcome.NEW
        if self.values:
            return Outcome.CHANGED
        return Outcome.KEPT if self.kept else Outcome.SAME


def compared(
    table: Table,
    row: Staged,
    old: Any,
    wanted: Mapping[str, Any],
    *,
    given: Iterable[str],
    chat: frozenset[str] | None = frozenset(),
    at: Mapping[str, int] = NOTHING,
) -> RowChange:
    """A new row, or the given columns in which the stored one differs. ``chat``: columns said in chat; None for all."""
    if old is None:
        return RowChange(table, row, wanted, at=at)
    differing = {name: wanted[name] for name in given if getattr(old, name) != wanted[name]}
    kept = tuple(sorted(differing)) if chat is None else tuple(sorted(differing.keys() & chat))
    applied = {name: value for name, value in differing.items() if name not in kept}
    before = {name: getattr(old, name) for name in differing}
    return RowChange(table, row, applied, 0 if at else old.id, before, kept, at)


class Outcomes:
    """What became of the rows of one kind, whose ids go up to ``last_id``: a byte for each, however many there are."""

    def __init__(self, last_id: int) -> None:
        self._ranks = bytearray(last_id + 1)

    def note(self, rows: Iterable[Staged], changes: Iterable[RowChange]) -> None:
        """Rows that were looked at, and the changes that they ask for. The first of a row says whether it is stored:
        what else is made of one that is, as the notes of a session that was held since, changes it."""
        ranks, same = self._ranks, _RANKS[Outcome.SAME]
        for change in changes:
            rank, at = _RANKS[change.outcome], change.row.id
            if ranks[at] and change.outcome is Outcome.NEW:
                rank = _RANKS[Outcome.CHANGED]
            ranks[at] = max(ranks[at], rank)
        for row in rows:
            ranks[row.id] = ranks[row.id] or same

    def is_new(self, row: Staged) -> bool:
        """A row that says all it says where it is told as new."""
        return self._ranks[row.id] == _RANKS[Outcome.NEW]

    def counted(self) -> Counter[str]:
        """How many rows came to each outcome that any came to."""
        return +Counter({str(outcome): self._ranks.count(rank) for outcome, rank in _RANKS.items()})

    def same(self) -> Iterator[int]:
        """The ids of rows that say what is stored."""
        return (row_id for row_id, rank in enumerate(self._ranks) if rank == _RANKS[Outcome.SAME])


class Alike(NamedTuple):
    """What changes of a table are written by one statement: ``columns`` of its rows, None for new ones."""

    table: Table
    columns: frozenset[str] | None

    @property
    def is_new(self) -> bool:
        return self.columns is None


def alike(changes: Iterable[RowChange]) -> dict[Alike, list[RowChange]]:
    """Those that write anything."""
    new: dict[Table, list[RowChange]] = defaultdict(list)
    old: dict[Alike, list[RowChange]] = defaultdict(list)
    for change in changes:
        if change.values and change.id is None:
            new[change.table].append(change)
        elif change.values:
            old[Alike(change.table, frozenset(change.values))].append(change)
    return {Alike(table, None): some for table, some in new.items()} | old


@dataclass(frozen=True, slots=True)
class DifferenceLine:
    """One difference in words for whoever runs the import. ``what`` is an outcome, or ``ended``."""

    kind: str
    what: str
    file: str
    line: int
    key: str
    fields: tuple[str, ...] = ()

    def __str__(self) -> str:
        where = f"{self.file} line {self.line}: " if self.line else ""
        said = f": {', '.join(self.fields)}" if self.fields else ""
        return f"{where}{self.kind} {self.key} {self.what}{said}"


def described(change: RowChange) -> list[DifferenceLine]:
    """What is written and what is left alone, each its own line; what only follows from it and has nothing to show,
    none."""
    row, lines = change.row, []
    if change.outcome in (Outcome.NEW, Outcome.CHANGED):
        shown = _OF_COLUMN & change.values.keys() if change.column else {*_said(change.values)} - _UNSAID
        named = sorted(shown) if change.column or change.id is not None else []
        news = tuple(said_by(row)) if change.outcome is Outcome.NEW and not change.column else ()
        fields = news or tuple(_field(change, name) for name in named)
        if fields or not change.follows:
            lines.append(
                DifferenceLine(row.kind, str(change.outcome), row.file, row.line, row["key"], fields)
            )
    if change.kept:
        kept = tuple(_field(change, name) for name in _said(change.kept))
        fields = (ENDED_HERE,) if change.ended_here else kept
        lines.append(DifferenceLine(row.kind, str(Outcome.KEPT), row.file, row.line, row["key"], fields))
    return lines


def _said(names: Collection[str]) -> list[str]:
    """Without what moves with when a session is, where that is among them."""
    return [name for name in names if _WALL not in names or name not in _MOVES_WITH]


def _field(change: RowChange, name: str) -> str:
    if name in HIDDEN or name.endswith("_id"):
        return _who(change, name)
    before, label = change.before.get(name), _label(change, name)
    if name in change.values and name in _LAST_DAYS and STILL_THERE in change.row.given:
        return f"is back, for a complete file has it again: {changed(label, before, None)}"
    if name in change.values:
        return changed(label, before, change.values[name])
    return f"{label} stays {_shown(before)}"


def _who(change: RowChange, name: str) -> str:
    """What isn't shown, and who somebody is now, by what the file calls them."""
    label = name.removesuffix("_id")
    now = change.row.get(label) if name not in HIDDEN and name in change.values else None
    return f"{label} is {now} now" if now else label


def changed(label: str, before: object, after: object) -> str:
    """One column's difference, in words."""
    return f"{label} {_shown(before)} → {_shown(after)}"


def _label(change: RowChange, name: str) -> str:
    """A dated fact goes by the file's column for its day, and what else is said of it by that and its own name."""
    if not change.column:
        return "when" if name == _WALL else name
    return change.column if name == "on" else f"{change.column} {name}"


def _shown(value: object) -> str:
    if isinstance(value, str) and _IS_WALL.fullmatch(value):
        at = datetime.fromisoformat(value)
        return f"{date_words.day(at)} at {date_words.clock(at.time())}"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, datetime):
        return f"{date_words.day(value)} at {date_words.clock(value.time())} UTC"
    if isinstance(value, date):
        return date_words.day(value)
    return "nothing" if value in (None, "") else str(value)
