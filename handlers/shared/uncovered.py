"""A supervisor who is away while nobody covers for them: what waits for them waits for whoever can name a cover."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from cards.model import Text
from cards.shared.claims import CoverToCome
from cards.shared.duty_claims import AnswersUntilNamed
from cards.shared.uncovered import (
    Uncovered,
    asking,
    covered_by,
    covered_meanwhile,
    unavailable,
    with_return,
)
from storage import absences, answering, people, supervision, working_hours
from storage.absences import AbsenceView
from storage.people import Person
from storage.states import AbsenceState
from storage.work import Work


def uncovered(work: Work, worker_id: int | None) -> Uncovered | None:
    """Of whoever supervises somebody in the line: until the end of the stretch away, of which this may be a part."""
    supervisor = supervision.line_supervisor(work, worker_id) if worker_id else None
    if worker_id is None or supervisor is None or supervision.supervisor_now(work, worker_id) != supervisor:
        return None
    view = runs_today(work, supervisor)
    if view is None:
        return None
    last = away_until(work, supervisor)
    whom = (people.person(work, worker_id).name,) if supervisor in _partly_covered(work) else ()
    then = _cover_to_come(work, view, worker_id)
    return Uncovered(view.id, worker_id, supervisor, view.person.name, last, whom, then=then)


def _cover_to_come(work: Work, view: AbsenceView, supervisee: int) -> CoverToCome | None:
    """Who covers from a later absence of the same stretch on, soonest first."""
    for part in absences.stretch(work, view):
        to_come = part.first > work.today
        if to_come and (cover := supervision.cover_now(work, supervisee, view.person.id, part.first)):
            return CoverToCome(cover, people.person(work, cover).name, part.first)
    return None


def meanwhile(work: Work, supervisee: int) -> Text:
    """To somebody whose supervisor is away or has left: who supervises them, or, where nobody does or they are away
    too, who can name somebody. Empty while nobody is."""
    if now := answers_until_named(work, supervisee):
        return (now,)
    found = _cover_there(work, supervisee)
    if found is None:
        return nobody_now(work, supervisee)
    cover, absent = found
    return covered_by(cover.id, supervisee, cover.name, absent.name)


def covers_meanwhile(work: Work, supervisee: int | None) -> Text:
    """To those above somebody whose supervisor is away: who covers; empty where nobody does, or is away too."""
    found = _cover_there(work, supervisee) if supervisee else None
    if not supervisee or found is None:
        return ()
    (cover, absent), whom = found, people.person(work, supervisee)
    return covered_meanwhile(cover.id, whom.id, (cover.name, whom.name, absent.name))


def _cover_there(work: Work, supervisee: int) -> tuple[Person, Person] | None:
    """Who covers for somebody's supervisor today and isn't away too, and that supervisor."""
    line = supervision.lines(work, [supervisee])[supervisee]
    if line.supervisor is None or line.cover is None or not answering.is_available(work, line.cover):
        return None
    return people.person(work, line.cover), people.person(work, line.supervisor)


def nobody_now(work: Work, supervisee: int) -> Text:
    """To somebody whose supervisor is away, while nobody covers or whoever does is away too: so, and who can name
    somebody. Empty else."""
    gone = without_anybody(work, supervisee)
    return gone.to_supervisee(can_name(work, supervisee, gone.absent)) if gone else ()


def away_of_two(work: Work, pair: Sequence[Person], reader: Person) -> Text:
    """To one of a supervisee and whoever is to meet them, for whom no time is found: who of the two is away, until when
    as far as it is known, and whom to ask. Empty while both are there."""
    alone = without_anybody(work, reader.id) if reader == pair[0] else None
    if alone and supervision.supervisor_now(work, reader.id) == pair[1].id:
        said, manager = (
            with_return(alone.to_supervisee(""), alone.last),
            can_name(work, reader.id, alone.absent),
        )
        return asking(said, manager)
    for one in sorted(pair, key=reader.__eq__):
        if people.absence_now(work, one.id):
            last = away_until(work, one.id)
            return with_return(unavailable("" if one == reader else one.name, last), last)
    return ()


def without_anybody(work: Work, worker_id: int | None) -> Uncovered | None:
    """As ``uncovered``, or of whoever has a cover who is away too."""
    return uncovered(work, worker_id) or (_cover_away(work, worker_id) if worker_id else None)


def _cover_away(work: Work, supervisee: int) -> Uncovered | None:
    line = supervision.lines(work, [supervisee])[supervisee]
    if line.supervisor is None or line.cover is None or answering.is_available(work, line.cover):
        return None
    view = runs_today(work, line.supervisor)
    if view is None:
        return None
    last, name = away_until(work, line.cover), people.person(work, line.cover).name
    return Uncovered(view.id, supervisee, line.supervisor, view.person.name, last, cover=name)


def who_is_away(work: Work, person_id: int) -> Text:
    """That somebody is unavailable, until when where it is known; empty for who is there."""
    if answering.is_available(work, person_id):
        return ()
    return unavailable(people.person(work, person_id).name, away_until(work, person_id))


def away_until(work: Work, person_id: int) -> date | None:
    """The last day of the stretch for which somebody is away today, as far as it is known."""
    view = runs_today(work, person_id)
    return absences.stretch(work, view)[-1].last if view else None


def runs_today(work: Work, person_id: int) -> AbsenceView | None:
    """The confirmed absence for which somebody is away today."""
    return runs_on(work, person_id, work.today)


def runs_on(work: Work, person_id: int, day: date) -> AbsenceView | None:
    """The same on another day, one that is to come or not long ago."""
    every = absences.of_person(work, person_id)
    return next((one for one in every if one.state == AbsenceState.CONFIRMED and one.covers(day)), None)


def away_again(work: Work, view: AbsenceView) -> bool:
    """Whether whoever is back after this absence, or to be, is away on that day, or today where it is over by now."""
    if view.last is None:
        return False
    back = working_hours.next_day_worked(work, view.person, view.last)
    return runs_on(work, view.person.id, max(back, work.today)) is not None


def can_name(work: Work, supervisee: int, absent: int) -> str:
    """The name of whoever can name a cover; empty for nobody, and where that is the supervisee."""
    one = answering.arranges_cover(work, supervisee, absent)
    return people.person(work, one).name if one and one != supervisee else ""


def answers_until_named(work: Work, supervisee: int) -> AnswersUntilNamed | None:
    """To somebody whose supervisor has left: whoever answers in their place."""
    now = supervision.supervisor_now(work, supervisee)
    if now is None or supervisee not in supervision.of_leavers(work):
        return None
    return AnswersUntilNamed(supervisee, now, people.person(work, now).name)


def left_alone(work: Work, lead_ids: Collection[int], *, named: bool = False) -> dict[int, Uncovered]:
    """Of these, whoever is away today while nobody covers for somebody they supervise, or cover for; ``named``: with
    whom, also where that is everybody whom they supervise."""
    running = people.running_absences(work, list(people.absences_on(work, lead_ids, work.today)))
    below = supervision.supervisees_of_all(work, list(running)) if running else {}
    alone = {lead: some for lead, some in below.items() if some}
    partly = _partly_covered(work) if alone else set()
    names = people.people(work, list({*alone, *(i for some in alone.values() for i in some)}))
    lines = supervision.lines(work, {one for some in alone.values() for one in some})
    told = partly | {
        i for i, some in alone.items() if named or any(lines[one].supervisor != i for one in some)
    }
    whom = {i: tuple(names[one].name for one in alone[i]) if i in told else () for i in alone}
    return {i: Uncovered(running[i], some[0], i, names[i].name, None, whom[i]) for i, some in alone.items()}


def _partly_covered(work: Work) -> set[int]:
    """Who is away today while somebody covers for one of theirs at least."""
    return {absent for _, absent in supervision.covers_on(work, work.today)}
