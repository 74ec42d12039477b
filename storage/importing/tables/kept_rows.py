"""While a proposal looks at a file again and again, what was read of it: its columns are in memory there anyway."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from contextvars import ContextVar
from pathlib import Path
from typing import Final

from storage.importing.tables.files import Line

#: By a file and what of it, such as a sheet.
_KEPT: Final[ContextVar[dict[tuple[Path, str], Sequence[Line]] | None]] = ContextVar("kept", default=None)


@contextmanager
def rows_kept() -> Iterator[None]:
    token = _KEPT.set({})
    try:
        yield
    finally:
        _KEPT.reset(token)


def kept_rows(path: Path, part: str, read: Callable[[], Iterable[Line]]) -> Iterator[Line]:
    """What reading gives, read once where it is kept. Raises what reading does."""
    kept = _KEPT.get()
    if kept is None:
        return iter(read())
    if (path, part) not in kept:
        kept[path, part] = list(read())
    return iter(kept[path, part])
