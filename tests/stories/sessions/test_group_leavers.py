"""Somebody who belongs to a group leaves: what was raised of their cases still comes up, and no heading names them."""

from __future__ import annotations

import pytest

from tests.importing.councils import imports, rows
from tests.stories.conftest import Telling
from tests.stories.driver import message, no_message
from tests.stories.people.test_in_a_leavers_place import leaves
from tests.stories.sessions.test_agenda import adds
from tests.stories.sessions.test_group import at, book

pytestmark = pytest.mark.policy("southwark")

_LINE = "case, service, categories, worker, allocated on"
_AMARA = "S101, Amara Example, social_worker"
_LEFT = "nobody holds it since Amara Example left"


async def _raised_by_amara(story: Telling) -> None:
    """CB-10240, for the group of the 10th; she leaves on the 5th."""
    await book(story)
    await story.waits_until(at(3, 9, 5))
    await story.presses("Amara", "Open the agenda", on="Group supervision with")
    await adds(story, "Amara", "CB-10240 (Amara Example)")
    leaves(story, "05/11/2026", _AMARA)


async def test_a_leavers_case_stays_on_the_agenda_and_is_discussed_in_the_group(story: Telling) -> None:
    """“No case is on the agenda yet”, and the form of the group that was held didn't offer it."""
    await _raised_by_amara(story)
    await story.waits_until(at(9, 9, 5))
    view = await story.presses("Priya", "Open the agenda", on="CB-10240 is on the agenda")
    assert f"CB-10240, {_LEFT}" in view, view.text
    assert view.title == "Agenda: group supervision with Tomasz Sample"
    await adds(story, "Priya", f"CB-10234 ({_LEFT})")
    await story.waits_until(at(10, 11, 5))
    asked = await message(story, "Priya", "Did group supervision with")
    assert asked.title == "Did group supervision with Tomasz Sample take place?"
    form = await story.presses("Priya", "Yes, it took place", on="Did group supervision")
    assert "Who was there? Tomasz Sample Which" in form, form.text
    offered = story.options("Priya")
    raised = f"CB-10240 ({_LEFT}), on the agenda"
    assert raised in offered, offered
    done = await story.fills(
        *("Priya", "Save: it took place"),
        minutes="60",
        attended=["S102"],
        cases=[offered[raised]],
        recorder="S501",
        signer="S202",
        overseer="S201",
    )
    assert "Not discussed, and on the next agenda: CB-10234." in done, done.text
    await no_message(story, "Tomasz", "CB-10234 was on the agenda and not discussed")
    await book(story, date="2026-11-17", people=["S102"])
    await story.waits_until(at(11, 9, 5))
    seen = await story.presses("Tomasz", "Open the agenda", on="17 November 2026")
    assert f"CB-10234, {_LEFT}" in seen, "a later group of whoever supervised them has it too"
    assert "CB-10240" not in seen


async def test_it_goes_with_the_case_to_its_new_worker(story: Telling) -> None:
    await _raised_by_amara(story)
    await story.waits_until(at(6, 9, 5))
    imports(story.bot, rows("cases", _LINE, "CB-10240, social_care, child_protection, S102, 06/11/2026"))
    await story.waits_until(at(9, 9, 5))
    view = await story.presses("Tomasz", "Open the agenda", on="Group supervision with Priya")
    assert "CB-10240, Tomasz Sample" in view, view.text


async def test_a_group_of_which_nobody_is_left_ends(story: Telling) -> None:
    await book(story, people=["S101"])
    leaves(story, "05/11/2026", _AMARA)
    await story.waits_until(at(4, 9, 5))
    told = await message(story, "Priya", "Group supervision with Amara Example")
    assert "Nobody who belongs to it is still in post by then." in told, told.text
    assert "it doesn't take place" in told
    await story.waits_until(at(12, 9, 5))
    await no_message(story, "Priya", "Did group supervision")
