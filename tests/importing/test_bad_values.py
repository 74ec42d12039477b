"""What a reference, a date and a working week may be written as; what leaves one open is never guessed."""

from __future__ import annotations

import re
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.commands import reading
from handlers.shared.base import Refusal
from handlers.shared.typed_moments import read, read_day
from storage.importing.columns import times_of_day, values
from storage.importing.columns.working_week import working_week
from storage.importing.faults import Unreadable
from storage.importing.mapped.own_dates import split
from tests.day_phrases import ranges
from tests.test_dates import TUESDAY


@pytest.mark.parametrize("reference", ["CB-10234", "0012", "2026/77 A", "Case 12", "ABC123", "CIN/2026/4"])
def test_a_reference_is_taken_as_text(reference: str) -> None:
    assert values.case_reference(reference) == reference


@pytest.mark.parametrize(
    "reference",
    ["Jane Doe", "SMITH", "Doe, Jane 12/03/2015", "o'Neill", "Zoë", "Anne-Marie Example 2", "van der Berg"],
)
def test_what_looks_like_a_name_is_never_taken(reference: str) -> None:
    with pytest.raises(Unreadable, match="looks like a name") as raised:
        values.case_reference(reference)
    assert reference not in str(raised.value)


@given(
    st.dates(values.EARLIEST, values.LATEST),
    st.sampled_from(["%d/%m/%Y", "%d-%m-%Y", "%d.%m.%Y", "%Y-%m-%d", "%d %b %Y", "%d/%m/%Y 00:00:00"]),
)
def test_a_date_in_any_of_the_ways_it_is_exported_is_that_day(day: object, shape: str) -> None:
    assert values.day(format(day, shape)) == str(day)


@pytest.mark.parametrize(
    "written",
    [
        *("Tue 03/11/2026", "03-NOV-2026", "3rd November 2026", "November 3, 2026", "2026/11/3", "3 11 2026"),
        *("Tuesday, 3rd of Nov. 2026", "３/11/2026", "03.11.2026 09:30", "2026-11-03T00:00:00Z"),
    ],
)
def test_a_date_is_read_as_chat_reads_it(written: str) -> None:
    assert values.day(written) == "2026-11-03"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("Wed 03/11/2026", "is a Tuesday"),
        ("3 November", "no year"),
        ("3/11", "no year"),
        ("11/13/2026", "no month 13"),
        ("2026-13-01", "not a day of the calendar"),
        ("3 Novgorod 2026", "is not a date"),
        ("tomorrow", "is not a date"),
        ("friday week", "is not a date"),
        ("3/11-2026", "is not a date"),
    ],
)
def test_what_a_date_leaves_open_is_never_guessed(written: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        values.day(written)


@pytest.mark.parametrize(
    ("written", "days"),
    [
        ("Mon-Fri", "1111100"),
        ("Mon – Fri", "1111100"),
        ("MON to FRI", "1111100"),
        ("Monday–Thursday", "1111000"),
        ("M-F", "1111100"),
        ("Tu-Th", "0111000"),
        ("Mon-Wed, Fri", "1110100"),
        ("Mondays and Tuesdays", "1100000"),
        ("Weds / Thurs & Sat", "0011010"),
        ("Tues. Fri.", "0100100"),
        ("Friday to Monday", "1000111"),
        ("Mon Fri", "1000100"),
        ("M W F", "1010100"),
        ("0111000", "0111000"),
    ],
)
def test_a_working_week_is_read_whole(written: str, days: str) -> None:
    assert working_week(written) == days


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("Mon-Fri AM", "half days"),
        ("Mon-Fri 9:00-17:00", "half days, times"),
        ("Mon, Tue, alt Wed", "weeks that differ"),
        ("½ Mon Tue", "half days"),
        ("5 days", "which days"),
        ("three days a week", "which days"),
        ("Full-time", "which days"),
        ("M-T", "write the days"),
        ("MTWTF", "write the days"),
        ("M", "write the days"),
        ("Mon-Mon", "write the days"),
        ("Mon-Wed-Fri", "write the days"),
        ("Mon-", "write the days"),
        ("not Fri", "write the days"),
        ("Monkey", "write the days"),
        ("Mon-Fri (not Wed)", "write the days"),
        ("-", "write the days"),
    ],
)
def test_nothing_of_a_working_week_is_passed_over(written: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        working_week(written)


_READERS = (
    values.day,
    times_of_day.clock_time,
    values.yes_no,
    times_of_day.minutes,
    values.period,
    values.case_reference,
    working_week,
    values.email,
)


@given(st.text(max_size=12), st.sampled_from(_READERS))
def test_no_text_breaks_a_reader(text: str, read: Callable[[str], object]) -> None:
    with suppress(Unreadable):
        read(text)


@pytest.mark.parametrize("written", ["noon", "Midday", "12 noon"])
def test_noon_by_name_is_a_time_in_a_file_as_in_chat(written: str) -> None:
    assert times_of_day.clock_time(written) == "12:00"


@pytest.mark.parametrize(
    ("written", "at"),
    [
        *(("14:30", "14:30"), ("14.30", "14:30"), ("2.30pm", "14:30"), ("2:30:00 PM", "14:30")),
        *(("half two pm", "14:30"), ("quarter to three pm", "14:45"), ("1430hrs", "14:30")),
        *(("2 in the afternoon", "14:00"), ("three pm", "15:00"), ("09:15:00", "09:15")),
    ],
)
def test_a_time_in_a_file_is_read_as_chat_reads_it(written: str, at: str) -> None:
    """And by a clock of 24 hours where nothing says which half of the day."""
    assert times_of_day.clock_time(written) == at
    assert read(f"friday {written}", TUESDAY).at.isoformat("minutes") == at
    assert times_of_day.clock_time("2.30") == "02:30"


@pytest.mark.parametrize(
    ("written", "why"),
    [
        ("half two", "write 2:30am or 2:30pm"),
        ("from 2 to 3", "write 2-3am or 2-3pm"),
        ("2-3pm", "write when it begins, as in 14:00"),
        ("2 o'clock", "in the morning or in the afternoon"),
        ("2pm to 1pm", "ends before it begins"),
        ("2pm 3pm", "more than one time"),
        ("10-11", "is not a time"),
    ],
)
def test_a_time_that_can_be_two_is_refused_with_what_would_be_right(written: str, why: str) -> None:
    with pytest.raises(Unreadable, match=why):
        times_of_day.clock_time(written)


def test_all_ranges_of_the_oracle_are_read_in_a_session_s_start() -> None:
    """But hours alone, which may be a day and its month."""
    wrong = []
    for words, (hour, minute), minutes in ranges():
        if re.fullmatch(r"\d+-\d+", words):
            continue
        said = times_of_day.begin_and_length(words)
        if said != f"{hour:02}:{minute:02}/{minutes}" or times_of_day.begin(words) != said[:5]:
            wrong.append((words, said))
    assert wrong == []


@pytest.mark.parametrize(
    ("written", "day"),
    [
        *(("9.12.26", "2026-12-09"), ("9 Dec 26", "2026-12-09"), ("3/4/98", "1998-04-03")),
        *(("01/01/50", "1950-01-01"), ("31/12/49", "2049-12-31"), ("31/12/2059", "2059-12-31")),
        *(("01/01/1950", "1950-01-01"), ("1.1.00", "2000-01-01")),
    ],
)
def test_a_year_of_two_digits_is_of_one_hundred_years(written: str, day: str) -> None:
    assert values.day(written) == day


def test_a_year_of_two_digits_is_the_same_in_chat_and_on_the_command_line() -> None:
    assert str(read_day("9.12.26", TUESDAY)[0]) == values.day("9.12.26")
    assert str(reading.read_day("--on", "3/4/98")) == values.day("3/4/98")
    with pytest.raises(Refusal, match="in the year 1998"):
        read_day("3/4/98", TUESDAY)


@pytest.mark.parametrize(
    ("cell", "day", "time"),
    [
        ("03/11/2026 14:30", "03/11/2026", "14:30"),
        ("9 Dec 26 2-3pm", "9 Dec 26", "2-3pm"),
        ("Wed 9.12.26, 2.30pm", "Wed 9.12.26", "2.30pm"),
        ("9 December 2026 2 pm", "9 December 2026", "2 pm"),
        ("9.12.26", "9.12.26", ""),
        ("3 November 2026", "3 November 2026", ""),
    ],
)
def test_a_day_and_a_time_in_one_cell_are_told_apart(cell: str, day: str, time: str) -> None:
    assert split(cell) == (day, time)


def test_a_time_beside_a_day_is_passed_over() -> None:
    assert {values.day(f"9/12/2026 {time}") for time in ("2pm", "14:30", "2:30 PM")} == {"2026-12-09"}
