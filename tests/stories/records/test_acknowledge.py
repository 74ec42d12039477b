"""Every open case acknowledged at every session, by worker and manager (C4), and nothing of it under other policies."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from tests.stories.driver import Driver, Seen, message, no_message

MET = "Amara Example's case supervision with Priya Invented on Monday 9 November 2026"


def at(day: int, hour: int, minute: int = 0, month: int = 11) -> datetime:
    return datetime(2026, month, day, hour, minute, tzinfo=UTC)


async def opens(story: Driver, when: datetime | None = None) -> Seen:
    await story.waits_until(when or at(9, 15, 40))
    return await story.presses("Priya", "Yes, it took place", on="Did case supervision with Amara")


def values(story: Driver, *cases: str) -> list[str]:
    return [value for label, value in story.options("Priya").items() if label in cases]


async def hold(story: Driver, full: str = "", only: str = "", when: datetime | None = None) -> Seen:
    await opens(story, when)
    return await story.fills(
        "Priya",
        "Save: it took place",
        minutes="60",
        cases=values(story, *full.split()),
        acknowledged=values(story, *only.split()),
    )


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_both_acknowledge_every_case_and_the_worker_with_one_tap(story: Driver) -> None:
    done = await hold(story, full="CB-10240", only="CB-10234")
    assert "held" in done.title
    await story.waits_until(at(9, 15, 45))
    asked = await message(story, "Amara", "Acknowledge 2 open cases")
    assert "C4: Every open case acknowledged" in asked
    saved = await story.presses("Amara", "Both acknowledged")
    assert saved.title == "Acknowledged: CB-10234 and CB-10240"
    await story.waits_until(at(11, 9, 5))
    await no_message(story, "Amara", "Not acknowledged by you")
    await no_message(story, "Priya", "Not acknowledged by you")
    assert (await message(story, "Amara", "Cases to acknowledge")).buttons == ()
    assert "Monday 7 December 2026" in await story.types("Priya", "due CB-10240")


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_what_was_not_mentioned_is_the_managers_and_each_is_reminded_of_their_own(
    story: Driver,
) -> None:
    await hold(story, full="CB-10240")
    await story.waits_until(at(9, 15, 45))
    await story.presses("Amara", "Only some of them", on="Acknowledge 2 open cases")
    mine = [v for label, v in story.options("Amara").items() if label == "CB-10234"]
    assert "Tick at least one" in (await story.fills("Amara", "Acknowledge these")).errors["cases"]
    saved = await story.fills("Amara", "Acknowledge these", cases=mine)
    assert "1 case of that session is left" in saved
    await story.waits_until(at(10, 9, 5))
    assert "CB-10240" in await message(story, "Amara", "Not acknowledged by you: CB-10240")
    await no_message(story, "Amara", "Not acknowledged by you: CB-10234")
    await no_message(story, "Priya", "Not acknowledged by you: CB-10240")
    await story.presses("Priya", "Acknowledge", on="Not acknowledged by you: CB-10234")
    await story.presses("Amara", "Acknowledge", on="Not acknowledged by you: CB-10240")
    for who in ("Priya", "Amara"):
        assert "Acknowledge" not in (await story.types(who, "due")).text


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_of_a_session_marked_as_held_days_later_nobody_is_called_late_in_the_same_minute(
    story: Driver,
) -> None:
    await hold(story, full="CB-10240", when=at(12, 10))
    await story.waits_until(at(12, 10, 5))
    await message(story, "Amara", "Acknowledge 2 open cases")
    for who in ("Amara", "Priya"):
        await no_message(story, who, "Not acknowledged by you")
        for page in ("my", "due"):
            shown = await story.types(who, page)
            assert "cknowledge" in shown
            assert "r: Monday 9 November 2026, 3 days overdue" not in shown, shown.text
    assert "Acknowledge" not in await story.types("Priya", "team late")
    await story.waits_until(at(13, 9, 5))
    assert "as the worker: Monday 9 November 2026, 4 days overdue" in await story.types("Amara", "my")
    await message(story, "Amara", "Not acknowledged by you, case supervision with Priya Invented")
    await message(story, "Priya", "Not acknowledged by you: CB-10234")
    first = await message(story, "Amara", "Acknowledge 2 open cases")
    assert first.buttons == (), "there is one place to answer"
    assert "Asked again on Friday 13 November 2026: answer there." in first


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_what_a_supervisor_held_stays_theirs_to_acknowledge_while_somebody_covers(
    story: Driver,
) -> None:
    await hold(story, full="CB-10240")
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", first="2026-11-10", last="2026-11-12")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.waits_until(at(10, 9, 5))
    await no_message(story, "Owen", "Not acknowledged by you")
    assert "Acknowledge" not in (await story.types("Owen", "due")).text
    await story.waits_until(at(13, 9, 5))
    await message(story, "Priya", "Not acknowledged by you: CB-10234")


@pytest.mark.policy("cambridgeshire-peterborough")
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_while_they_are_away_for_weeks_their_manager_reads_that_it_is_late(story: Driver) -> None:
    await hold(story, full="CB-10240")
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", first="2026-11-10", last="2026-12-04")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    for day in (16, 23, 30):
        await story.waits_until(at(day, 9, 5))
        week = await message(story, "Helen", "Late in your teams")
        assert "Priya Invented: 1, due on Monday 9 November 2026" in week
    assert "Acknowledge CB-10234" in await story.types("Helen", "team all late")


@pytest.mark.policy("cambridgeshire-peterborough")
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_what_is_late_beneath_an_absent_supervisor_whom_nobody_covers_is_in_the_summary_above(
    story: Driver,
) -> None:
    """Amara owes her part of two cases: Priya, who would read it, is away for weeks."""
    await hold(story, full="CB-10240")
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", first="2026-11-10", last="2026-12-04")
    await story.waits_until(at(16, 9, 5))
    week = await message(story, "Helen", "Late in your teams")
    assert "Amara Example: 2, the oldest due on Monday 9 November 2026" in week
    assert "Priya Invented: " in week
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202")
    await story.waits_until(at(23, 9, 5))
    assert "Amara Example" not in (await message(story, "Helen", "Late in your teams")).text
    assert "Amara Example: 2" in await message(story, "Owen", "Late in your teams")


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_what_is_left_of_one_session_is_one_thing_and_says_whose_part_it_is(story: Driver) -> None:
    await hold(story, full="CB-10240")
    about = await story.types("Helen", "due CB-10240")
    assert f"Acknowledge CB-10240, {MET}, as the worker" in about
    one = (
        "Cases to acknowledge, Amara Example's case supervision with Priya Invented on Monday 9 November 2026"
    )
    listed = await story.types("Amara", "due")
    assert f"{one}, as the worker: 2 things" in listed
    assert "Acknowledge" not in listed.buttons, "one item for a session, as in the message"
    assert {"Both acknowledged", "Only some of them"} <= {*listed.buttons}
    above = await story.types("Helen", "due @Amara")
    assert not {"Both acknowledged", "Only some of them"} & {*above.buttons}
    await story.waits_until(at(10, 9, 5))
    left = await message(story, "Amara", "Not acknowledged by you, case supervision with Priya Invented")
    assert "2 cases" in left
    assert left.text.count("C4: Every open case") == 1
    assert "Only some of them" in left.buttons
    await story.presses("Amara", "Both of that session", on="Not acknowledged by you")
    assert "as the worker" not in await story.types("Amara", "due")


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_what_is_acknowledged_days_later_was_done_then(story: Driver) -> None:
    await hold(story, full="CB-10240")
    await story.waits_until(at(11, 9, 5))
    await story.presses("Amara", "Both of that session", on="Not acknowledged by you")
    mine = await story.types("Amara", "due met")
    one = f"Acknowledge CB-10240, {MET}, as the worker: done on Wednesday 11 November 2026"
    assert f"{one}, due by Monday 9 November 2026, 2 days late" in mine
    await story.presses("Priya", "Acknowledge", on="Not acknowledged by you: CB-10234")
    theirs = await story.types("Priya", "due met")
    other = f"Acknowledge CB-10234, {MET}, as the manager: done on Wednesday 11 November 2026"
    assert f"{other}, due by Monday 9 November 2026, 2 days late" in theirs
    at_it = f"Acknowledge CB-10240, {MET}, as the manager: done on Monday 9 November 2026"
    assert at_it in theirs, "in the session itself"


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_a_case_acknowledged_only_is_still_to_be_discussed_in_full(story: Driver) -> None:
    await hold(story, only="CB-10234 CB-10240")
    assert "Monday 9 November 2026" in await story.types("Priya", "due CB-10234")
    assert "Monday 23 November 2026" in await story.types("Priya", "due CB-10240")


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_a_case_is_ticked_once_and_an_untouched_form_means_nothing(story: Driver) -> None:
    form = await opens(story)
    assert "Which others were acknowledged only?" in form
    again = await story.fills("Priya", "Save: it took place", minutes="60")
    assert "cases" in again.errors
    again = await story.fills(
        "Priya",
        "Save: it took place",
        minutes="60",
        cases=values(story, "CB-10234"),
        acknowledged=values(story, "CB-10234"),
    )
    assert "Tick a case once" in again.errors["acknowledged"]


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_nobody_acknowledges_for_the_worker(story: Driver) -> None:
    await hold(story, full="CB-10240")
    await story.waits_until(at(9, 15, 45))
    await story.presses("Amara", "Only some of them", on="Acknowledge 2 open cases")
    token = story.token("Amara", "Acknowledge these")
    for who in ("Priya", "Tomasz"):
        assert "no longer works" in await story.sends(who, token)


@pytest.mark.parametrize(
    "_policy",
    [pytest.param(p, marks=pytest.mark.policy(p)) for p in ("central-bedfordshire", "york", "southwark")],
)
async def test_other_policies_ask_nothing_of_it(story: Driver, _policy: str) -> None:
    form = await opens(story)
    assert "acknowledged" not in form.fields
    picked = values(story, "CB-10240")
    await story.fills("Priya", "Save: it took place", minutes="60", cases=picked)
    await story.waits_until(at(20, 12))
    for who in ("Amara", "Priya"):
        await no_message(story, who, "cknowledge")
        assert "cknowledge" not in await story.types(who, "due")


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_whoever_holds_a_session_reads_what_was_acknowledged_and_what_is_left(story: Driver) -> None:
    """Of a personal one, in which cases come up too, nothing was said of what was due; and that there is no record to
    write, which no rule asks for."""
    await story.types("Priya", "book @Tomasz personal 4 november 10am")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(4, 12))
    await story.presses("Priya", "Yes, it took place", on="with Tomasz Sample take place?")
    only = values(story, "CB-10251")
    done = await story.fills("Priya", "Save: it took place", minutes="60", acknowledged=only)
    assert "No case was discussed. Acknowledged only: CB-10251." in done, done.text
    left = done.text.split("Not discussed, though due:")[1]
    assert "CB-10251: Tuesday 13 October 2026, 22 days overdue" in left
    assert "CB-10300: Tuesday 13 October 2026, 22 days overdue" in left


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_the_policy_says_what_it_asks_of_acknowledging(story: Driver) -> None:
    assert "Acknowledging" in (await story.types("Amara", "policy")).buttons
    said = await story.types("Amara", "policy acknowledging")
    assert "Every open case acknowledged at every session, by the worker" in said, said.text
