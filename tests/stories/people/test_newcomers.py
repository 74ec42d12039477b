"""Somebody new, and cases that are somebody's from now on, come by a file: each of those concerned is told once."""

from __future__ import annotations

import pytest

from tests.importing.councils import imports, rows
from tests.stories.council import STAFF
from tests.stories.desk import DeskDriver
from tests.stories.driver import message, no_message
from tests.stories.sessions.cancelling import at

pytestmark = [
    pytest.mark.policy("cambridgeshire-peterborough"),
    pytest.mark.parametrize("stage", ["desk"], indirect=True),
]

_PEOPLE = "staff number, name, role, employed from, email"
_LINES = "supervisee, supervisor, since"
_CASES = "case, service, categories, worker, allocated on"


def join(story: DeskDriver) -> None:
    """Noor, whose supervisor is Owen from 9 November on."""
    imports(
        story.bot,
        rows("people", _PEOPLE, "S103, Noor Newcomer, social_worker, 09/11/2026, noor@example.org"),
        rows("relationships", _LINES, "S103, S202, 09/11/2026"),
    )


async def test_a_newcomer_and_whoever_supervises_them_are_told_of_each_other(
    story: DeskDriver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Neither was: a new line was news only in another's place; and the newcomer's page named nobody."""
    monkeypatch.setitem(STAFF, "Noor", "S103")
    await story.waits_until(at(9, 10))
    join(story)
    await story.waits_until(at(10, 9, 5))
    for who, said in (
        ("Noor", "Owen Placeholder supervises you now"),
        ("Owen", "You supervise Noor Newcomer"),
    ):
        told = [one for one in await story.messages(who) if said in one.title + one.text]
        assert len(told) == 1, who
    page = await story.types("Noor", "my")
    assert "Owen Placeholder supervises you." in page, page.text
    await story.waits_until(at(20, 9, 5))
    told = [one for one in await story.messages("Noor") if "supervises you now" in one.title + one.text]
    assert len(told) == 1


async def test_whoever_is_given_cases_reads_which_in_one_line_of_the_day(story: DeskDriver) -> None:
    """They were told nothing, while their supervisor read that a case is late."""
    given = [f"CB-{20000 + n}, social_care, cin, S102, 09/11/2026" for n in range(12)]
    await story.waits_until(at(9, 10))
    imports(story.bot, rows("cases", _CASES, *given))
    await story.waits_until(at(10, 9, 5))
    told = await message(story, "Tomasz", "Allocated to you: 12 cases")
    assert "CB-20000 is yours since Monday 9 November 2026." in told, told.text
    assert "And 2 more." in told
    await no_message(story, "Priya", "Allocated to you")
    listed = await story.presses("Tomasz", "Show my cases", on="Allocated to you")
    assert "CB-20011" in listed
    one_more = "CB-20100, social_care, cin, S102, 11/11/2026"
    imports(story.bot, rows("cases", _CASES, *given, one_more))
    await story.waits_until(at(12, 9, 5))
    told = await message(story, "Tomasz", "Allocated to you: CB-20100")
    assert "CB-20000" not in told
    found = [one for one in await story.messages("Tomasz") if "Allocated to you" in one.title + one.text]
    assert len(found) == 2


async def test_a_case_that_went_to_another_before_it_was_told_is_no_news(story: DeskDriver) -> None:
    await story.waits_until(at(9, 19))
    case = "CB-20000, social_care, cin"
    imports(story.bot, rows("cases", _CASES, f"{case}, S102, 09/11/2026"))
    imports(story.bot, rows("cases", _CASES, f"{case}, S101, 09/11/2026"))
    await story.waits_until(at(10, 9, 5))
    await no_message(story, "Tomasz", "Allocated to you")
    assert "CB-20000 is yours" in await message(story, "Amara", "Allocated to you")


async def test_what_was_theirs_as_the_bot_began_is_not_told(story: DeskDriver) -> None:
    await story.waits_until(at(20, 9, 5))
    for who in ("Tomasz", "Owen"):
        await no_message(story, who, "Allocated to you")
