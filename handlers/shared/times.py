"""Times to meet: whether one would do, in a sentence if not, and what could be offered instead."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from typing import Final

from cards.model import Moment
from cards.sessions.times import SEEN, UNSEEN, unseen
from cards.shared import not_then, refusals
from cards.shared.meeting import KINDS
from handlers.shared import common_times
from handlers.shared.base import Request, read_date, read_time
from handlers.shared.common_times import Pair
from handlers.shared.meetings import meeting, moment
from handlers.shared.uncovered import uncovered
from handlers.shared.unsaid import of_pair
from policy.calendar import NonexistentTime
from policy.ruleset import Role
from storage import answering, calendar_readings, diary, people, sessions, working_hours
from storage.people import Person
from storage.work import Work

#: What the bot books by itself begins no sooner than this after both could have read of it.
NOTICE: Final = timedelta(hours=4)
#: What is offered for a choice begins no sooner than this from now: somebody has to read it, and come.
AHEAD: Final = timedelta(hours=2)
SATURDAY: Final = 5
#: Further ahead than this a date is more likely a slip than a plan.
FURTHEST: Final = timedelta(days=366)


@dataclass(frozen=True, slots=True)
class Problem:
    """Why a time won't do, in a sentence; ``instead``: instants (UTC) that would."""

    sentence: str
    instead: tuple[datetime, ...] = ()


def instant(seconds: int) -> datetime:
    """Whole seconds, as buttons and nudges keep an instant, in UTC."""
    return datetime.fromtimestamp(seconds, UTC)


def picked(request: Request[object], work: Work, at: int | None = None) -> datetime | dict[str, str]:
    """The instant of a form's day and time, or of the button's own (``at``); or an error for each field."""
    if at is not None:
        return instant(at)
    day, clock = read_date(request.text("date")), read_time(request.text("time"))
    errors = {} if day else {"date": refusals.CHOOSE_DAY}
    if clock is None:
        errors["time"] = refusals.CHOOSE_TIME
    if day is None or clock is None:
        return errors
    try:
        return work.calendar.at(day, clock)
    except NonexistentTime as skipped:
        return {"time": f"{skipped}."}


def problem(
    work: Work, pair: Pair, at: datetime, minutes: int, reader: Person, moving: int | None = None
) -> Problem | None:
    """Why these two can't meet at an instant (UTC), told to one of them; None if they can. Where one only covers
    it is the supervisor who meets the other once they are back. ``moving``: the session
    that is to be moved there, which is not in its own way. Nothing is offered instead while one of the two is away and
    nobody has said until when."""
    found = _problem(work, pair, at, minutes, reader, moving)
    return replace(found, instead=()) if found and of_pair(work, pair, reader.id) else found


def _problem(
    work: Work, pair: Pair, at: datetime, minutes: int, reader: Person, moving: int | None
) -> Problem | None:
    day = work.calendar.day_of(at)
    if at <= work.now:
        return Problem(not_then.past(moment(work, at)), _later(work, pair, work.now, minutes, moving))
    if day > work.today + FURTHEST:
        return Problem(not_then.too_far(moment(work, at)))
    pair = common_times.pair_on(work, pair, day)
    left = next((p for p in pair if not p.in_post(day)), None)
    if left:
        return Problem(_will_have_left(pair, left, reader))
    return _closed(work, pair, at, minutes, moving) or _taken(work, pair, at, minutes, reader, moving)


def _will_have_left(pair: Pair, left: Person, reader: Person) -> str:
    if left.id == reader.id:
        return not_then.reader_will_have_left()
    supervisee, _ = pair
    said = not_then.supervisee_will_have_left if left.id == supervisee.id else not_then.will_have_left
    return said(left.name)


def _closed(work: Work, pair: Pair, at: datetime, minutes: int, moving: int | None) -> Problem | None:
    """A day on which the council or one of the two doesn't work; the same time on the next day that they do, if both
    are free then, else times after it at which they are."""
    day = work.calendar.day_of(at)
    why = work.calendar.why_not(day)
    off = next((p for p in pair if not working_hours.works_on(work, p, day)), None)
    if why is None and off is None:
        return None
    following = _next_day(work, pair, day)
    said = _why_closed(day, why, off)
    if following is None:
        return Problem(said)
    then = work.calendar.at(following, work.calendar.wall(at).time())
    two = common_times.pair_at(work, pair, then)
    taken = diary.in_the_way(work, two, then, minutes, ignoring=moving)
    since = work.calendar.start_of(following)
    return Problem(said, _later(work, pair, since, minutes, moving) if taken else (then,))


def _why_closed(day: date, why: str | None, off: Person | None) -> str:
    if off and why is None:
        return not_then.day_off(off.name, day)
    return not_then.closed(day, why if why and day.weekday() < SATURDAY else "")


def _next_day(work: Work, pair: Sequence[Person], day: date) -> date | None:
    ahead = (day + timedelta(days=n) for n in range(1, 29))
    return next((d for d in ahead if all(working_hours.works_on(work, p, d) for p in pair)), None)


def _taken(
    work: Work, pair: Pair, at: datetime, minutes: int, reader: Person, moving: int | None
) -> Problem | None:
    """Somebody isn't free. The reader's own session is named; of the other only that they aren't free."""
    found = diary.in_the_way(work, pair, at, minutes, ignoring=moving)
    if not found:
        return None
    mine = next((x for x in found if x.person_id == reader.id), None)
    if mine is None:
        other = next(p for p in pair if p.id == found[0].person_id)
        sentence = _not_free(work, pair, at, other, reader)
    elif mine.session_id:
        view = sessions.session(work, mine.session_id)
        name = meeting(work, view, reader).name
        sentence = not_then.reader_meets(KINDS[view.kind], name, moment(work, view.starts_at))
    else:
        sentence = not_then.reader_not_free(moment(work, at))
    return Problem(sentence, _later(work, pair, at, minutes, moving))


def _not_free(work: Work, pair: Pair, at: datetime, other: Person, reader: Person) -> str:
    """Of a supervisor who is away that day while nobody covers a supervisee reads who can see to it, too."""
    gone = uncovered(work, reader.id) if (reader.id, other.id) == (pair[0].id, pair[1].id) else None
    manager = answering.in_role(work, Role.LINE_MANAGER, reader.id, other.id) if gone else None
    if gone is None or manager is None or (gone.last and gone.last < work.calendar.day_of(at)):
        return not_then.not_free(other.name, moment(work, at))
    return not_then.away_then(other.name, moment(work, at), people.person(work, manager).name)


def _later(work: Work, pair: Pair, since: datetime, minutes: int, moving: int | None) -> tuple[datetime, ...]:
    until = work.calendar.add(work.calendar.day_of(since), work.rules.practice.booking.late)
    return tuple(common_times.free_times(work, pair, max(since, soonest(work)), until, minutes, 3, moving))


def soonest(work: Work) -> datetime:
    """From when on (UTC) a time is offered."""
    return work.now + AHEAD


def soonest_in_message(work: Work) -> datetime:
    """The same of what is shown anew in the night: nobody reads it before the day begins."""
    return max(work.now, work.calendar.at(work.today, work.rules.practice.day_starts)) + AHEAD


def known(work: Work, people: Sequence[Person], reader: Person) -> str:
    """What is known of when these people are busy, told to one of them or to whoever leads them."""
    if not work.config.outlook:
        return UNSEEN
    return unseen_of(work, people, reader.id) or SEEN


def unseen_of(work: Work, people: Sequence[Person], reader: int) -> str:
    """Whose busy times aren't known as they are now, told to the reader; empty where all are, or Outlook isn't read."""
    found = calendar_readings.unread(work, [p.id for p in people]) if work.config.outlook else {}
    by: dict[Moment | None, list[str]] = defaultdict(list)
    for person in people:
        if person.id in found:
            last = found[person.id]
            by[moment(work, last) if last else None].append("you" if person.id == reader else person.name)
    return unseen(by) if by else ""


def minutes_apart(work: Work, at: datetime, wall: time) -> int:
    """How far the time of day of an instant (UTC) is from a time in the council's zone, in minutes."""
    own = work.calendar.wall(at)
    return abs((own.hour - wall.hour) * 60 + own.minute - wall.minute)


def moments(work: Work, times: Sequence[datetime]) -> tuple[Moment, ...]:
    return tuple(moment(work, at) for at in times)


def sentence(work: Work, found: Problem) -> str:
    """The problem, and the first time that would do."""
    if not found.instead:
        return found.sentence
    return not_then.with_another(found.sentence, moment(work, found.instead[0]))
