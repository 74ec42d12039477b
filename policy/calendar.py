"""The council's working days, deadlines and clock: the one place that says when *n working days after* is."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from copy import copy
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from itertools import accumulate
from typing import Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from policy import date_words
from policy.periods import Period, Unit, add_months

Days = Mapping[date, str] | Iterable[date]

_SATURDAY: Final = 5
_MINUTE: Final = timedelta(minutes=1)


class NonexistentTime(ValueError):  # noqa: N818
    """A wall time that the clocks skip; its sentence says what would do."""


class Nation(StrEnum):
    """Whose bank holidays count."""

    ENGLAND = "England"
    WALES = "Wales"
    SCOTLAND = "Scotland"
    NORTHERN_IRELAND = "Northern Ireland"


class WorkingCalendar:
    """Monday to Friday, less the nation's bank holidays, less the days the council is closed.

    Every step is a look-up in a table made once, whatever the distance. Dates are the council's calendar
    dates; a `datetime` in place of one raises TypeError (see `day_of`). A date outside the table, given or
    reached, raises ValueError naming the range.
    """

    __slots__ = (
        "_before",
        "_closures",
        "_counted",
        "_first",
        "_holidays",
        "_index",
        "_last",
        "_working",
        "zone",
    )

    def __init__(
        self,
        nation: Nation = Nation.ENGLAND,
        *,
        closures: Days = (),
        extra_holidays: Days = (),
        first_year: int = 2000,
        last_year: int = 2060,
        zone: str = "Europe/London",
    ) -> None:
        """Closures and extra bank holidays may be named, or only dated; one outside the table is refused."""
        self.zone = _zone(zone)
        self._first, self._last = date(first_year, 1, 1), date(last_year, 12, 31)
        self._closures = self._checked(closures)
        self._holidays = self._checked(extra_holidays) | _bank_holidays(nation, first_year, last_year)
        self._counted: WorkingCalendar | None = None
        self._fill()

    def _fill(self) -> None:
        self._index, weekdays = _days(self._first, self._last)
        off = self._holidays.keys() | self._closures.keys()
        self._working = [day for day in weekdays if day not in off]
        # How many working days lie before each day of the table, and one entry more for the day after it.
        working = set(self._working)
        self._before = list(accumulate((day in working for day in self._index), initial=0))

    def counting_bank_holidays(self) -> WorkingCalendar:
        """This calendar for a policy that counts bank holidays as working days: closures and weekends remain."""
        if self._counted is None:
            self._counted = copy(self)
            self._counted._holidays = {}
            self._counted._fill()
        return self._counted

    def is_working(self, day: date) -> bool:
        """Whether the council works that day."""
        i = self._position(day)
        return self._before[i + 1] > self._before[i]

    def why_not(self, day: date) -> str | None:
        """Why it isn't a working day, to follow "is" in a sentence: "a Saturday"; None when it is one."""
        self._require_within(day)
        if day.weekday() >= _SATURDAY:
            return f"a {date_words.weekday(day)}"
        if day in self._holidays:
            return _named("a bank holiday", self._holidays[day])
        if day in self._closures:
            return _named("a day the council is closed", self._closures[day])
        return None

    def add_working(self, day: date, n: int) -> date:
        """The nth working day after `day` (before it if n is negative); for 0 the day itself, working or not.

        The event's day is day 0 and never counts, so "within 5 working days" of it ends on
        `add_working(day, 5)`, on whatever kind of day it happened.
        """
        i = self._position(day)
        if n == 0:
            return day
        at = self._before[i + 1] + n - 1 if n > 0 else self._before[i] + n
        if not 0 <= at < len(self._working):
            raise self._outside(f"{Period(n, Unit.WORKING_DAY)} from {date_words.day(day)}")
        return self._working[at]

    def working_between(self, start: date, end: date) -> int:
        """How many working days from `start` to `end`: start's own day never counts, end's does.

        That is those in (start, end], or, when end is earlier, minus those in [end, start). For every day d
        of the table and every n, `working_between(d, add_working(d, n)) == n`. Both ways round give opposite
        numbers only when both days are working or neither is.
        """
        after = int(end >= start)
        return self._before[self._position(end) + after] - self._before[self._position(start) + after]

    def next_working(self, day: date) -> date:
        """The day itself if it is a working day, else the next one."""
        return day if self.is_working(day) else self.add_working(day, 1)

    def previous_working(self, day: date) -> date:
        """The day itself if it is a working day, else the one before."""
        return day if self.is_working(day) else self.add_working(day, -1)

    def add(self, day: date, period: Period) -> date:
        """The day a period after `day` (before it if negative).

        Only working days pass over days off: a deadline in days, weeks, months or years stays on the date
        it falls on, and needs no table.
        """
        _require_date(day)
        match period.unit:
            case Unit.WORKING_DAY:
                return self.add_working(day, period.amount)
            case Unit.DAY:
                return _add_days(day, period.amount)
            case Unit.WEEK:
                return _add_days(day, 7 * period.amount)
            case Unit.MONTH:
                return add_months(day, period.amount)
            case Unit.YEAR:
                return add_months(day, 12 * period.amount)

    def day_of(self, instant: datetime) -> date:
        """The council's calendar date at an aware instant; a naive one raises ValueError."""
        return self.wall(instant).date()

    def wall(self, instant: datetime) -> datetime:
        """An aware instant as the council's clock shows it (`fold` 1 the second time round).

        Raises ValueError for a naive one. For showing only: Python adds to and compares two such values by
        their wall time, not by the instant.
        """
        if instant.utcoffset() is None:
            raise ValueError(f"{instant.isoformat()} has no time zone: pass an instant in UTC")
        return instant.astimezone(self.zone)

    def at(self, day: date, time: time) -> datetime:
        """The instant, in UTC, of a time on the council's clock; of one that happens twice, the first.

        Raises NonexistentTime for one the clocks skip, saying which would do; ValueError if it has a zone.
        """
        _require_date(day)
        if time.tzinfo is not None:
            raise ValueError(f"{time.isoformat()} has a time zone: pass the time on the council's clock")
        return _at(self.zone, day, time)

    def start_of(self, day: date) -> datetime:
        """The instant, in UTC, at which that day begins on the council's clock."""
        _require_date(day)
        # Not `at`: where a zone skips midnight, the offset before the gap gives the day's first instant.
        return _start_of(self.zone, day)

    def overdue_from(self, due: date) -> datetime:
        """The instant, in UTC, from which something due that day is overdue: the next midnight here."""
        _require_date(due)
        return self.start_of(_add_days(due, 1))

    def _position(self, day: date) -> int:
        try:
            return self._index[day]
        except KeyError:
            self._require_within(day)  # says what is wrong with it
            raise

    def _require_within(self, day: date) -> None:
        _require_date(day)
        if not self._first <= day <= self._last:
            raise self._outside(date_words.day(day))

    def _outside(self, what: str) -> ValueError:
        span = f"{date_words.day(self._first)} to {date_words.day(self._last)}"
        return ValueError(f"{what} is outside the working calendar ({span})")

    def _checked(self, days: Days) -> dict[date, str]:
        named = dict(days) if isinstance(days, Mapping) else dict.fromkeys(days, "")
        for day in named:
            self._require_within(day)
        return named


@lru_cache(maxsize=4)
def _days(first: date, last: date) -> tuple[dict[date, int], list[date]]:
    """Each day's place, and those from Monday to Friday: the same for every calendar of these years.

    A datetime is never equal to a date, so a look-up refuses one as it refuses a date outside."""
    days = list(map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1)))
    return {day: i for i, day in enumerate(days)}, [day for day in days if day.weekday() < _SATURDAY]


@lru_cache(maxsize=5_000)
def _at(zone: ZoneInfo, day: date, time: time) -> datetime:
    """Remembered: most of what is told is told at the day's beginning."""
    wall = datetime.combine(day, time.replace(fold=0))
    if not _exists(zone, wall):
        raise NonexistentTime(_skipped(zone, wall))
    return wall.replace(tzinfo=zone).astimezone(UTC)


@lru_cache(maxsize=5_000)
def _start_of(zone: ZoneInfo, day: date) -> datetime:
    return datetime.combine(day, time.min, zone).astimezone(UTC)


def _exists(zone: ZoneInfo, wall: datetime) -> bool:
    there = wall.replace(tzinfo=zone).astimezone(UTC)
    return there.astimezone(zone).replace(tzinfo=None, fold=0) == wall


def _skipped(zone: ZoneInfo, wall: datetime) -> str:
    later = wall
    while not _exists(zone, later):
        later += _MINUTE
    choose = date_words.clock(later.time())
    if later.date() != wall.date():
        choose += f" on {date_words.day(later)}"
    skipped = (
        f"{date_words.clock(wall.time())} on {date_words.day(wall)} does not exist: the clocks go forward"
    )
    return f"{skipped}; choose {choose} or later"


@lru_cache(maxsize=4)
def _bank_holidays(nation: Nation, first_year: int, last_year: int) -> dict[date, str]:
    # Imported here because it takes a tenth of a second, which a command without a calendar shouldn't pay.
    from holidays import country_holidays  # noqa: PLC0415

    years = range(first_year, last_year + 1)
    # Without a language the library takes one from the environment, and its names with it.
    found = country_holidays("GB", subdiv=Nation(nation).value, years=years, language="en_GB")
    # For years it doesn't know the library answers, silently, that there are no bank holidays.
    if not found.start_year <= first_year <= last_year <= found.end_year:
        known = f"{found.start_year} to {found.end_year}"
        raise ValueError(f"{first_year} to {last_year}: bank holidays are known for years within {known}")
    return {day: " and ".join(map(_readable, name.split("; "))) for day, name in found.items()}


def _readable(name: str) -> str:
    substitute = name.removesuffix(" (observed)")
    return name if substitute == name else f"the substitute day for {substitute}"


def _named(kind: str, name: str) -> str:
    return f"{kind} ({name})" if name else kind


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (ZoneInfoNotFoundError, ValueError, OSError) as problem:
        raise ValueError(f"'{name}' is not a time zone; the council's is 'Europe/London'") from problem


def _require_date(day: date) -> None:
    # A datetime is a date to the type checker, and its date is only right in its own zone.
    if isinstance(day, datetime):
        raise TypeError(f"{day.isoformat()} is a moment, not a day: day_of gives the council's day")


def _add_days(day: date, days: int) -> date:
    try:
        return day + timedelta(days=days)
    except OverflowError as problem:
        raise ValueError(
            f"{days} days from {date_words.day(day)} is outside the years 1 to 9999"
        ) from problem
