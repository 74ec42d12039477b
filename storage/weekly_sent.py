"""The week's lines of what stays late: the one that a reader was told last follows what becomes of it, and those before
say that they were told again."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date, datetime, timedelta
from typing import Final, NamedTuple

from sqlalchemy import select

from storage import tables as t
from storage.listed import one_of
from storage.outbox import show_again
from storage.work import Work

#: So far the one before is looked for, and the one after: while nothing is late, or its reader is away, there is none.
_APART: Final = timedelta(weeks=8)
_DAY: Final = timedelta(days=1)


class _SentLine(NamedTuple):
    message_id: int
    at: datetime


def week_of(day: date | str) -> str:
    """What a line of a week's day is about."""
    return f"week:{day}"


def sent_later(work: Work, nudge: t.Nudge) -> datetime | None:
    """When its reader was next told a line of the same kind."""
    first = date.fromisoformat(nudge.about.partition(":")[2]) + _DAY
    later = _sent_between(work, nudge, first, min(work.today, first + _APART))
    return min((told.at for told in later), default=None)


def show_before(work: Work, nudges: Iterable[t.Nudge]) -> None:
    """The one that the readers of lines that have just arrived were told before is shown anew."""
    since, until = work.today - _APART, work.today - _DAY
    before = [max(_sent_between(work, one, since, until), key=_at, default=None) for one in nudges]
    show_again(work, [told.message_id for told in before if told])


def show_latest(work: Work, obligation_ids: Collection[int]) -> None:
    """Of what was late, or waited, and isn't so any more: the last line to whoever was told of it is shown as things
    stand."""
    weeks = _days(work.today - 6 * _DAY, work.today)
    asked = {"obligations": sorted(obligation_ids), "weeks": weeks}
    if obligation_ids:
        show_again(work, work.connection.execute(_LATEST, asked).scalars())


def _at(told: _SentLine) -> datetime:
    return told.at


def _sent_between(work: Work, nudge: t.Nudge, first: date, last: date) -> list[_SentLine]:
    """Lines of the same kind to the same reader."""
    found = _sent_on(work, _days(first, last))
    return [told for on in found.values() if (told := on.get((nudge.kind, nudge.recipient_id)))]


def _days(first: date, last: date) -> list[str]:
    return [week_of(first + n * _DAY) for n in range((last - first).days + 1)]


def _sent_on(work: Work, weeks: Collection[str]) -> dict[str, dict[tuple[str, int], _SentLine]]:
    """By the day, by kind and reader."""

    def read(some: list[str]) -> dict[str, dict[tuple[str, int], _SentLine]]:
        found: dict[str, dict[tuple[str, int], _SentLine]] = {week: {} for week in some}
        for row in work.connection.execute(_ON, {"weeks": some}):
            found[row.about][row.kind, row.recipient_id] = _SentLine(row.message_id, row.sent_at)
        return found

    return work.reads.each(("nudge",), _sent_on, weeks, read)


_N: Final = t.Nudge.__table__.c
_ON: Final = select(_N.about, _N.kind, _N.recipient_id, _N.message_id, _N.sent_at).where(
    one_of(_N.about, "weeks"), _N.sent_at.is_not(None), _N.message_id.is_not(None)
)
_WEEK: Final = t.Nudge.__table__.alias("week")
_LATEST: Final = (
    select(_WEEK.c.message_id)
    .join_from(t.Nudge.__table__, _WEEK, _WEEK.c.recipient_id == _N.recipient_id)
    .where(
        one_of(_N.obligation_id, "obligations"),
        _N.sent_at.is_not(None),
        one_of(_WEEK.c.about, "weeks"),
        _WEEK.c.sent_at.is_not(None),
    )
    .distinct()
)
