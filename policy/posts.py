"""A person's posts: what they were on which day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date


@dataclass(frozen=True, slots=True)
class Post:
    """What somebody is and works from a day on, until the next."""

    since: date
    role: str
    percent: int = 100
    qualified: bool = False


def post_on(posts: Sequence[Post], day: date) -> Post | None:
    """The one that somebody had on a day; before the first that is known, that one. None where none is known."""
    return next((p for p in reversed(posts) if p.since <= day), next(iter(posts), None))
