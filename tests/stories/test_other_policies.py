"""What another council's policy asks, and what it leaves out: the same desk and commands, other rules."""

from __future__ import annotations

import re
from datetime import UTC, datetime

import pytest

from tests.stories.driver import Driver, Seen, message, no_message
from tests.stories.sessions.cancelling import cancels


@pytest.mark.policy("york")
async def test_york_asks_for_a_case_every_three_months_at_most(story: Driver) -> None:
    due = await story.types("Amara", "due CB-10234")
    assert "Wednesday 20 January 2027" in due


@pytest.mark.policy("southwark")
async def test_southwark_sets_no_interval_for_a_case(story: Driver) -> None:
    due = await story.types("Amara", "due CB-10234")
    assert "sets no interval for discussing a case. Ask Adel Madeup" in due


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_cambridgeshire_asks_for_a_child_protection_case_every_four_weeks(story: Driver) -> None:
    due = await story.types("Amara", "due CB-10240")
    assert "every 4 weeks" in (await story.presses("Amara", "Why?")).text, due.text


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_a_case_at_every_session_is_due_when_the_next_session_is(story: Driver) -> None:
    """Nothing is booked: who books late isn't let off until some other rule's date."""
    await story.waits_until(datetime(2026, 11, 9, 15, 40, tzinfo=UTC))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    picked = [value for label, value in story.options("Priya").items() if label == "CB-10234"]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=picked)
    due = await story.types("Amara", "due CB-10234")
    assert "Monday 7 December 2026" in due, due.text
    why = await story.presses("Amara", "Why?", on="Discuss CB-10234")
    assert "The worker's next supervision after that, due by Monday 7 December 2026 (C2, “3; 4”)" in why
    await story.waits_until(datetime(2026, 12, 9, 10, 0, tzinfo=UTC))
    assert "2 days overdue" in await story.types("Amara", "due CB-10234")


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_a_case_missed_again_stays_as_late_as_it_was(story: Driver) -> None:
    """A late session held without it began the pair's clock anew, and the case's lateness with it."""
    await story.waits_until(datetime(2026, 11, 9, 15, 40, tzinfo=UTC))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    picked = [value for label, value in story.options("Priya").items() if label == "CB-10234"]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=picked)
    await story.waits_until(datetime(2026, 12, 10, 9, 0, tzinfo=UTC))
    await story.types("Priya", "held")
    await story.presses("Priya", "One that nobody had booked")
    who = story.options("Priya")["Amara Example"]
    await story.fills("Priya", "Note it", person=who, date="2026-12-09", time="14:00")
    await story.presses("Priya", "Say what was discussed")
    other = [value for label, value in story.options("Priya").items() if label == "CB-10240"]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=other)
    due = await story.types("Amara", "due CB-10234")
    assert "Monday 7 December 2026" in due, due.text
    why = await story.presses("Amara", "Why?", on="Discuss CB-10234")
    assert "next supervision is due by" not in why, "it was, and was held since"


@pytest.mark.policy("southwark")
async def test_southwarks_word_on_cancelling_is_read_while_cancelling(story: Driver) -> None:
    await story.types("Priya", "cancel")
    form = await story.presses("Priya", "Cancel it", on="Case supervision")
    assert "Supervisors do not cancel or come late. (S9, “15”)" in form


@pytest.mark.policy("york")
async def test_york_has_no_form_for_preparing_and_offers_none(story: Driver) -> None:
    """A button that only answers that there is no such form is a dead end."""
    said = await story.types("Amara", "prepare")
    assert "To be discussed, soonest first" in said
    coming, _, _ = (await story.types("Amara", "my")).text.partition("Everything you can do")
    assert "Case supervision with Priya Invented" in coming
    assert "prepared" not in coming
    assert "Use protected time to prepare. (Y26, “3”)" in said
    assert "Prepare CB-10234" not in said
    assert "until you share them" not in said
    with pytest.raises(AssertionError):
        await story.presses("Amara", "Another case")


async def recorded(story: Driver) -> Seen:
    """Priya says that Monday's session took place, and that its record is written."""
    await story.waits_until(datetime(2026, 11, 9, 15, 40, tzinfo=UTC))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    picked = [value for label, value in story.options("Priya").items() if label == "CB-10240"]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=picked)
    return await story.presses("Priya", "Recorded")


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_no_record_is_asked_for_where_no_rule_asks_it(story: Driver) -> None:
    """Cambridgeshire and Peterborough's guidance asks for no record of a case session, nor for anybody to agree one:
    the answer said "Yours to write", and afterwards it stood nowhere."""
    await story.waits_until(datetime(2026, 11, 9, 15, 40, tzinfo=UTC))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    picked = [v for label, v in story.options("Priya").items() if label in ("CB-10234", "CB-10240")]
    said = await story.fills("Priya", "Save: it took place", minutes="80", cases=picked)
    assert "Discussed: CB-10234 and CB-10240." in said, said.text
    assert "to write" not in said.text
    assert not [label for label in said.buttons if "ecorded" in label], said.buttons
    assert "Text for the record" in said.buttons, said.buttons
    await story.presses("Priya", "Add an action")
    added = await story.fills("Priya", "Save the action", what="Ring the school", why="Attendance")
    assert not [label for label in added.buttons if "ecorded" in label], added.buttons
    await story.waits_until(datetime(2026, 11, 12, 12, 0, tzinfo=UTC))
    await no_message(story, "Amara", "Do you agree the record")


@pytest.mark.policy("southwark")
async def test_no_days_run_where_the_policy_sets_none_for_answering(story: Driver) -> None:
    said = await recorded(story)
    assert "Amara Example is asked to agree." in said
    assert "days to answer" not in said.text
    await message(story, "Amara", "Do you agree the record")


@pytest.mark.policy("southwark")
async def test_a_one_to_one_without_a_case_has_notes_where_the_policy_wants_it_recorded(
    story: Driver,
) -> None:
    await story.waits_until(datetime(2026, 11, 9, 15, 40, tzinfo=UTC))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    done = await story.fills("Priya", "It took place, no case discussed", minutes="60", cases=[])
    assert "no record to write" not in done.text
    assert "the notes" in done, done.text
    listed = await story.types("Priya", "due")
    assert "Record the session, case supervision with Amara Example" in listed
    await story.presses("Priya", "Recorded", on="Record the session")
    await message(story, "Amara", "Do you agree the record of the session")


@pytest.mark.policy("york")
async def test_notes_of_a_personal_session_are_written_in_two_working_days_and_agreed(story: Driver) -> None:
    """York's clause 3: actions for the supervisee are recorded and available to both, whatever was discussed."""
    await story.waits_until(datetime(2026, 11, 9, 15, 40, tzinfo=UTC))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    await story.presses("Priya", "It was personal supervision")
    done = await story.fills("Priya", "Save: it took place", minutes="60")
    assert "no record to write" not in done.text
    assert "Wednesday 11 November 2026" in done, done.text
    await story.presses("Priya", "Recorded")
    await message(story, "Amara", "Do you agree the record of the session")


KNOWN = {
    "york": {"decision", "frequency", "interval", "agreement", "done", "audit"},
    "southwark": {"group", "decision", "event", "agreement", "done"},
    "cambridgeshire-peterborough": {"judge", "event", "interval"},
}
WORDS = {"group", "decision", "audit", "frequency", "judge", "event", "interval", "agreement", "done"}


@pytest.mark.parametrize(
    "known", [pytest.param(known, marks=pytest.mark.policy(name), id=name) for name, known in KNOWN.items()]
)
async def test_help_offers_what_the_policy_knows(story: Driver, known: set[str]) -> None:
    """A command that could only answer that the policy has no such thing isn't offered."""
    told = (await story.types("Priya", "help")).text
    _, _, seldom = told.partition("Now and then:")
    words, example, _ = seldom.partition("What one of them does:")
    assert example
    assert WORDS & set(re.findall(r"[a-z]+", words)) == known


@pytest.mark.policy("york")
async def test_a_topic_that_the_policy_is_silent_on_is_not_answered_with_another(story: Driver) -> None:
    """York says nothing of cancelling; "cancel" is near "concern" too."""
    assert "has no such topic here" in await story.types("Priya", "policy cancel")
    assert "Y27" in await story.types("Priya", "policy concerns")


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_no_agreement_is_started_where_no_policy_asks_for_one(story: Driver) -> None:
    assert "has no supervision agreement" in await story.types("Priya", "agreement @Amara")
    assert "asks nothing of this kind" in await story.types("Priya", "done @Amara")


@pytest.mark.policy("southwark")
async def test_no_interval_is_changed_where_none_is_set(story: Driver) -> None:
    assert "sets no interval for discussing a case" in await story.types("Priya", "interval CB-10234")


@pytest.mark.policy("york")
async def test_nobody_else_writes_a_record_where_the_policy_names_no_delegate(story: Driver) -> None:
    """B34 is Central Bedfordshire's."""
    await story.waits_until(datetime(2026, 11, 9, 15, 40, tzinfo=UTC))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    picked = [value for label, value in story.options("Priya").items() if label == "CB-10240"]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=picked)
    await story.waits_until(datetime(2026, 11, 11, 12, 0, tzinfo=UTC))
    told = await message(story, "Priya", "Record CB-10240")
    assert "Recorded" in told.buttons
    assert "Someone else writes it" not in told.buttons


@pytest.mark.parametrize(
    "council", [pytest.param(name, marks=pytest.mark.policy(name), id=name) for name in ("york", "southwark")]
)
async def test_a_disagreement_stays_between_the_two_where_the_policy_names_no_next_tier(
    story: Driver, council: str
) -> None:
    """B33 is Central Bedfordshire's; but the supervisor hears of it everywhere, and no days run anew."""
    await story.waits_until(datetime(2026, 11, 9, 15, 40, tzinfo=UTC))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    picked = [value for label, value in story.options("Priya").items() if label == "CB-10240"]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=picked)
    await story.presses("Priya", "Recorded")
    if council == "york":
        await story.presses("Priya", "Recorded")
    await story.waits_until(datetime(2026, 11, 10, 12, 0, tzinfo=UTC))
    await story.presses("Amara", "I don't agree", on="Do you agree the record")
    await story.waits_until(datetime(2026, 11, 11, 12, 0, tzinfo=UTC))
    told = await message(story, "Priya", "doesn't agree the record of CB-10240")
    assert told.buttons == ("Amended: ask again", "Not amended: ask again")
    await story.presses("Priya", "Amended: ask again", on="doesn't agree the record")
    again = await story.fills("Priya", "Ask again", outcome="The date is put right")
    assert again.text.endswith("is asked to agree the record of CB-10240.")


@pytest.mark.policy("york")
async def test_what_selects_no_rule_is_not_asked(story: Driver) -> None:
    """York's policy turns on nobody's sickness, and on no absence having been planned."""
    form = await story.types("Amara", "away")
    assert set(form.fields) == {"first", "last"}
    await story.types("Priya", "cancel")
    await story.presses("Priya", "Cancel it", on="Case supervision")
    assert "Sickness" not in story.options("Priya")
    assert "Leave, or otherwise away" in story.options("Priya")


@pytest.mark.policy("southwark")
async def test_a_list_says_once_whom_to_ask_about_what_the_policy_leaves_open(story: Driver) -> None:
    foot = "No deadline in the policy? Ask Adel Madeup, who keeps the rule set."
    await story.waits_until(datetime(2026, 11, 9, 15, 40, tzinfo=UTC))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    picked = [v for label, v in story.options("Priya").items() if label in ("CB-10234", "CB-10240")]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=picked)
    for command in ("due", "due @Amara"):
        said = await story.types("Priya", command)
        assert said.text.count("The policy sets no deadline for this.") >= 2, command
        assert said.text.count(foot) == 1, command
    await story.waits_until(datetime(2026, 11, 11, 12, 0, tzinfo=UTC))
    told = await message(story, "Priya", "Record CB-10240")
    assert "The policy sets no deadline for these notes." in told
    assert told.text.count(foot) == 1


@pytest.mark.policy("york")
async def test_where_no_rule_asks_for_a_new_time_nobody_is_said_to_arrange_one(story: Driver) -> None:
    """Nor that the reason decides which rule applies, or that sickness is asked about."""
    await story.types("Priya", "cancel")
    form = await story.presses("Priya", "Cancel it", on="Case supervision")
    assert "The reason decides" not in form
    assert "ickness" not in form
    assert "Needed for leave or an emergency; not for the others." in form
    await story.fills("Priya", "Cancel the session", reason="work")
    told = await message(story, "Amara", "Case supervision with Priya Invented: cancelled")
    assert "A new time is being arranged" not in told
    assert "No new time is set yet." in told


@pytest.mark.policy("york")
async def test_where_no_rule_asks_for_a_new_time_the_next_session_answers_a_cancelled_one(
    story: Driver,
) -> None:
    """Both were asked for a new time for weeks, and an old offer booked a second session beside the one that stood."""
    answer = await cancels(story, "Priya", "Other work had to come first")
    old = story.token("Priya", answer.buttons[0])
    await story.types("Priya", "book @Amara 10 november 2pm")
    await story.presses("Priya", "Book it")
    await story.waits_until(datetime(2026, 11, 3, 10, 0, tzinfo=UTC))
    told = await message(story, "Amara", ": cancelled")
    assert "The next is booked for Tuesday 10 November 2026 at 2:00 pm." in told, told.text
    assert told.buttons == ("Propose a time",)
    assert "No new time is set" not in told.text
    pressed = await story.sends("Priya", old)
    assert "One is already booked near by, for Tuesday 10 November 2026 at 2:00 pm." in pressed
    assert pressed.buttons[:3] == ("Book it", "Move that one here", "Keep that one")
    await story.presses("Amara", "Propose a time", on=": cancelled")
    again = await story.presses("Amara", "Propose Wednesday 4 November, 9:00 am")
    assert "One is already booked near by" in again, again.text
    await story.waits_until(datetime(2026, 11, 10, 16, 0, tzinfo=UTC))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    picked = [value for label, value in story.options("Priya").items() if label == "CB-10234"]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=picked)
    await story.waits_until(datetime(2026, 11, 10, 17, 0, tzinfo=UTC))
    told = await message(story, "Amara", ": cancelled")
    assert "The next was held on Tuesday 10 November 2026." in told, told.text
    assert not told.buttons


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_where_no_rule_asks_for_a_new_time_both_pages_have_the_cancelled_session(story: Driver) -> None:
    """It stood on neither page: “No session is booked” was all that was left of it."""
    await cancels(story, "Amara", "An emergency", "Amara Example")
    mine = await story.types("Amara", "my")
    assert "Case supervision with Priya Invented: cancelled" in mine, mine.text
    assert [label for label in mine.buttons if label.startswith("Propose")], mine.buttons
    hers = await story.types("Priya", "my")
    assert "Case supervision with Amara Example: cancelled" in hers, hers.text
    assert "to be held by" not in mine.text + hers.text, "the policy sets no limit"
    assert "Case supervision with Amara" not in await story.types("Helen", "my")
    await story.types("Priya", "my")
    await story.presses(
        "Priya", next(label for label in hers.buttons if label.startswith("Book ") and ":" in label)
    )
    for who in ("Amara", "Priya"):
        assert ": cancelled" not in await story.types(who, "my"), who


@pytest.mark.policy("york")
async def test_a_time_is_proposed_to_whoever_covers(story: Driver) -> None:
    await story.types("Priya", "cancel")
    await story.presses("Priya", "Cancel it", on="Case supervision")
    await story.fills("Priya", "Cancel the session", reason="leave", whose="S201")
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", first="2026-11-03", last="")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    asked = await story.presses("Amara", "Propose a time", on="cancelled")
    assert "Owen Placeholder confirms it" in asked
    assert "Priya Invented confirms it" not in asked


@pytest.mark.policy("york")
async def test_a_time_offered_weeks_ago_asks_for_another(story: Driver) -> None:
    """The card kept it, and it only answered that the time is in the past."""
    await cancels(story, "Priya", "Other work had to come first")
    card = await story.presses("Amara", "Propose a time", on=": cancelled")
    old = next(label for label in card.buttons if label.startswith("Propose "))
    token = story.token("Amara", old)
    await story.waits_until(datetime(2026, 11, 20, 10, 0, tzinfo=UTC))
    form = await story.sends("Amara", token)
    assert "in the past" in form.errors["date"], form.text
    done = await story.fills("Amara", "Propose it", date="2026-11-24", time="10:00")
    assert "Priya Invented" in done, done.text
    assert not done.errors


@pytest.mark.policy("southwark")
async def test_notes_of_a_personal_session_are_not_read_in_the_childrens_system(story: Driver) -> None:
    await story.waits_until(datetime(2026, 11, 9, 15, 40, tzinfo=UTC))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    await story.presses("Priya", "It was personal supervision")
    await story.fills("Priya", "Save: it took place", minutes="60")
    await story.presses("Priya", "Recorded")
    asked = await message(story, "Amara", "Do you agree the record of the session?")
    assert "Read it in your personal supervision file." in asked


@pytest.mark.policy("york")
async def test_a_return_is_one_message_to_a_manager_who_arranged_cover_and_covers(story: Driver) -> None:
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", first="2026-11-03", last="")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S301", cover_S102="S202")
    await story.waits_until(datetime(2026, 11, 5, 9, 30, tzinfo=UTC))
    await story.types("Priya", "back")
    await story.fills("Priya", "Save", back="2026-11-05")
    await story.waits_until(datetime(2026, 11, 5, 12, 0, tzinfo=UTC))
    read = [m for m in await story.messages("Helen") if "Priya Invented is back" in m.title]
    assert len(read) == 1, [m.text for m in read]
    assert "Your cover ended on Wednesday 4 November 2026." in read[0]


@pytest.mark.policy("york")
async def test_notes_of_a_personal_session_are_not_written_in_the_childrens_system(story: Driver) -> None:
    """Y14 keeps them apart: they were to write, and their text to copy, in MOSAIC."""
    await story.waits_until(datetime(2026, 11, 9, 15, 40, tzinfo=UTC))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    await story.presses("Priya", "It was personal supervision")
    done = await story.fills("Priya", "Save: it took place", minutes="60")
    assert "to write in the personal supervision file" in done, done.text
    assert "MOSAIC" not in done.text
    await story.waits_until(datetime(2026, 11, 12, 10, 0, tzinfo=UTC))
    text = await story.presses("Priya", "Text for the record", on="Record the session")
    assert "Copy each text into its record in the personal supervision file." in text, text.text


@pytest.mark.policy("york")
async def test_an_agenda_offers_no_preparing_where_the_policy_has_no_form_for_it(story: Driver) -> None:
    """Each of its buttons answered that there is none."""
    await story.waits_until(datetime(2026, 11, 9, 9, 30, tzinfo=UTC))
    await story.types("Amara", "my")
    agenda = await story.presses("Amara", "Open the agenda")
    assert not any(label.startswith("Prepare") for label in agenda.buttons), agenda.buttons
