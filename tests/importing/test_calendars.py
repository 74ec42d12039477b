"""A calendar file gives busy times and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from storage import tables as t
from storage.importing.faults import BadFilesError
from storage.importing.ics import CalendarFile
from tests.importing.councils import PEOPLE, Council


def _calendar(folder: Path, *events: str, name: str = "S1.ics") -> CalendarFile:
    body = "".join(
        f"BEGIN:VEVENT\r\nUID:{n}\r\n{e.strip().replace(chr(10), chr(13) + chr(10))}\r\nEND:VEVENT\r\n"
        for n, e in enumerate(events)
    )
    path = folder / name
    path.write_text(f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:test\r\n{body}END:VCALENDAR\r\n", newline="")
    return CalendarFile(path, date(2026, 11, 3), ZoneInfo("Europe/London"))


def _busy(council: Council) -> list[tuple[datetime, datetime]]:
    return [(row[0], row[1]) for row in council.has(t.Busy, "starts_at", "ends_at")]


def _utc(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


_ONE = [
    ("floating", "DTSTART:20261104T093000\nDTEND:20261104T110000", (_utc(4, 9, 30), _utc(4, 11))),
    ("UTC", "DTSTART:20261104T093000Z\nDURATION:PT45M", (_utc(4, 9, 30), _utc(4, 10, 15))),
    ("whole day", "DTSTART;VALUE=DATE:20261104", (_utc(4, 0), _utc(5, 0))),
    (
        "zone",
        "DTSTART;TZID=Europe/Paris:20261104T100000\nDTEND;TZID=Europe/Paris:20261104T110000",
        (_utc(4, 9), _utc(4, 10)),
    ),
]


@pytest.mark.parametrize(("event", "times"), [c[1:] for c in _ONE], ids=[c[0] for c in _ONE])
def test_an_event_is_a_busy_time(
    council: Council, tmp_path: Path, event: str, times: tuple[datetime, datetime]
) -> None:
    council.takes(PEOPLE, _calendar(tmp_path, f"{event}\nSUMMARY:Nobody's business"))
    assert _busy(council) == [times]


@pytest.mark.parametrize("said", ["TRANSP:TRANSPARENT", "STATUS:CANCELLED", "STATUS:TENTATIVE"])
def test_what_takes_no_time_is_passed_over(council: Council, tmp_path: Path, said: str) -> None:
    council.takes(PEOPLE, _calendar(tmp_path, f"DTSTART:20261104T093000\nDTEND:20261104T110000\n{said}"))
    assert _busy(council) == []


def test_what_is_over_is_passed_over(council: Council, tmp_path: Path) -> None:
    council.takes(PEOPLE, _calendar(tmp_path, "DTSTART:20261102T093000\nDTEND:20261102T110000"))
    assert _busy(council) == []


def test_a_repeating_event_keeps_its_wall_time_and_its_exceptions(council: Council, tmp_path: Path) -> None:
    weekly = (
        "DTSTART;TZID=Europe/London:20261006T090000\nDTEND;TZID=Europe/London:20261006T100000\n"
        "RRULE:FREQ=WEEKLY;COUNT=7\nEXDATE;TZID=Europe/London:20261110T090000"
    )
    council.takes(PEOPLE, _calendar(tmp_path, weekly))
    assert [starts for starts, _ in _busy(council)] == [_utc(3, 9), _utc(17, 9)]


def test_a_moved_occurrence_is_busy_where_it_went(council: Council, tmp_path: Path) -> None:
    calendar = _calendar(
        tmp_path,
        "DTSTART:20261104T090000Z\nDTEND:20261104T100000Z\nRRULE:FREQ=WEEKLY;COUNT=2",
        "DTSTART:20261112T150000Z\nDTEND:20261112T160000Z\nRECURRENCE-ID:20261111T090000Z",
    )
    text = calendar.path.read_text().replace("UID:1", "UID:0")
    calendar.path.write_text(text)
    council.takes(PEOPLE, calendar)
    assert [starts for starts, _ in _busy(council)] == [_utc(4, 9), _utc(12, 15)]


def test_the_same_calendar_twice_changes_nothing(council: Council, tmp_path: Path) -> None:
    calendar = _calendar(tmp_path, _ONE[0][1])
    council.takes(PEOPLE, calendar)
    assert council.takes(calendar).changes == 0


_BAD = [
    ("S1.ics", "DTSTART:20261104T093000\nRRULE:FREQ=SOMETIMES", "S1.ics, line"),
    (
        "S77.ics",
        "DTSTART:20261104T093000Z\nDURATION:PT45M",
        "S77.ics, line 4, staff_number: there is no staff number 'S77'",
    ),
]


@pytest.mark.parametrize(("name", "event", "sentence"), _BAD)
def test_a_calendar_that_cannot_be_taken_is_named(
    council: Council, tmp_path: Path, name: str, event: str, sentence: str
) -> None:
    with pytest.raises(BadFilesError) as raised:
        council.takes(PEOPLE, _calendar(tmp_path, event, name=name))
    assert str(raised.value).startswith(sentence)
    assert _busy(council) == []


def test_no_calendar_at_all(council: Council, tmp_path: Path) -> None:
    path = tmp_path / "S1.ics"
    path.write_text("Dear all")
    with pytest.raises(BadFilesError, match=r"^S1.ics"):
        council.takes(PEOPLE, CalendarFile(path, date(2026, 11, 3), ZoneInfo("Europe/London")))
