"""Who is known by their name in a list that has no numbers, of agency staff or leavers, and by a number in another."""

from __future__ import annotations

from typing import Final

from storage.importing.faults import Faults
from storage.importing.mapped.mapped_rows import MappedRows
from storage.importing.proposal.leavers import is_of_leavers
from storage.importing.staging import LEAVERS, UNNUMBERED, Staging, places
from storage.importing.tables.files import Source

_TWO: Final = (
    "SELECT a.id, a.file, a.line, b.file, b.line FROM people a JOIN people b ON a.key = b.key "
    "WHERE a.file IN ({those}) AND b.file NOT IN ({those}) AND (a.left_on IS NULL OR a.left_on >= ?) GROUP BY a.id"
)


def is_by_name(source: Source) -> bool:
    """A list of people whose names stand in place of their numbers: it is read once all numbers are known."""
    made = source.mapping.makes[source.makes] if isinstance(source, MappedRows) else None
    if made is None or not {"staff_number", "name"} <= made.columns.keys():
        return False
    number, name = made.columns["staff_number"], made.columns["name"]
    return bool(name.named) and number.named[: len(name.named)] == name.named


def marks_of(source: Source) -> set[str]:
    """Of a list of people what it is: of leavers, as its sheet is called, or where it has one alone, its file."""
    if not isinstance(source, MappedRows):
        return set()
    sheet = source.mapping.sheet
    left = any(map(is_of_leavers, [sheet] if sheet else source.table.names))
    return ({UNNUMBERED} if is_by_name(source) else set()) | ({LEAVERS} if left else set())


def leave_to_numbers(staging: Staging, odd: Faults, today: str) -> None:
    """Whoever stands in a list by name too, and hasn't left by that, is as the list that has their number says."""
    those = [number for number, origin in enumerate(staging.origins) if UNNUMBERED in origin.given]
    if not those:
        return
    query = _TWO.format(those=places(len(those)))
    for row, file, line, other, at in staging.sql.execute(query, [*those, *those, today]).fetchall():
        where = f"line {at} of {staging.origins[other].name}"
        odd.add(
            staging.origins[file].name,
            line,
            "name",
            f"is in {where} too, with a number: what stands there is taken",
            "stand in a list with their numbers too",
        )
        staging.remove("people", row)
