"""A person's calendar as busy times. Only when somebody is busy is read: no titles, no places, no guests.

The file is named after the person: ``S101.ics``. icalendar and recurring-ical-events read it: repeats, moved and added
occurrences, this-and-following, zones. Events that are free, tentative, elsewhere, declined or cancelled are passed
over; what counts is from the day of the import and a year on. An event that can't be read costs that event."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final, TypeAlias
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event

from policy.folding import fold
from storage.importing.files import FileFault, Line

#: From when until when somebody is busy: instants (UTC).
Stretch: TypeAlias = tuple[datetime, datetime]

AHEAD: Final = timedelta(days=366)
_HEADING: Final = ("staff_number", "date", "start", "end", "end_date")
_NOT_BUSY: Final = ("TENTATIVE", "CANCELLED")
#: What Outlook says beside the standard's own words.
_OUTLOOK: Final = "X-MICROSOFT-CDO-BUSYSTATUS"
_FREE_IN_OUTLOOK: Final = ("FREE", "TENTATIVE", "WORKINGELSEWHERE")
_BUSY_IN_LISTS: Final = ("BUSY", "BUSY-UNAVAILABLE")
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """``today`` and ``zone`` are the council's. ``passed_over``: once it was read, the events that couldn't be."""

    path: Path
    today: date
    zone: ZoneInfo
    titles: Mapping[str, str] = field(default_factory=dict)
    passed_over: list[Line] = field(default_factory=list)

    @property
    def name(self) -> str:
        return self.path.name

    @property
    def whose(self) -> str:
        """The staff number of the calendar's owner."""
        return self.path.stem

    def lines(self) -> Iterator[Line]:
        """Busy times as rows, those that meet as one. Raises FileFault."""
        yield 1, _HEADING
        calendar = self._calendar()
        found = [*self._of_events(calendar), *self._of_lists(calendar)]
        window = self._instant(self.today), self._instant(self.today + AHEAD)
        inside = [s for s in found if s[1] > window[0] and s[0] < window[1]]
        for starts, ends in _joined(inside):
            yield 0, self._row(starts, ends)

    def _row(self, starts: datetime, ends: datetime) -> tuple[str, ...]:
        """By the council's clock; in the hour that an autumn night has twice, a later end."""
        first, last = starts.astimezone(self.zone), (ends + _MINUTE / 2).astimezone(self.zone)
        if last.replace(tzinfo=None, second=0) <= first.replace(tzinfo=None, second=0):
            last = (ends + timedelta(hours=1)).astimezone(self.zone)
        times = (f"{first:%Y-%m-%d}", f"{first:%H:%M}", f"{last:%H:%M}", f"{last:%Y-%m-%d}")
        return (self.whose, *times)

    def _calendar(self) -> Any:
        try:
            text = self.path.read_text(encoding="utf-8-sig")
        except UnicodeDecodeError:
            raise FileFault(
                "not readable as UTF-8, which calendars are written in: export it again"
            ) from None
        try:
            return Calendar.from_ical(text)
        except (ValueError, KeyError, IndexError) as error:
            raise FileFault(f"not readable as a calendar ({error}): export it again") from None

    def _of_events(self, calendar: Any) -> Iterator[Stretch]:
        """The occurrences of each event apart: one that can't be read is named, and the others are read."""
        by_id: dict[str, list[Any]] = defaultdict(list)
        for number, event in enumerate(calendar.walk("VEVENT"), 1):
            by_id[str(event.get("UID", f"event {number}"))].append((number, event))
        owner = fold(str(calendar.get("X-WR-CALNAME", "")))
        for numbered in by_id.values():
            try:
                yield from list(self._occurrences([event for _, event in numbered], owner))
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one event, the rest is read
                number = numbered[0][0]
                why = (
                    f"event {number} of the calendar can't be read ({type(error).__name__}): correct it there"
                )
                self.passed_over.append((0, (why,)))

    def _occurrences(self, events: Sequence[Event], owner: str) -> Iterator[Stretch]:
        """Raises ValueError, or what a library raises, for what isn't sound."""
        broken = next((name for event in events for name, _ in event.errors), None)
        if broken or any("DTSTART" not in event for event in events):
            raise ValueError(broken or "DTSTART")
        alone = Calendar()
        for event in events:
            alone.add_component(event)
        for one in recurring_ical_events.of(alone).between(self.today, self.today + AHEAD):
            starts, ends = self._instant(one["DTSTART"].dt), self._instant(_end(one))
            if ends - starts >= _MINUTE and _is_busy(one, owner):
                yield starts, ends

    def _of_lists(self, calendar: Any) -> Iterator[Stretch]:
        """Lists of busy times without events (VFREEBUSY)."""
        for part in calendar.walk("VFREEBUSY"):
            given = part.get("FREEBUSY", [])
            for one in given if isinstance(given, list) else [given]:
                if str(one.params.get("FBTYPE", "BUSY")).upper() in _BUSY_IN_LISTS:
                    yield self._instant(one.start), self._instant(one.end)

    def _instant(self, value: date | datetime) -> datetime:
        """With its own zone; without one, or a whole day, in the council's."""
        if not isinstance(value, datetime):
            value = datetime.combine(value, time.min)
        return (value if value.tzinfo else value.replace(tzinfo=self.zone)).astimezone(UTC)


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """In their order; those that overlap or touch as one."""
    found: list[Stretch] = []
    for starts, ends in sorted(stretches):
        if found and starts <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        else:
            found.append((starts, ends))
    return found


def _is_busy(event: Any, owner: str) -> bool:
    """``owner``: what the calendar is called, which in some is its owner's address."""
    free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    elsewhere = str(event.get(_OUTLOOK, "")).upper() in _FREE_IN_OUTLOOK
    off = str(event.get("STATUS", "")).upper() in _NOT_BUSY
    return not (free or elsewhere or off or _declined(event, owner))


def _declined(event: Any, owner: str) -> bool:
    asked = event.get("ATTENDEE", [])
    guests = asked if isinstance(asked, list) else [asked]
    mine = (g for g in guests if fold(str(g)).removeprefix("mailto:") == owner)
    return any(str(g.params.get("PARTSTAT", "")).upper() == "DECLINED" for g in mine)


def _end(event: Any) -> date | datetime:
    """Its end; a day without one is that whole day, a moment takes no time."""
    begins: date | datetime = event["DTSTART"].dt
    if "DTEND" not in event:
        return begins if isinstance(begins, datetime) else begins + timedelta(days=1)
    ends: date | datetime = event["DTEND"].dt
    return ends
