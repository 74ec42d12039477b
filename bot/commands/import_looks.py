"""How the new rows of a dry run will look, for whoever reads it before they come in."""

from __future__ import annotations

from collections.abc import Container, Iterable

from rich.console import Console
from rich.markup import escape
from rich.table import Table as Grid

from bot.commands.plain_text import print_text
from storage.importing.applied.looks import KindShown


def say_looks(to: Console, looks: Iterable[KindShown], kinds: Container[str]) -> None:
    """Of these kinds: a row for each column of ours, with what a few rows say in it; and in a line each, which no
    width of a terminal cuts, what all of them do."""
    for look in looks:
        if look.kind in kinds:
            to.print(_grid(look))
            for column in look.columns:
                if column.altogether:
                    print_text(to, f"  {look.kind}, {column.name}, altogether: {column.altogether}")


def _grid(look: KindShown) -> Grid:
    title = f"{look.kind}: {look.rows:,} rows as they will be"
    grid = Grid(title=title, title_justify="left")
    for name in ("", *(f"line {line}" for line in look.lines), "rows"):
        grid.add_column(name, overflow="fold")
    for column in look.columns:
        grid.add_row(column.name, *map(escape, (*column.shown, f"{column.rows:,}")))
    return grid
