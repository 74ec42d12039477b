"""Which of the bot's files a heading is, and where each of its columns stands."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Final

from storage.importing.columns.column_types import Kind
from storage.importing.columns.file_columns import BY_NAME, KINDS
from storage.importing.columns.values import worded
from storage.importing.faults import Faults
from storage.importing.mapped.grid_cells import FEWEST_MONTHS
from storage.importing.proposal.known_headings import HEADINGS


@dataclass(frozen=True, slots=True)
class KnownHeading:
    """What a file's heading says: its kind, and for each column of that kind where it stands (-1: not there)."""

    kind: Kind
    places: tuple[int, ...]
    unread: tuple[str, ...]
    width: int

    @property
    def given(self) -> frozenset[str]:
        return frozenset(
            c.name for c, place in zip(self.kind.columns, self.places, strict=True) if place >= 0
        )


#: As many of its columns as a line has at least that is a heading: a row of a log may say ``Case`` somewhere.
_FEWEST: Final = 2
#: What no heading says: an address, a time of day, a number that is no year, and a day, unless several head a column
#: of a month each.
_OF_ROW: Final = re.compile(r"[^@\s]+@[^@\s]+\.\w+|\d{1,2}:\d\d(?::\d\d)?|(?!(?:19|20)\d\d$)\d{4,}")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[ T].*)?|\d{1,2}[/.-]\d{1,2}[/.-]\d{2,4}(?: .*)?")


def is_known(cells: Sequence[str]) -> bool:
    """Whether these cells are the heading of one of the bot's files."""
    names = {plain(cell) for cell in cells}
    fitting = (kind for kind in KINDS if kind.marks <= names)
    return any(len(names.intersection(kind.names)) >= _FEWEST for kind in fitting) and not says_a_row(cells)


def says_a_row(cells: Sequence[str]) -> bool:
    """Whether a line says what only a row does, whatever headings its other words are too."""
    said = [cell.strip() for cell in cells]
    days = sum(_DAY.fullmatch(cell) is not None for cell in said)
    return any(map(_OF_ROW.fullmatch, said)) or 0 < days < FEWEST_MONTHS


#: Of what systems call columns so many, and most of a line's cells, make it a heading wherever it stands.
_FEWEST_ANYWHERE: Final = 4
_CALLED: Final = frozenset(
    name for columns in HEADINGS.values() for names in columns.values() for name in names
)


def heads_a_table(cells: Sequence[str]) -> bool:
    """Whether a line is a heading without a doubt, also in the middle of a file."""
    names = [plain(cell) for cell in cells if cell.strip()]
    known = _CALLED.intersection(names)
    most = len(known) >= _FEWEST_ANYWHERE and 2 * len(known) > len(names)
    return most and len({*names}) == len(names) and not says_a_row(cells)


def own_kind(source_name: str, line: int, cells: Sequence[str]) -> str:
    """What a file with this heading, of which more is read than isn't, comes in as without a mapping; else empty."""
    own = heading_of(source_name, line, cells, Faults())
    return own.kind.name if own is not None and len(own.unread) < len(own.given) else ""


def heading_of(
    source_name: str, line: int, cells: Sequence[str], faults: Faults, said: str | None = None
) -> KnownHeading | None:
    """None after naming what is wrong with it. ``said``: the kind that a mapping says it is."""
    names = [plain(cell) for cell in cells]
    kind = BY_NAME[said] if said else _kind_of(source_name, names)
    if kind is None:
        faults.add(source_name, line, "", _unknown(names))
        return None
    missing = [c.name for c in kind.columns if c.needed and c.name not in names]
    for name in missing:
        near = _looks_like(kind, name, [n for n in names if n not in kind.names])
        hint = f"; '{near}' looks like it" if near else ""
        message = f"this column is needed in a file of {kind.name}{hint}: add it or correct its heading"
        faults.add(source_name, line, name, message)
    unclear = _unclear(source_name, line, names, kind, faults)
    return None if missing or unclear else _heading(kind, names)


def _heading(kind: Kind, names: list[str]) -> KnownHeading:
    places = tuple(names.index(c.name) if c.name in names else -1 for c in kind.columns)
    return KnownHeading(kind, places, tuple(n for n in names if n and n not in kind.names), len(names))


def plain(cell: str) -> str:
    """A heading as it is compared: without case, and spaces, hyphens and underscores alike."""
    return worded(cell).replace(" ", "_")


def _unknown(names: Sequence[str]) -> str:
    """What the file most looks like, and the way to say what its columns are."""
    remedy = "python app.py import map FILE proposes which of its columns is which"
    kind = max(KINDS, key=lambda k: len(_near(k, names)))
    near = _near(kind, names)
    if not near:
        return f"no file has these columns: {remedy}"
    hints = [f"{name} ('{near[name]}' looks like it)" if name in near else name for name in _needed(kind)]
    return f"no file has these columns. Nearest is {kind.name}, which needs {', '.join(hints)}: {remedy}"


def _needed(kind: Kind) -> list[str]:
    return [c.name for c in kind.columns if c.needed]


def _near(kind: Kind, names: Sequence[str]) -> dict[str, str]:
    """For needed columns of a kind, the heading that looks like it."""
    found = {name: _looks_like(kind, name, names) for name in _needed(kind)}
    return {name: near for name, near in found.items() if near}


def _looks_like(kind: Kind, name: str, names: Sequence[str]) -> str | None:
    """The heading that is nearest to a column's name, or to what other systems call it."""
    known = (name, *HEADINGS.get(kind.name, {}).get(name, ()))
    near = (get_close_matches(one, names, n=1, cutoff=0.75) for one in known)
    return next((found[0] for found in near if found), None)


def _kind_of(source_name: str, names: list[str]) -> Kind | None:
    """By its columns: the kind whose marks are all there and most telling; else by the file's name."""
    fitting = [k for k in KINDS if k.marks <= set(names)]
    best = max(fitting, key=lambda k: _likeness(k, names), default=None)
    named = BY_NAME.get(Path(source_name).stem.lower())
    return named if named in fitting or best is None else best


def _likeness(kind: Kind, names: list[str]) -> tuple[bool, int, int]:
    """All that it needs is there; then how many columns it knows, and how many of them it needs."""
    needed, given = set(_needed(kind)), set(names)
    return needed <= given, len(given & set(kind.names)), len(needed & given)


def _unclear(source_name: str, line: int, names: list[str], kind: Kind, faults: Faults) -> bool:
    """A column given twice, or one whose name is nearly that of a column which isn't there."""
    found = False
    absent = [n for n in kind.names if n not in names]
    for name in sorted({n for n in names if n and names.count(n) > 1}):
        faults.add(source_name, line, name, "this column is there twice: remove one")
        found = True
    for name in names:
        near = get_close_matches(name, absent, n=1, cutoff=0.8)
        if name not in kind.names and near:
            faults.add(
                source_name, line, name, f"no such column; did you mean '{near[0]}'? Correct the heading"
            )
            found = True
    return found


def numbered(cells: Sequence[str]) -> list[str]:
    """Headings by which each column is told apart: the second of a name is ``Name (2)``."""
    names = list(map(plain, cells))
    before = (names[:at].count(name) if name else 0 for at, name in enumerate(names))
    return [f"{cell} ({count + 1})" if count else cell for cell, count in zip(cells, before, strict=True)]
