"""What was read, in a temporary file of its own: memory stays flat whatever the files' size."""

# ruff: noqa: S608  (the names of tables and columns are our own; every value is a parameter)

from __future__ import annotations

import sqlite3
import tempfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from itertools import groupby, islice, repeat
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Final

from storage.importing.checks.rejected import Rejected
from storage.importing.columns.column_types import Kind, Row
from storage.importing.columns.file_columns import BY_NAME, KINDS
from storage.obligations import batched

BATCH: Final = 1000
#: Among what a file speaks of that is all there is and has no column of last days: what it has hasn't ended.
STILL_THERE: Final = "still_there"
#: Among what a file of sessions speaks of: they are the next ones of those in its rows; it says no time of its own.
NEXT_ONE: Final = "next_one"
#: Among what a file of people speaks of: its people have no numbers.
UNNUMBERED: Final = "unnumbered"
#: And that they are leavers.
LEAVERS: Final = "leavers"
NO_TIME: Final = "no_time"
#: Bytes that are packed together.
PIECE: Final = 4 << 20


class Staged(dict[str, Any]):
    """One row as read, by its columns, which nobody changes; and where it stands."""

    __slots__ = ("id", "kind", "line", "origin")

    kind: str
    id: int
    line: int
    origin: Origin

    def __missing__(self, name: str) -> None:
        """A column in which no row says anything."""

    @property
    def file(self) -> str:
        return self.origin.name

    @property
    def given(self) -> frozenset[str]:
        """The columns its file has; what a file doesn't have, it doesn't change."""
        return self.origin.given


@dataclass(frozen=True, slots=True)
class Origin:
    """One file that was read."""

    name: str
    kind: str
    given: frozenset[str]


@dataclass(frozen=True, slots=True)
class Which:
    """Which of a kind's rows: ``where`` in SQL; ``given``: only of files that have this column; ``differing``: only
    those that were found to say anything else than what is stored."""

    where: str = ""
    given: str = ""
    differing: bool = False


EVERY: Final = Which()


class Staging:
    """Use as a context manager: the file is removed at the end. ``calendars``: whose were read, by staff number.
    ``packed``: what another process had staged. ``rejected``: what was read and doesn't come in. ``meant``: the stored
    sessions that rows mean, some by another key than they are stored with."""

    def __init__(self, packed: Iterable[bytes] = ()) -> None:
        pieces = [zlib.decompress(part) for part in packed]
        self._folder = tempfile.TemporaryDirectory(prefix="supervision-import-")
        self._file = Path(self._folder.name) / "staged.db"
        with self._file.open("wb") as file:
            file.writelines(pieces)
        self.sql = sqlite3.connect(self._file, isolation_level=None)
        self.sql.execute("PRAGMA journal_mode=OFF")
        self.sql.execute("PRAGMA synchronous=OFF")
        self.origins: list[Origin] = []
        self.calendars: set[str] = set()
        self.rejected = Rejected()
        self.meant: set[int] = set()
        self._columns: dict[tuple[str, int], list[str]] = {}
        if self._file.stat().st_size:
            self._read_sources()
        else:
            self._create()

    def _create(self) -> None:
        self.sql.execute("CREATE TABLE origin (name TEXT, kind TEXT, given TEXT)")
        self.sql.execute("CREATE TABLE calendar (number TEXT)")
        for kind in KINDS:
            self.sql.execute(_create(kind))

    def _read_sources(self) -> None:
        found = self.sql.execute("SELECT name, kind, given FROM origin ORDER BY rowid")
        self.origins = [Origin(name, kind, frozenset(given.split())) for name, kind, given in found]
        self.calendars = {number for (number,) in self.sql.execute("SELECT number FROM calendar")}

    def packed(self) -> Iterator[bytes]:
        """All that is staged, in pieces, for another process to go on with."""
        rows = [(o.name, o.kind, " ".join(sorted(o.given))) for o in self.origins]
        self.sql.executemany("INSERT INTO origin VALUES (?, ?, ?)", rows)
        self.sql.executemany("INSERT INTO calendar VALUES (?)", [(n,) for n in sorted(self.calendars)])
        with self._file.open("rb") as file:
            while piece := file.read(PIECE):
                yield zlib.compress(piece, level=1)

    def __enter__(self) -> Staging:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None
    ) -> None:
        self.sql.close()
        self._folder.cleanup()

    def begin(self, origin: Origin) -> int:
        """A file is about to be read; its number."""
        self.origins.append(origin)
        return len(self.origins) - 1

    def add(self, kind: Kind, file: int, rows: Sequence[tuple[int, Row]]) -> None:
        """Rows of a file by its number, each with its line. What none of them says is left out: the driver takes longer
        over an empty value than over a word."""
        said = {name: [row[name] for _, row in rows] for name in ("key", *kind.stored)}
        said = {name: values for name, values in said.items() if values.count(None) < len(values)}
        names = ", ".join(_quoted(["file", "line", *said]))
        insert = f"INSERT INTO {kind.name} ({names}) VALUES ({places(2 + len(said))})"
        self.sql.execute("BEGIN")
        self.sql.executemany(
            insert, zip(repeat(file), (line for line, _ in rows), *said.values(), strict=False)
        )
        self.sql.execute("COMMIT")

    def index(self, *kinds: str) -> None:
        """Of these kinds rows are found by their key. Of the others too it would be packed with all that is staged."""
        for kind in kinds:
            self.sql.execute(f"CREATE INDEX IF NOT EXISTS {kind}_key ON {kind} (key)")

    @contextmanager
    def found_by(self, places: Sequence[tuple[str, str]]) -> Iterator[None]:
        """For a while rows are found by these columns, each pair a kind and its columns: nothing of it is packed."""
        for at, (kind, columns) in enumerate(places):
            self.sql.execute(f"CREATE INDEX found_by_{at} ON {kind} ({columns})")
        try:
            yield
        finally:
            for at in range(len(places)):
                self.sql.execute(f"DROP INDEX found_by_{at}")

    def put_beside(self, table: str, columns: Sequence[str], rows: Iterable[Sequence[str | None]]) -> None:
        """Texts of what is stored, in a table of their own to look at rows beside them: nothing of it is packed."""
        self.sql.execute(f"CREATE TEMP TABLE {table} ({', '.join(f'{name} TEXT' for name in columns)})")
        self.sql.executemany(f"INSERT INTO {table} VALUES ({places(len(columns))})", rows)

    def last_id(self, kind: Kind) -> int:
        """No row of a kind has a higher one."""
        found: int = self.sql.execute(f"SELECT coalesce(max(id), 0) FROM {kind.name}").fetchone()[0]
        return found

    def remove(self, kind: str, row_id: int) -> None:
        self.sql.execute(f"DELETE FROM {kind} WHERE id = ?", [row_id])

    def count(self, kind: Kind, which: Which) -> int:
        query = f"SELECT count(*) FROM {kind.name} WHERE {self._where(which)}"
        found: int = self.sql.execute(query).fetchone()[0]
        return found

    def batches(self, kind: Kind, which: Which) -> Iterator[list[Staged]]:
        """About a thousand rows at a time; rows of one chain (a case's allocations), and of two who meet, are never
        parted."""
        rows, together = self._rows(kind, which), _never_parted(kind)
        if not together:
            while batch := list(islice(rows, BATCH)):
                yield batch
            return
        batch = []
        for _, chain in groupby(rows, key=itemgetter(*together)):
            batch += chain
            if len(batch) >= BATCH:
                yield batch
                batch = []
        if batch:
            yield batch

    def _rows(self, kind: Kind, which: Which) -> Iterator[Staged]:
        names, name, origins = self._said(kind), kind.name, self.origins
        query = (
            f"SELECT {', '.join(_quoted(names))}, id, file, line FROM {kind.name} "
            f"WHERE {self._where(which)} ORDER BY {_order(kind)}"
        )
        for values in self.sql.execute(query):
            row = Staged(zip(names, values, strict=False))
            row.kind, row.id, row.line, row.origin = name, values[-3], values[-1], origins[values[-2]]
            yield row

    def _said(self, kind: Kind) -> list[str]:
        """The columns in which any row of a kind says something: the database sorts and gives no others."""
        asked = kind.name, self.sql.total_changes
        if asked not in self._columns:
            self._columns[asked] = self._counted(kind)
        return self._columns[asked]

    def _counted(self, kind: Kind) -> list[str]:
        names = ["key", *kind.stored]
        counts = ", ".join(f"count({name})" for name in _quoted(names))
        found = self.sql.execute(f"SELECT {counts} FROM {kind.name}").fetchone()
        return [name for name, number in zip(names, found, strict=True) if number or name == "key"]

    def _where(self, which: Which) -> str:
        said = [which.where or "1"]
        if which.differing:
            said.append("differs")
        if which.given:
            files = [str(number) for number, one in enumerate(self.origins) if which.given in one.given]
            said.append(f"file IN ({', '.join(files)})")
        return " AND ".join(said)

    def keep_differing(self, kind: Kind, same: Iterable[int]) -> None:
        """Rows that say what is stored need no second look."""
        self.sql.execute("BEGIN")
        self.sql.executemany(
            f"UPDATE {kind.name} SET differs = 0 WHERE id = ?", ((row_id,) for row_id in same)
        )
        self.sql.execute("COMMIT")

    def has(self, kind: str, keys: Sequence[str], *, still_open: bool = False) -> set[str]:
        """Which of these keys were read; ``still_open``: of those, in rows that give no end."""
        self.index(kind)
        more = " AND until IS NULL" if still_open else ""
        found: set[str] = set()
        for some in batched(keys, BATCH):
            query = f"SELECT key FROM {kind} WHERE key IN ({places(len(some))}){more}"
            found.update(k for (k,) in self.sql.execute(query, some))
        return found

    def naming(
        self, kind: str, column: str, words: Sequence[str], besides: str = ""
    ) -> dict[str, list[tuple[int, int, int]]]:
        """By each of these words the rows that say it in a column: their file, line and id. All are read at once, for a
        column has no index. ``besides``: what else is so of them, in SQL."""
        found: dict[str, list[tuple[int, int, int]]] = {}
        for some in batched(words, BATCH):
            query = f'SELECT "{column}", file, line, id FROM {kind} WHERE "{column}" IN ({places(len(some))}) {besides}'
            for word, *row in self.sql.execute(f"{query} ORDER BY id", some):
                found.setdefault(word, []).append((row[0], row[1], row[2]))
        return found

    @property
    def kinds(self) -> list[Kind]:
        """The kinds of which a file was given, in the order of applying."""
        present = {o.kind for o in self.origins} | (
            {"allocations"} if any(o.kind == "cases" for o in self.origins) else set()
        )
        return [kind for kind in KINDS if kind.name in present]


def _never_parted(kind: Kind) -> Sequence[str]:
    if "chain" in kind.derived:
        return ("chain",)
    return ("supervisee", "supervisor") if kind.name == "sessions" else ()


def _order(kind: Kind) -> str:
    """Together what is looked up together; in a chain the earliest first."""
    if "chain" in kind.derived:
        return "chain, since, id"
    together = {
        "sessions": "pair",
        "discussions": "session_key",
        "participants": "session",
        "events": '"case"',
    }
    return f"{together[kind.name]}, id" if kind.name in together else "id"


def _create(kind: Kind) -> str:
    columns = ", ".join(_quoted(kind.stored))
    fixed = "id INTEGER PRIMARY KEY, file INTEGER, line INTEGER, key TEXT, "
    fixed += "differs INTEGER NOT NULL DEFAULT 1"
    return f"CREATE TABLE {kind.name} ({fixed}, {columns})"


def places(number: int) -> str:
    """As many values of a statement, to be filled in."""
    return ", ".join("?" * number)


def _quoted(names: Sequence[str]) -> list[str]:
    return [f'"{name}"' for name in names]


def kind_of(row: Staged) -> Kind:
    return BY_NAME[row.kind]
