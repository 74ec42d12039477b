"""A series booked in one go (S10): around leave and holidays, inside every limit, read back before anything is booked.

A limit is the policy's own, asked of facts as they would be: each earlier session of the series held on its day, each
case discussed in it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from typing import Final

from cards.model import Form, Moment, Option
from cards.sessions import refusals
from cards.sessions import series as cards_series
from cards.sessions.asks import SeriesAsked, SeriesBooked, SeriesForm
from cards.sessions.series import OtherThanAsked, SeriesSession
from cards.sessions.times import epoch
from cards.shared import refusals as shared_refusals
from cards.shared.day_fields import or_else
from handlers.notifications.notifier import notify
from handlers.sessions.book import instants, person_of
from handlers.sessions.notices import SeriesIsBooked
from handlers.sessions.pairs import called, led_by, offered_as, pair_asked, pair_of
from handlers.sessions.typed_series import read_series
from handlers.sessions.wishes import fitting, kind_of, kind_typed, near
from handlers.shared import common_times, session_lengths, times
from handlers.shared.base import Done, Refusal, Reply, Request, ShowForm, read_date, read_number, with_errors
from handlers.shared.common_times import Pair
from handlers.shared.meetings import moment
from handlers.shared.rebooking import waits_for
from policy.facts import (
    Facts,
    SessionKind,
    Subject,
    SubjectKind,
)
from policy.obligations import Key
from policy.ruleset import Duty
from storage import cases, diary, outbox, sessions
from storage.facts import load
from storage.people import Person
from storage.work import Work

#: A session of the series is at most so far from the day that was meant.
ASIDE: Final = timedelta(days=6)


def series_form(request: Request[SeriesForm], work: Work) -> ShowForm | Reply:
    """In words all that the form asks, it is read back at once."""
    words, kind = kind_typed(request.ask.words)
    if not words:
        return ShowForm(_form(request, work))
    person, rest = person_of(work, request.actor, words, refusals.SERIES_EXAMPLE)
    pair, asks = pair_of(work, request.actor, person)
    if asks:
        raise Refusal(refusals.ONLY_SUPERVISOR_BOOKS_SERIES)
    said = read_series(rest, work.calendar.wall(work.now))
    first, *another = instants(work, said.first)
    wrong = list(_wrong(work, first, said.until).values())
    if wrong:
        raise Refusal(refusals.series_unread(wrong[0]))
    if said.weeks not in cards_series.WEEKS:
        raise Refusal(refusals.series_how_often(cards_series.WEEKS))
    minutes = session_lengths.checked(said.first.minutes)
    series = _Series(pair, fitting(work, pair[0], kind), request.actor, minutes)
    return _read_back(
        work, series, _meant(work, first, said.weeks, said.until), said.until, [first, *another]
    )


def _form(request: Request[object], work: Work) -> Form:
    actor = request.actor
    options = [Option(p.staff_number, offered_as(work, actor, p)) for p in led_by(work, actor)]
    person = options[0].value if len(options) == 1 else ""
    return cards_series.series_form(options, person, session_lengths.length(work, None))


def series(request: Request[SeriesAsked], work: Work) -> ShowForm | Reply:
    """The dates that would be booked; nothing is yet."""
    pair, _ = pair_asked(request, work)
    first, until = times.picked(request, work), read_date(request.text("until"))
    errors = _wrong(work, first, until)
    weeks = read_number(next(iter(request.many("weeks")), "")) or 0
    if weeks not in cards_series.WEEKS:
        errors["weeks"] = shared_refusals.CHOOSE_HOW_OFTEN
    minutes, not_so_long = session_lengths.chosen(request, None, session_lengths.length(work, None))
    errors.update(not_so_long)
    if isinstance(first, dict) or until is None or errors:
        return with_errors(request, _form(request, work), errors)
    series = _Series(pair, kind_of(request, work, pair[0]), request.actor, minutes)
    return _read_back(work, series, _meant(work, first, weeks, until))


def _read_back(
    work: Work,
    series: _Series,
    all_meant: Iterable[datetime],
    until: date | None = None,
    firsts: Sequence[datetime] = (),
) -> Reply:
    """``until``: as it was understood, where it was typed; ``firsts``: the first, and the other that may be meant."""
    pair, meant = series.pair, list(all_meant)
    planned = list(_planned(work, series, meant[: cards_series.MOST]))
    ask = SeriesBooked(
        supervisee=pair[0].id,
        supervisor=pair[1].id,
        session_kind=series.kind,
        minutes=series.minutes,
        starts=tuple(epoch(p.at) for p in planned if p.at and not p.kept),
        nothing_around=tuple(epoch(p.instead_of) for p in planned if p.instead_of and not p.at),
        beyond=len(meant[cards_series.MOST :]),
    )
    known, long = times.known(work, pair, series.reader), session_lengths.length(work, series.minutes)
    starts = map(times.instant, ask.starts)
    short = dict.fromkeys(session_lengths.each_too_short(work, pair, series.kind, starts, long))
    name, other = called(work, *pair, pair[0]), or_else([work.calendar.day_of(at) for at in firsts])
    return Reply(
        cards_series.read_back(
            name, planned, ask, known, until, minutes=long, others=[*filter(None, [other]), *short]
        )
    )


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
    day = wall.date()
    while day <= until:
        yield work.calendar.at(day, wall.time())
        day += timedelta(weeks=weeks)


@dataclass(frozen=True, slots=True)
class _Series:
    pair: Pair
    kind: SessionKind
    reader: Person
    minutes: int | None = None


def _planned(work: Work, series: _Series, meant: Sequence[datetime]) -> Iterator[SeriesSession]:
    ahead = _Ahead(work, series)
    for at in meant:
        limit = ahead.limit(work.calendar.day_of(at))
        one = _one(work, series, at, limit)
        yield replace(one, limit=ahead.late(one.at.instant, limit)) if one.at else one


class _Ahead:
    """What the policy asks for as each session to come would be held in turn, those booked already too: of the
    supervisee, and of a case session of each case."""

    def __init__(self, work: Work, series: _Series) -> None:
        self.work, self.series, self.last = work, series, work.today
        self.minutes = session_lengths.length(work, series.minutes)
        supervisee = series.pair[0]
        mine = cases.allocated_to(work, supervisee.id) if series.kind is SessionKind.CASE else []
        subjects = [Subject(SubjectKind.PERSON, supervisee.id), *(c.subject for c in mine)]
        self.known: list[Facts] = list(load(work, subjects))
        found = sessions.booked_for(work, supervisee.id)
        self.booked = [v for v in found if v.supervisee.id == supervisee.id and v.starts_at > work.now]

    def limit(self, on: date) -> date | None:
        """The last day for the next one, by any rule for which a session of a day does something."""
        while self.booked and self.booked[0].on < on:
            booked = self.booked.pop(0)
            self._hold(booked.kind, booked.on, booked.minutes)
        then = self._held(self.series.kind, on, self.minutes)
        now, then_owed = self._owed(self.known, self.last), self._owed(then, on)
        return min((due for key, due in now.items() if then_owed.get(key) != due), default=None)

    def late(self, at: datetime, limit: date | None) -> date | None:
        """The limit, where the next one, held at an instant (UTC), comes after it."""
        self._hold(self.series.kind, self.work.calendar.day_of(at), self.minutes)
        return limit if limit and self.last > limit else None

    def _hold(self, kind: SessionKind, on: date, minutes: int) -> None:
        self.known, self.last = self._held(kind, on, minutes), max(on, self.last)

    def _held(self, kind: SessionKind, on: date, minutes: int) -> list[Facts]:
        holder = self.series.pair[1]
        return [session_lengths.once_held(facts, kind, holder, on, minutes) for facts in self.known]

    def _owed(self, known: Sequence[Facts], on: date) -> dict[Key, date]:
        versions, calendar = self.work.config.versions, self.work.calendar
        owed = (o for facts in known for o in versions.assess(calendar, facts, on).obligations)
        return {
            o.key: o.due for o in owed if o.is_open and o.due and o.key.duty in (Duty.SUPERVISE, Duty.DISCUSS)
        }


def _one(work: Work, series: _Series, at: datetime, limit: date | None) -> SeriesSession:
    """The session meant for an instant (UTC): then, or as near to it as will do; before the limit where that is near
    by and a time is found."""
    booked = near(work, series.pair, series.kind, at)
    if booked and booked.starts_at > work.now:
        return SeriesSession(moment(work, booked.starts_at), kept=True)
    near_by = limit and limit >= work.calendar.day_of(at) - ASIDE
    why = ""
    for within in (limit, None) if near_by else (None,):
        why = _why_not(work, series, at, within)
        found = _aside(work, series, at, within) if why else at
        if found:
            meant = moment(work, at) if why else None
            back = common_times.who_is_back(work, series.pair, found)
            return SeriesSession(moment(work, found), meant, why, back=back)
    return SeriesSession(None, moment(work, at), cards_series.no_time(why))


def _why_not(work: Work, series: _Series, at: datetime, limit: date | None) -> str:
    if limit and work.calendar.day_of(at) > limit:
        return cards_series.after_limit(limit)
    long = session_lengths.length(work, series.minutes)
    wrong = times.problem(work, series.pair, at, long, series.reader)
    return wrong.sentence if wrong else ""


def _aside(work: Work, series: _Series, at: datetime, limit: date | None) -> datetime | None:
    """The nearest common time to an instant, at about its time of day; before the limit where that comes first."""
    meant = work.calendar.day_of(at)
    last = min(meant + ASIDE, limit) if limit else meant + ASIDE
    since = max(times.soonest(work), work.calendar.start_of(min(meant, last) - ASIDE))
    long = session_lengths.length(work, series.minutes)
    every = list(common_times.every_time(work, series.pair, since, last, long))
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
    series = _Series(pair, request.ask.session_kind, request.actor, request.ask.minutes)
    ahead = _Ahead(work, series)
    made, left_out = _booked(work, series, request.ask.starts)
    if not made:
        raise Refusal(refusals.SERIES_GONE)
    outbox.refresh(work, [Subject(SubjectKind.PERSON, pair[0].id)])
    for holder, some in made.items():
        for reader in {pair[0].id, holder} - {request.actor.id}:
            notify(work, SeriesIsBooked(session=some[0], sessions=tuple(some)), to=reader)
    new = [one for some in made.values() for one in some]
    otherwise = OtherThanAsked(
        left_out,
        times.moments(work, [times.instant(at) for at in request.ask.nothing_around]),
        request.ask.beyond,
        list(_late(work, ahead, new)),
    )
    minutes = session_lengths.unless_usual(work, session_lengths.length(work, series.minutes))
    return Done(cards_series.booked(pair[0].name, len(new), otherwise, minutes))


def _booked(work: Work, series: _Series, starts: Sequence[int]) -> tuple[dict[int, list[int]], list[str]]:
    """Those that were, by who holds them; and why others weren't."""
    made, left_out = dict[int, list[int]](), list[str]()
    minutes = session_lengths.length(work, series.minutes)
    for at in map(times.instant, starts):
        wrong = times.problem(work, series.pair, at, minutes, series.reader)
        if wrong:
            left_out.append(wrong.sentence)
            continue
        instead = waits_for(work, *series.pair, series.kind)
        replaces = instead.id if instead else None
        two = common_times.pair_at(work, series.pair, at)
        new = sessions.book(work, series.kind, *two, at, minutes, series.reader.id, replaces=replaces)
        made.setdefault(two[1].id, []).append(new)
    return made, left_out


def _late(work: Work, ahead: _Ahead, new: Sequence[int]) -> Iterator[tuple[Moment, date]]:
    """Those of the new ones that come after a limit, each held in turn."""
    for view in sorted(sessions.sessions(work, new), key=lambda v: v.starts_at):
        limit = ahead.late(view.starts_at, ahead.limit(view.on))
        if limit:
            yield moment(work, view.starts_at), limit
