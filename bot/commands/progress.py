"""Progress of long work, on standard error: standard output is for the answer."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Final

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

#: Where no terminal shows a bar, a line says how far it is after so many seconds, and each time as many have passed.
LINE_EVERY: Final = 10.0


@contextmanager
def counting(what: str, total: int) -> Iterator[Callable[[int], None]]:
    """A bar that the yielded function moves on; it disappears at the end. Work that is short says nothing where there
    is no terminal."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield _lines(console, what, total)
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True) as bar:
        task = bar.add_task(what, total=total)
        yield lambda some: bar.advance(task, some)


def _lines(console: Console, what: str, total: int) -> Callable[[int], None]:
    done, said = 0, time.monotonic()

    def advance(some: int) -> None:
        nonlocal done, said
        done += some
        if time.monotonic() - said >= LINE_EVERY:
            said = time.monotonic()
            console.print(f"{what} {done} of {total}" if total else f"{what} {done}", highlight=False)

    return advance
