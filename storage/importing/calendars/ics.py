"""A person's calendar as busy times. Only when somebody is busy is read: no titles, no places, no guests.

The file is named after the person: ``S101.ics``. icalendar and recurring-ical-events read it: repeats, moved and added
occurrences, this-and-following, zones. Events that are free, tentative, elsewhere, declined or cancelled are passed
over; what counts is from the day of the import and a year on. An event that can't be read costs that event."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import Any, Final
from zoneinfo import ZoneInfo

import recurring_ical_events
from icalendar import Calendar, Event

from policy.folding import fold
from storage.diary import Stretch
from storage.importing.calendars.calendar_parts import calendars
from storage.importing.calendars.calendar_series import end_with_the_day, is_endless
from storage.importing.tables.files import FileFault, Line

#: Times further ahead are not kept: a calendar that repeats without an end has as many as anybody asks for.
AHEAD: Final = timedelta(days=366)
_HEADING: Final = ("staff_number", "date", "start", "end", "end_date")
_NOT_BUSY: Final = ("TENTATIVE", "CANCELLED")
#: What Outlook says beside the standard's own words.
_OUTLOOK: Final = "X-MICROSOFT-CDO-BUSYSTATUS"
_FREE_IN_OUTLOOK: Final = ("FREE", "TENTATIVE", "WORKINGELSEWHERE")
_BUSY_IN_LISTS: Final = ("BUSY", "BUSY-UNAVAILABLE")
_MOMENTS: Final = ("DTSTART", "DTEND")
_MINUTE: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class CalendarFile:
    """``today`` and ``zone`` are the council's. ``passed_over``: once it was read, what of it couldn't be. ``mine``:
    the addresses of whose it is, known before it is read."""

    path: Path
    today: date
    zone: ZoneInfo
    titles: Mapping[str, str] = field(default_factory=dict)
    passed_over: list[Line] = field(default_factory=list)
    mine: set[str] = field(default_factory=set)

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
        found = [s for one in self._calendars() for s in (*self._of_events(one), *self._of_lists(one))]
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

    def _calendars(self) -> list[Any]:
        """Whatever stands in a title, which isn't read: what isn't UTF-8 costs the file nothing."""
        text = self.path.read_text(encoding="utf-8-sig", errors="replace")
        try:
            found, broken = calendars(text)
        except ValueError as error:
            raise FileFault(f"not readable as a calendar ({error}): export it again") from None
        if broken:
            said = f"parts of the calendar that can't be read: {broken:,}; correct them there"
            self.passed_over.append((0, (said,)))
        for zone, events in _unknown_zones(found).items():
            said = f"a zone that nobody knows ({zone}), of events: {events:,}; read by the council's clock"
            self.passed_over.append((0, (said,)))
        return found

    def _of_events(self, calendar: Any) -> Iterator[Stretch]:
        """The occurrences of each event apart: one that can't be read is named, and the others are read."""
        by_id: dict[tuple[str, int], list[Any]] = defaultdict(list)
        for number, event in enumerate(calendar.walk("VEVENT"), 1):
            by_id[_identity(event, number, by_id)].append((number, event))
        owner = {fold(one) for one in (*self.mine, str(calendar.get("X-WR-CALNAME", ""))) if one}
        for numbered in by_id.values():
            try:
                yield from list(self._occurrences([event for _, event in numbered], owner))
            except Exception as error:  # noqa: BLE001 - whatever is wrong with one event, the rest is read
                number = numbered[0][0]
                why = (
                    f"event {number} of the calendar can't be read ({type(error).__name__}): correct it there"
                )
                self.passed_over.append((0, (why,)))

    def _occurrences(self, events: Sequence[Event], owner: Set[str]) -> Iterator[Stretch]:
        """Raises ValueError, or what a library raises, for what isn't sound."""
        broken = next((name for event in events for name, _ in event.errors), None)
        if broken or any("DTSTART" not in event or _ends_before(event) for event in events):
            raise ValueError(broken or "DTSTART, DTEND")
        if any(map(is_endless, events)):
            raise ValueError("RRULE")
        alone = Calendar()
        for event in events:
            end_with_the_day(event)
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


def _unknown_zones(read: Iterable[Any]) -> Counter[str]:
    """By name, of how many events."""
    events = (event for calendar in read for event in calendar.walk("VEVENT") if not event.errors)
    return Counter(
        zone for event in events for zone in {_zone_unknown(event.get(k)) for k in _MOMENTS} if zone
    )


def _zone_unknown(said: Any) -> str:
    if not isinstance(getattr(said, "dt", None), datetime) or said.dt.tzinfo:
        return ""
    return str(said.params.get("TZID", ""))


def _joined(stretches: Iterable[Stretch]) -> list[Stretch]:
    """In their order; those that overlap or touch as one."""
    found: list[Stretch] = []
    for starts, ends in sorted(stretches):
        if found and starts <= found[-1][1]:
            found[-1] = (found[-1][0], max(ends, found[-1][1]))
        else:
            found.append((starts, ends))
    return found


def _identity(event: Any, number: int, known: Mapping[tuple[str, int], Any]) -> tuple[str, int]:
    """Its UID; with a number where another event that is no exception of it, and no older version, has that too."""
    uid = str(event.get("UID", f"event {number}"))
    if "RECURRENCE-ID" in event or (uid, 0) not in known:
        return uid, 0
    others = [one for _, one in known[uid, 0] if "RECURRENCE-ID" not in one]
    version = event.get("SEQUENCE", 0)
    return (uid, number) if any(one.get("SEQUENCE", 0) == version for one in others) else (uid, 0)


def _ends_before(event: Any) -> bool:
    """An end before the start, which is a slip and no busy time."""
    if "DURATION" in event:
        return bool(event["DURATION"].dt < timedelta())
    if "DTEND" not in event or type(event["DTEND"].dt) is not type(event["DTSTART"].dt):
        return False
    return bool(event["DTEND"].dt < event["DTSTART"].dt)


def _is_busy(event: Any, owner: Set[str]) -> bool:
    """``owner``: their addresses, and what the calendar is called, which in some is one."""
    free = str(event.get("TRANSP", "")).upper() == "TRANSPARENT"
    elsewhere = str(event.get(_OUTLOOK, "")).upper() in _FREE_IN_OUTLOOK
    off = str(event.get("STATUS", "")).upper() in _NOT_BUSY
    return not (free or elsewhere or off or _declined(event, owner))


def _declined(event: Any, owner: Set[str]) -> bool:
    asked = event.get("ATTENDEE", [])
    guests = asked if isinstance(asked, list) else [asked]
    mine = (g for g in guests if fold(str(g)).removeprefix("mailto:") in owner)
    return any(str(g.params.get("PARTSTAT", "")).upper() == "DECLINED" for g in mine)


def _end(event: Any) -> date | datetime:
    """Its end; a day without one is that whole day, a moment takes no time."""
    begins: date | datetime = event["DTSTART"].dt
    if "DTEND" not in event:
        return begins if isinstance(begins, datetime) else begins + timedelta(days=1)
    ends: date | datetime = event["DTEND"].dt
    return ends
