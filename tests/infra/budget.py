"""How much is tried at random. All of it is seeded, so that what fails once fails again; SUPERVISION_FUZZ=10 tries ten
times as much."""

import os

TIMES = int(os.environ.get("SUPERVISION_FUZZ", "1"))


def seeds(number: int) -> range:
    return range(number * TIMES)


def examples(number: int) -> int:
    """For Hypothesis, in place of its hundred."""
    return number * TIMES
