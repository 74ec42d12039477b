"""What is told by the week, to administrators, and to the policy's owner."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import date
from typing import Final

from cards.model import Text
from cards.shared import endings
from cards.shared.policy_words import named
from cards.upkeep.imports import ImportGap, ImportRest, ImportStop
from cards.upkeep.management_lines import RouteFaults
from cards.upkeep.review import ReviewPassed
from cards.upkeep.weekly import (
    Late,
    NobodyAnswers,
    StaysLate,
    TeamsStayLate,
    Wait,
    WaitsFor,
    nobody_holds,
)
from handlers.notifications.notice import EventNotice, NoticeContext, NoticeKey, notice
from handlers.shared.handed_back import who_answers_instead
from handlers.shared.obligation_words import describe
from handlers.shared.records import asked_to_agree, record_of
from handlers.shared.stays_late import read_stays_late, stays_late
from handlers.shared.to_allocate import late_to_allocate
from handlers.shared.uncovered import left_alone
from policy.facts import SubjectKind
from policy.obligations import DECISION, is_overdue
from policy.ruleset import OF_RECORD, Duty, Role
from storage import answering, cases, duties, late, nightly_checks, people, requests, supervision
from storage.contacts import InUse
from storage.duties import KeptObligation
from storage.importing import runs
from storage.nightly_checks import FaultyRoute, RouteFault
from storage.states import ImportState
from storage.work import Work


@notice("late")
class WhatStaysLate(EventNotice[StaysLate]):
    """To whoever answers, each week. ``week``: its day. The last of them is shown as things stand."""

    standing = True

    person: int
    week: str

    def key(self) -> NoticeKey:
        return NoticeKey(f"week:{self.week}:late:{self.person}")

    @classmethod
    def read_together(cls, work: Work, readers: Collection[int]) -> None:
        read_stays_late(work, readers)

    def says(self, work: Work, context: NoticeContext) -> StaysLate | None:
        found = _late_of(work, context.reader, context.reader, context.beside)
        return StaysLate(found, context.reader) if found.any else None

    def ended(self, work: Work, _context: NoticeContext) -> Text:
        return _handed_back(work, self.person, self.week)


@notice("late_team")
class WhatStaysLateInTeams(EventNotice[TeamsStayLate]):
    """To the manager above, each week: whoever has something late, in the order of their names."""

    standing = True

    person: int
    week: str

    def key(self) -> NoticeKey:
        return NoticeKey(f"week:{self.week}:late_team:{self.person}")

    @classmethod
    def read_together(cls, work: Work, readers: Collection[int]) -> None:
        below = {i for some in _teams(work, readers).values() for i in some}
        _supervise_further(work, below)
        read_stays_late(work, below)
        left_alone(work, below)

    def says(self, work: Work, context: NoticeContext) -> TeamsStayLate | None:
        below = people.people(work, _teams(work, [context.reader])[context.reader]).values()
        back = people.back_from(work, [p.id for p in below], date.fromisoformat(self.week))
        some_late = ((p, _late_of(work, p.id, context.reader)) for p in sorted(below, key=lambda p: p.name))
        lines = [(p.name, replace(found, back=back.get(p.id))) for p, found in some_late]
        some = [(name, found) for name, found in lines if found.any]
        some += _cases_of_leavers(work, {context.reader, *(p.id for p in below)})
        alone = left_alone(work, [p.id for p in below]).values()
        gone, rebooks = sorted(alone, key=lambda one: one.name), work.rules.has(Duty.REBOOK)
        further = _supervise_further(work, {p.id for p in below})
        return TeamsStayLate(some, gone, rebooks=rebooks, further=further) if some else None

    def ended(self, work: Work, _context: NoticeContext) -> Text:
        return _handed_back(work, self.person, self.week, above=True)


def _cases_of_leavers(work: Work, managers: Collection[int]) -> list[tuple[str, Late]]:
    """What is late of cases that nobody holds, and one of these is to have allocated, by who held them last."""
    found = late_to_allocate(work, managers)
    names = people.people(work, list(found))
    days = {i: [k.obligation.due for k in some] for i, some in found.items()}
    return sorted((nobody_holds(names[i].name), _late(work, some)) for i, some in days.items())


def _handed_back(work: Work, person_id: int, week: str, *, above: bool = False) -> Text:
    names = who_answers_instead(work, person_id, date.fromisoformat(week), above=above)
    return (endings.answered_for_by(names),) if names else ()


def _teams(work: Work, readers: Collection[int]) -> dict[int, list[int]]:
    """By reader, whom they supervise; and whom somebody of these does who is away, while nobody covers."""
    found = {one: list(some) for one, some in supervision.supervisees_of_all(work, readers).items()}
    level = dict(found)
    while any(level.values()):
        away = people.absences_on(work, {i for some in level.values() for i in some}, work.today)
        below = supervision.supervisees_of_all(work, list(away))
        further = {
            one: [i for absent in some if absent in away for i in below[absent]]
            for one, some in level.items()
        }
        level = {one: [i for i in some if i not in found[one]] for one, some in further.items()}
        found = {one: [*some, *level[one]] for one, some in found.items()}
    return found


def _supervise_further(work: Work, ids: Collection[int]) -> bool:
    """Whether somebody whom these people supervise, and who isn't of them, supervises somebody in their turn."""
    beneath = {i for some in supervision.supervisees_of_all(work, ids).values() for i in some}
    return any(supervision.supervisees_of_all(work, beneath.difference(ids)).values())


@notice("late_nobody")
class WhatNobodyAnswersFor(EventNotice[NobodyAnswers]):
    """To an administrator, each week: about whom something is late for which the line has nobody."""

    standing = True

    person: int
    week: str

    def key(self) -> NoticeKey:
        return NoticeKey(f"week:{self.week}:late_nobody:{self.person}")

    def says(self, work: Work, context: NoticeContext) -> NobodyAnswers | None:
        """Not of what the same message tells by itself."""
        found = [one for one in late.answered_by_nobody(work) if one.id not in context.beside]
        names = people.people(work, [one.about for one in found if one.about])
        about: dict[str, list[date | None]] = {}
        for one in found:
            name = names[one.about].name if one.about else NobodyAnswers.NO_WORKER
            about.setdefault(name, []).append(one.due)
        lines = [(name, _late(work, days)) for name, days in sorted(about.items())]
        without = _cases_without_worker(work, [one.id for one in found if one.about is None])
        return NobodyAnswers(lines, tuple(one.id for one in found), without) if lines else None


def _cases_without_worker(work: Work, obligation_ids: Sequence[int]) -> list[str]:
    """Their references: whoever administers the bot has them allocated. A restricted one is for its line alone."""
    about = (k.obligation.key.subject for k in duties.these(work, obligation_ids).values())
    found = cases.cases(work, sorted({one.id for one in about if one.kind is SubjectKind.CASE}))
    return sorted(one.reference for one in found.values() if not one.restricted)


def _late(work: Work, days: Sequence[date | None]) -> Late:
    overdue = [day for day in days if day and is_overdue(day, work.today)]
    return Late(len(overdue), min(overdue, default=None), days.count(None))


def _late_of(work: Work, person_id: int, reader_id: int, beside: Collection[int] = frozenset()) -> Late:
    found = stays_late(work, person_id, reader_id, beside)
    waits = tuple(one for k in found.waited_for if (one := _wait(work, k)))
    what = describe(work, [found.only])[found.only.id] if found.only else ""
    return Late(found.count, found.oldest, found.undated, person_id, waits, what=what)


_WAITS: Final = {
    Duty.SETTLE: WaitsFor.SETTLE,
    Duty.DECIDE: WaitsFor.DECIDE,
    Duty.SIGN: WaitsFor.SIGN,
    Duty.MEET: WaitsFor.MEET,
}


def _wait(work: Work, kept: KeptObligation) -> Wait | None:
    """Nobody waits yet for a meeting whose day lies ahead."""
    key = kept.obligation.key
    why = WaitsFor.AMEND if key.fact.kind == DECISION else _WAITS[Duty(key.duty)]
    if key.duty in OF_RECORD:
        view, record = record_of(work, kept)
        return Wait(why, asked_to_agree(work, view).name, view.held_on or view.on, record.label)
    asked = requests.request(work, int(key.fact.id))
    if asked.arranged_for and not asked.day_is_over(work.today):
        return None
    return Wait(why, people.person(work, asked.asked_by).name, asked.asked_on)


# Administrators and the policy's owner


#: By which nobody answers for somebody.
_NOBODY: Final = (RouteFault.NO_SUPERVISOR, RouteFault.NO_MANAGER, RouteFault.SUPERVISOR_LEFT)


def _named_each_week(work: Work) -> set[int | None]:
    weekly = work.rules.practice.weekly.late != "never"
    return {one.about for one in late.answered_by_nobody(work)} if weekly else set()


@notice("routes")
class RoutesAtFault(EventNotice[RouteFaults]):
    """To an administrator: those of the faults found that still stand. ``routes``: which, and from whom; ``platforms``
    and ``by_email``: what was in use then; ``to`` and ``on``: once a day for each. ``again``: they were told, or
    are by the line of the week beside it, so of those in whose place that says that nobody answers no more is said; nor
    of whom it is said of what falls due."""

    routes: tuple[tuple[RouteFault, int], ...]
    platforms: tuple[str, ...] | None
    by_email: tuple[str, ...] = ()
    to: int = 0
    on: date | None = None
    again: bool = False

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.to}:routes:{self.on}", "routes")

    def found(self) -> set[FaultyRoute]:
        return {FaultyRoute(fault, person_id) for fault, person_id in self.routes}

    def says(self, work: Work, context: NoticeContext) -> RouteFaults | None:
        in_use = None if self.platforms is None else InUse(self.platforms, self.by_email)
        weekly = self.again or WhatNobodyAnswersFor.kind in context.with_kinds
        named = _named_beside(work, context) | (_named_each_week(work) if weekly else set())
        standing = [
            r
            for r in nightly_checks.routes(work, in_use)
            if r in self.found() and (r.fault not in _NOBODY or r.person_id not in named)
        ]
        names = people.people(work, [r.person_id for r in standing])
        return RouteFaults([(r.fault, names[r.person_id].name) for r in standing]) if standing else None


def _named_beside(work: Work, context: NoticeContext) -> set[int]:
    """Of whom the same message says, of something due, that nobody supervises them."""
    found = [k.obligation for k in duties.these(work, sorted(context.beside)).values()]
    mine = (o for o in found if o.answers == Role.SUPERVISOR)
    return {o.worker_id for o in mine if o.worker_id and answering.has_no_supervisor(work, o)}


@notice("review_passed")
class ReviewHasPassed(EventNotice[ReviewPassed]):
    """To the policy's owner, until another version, or another day, is in force. ``owner`` and ``years``: once a year
    for each."""

    version: str
    due: date
    owner: int = 0
    years: int = 0

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.owner}:review:{self.due}:{self.years}", "passed")

    def says(self, work: Work, _context: NoticeContext) -> ReviewPassed | None:
        rules = work.rules
        if (rules.version, rules.review_by) != (self.version, self.due):
            return None
        return ReviewPassed(named(rules.council, rules.title, rules.version), self.due)


@notice("import_stopped")
class ImportStopped(EventNotice[ImportStop]):
    """To an administrator, until a later import is in."""

    run: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"import:{self.run}:stopped", "stopped")

    def says(self, work: Work, _context: NoticeContext) -> ImportStop | None:
        run, done = runs.run(work, self.run), runs.newest_finished(work)
        if run is None or (done and done.id > run.id):
            return None
        begun = run.state is not ImportState.REFUSED
        return ImportStop(work.calendar.day_of(run.begun_at), run.faults, begun=begun)


@notice("import_left_out")
class RowsLeftOut(EventNotice[ImportRest]):
    """To an administrator, until a later import is in: the rest of ``run`` is."""

    run: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"import:{self.run}:left_out", "left_out")

    def says(self, work: Work, _context: NoticeContext) -> ImportRest | None:
        done = runs.newest_finished(work)
        if done is None or done.id != self.run or not done.faults:
            return None
        return ImportRest(work.calendar.day_of(done.begun_at), done.faults)


@notice("import_missed")
class ImportMissed(EventNotice[ImportGap]):
    """To an administrator: none was made since ``run``."""

    run: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"import:{self.run}:missed", "missed")

    def says(self, work: Work, _context: NoticeContext) -> ImportGap | None:
        newest, expected = runs.newest(work), runs.newest_timed(work)
        if newest is None or newest.id != self.run or expected is None:
            return None
        return ImportGap(work.calendar.day_of(newest.begun_at), expected.begun.again_within or 1)
