"""What stays late after it was told as such, and whose it is."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from datetime import date, timedelta
from functools import partial
from typing import Any, Final, NamedTuple

from sqlalchemy import Date, Select, String, and_, bindparam, case, cast, func, or_, select

from policy.facts import ALLOCATION
from policy.obligations import Waiting, kind_of_duty
from policy.ruleset import Duty
from storage import answering, supervision
from storage import tables as t
from storage.answered_for import may_be_theirs, rows_of
from storage.conditions import TODAY, overdue, still_owed
from storage.listed import among, one_of
from storage.sql_types import Instant
from storage.work import Work


class Owed(NamedTuple):
    """Of one duty about one worker, so many that are overdue, the oldest since a day; or (None) that have no day, were
    asked of somebody, and will not be again. ``first``: reviews of plans, each the first since its case was allocated.
    ``ids``: with commas between them."""

    duty: str
    worker_id: int | None
    oldest: date | None
    number: int
    first: bool
    ids: str

    @property
    def kind_of_duty(self) -> str:
        """As of an obligation's key."""
        return kind_of_duty(self.duty)

    @property
    def obligation_ids(self) -> list[int]:
        return [int(i) for i in self.ids.split(",")]


#: What is late is told once a week (practice, weekly): a reminder of its own before the next time is enough.
_UNTIL_THE_NEXT: Final = timedelta(weeks=1)
_A_WEEK_ON: Final = bindparam("a_week_on", type_=Instant)
_O: Final = t.ObligationRow.__table__
_N: Final = t.Nudge.__table__
#: One of a group's, and of which: its people share it out.
_SHARED_OUT: Final = and_(_O.c.worker_id.is_(None), among(_O.c.answers, answering.SHARED_OUT))
#: By which it is known who answers, alike for many.
_ANSWERED: Final = (
    *(_O.c.duty, _O.c.answers, _O.c.worker_id, _O.c.holder_id),
    case((_SHARED_OUT, _O.c.subject_kind)).label("subject_kind"),
    case((_SHARED_OUT, _O.c.subject_id)).label("subject_id"),
)
_OVERDUE: Final = overdue(_O.c.due, TODAY)
_QUIET: Final = _O.c.next_attention.is_(None)
_NOTIFIED: Final = (
    select(_N.c.id).where(_N.c.obligation_id == _O.c.id, _N.c.sent_at.is_not(None)).correlate(_O).exists()
)
_NOTIFIED_SINCE_DUE: Final = (
    select(_N.c.id)
    .where(_N.c.obligation_id == _O.c.id, func.date(_N.c.sent_at, type_=Date) > _O.c.due)
    .correlate(_O)
    .exists()
)
#: Of a session that waits for a return that nobody has said: what may go up the line is looked at anew each day.
_RETURN_UNSAID: Final = and_(_O.c.waiting_for == Waiting.RETURN, _NOTIFIED)
#: It has no day, was asked of somebody, and will not be again.
_ASKED_WITHOUT_DAY: Final = and_(_O.c.due.is_(None), _QUIET, _NOTIFIED)
#: Nothing more is to come: of what is overdue, or it was told as such, and what may still come goes up the line, or not
#: before another week; of what has no day, it was asked of somebody.
_NO_REMINDER_LEFT: Final = (
    select(*_ANSWERED)
    .where(
        still_owed(),
        or_(
            and_(
                _OVERDUE,
                or_(_QUIET, _NOTIFIED_SINCE_DUE, _RETURN_UNSAID, _O.c.next_attention >= _A_WEEK_ON),
            ),
            _ASKED_WITHOUT_DAY,
        ),
    )
    .distinct()
)
_LATE: Final = and_(still_owed(), or_(_OVERDUE, _ASKED_WITHOUT_DAY))
_EACH_LATE: Final = select(*_ANSWERED, _O.c.id, _O.c.due).where(_LATE)


def without_reminder(work: Work) -> set[int]:
    """Who answers today for something late that they were told of, or asked without a day, with no reminder to come."""
    found = {who for _, who in _with_who_answers(work, _NO_REMINDER_LEFT)}
    return {one for one in found if one is not None}


class NobodyAnswersFor(NamedTuple):
    """Open, late or without a day, and nobody's to answer for. ``about``: the person it is about, if it is."""

    id: int
    due: date | None
    about: int | None


def answered_by_nobody(work: Work) -> list[NobodyAnswersFor]:
    """What is late, or asked without a day, and the line has nobody for: somebody at its top, or without a supervisor.
    Of what an administrator was told in their place no reminder comes."""
    found = _with_who_answers(work, _EACH_LATE)
    return [
        NobodyAnswersFor(row.id, row.due, row.worker_id or row.holder_id) for row, who in found if who is None
    ]


def _with_who_answers(work: Work, query: Any) -> Iterator[tuple[Any, int | None]]:
    """The rows of a query, each with who answers for it today."""
    days = {"today": work.today, "a_week_on": work.now + _UNTIL_THE_NEXT}
    return answering.with_who_answers(work, work.connection.execute(query, days).all())


def managers_of(work: Work, person_ids: set[int]) -> set[int]:
    """Who supervises these people or covers, or the next above who is there; whoever has no line has none."""
    answering.read_lines_of(work, person_ids)
    above = {supervision.supervisor_now(work, one) for one in person_ids}
    return {answering.first_available(work, one) for one in above if one is not None}


def owed_by(work: Work, person_ids: Collection[int]) -> dict[int, tuple[Owed, ...]]:
    """By person: what they answer for today and is overdue, or waits without a day, counted and not read."""
    tables = ("obligation", "subject", "nudge", "person", "relationship", "absence", "arrangement")
    return work.reads.each(tables, owed_by, person_ids, partial(_owed_by, work))


def _owed_by(work: Work, person_ids: list[int]) -> dict[int, tuple[Owed, ...]]:
    found: dict[int, list[Owed]] = {i: [] for i in person_ids}
    for row, who in rows_of(work, _OWED, person_ids):
        found[who].append(Owed(row.duty, row.worker_id, row.oldest, row.number, row.first, row.ids))
    return {i: tuple(some) for i, some in found.items()}


def _owed() -> Select[Any]:
    first = and_(among(_O.c.duty, [Duty.REVIEW_PLAN]), among(_O.c.fact_kind, [ALLOCATION]))
    alike = (*_ANSWERED, first.label("first"))
    many = (
        func.min(_O.c.due).label("oldest"),
        func.count().label("number"),
        func.aggregate_strings(cast(_O.c.id, String), ",").label("ids"),
    )
    return select(*alike, *many).where(may_be_theirs(), _LATE).group_by(*alike, _O.c.due.is_(None))


_OWED: Final = _owed()


def asked_without_day(work: Work, obligation_ids: Collection[int]) -> set[int]:
    """Which of these open obligations have no day, were asked of somebody, and will not be again."""

    def read(some: list[int]) -> dict[int, bool]:
        return dict.fromkeys(work.connection.execute(_WITHOUT_DAY, {"ids": some}).scalars(), True)

    return set(work.reads.each(("obligation", "nudge"), asked_without_day, obligation_ids, read))


_WITHOUT_DAY: Final = select(_O.c.id).where(one_of(_O.c.id), _ASKED_WITHOUT_DAY)
