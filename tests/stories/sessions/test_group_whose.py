"""Of several people one of whom belongs to a group that is booked: whose it is stands with them."""

from __future__ import annotations

import pytest

from tests.stories.driver import Driver, message
from tests.stories.sessions.test_group import at, book

pytestmark = pytest.mark.policy("southwark")

_BOOKED = "Group supervision is booked for Tuesday 10 November 2026 at 10:00 am."
_NONE = "No group supervision is booked yet."
_CASEWORK = "Casework is discussed in weekly group supervision"


async def test_when_a_group_meets_is_said_of_whoever_belongs_to_it(story: Driver) -> None:
    """“Group supervision is booked for … No group supervision is booked yet.” stood below two people, and whose was
    which nowhere; a list said of both that it is booked."""
    await book(story, people=["S101"])
    await story.waits_until(at(3, 9, 5))
    told = await message(story, "Priya", f"{_CASEWORK}: Amara Example")
    due = "It was due on Thursday 8 October 2026."
    assert f"Amara Example. {due} {_BOOKED}" in told, told.text
    assert f"Tomasz Sample. {due} {_NONE}" in told, told.text
    for words in ("due", "my"):
        listed = await story.types("Priya", words)
        _, _, item = listed.text.partition(f"{_CASEWORK}: 2 things")
        hers, _, his = item.partition(f"{_CASEWORK}: Tomasz Sample")
        assert _BOOKED in hers, listed.text
        assert _BOOKED not in his.partition("Why?")[0], listed.text
        assert "Open the agenda" not in his.partition("Why?")[0], "of the one-to-one"


async def test_what_is_so_of_all_of_them_stands_once(story: Driver) -> None:
    await book(story)
    await story.waits_until(at(3, 9, 5))
    told = await message(story, "Priya", f"{_CASEWORK}: Amara Example")
    assert told.text.count(_BOOKED) == 1, told.text
    listed = await story.types("Priya", "due")
    assert listed.text.count(_BOOKED) == 1, listed.text


@pytest.mark.policy("southwark")
@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_of_a_group_whose_leader_is_away_whoever_covers_books_the_next(story: Driver) -> None:
    """They read that its leader is to book it, who is away for weeks."""
    await book(story)
    await story.types("Helen", "away @Priya")
    await story.fills("Helen", "Save", first="2026-11-04", last="2026-11-27")
    await story.types("Helen", "away @Priya")
    await story.presses("Helen", "Who covers")
    await story.fills("Helen", "Save", cover_S101="S202", cover_S102="S202")
    await story.waits_until(at(4, 9, 5))
    for who in ("Tomasz", "Amara", "Sam"):
        told = await message(story, who, "Group supervision with Priya Invented is cancelled")
        assert "Owen Placeholder is to book the next." in told, told.text
    told = await message(story, "Owen", "Group supervision with Priya Invented is cancelled")
    assert "is to book the next" not in told, told.text
    assert "Book group supervision" in (await story.types("Owen", "due")).buttons
