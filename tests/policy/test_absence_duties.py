"""What an absence asks: reported by every supervisee, arranged by the line manager."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from policy.assess import assess
from policy.facts import (
    AbsenceFacts,
    Affected,
    Away,
    Earlier,
)
from policy.obligations import State
from tests.policy.files import calendar, shipped
from tests.policy.test_duties import found, opened

FIRST_DAY = date(2026, 11, 2)


DAY_15 = date(2026, 11, 16)


def absence(*affected: Affected, planned: bool = False, last: date | None = None) -> AbsenceFacts:
    return AbsenceFacts(1, 2, planned, FIRST_DAY, last, affected or (Affected(1, 1), Affected(2, 3)))


def test_on_day_15_every_supervisee_reports_and_the_line_manager_arranges() -> None:
    assert not assess(shipped(), calendar(), absence(), DAY_15 - timedelta(1)).obligations
    assert [o.worker_id for o in found(absence(), DAY_15, "report_absence")] == [1, 3]
    assert opened(absence(), DAY_15, "arrange_cover").answers == "line_manager"


def test_an_absence_still_open_goes_on_being_asked_about() -> None:
    assert opened(absence(Affected(1, 1)), DAY_15 + timedelta(90), "report_absence").due == DAY_15


@pytest.mark.parametrize(
    ("facts", "asked"),
    [
        (absence(last=date(2026, 11, 15)), False),  # 14 days
        (absence(last=DAY_15), True),
        (absence(planned=True), False),
        (AbsenceFacts(1, 2, False, FIRST_DAY), False),  # nobody's supervisor
    ],
    ids=["14 days", "15 days", "planned", "supervises nobody"],
)
def test_which_absences_are_reported(facts: AbsenceFacts, asked: bool) -> None:
    assert bool(assess(shipped(), calendar(), facts, DAY_15).obligations) == asked


def test_after_the_return_nothing_is_asked() -> None:
    back = absence(last=date(2026, 11, 20))
    assert found(back, date(2026, 11, 20), "arrange_cover")
    assert not assess(shipped(), calendar(), back, date(2026, 11, 21)).obligations


NOTES_END = date(2026, 11, 13)


def next_note(*earlier: Earlier, first: date = date(2026, 11, 14), last: date | None = None) -> AbsenceFacts:
    """An absence after others of the same person."""
    return AbsenceFacts(1, 2, False, first, last, (Affected(1, 1), Affected(2, 3)), earlier)


@pytest.mark.parametrize(
    ("ends", "first"),
    [
        (NOTES_END, date(2026, 11, 14)),
        (NOTES_END, date(2026, 11, 16)),  # a weekend between
        (date(2026, 11, 15), date(2026, 11, 10)),
    ],
    ids=["the next day", "after a weekend", "sharing days"],
)
def test_an_absence_that_follows_another_is_the_same_time_away(ends: date, first: date) -> None:
    follows = next_note(Earlier(False, Away(FIRST_DAY, ends)), first=first)
    assert not assess(shipped(), calendar(), follows, DAY_15 - timedelta(1)).obligations
    assert [o.due for o in found(follows, DAY_15, "report_absence")] == [DAY_15, DAY_15]
    assert opened(follows, DAY_15, "arrange_cover").due == DAY_15


@pytest.mark.parametrize(
    "earlier",
    [
        Earlier(True, Away(FIRST_DAY, NOTES_END)),
        Earlier(False, Away(FIRST_DAY, date(2026, 11, 12))),
    ],
    ids=["that was planned", "with a working day between"],
)
def test_what_is_no_part_of_it_does_not_count(earlier: Earlier) -> None:
    follows = next_note(earlier)
    assert not assess(shipped(), calendar(), follows, date(2026, 11, 27)).obligations
    assert opened(follows, date(2026, 11, 28), "arrange_cover").due == date(2026, 11, 28)


def test_while_two_run_the_first_alone_is_asked_about() -> None:
    ends = date(2026, 11, 20)
    follows = next_note(Earlier(False, Away(FIRST_DAY, ends)), first=date(2026, 11, 9))
    assert not assess(shipped(), calendar(), follows, ends).obligations
    assert opened(follows, ends + timedelta(1), "arrange_cover").due == DAY_15
    assert assess(shipped(), calendar(), follows, DAY_15).holds_until == ends + timedelta(1)


def test_a_report_holds_for_the_whole_time_away_and_cover_for_its_own_part() -> None:
    ends, reported = date(2026, 11, 20), date(2026, 11, 17)
    before = Earlier(False, Away(FIRST_DAY, ends), {1: reported}, {1: reported, 3: reported})
    follows = next_note(before, first=date(2026, 11, 23))
    assert not assess(shipped(), calendar(), follows, date(2026, 11, 22)).obligations
    reports = found(follows, date(2026, 11, 23), "report_absence")
    assert [(o.worker_id, o.met_on) for o in reports] == [(1, reported)]
    assert opened(follows, date(2026, 11, 23), "arrange_cover").due == date(2026, 11, 23)


def test_what_was_arranged_for_each_supervisee_meets_it() -> None:
    some = absence(
        Affected(1, 1, arranged_on=date(2026, 11, 17)), Affected(2, 3, reported_on=date(2026, 11, 16))
    )
    assert [(o.worker_id, str(o.state)) for o in found(some, date(2026, 11, 18), "report_absence")] == [
        (3, "met")
    ]
    assert opened(some, date(2026, 11, 18), "arrange_cover").due == DAY_15
    every = absence(
        Affected(1, 1, arranged_on=date(2026, 11, 17)), Affected(2, 3, arranged_on=date(2026, 11, 18))
    )
    [met] = found(every, date(2026, 11, 19), "arrange_cover")
    assert (met.state, met.met_on) == (State.MET, date(2026, 11, 18))


def test_it_is_owed_anew_from_the_day_after_the_last_of_whoever_covers() -> None:
    left = date(2026, 11, 25)
    gone = absence(Affected(1, 1, arranged_on=date(2026, 11, 17), cover_left=left))
    assert [str(o.state) for o in found(gone, left, "arrange_cover")] == ["met"]
    assert assess(shipped(), calendar(), gone, left).holds_until == left + timedelta(1)
    assert opened(gone, left + timedelta(1), "arrange_cover").due == left + timedelta(1)
