"""What a reference, a date and a working week may be written as; what leaves one open is never guessed."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from storage.importing.columns import values
from storage.importing.columns.working_week import working_week
from storage.importing.faults import Unreadable


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
        ("3 Nov 26", "two digits"),
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
    values.clock_time,
    values.yes_no,
    values.minutes,
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
    assert values.clock_time(written) == "12:00"
