"""What somebody answers for today, or answered for when it was met. Rows are found by the people they name; whose each
is says ``answering`` alone."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from datetime import date, datetime, timedelta
from itertools import count, groupby, islice
from operator import attrgetter
from typing import Any, Final

from sqlalchemy import ColumnElement, Date, Select, and_, bindparam, or_, select

from policy.ruleset import Duty, Role
from storage import answering, supervision
from storage import tables as t
from storage.conditions import NOW, TODAY, still_owed
from storage.duties import LATEST_MET, SOONEST, KeptObligation, kept_of, met_from
from storage.listed import among, one_of
from storage.read_afresh import read_people_afresh
from storage.reads import read_once
from storage.sql_types import Instant
from storage.work import Work

#: So much of what was met is read at a time, of which most may be others'.
A_PAGE: Final = 200


def answered_by(work: Work, person_id: int) -> list[KeptObligation]:
    """Everything this person answers for today, soonest first."""
    return [kept_of(row) for row, _ in rows_of(work, _OPEN, [person_id])]


def met_by(work: Work, person_id: int, since: date, most: int) -> list[KeptObligation]:
    """What was met or missed since a day and was this person's to answer for, the latest first."""
    supervised = supervision.supervised_since(work, person_id, since)
    asked = {**_asked(work, [person_id], supervised), "since": since}
    return list(islice(answered_then(work, _met(work, asked), person_id), most))


def _met(work: Work, asked: Mapping[str, Any]) -> Iterator[KeptObligation]:
    """A page at a time, as far as is wanted."""
    for start in count(step=A_PAGE):
        page = work.connection.execute(_MET, {**asked, "page": A_PAGE, "start": start}).all()
        yield from map(kept_of, page)
        if len(page) < A_PAGE:
            return


def answered_then(work: Work, found: Iterable[KeptObligation], person_id: int) -> Iterator[KeptObligation]:
    """Those of what is over, in the order of the days, that this person answered for on the day on which it was met or
    missed: whoever came after them didn't do it."""
    for day, several in groupby(found, attrgetter("over_on")):
        some, then = list(several), work.on(day)
        answering.read_lines(then, [k.obligation for k in some])
        yield from (k for k in some if answering.who_answers(then, k.obligation) == person_id)


def asked_later_today(work: Work, person_id: int) -> list[datetime]:
    """When (instants, UTC) this person is still to be asked today whether a session took place, soonest first."""
    tomorrow = work.calendar.start_of(work.today + timedelta(days=1))
    rows = rows_of(work, _STILL_TODAY, [person_id], now=work.now, tomorrow=tomorrow)
    return sorted(row.ready_at for row, _ in rows)


def rows_of(
    work: Work, query: Select[Any], person_ids: Collection[int], **more: Any
) -> Iterator[tuple[Any, int]]:
    """The rows of a query of what ``may_be_theirs`` that one of these people answers for today, each with who. What is
    marked about them and those they supervise is assessed first."""
    supervised = {i for some in supervision.supervisees_of_all(work, person_ids).values() for i in some}
    rows = work.connection.execute(query, {**_asked(work, person_ids, supervised), **more}).all()
    wanted = set(person_ids)
    for row, who in answering.with_who_answers(work, rows):
        if who in wanted:
            yield row, who


def _asked(work: Work, person_ids: Collection[int], supervised: Collection[int]) -> dict[str, Any]:
    """What ``may_be_theirs`` asks about these people and whom they supervise, or did; what is marked about them is
    assessed first."""
    read_people_afresh(work, [*person_ids, *supervised])
    left = leavers(work)
    theirs = {"people": person_ids, "holders": [*person_ids, *left], "supervised": [*supervised, *left]}
    return {**theirs, "today": work.today}


@read_once(t.Person, t.ObligationRow)
def leavers(work: Work) -> tuple[int, ...]:
    """Those who left while something still hung on them."""
    return tuple(work.connection.execute(_OF_LEAVERS, {"today": work.today}).scalars())


_O: Final = t.ObligationRow.__table__.c


def _of_leavers() -> Select[Any]:
    """From those who left: they are few, and what is owed is much."""
    who = t.Person.__table__.c
    owed = (
        select(_O.id).where(column == who.id, still_owed()).exists()
        for column in (_O.holder_id, _O.worker_id)
    )
    return select(who.id).where(who.left_on < TODAY, or_(*owed)).order_by(who.id)


def may_be_theirs() -> ColumnElement[bool]:
    """Obligations that the people of ``rows_of`` may answer for, by whom they name."""
    supervises = _O.answers == Role.SUPERVISOR
    own = and_(_O.answers == Role.SUPERVISEE, one_of(_O.worker_id, "people"))
    in_place = and_(_O.answers == Role.HOLDER, _O.duty == Duty.SAY_HELD)
    leads = and_(or_(supervises, in_place), one_of(_O.worker_id, "supervised"))
    named = or_(supervises, among(_O.answers, answering.SHARED_OUT))
    holds = and_(named, one_of(_O.holder_id, "holders"))
    return or_(own, leads, holds, among(_O.answers, answering.FURTHER))


_WHOSE: Final = select(t.ObligationRow.__table__).where(may_be_theirs())
_OPEN: Final = _WHOSE.where(still_owed()).order_by(*SOONEST)
_STILL_TODAY: Final = _WHOSE.where(
    still_owed(),
    _O.duty == str(Duty.SAY_HELD),
    _O.ready_at > NOW,
    _O.ready_at < bindparam("tomorrow", type_=Instant),
)
_MET: Final = (
    _WHOSE.where(met_from(bindparam("since", type_=Date)))
    .order_by(*LATEST_MET)
    .limit(bindparam("page"))
    .offset(bindparam("start"))
)
_OF_LEAVERS: Final = _of_leavers()
