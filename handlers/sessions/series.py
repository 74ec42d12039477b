"""A series booked in one go (S10): around leave and holidays, inside every limit, read back before anything is booked.

A limit is the policy's own, asked of facts as they would be: each earlier session of the series held on its day, each
case discussed in it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from cards.model import Form, Option
from cards.sessions import refusals
from cards.sessions import series as cards_series
from cards.sessions.asks import SeriesAsked, SeriesBooked, SeriesForm
from cards.sessions.series import SeriesSession
from cards.sessions.times import epoch
from cards.shared import refusals as shared_refusals
from handlers.notifications.notifier import notify
from handlers.sessions.notices import SeriesIsBooked
from handlers.sessions.pairs import called, led_by, pair_asked
from handlers.sessions.wishes import kind_of, near
from handlers.shared import common_times, times
from handlers.shared.base import Done, Refusal, Reply, Request, ShowForm, read_date, read_number, with_errors
from handlers.shared.common_times import Pair
from handlers.shared.meetings import moment
from handlers.shared.rebooking import waits_for
from policy.facts import (
    CaseFacts,
    DiscussionFact,
    Facts,
    Held,
    PersonFacts,
    SessionKind,
    Subject,
    SubjectKind,
)
from storage import cases, diary, outbox, sessions
from storage.facts import load
from storage.people import Person
from storage.work import Work

#: A session of the series is at most so far from the day that was meant.
ASIDE: Final = timedelta(days=6)
#: As many as are read back and booked together.
MOST: Final = 26


def series_form(request: Request[SeriesForm], work: Work) -> ShowForm:
    return ShowForm(_form(request, work))


def _form(request: Request[object], work: Work) -> Form:
    actor = request.actor
    options = [Option(p.staff_number, called(work, actor, p, p)) for p in led_by(work, actor)]
    return cards_series.series_form(options, options[0].value if len(options) == 1 else "")


def series(request: Request[SeriesAsked], work: Work) -> ShowForm | Reply:
    """The dates that would be booked; nothing is yet."""
    pair, _ = pair_asked(request, work)
    first, until = times.picked(request, work), read_date(request.text("until"))
    errors = _wrong(work, first, until)
    weeks = read_number(next(iter(request.many("weeks")), "")) or 0
    if weeks not in cards_series.WEEKS:
        errors["weeks"] = shared_refusals.CHOOSE_HOW_OFTEN
    if isinstance(first, dict) or until is None or errors:
        return with_errors(request, _form(request, work), errors)
    kind = kind_of(request, work, pair[0])
    meant = list(_meant(work, first, weeks, until))
    planned = list(_planned(work, _Series(pair, kind, request.actor), meant))
    starts = tuple(epoch(p.at) for p in planned if p.at and not p.kept)
    ask = SeriesBooked(supervisee=pair[0].id, supervisor=pair[1].id, session_kind=kind, starts=starts)
    known = times.known(work, pair, request.actor)
    return Reply(cards_series.read_back(called(work, *pair, pair[0]), planned, ask, known))


def _wrong(work: Work, first: datetime | dict[str, str], until: date | None) -> dict[str, str]:
    if isinstance(first, dict):
        return {**first}
    if first <= work.now:
        return {"date": refusals.SERIES_IN_THE_PAST}
    if until is None or not work.calendar.day_of(first) <= until <= work.today + times.FURTHEST:
        return {"until": refusals.SERIES_UNTIL}
    return {}


def _meant(work: Work, first: datetime, weeks: int, until: date) -> Iterator[datetime]:
    """The instants (UTC) as they would be with nothing in the way: on the same weekday, at the same time."""
    wall = work.calendar.wall(first)
    for number in range(MOST):
        day = wall.date() + timedelta(weeks=weeks * number)
        if day <= until:
            yield work.calendar.at(day, wall.time())


@dataclass(frozen=True, slots=True)
class _Series:
    pair: Pair
    kind: SessionKind
    reader: Person


def _planned(work: Work, series: _Series, meant: Sequence[datetime]) -> Iterator[SeriesSession]:
    known, last = _facts(work, series), work.today
    for at in meant:
        limit = _limit(work, known, last)
        one = _one(work, series, at, limit if limit and limit > last else None)
        if one.at:
            last = work.calendar.day_of(one.at.instant)
            known = [_after(facts, series, last) for facts in known]
        yield one


def _facts(work: Work, series: _Series) -> list[Facts]:
    """What a session of the series serves: the supervisee, and of a case session each case."""
    mine = cases.allocated_to(work, series.pair[0].id) if series.kind is SessionKind.CASE else []
    return list(load(work, [Subject(SubjectKind.PERSON, series.pair[0].id), *(c.subject for c in mine)]))


def _limit(work: Work, known: Sequence[Facts], on: date) -> date | None:
    """The last day for the next one, by any of the policy's rules."""
    owed = [o for facts in known for o in work.config.versions.assess(work.calendar, facts, on).obligations]
    due = (o.due for o in owed if o.is_open and o.due and o.key.duty in ("supervise", "discuss"))
    return min(due, default=None)


def _after(facts: Facts, series: _Series, on: date) -> Facts:
    """As they would be once it was held on a day."""
    if isinstance(facts, PersonFacts):
        held = Held(-on.toordinal(), series.kind, on, 0, series.pair[1].id, series.pair[1].role)
        return replace(facts, held=(*facts.held, held))
    assert isinstance(facts, CaseFacts)
    return replace(facts, discussions=(*facts.discussions, DiscussionFact(-on.toordinal(), None, on)))


def _one(work: Work, series: _Series, at: datetime, limit: date | None) -> SeriesSession:
    """The session meant for an instant (UTC): then, or as near to it as will do, never after the limit."""
    booked = near(work, series.pair, series.kind, at)
    if booked and booked.starts_at > work.now:
        return SeriesSession(moment(work, booked.starts_at), kept=True)
    why = _why_not(work, series, at, limit)
    if not why:
        return SeriesSession(moment(work, at), back=common_times.who_is_back(work, series.pair, at))
    other = _aside(work, series.pair, at, limit)
    if other is None:
        return SeriesSession(None, moment(work, at), cards_series.no_time(why))
    back = common_times.who_is_back(work, series.pair, other)
    return SeriesSession(moment(work, other), moment(work, at), why, back=back)


def _why_not(work: Work, series: _Series, at: datetime, limit: date | None) -> str:
    if limit and work.calendar.day_of(at) > limit:
        return cards_series.after_limit(limit)
    wrong = times.problem(work, series.pair, at, work.rules.practice.session_minutes, series.reader)
    return wrong.sentence if wrong else ""


def _aside(work: Work, pair: Pair, at: datetime, limit: date | None) -> datetime | None:
    """The nearest common time to an instant, at about its time of day; before the limit where that comes first."""
    meant = work.calendar.day_of(at)
    last = min(meant + ASIDE, limit) if limit else meant + ASIDE
    since = max(times.soonest(work), work.calendar.start_of(min(meant, last) - ASIDE))
    every = list(common_times.every_time(work, pair, since, last, work.rules.practice.session_minutes))
    wall = work.calendar.wall(at).time()
    return min(every, key=lambda one: _apart(work, one, meant, wall), default=None)


def _apart(work: Work, at: datetime, day: date, wall: time) -> tuple[int, int]:
    """In days, then in minutes of the day."""
    return abs((work.calendar.day_of(at) - day).days), times.minutes_apart(work, at, wall)


def book(request: Request[SeriesBooked], work: Work) -> Done:
    """Each is looked at again; those that still will do are booked, and the supervisee is told once of those with one
    supervisor: while somebody covers the later ones may be with whoever is back by then, who is told too."""
    pair, _ = pair_asked(request, work)
    pairs = [common_times.pair_at(work, pair, times.instant(at)) for at in request.ask.starts]
    diary.hold(work, list({p.id: p for two in (pair, *pairs) for p in two}.values()))
    made, left_out, minutes = dict[int, list[int]](), list[str](), work.rules.practice.session_minutes
    kind = request.ask.session_kind
    for at in map(times.instant, request.ask.starts):
        wrong = times.problem(work, pair, at, minutes, request.actor)
        if wrong:
            left_out.append(wrong.sentence)
        else:
            instead = waits_for(work, *pair, kind)
            replaces = instead.id if instead else None
            two = common_times.pair_at(work, pair, at)
            new = sessions.book(work, kind, *two, at, minutes, request.actor.id, replaces=replaces)
            made.setdefault(two[1].id, []).append(new)
    if not made:
        raise Refusal(refusals.SERIES_GONE)
    outbox.refresh(work, [Subject(SubjectKind.PERSON, pair[0].id)])
    for holder, some in made.items():
        for reader in {pair[0].id, holder} - {request.actor.id}:
            notify(work, SeriesIsBooked(session=some[0], sessions=tuple(some)), to=reader)
    return Done(cards_series.booked(pair[0].name, sum(map(len, made.values())), left_out))
