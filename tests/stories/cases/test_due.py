"""When is it due? Anyone's command, the line's derivation, mine, my team's."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from tests.importing.councils import imports, rows
from tests.stories.desk import DeskDriver
from tests.stories.driver import Driver, message
from tests.stories.sessions.cancelling import cancels

NEXT_DUE = "To be discussed by Tuesday 17 November 2026, in 14 days"


async def discusses(story: Driver) -> None:
    """Monday's session took place, and CB-10240 was discussed in it: noted when it is over."""
    await story.waits_until(datetime(2026, 11, 9, 15, 40, tzinfo=UTC))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    picked = [value for label, value in story.options("Priya").items() if label == "CB-10240"]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=picked)


async def test_anyone_learns_the_date_and_the_days_left_and_nothing_more(story: Driver) -> None:
    answer = await story.types("Owen", "due CB-10234")
    assert NEXT_DUE in answer
    assert answer.buttons == ()
    for private in ("Amara", "family", "B10", "4 weeks", "in need"):
        assert private not in answer


async def test_letters_of_a_reference_may_be_small(story: Driver) -> None:
    assert NEXT_DUE in await story.types("Owen", "/supervision due cb-10234")


async def test_a_reference_without_its_letters_is_the_one_case_that_it_can_be(story: Driver) -> None:
    """Among those in the asker's line; for anybody else it is one that nobody has."""
    for typed in ("due 10234", "due SC10234", "due cb 10234.", "due “CB–10234”", "due,\u00a0cb-10234"):
        assert "CB-10234: when it is next due" in await story.types("Priya", typed)
        assert "CB-10234: what was done" in await story.types("Priya", f"{typed.strip('.')} met")
    assert "No date can be shown" in await story.types("Owen", "due 10234")
    assert "No date can be shown" in await story.types("Priya", "due 34")


async def test_what_was_done_is_told_with_how_late_it_was(story: Driver) -> None:
    """CB-10240 was due by 9 November; it is discussed that day, and its record written late."""
    await discusses(story)
    done = await story.types("Amara", "due CB-10240 met")
    assert "Discuss CB-10240 with Amara Example: done on Monday 9 November 2026" in done
    assert "in time" in done
    await story.waits_until(datetime(2026, 11, 18, 10, 0, tzinfo=UTC))
    await story.types("Priya", "due")
    await story.presses("Priya", "Recorded", on="Record CB-10240")
    mine = await story.types("Priya", "due met")
    assert "Record CB-10240, case supervision with Amara Example" in mine
    assert "2 days late" in mine
    assert "Only the people in a case's line" in await story.types("Owen", "due CB-10240 met")


async def test_what_can_be_no_reference_is_answered_with_what_they_look_like(story: Driver) -> None:
    said = await story.types("Amara", "due QUIXWORTH 7")
    assert "That reference: no date to show" in said
    assert "References look like CB-#####, with a digit for each #." in said
    assert "QUIXWORTH" not in said
    assert "look like" not in await story.types("Amara", "due CB-99999")


async def test_an_unknown_and_a_restricted_case_get_the_same_answer(story: Driver) -> None:
    unknown = await story.types("Amara", "due CB-99999")
    restricted = await story.types("Amara", "due CB-10999")
    assert unknown.text.replace("CB-99999", "") == restricted.text.replace("CB-10999", "")
    mine = await story.types("Owen", "due CB-10999")
    assert "Adoption" in mine


async def test_the_line_sees_the_interval_and_why(story: Driver) -> None:
    for who in ("Amara", "Priya", "Helen", "Adel"):
        answer = await story.types(who, "due CB-10234")
        assert "Family support: child in need" in answer
        assert "B10" not in answer  # a clause is for whoever asks why
        assert "Aim for Tuesday 10 November 2026" in answer
    why = await story.presses("Amara", "Why?", on="Discuss CB-10234")
    assert "The case was last discussed on Tuesday 20 October 2026" in why
    assert (
        "At least every 4 weeks: Tuesday 17 November 2026 (B10, “Frequency of case supervisions, first note”)"
        in why
    )
    assert "Interpretation: It governs the monthly rows" in why
    assert "version 1" in why


async def test_first_ten_working_days_of_a_new_case(story: Driver) -> None:
    answer = await story.types("Priya", "due CB-10240")
    assert "Monday 9 November 2026, in 6 days" in answer
    why = await story.presses("Priya", "Why?", on="Discuss CB-10240")
    assert "The case was allocated on Monday 26 October 2026" in why
    assert "The first time within 10 working days" in why


async def test_what_somebody_did_is_asked_by_name_within_their_line(story: Driver) -> None:
    await discusses(story)
    above = await story.types("Helen", "due @Priya met")
    assert above.title == "What was done that was Priya Invented's to do"
    assert "Discuss CB-10240 with Amara Example: done on Monday 9 November 2026" in above
    own = await story.types("Priya", "due @Priya met")
    assert own.title == "What was done that was yours to do"
    assert "Not done" in (await story.types("Owen", "due @Priya met")).title
    assert "Not all of that can be read after “due”" in await story.types("Helen", "due @Priya nonsense met")


async def test_what_was_done_before_the_bot_is_not_denied(story: Driver) -> None:
    answer = await story.types("Priya", "due CB-10234 met")
    assert "Nothing was done since the bot began that it knows of." in answer
    assert "What was done before the bot began, on Monday 2 November 2026, isn't listed." in answer


async def test_a_case_that_no_rule_covers_says_so(story: Driver) -> None:
    answer = await story.types("Priya", "due CB-10300")
    named = "The policy has no rule for this, and the bot never assumes one. Ask Adel Madeup, who keeps the rule set."
    assert named in answer
    assert named in await story.presses("Priya", "Why?", on="Discuss CB-10300")
    anyone = await story.types("Owen", "due CB-10300")
    assert "There is no date for this case" in anyone


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whoever_keeps_the_rule_set_is_not_sent_to_themselves(story: Driver) -> None:
    yours = "You keep the rule set: it is for you to say."
    for page in ("due CB-10300", "my", "due"):
        answer = await story.types("Adel", page)
        assert "Ask Adel Madeup" not in answer, page
        assert (yours in answer) is ("policy has no rule" in answer or "No deadline" in answer), answer.text
    assert yours in await story.types("Adel", "due CB-10300")


async def test_why_of_another_line_is_refused(story: Driver) -> None:
    await story.types("Priya", "due CB-10234")
    lent = story.token("Priya", "Why?")
    answer = await story.sends("Owen", lent)
    assert answer.title == "Not done"
    assert "no longer works" in answer


async def test_mine_is_soonest_first(story: Driver) -> None:
    answer = await story.types("Priya", "due")
    words = answer.text
    assert words.index("It covers 2 cases.") < words.index("Discuss CB-10251")
    each = (await story.presses("Priya", "Show", on="It covers 2 cases.")).text
    assert each.index("Discuss CB-10240") < each.index("Discuss CB-10234")
    assert "Prepare for" not in answer


async def test_a_team_is_its_supervisors_and_preparing_is_nobody_elses(story: Driver) -> None:
    answer = await story.types("Priya", "team")
    assert "Amara Example Last met Tuesday 20 October 2026." in answer
    assert "Next: Monday 9 November 2026 at 2:00 pm." in answer
    listed = await story.presses("Priya", "All that is due", on="Tomasz Sample")
    assert listed.title == "What is due for Tomasz Sample"
    assert "Discuss CB-10251" in listed
    assert "Prepare for" not in answer.text + listed.text
    refused = await story.types("Amara", "team")
    assert "You supervise nobody" in refused


async def test_the_answer_follows_the_clock(story: Driver) -> None:
    await story.waits_until(datetime(2026, 11, 18, 10, 0, tzinfo=UTC))
    answer = await story.types("Owen", "due CB-10234")
    assert "1 day overdue" in answer


async def test_a_near_miss_is_named_and_help_fits_a_screen(story: Driver) -> None:
    near = await story.types("Amara", "deu CB-10234")
    assert "Did you mean:" in near
    assert "due?" in near
    answer = await story.types("Amara", "help")
    assert "due [CASE or @person]" in answer
    assert len(answer.text) < 2500


async def test_a_reminder_that_knows_of_no_session_books_one(story: Driver) -> None:
    await story.waits_until(datetime(2026, 11, 23, 9, 5, tzinfo=UTC))
    about = "Supervision for Tomasz Sample"
    told = await message(story, "Priya", about)
    assert "Due on Monday 30 November 2026." in told
    assert "No session is booked yet." in told
    form = await story.presses("Priya", "Book a session", on=about)
    assert form.title == "Book a session"
    assert "With whom?" not in form.fields
    done = await story.fills("Priya", "Book it", date="2026-11-26", time="10:00")
    assert done.title == "Booked: case supervision with Tomasz Sample"
    assert "Your next session is booked for Thursday 26 November 2026 at 10:00 am" in await message(
        story, "Priya", about
    )


async def test_what_is_being_held_is_not_said_to_be_unbooked(story: Driver) -> None:
    await story.types("Priya", "book @tomasz 30 november 9am")
    booked = await story.presses("Priya", "Book it", on="Book this session?")
    assert "Booked" in booked, booked.text
    await story.waits_until(datetime(2026, 11, 30, 9, 5, tzinfo=UTC))
    begun = "The session booked for Monday 30 November 2026 at 9:00 am has begun."
    team = await story.types("Priya", "team")
    of_tomasz = team.text.split("Tomasz Sample", 1)[1]
    assert begun in of_tomasz
    assert "No session is booked yet" not in of_tomasz
    assert "Book a session" not in (await story.types("Priya", "due @tomasz")).buttons
    for seen in await story.messages("Priya"):
        assert not ("Supervision for Tomasz Sample" in seen.text and "Book a session" in seen.buttons), seen


LATE = "Discuss CB-10240 with Amara Example"


async def test_a_message_counts_no_days_however_long_it_is_looked_at(story: Driver) -> None:
    await story.waits_until(datetime(2026, 11, 18, 9, 5, tzinfo=UTC))
    assert "It was due on Monday 9 November 2026." in await message(story, "Priya", LATE)
    for who in ("Priya", "Helen", "Amara", "Adel", "Sam"):
        for seen in await story.messages(who):
            assert not re.search(r"\bin \d+ days?\b|days? overdue", seen.text), seen
    assert "9 days overdue" in await story.types("Priya", "due CB-10240")


async def test_what_is_asked_again_is_answered_in_one_place(story: Driver) -> None:
    about = "Discuss CB-10234 with Amara Example"
    await story.waits_until(datetime(2026, 11, 10, 9, 5, tzinfo=UTC))
    first = await message(story, "Priya", about)
    assert "Due on Tuesday 17 November 2026." in first
    await story.waits_until(datetime(2026, 11, 18, 9, 5, tzinfo=UTC))
    [newer, older] = [seen for seen in await story.messages("Priya") if about in seen.text]
    assert "It was due on Tuesday 17 November 2026." in " ".join(newer.text.split())
    assert "Yes, it took place" in newer.buttons
    assert f"{about}: Asked again on Wednesday 18 November 2026: answer there." in " ".join(
        older.text.split()
    )


async def test_a_long_list_shows_its_rest(story: Driver) -> None:
    for day in (*range(10, 14), *range(16, 21), *range(23, 28)):
        await story.types("Priya", f"book @tomasz {day} november 9am")
        await story.presses("Priya", "Book it")
    for command in ("due", "due @Tomasz"):
        first = await story.types("Priya", command)
        counted = re.search(r"1 to 20 of (\d+) things", first.text)
        assert counted
        rest = await story.presses("Priya", "Show the rest")
        assert rest.title == first.title
        assert f"21 to {counted[1]} of {counted[1]} things" in rest
        assert "Show the rest" not in rest.buttons


async def test_what_one_session_can_meet_is_one_item(story: Driver) -> None:
    """A pair's dates are one sentence of the session that covers them, one way to see to them, their clauses behind
    Why?"""
    due = await story.types("Priya", "due")
    assert "Amara Example: 7 things" in due
    question = "say whether case supervision with Amara Example on Monday 9 November 2026 took place"
    assert "It covers 2 cases." in due, due.text
    assert due.buttons.count("Open the agenda") == 1
    each = await story.presses("Priya", "Show", on="Amara Example: 7 things")
    assert f"Once it is over, {question}" in each, "nobody can know before"
    assert "Discuss CB-10234 with Amara Example: Tuesday 17 November 2026, in 14 days" in each, each.text
    due = await story.types("Priya", "due")
    assert "B10" not in due
    why = await story.presses("Priya", "Why?", on="Amara Example: 7 things")
    assert "CB-10234" in why
    assert "CB-10240" in why
    mine = await story.types("Priya", "my")
    assert "Amara Example: 6 things" in mine
    assert "Your next session is booked for Monday 9 November 2026 at 2:00 pm." in mine
    agenda = await story.presses("Priya", "Open the agenda", on="Amara Example: 6 things")
    assert "CB-10234" in agenda
    await story.waits_until(datetime(2026, 11, 9, 15, 25, tzinfo=UTC))
    assert f"Once it is over, {question}" in await story.types("Priya", "due @Amara")
    await story.waits_until(datetime(2026, 11, 9, 15, 31, tzinfo=UTC))
    assert f"S{question[1:]}" in await story.types("Priya", "due")


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_where_the_next_session_comes_too_late_an_earlier_one_can_be_booked(story: Driver) -> None:
    """CB-10240 is to be discussed by 9 November, when they meet; instead they meet on the 12th."""
    before = {page: (await story.types("Priya", page)).buttons for page in ("due", "my")}
    await cancels(story, "Priya", "Other work had to come first")
    await story.types("Priya", "book @Amara 12 November at 11:00")
    booked = await story.presses("Priya", "Book it")
    assert booked.title == "Booked: case supervision with Amara Example"
    for page, more in (("due", 2), ("my", 2)):
        listed = await story.types("Priya", page)
        assert "Open the agenda" in listed.buttons
        in_time = before[page].count("Book a session")
        assert listed.buttons.count("Book a session") == in_time + more, page
    assert "To be made up for on Thursday 12 November 2026" in await story.types("Priya", "due"), (
        "by the 10th"
    )
    await story.types("Amara", "due")
    about = await story.presses("Amara", "All of these, and why", on="About you")
    assert "Ask for a session" in about.buttons


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whoever_had_a_case_reads_that_it_is_closed(story: DeskDriver) -> None:
    """They were to check the reference, or ask the case's team."""
    case = "CB-10240, family_support, child_protection, S101, 01/06/2026, 03/11/2026"
    imports(story.bot, rows("cases", "case, service, categories, worker, allocated on, closed on", case))
    for who in ("Amara", "Priya"):
        said = await story.types(who, "due CB-10240")
        assert "CB-10240 was closed on Tuesday 3 November 2026." in said, said.text
    assert "No date can be shown for that reference" in await story.types("Owen", "due CB-10240")
