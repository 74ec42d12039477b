"""What was said before the bot came stands in the council's own files: brought in, it is answered as if chat had said
it."""

from __future__ import annotations

import re

import pytest

from storage.importing.tables.files import Rows
from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.driver import message, no_message
from tests.stories.sessions.cancelling import at
from tests.stories.sessions.test_group import book, hold


def held(kind: str = "case", more: str = "") -> Rows:
    """Of Amara and Priya, on Monday 2 November."""
    heading = "session, supervisee, supervisor, date, start, minutes, kind, state, recorded on, delegate, delegated on"
    return rows("sessions", heading, f"N-1, S101, S201, 02/11/2026, 10:00, 60, {kind}, held, {more}")


# Records


async def test_whoever_was_asked_to_write_a_record_is_asked_and_named(story: Telling) -> None:
    said = rows(
        "discussions",
        "session, case, recorded on, delegate, delegated on",
        "N-1, CB-10234, no, S501, 02/11/2026",
    )
    imports(story.bot, held(more=", ,"), said)
    asked = "Sam Pretend was asked on Monday 2 November 2026 to write it."
    assert asked in await story.types("Priya", "due")
    assert asked in await story.types("Amara", "due")
    assert asked in await story.types("Helen", "due @amara")
    assert "CB-10234" in await story.types("Sam", "my")
    await story.waits_until(at(9, 9, 5))
    await story.presses("Sam", "Recorded", on="Record CB-10234")
    assert asked not in await story.types("Priya", "due")


@pytest.mark.policy("southwark")
async def test_a_groups_record_is_asked_of_whoever_the_file_names(story: Telling) -> None:
    """It was the leader's, whoever was to record it, and nobody was asked to sign it off or to oversee it."""
    heading = "session, supervisee, supervisor, date, start, minutes, kind, state, recorder, signer, overseer"
    group = "G-1, S201, S201, 02/11/2026, 10:00, 60, group, held, S501, S101, S202"
    imports(
        story.bot,
        rows("sessions", heading, group),
        rows("participants", "session, staff_number, attended", "G-1, S101, yes", "G-1, S102, yes"),
        rows("discussions", "session, case, recorded on", "G-1, CB-10234, no", "G-1, CB-10251, 03/11/2026"),
    )
    assert "Record CB-10234" in await story.types("Sam", "due")
    assert "Record CB-10234" not in await story.types("Priya", "due")
    await story.presses("Sam", "Recorded", on="Record CB-10234")
    await story.waits_until(at(3, 9, 5))
    await message(story, "Amara", "Do you sign off the record of")
    oversee = await story.types("Owen", "due")
    assert "CB-10234" in oversee, oversee.text
    assert "CB-10251" not in oversee


@pytest.mark.policy("southwark")
async def test_the_notes_of_a_personal_session_that_were_disagreed_with_are_to_be_settled(
    story: Telling,
) -> None:
    """Only of cases' records a file could say so."""
    heading = "session, supervisee, supervisor, date, start, minutes, kind, state, recorded on, disagreed on"
    one = "N-1, S101, S201, 26/10/2026, 10:00, 60, personal, held, 28/10/2026, 30/10/2026"
    imports(story.bot, rows("sessions", heading, one))
    due = await story.types("Priya", "due")
    assert "Amara Example" in due
    assert "disagree" in due.text.lower(), due.text


# Judgements


@pytest.mark.policy("cambridgeshire-peterborough")
async def test_who_judged_a_case_and_when_is_read_as_if_it_was_done_in_chat(story: Telling) -> None:
    imports(
        story.bot,
        rows("cases", "case, service, categories", "CB-10234, social_care, stable"),
        rows(
            "judgements",
            "case, category, by, on, holds, why",
            "CB-10234, stable, S201, 12/10/2026, yes, Two calm reviews",
            "CB-10234, stable, S301, 04/05/2026, no, A new partner moved in",
        ),
    )
    form = await story.types("Helen", "judge CB-10234")
    assert "Priya Invented, Monday 12 October 2026" in form, form.text
    assert "Two calm reviews" in form
    assert "partner" not in form, "the last counts, whatever the order of the rows"
    assert form.values["judged"] == "stable"
    await story.types("Priya", "interval CB-10234")
    granted = await story.fills("Priya", "Ask for less often", every="8 weeks", why="Settled")
    assert "Tuesday 15 December 2026" in granted, "as where it was judged in chat"


# A group's agenda

REVIEW = rows("events", "case, what, on", "CB-10234, review, 24/11/2026")
RAISED = "case, raised by, raised on, what, on, discussed in, off on"


@pytest.mark.policy("southwark")
async def test_what_was_raised_stands_on_the_next_agenda_and_is_prompted_no_more(story: Telling) -> None:
    await book(story)
    item = rows("agenda", RAISED, "CB-10234, S101, 02/11/2026, review, 24/11/2026, ,")
    imports(story.bot, REVIEW, item)
    await story.waits_until(at(4, 9, 5))
    await no_message(story, "Amara", "Put CB-10234 on the agenda")
    assert "Put CB-10234 on the agenda" not in await story.types("Amara", "due")
    view = await story.presses("Tomasz", "Open the agenda", on="Group supervision with Priya Invented")
    assert "CB-10234, Amara Example" in view
    assert "Tuesday 24 November 2026. Raised by Amara Example." in view
    held = await hold(story, ["S101", "S102"], "CB-10234")
    assert "next agenda" not in held


@pytest.mark.policy("southwark")
async def test_what_came_up_in_a_group_by_file_is_off_the_agenda(story: Telling) -> None:
    await book(story)
    heading = "session, supervisee, supervisor, date, start, minutes, kind, state"
    imports(
        story.bot,
        REVIEW,
        rows("agenda", RAISED, "CB-10234, S101, 26/10/2026, review, 24/11/2026, ,"),
        rows("sessions", heading, "G-1, S201, S201, 02/11/2026, 10:00, 60, group, held"),
        rows("participants", "session, staff_number, attended", "G-1, S101, yes"),
        rows("discussions", "session, case", "G-1, CB-10234"),
    )
    await story.waits_until(at(4, 9, 5))
    await no_message(story, "Amara", "Put CB-10234 on the agenda")
    view = await story.presses("Tomasz", "Open the agenda", on="Group supervision with Priya Invented")
    assert "No case is on the agenda yet." in view


# Which case was audited

AUDITS = "case, staff number, drawn on, done on, by"


async def test_the_case_that_was_audited_meets_what_is_asked_and_is_drawn_no_more(story: Telling) -> None:
    told = await message(story, "Helen", "drawn at random, audited every month: Priya Invented")
    case = next(b for b in told.buttons if b.endswith("is audited")).split()[0]
    imports(story.bot, rows("audits", AUDITS, f"{case}, S201, , 03/11/2026, S301"))
    card = await story.types("Helen", "done @Priya audit")
    assert "Thursday 31 December 2026" in card, "as where chat said it"
    assert not [b for b in card.buttons if b.endswith("is audited")]
    await story.waits_until(at(2, 9, 5, month=12))
    december = await message(story, "Helen", "Priya Invented Due on Thursday 31 December 2026")
    assert "from 3 open cases" in december


async def test_a_case_drawn_elsewhere_is_asked_about_beside_the_bots(story: Telling) -> None:
    told = await message(story, "Helen", "drawn at random, audited every month: Priya Invented")
    drawn = next(b for b in told.buttons if b.endswith("is audited"))
    other = next(c for c in ("CB-10234", "CB-10240") if c not in drawn)
    imports(story.bot, rows("audits", AUDITS, f"{other}, S201, 02/11/2026, ,"))
    card = await story.types("Helen", "done @Priya audit")
    assert {drawn, f"{other} is audited"} <= set(card.buttons)
    await story.presses("Helen", f"{other} is audited")
    done = await story.fills("Helen", "Record", on="2026-11-02")
    assert done.title == f"{other} is audited"
    assert "Thursday 31 December 2026" in await story.types("Helen", "done @Priya audit")


# The whole team


@pytest.mark.policy("southwark")
async def test_a_group_of_the_whole_team_meets_the_week_of_each(story: Telling) -> None:
    heading = "session, supervisee, supervisor, date, start, minutes, kind, state, whole team"
    before = await story.types("Priya", "due")
    assert not re.search("weekly group supervision: Amara Example:? Monday 9 November 2026", before.text)
    imports(story.bot, rows("sessions", heading, "G-1, S201, S201, 02/11/2026, 10:00, 60, group, held, yes"))
    due = await story.types("Priya", "due")
    for who in ("Amara Example", "Tomasz Sample"):
        assert re.search(f"weekly group supervision: {who}:? Monday 9 November 2026", due.text), due.text
