"""An absence as messages and answers show it, whether it runs, and who arranges things meanwhile."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, timedelta
from typing import Final

from cards.absence.absent import Absent
from cards.absence.arrange import Situation, covering
from cards.shared.claims import Covers
from cards.shared.due_lines import DueLine
from handlers.shared import as_the_line_reads, awaiting_outcome, obligation_words, permissions, rebooking
from handlers.shared.absent import shown
from handlers.shared.cancelled_session import answered_by
from handlers.shared.taking_cover import left_alone_in
from policy.obligations import Obligation
from policy.ruleset import Duty, Role
from policy.spans import covers, share_a_day
from storage import absences, answered_for, cases, duties, people, sessions, stand_ins, working_hours
from storage.absences import AbsenceView
from storage.duties import KeptObligation
from storage.people import Person
from storage.sessions import SessionView
from storage.states import AbsenceState
from storage.work import Work


def shown_whole(work: Work, view: AbsenceView) -> Absent:
    """With the days of the stretch that it is a part of: since when somebody is away, and until when."""
    parts = absences.stretch(work, view)
    return replace(shown(view), first=parts[0].first, last=parts[-1].last) if parts else shown(view)


def runs(work: Work, view: AbsenceView) -> bool:
    """Confirmed, and not over."""
    return view.state == AbsenceState.CONFIRMED and (view.last is None or view.last >= work.today)


def without_cover(work: Work, view: AbsenceView) -> list[str]:
    """Who has nobody for what is left of it."""
    if not runs(work, view):
        return []
    made = absences.arranged(work, view.id)
    without = (p for p in absences.supervisees(work, view) if not (p.id in made and made[p.id].cover_id))
    return [p.name for p in without]


def cases_due(work: Work, view: AbsenceView) -> list[DueLine]:
    """Dates of the absent person's cases by the end of the absence, soonest first."""
    mine = [c.subject for c in cases.allocated_to(work, view.person.id)]
    found = [k for k in duties.open_about(work, mine) if k.obligation.due] if mine else []
    return awaiting_outcome.in_a_message(work, [k for k in found if _by_its_end(view, k)])


def _by_its_end(view: AbsenceView, kept: KeptObligation) -> bool:
    """What is due after it is done after it; what was due before and isn't done waits in it."""
    return kept.obligation.due is not None and covers(date.min, view.last, kept.obligation.due)


#: What a cover takes on, by duty: what the supervisor answers for with a date. Preparing is nobody else's business.
TAKEN_ON: Final = (str(Duty.DISCUSS), str(Duty.REVIEW_PLAN), str(Duty.SUPERVISE), str(Duty.REBOOK))


def _to_take_on(work: Work, concerning: Sequence[KeptObligation]) -> list[KeptObligation]:
    """Of what concerns some, what their supervisor answers for with a date; no new time where one is booked."""
    found = [k for k in concerning if _taken_on(k.obligation)]
    obligation_words.read_rebooked(work, found)
    made_up = {k.id for k in _rebooked(work, found)}
    return [k for k in found if k.id not in made_up]


def _rebooked(work: Work, found: Sequence[KeptObligation]) -> Iterator[KeptObligation]:
    """Those that have a new time, or are made up for by the same as a later one."""
    mine = [k for k in found if k.obligation.key.duty == Duty.REBOOK]
    views = sessions.sessions(work, [k.obligation.key.subject.id for k in mine])
    latest = {view.id for view in rebooking.latest_of_each(work, views)}
    for kept in mine:
        if kept.obligation.key.subject.id not in latest or obligation_words.rebooked(work, kept):
            yield kept


def taken_on_in(work: Work, view: AbsenceView, supervisees: Sequence[Person]) -> list[KeptObligation]:
    """All that whoever covers answers for by the end of the absence, soonest first: the same, what else has its day
    by then or none, and which sessions took place."""
    concerning = duties.concerning(work, [p.id for p in supervisees])
    dated = [k for k in _to_take_on(work, concerning) if _by_its_end(view, k)]
    last = view.last or until_cover(work, max(view.first, work.today))
    others = [
        k
        for k in concerning
        if _taken_on_beside(k.obligation) and covers(date.min, last, k.obligation.due or last)
    ]
    return sorted((*dated, *others), key=lambda k: (k.obligation.due or date.max, k.id))


def _taken_on_beside(o: Obligation) -> bool:
    """Not a session to make up for: which of those the cover finds a new time for is listed by itself."""
    by_itself = o.key.kind_of_duty in (Duty.REBOOK, Duty.PREPARE)
    return o.answers == Role.SUPERVISOR and not by_itself and not _taken_on(o)


def waits_for_a_line(work: Work, supervisees: Sequence[Person]) -> list[KeptObligation]:
    """The same, as those above whoever is away read it: not by when a session is to be made up for, where that would
    tell of somebody's reason."""
    found = _to_take_on(work, duties.concerning(work, [p.id for p in supervisees]))
    return [k for k in found if not as_the_line_reads.is_alike(work, k.obligation)]


def _taken_on(o: Obligation) -> bool:
    return o.key.kind_of_duty in TAKEN_ON and o.answers == Role.SUPERVISOR and o.due is not None


def falls_due_in(work: Work, view: AbsenceView) -> list[DueLine]:
    """For those above: dates of the absent person's cases, of their own supervision, and of those whom nobody
    supervises meanwhile, also where the absent person covers, by the end of the absence."""
    covered, until = covered_in(work, view), _covers_in(work, view)
    alone = (p.id for p in absences.supervisees(work, view) if p.id not in covered)
    whom = list(people.people(work, list({*alone, *until, view.person.id})).values())
    inside = [
        k
        for k in waits_for_a_line(work, whom)
        if _by_its_end(view, k)
        and covers(date.min, until.get(k.obligation.worker_id or 0), k.obligation.due or date.min)
    ]
    found = [*cases_due(work, view), *awaiting_outcome.in_a_message(work, inside)]
    return sorted({line.obligation_id: line for line in found}.values(), key=lambda one: one.due or date.max)


def _covers_in(work: Work, view: AbsenceView) -> dict[int, date | None]:
    """Whom the absent person covers meanwhile, each with the last day of it."""
    named = absences.covered_by(work, view.person.id)
    return {whom: away.last for away, whom in named if meet(view, away)}


def meet(one: AbsenceView, other: AbsenceView) -> bool:
    return share_a_day((one.first, one.last), (other.first, other.last))


def may_name_cover(work: Work, reader: Person, view: AbsenceView) -> bool:
    """Or name another than whoever covers: a manager of somebody who supervises others or covers, while they are away
    or before."""
    if not runs(work, view):
        return False
    theirs = absences.supervisees(work, view) or absences.covered_by(work, view.person.id)
    return bool(theirs) and permissions.manages(work, reader, view.person.id)


def due_meanwhile(work: Work, row: Sequence[AbsenceView]) -> list[KeptObligation]:
    """What the absent person answers for and is due from today until their first day back, soonest first; not what
    somebody covers for them."""
    covered = {i for view in row for i in covered_in(work, view)}
    found = [
        k for k in answered_for.answered_by(work, row[0].person.id) if _within(work, row, k.obligation.due)
    ]
    return [k for k in found if not _is_covered(k.obligation, covered)]


def _within(work: Work, row: Sequence[AbsenceView], due: date | None) -> bool:
    return due is not None and covers(work.today, first_day_back(work, row), due)


def first_day_back(work: Work, row: Sequence[AbsenceView]) -> date:
    """After absences in a row; of one without an end, when somebody can have arranged something."""
    last = row[-1].last or until_cover(work, row[-1].first) - timedelta(days=1)
    return working_hours.next_day_worked(work, row[0].person, last)


def _is_covered(o: Obligation, covered: set[int]) -> bool:
    return o.answers == Role.SUPERVISOR and o.worker_id in covered


def to_find_a_time_for(
    work: Work, view: AbsenceView, supervisee_ids: Sequence[int], cover: Person
) -> list[SessionView]:
    """Cancelled sessions that whoever covers is to find a new time for, soonest first: those of the absence, and what
    is owed from before it. Where no rule asks for one, what the two have held since, or have booked next, is the
    answer."""
    meanwhile = absences.to_rebook(work, view, supervisee_ids)
    found = {s.id: s for s in (*meanwhile, *_owed_by_now(work, supervisee_ids))}
    latest = (s for s in found.values() if stand_ins.newest_cancelled(work, s.id) == s.id)
    return sorted((s for s in latest if answered_by(work, s, cover) is None), key=lambda s: s.starts_at)


def _owed_by_now(work: Work, supervisee_ids: Sequence[int]) -> list[SessionView]:
    """In the line, and with a day."""
    ids = [i for one in supervisee_ids for i in duties.to_rebook(work, one)]
    alone = [s for s in sessions.sessions(work, ids) if s.group is None]
    line = (s for s in rebooking.without_new_time(work, alone) if not permissions.is_beside(s, work))
    return [s for s in line if rebooking.limit_of(work, s).due]


def covered_in(work: Work, view: AbsenceView) -> set[int]:
    """Whose supervisor is away, and for whom somebody is named as cover."""
    return {i for i, one in absences.arranged(work, view.id).items() if one.cover_id}


def who_covers_whom(work: Work, view: AbsenceView) -> list[Covers]:
    """While it runs, or before."""
    made = absences.arranged(work, view.id) if runs(work, view) else {}
    whom: dict[int, list[int]] = {}
    for supervisee, one in made.items():
        if one.cover_id:
            whom.setdefault(one.cover_id, []).append(supervisee)
    names = people.people(work, [*whom, *made])
    return [
        covering(cover, names[cover].name, {i: names[i].name for i in some}) for cover, some in whom.items()
    ]


def until_cover(work: Work, first: date) -> date:
    """Of an absence without an end: the day by which somebody can have arranged something."""
    return work.calendar.add(first, work.rules.practice.booking.open_absence)


def is_last_day_before(work: Work, view: AbsenceView) -> bool:
    """Whether the person works no more after today until they are away."""
    return work.today < view.first <= working_hours.next_day_worked(work, view.person, work.today)


def situation(work: Work, view: AbsenceView, supervisees: Sequence[Person]) -> Situation:
    """Who is affected, who covers whom already (and isn't away), what falls due soonest, and the records still owed."""
    made = {i: one.cover_id for i, one in absences.arranged(work, view.id).items() if one.cover_id}
    names, alone = people.people(work, list(made.values())), {p.id for p in left_alone_in(work, view)}
    covers = {i: names[cover].name for i, cover in made.items() if i not in alone}
    without = [p for p in supervisees if p.id not in covers]
    return Situation(
        shown_whole(work, view),
        [p.name for p in supervisees],
        [(p.name, covers[p.id]) for p in supervisees if p.id in covers],
        awaiting_outcome.in_a_message(
            work, [k for k in waits_for_a_line(work, without) if _by_its_end(view, k)]
        ),
        awaiting_outcome.in_a_message(work, duties.owed_by(work, [view.person.id])),
        {p.id: p.name for p in without},
    )
