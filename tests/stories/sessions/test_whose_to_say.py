"""Whose it is to say whether a session took place: `held`, `my` and messages name one person, who can say it there."""

from __future__ import annotations

from tests.importing.councils import imports, rows
from tests.stories.absence.test_absence import away
from tests.stories.absence.test_uncovered import at
from tests.stories.conftest import Telling
from tests.stories.driver import message, no_message
from tests.stories.people.test_in_a_leavers_place import leaves

_ASKED = "Did case supervision with Amara Example take place?"
_DAY = "Thursday 26 November 2026 at 10:00 am"
_ITS = f"with Amara Example on {_DAY} took place is "
_SAY = "Say whether case supervision with Amara Example on Thursday 26 November 2026 took place"
_HER = "Priya Invented was to hold it."
_YES = "Yes, it took place"


async def _unanswered(story: Telling) -> None:
    """Amara's with Priya, and nothing else of hers."""
    await story.waits_until(at(10, 9))
    await story.presses("Priya", "No, it didn't", on=_ASKED)
    await story.fills("Priya", "It didn't take place", reason="other", whose="S201")
    await story.types("Priya", "book @Amara 26 november 10am")
    await story.presses("Priya", "Book it")
    await story.waits_until(at(26, 12))


async def _passes(story: Telling) -> None:
    imports(story.bot, rows("relationships", "supervisee, supervisor, since", "S101, S202, 27/11/2026"))
    await story.waits_until(at(30, 12))


async def test_after_a_change_of_supervisor_whoever_was_to_hold_it_says_it(story: Telling) -> None:
    """It was asked of the new one, who wasn't there, while the other's `held` had the buttons."""
    await _unanswered(story)
    await _passes(story)
    mine, page = await story.types("Priya", "held"), await story.types("Priya", "my")
    assert _ASKED in mine, mine.text
    assert _DAY in mine
    assert _YES in mine.buttons
    assert _SAY in page, page.text
    assert "Priya Invented's to say" in await story.types("Amara", "held")
    theirs = await story.types("Owen", "held")
    assert f"{_ITS}Priya Invented's to say." in theirs, theirs.text
    assert _YES not in theirs.buttons
    own = await story.types("Owen", "my")
    assert _SAY not in own
    assert "Priya Invented is asked whether it took place." in own, own.text
    await no_message(story, "Owen", _ASKED)
    asked = await message(story, "Priya", _ASKED)
    assert _YES in asked.buttons
    await story.presses("Priya", _YES, on=_ASKED)
    picked = [value for label, value in story.options("Priya").items() if label == "CB-10234"]
    said = await story.fills("Priya", "Save: it took place", minutes="60", cases=picked)
    assert "held" in said.title, said.text
    assert _YES not in (await story.types("Priya", "held")).buttons


async def test_while_they_are_away_it_is_the_new_one_s_who_reads_whose_it_was(story: Telling) -> None:
    await _unanswered(story)
    await _passes(story)
    await away(story, "Helen", "Priya", "unplanned", "2026-11-30", "2026-12-04")
    await story.waits_until(at(1, 12, 0, 12))
    for seen in (await story.types("Owen", "held"), await message(story, "Owen", _ASKED)):
        assert _HER in seen, seen.text
        assert _YES in seen.buttons
    own = await story.types("Owen", "due")
    assert _SAY in own, own.text
    assert _HER in own
    others = await story.types("Priya", "held")
    assert f"{_ITS}Owen Placeholder's to say." in others, others.text
    assert _YES not in others.buttons
    await story.waits_until(at(7, 12, 0, 12))
    assert _YES in (await story.types("Priya", "held")).buttons
    assert f"{_ITS}Priya Invented's to say." in await story.types("Owen", "held")


async def test_once_a_supervisor_has_left_whoever_is_asked_finds_it(story: Telling) -> None:
    await _unanswered(story)
    leaves(story, "27/11/2026")
    await story.waits_until(at(30, 12))
    listed, page = await story.types("Helen", "held"), await story.types("Helen", "my")
    assert _SAY in page, page.text
    assert _ASKED in listed, listed.text
    assert _HER in listed
    assert _YES in listed.buttons
    assert "Helen Fictional's to say" in await story.types("Amara", "held")
    assert _HER in await message(story, "Helen", _ASKED)


async def test_whoever_covers_is_asked_in_the_place_of_whoever_was_to_hold_it(story: Telling) -> None:
    await _unanswered(story)
    await away(story, "Helen", "Priya", "unplanned", "2026-11-27", "2026-12-04")
    await story.presses("Helen", "Who covers", on="Priya Invented: away")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(30, 12))
    listed = await story.types("Owen", "held")
    assert _HER in listed, listed.text
    assert _YES in listed.buttons
    assert _HER in await message(story, "Owen", _ASKED)
    assert _YES not in (await story.types("Priya", "held")).buttons
