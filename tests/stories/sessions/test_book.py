"""Booked, asked for, an additional one, the next one: B31, B32, B43."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.driver import Driver, message, no_message


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def test_the_supervisor_books_after_reading_it_back(story: Driver) -> None:
    said = await story.types("Priya", "book @amara next tuesday 2pm")
    assert said.title == "Book this session?"
    assert "Case supervision with Amara Example: Tuesday 10 November 2026 at 2:00 pm, 90 minutes" in said
    assert "a working day for both of you" in said
    assert "Discuss CB-10240: by Monday 9 November 2026" in said
    for rule in ("B31", "B32", "B43"):
        assert rule in said
    await no_message(story, "Amara", "Tuesday 10 November")
    done = await story.presses("Priya", "Book it")
    assert done.title == "Booked: case supervision with Amara Example"
    told = await message(story, "Amara", "Case supervision with Priya Invented is booked")
    assert "Tuesday 10 November 2026 at 2:00 pm" in told


async def test_a_supervisee_asks_and_the_supervisor_confirms(story: Driver) -> None:
    said = await story.types("Amara", "book thursday 12 november 10:00 personal")
    assert said.title == "Ask for this session?"
    assert "Personal supervision with Priya Invented" in said
    asked = await story.presses("Amara", "Ask for it")
    assert asked.title == "Asked"
    assert "You have no session" not in await story.types("Amara", "cancel")
    told = await message(story, "Priya", "Amara Example asks for personal supervision")
    assert "Thursday 12 November 2026 at 10:00 am" in told
    await story.presses("Priya", "Book it", on="asks for personal supervision")
    await message(story, "Amara", "Personal supervision with Priya Invented is booked")
    await story.waits_until(at(3, 9, 5))
    assert (await message(story, "Priya", "Amara Example asks for a session")).buttons == ()


async def test_words_that_can_mean_two_days_are_asked_about(story: Driver) -> None:
    which = await story.types("Priya", "book @amara next friday 11am")
    assert which.title == "Which day do you mean?"
    assert which.buttons == ("Friday 6 November, 11:00 am", "Friday 13 November, 11:00 am")
    said = await story.presses("Priya", "Friday 13 November, 11:00 am")
    assert "Friday 13 November 2026 at 11:00 am" in said
    assert said.title == "Book this session?"


@pytest.mark.parametrize(
    ("command", "sentence"),
    [
        ("book @nobody tuesday 2pm", "Nobody in post has that name"),
        ("book @amara", "When?"),
        ("book @amara sometime soon", "At what time?"),
        ("book @amara next week 2pm", "doesn't say which day. Say which day of it: “friday next week”."),
        ("book @amara tuesday 10 december 2pm", "10 December 2026 is a Thursday, not a Tuesday"),
        ("book @amara 28 march 2027 1:30am", "1:30 am on Sunday 28 March 2027 does not exist"),
        ("book @owen tuesday 10 november 2pm", "aren't supervisee and supervisor"),
        ("book @priya tuesday 10 november 2pm", "That is you"),
    ],
)
async def test_what_cannot_be_read_or_booked_is_said(story: Driver, command: str, sentence: str) -> None:
    answer = await story.types("Priya", command)
    assert answer.title == "Not done"
    assert sentence in answer
    await no_message(story, "Amara", "is booked")


@pytest.mark.parametrize(
    ("command", "sentence", "instead"),
    [
        (
            "book @amara 2/11/2026 2pm",
            "Monday 2 November 2026 at 2:00 pm is in the past",
            "Book Tuesday 3 November, 11:00 am",
        ),
        (
            "book @amara saturday 2pm",
            "Saturday 7 November 2026 isn't a working day",
            "Book Monday 9 November, 9:00 am",
        ),
        (
            "book @amara 28 december 2pm",
            "Monday 28 December 2026 is a bank holiday (the substitute day for Boxing Day)",
            "Book Tuesday 29 December, 2:00 pm",
        ),
        (
            "book @tomasz 9 november 3pm",
            "You already have case supervision with Amara Example on Monday 9 November 2026 at 2:00 pm",
            "Book Tuesday 10 November, 9:00 am",
        ),
        ("book @amara 2 november 2029 2pm", "more than a year ahead", "Choose another time"),
    ],
)
async def test_a_time_that_will_not_do_and_one_that_would(
    story: Driver, command: str, sentence: str, instead: str
) -> None:
    answer = await story.types("Priya", command)
    assert answer.title == "Not then"
    assert sentence in answer
    assert instead in answer.buttons


async def test_the_time_is_looked_at_again_when_it_is_booked(story: Driver) -> None:
    await story.types("Priya", "book @amara 10 november 2pm")
    first = story.token("Priya", "Book it")
    await story.types("Priya", "book @tomasz 10 november 2pm")
    await story.presses("Priya", "Book it")
    late = await story.sends("Priya", first)
    assert late.title == "Not then"
    assert "You already have case supervision with Tomasz Sample" in late
    await no_message(story, "Amara", "is booked")
    assert "no longer works" in await story.sends("Owen", first)


async def test_a_form_asks_what_the_command_leaves_open(story: Driver) -> None:
    form = await story.types("Priya", "book")
    assert form.title == "Book a session"
    who = story.options("Priya")
    wrong = await story.fills(
        "Priya", "Book it", person=who["Amara Example"], date="2026-12-25", time="10:00"
    )
    assert "Friday 25 December 2026 is a bank holiday (Christmas Day)" in wrong.errors["date"]
    assert "Tuesday 29 December 2026 at 10:00 am would do" in wrong.errors["date"]
    done = await story.fills("Priya", "Book it", date="2026-12-29", time="10:00")
    assert done.title == "Booked: case supervision with Amara Example"


async def test_an_additional_session_is_asked_for(story: Driver) -> None:
    form = await story.types("Amara", "extra")
    assert form.title == "An additional session with Priya Invented"
    assert "B31" in form
    picked = story.options("Amara")
    times = [label for label in picked if "November" in label]
    assert times[0] == "Tuesday 3 November, 11:00 am", "nobody can be there this very minute"
    answers = {"when": picked["Wednesday 4 November, 9:00 am"], "case": picked["CB-10234"]}
    asked = await story.fills("Amara", "Ask for it", **answers)
    assert asked.title == "Asked"
    told = await message(story, "Priya", "Amara Example asks for an additional case supervision")
    assert "About CB-10234" in told
    done = await story.presses("Priya", "Book it", on="asks for an additional")
    assert done.title == "Booked: case supervision with Amara Example"


async def test_a_supervisor_chooses_with_whom(story: Driver) -> None:
    which = await story.types("Priya", "extra")
    assert set(which.buttons) == {"Helen Fictional", "Amara Example", "Tomasz Sample"}
    await story.presses("Priya", "Tomasz Sample")
    picked = story.options("Priya")
    done = await story.fills(
        "Priya",
        "Book it",
        when=picked["Tuesday 3 November, 12:00 noon"]
        if "Tuesday 3 November, 12:00 noon" in picked
        else next(v for k, v in picked.items() if "November" in k),
    )
    assert done.title == "Booked: case supervision with Tomasz Sample"
    await message(story, "Tomasz", "Case supervision with Priya Invented is booked")


async def test_the_next_one_is_proposed_after_a_held_session(story: Driver) -> None:
    await story.waits_until(at(9, 15, 40))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    cases = [v for k, v in story.options("Priya").items() if k in ("CB-10234", "CB-10240")]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=cases)
    said = await story.presses("Priya", "Book the next one")
    assert "Proposed: Monday 30 November 2026 at 2:00 pm" in said
    assert "Discuss CB-10234: aim for Monday 30 November 2026, no later than Monday 7 December 2026" in said
    done = await story.presses("Priya", "Book it")
    assert "Monday 30 November 2026 at 2:00 pm" in done
    await message(story, "Amara", "Case supervision with Priya Invented is booked")


async def test_somebody_without_a_supervisor(story: Driver) -> None:
    assert "nobody is recorded as your supervisor" in await story.types("Sam", "extra")
    assert "nobody is recorded as your supervisor" in await story.types("Sam", "book")
    assert "aren't supervisee and supervisor" in await story.types(
        "Sam", "book @amara tuesday 10 november 2pm"
    )


async def test_a_session_that_ends_the_day_is_asked_about_once_next_morning(story: Driver) -> None:
    asked = "personal supervision with Amara Example take place?"
    await story.types("Priya", "book @amara personal 10 november 3.30pm")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(10, 15))
    before = len(await story.messages("Priya"))
    await story.waits_until(at(10, 17, 5))
    assert len(await story.messages("Priya")) == before, "what was sent asks it already"
    await story.waits_until(at(11, 9, 5))
    asking = (await story.messages("Priya"))[:-before]
    assert [s.title for s in asking] == [f"Did {asked}"]
    assert asking[0].buttons[0] == "Yes, it took place"
    overdue = "on Tuesday 10 November 2026 took place Tuesday 10 November 2026, 1 day overdue"
    listed = await story.types("Priya", "due")
    assert "on Tuesday 10 November 2026 took place" in listed
    assert overdue not in listed, "it is first asked today"
    await story.waits_until(at(13, 9, 5))
    assert "Yes, it took place" in (await message(story, "Priya", asked)).buttons


async def test_the_last_reminder_of_a_day_asks_of_its_last_session_too(story: Driver) -> None:
    """It was first asked about on the next morning, and called late in that message."""
    booked = (
        "@tomasz 10 november 9.30am",
        "@amara personal 10 november 11.30am",
        "@tomasz personal 10 november 2pm",
    )
    for one in booked:
        await story.types("Priya", f"book {one}")
        await story.presses("Priya", "Book it")
    await story.waits_until(at(10, 15, 25))
    await no_message(story, "Priya", "with Tomasz Sample take place?")
    await story.waits_until(at(10, 15, 35))
    for which in (
        "case supervision with Tomasz",
        "personal supervision with Amara",
        "personal supervision with Tomasz",
    ):
        told = await message(story, "Priya", f"Did {which}")
        assert "late" not in told.title


async def test_a_command_out_of_a_sentence_is_understood(story: Driver) -> None:
    """With the comma, the quotation marks, the hard spaces and the full stop that came along."""
    for pasted in (
        "“book @amara, a week on friday 2.30pm.”",
        "book\u00a0@amara\u2009friday week, 14.30",
        "book, @amara,friday week 2:30\u202fpm",
        "book @amara: friday week 2:30pm",
        "book @amara. Friday week, 2:30pm",
    ):
        answer = await story.types("Priya", pasted)
        assert "Friday 13 November 2026" in answer
        assert "2:30 pm" in answer


async def test_one_that_is_booked_near_by_is_offered_first(story: Driver) -> None:
    said = await story.types("Priya", "book @amara next tuesday 2pm")
    assert "One is already booked near by, for Monday 9 November 2026 at 2:00 pm" in said
    kept = await story.presses("Priya", "Keep that one")
    assert kept.title == "It stays: case supervision with Amara Example"
    await story.types("Priya", "book @amara next tuesday 2pm")
    cannot = await story.presses("Priya", "Move that one here")
    assert cannot.title == "Not moved", "CB-10240 is to be discussed by Monday"
    await story.types("Priya", "book @amara friday 6 november 2pm")
    moved = await story.presses("Priya", "Move that one here")
    assert moved.title == "Proposed"
    await message(story, "Amara", "Priya Invented asks to move case supervision")


async def test_a_form_offers_it_too_and_books_nothing_yet(story: Driver) -> None:
    await story.types("Priya", "book")
    who = story.options("Priya")
    said = await story.fills("Priya", "Book it", person=who["Amara Example"], date="2026-11-10", time="10:00")
    assert "One is already booked near by" in said
    await no_message(story, "Amara", "is booked")
    done = await story.presses("Priya", "Book it")
    assert done.title == "Booked: case supervision with Amara Example"


async def test_the_next_one_is_already_booked_only_where_it_lies_ahead(story: Driver) -> None:
    await story.waits_until(at(9, 15, 40))
    await story.types("Priya", "book @amara 20 november 2pm")
    await story.presses("Priya", "Book it")
    await story.presses("Priya", "Yes, it took place", on="take place?")
    cases = [v for k, v in story.options("Priya").items() if k in ("CB-10234", "CB-10240")]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=cases)
    said = await story.presses("Priya", "Book the next one")
    assert "One is already booked for Friday 20 November 2026 at 2:00 pm" in said
    assert said.buttons[0] == "Keep that one"
    assert "It stays" in (await story.presses("Priya", "Keep that one")).title


async def test_supervision_of_somebody_without_cases_is_personal(story: Driver) -> None:
    said = await story.types("Helen", "book @priya tuesday 10 november 2pm")
    assert "Personal supervision with Priya Invented" in said
    done = await story.presses("Helen", "Book it")
    assert done.title == "Booked: personal supervision with Priya Invented"
    await story.waits_until(at(10, 15, 40))
    await story.presses("Helen", "Yes, it took place", on="take place?")
    held = await story.fills("Helen", "Save: it took place", minutes="60")
    assert "no record to write" not in held


async def test_what_is_asked_for_and_not_booked_is_asked_again_and_said_once_its_time_is_over(
    story: Driver,
) -> None:
    await story.types("Tomasz", "book 10 november 2pm")
    await story.presses("Tomasz", "Ask for it")
    await story.waits_until(at(4, 17))
    await no_message(story, "Priya", "still asks")
    await story.waits_until(at(5, 9, 5))
    again = await message(story, "Priya", "Tomasz Sample still asks for case supervision")
    assert again.buttons == ("Book it", "Another time")
    await story.waits_until(at(10, 13, 59))
    await no_message(story, "Tomasz", "Not booked")
    await story.waits_until(at(10, 14, 5))
    told = await message(story, "Tomasz", "Not booked: the case supervision that you asked for")
    assert "You asked Priya Invented for Tuesday 10 November 2026 at 2:00 pm, and nobody booked it." in told
    assert "No session is booked yet." in told
    assert (await story.presses("Tomasz", "Ask for a session", on="Not booked")).fields


async def test_what_is_booked_for_another_time_was_answered(story: Driver) -> None:
    await story.types("Tomasz", "book 10 november 2pm")
    await story.presses("Tomasz", "Ask for it")
    await story.waits_until(at(3, 10))
    await story.types("Priya", "book @Tomasz 6 november 10am")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(12, 10))
    await no_message(story, "Tomasz", "Not booked")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whether_it_took_place_can_be_said_at_any_hour_where_the_question_is_read(
    story: Driver,
) -> None:
    """Also in the night after it was asked, and on the day on which it goes up the line."""
    for moment in (at(9, 23, 50), at(10, 0, 5), at(10, 8, 30), at(16, 0, 5), at(17, 0, 5), at(17, 10)):
        await story.waits_until(moment)
        for page in ("due", "my", "held"):
            assert "Yes, it took place" in (await story.types("Priya", page)).buttons, (moment, page)


SOONEST = "Friday 6 November 2026 at 2:30 pm"
TO_READ = {
    "book a week on friday 14.30": "Friday 13 November 2026 at 2:30 pm",
    "book in a fortnight 2pm": "Tuesday 17 November 2026 at 2:00 pm",
    "book the 9th december 2pm": "Wednesday 9 December 2026 at 2:00 pm",
    "book december 9th 2pm": "Wednesday 9 December 2026 at 2:00 pm",
    "book “@Priya” “friday 14.30”": SOONEST,
    'book "priya" friday 14.30': SOONEST,
    "book @Priya, friday 14.30": SOONEST,
    "extra friday 14.30": SOONEST,
    "extra @priya friday 2.30pm": SOONEST,
}


@pytest.mark.parametrize("typed", TO_READ)
async def test_a_day_is_read_wherever_a_session_is_asked_for(story: Driver, typed: str) -> None:
    """Without a name it is no name, though somebody is called by its first word; quotation marks say nothing."""
    assert TO_READ[typed] in await story.types("Amara", typed)


async def test_a_day_alone_asks_with_whom(story: Driver) -> None:
    for command in ("book", "extra"):
        said = await story.types("Priya", f"{command} a week on friday 14.30")
        assert "With whom" in said
        assert f"{command} @name" in said


async def test_an_additional_session_on_one_of_two_days(story: Driver) -> None:
    said = await story.types("Amara", "extra @priya next friday 14.30")
    assert said.title == "Which day do you mean?"
    await story.presses("Amara", "Friday 6 November, 2:30 pm")
    await story.presses("Amara", "Ask for it")
    await message(story, "Priya", "Amara Example asks for an additional case supervision")


async def test_the_command_inside_a_sentence_is_the_one_that_was_meant(story: Driver) -> None:
    assert "Did you mean: book" in (await story.types("Amara", "please book @priya")).text.replace(
        "/supervision ", ""
    )
    assert "Did you mean: due" in (await story.types("Amara", "when is CB-10234 due")).text.replace(
        "/supervision ", ""
    )


async def test_what_would_do_instead_of_a_closed_day_is_free_for_both(story: Driver) -> None:
    """It named the next day that both work at the same hour, where they meet already, and refused it once pressed."""
    asked = await story.types("Amara", "book 7 november 2pm")
    assert "Saturday 7 November 2026 isn't a working day" in asked
    offered = [one for one in asked.buttons if one.startswith("Ask for ")]
    assert offered, asked.buttons
    assert "Ask for Monday 9 November, 2:00 pm" not in offered
    assert (await story.presses("Amara", offered[0])).title == "Asked"
