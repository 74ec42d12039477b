"""Days and times as people type them, through the whole of a command: what is over, whole weeks, how long."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, message, no_message


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
        ("5 july to 19 july", "2027-07-05", "2027-07-19"),
        ("20 october to 10 november", "2026-10-20", "2026-11-10"),
        ("1-7", "2027-07-01", ""),
        ("monday week to friday week", "2026-11-16", "2026-11-20"),
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


async def test_of_a_day_without_a_year_that_was_a_while_ago_one_asks_which(story: Driver) -> None:
    form = await story.types("Priya", "away 5 september to 10 september")
    assert "Or did you mean Sunday 5 September 2027?" in form


async def test_back_on_a_day_before_the_absence_is_refused_and_no_year_later_is_filled_in(
    story: Driver,
) -> None:
    await story.types("Priya", "away since yesterday")
    await story.fills("Priya", "Save", kind="unplanned")
    for words in ("5 july", "1 november", "sunday 1 november"):
        refused = await story.types("Priya", f"back {words}")
        assert refused.title == "Not done"
        assert "is before the first day away, Monday 2 November 2026." in refused
    assert (await story.types("Priya", "back 5 july 2027")).values == {"back": "2027-07-05"}


async def test_back_since_last_friday(story: Driver) -> None:
    await story.types("Priya", "away 26 october to 10 november")
    await story.fills("Priya", "Save", kind="unplanned")
    said = await story.types("Priya", "back last friday")
    assert said.values == {"back": "2026-10-30"}


# How long


@pytest.mark.parametrize(
    ("words", "starts", "minutes"),
    [
        ("friday 2-3pm", "Friday 6 November 2026 at 2:00 pm", 60),
        ("friday 2pm-3.30pm", "Friday 6 November 2026 at 2:00 pm", None),
        ("friday from 10 to 12", "Friday 6 November 2026 at 10:00 am", 120),
        ("friday at 11-12.30", "Friday 6 November 2026 at 11:00 am", None),
        ("friday 2pm for 45 minutes", "Friday 6 November 2026 at 2:00 pm", 45),
        ("friday from 10am for 2 hours", "Friday 6 November 2026 at 10:00 am", 120),
    ],
)
async def test_the_length_typed_is_the_length_booked(
    story: Driver, words: str, starts: str, minutes: int | None
) -> None:
    said = await story.types("Priya", f"book @amara {words}")
    assert said.title == "Book this session?"
    assert f"{starts}, {minutes or 90} minutes." in said
    done = await story.presses("Priya", "Book it")
    assert (f"{starts}, {minutes} minutes." if minutes else f"{starts}.") in done
    told = await message(story, "Amara", "Case supervision with Priya Invented is booked")
    assert (f"{starts}, {minutes} minutes." if minutes else f"{starts}.") in told
    busy = await story.types("Priya", "book @tomasz friday 2.30pm")
    assert (busy.title == "Not then") is starts.endswith("2:00 pm")
    after = await story.types("Priya", "book @tomasz friday 3pm")
    assert (after.title == "Not then") is (minutes is None and starts.endswith("2:00 pm"))


@pytest.mark.parametrize(
    ("words", "why"),
    [
        ("friday 2pm-2.04pm", "4 minutes is no length of a session: it is from 5 to 480 minutes long"),
        ("friday 8am-6pm", "600 minutes is no length of a session"),
        ("friday 2-3pm for 90 minutes", "says two lengths"),
        ("friday from 2 to 3", "write 2-3am or 2-3pm"),
    ],
)
async def test_what_is_no_length_is_refused(story: Driver, words: str, why: str) -> None:
    answer = await story.types("Priya", f"book @amara {words}")
    assert (answer.title == "Not done", why in answer) == (True, True), answer
    await no_message(story, "Amara", "is booked")


@pytest.mark.parametrize(
    ("command", "when"),
    [
        ("@amara friday @ 2pm", "Friday 6 November 2026 at 2:00 pm"),
        ("@amara friday @2pm", "Friday 6 November 2026 at 2:00 pm"),
        ("@amara 2026-11-06T14:00", "Friday 6 November 2026 at 2:00 pm"),
        ("friday 2pm with @amara", "Friday 6 November 2026 at 2:00 pm"),
        ("with amara friday 2pm", "Friday 6 November 2026 at 2:00 pm"),
        ("@amara 5 to 3 on friday afternoon", "Friday 6 November 2026 at 2:55 pm"),
        ("@amara quarter to three tomorrow afternoon", "Wednesday 4 November 2026 at 2:45 pm"),
    ],
)
async def test_a_time_and_a_person_as_people_say_them(story: Driver, command: str, when: str) -> None:
    said = await story.types("Priya", f"book {command}")
    assert (said.title, f"{when}, 90 minutes." in said) == ("Book this session?", True), said
    assert "Amara" in said


async def test_the_person_behind_the_time_is_found_by_whoever_asks_too(story: Driver) -> None:
    said = await story.types("Amara", "book thursday 12 november 2pm with @Priya")
    assert "Thursday 12 November 2026 at 2:00 pm" in said
    unknown = await story.types("Priya", "book friday 2pm with @nobody")
    assert "Nobody in post has that name" in unknown


async def test_a_day_that_no_month_has_is_named_among_two(story: Driver) -> None:
    refused = await story.types("Priya", "away 31 nov to 2 dec")
    assert "There is no such day as “31 nov”." in refused


async def test_a_length_goes_through_which_day_and_another_time(story: Driver) -> None:
    await story.types("Priya", "book @amara next friday 2-3pm")
    said = await story.presses("Priya", "Friday 13 November, 2:00 pm")
    assert "at 2:00 pm, 60 minutes." in said
    form = await story.presses("Priya", "Choose another time")
    assert form.values["minutes"] == "60"
    done = await story.fills("Priya", "Book it", date="2026-11-12", time="10:00")
    assert "Thursday 12 November 2026 at 10:00 am, 60 minutes." in done


async def test_a_form_says_how_long_and_refuses_what_is_no_length(story: Driver) -> None:
    form = await story.types("Priya", "book")
    assert form.values["minutes"] == "90"
    who = story.options("Priya")
    given = {"person": who["Amara Example"], "date": "2026-11-12", "time": "10:00"}
    wrong = await story.fills("Priya", "Book it", **given, minutes="3")
    assert "from 5 to 480" in wrong.errors["minutes"]
    done = await story.fills("Priya", "Book it", minutes="120")
    assert "at 10:00 am, 120 minutes." in done


async def test_a_session_asked_for_is_booked_as_long_as_it_was_asked_for(story: Driver) -> None:
    said = await story.types("Amara", "book thursday 12 november 10-11am")
    assert "Thursday 12 November 2026 at 10:00 am, 60 minutes." in said
    asked = await story.presses("Amara", "Ask for it")
    assert "at 10:00 am, 60 minutes." in asked
    told = await message(story, "Priya", "Amara Example asks for")
    assert "Thursday 12 November 2026 at 10:00 am, 60 minutes." in told
    await story.presses("Priya", "Book it", on="asks for")
    booked = await message(story, "Amara", "is booked")
    assert "Thursday 12 November 2026 at 10:00 am, 60 minutes." in booked
    assert (await story.types("Priya", "book @tomasz 12 november 11am")).title == "Book this session?"


async def test_asked_for_again_for_longer_is_another_request(story: Driver) -> None:
    for words in ("10am", "10-12"):
        await story.types("Amara", f"book thursday 12 november {words}")
        await story.presses("Amara", "Ask for it")
    told = await message(story, "Priya", "120 minutes")
    assert "asks for" in told.title


async def test_an_additional_session_is_as_long_as_was_typed(story: Driver) -> None:
    await story.types("Amara", "extra thursday 12 november 2pm for half an hour")
    await story.presses("Amara", "Ask for it")
    await story.presses("Priya", "Book it", on="asks for an additional")
    assert "at 2:00 pm, 30 minutes." in await message(story, "Amara", "is booked")


async def test_one_moved_keeps_its_length_unless_another_is_typed(story: Driver) -> None:
    await story.types("Priya", "book @tomasz 12 november 2-3pm")
    await story.presses("Priya", "Book it")
    await story.types("Priya", "book @tomasz 13 november 10am")
    await story.presses("Priya", "Move that one here")
    told = await message(story, "Tomasz", "asks to move")
    assert "to Friday 13 November, 10:00 am." in told
    moved = await story.presses("Tomasz", "Agree", on="asks to move")
    assert "Friday 13 November 2026 at 10:00 am, 60 minutes." in moved
    await story.types("Priya", "book @tomasz 13 november 2-2.30pm")
    await story.presses("Priya", "Move that one here")
    told = await message(story, "Tomasz", "2:00 pm, 30 minutes.")
    moved = await story.presses("Tomasz", "Agree", on="2:00 pm, 30 minutes.")
    assert "Friday 13 November 2026 at 2:00 pm, 30 minutes." in moved
    assert "30 minutes" in await message(story, "Priya", "is moved")


async def test_of_one_that_is_booked_then_the_length_may_be_what_is_meant(story: Driver) -> None:
    longer, moved = "Make that one 60 minutes long", "Move that one here"
    for words, offers in (("2-3pm", [longer]), ("2pm", []), ("3-4pm", [moved])):
        said = await story.types("Priya", f"book @amara monday 9 november {words}")
        assert said.title == "Not then"
        assert [one for one in said.buttons if one in (longer, moved)] == offers, (words, said)
    await story.types("Priya", "book @amara monday 9 november 2-3pm")
    asked = await story.presses("Priya", longer)
    assert "Monday 9 November 2026 at 2:00 pm, 60 minutes" in asked
    assert "60 minutes" in await message(story, "Amara", "asks to move")


async def test_a_move_may_change_nothing_but_the_length(story: Driver) -> None:
    await story.types("Priya", "book @tomasz 12 november 2pm")
    await story.presses("Priya", "Book it")
    await story.types("Priya", "move")
    form = await story.presses("Priya", "Move it", on="12 November")
    assert form.values["minutes"] == "90"
    proposed = await story.fills("Priya", "Propose the new time", minutes="45")
    assert "at 2:00 pm, 45 minutes" in proposed
    assert "Thursday 12 November" in await story.types("Priya", "my")
    moved = await story.presses("Tomasz", "Agree", on="asks to move")
    assert "Thursday 12 November 2026 at 2:00 pm, 45 minutes." in moved
    assert not [m for m in await story.messages("Tomasz") if "Agree" in m.buttons]
    assert "You wait for an answer" not in await story.types("Priya", "my")


async def test_a_series_is_as_long_as_was_typed(story: Driver) -> None:
    said = await story.types("Priya", "series @tomasz every two weeks friday 10-10.45am until 4 december")
    assert "45 minutes each" in said
    done = await story.presses("Priya", next(b for b in said.buttons if b.startswith("Book all")))
    assert "45 minutes each" in done.title
    assert "45 minutes each" in (await message(story, "Tomasz", "is booked")).title
    free = await story.types("Priya", "book @amara friday 20 november 10.45")
    assert free.title == "Book this session?"


@pytest.mark.parametrize(
    ("when", "minutes"),
    [
        ("friday 10 to 11am until 4 december", 60),
        ("from friday 10am to 11.15am to 4 december", 75),
        ("friday from 10 until noon till 4 december", 120),
        ("on friday 10am for 45 minutes to 4 december", 45),
    ],
)
async def test_of_a_series_when_each_ends_is_told_from_when_it_ends(
    story: Driver, when: str, minutes: int
) -> None:
    said = await story.types("Priya", f"series @tomasz every two weeks {when}")
    assert f"Until Friday 4 December 2026. {minutes} minutes each." in said


async def test_of_a_series_that_may_begin_on_two_days_the_other_is_asked(story: Driver) -> None:
    said = await story.types("Priya", "series @tomasz every two weeks next friday 10am until 4 december")
    assert "Or did you mean Friday 13 November 2026?" in said
    assert "Friday 6 November 2026" in said


async def test_a_session_that_took_place_is_noted_as_long_as_it_was(story: Driver) -> None:
    await story.types("Priya", "held")
    await story.presses("Priya", "One that nobody had booked")
    who = story.options("Priya")
    given = {"person": who["Tomasz Sample"], "date": "2026-10-30", "time": "14:00", "minutes": "50"}
    noted = await story.fills("Priya", "Note it", **given)
    form = await story.presses("Priya", "Say what was discussed")
    assert form.values["minutes"] == "50", (noted, form)


@pytest.mark.parametrize(
    ("words", "filled"),
    [
        ("last friday 2-3pm", {"date": "2026-10-30", "time": "14:00", "minutes": "60"}),
        ("friday 2pm", {"date": "2026-10-30", "time": "14:00", "minutes": "90"}),
        ("yesterday", {"date": "2026-11-02", "time": "", "minutes": "90"}),
        (
            "28 october 10.30 for an hour personal",
            {"date": "2026-10-28", "kind": "personal", "minutes": "60"},
        ),
        ("29 oct for 45 mins", {"date": "2026-10-29", "time": "", "minutes": "45"}),
        ("", {"date": "", "time": ""}),
    ],
)
async def test_what_took_place_is_typed_with_its_day_and_length(
    story: Driver, words: str, filled: dict[str, str]
) -> None:
    form = await story.types("Priya", f"held @tomasz {words}")
    assert form.title == "A session took place"
    assert form.values["person"] == story.options("Priya")["Tomasz Sample"]
    assert {name: form.values.get(name, "") for name in filled} == filled
    if len(words) > 20 or "2-3pm" in words:
        noted = await story.fills("Priya", "Note it")
        assert noted.title.startswith("Noted:")


@pytest.mark.parametrize(
    ("who", "words", "why"),
    [
        ("Priya", "@tomasz next friday 2pm", "is still to come"),
        ("Priya", "@tomasz 5 november 10am", "Thursday 5 November 2026 is still to come: write the year"),
        ("Priya", "@tomasz friday 2.30", "write 2:30am or 2:30pm"),
        ("Priya", "@owen last friday 2pm", "aren't supervisee and supervisor"),
        ("Priya", "@nobody last friday", "Nobody in post has that name"),
        ("Priya", "@tomasz last friday 2-2.03pm", "no length of a session"),
        ("Priya", "@priya last friday 2pm", "That is you"),
        ("Priya", "last friday 2pm", "With whom"),
    ],
)
async def test_what_cannot_have_taken_place_is_refused(story: Driver, who: str, words: str, why: str) -> None:
    answer = await story.types(who, f"held {words}")
    assert (answer.title, why in answer) == ("Not done", True), answer
