"""What an import leaves of the files that mappings read: rows that are left out, sheets that no mapping is for."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Final

from cards.formats import listing, plural
from policy.folding import fold
from storage.importing.applied.writing import Result
from storage.importing.mapped.made_twice import SECOND
from storage.importing.mapped.mapped_rows import ROWS, MappedRows
from storage.importing.mapped.mapping import FileMapping
from storage.importing.mapped.own_row import CAME, OF_NO_DAY, OF_NO_TIME, TOTALS
from storage.importing.tables.alike_sheets import AlikeSheets
from storage.importing.tables.files import ReadFrom, Source, TableFile
from storage.importing.tables.page_lines import OF_ANOTHER
from storage.importing.tables.workbook import WorkbookFile, titles_of

#: As many who are left out are named.
_NAMED: Final = 20
_WHOSE: Final = "whoever comes in under another name is to be said so under words of that column"


#: What is none of a file's rows, or says nothing that comes in: of what, and why.
_PASSED: Final = {
    OF_ANOTHER: ("row", "below another heading"),
    OF_NO_TIME: ("row", "saying nothing of any session"),
    OF_NO_DAY: ("cell", "saying what became of a session, beside no day of one"),
    TOTALS: ("line", "that count the rows or say where they come from"),
}


def rows_left(sources: Sequence[Source], mappings: Mapping[str, FileMapping]) -> Iterator[str]:
    """A sentence for each mapping and kind of which rows are left out, once the files were read."""
    passed: dict[tuple[str, str], Counter[str]] = defaultdict(Counter)
    for name, source in _by_mapping(sources, mappings):
        if source.makes not in SECOND:
            passed[name, source.kind] += source.passed
    for (name, kind), counts in passed.items():
        rows, _ = counts.pop(ROWS, 0), counts.pop(CAME, 0)
        for why, (what, rest) in _PASSED.items():
            if number := counts.pop(why, 0):
                yield f"{name}, {kind}: passed over {plural(what, number)} {rest}"
        if counts:
            by = ", ".join(f"{number:,} by {column}" for column, number in counts.most_common())
            yield f"{name}, {kind}: left out {counts.total():,} of {rows:,} rows, as the mapping says: {by}"


def bringing_nothing(sources: Sequence[Source], mappings: Mapping[str, FileMapping]) -> list[str]:
    """The mappings by which no row comes in of a file that has some, once the files were read."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for name, source in _by_mapping(sources, mappings):
        counts[name] += source.passed
    return [name for name, one in counts.items() if not one[CAME] and one.total() > one[TOTALS]]


def _by_mapping(
    sources: Sequence[Source], mappings: Mapping[str, FileMapping]
) -> Iterator[tuple[str, MappedRows]]:
    """What is read by a mapping, with its name."""
    names = {id(mapping): name for name, mapping in mappings.items()}
    for source in sources:
        if isinstance(source, MappedRows):
            yield names.get(id(source.mapping), source.table.name), source


def named_left(result: Result) -> Iterator[str]:
    """That rows of other files name those whom a mapping leaves out."""
    for counts, what in ((result.of_left_out, "stay out too"), (result.without, "come in without")):
        if rows := sum(counts.values()):
            by = ", ".join(f"{number:,} of {kind}" for kind, number in counts.items())
            named = f"{plural('row', rows)} name somebody or a case that a mapping leaves out"
            yield f"{named}, and {what}: {by}"
    if whom := result.who_left_out:
        most = sorted(whom.items(), key=lambda one: (-one[1], one[0]))
        more = f" and {plural('other', len(most) - _NAMED)}" if len(most) > _NAMED else ""
        people = ", ".join(f"{name} {plural('row', rows)}" for name, rows in most[:_NAMED])
        yield f"Of the staff they name {people}{more}: {_WHOSE}"


def taken_as_recorded(result: Result) -> Iterator[str]:
    """Of a dry run: that nothing says whether the records of sessions before the first day are written."""
    found = result.taken_as_recorded
    if found.kinds:
        kinds = listing([f"{number:,} {kind}" for kind, number in found.kinds.items()])
        number = f"{sum(found.kinds.values()):,} of {plural('session', found.of)}"
        yield (
            f"Nothing says whether the record is written of {number} held before the bot's first day, by kind: {kinds}"
            ". They are taken as written up, and nobody is asked for one. If a column does say it, map it as "
            "recorded_on: a day, or no where it isn't (docs/import.md, discussions and sessions)."
        )


def _books(table: TableFile) -> Iterator[WorkbookFile]:
    """The sheets of a workbook that it is made from."""
    if isinstance(table, WorkbookFile):
        yield table
    elif isinstance(table, AlikeSheets):
        yield from (book for one in table.sheets for book in _books(one))
    elif isinstance(table, ReadFrom):
        yield from _books(table.table)


def sheets_left(sources: Sequence[Source]) -> Iterator[str]:
    """A sentence for each workbook that has sheets of which none is read."""
    read: dict[Path, set[str]] = defaultdict(set)
    for source in sources:
        for book in _books(source.table) if isinstance(source, MappedRows) else ():
            read[book.path].add(fold(book.sheet or ""))
    for path, sheets in read.items():
        left = [title for title in titles_of(path) if fold(title) not in sheets] if "" not in sheets else []
        if left:
            yield f"{path.name}: sheets that no mapping reads: {', '.join(left)}"
