"""What a policy asks once or now and then: recorded by whoever answers for it, seen by whom it is about, taken back."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.absence.test_absence import away
from tests.stories.driver import Driver, Seen, message, no_message


def at(month: int, day: int, hour: int = 9, minute: int = 5, year: int = 2026) -> datetime:
    return datetime(year, month, day, hour, minute, tzinfo=UTC)


york = pytest.mark.policy("york")
southwark = pytest.mark.policy("southwark")


@york
async def test_a_review_is_recorded_and_its_next_day_follows(story: Driver) -> None:
    card = await story.types("Priya", "done @Amara")
    assert "Performance Development Review every year" in card
    assert "Friday 1 October 2027" in card
    form = await story.types("Priya", "done @Amara pdr")
    assert form.title == "Performance Development Review every year: Amara Example"
    saved = await story.fills("Priya", "Record", on="2026-10-30", by="S201")
    assert "Friday 30 October 2026 by Priya Invented" in saved
    due = await story.types("Priya", "due")
    assert "Saturday 30 October 2027" in due
    assert "Friday 30 April 2027" in due, "the progress review, 6 months after it"
    await story.waits_until(at(11, 4))
    told = await message(story, "Amara", "Recorded about you: Performance Development Review every year")
    assert "by Priya Invented" in told


@york
async def test_only_what_the_policy_knows_is_listed_and_only_by_whom_it_is_asked(story: Driver) -> None:
    card = await story.types("Priya", "done @Amara")
    assert "Work plan" not in card
    assert "appraised" not in card.text.lower()
    assert "Record it" in card.buttons
    seen = await story.types("Helen", "done @Amara")
    assert "Performance Development Review" in seen
    assert "Record it" not in seen.buttons
    own = await story.types("Amara", "done")
    assert "Performance Development Review" in own
    assert "Record it" not in own.buttons
    refused = await story.types("Tomasz", "done @Amara")
    assert "Only those in Amara Example's line" in refused
    await story.types("Priya", "done @Amara pdr")
    token = story.token("Priya", "Record")
    assert "no longer works" in (await story.sends("Helen", token)).text


@york
async def test_a_wrong_day_is_named_beside_its_field(story: Driver) -> None:
    await story.types("Priya", "done @Amara pdr")
    again = await story.fills("Priya", "Record", on="2026-11-04", by="S201")
    assert "still to come" in again.errors["on"]
    again = await story.fills("Priya", "Record", on="2019-03-03", by="S201")
    assert "began on Monday 4 March 2019" in again.errors["on"]
    again = await story.fills("Priya", "Record", on="", by="S101")
    assert set(again.errors) == {"on", "by"}


@york
async def test_a_mistake_is_taken_back_by_who_recorded_it(story: Driver) -> None:
    await story.types("Priya", "done @Amara pdr")
    await story.fills("Priya", "Record", on="2026-10-30", by="S201")
    await story.waits_until(at(11, 4))
    await message(story, "Amara", "Recorded about you")
    seen = await story.types("Helen", "done @Amara")
    assert "Recorded: Performance Development Review" in seen
    assert "Take it back" not in seen.buttons
    await story.types("Priya", "done @Amara")
    back = await story.presses("Priya", "Take it back", on="Recorded: Performance")
    assert back.title == "Taken back"
    assert "Friday 1 October 2027" in await story.types("Priya", "done @Amara")
    await story.waits_until(at(11, 5))
    told = await message(story, "Amara", "Taken back: Performance Development Review")
    assert "Priya Invented took back what was recorded for Friday 30 October 2026" in told


@york
async def test_the_manager_who_did_the_review_records_its_progress(story: Driver) -> None:
    """Y7: whoever did it, here the group manager, though the team manager recorded it."""
    await story.types("Priya", "done @Amara pdr")
    await story.fills("Priya", "Record", on="2026-10-30", by="S301")
    card = await story.types("Priya", "done @Amara")
    assert "Progress review 6 months after the Performance Development Review" in card
    refused = await story.presses("Priya", "Why?", on="Progress review")
    assert "30 April 2027" in refused
    form = await story.types("Helen", "done @Amara progress")
    assert form.title.startswith("Progress review 6 months after the Performance Development Review")
    early = await story.fills("Helen", "Record", on="2026-10-29")
    assert "counts from Friday 30 October 2026" in early.errors["on"]
    saved = await story.fills("Helen", "Record", on="2026-11-02")
    assert "by Helen Fictional" in saved
    assert "Progress review" not in (await story.types("Priya", "due")).text


@york
async def test_the_supervising_manager_observes_and_nobody_else_can_be_named(story: Driver) -> None:
    form = await story.types("Priya", "done @Amara observation")
    assert "by" not in form.fields
    saved = await story.fills("Priya", "Record", on="2026-11-02")
    assert "by Priya Invented" in saved
    assert "Tuesday 2 November 2027" in await story.types("Priya", "due")


@york
async def test_the_reminder_brings_the_way_to_record_it(story: Driver) -> None:
    await story.types("Priya", "done @Amara observation")
    await story.fills("Priya", "Record", on="2025-11-20")
    await story.waits_until(at(11, 13))
    told = await message(story, "Priya", "Practice formally observed")
    assert "Friday 20 November 2026" in told
    assert "Record it" in told.buttons
    await story.presses("Priya", "Record it", on="Practice formally observed by the supervising manager")
    await story.fills("Priya", "Record", on="2026-11-12")
    await story.waits_until(at(11, 13, 10))
    assert "Nothing more is needed" in await message(story, "Priya", "Practice formally observed")


@york
async def test_a_new_relationship_needs_its_agreement_signed_by_both(story: Driver) -> None:
    """Y17 asks for an agreement in each relationship: a second one isn't a review of the first."""
    card = await story.types("Priya", "done @Amara")
    assert "Start the agreement" not in card.buttons, "the relationship is older than the bot"
    await story.types("Priya", "agreement @Amara")
    await story.fills("Priya", "Sign and send", often="2 weeks")
    await story.presses("Amara", "Sign", on="Your supervision agreement")
    seen = await story.types("Amara", "done")
    assert "Recorded: Supervision agreement at the start of any new supervisory relationship" in seen
    assert "Take it back" not in (await story.types("Priya", "done @Amara")).buttons


@pytest.mark.policy("york, a student and a part-timer")
async def test_what_ends_a_phase_is_recorded_by_the_supervisor(story: Driver) -> None:
    """A rule that names an event in somebody's working life: weekly until the probation has passed."""
    assert "Thursday 8 October 2026" in await story.types("Helen", "due @Owen"), "a week after 1 October"
    card = await story.types("Helen", "done @Owen")
    assert "Record: probation passed" in card.buttons
    assert "Record: probation passed" not in (await story.types("Owen", "done")).buttons
    await story.types("Helen", "done @Owen")
    await story.presses("Helen", "Record: probation passed")
    again = await story.fills("Helen", "Record", on="2026-11-04")
    assert "still to come" in again.errors["on"]
    await story.fills("Helen", "Record", on="2026-10-05")
    card = await story.types("Helen", "done @Owen")
    assert "Recorded: Probation passed" in card
    assert "Thursday 29 October 2026" in await story.types("Helen", "due @Owen"), "4 weeks after it"


@southwark
async def test_southwark_knows_plans_appraisals_and_observations(story: Driver) -> None:
    card = await story.types("Priya", "done @Amara")
    for words in (
        "Work plan within 3 months",
        "Learning and development plan",
        "every April",
        "Appraised mid-year",
    ):
        assert words in card, words
    assert "Performance Development Review" not in card
    form = await story.types("Priya", "done @Amara appraisal")
    assert form.title.startswith("Appraised mid-year")
    await story.fills("Priya", "Record", on="2026-10-20", by="S201")
    assert "Wednesday 31 March 2027" in await story.types("Priya", "done @Amara")


@southwark
async def test_observations_are_counted_in_each_year(story: Driver) -> None:
    for on in ("2026-10-06", "2026-11-02"):
        await story.types("Priya", "done @Amara observation")
        await story.fills("Priya", "Record", on=on, by="S202")
    card = await story.types("Priya", "done @Amara")
    assert "Friday 3 March 2028" in card, "two of two, so next year's"


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_an_audit_for_which_there_is_no_case_is_never_late(story: Driver) -> None:
    await story.waits_until(datetime(2026, 12, 7, 9, 5, tzinfo=UTC))
    due = await story.types("Helen", "due")
    assert "every month: Owen Placeholder" not in due.text
    assert "Owen Placeholder's team has no open case, so there is none to draw. Nothing is needed." in due
    assert "every month: Owen Placeholder" not in await story.types("Helen", "my"), "nor is it counted"
    assert "overdue" in due.text.partition("every month: Priya Invented")[2].partition("Why?")[0]
    for told in await story.messages("Helen"):
        none = told.text.partition("every month: Owen Placeholder")[2][:60]
        assert "due" not in none, none


async def test_a_case_is_drawn_for_each_team_manager_and_audited(story: Driver) -> None:
    """B22: one of Priya's team's; Owen holds a case himself and has nobody beneath him."""
    told = await message(story, "Helen", "drawn at random, audited every month: Priya Invented")
    assert "from 4 open cases of Priya Invented's team on Tuesday 3 November 2026" in told
    none = await message(story, "Helen", "drawn at random, audited every month: Owen Placeholder")
    assert "Owen Placeholder's team has no open case" in none
    assert "Owen Placeholder's team has no open case" in await story.types("Helen", "due")
    button = next(b for b in told.buttons if b.endswith("is audited"))
    case = button.split()[0]
    await story.presses("Helen", button, on="Priya Invented")
    early = await story.fills("Helen", "Record", on="2026-11-02")
    assert "counts from Tuesday 3 November 2026" in early.errors["on"]
    done = await story.fills("Helen", "Record", on="2026-11-03")
    assert done.title == f"{case} is audited"
    form = await story.presses("Helen", "Note a learning point")
    assert form.title == f"Audit of {case}: a learning point or action"
    assert "Thursday 31 December 2026" in await story.types("Helen", "done @Priya audit")
    await story.waits_until(at(11, 4))
    await message(story, "Priya", "Recorded about you: One case per team manager")


async def test_no_case_is_drawn_twice_while_others_are_left(story: Driver) -> None:
    """November's, not audited, is asked until it is; then December's is drawn."""
    november = await message(story, "Helen", "audited every month: Priya Invented")
    assert "from 4 open cases" in november
    await story.waits_until(at(12, 1))
    card = await story.types("Helen", "done @Priya audit")
    late = next(b for b in november.buttons if b.endswith("is audited"))
    assert [b for b in card.buttons if b.endswith("is audited")] == [late]
    await story.presses("Helen", late)
    await story.fills("Helen", "Record", on="2026-12-01")
    await story.waits_until(at(12, 2))
    december = await message(story, "Helen", "Priya Invented Due on Thursday 31 December 2026")
    assert "from 3 open cases" in december
    card = await story.types("Helen", "done @Priya audit")
    assert late not in card.buttons
    assert "Thursday 31 December 2026" in card


async def test_a_manager_away_for_the_month_hinders_no_audit_of_their_team(story: Driver) -> None:
    """December's was nobody's to do, and "away throughout" explained it."""
    await away(story, "Helen", "Priya", "planned", "2026-12-01", "2026-12-31")
    await story.waits_until(at(12, 2))
    due = await story.types("Helen", "due @Priya")
    assert "Monday 30 November 2026, 2 days overdue" in due, due.text
    november = next(b for b in (await story.types("Helen", "done @Priya audit")).buttons if "audited" in b)
    await story.presses("Helen", november)
    await story.fills("Helen", "Record", on="2026-12-01")
    assert "Thursday 31 December 2026" in await story.types("Helen", "done @Priya audit")


async def test_an_audit_taken_back_is_asked_again(story: Driver) -> None:
    told = await message(story, "Helen", "audited every month: Priya Invented")
    button = next(b for b in told.buttons if b.endswith("is audited"))
    await story.presses("Helen", button, on="Priya Invented")
    await story.fills("Helen", "Record", on="2026-11-03")
    await story.types("Helen", "done @Priya")
    await story.presses("Helen", "Take it back", on="Recorded: One case per team manager")
    card = await story.types("Helen", "done @Priya audit")
    assert button in card.buttons
    assert "Monday 30 November 2026" in card


async def test_nobody_else_says_that_a_case_was_audited(story: Driver) -> None:
    card = await story.types("Priya", "done")
    assert "One case per team manager" in card
    assert not [b for b in card.buttons if "audited" in b]
    told = await message(story, "Helen", "audited every month: Priya Invented")
    button = next(b for b in told.buttons if b.endswith("is audited"))
    await story.presses("Helen", button, on="Priya Invented")
    token = story.token("Helen", "Record")
    assert "no longer works" in (await story.sends("Adel", token)).text
    await no_message(story, "Priya", "audited every month")


async def test_the_owner_sees_to_themed_audits_and_the_survey(story: Driver) -> None:
    card = await story.types("Adel", "done")
    assert "Case supervision audited by theme twice a year" in card
    assert "Staff surveyed about supervision every year" in card
    await story.types("Adel", "done survey")
    form = await story.types("Adel", "done @Adel survey")
    assert form.title.startswith("Staff surveyed about supervision")
    await story.fills("Adel", "Record", on="2026-11-02", by="S401")
    assert "Tuesday 2 November 2027" in await story.types("Adel", "due")


async def test_a_peer_observes_each_supervisor(story: Driver) -> None:
    form = await story.types("Helen", "done @Priya peer observation")
    assert "by" in form.fields
    saved = await story.fills("Helen", "Record", on="2026-11-02", by="S202")
    assert "by Owen Placeholder; Helen Fictional recorded it" in saved


async def test_an_audits_point_stays_under_its_heading_until_it_is_done(story: Driver) -> None:
    """B26: outstanding in the agenda and in the form of each session until it is ticked, then shown once as done."""
    await story.types("Helen", "audit CB-10234")
    owner = story.options("Helen")["Amara Example"]
    await story.fills("Helen", "Save the point", what="Chronology", why="Two gaps", owner=owner)
    await _held_on_the_ninth(story, done=[])
    agenda = await _agenda_of(story, "17 november", at(11, 17))
    assert "Case audit - outstanding CB-10234, Amara Example, Tuesday 3 November 2026" in agenda
    assert "Case audit - done" not in agenda
    await story.waits_until(at(11, 17, 15, 40))
    await story.presses("Priya", "Yes, it took place", on="Tuesday 17 November 2026")
    point = story.options("Priya")["Case audit, CB-10234: Chronology"]
    picked = [story.options("Priya")["CB-10234"]]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=picked, actions_done=[point])
    agenda = await _agenda_of(story, "1 december", at(12, 1))
    assert "Case audit - done CB-10234, Amara Example" in agenda
    assert "Case audit - outstanding" not in agenda


async def _held_on_the_ninth(story: Driver, done: list[str]) -> None:
    await story.waits_until(at(11, 9, 15, 40))
    await story.presses("Priya", "Yes, it took place", on="take place?")
    assert "Case audit, CB-10234: Chronology" in story.options("Priya")
    picked = [story.options("Priya")["CB-10234"]]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=picked, actions_done=done)


async def _agenda_of(story: Driver, day: str, moment: datetime) -> Seen:
    await story.types("Priya", f"book @amara {day} 2pm")
    await story.presses("Priya", "Book it")
    await story.waits_until(moment)
    return await story.presses("Priya", "Open the agenda", on="Today: case supervision")


async def test_an_administrator_told_in_place_of_a_supervisor_reads_what_helps(story: Driver) -> None:
    """Nobody supervises Adel and Sam, so nobody can start an agreement with them."""
    await story.waits_until(at(11, 24))
    told = await message(story, "Sam", "Supervision agreement signed by both")
    assert "No supervisor is recorded for Adel Madeup, so nobody can do this yet." in told
    assert "Name one: import relationships.csv." in told
    assert "Start the agreement" not in told.buttons
    await no_message(story, "Priya", "No supervisor is recorded")
