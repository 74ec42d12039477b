"""How the new rows of a dry run will look, for whoever reads it before they come in."""

from __future__ import annotations

from collections.abc import Container, Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from storage.importing.looks import KindShown


def say_looks(to: Console, looks: Iterable[KindShown], kinds: Container[str]) -> None:
    """Of these kinds: a row for each column of ours, with what a few rows say in it and what all of them do."""
    for look in looks:
        if look.kind in kinds:
            to.print(_grid(look))


def _grid(look: KindShown) -> Grid:
    lines = (f"line {line}" for line in look.lines)
    title = f"{look.kind}: {look.rows:,} rows as they will be"
    grid = Grid("", *lines, "rows", "altogether", title=title, title_justify="left")
    for column in look.columns:
        shown = map(escape, (*column.shown, f"{column.rows:,}", column.altogether))
        grid.add_row(column.name, *shown)
    return grid
