"""Proposes mappings for a whole file: one for each layout of a workbook's sheets, and for a table below another."""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field, replace
from datetime import date
from pathlib import Path
from typing import NamedTuple

from storage.importing.columns.values import ImportVocabulary
from storage.importing.mapped.mapping import mapping_of
from storage.importing.mapped.names_answered import names_in
from storage.importing.proposal.key_sheets import legend_of
from storage.importing.proposal.leavers import OF_LEAVERS, is_of_leavers
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.proposal.recognising import heading_seen, read
from storage.importing.proposal.untitled import UntitledFault
from storage.importing.tables.alike_sheets import AlikeSheets
from storage.importing.tables.below import TableBelow, headings_below
from storage.importing.tables.files import FileFault, TableFile
from storage.importing.tables.headings import plain
from storage.importing.tables.legends import Legend
from storage.importing.tables.mapped_files import table_of
from storage.importing.tables.people_across import has_people_across, turned_in
from storage.importing.tables.rota import Across, across_in
from storage.importing.tables.workbook import WorkbookFile, is_workbook


def propose_for(
    path: Path, words: ImportVocabulary, sheet: str | None, only: Set[str] | None = None
) -> list[Proposal]:
    """Of a workbook with several sheets, where none is named, one for each layout: sheets with one heading are alike.
    What has most columns is first, as where each sheet is read by the first mapping that is for it. ``only``: what is
    of none of these kinds isn't proposed. Raises FileFault."""
    titles = WorkbookFile(path).titles_seen() if is_workbook(path) and sheet is None else []
    if len(titles) < 2:
        table = table_of(path, sheet)
        first = propose(table, words, file=path.name, sheet=sheet, only=only)
        return [first, *_below(table, words, path, sheet)]
    layouts, legend = _layouts(path, titles, words.staff.today), legend_of(path, titles)
    found: list[tuple[Proposal, Sequence[str]]] = []
    elsewhere, unproposed = words.staff.elsewhere, Unproposed()
    for alike in layouts:
        if any(alike.sheets[0] in others for _, others in found):
            continue
        with unproposed.noted(alike.sheets):
            rest = [
                one for one in layouts if one != alike and not any(one.sheets[0] in done for _, done in found)
            ]
            found.append(_of_alike(path, words, alike, rest, legend, only))
            said = names_in(mapping_of(found[-1][0].text, path.name))
            words.staff.elsewhere = {**said, **words.staff.elsewhere}
            for title in found[-1][1]:
                found += [(one, ()) for one in _below(WorkbookFile(path, title), words, path, title, legend)]
    words.staff.elsewhere = elsewhere
    if not found:
        raise unproposed.of_all(titles)
    read_ones = {title for _, alike in found for title in alike}
    others = tuple(unproposed.named(title) for title in titles if title not in read_ones)
    return [replace(one, sheets=tuple(alike), others=others) for one, alike in found]


@dataclass(slots=True)
class Unproposed:
    """Sheets of a workbook that can't be proposed, each with why."""

    faults: dict[str, FileFault] = field(default_factory=dict)

    @contextmanager
    def noted(self, titles: Sequence[str]) -> Iterator[None]:
        """For sheets that are alike: no fault is raised."""
        try:
            yield
        except FileFault as fault:
            self.faults |= dict.fromkeys(titles, fault)

    def named(self, title: str) -> str:
        fault = self.faults.get(title)
        return f"{title} ({fault.what})" if isinstance(fault, UntitledFault) else title

    def of_all(self, titles: Sequence[str]) -> FileFault:
        """Why none of the sheets can be: a heading that is missing, rather than what another sheet is."""
        if untitled := next((one for one in self.faults.values() if isinstance(one, UntitledFault)), None):
            return untitled
        first = (FileFault(f"sheet “{title}”: {fault}") for title, fault in self.faults.items())
        return next(first, FileFault(f"none of its sheets has a table: {', '.join(titles)}"))


def _below(
    table: TableFile, words: ImportVocabulary, path: Path, sheet: str | None, legend: Legend | None = None
) -> Iterator[Proposal]:
    """Of each table that stands below another there, where it can be told what it has."""
    for heading in headings_below(table, heading_seen):
        under = TableBelow(table, heading)
        with suppress(FileFault):
            yield propose(under, words, file=path.name, sheet=sheet, legend=legend, below=True)


class _Layout(NamedTuple):
    """A heading, and the sheets that have it."""

    heading: Sequence[str]
    sheets: Sequence[str]


def _of_alike(
    path: Path,
    words: ImportVocabulary,
    alike: _Layout,
    rest: Sequence[_Layout],
    legend: Legend,
    only: Set[str] | None,
) -> tuple[Proposal, Sequence[str]]:
    """A proposal for sheets with one heading, and for those of the ``rest`` that have all of it that is read: they
    would be read by it in any case. Raises FileFault."""

    def proposed(titles: Sequence[str]) -> Proposal:
        table = AlikeSheets([WorkbookFile(path, title) for title in titles])
        meant = titles[0] if len(titles) == 1 else OF_LEAVERS if all(map(is_of_leavers, titles)) else "*"
        return propose(table, words, file=path.name, sheet=meant, legend=legend, only=only)

    first = proposed(alike.sheets)
    rest = [one for one in rest if is_of_leavers(one.sheets[0]) == is_of_leavers(alike.sheets[0])]
    more = rest and _read_by(first, path, rest)
    if not more:
        return first, alike.sheets
    titles = [*alike.sheets, *(title for one in more for title in one.sheets)]
    both = proposed(titles)
    return (both, titles) if _read_by(both, path, more) == more else (first, alike.sheets)


def _read_by(proposal: Proposal, path: Path, layouts: Sequence[_Layout]) -> Sequence[_Layout]:
    """Those of them that have every column that a mapping reads."""
    mapping = mapping_of(proposal.text, path.name)
    paired = (title for both in mapping.pairs.values() for title in both)
    made = (*mapping.sections, *mapping.over_headings, *mapping.repeats, *paired)
    wanted = {plain(name) for name in mapping.sources} - set(map(plain, made))
    return [one for one in layouts if wanted <= set(map(plain, one.heading))]


def _layouts(path: Path, titles: Sequence[str], today: date) -> list[_Layout]:
    """The sheets by their heading, those of leavers first, and then the widest: whatever heading it shares with a list
    of staff, who has left is no such staff."""
    by: dict[tuple[bool, tuple[str, ...]], list[str]] = {}
    months = _months_of_people(path, titles, today)
    for title in titles:
        with suppress(FileFault):
            book = WorkbookFile(path, title)
            across = months.get(title) or across_in(book, today)
            heading = tuple(column.title for column in read(across.arranged(book) if across else book)[0])
            by.setdefault((is_of_leavers(title), heading), []).append(title)
    order = sorted(by, key=lambda one: (one[0], len(one[1])), reverse=True)
    return [_Layout(heading, by[left, heading]) for left, heading in order]


def _months_of_people(path: Path, titles: Sequence[str], today: date) -> dict[str, Across]:
    """The sheets with a column for each person, if together they are a planner: a month may have no leave."""
    books = {title: WorkbookFile(path, title) for title in titles}
    books = {title: book for title, book in books.items() if has_people_across(book)}
    turned = turned_in(AlikeSheets([*books.values()]), today) if books else None
    return dict.fromkeys(books, turned) if turned else {}
