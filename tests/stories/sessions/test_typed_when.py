"""Days and times as people type them, through the whole of a command: what is over, whole weeks, how long."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, no_message


@pytest.mark.parametrize(
    ("command", "day"),
    [
        ("book @amara last friday 2pm", "Friday 30 October 2026 at 2:00 pm is in the past"),
        ("book @amara friday last week 2pm", "Friday 30 October 2026 at 2:00 pm is in the past"),
        ("book @amara last monday 2pm", "Monday 2 November 2026 at 2:00 pm is in the past"),
        ("extra @amara a week last friday 2pm", "Friday 23 October 2026 at 2:00 pm is in the past"),
    ],
)
async def test_a_day_that_is_over_is_named_and_none_is_booked_on_it(
    story: Driver, command: str, day: str
) -> None:
    answer = await story.types("Priya", command)
    assert answer.title == "Not then"
    assert day in answer
    await no_message(story, "Amara", "is booked")


@pytest.mark.parametrize("when", ["for the weekend 2pm", "next weekend 2pm", "weekend at 2pm"])
async def test_a_session_is_on_one_day_of_a_weekend(story: Driver, when: str) -> None:
    answer = await story.types("Priya", f"book @amara {when}")
    assert answer.title == "Not done"
    assert "Say saturday or sunday" in answer


@pytest.mark.parametrize(
    ("words", "first", "last"),
    [
        ("next week", "2026-11-09", "2026-11-15"),
        ("last friday to yesterday", "2026-10-30", "2026-11-02"),
        ("over the weekend", "2026-11-07", "2026-11-08"),
        ("w/c 9 nov", "2026-11-09", "2026-11-15"),
        ("since last friday", "2026-10-30", ""),
        ("friday for the weekend", "2026-11-06", "2026-11-08"),
    ],
)
async def test_an_absence_of_a_whole_week_or_one_that_is_over(
    story: Driver, words: str, first: str, last: str
) -> None:
    form = await story.types("Priya", f"away {words}")
    assert (form.values.get("first"), form.values.get("last", "")) == (first, last)


async def test_of_this_week_one_asks_from_which_day(story: Driver) -> None:
    form = await story.types("Priya", "away this week")
    assert form.values["first"] == "2026-11-02"
    assert form.values["last"] == "2026-11-08"
    assert "Or did you mean Tuesday 3 November 2026?" in form


async def test_back_since_last_friday(story: Driver) -> None:
    await story.types("Priya", "away 26 october to 10 november")
    await story.fills("Priya", "Save", kind="unplanned")
    said = await story.types("Priya", "back last friday")
    assert said.values == {"back": "2026-10-30"}
