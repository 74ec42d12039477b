"""Whoever doesn't find a cancelled session's new time reads the same, whatever the reason (B18, B19)."""

from __future__ import annotations

from tests.infra.databases import Databases
from tests.stories import council
from tests.stories.conftest import bots, on_desk
from tests.stories.driver import message
from tests.stories.sessions.cancelling import at, cancels

#: Each reason for which Priya can cancel, and what Amara reads of it.
READ_OF_REASONS = {
    "Leave": " Priya Invented is unavailable.",
    "Sickness": " Priya Invented is unavailable.",
    "An emergency": " Priya Invented is unavailable.",
    "Other work had to come first": " Other work had to come first.",
    "Something else": "",
}


async def test_whoever_does_not_rebook_reads_alike_whatever_the_reason(databases: Databases) -> None:
    """Of other work and of something else they read the limit and its rule too."""
    read = dict[str, list[str]]()
    for reason, said in READ_OF_REASONS.items():
        async with on_desk(bots(council.copied(databases), council.a_book())) as story:
            await cancels(story, "Priya", reason, "Priya Invented" if "unavailable" in said else "")
            await story.waits_until(at(3, 9, 30))
            told = [(await message(story, "Amara", "Priya Invented: cancelled")).text]
            told += [(await story.types("Amara", words)).text for words in ("my", "due", "due @Amara")]
            assert all("held by" not in one for one in told), reason
            assert said in told[0]
            read[reason] = [one.replace(said, "") if said else one for one in told]
    assert len({tuple(one) for one in read.values()}) == 1, read
