"""Proposes a mapping for a council's own file, from its headings and values, for the officer to read and correct."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date
from functools import partial
from typing import Final, TypeAlias

from storage.importing.columns.values import ImportVocabulary
from storage.importing.mapped.grid_cells import with_years
from storage.importing.mapped.mapping import FileMapping
from storage.importing.mapped.month_years import proposed_months
from storage.importing.mapped.rota_codes import of_days
from storage.importing.proposal.calendar_columns import calendar_in
from storage.importing.proposal.calendar_lines import MET, CalendarLines
from storage.importing.proposal.completing import completed
from storage.importing.proposal.form_columns import form_of, with_answers
from storage.importing.proposal.kept_columns import Found, as_kept
from storage.importing.proposal.kinds_of_file import kinds_of, tell_sessions, whose
from storage.importing.proposal.known_headings import HEADINGS
from storage.importing.proposal.leavers import (
    is_of_leavers,
    moved_within,
    starters_among,
    with_last_day,
)
from storage.importing.proposal.mapping_writer import MappingWriter
from storage.importing.proposal.own_columns import Column
from storage.importing.proposal.own_rows import left_out, of_kept, without
from storage.importing.proposal.recognising import found_in, heading_seen, read
from storage.importing.proposal.untitled import require_titles
from storage.importing.tables.alike_sheets import AlikeSheets
from storage.importing.tables.files import FileFault, TableFile
from storage.importing.tables.headings import says_a_row
from storage.importing.tables.legends import Legend
from storage.importing.tables.over_headings import NONE_OVER, OverHeadings, UnderCards, over_headings_in
from storage.importing.tables.page_lines import OF_ANOTHER
from storage.importing.tables.pairs import Pairs, PairsApart, pairs_in
from storage.importing.tables.people_across import turned_in
from storage.importing.tables.repeats import Repeated, Repeats, repeats_in
from storage.importing.tables.rota import Across, across_in, is_rota
from storage.importing.tables.sections import Sectioned, Sections, sections_in

_NOBODYS: Final = "a rota in which no column was taken for whose its rows are: call theirs Name"
#: A table's columns, and what stands above them.
_Read: TypeAlias = tuple[list[Column], list[str]]


@dataclass(frozen=True, slots=True)
class Proposal:
    """``text``: the mapping, in YAML. ``guessed``: what was taken for what and why, a line each; ``undecided``: what
    somebody has to decide before it can be used; ``to_look_at``: guesses of who is whom and which role people have.
    ``sheets``: of a workbook with several, those it is made from; ``others``: those of which it can't be told what they
    are; ``strangers``: names that are nobody's; ``unnamed``: of those what is quoted nowhere."""

    text: str
    guessed: tuple[str, ...]
    undecided: tuple[str, ...]
    to_look_at: tuple[str, ...] = ()
    sheets: tuple[str, ...] = ()
    others: tuple[str, ...] = ()
    strangers: frozenset[str] = frozenset()
    unnamed: frozenset[str] = frozenset()


def propose(
    table: TableFile,
    words: ImportVocabulary,
    *,
    file: str,
    sheet: str | None = None,
    kept: FileMapping | None = None,
    legend: Legend | None = None,
    below: bool = False,
    only: Set[str] | None = None,
) -> Proposal:
    """``only``: what is of none of these kinds is recognised, and no more; ``legend``: what other sheets say
    that short words mean; ``kept``: how the file is read already: its columns and the rows that it leaves out
    stand; ``below``: it stands below another table. Raises FileFault for a file that cannot be read, or that
    is of no kind that can be proposed."""
    asked = _Asked(words, file, sheet, kept, legend or {}, below, only)
    plain = _plain(table, asked)
    if plain and (met := _met_in(plain, asked)):
        return _of_calendar(plain, asked, met)
    if kept:  # what its lines say is in columns already
        made = _made(table, asked, kept.sections, kept.over_headings)
    elif across := _across(table, words.staff.today):
        made = _made(_each(table, across.arranged), asked, {}, across=across)
    else:
        made = _arranged(table, asked, plain[0] if plain else ())
    made = made or _made(table, asked, {}, plain=plain)
    assert made
    return made


def _arranged(table: TableFile, asked: _Asked, columns: Sequence[Column]) -> Proposal | None:
    """None where its rows are what stands in a line each."""
    return (
        _repeated(table, asked, columns)
        or _paired(table, asked, columns)
        or _under_cards(table, asked)
        or _in_sections(table, asked)
    )


def _under_cards(table: TableFile, asked: _Asked) -> Proposal | None:
    if over := over_headings_in(table, heading_seen):
        with suppress(FileFault):
            return _made(_each(table, partial(UnderCards, said=over)), asked, {}, over)
    return None


def _in_sections(table: TableFile, asked: _Asked, again: Repeats | None = None) -> Proposal | None:
    if sections := sections_in(table, heading_seen):
        with suppress(FileFault):
            return _made(_each(table, partial(Sectioned, sections=sections)), asked, sections, again=again)
    return None


def _paired(table: TableFile, asked: _Asked, columns: Sequence[Column]) -> Proposal | None:
    """None where no column names both who were in a session."""
    pairs = pairs_in({one.title: [*one.words] for one in columns}, asked.words.staff.known)
    if pairs:
        with suppress(FileFault):
            return _made(_each(table, partial(PairsApart, pairs=pairs)), asked, {}, pairs=pairs)
    return None


def _repeated(table: TableFile, asked: _Asked, columns: Sequence[Column]) -> Proposal | None:
    """None where nothing comes again, or what does is no session of somebody's."""
    again = repeats_in([column.title for column in columns])
    if not again:
        return None
    arranged = _each(table, partial(Repeated, repeats=again))
    if made := _in_sections(arranged, asked, again):
        return made
    with suppress(FileFault):
        return _made(arranged, asked, {}, again=again)
    return None


def _across(table: TableFile, today: date) -> Across | None:
    """Days across, or people. Raises FileFault."""
    return across_in(table, today) or turned_in(table, today)


def _plain(table: TableFile, asked: _Asked) -> _Read | None:
    """As it stands; None for what can only be read in another way."""
    with suppress(FileFault):
        return read(table, asked.legend, asked.words.keys, asked.passed)
    return None


def _met_in(plain: _Read, asked: _Asked) -> str:
    """How the column is to be called that says who met, where it is a calendar's; empty where it is none's."""
    if asked.kept:
        return next(iter(asked.kept.together), "")
    return MET if calendar_in(plain[0]) else ""


def _of_calendar(plain: _Read, asked: _Asked, met: str) -> Proposal:
    """Raises FileFault."""
    columns, _ = plain
    calendar = calendar_in([column for column in columns if column.title != met])
    if calendar is None:
        raise FileFault("it has no longer the columns of a calendar")
    writer = CalendarLines(vocabulary=asked.words)
    writer.begin(asked.file, asked.sheet, len(columns[0].cells), None)
    writer.calendar(calendar, columns, met)
    return _written(writer)


def _each(table: TableFile, arranged: Callable[[TableFile], TableFile]) -> TableFile:
    """Of several sheets each: what stands above the heading of one holds for its rows."""
    if isinstance(table, AlikeSheets):
        return AlikeSheets([arranged(sheet) for sheet in table.sheets])
    return arranged(table)


@dataclass(frozen=True, slots=True)
class _Asked:
    """What ``propose`` was asked."""

    words: ImportVocabulary
    file: str
    sheet: str | None
    kept: FileMapping | None
    legend: Legend
    below: bool
    only: Set[str] | None = None
    passed: Counter[str] = field(default_factory=Counter)


def _made(
    table: TableFile,
    asked: _Asked,
    sections: Sections,
    over: OverHeadings = NONE_OVER,
    across: Across | None = None,
    plain: _Read | None = None,
    again: Repeats | None = None,
    pairs: Pairs | None = None,
) -> Proposal | None:
    """None where lines that say what holds below them, columns that come ``again`` or ``pairs`` say nothing that is
    read. ``plain``: what was read of the table already. Raises FileFault."""
    words, kept = asked.words, asked.kept
    if plain is None:
        asked.passed.clear()
    columns, above = plain or read(table, asked.legend, words.keys, asked.passed)
    months = proposed_months(columns, (*above, *table.names), words.staff.today)
    if months:
        titles = with_years([column.title for column in columns], months.first)
        columns = [replace(column, title=title) for column, title in zip(columns, titles, strict=True)]
    columns = of_kept(columns, kept) if kept else columns
    found, kinds = _known(columns, words, kept, rota=is_rota(table))
    if asked.only is not None and asked.only.isdisjoint(kinds):
        raise FileFault("it is of another kind than what is asked for")
    free = [column for column in columns if column not in found[kinds[0]].values()]
    names = [asked.sheet] if asked.sheet else table.names
    leavers = kinds[0] == "people" and any(map(is_of_leavers, names))
    of_both = [starters_among(name, columns) for name in names] if kinds[0] == "people" else []
    came = of_both[0] if of_both and all(of_both) else {}
    leavers = leavers or bool(came)
    left = left_out(_identity(kinds, found), free, leave="absences" in kinds)
    left = {**left, **moved_within(free), **came} if leavers else left
    if out := kept.leave_out if kept else left:
        columns = without(columns, out)
        found, kinds = _known(columns, words, kept, rota=is_rota(table))
    if leavers:
        found = {**found, "people": with_last_day(found["people"], columns)}
    read_ones = {column.title for kind in {*kinds, "people"} for column in found[kind].values()}
    if (sections or over) and read_ones.isdisjoint({*sections, *over}):
        return None
    require_titles({kind: found[kind] for kind in kinds}, columns)
    made = {*(again or ()), *(title for both in (pairs or {}).values() for title in both)}
    if made and not tell_sessions(made, found, kinds):
        return None
    writer = MappingWriter(vocabulary=words, leavers=leavers)
    writer.begin(asked.file, asked.sheet, len(columns[0].cells), across.months if across else months)
    writer.below(columns if asked.below else ())
    writer.days_across(across.titles if across else ())
    writer.repeats(again or (kept.repeats if kept else {}))
    writer.pairs(pairs or (kept.pairs if kept else {}))
    writer.over_headings(over)
    writer.sections(sections)
    writer.of_another(asked.passed.pop(OF_ANOTHER, 0))
    writer.file(kinds, found, columns, left)
    return _finished(writer, kinds, found, columns)


def _finished(
    writer: MappingWriter, kinds: Sequence[str], found: Found, columns: Sequence[Column]
) -> Proposal:
    for kind in kinds:
        writer.kind(kind, {**found[kind]}, found["people"], columns)
    if kinds == ["people"] and not writer.leavers:
        writer.guessed.append(
            "no column was taken for who supervises these people: another file has to say it"
        )
    writer.end(columns, kinds, found)
    return _written(writer)


def _written(writer: MappingWriter) -> Proposal:
    return Proposal(
        "\n".join(writer.lines) + "\n",
        tuple(writer.guessed),
        tuple(writer.undecided),
        tuple(writer.to_look_at),
        strangers=frozenset(writer.strangers),
        unnamed=frozenset(writer.unnamed),
    )


def _known(
    columns: Sequence[Column], words: ImportVocabulary, kept: FileMapping | None, *, rota: bool = False
) -> tuple[Found, list[str]]:
    """Which columns are which, and what the file is. Raises FileFault where it is nothing that is known."""
    form = form_of(columns, words.staff)
    asked = form.asked if form else columns
    known = with_answers({kind: found_in(kind, asked, words) for kind in HEADINGS}, asked, form)
    found: Found = completed(known, asked, words)
    found = as_kept(found, columns, kept) if kept else found
    kinds = list(kinds_of(found))
    if rota and (days := of_days(columns, kept.code if kept else "")):
        if not whose(found["people"]):
            raise FileFault(_NOBODYS)
        found, kinds = {**found, "absences": {**found["absences"], **days}}, ["absences"]
    if not kinds:
        titles = [column.title for column in columns]
        its = f"its columns are: {', '.join(titles)}"
        if says_a_row(titles):  # which may name anybody
            its = "no line of it is a heading: the first that is full says a number, a day or an address"
        raise FileFault(f"this looks like no file of people, cases, sessions or absences; {its}")
    return found, kinds


def _identity(kinds: Sequence[str], found: Found) -> Column | None:
    """The column by which a person or a case is known, where the file is of them."""
    return found[kinds[0]].get({"people": "staff_number", "cases": "case"}.get(kinds[0], ""))
