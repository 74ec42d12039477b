"""What an import says of rows that stay out, or that came in and are worth a look."""

from __future__ import annotations

from typing import Final

from rich.console import Console

from bot.commands.plain_text import print_text
from storage.importing.applied.writing import Result
from storage.importing.faults import causes, listed

_BOOKED_AWAY: Final = (
    "Booked while away: cancelled for that once they are in, unless somebody covers or they are back"
)


def say_odd(out: Console, result: Result) -> None:
    for said, faults in (
        ("Left out, for their faults", result.left_out),
        ("Rows that name what stays out, and so do too", result.followed),
        ("Rows that come in without a cell, for its fault", result.cells_left_out),
        (_BOOKED_AWAY, result.booked_away),
        ("Taken as written, and worth a look", result.odd),
    ):
        if faults:
            out.print(f"{said} ({causes(faults):,}):")
        for line in listed(faults):
            print_text(out, f"  {line}")
