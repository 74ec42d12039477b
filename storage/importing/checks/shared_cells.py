"""An address or an account that is on two people of those in post: of a list of staff in which a slip is left out it
costs that cell, and not somebody with all their cases."""

# ruff: noqa: S608  (the names of columns are our own; every value is a parameter)

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final, NamedTuple

from sqlalchemy import select

from policy.folding import first_name_first, fold_name
from storage.conditions import in_post
from storage.importing.applied.link import PERSON
from storage.importing.faults import Faults
from storage.importing.staging import BATCH, Staging, places
from storage.obligations import batched
from storage.work import Work

#: What one person alone may have, as messages call it.
_ONE_S: Final = (("email", "address"), ("account", "account"))
_TWO: Final = (
    "FROM people a JOIN people b ON a.{0} = b.{0} AND a.key <> b.key "
    "WHERE coalesce(a.left_on, ?1) >= ?1 AND coalesce(b.left_on, ?1) >= ?1 "
    "AND coalesce(a.left_on, b.employed_from) >= b.employed_from "
    "AND coalesce(b.left_on, a.employed_from) >= a.employed_from ORDER BY b.id, a.id"
)


class Shared(NamedTuple):
    """A row of people whose cell somebody else has too: ``other`` by number, ``theirs`` by name, of a row that stands
    before it (``later``); a stored one's name isn't asked for."""

    column: str
    message: str
    file: int
    line: int
    row: int
    said: str
    mine: str
    theirs: str
    later: bool


def shared(staging: Staging, work: Work) -> Iterator[Shared]:
    """Both rows of two in the files, and the one of somebody stored of whom these files say nothing: who comes back
    under another number keeps theirs."""
    for column, said in _ONE_S:
        for file, line, row, word, mine, theirs, other, at in staging.sql.execute(
            f"SELECT b.file, b.line, b.id, b.{column}, b.name, a.name, a.key, a.id {_TWO.format(column)}",
            [work.today.isoformat()],
        ).fetchall():
            yield Shared(column, _message(other, said), file, line, row, word, mine, theirs, at < row)
        yield from _with_stored(staging, work, column, said)


def _message(other: str, said: str) -> str:
    return f"{other} has this {said} too: one {said} belongs to one person"


def _with_stored(staging: Staging, work: Work, column: str, said: str) -> Iterator[Shared]:
    p, today = PERSON.c, work.today
    query = f"SELECT {column} FROM people WHERE {column} IS NOT NULL AND coalesce(left_on, ?1) >= ?1"
    wanted = {word for (word,) in staging.sql.execute(query, [today.isoformat()])}
    for some in batched(sorted(wanted), BATCH):
        stored = select(p.staff_number, p[column]).where(p[column].in_(some), in_post(today))
        found = {row[0]: row[1] for row in work.connection.execute(stored)}
        for number in sorted(found.keys() - staging.has("people", [*found])):
            mine = f"SELECT file, line, id, {column}, name FROM people WHERE {column} = ?"
            for file, line, row_id, word, name in staging.sql.execute(mine, [found[number]]).fetchall():
                yield Shared(column, _message(number, said), file, line, row_id, word, name, "", later=True)


def leave_out_shared(staging: Staging, work: Work, cells: Faults) -> None:
    """Such a cell says nothing: of neither of two, unless an address is called as just one of them is."""
    out = {(one.column, one.row): one for one in shared(staging, work) if not _is_theirs(one)}
    for (column, _), one in out.items():
        cells.add(staging.origins[one.file].name, one.line, column, one.message)
    for column, _ in _ONE_S:
        _empty(staging, column, [one for (of, _), one in out.items() if of == column])


def _is_theirs(one: Shared) -> bool:
    return _names(one.said, one.mine) and not (one.theirs and _names(one.said, one.theirs))


def _names(address: str, name: str) -> bool:
    local = re.sub(r"[._-]|\d", " ", address.partition("@")[0])
    return bool(local) and sorted(fold_name(local).split()) == sorted(
        fold_name(first_name_first(name)).split()
    )


def _empty(staging: Staging, column: str, rows: list[Shared]) -> None:
    """As if their file had no such column: what is stored there stays."""
    for number in sorted({one.file for one in rows}):
        origin = staging.origins[number]
        without = staging.begin(replace(origin, given=origin.given - {column}))
        mine = [one.row for one in rows if one.file == number]
        for some in batched(mine, BATCH):
            staging.sql.execute(
                f"UPDATE people SET {column} = NULL, file = ? WHERE id IN ({places(len(some))})",
                [without, *some],
            )
