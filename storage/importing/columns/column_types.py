"""What a file's columns are, how each is read, and which day follows which."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cached_property
from typing import Any, Final, TypeAlias

from policy import date_words
from policy.calendar import WorkingCalendar
from policy.ruleset import RuleSet
from policy.written_days import in_plain_words, without_weekday
from storage.importing.checks.strangers import is_name
from storage.importing.columns import values as v
from storage.importing.columns.values import ImportVocabulary, Value
from storage.importing.faults import LeftOutOnPurpose, OfSeveral, Unreadable
from storage.importing.mapped.own_dates import has_no_year, nearest_to
from storage.importing.mapped.sibling_references import says_not_which

Row: TypeAlias = dict[str, Any]
#: What a cell's text means.
ReadsCell: TypeAlias = Callable[[str, ImportVocabulary], Value]

#: (column, what is wrong and the remedy)
Complaint: TypeAlias = tuple[str, str]


@dataclass(frozen=True)
class Context:
    """What reading a row needs besides the row. ``today`` is a date in the council's zone."""

    words: ImportVocabulary
    calendar: WorkingCalendar
    today: date

    @cached_property
    def iso_today(self) -> str:
        """As the days of rows are, to compare them with."""
        return self.today.isoformat()


@dataclass(frozen=True, slots=True)
class ColumnRules:
    """``blank``: what an empty cell means. ``refers``: the file whose identity it names. ``afresh``: read again in each
    row, though the words be the same: an identity is taken once, and what is sealed shows nothing of what is alike.
    ``of_day``: it holds days; ``flag``: yes or no; ``spared``: who is named there may be somebody whom a mapping leaves
    out, as if nobody were."""

    name: str
    read: ReadsCell
    needed: bool = False
    blank: Value = None
    refers: str | None = None
    afresh: bool = False
    of_day: bool = False
    flag: bool = False
    spared: bool = False


@dataclass(frozen=True, slots=True)
class Kind:
    """``marks``: the columns by which a heading is known to be of this kind. ``derived``: columns worked out from
    others. ``finish`` fills them and the key, and says what is wrong with the row as a whole. ``may_lack``: columns
    without which a row comes in whose cell can't be taken, where faults don't stop the import: it says less than it
    would, and nothing that is far from so, as it would be without a last day; ``may_be_empty``: those of them whose
    days that can't be say nothing, to whoever proposes a mapping."""

    name: str
    columns: tuple[ColumnRules, ...]
    marks: frozenset[str]
    finish: Callable[[Row, Context], Iterator[Complaint]]
    derived: tuple[str, ...] = ()
    may_lack: frozenset[str] = frozenset()
    may_be_empty: frozenset[str] = frozenset()

    @property
    def names(self) -> list[str]:
        return [c.name for c in self.columns]

    @property
    def days(self) -> frozenset[str]:
        return frozenset(c.name for c in self.columns if c.of_day)

    @property
    def stored(self) -> list[str]:
        return [*self.names, *self.derived]


def text_reader(read: Callable[[str], Value]) -> ReadsCell:
    return lambda text, _words: read(text)


def read_day(text: str, words: ImportVocabulary) -> Value:
    return v.day(v.on_the_wall(text, words.zone))


def day_column(name: str, *, needed: bool = False, near: bool = False) -> ColumnRules:
    """``near``: it is seldom far from today, so that a day without a year is the nearest."""
    read = read_day if needed else _read_day_if_any
    return ColumnRules(name, _or_near(read) if near else read, needed, of_day=True)


class SupposedDay(str):
    """A day whose year the file doesn't say; ``said``: what is said of it."""

    __slots__ = ("said",)
    said: str


#: So far from today a day without a year may be: it is never nearer in another year.
NEAR: Final = timedelta(weeks=13)


def _or_near(read: ReadsCell) -> ReadsCell:
    def read_near(text: str, words: ImportVocabulary) -> Value:
        if has_no_year(text.strip()) and (day := _near(text.strip(), words.staff.today)):
            found = SupposedDay(day.isoformat())
            found.said = f"'{text}' says no year: taken as {date_words.day(day)}"
            return found
        return read(text, words)

    return read_near


def _near(text: str, today: date) -> date | None:
    """The day in the year in which it is nearest to today, if that is near, and of the weekday beside it."""
    weekday = without_weekday(in_plain_words(text))[1]
    day = nearest_to(text, today)
    return day if day and abs(day - today) <= NEAR and weekday in (None, day.weekday()) else None


def _read_day_if_any(text: str, words: ImportVocabulary) -> Value:
    return v.day_if_any(v.on_the_wall(text, words.zone))


def where_asked(read: ReadsCell, asks: Callable[[RuleSet], bool], why: str) -> ReadsCell:
    """The same, of what a rule set has to ask for; ``why``: what is said where it doesn't."""

    def read_if(text: str, words: ImportVocabulary) -> Value:
        if not asks(words.rules):
            raise Unreadable(why)
        return read(text, words)

    return read_if


def flag_column(name: str, *, blank: int | None = 0, needed: bool = False) -> ColumnRules:
    return ColumnRules(name, text_reader(v.yes_no), needed, blank, flag=True)


def person_column(name: str, *, needed: bool = False, spared: bool = False) -> ColumnRules:
    return ColumnRules(name, _person, needed, refers="people", spared=spared)


def _person(text: str, words: ImportVocabulary) -> Value:
    """A staff number; or an address or a name, where it is one person's."""
    number = words.staff.number(text) or words.staff.by_other_row(text)
    if number is None and (known_as := words.staff.left_out_as(text)):
        raise LeftOutOnPurpose(text, who=next((one for one in known_as if is_name(one)), known_as[0]))
    return number or v.staff_number(text)


#: Of a discussion it costs the row, and no more.
_SEVERAL: Final = (
    "names several children of a family and not which, as by “(all)” or “x3 sibs” where the files have none or another "
    "number of them: these discussions don't come in; "
    "write out each case's reference there, or in a file of session and case (docs/import.md, discussions)"
)


def _case(text: str, words: ImportVocabulary) -> Value:
    if says_not_which(text):
        raise OfSeveral(_SEVERAL)
    reference = words.case_reference(text)
    if words.references.is_left_out(reference):
        raise LeftOutOnPurpose(text)
    return words.references.of(reference)


def case_column(*, needed: bool = True) -> ColumnRules:
    return ColumnRules("case", _case, needed, refers="cases")


def one_of_column(name: str, words: Mapping[str, str], what: str, blank: str | None = None) -> ColumnRules:
    return ColumnRules(name, lambda text, _: v.chosen(text, words, what), blank=blank)


def check_order(row: Row, first: str, last: str) -> Iterator[Complaint]:
    """ISO dates compare as text."""
    start, end = row[first], row[last]
    if isinstance(start, str) and isinstance(end, str) and end < start:
        yield last, f"{say_day(end)} is before {first} ({say_day(start)}): correct one of them"


def check_not_after_today(row: Row, column: str, context: Context) -> Iterator[Complaint]:
    on = row[column]
    if isinstance(on, str) and on > context.iso_today:
        yield column, f"{say_day(on)} is still to come: leave it out until it has happened"


def check_both(row: Row, one: str, other: str, why: str) -> Iterator[Complaint]:
    """Of two that belong together."""
    for given, missing in ((one, other), (other, one)):
        if row[given] is not None and row[missing] is None:
            yield missing, f"{why}: give both or neither"


def say_day(iso: str) -> str:
    return date_words.day(date.fromisoformat(iso))


def say_days(first: str, last: str | None) -> str:
    return f"from {say_day(first)} {f'to {say_day(last)}' if last else 'on'}"
