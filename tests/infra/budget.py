"""How much is tried. What is tried at random is seeded, so that what fails once fails again; SUPERVISION_FUZZ=10 tries
ten times as much, SUPERVISION_KILLS=200 ends the bot at so many moments, SUPERVISION_KILLS_IN_TEAMS=200 at so many on
each database through Teams' connector alone, SUPERVISION_WALK=52 walks that many weeks at random, and
SUPERVISION_STORIES=everywhere tells every story on every stage, and does on both databases what a developer's run does
on one. The CI sets SUPERVISION_KILLS and SUPERVISION_STORIES."""

import os
from zlib import crc32

EVERYWHERE = os.environ.get("SUPERVISION_STORIES") == "everywhere"
KILLS = int(os.environ.get("SUPERVISION_KILLS", "12"))
KILLS_IN_TEAMS = int(os.environ.get("SUPERVISION_KILLS_IN_TEAMS", "0"))
WALK_WEEKS = int(os.environ.get("SUPERVISION_WALK", "7"))
TIMES = int(os.environ.get("SUPERVISION_FUZZ", "1"))


def left_out(name: str, one_in: int) -> bool:
    """Whether a developer's run leaves out what is told or tried elsewhere too: it takes one in so many, by its name
    always the same ones."""
    return not EVERYWHERE and crc32(name.encode()) % one_in != 0


def seeds(number: int) -> range:
    return range(number * TIMES)


def examples(number: int) -> int:
    """For Hypothesis, in place of its hundred."""
    return number * TIMES
