"""A calendar file gives busy times and nothing else."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import insert

from storage import tables as t
from storage.importing.calendars.ics import CalendarFile
from storage.importing.faults import BadFilesError
from storage.importing.tables.files import FileFault
from storage.transactions import write_transaction
from tests.importing.councils import NOW, PEOPLE, Council


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


def test_a_calendar_of_nobody_is_named(council: Council, tmp_path: Path) -> None:
    with pytest.raises(BadFilesError, match=r"S77\.ics, staff_number: there is no staff number 'S77'"):
        council.takes(PEOPLE, _calendar(tmp_path, _ONE[1][1], name="S77.ics"))


_BROKEN = [
    "DTSTART:20261104T093000\nRRULE:FREQ=SOMETIMES",
    "DTSTART:soon\nDTEND:20261104T110000",
    "SUMMARY:without a start",
]


@pytest.mark.parametrize("event", _BROKEN)
def test_an_event_that_cannot_be_read_costs_that_event(council: Council, tmp_path: Path, event: str) -> None:
    taken = council.takes(PEOPLE, _calendar(tmp_path, event, "DTSTART:20261104T093000Z\nDURATION:PT45M"))
    assert _busy(council) == [(_utc(4, 9, 30), _utc(4, 10, 15))]
    [odd] = taken.odd
    assert str(odd).startswith("S1.ics: event 1 of the calendar can't be read")


_PASSED_OVER = [
    "X-MICROSOFT-CDO-BUSYSTATUS:FREE",
    "X-MICROSOFT-CDO-BUSYSTATUS:TENTATIVE\nTRANSP:OPAQUE",
    "X-MICROSOFT-CDO-BUSYSTATUS:WORKINGELSEWHERE",
    "ATTENDEE;PARTSTAT=DECLINED:mailto:Amara@example.org",
]


@pytest.mark.parametrize("said", _PASSED_OVER)
def test_what_outlook_and_google_mark_as_no_time(council: Council, tmp_path: Path, said: str) -> None:
    calendar = _calendar(tmp_path, f"DTSTART:20261104T093000\nDTEND:20261104T110000\n{said}")
    _calls_itself(calendar, "amara@example.org")
    council.takes(PEOPLE, calendar)
    assert _busy(council) == []


@pytest.mark.parametrize("name", ["S1.ics", "amara@example.org.ics"])
def test_what_the_person_declined_takes_no_time(council: Council, tmp_path: Path, name: str) -> None:
    """Known by the staff list: Outlook's calendars aren't called by an address."""
    said = "ATTENDEE;PARTSTAT=DECLINED:mailto:Amara@Example.org"
    council.takes(PEOPLE, _calendar(tmp_path, f"DTSTART:20261104T093000Z\nDURATION:PT45M\n{said}", name=name))
    assert _busy(council) == []


def test_what_somebody_else_declined_takes_time(council: Council, tmp_path: Path) -> None:
    event = f"{_ONE[1][1]}\nATTENDEE;PARTSTAT=DECLINED:mailto:other@example.org"
    calendar = _calendar(tmp_path, event)
    _calls_itself(calendar, "amara@example.org")
    council.takes(PEOPLE, calendar)
    assert len(_busy(council)) == 1


def _calls_itself(calendar: CalendarFile, address: str) -> None:
    text = calendar.path.read_text().replace("PRODID:test", f"PRODID:test\nX-WR-CALNAME:{address}", 1)
    calendar.path.write_text(text)


_REPEATS = [
    (
        "until a date, by a local time",
        "DTSTART;TZID=Europe/London:20261102T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;UNTIL=20261105",
        [_utc(3, 9), _utc(4, 9), _utc(5, 9)],
    ),
    (
        "days of their own",
        "DTSTART:20261103T090000Z\nDURATION:PT1H\nRDATE:20261105T090000Z,20261109T150000Z",
        [_utc(3, 9), _utc(5, 9), _utc(9, 15)],
    ),
    (
        "a period of its own",
        "DTSTART:20261103T090000Z\nDURATION:PT1H\nRDATE;VALUE=PERIOD:20261105T090000Z/PT2H",
        [_utc(3, 9), _utc(5, 9)],
    ),
    (
        "over the change of the clocks",
        "DTSTART;TZID=Europe/London:20270325T090000\nDURATION:PT1H\nRRULE:FREQ=DAILY;COUNT=5",
        [
            *(datetime(2027, 3, d, 9, tzinfo=UTC) for d in (25, 26, 27)),
            *(datetime(2027, 3, d, 8, tzinfo=UTC) for d in (28, 29)),
        ],
    ),
    ("no length", "DTSTART:20261104T093000Z", []),
]


@pytest.mark.parametrize(("event", "starts"), [c[1:] for c in _REPEATS], ids=[c[0] for c in _REPEATS])
def test_repeats(council: Council, tmp_path: Path, event: str, starts: list[datetime]) -> None:
    council.takes(PEOPLE, _calendar(tmp_path, event))
    assert [s for s, _ in _busy(council)] == starts


def test_a_whole_day_on_which_the_clocks_change_is_that_day(council: Council, tmp_path: Path) -> None:
    council.takes(PEOPLE, _calendar(tmp_path, "DTSTART;VALUE=DATE:20270328\nDTEND;VALUE=DATE:20270329"))
    assert _busy(council) == [(datetime(2027, 3, 28, tzinfo=UTC), datetime(2027, 3, 28, 23, tzinfo=UTC))]


def test_an_hour_that_an_autumn_night_has_twice_keeps_nothing_out(council: Council, tmp_path: Path) -> None:
    calendar = _calendar(tmp_path, "DTSTART:20271031T004500Z\nDTEND:20271031T011500Z", _ONE[1][1])
    council.takes(PEOPLE, calendar)
    assert len(_busy(council)) == 2


def test_this_and_what_follows_is_moved(council: Council, tmp_path: Path) -> None:
    calendar = _calendar(
        tmp_path,
        "DTSTART:20261104T090000Z\nDTEND:20261104T100000Z\nRRULE:FREQ=WEEKLY;COUNT=3",
        "DTSTART:20261111T150000Z\nDTEND:20261111T160000Z\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261111T090000Z",
    )
    calendar.path.write_text(calendar.path.read_text().replace("UID:1", "UID:0"))
    council.takes(PEOPLE, calendar)
    assert [s for s, _ in _busy(council)] == [_utc(4, 9), _utc(11, 15), _utc(18, 15)]


def test_a_list_of_busy_times(council: Council, tmp_path: Path) -> None:
    path = tmp_path / "S1.ics"
    path.write_text(
        "BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\nBEGIN:VFREEBUSY\nUID:1\n"
        "FREEBUSY;FBTYPE=BUSY:20261104T093000Z/20261104T101500Z,20261105T090000Z/PT1H\n"
        "FREEBUSY;FBTYPE=BUSY-TENTATIVE:20261106T093000Z/PT1H\nFREEBUSY;FBTYPE=FREE:20261109T093000Z/PT1H\n"
        "END:VFREEBUSY\nEND:VCALENDAR\n"
    )
    council.takes(PEOPLE, CalendarFile(path, date(2026, 11, 3), ZoneInfo("Europe/London")))
    assert [s for s, _ in _busy(council)] == [_utc(4, 9, 30), _utc(5, 9)]


def test_times_that_meet_are_one(council: Council, tmp_path: Path) -> None:
    calendar = _calendar(
        tmp_path,
        "DTSTART:20261104T090000Z\nDURATION:PT1H",
        "DTSTART:20261104T090000Z\nDURATION:PT3H",
        "DTSTART:20261104T120000Z\nDURATION:PT1H",
    )
    council.takes(PEOPLE, calendar)
    assert _busy(council) == [(_utc(4, 9), _utc(4, 13))]


def test_a_calendar_again_replaces_what_it_brought(council: Council, tmp_path: Path) -> None:
    """Nobody else's, and nothing that is over."""
    council.takes(
        PEOPLE, _calendar(tmp_path, *(e[1] for e in _ONE[1:2]), "DTSTART:20261106T093000Z\nDURATION:PT45M")
    )
    council.takes(_calendar(tmp_path, _ONE[1][1], name="S2.ics"))
    again = council.takes(_calendar(tmp_path, "DTSTART:20261106T093000Z\nDURATION:PT45M"))
    assert again.counts["busy"] == {"same": 1, "ended": 1}
    assert council.has(t.Busy, "person_id", "starts_at") == [(1, _utc(6, 9, 30)), (2, _utc(4, 9, 30))]
    emptied = council.takes(_calendar(tmp_path))
    assert emptied.counts["busy"]["ended"] == 1


def test_no_calendar_at_all(council: Council, tmp_path: Path) -> None:
    path = tmp_path / "S1.ics"
    path.write_text("Dear all")
    with pytest.raises(BadFilesError, match=r"^S1.ics"):
        council.takes(PEOPLE, CalendarFile(path, date(2026, 11, 3), ZoneInfo("Europe/London")))


# What is broken costs itself


_SOUND = "BEGIN:VEVENT\nUID:sound\nDTSTART:20261106T090000Z\nDURATION:PT1H\nEND:VEVENT\n"
_UNSOUND = [
    ("a list of busy times", "BEGIN:VFREEBUSY\nUID:1\nFREEBUSY:rubbish\nEND:VFREEBUSY\n", 1),
    (
        "a zone",
        "BEGIN:VTIMEZONE\nTZID:Odd\nBEGIN:STANDARD\nDTSTART:rubbish\nEND:STANDARD\nEND:VTIMEZONE\n",
        1,
    ),
    ("an event that is never closed", "BEGIN:VEVENT\nUID:1\nDTSTART:20261105T090000Z\n", 1),
    ("something to do, which isn't read", "BEGIN:VTODO\nUID:1\nDUE:rubbish\nEND:VTODO\n", 0),
    ("a line between two", "garbage line\n", 0),
    (
        "an end before the start",
        "BEGIN:VEVENT\nUID:1\nDTSTART:20261105T090000Z\nDTEND:20261105T080000Z\nEND:VEVENT\n",
        1,
    ),
    (
        "a length below nothing",
        "BEGIN:VEVENT\nUID:1\nDTSTART:20261105T090000Z\nDURATION:-PT1H\nEND:VEVENT\n",
        1,
    ),
]


def _read(folder: Path, inside: str) -> tuple[list[str], CalendarFile]:
    """The days and times on which somebody is busy, without a database."""
    path = folder / "S1.ics"
    path.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\nPRODID:test\n{inside}END:VCALENDAR\n")
    calendar = CalendarFile(path, date(2026, 11, 3), ZoneInfo("Europe/London"))
    return [f"{row[1]} {row[2]}" for _, row in list(calendar.lines())[1:]], calendar


@pytest.mark.parametrize(("broken", "named"), [c[1:] for c in _UNSOUND], ids=[c[0] for c in _UNSOUND])
def test_what_is_broken_is_named_and_the_rest_is_read(tmp_path: Path, broken: str, named: int) -> None:
    found, calendar = _read(tmp_path, broken + _SOUND)
    assert found == ["2026-11-06 09:00"]
    assert len(calendar.passed_over) == named


def test_an_alarm_that_is_broken_costs_not_even_its_event(tmp_path: Path) -> None:
    alarm = "BEGIN:VALARM\nACTION:DISPLAY\nTRIGGER:rubbish\nEND:VALARM\n"
    found, calendar = _read(tmp_path, _SOUND.replace("END:VEVENT", f"{alarm}END:VEVENT"))
    assert (found, calendar.passed_over) == (["2026-11-06 09:00"], [])


def test_two_calendars_in_one_file_and_two_events_of_one_uid_are_all_read(tmp_path: Path) -> None:
    other = _SOUND.replace("20261106", "20261109")
    found, _ = _read(
        tmp_path, f"{_SOUND}{other}END:VCALENDAR\nBEGIN:VCALENDAR\n{_SOUND.replace('06T', '12T')}"
    )
    assert found == ["2026-11-06 09:00", "2026-11-09 09:00", "2026-11-12 09:00"]


def test_a_file_that_stops_in_the_middle_is_refused(tmp_path: Path) -> None:
    """Read as far as it goes it would take away what is known of the days after."""
    path = tmp_path / "S1.ics"
    path.write_text(f"BEGIN:VCALENDAR\nVERSION:2.0\n{_SOUND}BEGIN:VEVENT\nUID:2\n")
    with pytest.raises(FileFault, match="it stops before its end"):
        list(CalendarFile(path, date(2026, 11, 3), ZoneInfo("Europe/London")).lines())


_ENDLESS = [
    "RRULE:FREQ=DAILY;INTERVAL=0",
    "RRULE:FREQ=SECONDLY;COUNT=500000",
    "RRULE:FREQ=MINUTELY;COUNT=500000",
    "RRULE:FREQ=HOURLY;BYMONTH=2;BYMONTHDAY=30",
    f"RRULE:FREQ=DAILY;BYMINUTE={','.join(map(str, range(60)))}",
    "RRULE:FREQ=DAILY;COUNT=2\nRRULE:FREQ=WEEKLY;INTERVAL=0",
]


@pytest.mark.parametrize("rule", _ENDLESS)
def test_a_series_without_an_end_costs_that_event(tmp_path: Path, rule: str) -> None:
    """It never came back, or after minutes."""
    event = f"BEGIN:VEVENT\nUID:1\nDTSTART:20261105T090000Z\nDURATION:PT1H\n{rule}\nEND:VEVENT\n"
    found, calendar = _read(tmp_path, event + _SOUND)
    assert found == ["2026-11-06 09:00"]
    assert [said for _, (said,) in calendar.passed_over] == [
        "event 1 of the calendar can't be read (ValueError): correct it there"
    ]


def test_every_hour_of_a_morning_is_read(tmp_path: Path) -> None:
    event = "BEGIN:VEVENT\nUID:1\nDTSTART:20261105T090000Z\nDURATION:PT15M\nRRULE:FREQ=HOURLY;COUNT=3\nEND:VEVENT\n"
    assert _read(tmp_path, event)[0] == ["2026-11-05 09:00", "2026-11-05 10:00", "2026-11-05 11:00"]


def test_a_title_in_another_encoding_costs_nothing(tmp_path: Path) -> None:
    path = tmp_path / "S1.ics"
    event = _SOUND.replace("UID:sound", "UID:sound\nSUMMARY:Caf\u00e9")
    path.write_bytes(f"BEGIN:VCALENDAR\nVERSION:2.0\n{event}END:VCALENDAR\n".encode("cp1252"))
    calendar = CalendarFile(path, date(2026, 11, 3), ZoneInfo("Europe/London"))
    assert [row[1:3] for _, row in calendar.lines()][1:] == [("2026-11-06", "09:00")]
    assert calendar.passed_over == []


def test_a_zone_that_nobody_knows_is_named(tmp_path: Path) -> None:
    event = "BEGIN:VEVENT\nUID:1\nDTSTART;TZID=Nowhere:20261105T090000\nDURATION:PT1H\nEND:VEVENT\n"
    found, calendar = _read(tmp_path, event + _SOUND)
    assert found == ["2026-11-05 09:00", "2026-11-06 09:00"]
    assert [said for _, (said,) in calendar.passed_over] == [
        "a zone that nobody knows (Nowhere), of events: 1; read by the council's clock"
    ]


def test_what_outlook_said_is_left_alone(council: Council, tmp_path: Path) -> None:
    council.takes(PEOPLE)
    starts, ends = _utc(4, 9, 30), _utc(4, 12)
    row = {"person_id": 1, "starts_at": starts, "ends_at": ends, "from_outlook": True}
    with write_transaction(council.engine, council.config, NOW) as work:
        work.connection.execute(insert(t.Busy.__table__).values(row))
    council.takes(_calendar(tmp_path, "DTSTART:20261104T093000\nDTEND:20261104T110000"))
    council.takes(_calendar(tmp_path, "DTSTART:20261105T093000\nDTEND:20261105T110000"))
    assert _busy(council) == [(starts, ends), (_utc(5, 9, 30), _utc(5, 11))]
