"""Why two people have no common time by a day, for whoever hears of that."""

from __future__ import annotations

from datetime import date

from cards.sessions import rebook as rebook_words
from handlers.shared import times
from handlers.shared.rebooking import offered_from, pair_of
from storage import diary
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work


def why_no_time(work: Work, view: SessionView, limit: date) -> str:
    """Why there is no common time until a day: who has none at all, or they have none in common. Not what is in the
    way: that is theirs. Whose return is awaited has none before it; that is in nobody else's way."""
    without = [one.name for one in pair_of(work, view) if not _has_time(work, view, one, limit)]
    return rebook_words.never_free(without) if without else rebook_words.NONE_IN_COMMON


def _has_time(work: Work, view: SessionView, one: Person, until: date) -> bool:
    since = offered_from(work, view) if one.id == view.away_id else times.soonest(work)
    return next(diary.every_time(work, (one,), since, until, view.minutes), None) is not None
