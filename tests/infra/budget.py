"""How much is tried. What is tried at random is seeded, so that what fails once fails again; SUPERVISION_FUZZ=10 tries
ten times as much, SUPERVISION_KILLS=200 ends the bot at so many moments, SUPERVISION_KILLS_IN_TEAMS=200 at so many on
each database through Teams' connector alone, SUPERVISION_WALK=52 walks that many weeks at random, and
SUPERVISION_STORIES=everywhere tells every story on the desk, on Slack and on Teams, presses what is still offered after
each, and does on both databases what a developer's run does on one; SUPERVISION_STORIES=every-way tells each in all
WAYS. SUPERVISION_SEED, the CI's commit, chooses what isn't always the same. The CI sets SUPERVISION_KILLS,
SUPERVISION_STORIES and SUPERVISION_SEED."""

import os
from zlib import crc32

#: A story is told on both platforms, by one of these: on PostgreSQL on one of them, or on none.
WAYS = (
    ("slack-http", "teams-postgresql"),
    ("slack-socket-postgresql", "teams"),
    *(("slack-socket", "teams"), ("slack-http", "teams")) * 3,
)
#: Of what is done on SQLite, so much is done again on PostgreSQL: one in so many.
ON_POSTGRESQL = 2

STORIES = os.environ.get("SUPERVISION_STORIES", "")
EVERYWHERE = STORIES in {"everywhere", "every-way"}
SEED = os.environ.get("SUPERVISION_SEED", "1")
KILLS = int(os.environ.get("SUPERVISION_KILLS", "12"))
KILLS_IN_TEAMS = int(os.environ.get("SUPERVISION_KILLS_IN_TEAMS", "0"))
WALK_WEEKS = int(os.environ.get("SUPERVISION_WALK", "7"))
TIMES = int(os.environ.get("SUPERVISION_FUZZ", "1"))


def left_out(name: str, one_in: int) -> bool:
    """Whether a developer's run leaves out what is told or tried elsewhere too: it takes one in so many, by its name
    always the same ones."""
    return not EVERYWHERE and crc32(name.encode()) % one_in != 0


def stages(name: str) -> tuple[str, ...]:
    """Where a story is told besides on the desk, by its name: another commit chooses others."""
    if STORIES == "every-way":
        return tuple(dict.fromkeys(stage for way in WAYS for stage in way))
    return WAYS[_chosen(name) % len(WAYS)]


def is_on_postgresql(name: str) -> bool:
    """Whether this run does again on PostgreSQL what it does on SQLite: another commit chooses others."""
    return STORIES != "everywhere" or _chosen(name) % ON_POSTGRESQL == 0


def _chosen(name: str) -> int:
    return crc32(f"{name} {SEED}".encode())


def seeds(number: int) -> range:
    return range(number * TIMES)


def examples(number: int) -> int:
    """For Hypothesis, in place of its hundred."""
    return number * TIMES
