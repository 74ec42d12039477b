"""A series booked in one go: around leave and holidays, inside every limit, read back (S10)."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.stories.driver import Driver, Seen, message, no_message


async def shows(story: Driver, **answers: str) -> Seen:
    await story.types("Priya", "series")
    who = story.options("Priya")
    said = {"date": "2026-11-30", "time": "10:00", "weeks": "4", "until": "2027-02-26", **answers}
    return await story.fills("Priya", "Show the dates", person=who[said.pop("who", "Amara Example")], **said)


async def test_every_four_weeks_around_a_holiday_and_leave(story: Driver) -> None:
    await story.types("Priya", "away")
    form = await story.fills("Priya", "Save", kind="planned", first="2027-01-25", last="2027-01-27")
    assert not form.errors
    said = await shows(story, who="Tomasz Sample")
    assert said.title == "Book these sessions with Tomasz Sample?"
    assert "Monday 30 November 2026 at 10:00 am." in said
    assert "Tuesday 29 December 2026 at 10:00 am, not Monday 28 December" in said
    assert "is a bank holiday (the substitute day for Boxing Day)" in said
    assert "Friday 22 January 2027 at 10:00 am, not Monday 25 January" in said
    assert "Monday 22 February 2027 at 10:00 am." in said
    await no_message(story, "Tomasz", "is booked")
    done = await story.presses("Priya", "Book all 4")
    assert done.title == "Booked: 4 sessions with Tomasz Sample"
    told = await message(story, "Tomasz", "with Priya Invented is booked: 4 sessions")
    assert "Friday 22 January 2027 at 10:00 am" in told
    assert told.buttons == ("Cancel or move one",)
    listed = await story.presses("Tomasz", "Cancel or move one")
    assert "Monday 22 February 2027" in listed


async def test_a_limit_comes_before_the_day_that_was_meant(story: Driver) -> None:
    said = await shows(story, date="2026-11-10", until="2026-12-18")
    assert "Monday 9 November 2026 at 2:00 pm: booked already." in said
    meant = "Monday 7 December 2026 at 10:00 am, not Tuesday 8 December, 10:00 am"
    assert f"{meant}: that is after Monday 7 December 2026, by when the policy asks for one." in said


async def test_one_that_is_booked_near_by_is_kept(story: Driver) -> None:
    said = await shows(story, date="2026-11-10", until="2026-12-18")
    assert "Monday 9 November 2026 at 2:00 pm: booked already." in said
    done = await story.presses("Priya", "Book it")
    assert done.title == "Booked: 1 session with Amara Example"


async def test_what_cannot_be_a_series_is_said(story: Driver) -> None:
    past = await shows(story, date="2026-11-02")
    assert "still to come" in past.errors["date"]
    wrong = await shows(story, until="2026-11-20")
    assert "at most a year" in wrong.errors["until"]
    assert "Only the supervisor books a series" in await story.types("Amara", "series")
    assert "To book several in one go" in await story.types("Priya", "book @amara every 4 weeks tuesday 10am")


async def test_what_is_taken_meanwhile_is_left_out(story: Driver) -> None:
    await shows(story, who="Tomasz Sample")
    series = story.token("Priya", "Book all 4")
    await story.types("Priya", "book @amara 29 december 10am")
    await story.presses("Priya", "Book it")
    done = await story.sends("Priya", series)
    assert done.title == "Booked: 3 sessions with Tomasz Sample"
    assert "You already have case supervision with Amara Example" in done
    await story.waits_until(datetime(2026, 11, 3, 9, 10, tzinfo=UTC))
    await message(story, "Tomasz", "is booked: 3 sessions")


async def test_what_comes_later_than_the_policy_allows_is_said(story: Driver) -> None:
    """“Every 8 weeks” became every four, and ended in spring, or came late untold. What is booked already counts."""
    said = await shows(story, weeks="8", until="2027-03-26")
    assert "2 of these come later than the policy allows." in said
    assert "Monday 30 November 2026 at 10:00 am. Monday 25 January" in said, "she is met on 9 November"
    late = "Monday 28 December 2026, by when the policy asks for one."
    assert f"Monday 25 January 2027 at 10:00 am. That is after {late}" in said
    done = await story.presses("Priya", "Book all 3")
    assert f"Later than the policy allows: Monday 25 January 2027 at 10:00 am: that is after {late}" in done
    assert "Monday 30 November 2026" not in done
    every = await shows(story, who="Tomasz Sample")
    assert "policy" not in every, "monthly for him, and each month has one"


async def test_what_is_cut_is_said(story: Driver) -> None:
    """Asked for until October it ended in May, and nothing said so."""
    said = await shows(story, who="Tomasz Sample", weeks="1", until="2027-06-07")
    assert "At most 26 are booked in one go. The 2 after them would be a series of their own." in said
    done = await story.presses("Priya", "Book all 26")
    assert "2 more that you asked for are not booked: at most 26 are, in one go." in done
    assert (await story.presses("Priya", "Book another series")).title == "Book a series of sessions"


async def test_for_when_no_time_was_found_is_said_once_booked_too(story: Driver) -> None:
    await story.types("Priya", "away")
    await story.fills("Priya", "Save", kind="planned", first="2026-12-14", last="2027-01-15")
    said = await shows(story, who="Tomasz Sample")
    assert "Nothing around Monday 28 December" in said
    done = await story.presses("Priya", "Book all 3")
    assert "Not booked, since no time was found around: Monday 28 December 2026 at 10:00 am" in done


async def test_a_series_is_read_in_one_go(story: Driver) -> None:
    """It was the form's alone: “means nothing after”, the quote cut within a word."""
    for typed in (
        "series @Tomasz every four weeks tuesday 10am until july",
        "series @Tomasz tuesday at 10am every 4 weeks until end of july",
        "series @Tomasz every four weeks on Tuesday at 10am until 31 July",
    ):
        said = await story.types("Priya", typed)
        assert said.title == "Book these sessions with Tomasz Sample?", said.text
        assert "Tuesday 3 November 2026 at 10:00 am." in said
        assert "Tuesday 1 December 2026 at 10:00 am." in said
        assert "Until Saturday 31 July 2027." in said
    done = await story.presses("Priya", "Book all 10")
    assert done.title == "Booked: 10 sessions with Tomasz Sample"


async def test_a_series_that_cannot_be_read_says_what_would_be_right(story: Driver) -> None:
    example = "series @name every four weeks tuesday 10am until july"
    for typed in (
        "series @Tomasz",
        "series @Tomasz every four weeks tuesday 10am",
        "series @Tomasz every four weeks until july",
        "series @Tomasz every five weeks tuesday 10am until july",
        "series @Tomasz every 5 weeks tuesday 10am until july",
    ):
        assert example in await story.types("Priya", typed), typed
    assert "Only the supervisor books a series" in await story.types("Amara", f"series @Priya {example[13:]}")


async def test_whoever_is_away_is_offered_with_until_when(story: Driver) -> None:
    """Both lists had their name without a word."""
    await story.types("Priya", "away @tomasz")
    await story.fills("Priya", "Save", kind="planned", first="2026-11-02", last="2026-12-30")
    for command in ("book", "series"):
        await story.types("Priya", command)
        offered = story.options("Priya")
        assert "Tomasz Sample (unavailable until Wednesday 30 December 2026)" in offered
        assert "Amara Example" in offered
