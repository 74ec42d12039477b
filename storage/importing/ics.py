"""A person's calendar as busy times. Only when somebody is busy is read: no titles, no places, no guests.

The file is named after the person: ``S101.ics``. Events that are marked free, tentative or cancelled are passed over;
repeating ones count from the day of the import and a year on."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

from dateutil.rrule import rrulestr
from icalendar import Calendar

from storage.importing.files import FileFault, Line

AHEAD: Final = timedelta(days=366)
_HEADING: Final = ("staff_number", "date", "start", "end", "end_date")
_NOT_BUSY: Final = ("TENTATIVE", "CANCELLED")


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """``today`` and ``zone`` are the council's."""

    path: Path
    today: date
    zone: ZoneInfo
    titles: Mapping[str, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        return self.path.name

    def lines(self) -> Iterator[Line]:
        """Busy times as rows, each at the line at which its event begins. Raises FileFault."""
        yield 1, _HEADING
        events, moved = self._events()
        for line, event in events:
            for starts, ends in self._times(line, event, moved.get(str(event.get("UID")), set())):
                yield line, self._row(starts, ends)

    def _row(self, starts: datetime, ends: datetime) -> tuple[str, ...]:
        first, last = starts.astimezone(self.zone), ends.astimezone(self.zone)
        times = (f"{first:%Y-%m-%d}", f"{first:%H:%M}", f"{last:%H:%M}", f"{last:%Y-%m-%d}")
        return (self.path.stem, *times)

    def _events(self) -> tuple[list[tuple[int, Any]], dict[str, set[datetime]]]:
        """Each busy event with its line; and by event the occurrences that were moved or changed."""
        text = self._text()
        begins = [n for n, line in enumerate(text.splitlines(), 1) if line.strip().upper() == "BEGIN:VEVENT"]
        try:
            found: list[tuple[int, Any]] = list(
                zip(begins, Calendar.from_ical(text).walk("VEVENT"), strict=True)
            )
        except ValueError as error:
            raise FileFault(f"not readable as a calendar ({error}): export it again") from None
        moved: dict[str, set[datetime]] = defaultdict(set)
        for _, event in found:
            if "RECURRENCE-ID" in event:
                moved[str(event.get("UID"))].add(self._instant(event["RECURRENCE-ID"].dt))
        return [(line, event) for line, event in found if _is_busy(event)], moved

    def _text(self) -> str:
        try:
            return self.path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise FileFault(
                "not readable as UTF-8, which calendars are written in: export it again"
            ) from None

    def _times(self, line: int, event: Any, moved: set[datetime]) -> Iterator[tuple[datetime, datetime]]:
        """Start and end in UTC of every occurrence that isn't over and isn't more than a year ahead."""
        if "DTSTART" not in event:
            raise FileFault("an event has no start: export the calendar again", line)
        begins = event["DTSTART"].dt
        lasts = self._instant(_end(event)) - self._instant(begins)
        window = self._instant(self.today), self._instant(self.today + AHEAD)
        for starts in self._starts(line, event, begins, window[1]):
            skipped = starts in moved and "RECURRENCE-ID" not in event
            if not skipped and starts + lasts > window[0] and starts < window[1]:
                yield starts, starts + lasts

    def _starts(self, line: int, event: Any, begins: date | datetime, until: datetime) -> Iterator[datetime]:
        if "RRULE" not in event:
            yield self._instant(begins)
            return
        local = self._local(begins)
        try:
            rule = rrulestr(event["RRULE"].to_ical().decode(), dtstart=local)
        except ValueError as error:
            raise FileFault(
                f"an event repeats in a way that cannot be read ({error}): correct or remove it", line
            ) from None
        left_out = self._left_out(event)
        for occurrence in rule:
            instant = occurrence.astimezone(UTC)
            if instant >= until:
                return
            if instant not in left_out:
                yield instant

    def _left_out(self, event: Any) -> set[datetime]:
        given = event.get("EXDATE", [])
        lists = given if isinstance(given, list) else [given]
        return {self._instant(one.dt) for part in lists for one in part.dts}

    def _local(self, value: date | datetime) -> datetime:
        """With its own zone; without one, or a whole day, in the council's."""
        if not isinstance(value, datetime):
            return datetime.combine(value, time.min, self.zone)
        return value if value.tzinfo else value.replace(tzinfo=self.zone)

    def _instant(self, value: date | datetime) -> datetime:
        return self._local(value).astimezone(UTC)


def _is_busy(event: Any) -> bool:
    free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    return not free and str(event.get("STATUS", "")).upper() not in _NOT_BUSY


def _end(event: Any) -> date | datetime:
    """Its end, or its start and how long it lasts; a day without either is that whole day."""
    begins: date | datetime = event["DTSTART"].dt
    if "DTEND" in event:
        end: date | datetime = event["DTEND"].dt
        return end
    if "DURATION" in event:
        later: date | datetime = begins + event["DURATION"].dt
        return later
    return begins if isinstance(begins, datetime) else begins + timedelta(days=1)
