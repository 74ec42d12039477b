"""What a council's own file is, and which of its columns is which: by headings, and by values."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import partial
from itertools import islice
from operator import attrgetter
from types import MappingProxyType
from typing import Final

from policy.events import PLAN
from policy.facts import SessionKind
from policy.ruleset import Duty, Role
from storage.importing.columns import values as v
from storage.importing.columns.file_columns import KINDS
from storage.importing.columns.values import ImportVocabulary
from storage.importing.mapped.month_years import Above
from storage.importing.mapped.rota_codes import with_codes
from storage.importing.proposal.coded import are_codes, fits_as, with_texts
from storage.importing.proposal.empty_words import with_initials
from storage.importing.proposal.heading_signs import NEVER_OF, SIGNS
from storage.importing.proposal.heading_words import canonical
from storage.importing.proposal.known_headings import HEADINGS, is_called_so
from storage.importing.proposal.likely import months_said
from storage.importing.proposal.own_columns import MOSTLY, NEARLY, OPEN_OR_CLOSED, WORDS, Column
from storage.importing.proposal.went_ahead import YesSays, asked_by
from storage.importing.tables.files import EMPTY, FileFault, TableFile, is_note, is_total
from storage.importing.tables.headings import numbered, says_a_row
from storage.importing.tables.legends import (
    Legend,
    is_legend,
    key_of_words,
    legend_in,
    of_heading,
    of_sheet,
    of_words,
)
from storage.importing.tables.page_lines import PageLines
from storage.importing.tables.rota import is_rota

#: So many rows are looked at.
ROWS: Final = 5_000
#: Of a rota each is many: one for each day.
_OF_ROTA: Final = 10
_DAYS: Final = frozenset(name for kind in KINDS for name in kind.days)
_ENDS: Final = frozenset({"asye_until", "left_on", "closed_on", "last", "back_on"})
_BEGINNINGS: Final = frozenset({"asye_from", "employed_from", "role_from", "since", "allocated_on", "first"})
#: What a tracker's words for its sessions mean.
KINDS_OF_SESSION: Final = {
    **v.KINDS,
    "1 1": "case",
    "121": "case",
    "one to one": "case",
    "individual": "case",
    **dict.fromkeys((v.BOTH, "both"), v.BOTH),
}
STATES_OF_SESSION: Final = {
    **v.STATES,
    **dict.fromkeys(("completed", "complete", "done", "took place", "attended"), "held"),
    **dict.fromkeys(("planned", "scheduled", "arranged", "upcoming", "diarised", "diaried"), "booked"),
    **dict.fromkeys(
        (
            *("did not go ahead", "not held", "postponed", "rescheduled", "did not attend", "dna"),
            *("rearranged", "re arranged", "moved", "deferred", "abandoned", "missed", "did not happen"),
        ),
        "cancelled",
    ),
    # In place of another, which has a row of its own.
    **dict.fromkeys(
        ("rearranged from", "re arranged from", "rescheduled from", "moved from", "postponed from"), v.BY_DAY
    ),
}


def words_of(ours: str, vocabulary: ImportVocabulary) -> Mapping[str, str] | None:
    """For a column in which every word has to be one of the rule set's: those words, else None."""
    known: dict[str, Mapping[str, str]] = {
        "role": vocabulary.roles,
        "service": vocabulary.services,
        "categories": vocabulary.categories,
        "kind": KINDS_OF_SESSION,
        "state": STATES_OF_SESSION,
        "is_open": OPEN_OR_CLOSED,
    }
    return known.get(ours)


def words_for(ours: str, column: Column, vocabulary: ImportVocabulary) -> Mapping[str, str] | None:
    """The same, for one column."""
    known = words_of(ours, vocabulary)
    return {**known, **_IN_SHORT} if known and ours == "state" and column.each else known


#: What the letters of a tracker stand for that has little room under each month; elsewhere they say nothing.
_IN_SHORT: Final = {
    "h": "held",
    "b": "booked",
    "r *": "held",
    **dict.fromkeys(("c", "cm", "cw", "al", "a/l", "a l", "ml", "s", "sick"), "cancelled"),
}


def read(
    table: TableFile,
    more: Legend | None = None,
    keys: Mapping[str, str] = MappingProxyType({}),
    passed: Counter[str] | None = None,
) -> tuple[list[Column], list[str]]:
    """The file's columns, with what its first rows say and what its own key makes of short words; and what stands above
    them, the nearest first. ``more``: a key that stands elsewhere; ``keys``: those of other files; ``passed``:
    counts the rows of another table below. Raises FileFault."""
    above = Above(heading_seen)
    lines = table.lines(above.is_one)
    first = next(lines, None)
    if first is None:
        raise FileFault(EMPTY)
    titles, before = [" ".join(cell.split()) for cell in first[1]], above.said(first[1])
    groups = _groups(titles, next(iter(above.lines(first[1])[::-1]), ()))
    columns = [Column(*both) for both in zip(numbered(titles), groups, strict=True)]
    notes: list[Sequence[str]] = [[said] for said in before]
    pages = PageLines.of(before, first[1])
    rota = is_rota(table)
    for _, cells in pages.own(
        islice(lines, _OF_ROTA * ROWS if rota else ROWS), Counter() if passed is None else passed
    ):
        if is_legend(cells):
            notes.append(cells)
        elif not is_total(cells, len(columns)) and not is_note(cells, len(columns)):
            for at, column in enumerate(columns):
                column.take(cells[at].strip() if at < len(cells) else "")
    legend = legend_in(notes)
    for column in columns:
        own = {**key_of_words(column.words, notes), **of_heading(column.title, legend)}
        other = of_sheet(column.title, column.words, more or {})
        column.key = {**of_words(column.title, column.words, keys), **other, **own}
    with_codes(columns, rota=rota)
    return with_texts(list(map(with_initials, columns))), before[::-1]


#: What stands above several columns at a time has no more words than this; a note or a marking has.
_IN_GROUP: Final = 4


def heading_seen(cells: Sequence[str]) -> bool:
    """Two headings that are known and nothing that only a row says; not mostly gaps, as a line is that stands above
    several columns at a time."""
    said = [bool(cell.strip()) for cell in cells]
    to_last = len(said) - said[::-1].index(True) if any(said) else 0
    return sum(map(is_called_so, cells)) >= 2 and 4 * sum(said) > 3 * to_last and not says_a_row(cells)


def _groups(titles: Sequence[str], above: Sequence[str]) -> list[str]:
    """What the line above says of each column: ``Worker`` over ``ID``, ``Name`` and ``From``; nothing where it is a
    title, or is the heading itself of a column over which it stands."""
    width = len(titles)
    said = [*(cell.strip() for cell in above[:width]), *[""] * (width - len(above))]
    if sum(map(bool, said)) < 2 or any(len(cell.split()) > _IN_GROUP for cell in said):
        return [""] * width
    own = [bool(cell) and cell == title for cell, title in zip(said, titles, strict=True)]
    for at in range(1, width):
        said[at], own[at] = (said[at], own[at]) if said[at] else (said[at - 1], own[at - 1])
    return ["" if mine else cell for cell, mine in zip(said, own, strict=True)]


def found_in(kind: str, columns: Sequence[Column], vocabulary: ImportVocabulary) -> dict[str, Column]:
    """For our columns of a kind, the file's: by its heading, by one that is nearly it or has it in it, and where every
    word has to be the rule set's by its values. A day has to hold days."""
    found: dict[str, Column] = {}
    for ours, names in HEADINGS[kind].items():
        if not is_asked(ours, vocabulary):
            continue
        known = words_of(ours, vocabulary)
        if ours not in _OF_RULES or not _has_no_choice(ours, known or {}):
            fitting = _fitting(
                kind, ours, names, [c for c in columns if c not in found.values()], columns, vocabulary
            )
            if fitting:
                found[ours] = min(fitting, key=partial(_last_of, ours))
    return found


#: Words of a heading of two that are alike: the other is of who had it before.
_LATEST: Final = frozenset({"latest", "current"})


def _last_of(ours: str, column: Column) -> tuple[bool, ...]:
    """Of several that may be one of ours which comes last: one that says nothing, a team that is a number, whether a
    session wasn't held where another says whether it was, and since when a worker has a case where another says that it
    is the latest's."""
    asks_if_not = ours == "state" and column.are_yes_or_no and asked_by(column) is not YesSays.HELD
    earlier = ours == "allocated_on" and _LATEST.isdisjoint(column.heading)
    return (not column.words, ours == "team" and column.are_numbers, asks_if_not, earlier)


def is_asked(ours: str, vocabulary: ImportVocabulary) -> bool:
    """Whether a rule asks for it: what none does is no column to look for."""
    match ours:
        case "plan_since":
            return PLAN in vocabulary.events.values()
        case "plan_every_months":
            rows = (row for rule in vocabulary.rules.rules for row in rule.rows)
            return any(isinstance(row.every, str) for row in rows)
        case "plan_last_reviewed":
            return bool(vocabulary.rules.asking(Duty.REVIEW_PLAN))
        case "recorder" | "signer" | "overseer":
            return Role(ours) in vocabulary.rules.group_roles
        case "delegate" | "delegated_on":
            return vocabulary.rules.delegates(SessionKind.CASE)
        case _:
            return True


def _fitting(
    kind: str,
    ours: str,
    names: Sequence[str],
    free: Sequence[Column],
    columns: Sequence[Column],
    vocabulary: ImportVocabulary,
) -> list[Column]:
    """Those that may be one of ours, by the first sign that tells of any. ``free``: taken for nothing yet."""
    known = words_of(ours, vocabulary)
    eligible = [c for c in columns if NEVER_OF.get(ours, frozenset()).isdisjoint(c.heading)]
    eligible = [c for c in eligible if fits_as(ours, c) and (ours not in _BEGINNINGS or not c.of_an_end)]
    if ours == "name":  # ``Emp`` of numbers beside ``Employee`` of names
        eligible = [c for c in eligible if not are_codes(c)]
    if ours in ("state", "kind"):  # by its values neither is what somebody remarked
        free = [c for c in free if c in eligible]
    if ours in _OF_FEW_WORDS:
        of_people = [c for c in columns if _names_people(c, vocabulary)]
        eligible, free = ([c for c in some if c not in of_people] for some in (eligible, free))
    candidates = [c for c in _by_heading(names, eligible) if c in free]
    fitting = [c for c in candidates if _fits(ours, c, known)]
    if not fitting and known is not None:
        fitting = [c for c in free if c.share_of(known) > MOSTLY]
        fitting = [c for c in fitting if ours != "service" or c.filled > MOSTLY * len(c.cells)]
        fitting = [c for c in fitting if ours != "service" or not _says_sorts(c, known, vocabulary)]
        fitting = [c for c in fitting if ours != "categories" or not c.are_flags]
    if ours == "sickness":
        # What people were ill with may stand beside the kind of leave.
        kinds = [c for c in eligible if c.are_leave and c.is_mostly_leave]
        fitting = kinds or fitting or [c for c in columns if c.are_leave]
    if not fitting and not (ours == "categories" and any(c.are_open_or_closed for c in candidates)):
        fitting = [c for c in _by_signs(kind, ours, eligible) if c in free]
        fitting = [c for c in fitting if ours != "name" or _is_anybody(c, columns, vocabulary)]
    if not fitting and ours == "service":
        fitting = [c for c in candidates if not c.are_days]
    return fitting


#: What is said in few words, each in many rows: a column that names somebody else in each says none of it.
_OF_FEW_WORDS: Final = frozenset({"service", "categories", "team", "role", "kind", "state", "is_open"})


def _says_sorts(column: Column, services: Mapping[str, str], vocabulary: ImportVocabulary) -> bool:
    """What cases are, of which some words are services' too: no column of services by its values alone."""
    return column.share_of(vocabulary.categories) >= column.share_of(services)


def _names_people(column: Column, vocabulary: ImportVocabulary) -> bool:
    known = [word for word in islice(column.words, WORDS) if vocabulary.staff.known(word)]
    return column.names_each or len(known) > MOSTLY * min(len(column.words), WORDS) > 0


#: Of which a number isn't of months.
_OTHER_UNITS: Final = frozenset({"week", "weeks", "wks", "weekly", "day", "days"})
#: What only the rule set's words may say.
_OF_RULES: Final = frozenset({"service", "categories"})


def _has_no_choice(ours: str, known: Mapping[str, str]) -> bool:
    """The rule set has no categories, or one service: no column says more."""
    return len(set(known.values())) <= (1 if ours == "service" else 0)


def _by_signs(kind: str, ours: str, columns: Sequence[Column]) -> Iterator[Column]:
    """Those of which one word of the heading tells, and the values: ``Booking start`` with days in it."""
    begins = SIGNS.get(kind, {}).get(ours, ())
    if begins:
        told = (c for c in columns if any(word.startswith(begins) for word in c.heading))
        told = (c for c in told if (ours == "supervisor" or not c.of_others) and looks(ours, c))
        yield from (c for c in told if ours not in _DAYS or ours in _ENDS or not c.of_an_end)


def _is_anybody(column: Column, columns: Sequence[Column], vocabulary: ImportVocabulary) -> bool:
    """“Social Worker” and “Team A” look like names: not where they are roles, or names stand in two columns."""
    surnames = any(True for _ in _by_heading(HEADINGS["people"]["last_name"], columns))
    return not surnames and column.share_of(vocabulary.roles) <= MOSTLY


#: Only a heading of its own that says so makes of a day that a case is restricted since then.
_SECRET: Final = SIGNS["cases"]["restricted"]
#: What the values of a column of ours are.
_HOLDS: Final[Mapping[str, Callable[[Column], bool]]] = {
    "name": attrgetter("are_names"),
    "worker": attrgetter("are_names"),
    "email": attrgetter("are_emails"),
    "supervisee": attrgetter("are_names"),
    "start": attrgetter("are_clock_times"),
    "minutes": lambda column: column.are_lengths or column.are_hours,
    "hours": attrgetter("are_amounts"),
    "restricted": lambda column: column.are_yes_or_no or (column.are_flags and column.says_in_title(_SECRET)),
    "is_open": attrgetter("are_open_or_closed"),
    "state": attrgetter("are_yes_or_no"),
}


def looks(ours: str, column: Column) -> bool:
    """Whether its values are of the kind that a column of ours holds; when something ended may be empty so far."""
    if not column.words:
        return ours in _ENDS
    match ours:
        case _ if ours in _HOLDS:
            return _HOLDS[ours](column)
        case "categories" | "team" | "service":
            return not (column.are_days or column.are_flags or column.are_numbers)
        case "supervisor" | "sickness" | "reason":
            return not column.are_days and not column.are_flags
        case _:
            return column.are_days


#: Names of one word that tell what a longer heading is about.
_TELLING: Final = frozenset({"email", "surname", "forename", "fte", "supervisee", "supervisor"})


def _by_heading(names: Sequence[str], columns: Sequence[Column]) -> Iterator[Column]:
    """The likeliest first: the same, nearly the same, and one that is longer."""
    titles = {canonical(column.called): column for column in reversed(columns) if column.title}
    titles |= {canonical(column.title): column for column in reversed(columns) if column.title}
    known = tuple(map(canonical, names))
    yield from (titles[name] for name in known if name in titles)
    near = [one for name in known for one in get_close_matches(name, titles, n=1, cutoff=0.88)]
    yield from (titles[name] for name in near)
    longer = [name for name in known if "_" in name or name in _TELLING]
    columns_in_order = [(title, titles[title]) for title in reversed(titles)]
    for name in longer:
        yield from (
            c for title, c in columns_in_order if f"_{name}_" in f"_{title}_" and not _of_another(c, name)
        )


def _of_another(column: Column, name: str) -> bool:
    """``Manager's full name`` is a full name, but not that of whoever the row is about."""
    return column.of_others and not Column(name).of_others


def _are_months(column: Column) -> bool:
    """Numbers of months, or what says them, and by its heading nothing else."""
    said = sum(word.isdecimal() or months_said(word) is not None for word in column.words)
    return said > MOSTLY * len(column.words) and _OTHER_UNITS.isdisjoint(column.heading)


def _are_registrations(column: Column) -> bool:
    """Numbers in a register, with letters before them it may be."""
    said = sum(_REGISTRATION.fullmatch(word) is not None for word in column.words)
    return not column.are_days and said > MOSTLY * len(column.words)


def _are_no_days(column: Column) -> bool:
    return not column.are_days


def _may_name(column: Column) -> bool:
    """Names, addresses or numbers of people."""
    return not (column.are_days or column.are_yes_or_no or column.are_flags)


_REGISTRATION: Final = re.compile(r"[A-Za-z]{0,4}[ -]?\d{4,}")
#: What the values of a column of ours may be, where its heading is known.
_FITTING: Final[Mapping[str, Callable[[Column], bool]]] = {
    **dict.fromkeys(("percent", "load_percent", "hours"), attrgetter("are_amounts")),
    **dict.fromkeys(("name", "worker", "supervisee", "supervisor", "start", "is_open"), _are_no_days),
    **dict.fromkeys(("recorder", "signer", "overseer", "delegate", "by", "raised_by"), _may_name),
    "until": attrgetter("are_times"),
    "qualified": lambda column: column.are_yes_or_no or _are_registrations(column),
    "plan_every_months": _are_months,
    "state": lambda column: column.are_flags or not column.are_amounts,
    "absence": lambda column: len(column.words) > NEARLY * column.filled,
}


def _fits(ours: str, column: Column, known: Mapping[str, str] | None) -> bool:
    """An empty column is as its heading says; of several services and categories one is known by its words."""
    if not column.words:
        return True
    if ours in ("service", "categories") and known is not None:
        return column.share_of(known) > 0
    if ours in _FITTING:
        return _FITTING[ours](column)
    return ours not in _DAYS or column.are_days
