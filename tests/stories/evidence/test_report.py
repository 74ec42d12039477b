"""A period's report from Team: the totals in chat, the whole at an address that is its reader's and soon over."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.importing.councils import imports, rows
from tests.stories.desk import DeskDriver
from tests.stories.driver import Driver, message
from tests.stories.records.test_record import at
from tests.stories.records.test_record import hold as meet
from tests.stories.sessions.test_group import book, hold

WHOLE = "The whole, as a page and a workbook"


async def test_a_supervisor_reads_the_totals_of_those_below(story: Driver) -> None:
    assert "A report of a period" in (await story.types("Priya", "team")).buttons
    form = await story.types("Priya", "report")
    assert form.values["first"] == "2026-05-01"
    assert "Owen Placeholder" not in story.options("Priya"), "outside the line"
    wrong = await story.fills("Priya", "Show it", first="2026-10-31", last="2026-10-01")
    assert "The last day is before the first." in wrong.errors.values()
    shown = await story.fills("Priya", "Show it", first="2026-10-01", last="2026-10-31")
    assert shown.title == "Supervision from 1 October 2026 to 31 October 2026"
    assert "Everybody below Priya Invented: " in shown
    assert "Sessions held" in shown
    assert WHOLE in shown


async def test_whoever_leads_nobody_is_told_so(story: Driver) -> None:
    assert "there is nobody to report about" in await story.types("Amara", "report")


@pytest.mark.policy("southwark")
async def test_a_group_is_one_session_however_many_come(story: Driver) -> None:
    """Each who came was counted as a session held."""
    await book(story)
    await hold(story, ["S101", "S102"], "CB-10234")
    await story.types("Priya", "report")
    shown = await story.fills("Priya", "Show it", first="2026-11-01", last="2026-11-10")
    assert "1 (1 group, with 2 attendances)" in shown, shown.text


@pytest.mark.policy("southwark")
async def test_a_decision_for_which_the_policy_sets_no_day_is_counted_beside_what_was_due(
    story: Driver,
) -> None:
    """Unrecorded for months, it was counted nowhere: “4 of 4 on time”."""
    await story.types("Priya", "decision CB-10234")
    await story.fills("Priya", "Note it", kind="one_to_one", made_on="2026-11-03", made_by="S201")
    await story.types("Priya", "report")
    shown = await story.fills("Priya", "Show it", first="2026-10-01", last="2026-11-30")
    assert "0 of 1 recorded, no day is set" in shown, shown.text


async def signed_off(story: Driver) -> str:
    await story.types("Priya", "report")
    shown = await story.fills("Priya", "Show it", first="2026-11-01", last="2026-11-30")
    # How a label stands beside its value is the platform's.
    return shown.text.partition("Records signed off")[2].lstrip(" :\n")


async def test_what_nobody_answered_and_what_was_refused_is_not_on_time(story: Driver) -> None:
    """Both were “on time”."""
    await meet(story, "CB-10234", "CB-10240")
    await story.presses("Priya", "Both recorded", on="held")
    await story.types("Amara", "due")
    await story.presses("Amara", "I don't agree with one of them", on="Agree the record of CB-10234")
    await story.fills("Amara", "I don't agree with these", which=[story.options("Amara")["CB-10234"]])
    await story.waits_until(at(17, 9, 5))
    shown = await signed_off(story)
    assert shown.startswith("0 of 2 on time, 1 taken as agreed without a reply, 1 not agreed"), shown
    await story.presses("Amara", "I don't agree", on="No reply, taken as agreed")
    shown = await signed_off(story)
    assert shown.startswith("0 of 2 on time, 2 not agreed"), shown


@pytest.mark.policy("southwark")
async def test_one_that_was_refused_is_not_signed_off_where_no_day_is_set(story: Driver) -> None:
    await story.waits_until(at(9, 15, 40))
    await story.presses(
        "Priya", "Yes, it took place", on="Did case supervision with Amara Example take place?"
    )
    cases = [value for label, value in story.options("Priya").items() if label == "CB-10234"]
    await story.fills("Priya", "Save: it took place", minutes="80", cases=cases)
    await story.presses("Priya", "Recorded")
    await story.presses("Amara", "I don't agree", on="Do you agree")
    shown = await signed_off(story)
    assert shown.startswith("0 of 1 signed off, no day is set"), shown


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_plan_of_which_nobody_said_when_it_was_reviewed_is_not_late_in_a_report(
    story: DeskDriver,
) -> None:
    """“Nothing is late”, said every page, and the report of the same day “1 overdue”."""
    known = "case, service, categories, worker, allocated_on, last_discussed"
    case = "CB-10777, family_support, cin, S101, 05/01/2026, 02/11/2026"
    imports(story.bot, rows("cases", known, case))
    assert "Nothing is late" in await story.types("Priya", "team late")
    await story.types("Priya", "report")
    shown = await story.fills("Priya", "Show it", first="2026-03-01", last="2026-11-03")
    assert "Plans reviewed" in shown
    assert "overdue" not in shown, shown.text


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_whoever_has_left_stays_in_the_report_of_a_time_in_which_they_worked(story: DeskDriver) -> None:
    """What they missed went with them: nobody could choose them, and the totals were without them."""
    await story.waits_until(datetime(2027, 1, 5, 9, 5, tzinfo=UTC))
    left = "staff number, name, role, employed from, left on"
    imports(story.bot, rows("people", left, "S102, Tomasz Sample, social_worker, 01/09/2024, 05/01/2027"))
    await story.waits_until(datetime(2027, 1, 7, 9, 5, tzinfo=UTC))
    await story.types("Priya", "report")
    assert "Tomasz Sample" in story.options("Priya")
    shown = await story.fills("Priya", "Show it", first="2026-11-01", last="2027-01-07")
    assert "Everybody below Priya Invented: 2 people" in shown, shown.text
    await message(story, "Priya", "Missed, and kept on record: November 2026 and December 2026.")


_LEAVES = "S101, Amara Example, social_worker, 04/03/2019, 18/11/2026"


async def _of_november(story: DeskDriver) -> str:
    await story.types("Priya", "report")
    return (await story.fills("Priya", "Show it", first="2026-10-01", last="2026-11-30")).text


async def _leaves(story: DeskDriver) -> None:
    left = "staff number, name, role, employed from, left on"
    imports(story.bot, rows("people", left, _LEAVES))
    await story.waits_until(at(19, 9, 5))


async def _discussed(story: DeskDriver) -> None:
    await story.presses("Priya", "Yes, it took place", on="Did case supervision with Amara")
    case = story.options("Priya")["CB-10234"]
    await story.fills("Priya", "Save: it took place", minutes="60", cases=[case])


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
@pytest.mark.policy("york")
async def test_what_was_held_and_was_late_of_a_leaver_stays_in_the_report(story: DeskDriver) -> None:
    """As soon as the last day had passed it was gone, and a session said later to have been held met nothing."""
    await _leaves(story)
    assert "Supervision 1 of 4 on time, 3 overdue" in await _of_november(story), "as on the day before"
    await _discussed(story)
    assert "Supervision 2 of 4 on time, 2 overdue" in await _of_november(story)


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_a_leavers_cases_that_were_due_in_their_time_stay_in_the_report(story: DeskDriver) -> None:
    """Nobody holds them, and so they were counted nowhere."""
    await _leaves(story)
    assert "Cases discussed 0 of 2 on time, 2 overdue" in await _of_november(story)
    await _discussed(story)
    assert "Cases discussed 1 of 2 on time, 1 overdue" in await _of_november(story)


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
@pytest.mark.parametrize("held", [False, True])
async def test_a_leavers_cancelled_sessions_stay_in_the_report(story: DeskDriver, *, held: bool) -> None:
    """What was to be made up for while they were in post was gone on the day after their last."""
    await story.waits_until(at(9, 15, 40))
    await story.presses("Priya", "No, it didn't", on="Did case supervision with Amara")
    await story.fills("Priya", "It didn't take place", reason="other", whose="S201")
    if held:
        await story.types("Priya", "book @Amara 12 november 10am")
        await story.presses("Priya", "Book it")
    await _leaves(story)
    if not held:
        assert "Cancelled sessions rebooked 0 of 1" in await _of_november(story)
        return
    await _discussed(story)
    assert "Cancelled sessions rebooked 1 of 1" in await _of_november(story)


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
@pytest.mark.policy("cambridgeshire-peterborough")
async def test_each_date_that_went_by_on_an_asye_is_counted(story: DeskDriver) -> None:
    """Of whoever is to be seen weekly, then fortnightly, the first was counted, and the months after it said that
    nothing was missed."""
    days = ("12/10/2026", "19/10/2026", "26/10/2026", "02/11/2026")
    met = (f"N{n}, S103, S201, {day}, 10:00, held" for n, day in enumerate(days))
    imports(
        story.bot,
        rows(
            "people",
            "staff number, name, role, employed from, asye from",
            "S103, Nia Newling, social_worker, 05/10/2026, 05/10/2026",
        ),
        rows("relationships", "supervisee, supervisor, since", "S103, S201, 05/10/2026"),
        rows("sessions", "session, supervisee, supervisor, date, start, state", *met),
    )
    await story.waits_until(datetime(2027, 1, 15, 9, 5, tzinfo=UTC))
    await story.types("Priya", "report")
    nia = story.options("Priya")["Nia Newling"]
    shown = await story.fills("Priya", "Show it", first="2026-11-01", last="2027-01-14", whom=nia)
    assert "Supervision 1 of 7 on time, 6 overdue" in shown, shown.text
