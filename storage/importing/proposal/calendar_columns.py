"""A calendar that was exported as a table, as Outlook does: which of its columns is which, and which of its rows are
about supervision. What stands in it besides is somebody's own, and is quoted nowhere."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import Final

from policy.folding import fold
from storage.importing.columns.times_of_day import begin
from storage.importing.faults import Unreadable
from storage.importing.mapped.own_cells import is_set
from storage.importing.mapped.own_dates import split
from storage.importing.mapped.own_words import OwnWords
from storage.importing.proposal.heading_words import canonical
from storage.importing.proposal.own_columns import Column
from storage.importing.tables.together import met

_SUBJECTS: Final = ("subject", "title", "summary", "event_title", "meeting_subject", "event")
_DAYS: Final = ("start_date", "start", "date", "start_date_time", "start_time")
_STARTS: Final = ("start_time", "start", "start_date_time")
_ENDS: Final = ("end_time", "end", "end_date_time")
_END_DAYS: Final = ("end_date", "end", "end_date_time")
_ORGANISERS: Final = ("meeting_organizer", "meeting_organiser", "organizer", "organiser", "organised_by")
_ASKED: Final = (
    *("required_attendees", "optional_attendees", "attendees", "required", "optional", "invitees"),
    *("guests", "meeting_attendees", "participants"),
)
_ALL_DAY: Final = ("all_day_event", "all_day", "is_all_day", "is_all_day_event")
SHOWN_AS: Final = ("show_time_as", "show_as")
#: No log of a council's has these.
_MARKS: Final = frozenset(
    {*_ALL_DAY, *SHOWN_AS, *_ASKED[:2], *_ORGANISERS[:2], "reminder_on_off", "sensitivity"}
)
_ABOUT: Final = re.compile(
    r"\bsup(?:er)?vision\w*|\bsup(?:n|v|vn|erv)?\b|(?<![\d:.])1[:\-. ]?(?:2[:\-. ]?|to[:\-. ]?)?1s?(?![\d:])"
    r"|\bone[ -](?:to|2)[ -]one\b"
)
#: What has the word in it and is no session of two: a child's contact or order, a course, the work around it.
_NOT_ABOUT: Final = re.compile(
    r"\bcontact\b|supervision order|\bhearing\b|\bcourt\b|\btraining\b|\bcourse\b|\bworkshop\b|\bwebinar\b|\bforum\b|"
    r"\bpolic(?:y|ies)\b|\baudits?\b|\btemplates?\b|\bprep\w*|\bwrit(?:e|ing)[ -]?up\b|\btype up\b|\bnotes?\b|"
    r"\brecord\w*|\bdates\b|\btracker\b|\bagenda\b"
)
OFF: Final = re.compile(r"cancel", re.IGNORECASE)
_LEAVE: Final = re.compile(
    r"\ba/?l\b|\bleave\b|\btoil\b|\bsick|\blts\b|\bhols?\b|\bholiday|\bcompassionate\b|\bflexi|\boff\b|"
    r"\bout of office\b|\booo\b"
)
#: Who is away from so early until so late is away that day.
_WHOLE: Final = ("10:00", "16:00")
_OUT: Final = frozenset({"4", "out of office", "oof"})


@dataclass(frozen=True, slots=True)
class CalendarColumns:
    """``starts``: of a column of moments the same as ``day``; ``asked``: those who were asked to it."""

    subject: Column
    day: Column
    starts: Column | None
    ends: Column | None
    organiser: Column | None
    asked: Sequence[Column]
    all_day: Column | None
    shown_as: Column | None
    end_day: Column | None = None

    @property
    def people(self) -> Sequence[Column]:
        return [*([self.organiser] if self.organiser else []), *self.asked]

    def is_all_day(self, row: int) -> bool:
        return self.all_day is not None and is_set(self.all_day.cells[row]) is True

    def tells_leave(self, row: int) -> bool:
        """A day on which somebody is away, as far as a calendar says so."""
        out = self.shown_as is not None and fold(self.shown_as.cells[row]) in _OUT
        return self.is_all_day(row) and bool(out or _LEAVE.search(fold(self.subject.cells[row])))

    def lasts_a_day(self, row: int) -> bool:
        """With a time at which it begins and ends, from morning until evening."""
        begins, ends = (_time(column.cells[row]) if column else "" for column in (self.starts, self.ends))
        return bool(begins and ends) and begins <= _WHOLE[0] and ends >= _WHOLE[1]

    def says_leave(self, row: int) -> bool:
        return _LEAVE.search(fold(self.subject.cells[row])) is not None

    def met(self, row: int) -> str:
        return met(column.cells[row] for column in self.people)


def _time(cell: str) -> str:
    with suppress(Unreadable):
        return begin(split(cell)[1] or cell)
    return ""


def calendar_in(columns: Sequence[Column]) -> CalendarColumns | None:
    """None for what is none."""
    titles = {canonical(column.title): column for column in reversed(columns)}

    def first(names: Iterable[str]) -> Column | None:
        return next((titles[name] for name in names if name in titles), None)

    subject, day = first(_SUBJECTS), first(n for n in _DAYS if n in titles and titles[n].are_days)
    asked, organiser = [titles[name] for name in _ASKED if name in titles], first(_ORGANISERS)
    if _MARKS.isdisjoint(titles) or subject is None or day is None or not (asked or organiser):
        return None
    starts, ends = first(_STARTS), first(_ENDS)
    whole = first(_ALL_DAY), first(SHOWN_AS), first(_END_DAYS)
    return CalendarColumns(subject, day, starts, ends, organiser, asked, *whole)


@dataclass(frozen=True, slots=True)
class SubjectsTold:
    """``only``: what the subjects say that are about it, as a mapping writes it; ``never``: of what those say besides
    that are about something else; ``rows``: those that are left."""

    only: Sequence[str]
    never: Sequence[str]
    rows: Sequence[int]


def about_supervision(calendar: CalendarColumns) -> SubjectsTold:
    said = {subject: fold(subject) for subject in calendar.subject.words}
    about = {one for one in said.values() if _ABOUT.search(one)}
    never = told_by(_NOT_ABOUT, about)
    only = told_by(_ABOUT, about, {*said.values()} - about)
    takes, leaves = OwnWords.of(only), OwnWords.of(never)
    rows = (at for at, cell in enumerate(calendar.subject.cells) if cell in takes and cell not in leaves)
    return SubjectsTold(only, never, [at for at in rows if not calendar.is_all_day(at)])


def told_by(pattern: re.Pattern[str], subjects: Collection[str], others: Collection[str] = ()) -> list[str]:
    """The words by which these are told, as narrow as it takes to mean none of the others."""
    found = sorted({match[0] for one in subjects for match in pattern.finditer(one)})
    told: list[str] = []
    for word in found:
        if not any(OwnWords.of([one]).meaning(word) is not None for one in told):
            told += _narrow(word, others)
    return told


def _narrow(word: str, others: Collection[str]) -> Iterator[str]:
    wide = f"*{word}*"
    if not any(one in OwnWords.of([wide]) for one in others):
        yield wide
        return
    alone = (
        word,
        f"{word} *",
        f"* {word}",
        f"* {word} *",
        f"{word}:*",
        f"* {word}:*",
        f"({word})*",
        f"*({word})",
    )
    yield from (one for one in alone if not any(other in OwnWords.of([one]) for other in others))


def by_forename(
    calendar: CalendarColumns, rows: Iterable[int], people: Mapping[int, Mapping[str, str]]
) -> dict[str, str]:
    """What subjects say of whom a meeting is with, as a mapping writes it, and their number. ``people``: by row, by
    each name of those whom it may be with, their number; a name that means two people says nothing."""
    found: dict[str, set[str]] = {}
    for row in rows:
        words = set(re.findall(r"[^\W\d_]+", fold(calendar.subject.cells[row])))
        mine = {name: number for name, number in people.get(row, {}).items() if name in words}
        if len({*mine.values()}) == 1:
            for name, number in mine.items():
                found.setdefault(name, set()).add(number)
    return {
        f"*{name}*": numbers.pop()
        for name, numbers in sorted(found.items(), key=lambda one: -len(one[0]))
        if len(numbers) == 1
    }
