"""Days that two rotas have, or two sheets of one, as the last of a month that the first week of the next begins with:
what both say is one day, and where they differ nobody can tell which is so."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import date
from itertools import combinations
from typing import Final, TypeAlias

from policy import date_words
from policy.spans import covers
from storage.importing.faults import Faults
from storage.importing.staging import Staging
from storage.importing.tables.files import FileFault
from storage.importing.tables.rota import Rota

#: By the name of a rota its days.
DaysOf: TypeAlias = Mapping[str, Set[date]]
#: By the name of a rota who wasn't away on which days.
Worked: TypeAlias = Mapping[str, Set[tuple[str, date]]]
#: What a cell of a rota makes: nothing where it is no absence.
Made: TypeAlias = tuple[str, ...]
_KEEP: Final = "write the same in both, or empty the one that isn't so"
_ROWS: Final = (
    'SELECT id, file, line, staff_number, planned, sickness, first, "last" FROM absences WHERE file IN ({})'
)


@dataclass(slots=True)
class SaidTwice:
    """What the cells of a rota's sheets say of each day of somebody, and what is made of it."""

    rotas: Sequence[Rota]
    _said: dict[tuple[str, date], tuple[str, Made]] = field(default_factory=dict)
    _others: list[tuple[str, date, str, str]] = field(default_factory=list)

    def note(self, whose: str, day: date, code: str, made: Made) -> None:
        """Nobody's, as of a vacant post, may say different things."""
        before = self._said.setdefault((whose, day), (code, made))
        if whose and before[1] != made:
            self._others.append((whose, day, before[0], code))

    def refuse_differing(self) -> None:
        """Once all was read. Raises FileFault."""
        for whose, day, one, other in self._others:
            sheets = [rota.names[0] for rota in self.rotas if day in rota.told]
            if len(sheets) > 1:
                where = " and ".join(f"“{sheet}”" for sheet in sheets)
                raise FileFault(
                    f"{where} both have {date_words.day(day)}, and of {whose} one says '{one}' there and the other "
                    f"'{other}': {_KEEP}"
                )


@dataclass(slots=True)
class _InRota:
    id: int
    file: str
    line: int
    whose: str
    kind: tuple[bool, bool]
    first: date
    last: date | None

    def has(self, days: Set[date]) -> Set[date]:
        return {day for day in days if covers(self.first, self.last, day)}


def join_days_again(staging: Staging, days_of: DaysOf, worked: Worked, faults: Faults) -> None:
    """Of rotas that were given together: what has one of their common days in both is one absence. ``worked``: whose
    days each says they weren't away on."""
    files = [at for at, origin in enumerate(staging.origins) if days_of.get(origin.name)]
    if "absences" not in {kind.name for kind in staging.kinds} or len(files) < 2:
        return
    by: dict[str, list[_InRota]] = defaultdict(list)
    for row in _rows(staging, files):
        by[row.whose].append(row)
    for file, said in worked.items():
        days: dict[str, set[date]] = defaultdict(set)
        for whose, day in said:
            days[whose].add(day)
        for row in (one for whose in days for one in by.get(whose, ()) if one.file != file):
            if at_work := row.has(days[row.whose] & days_of[row.file]):
                message = f"{file} says that they aren't away on {date_words.day(min(at_work))}: {_KEEP}"
                faults.add(row.file, row.line, "first", message)
    for rows in by.values():
        _join(staging, rows, days_of, faults)


def _rows(staging: Staging, files: Sequence[int]) -> Sequence[_InRota]:
    query = _ROWS.format(", ".join("?" * len(files)))
    return [
        _InRota(
            number,
            staging.origins[file].name,
            line,
            whose,
            (bool(planned), bool(sickness)),
            date.fromisoformat(first),
            date.fromisoformat(last) if last else None,
        )
        for number, file, line, whose, planned, sickness, first, last in staging.sql.execute(query, files)
    ]


def _join(staging: Staging, rows: Sequence[_InRota], days_of: DaysOf, faults: Faults) -> None:
    gone: set[int] = set()
    for one, other in combinations(sorted(rows, key=lambda row: (row.first, row.id)), 2):
        again = other.has(one.has(days_of[one.file] & days_of[other.file]))
        if one.file == other.file or not again or {one.id, other.id} & gone:
            continue
        if one.kind != other.kind:
            there = f"{one.file} (line {one.line})"
            message = f"{there} has another kind of absence on {date_words.day(min(again))}: {_KEEP}"
            faults.add(other.file, other.line, "first", message)
            continue
        later = max(one, other, key=lambda row: max(days_of[row.file]))
        one.last = max(one.last, other.last) if one.last and other.last else later.last
        gone.add(other.id)
        until = one.last.isoformat() if one.last else None
        staging.sql.execute('UPDATE absences SET "last" = ? WHERE id = ?', [until, one.id])
        staging.remove("absences", other.id)
