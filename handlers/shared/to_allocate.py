"""Cases that nobody holds, as whoever is to have them allocated finds them."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from cards.shared.duty_claims import HeldLast
from cards.shared.unheld import ToAllocate, some_of
from handlers.shared import obligation_words
from handlers.shared.permissions import manages
from policy.facts import Subject, SubjectKind
from policy.obligations import is_overdue
from storage import answering, cases, duties, people, supervision
from storage.cases import CaseView
from storage.duties import KeptObligation
from storage.people import Person
from storage.unheld import unheld
from storage.work import Work


def at_work_above(work: Work, leaver: int) -> int | None:
    """The nearest manager who isn't away: cases wait for nobody's return. With all of them away the nearest."""
    above = list(supervision.line_above(work, leaver))
    there = (one for one in above if answering.is_available(work, one))
    return next(there, next(iter(above), None))


def to_allocate(work: Work, reader: Person) -> list[KeptObligation]:
    """What is owed of the cases that this person is to have allocated, soonest first: of those whom they manage, and of
    an administrator of all but the restricted ones, which are for their line alone."""
    return _owed_of(work, _cases_of(work, reader))


def shown_to_allocate(work: Work, reader: Person) -> ToAllocate:
    """The same as lines of a list, and who held those cases last."""
    kept = to_allocate(work, reader)
    by: dict[int, set[int]] = {}
    for case in {k.obligation.key.subject.id for k in kept}:
        if last := unheld(work).get(case):
            by.setdefault(last, set()).add(case)
    names = people.people(work, list(by))
    read = cases.cases(work, [one for some in by.values() for one in some])
    held = (_held_by(work, names[i], [read[one] for one in sorted(some)]) for i, some in by.items())
    found = sorted(held, key=lambda one: one.name)
    return ToAllocate(obligation_words.lines(work, kept, reader.id), found)


def _held_by(work: Work, who: Person, some: Sequence[CaseView]) -> HeldLast:
    references = some_of(sorted(one.reference for one in some))
    ids = tuple(one.id for one in some)
    return HeldLast(ids, who.id, who.name, references, left=not who.in_post(work.today))


def waits_to_be_allocated(work: Work, actor: Person, case: CaseView) -> bool:
    """By this person, among others; a restricted one is nobody's to see who has no part in it."""
    open_ = case.is_open(work.today) and not case.restricted
    return open_ and case.worker_id is None and _may_allocate(work, actor, case.id)


def _may_allocate(work: Work, actor: Person, case_id: int) -> bool:
    """Of a case that nobody holds: the managers above whoever held it last, and administrators; where nobody ever did,
    whoever supervises somebody."""
    last = cases.last_worker(work, case_id)
    if last is None:
        return actor.administrator or supervision.supervises_somebody(work, actor.id)
    return manages(work, actor, last)


def is_to_allocate(work: Work, reader_id: int, case_id: int) -> bool:
    asked = case_id in _cases_of(work, people.person(work, reader_id))
    return asked and bool(_owed_of(work, [case_id]))


def held_last(work: Work, holders: Collection[int]) -> Mapping[int, list[KeptObligation]]:
    """By who of these held them last, the same of all their cases."""
    of = {case: last for case, last in unheld(work).items() if last in holders}
    found: dict[int, list[KeptObligation]] = {}
    for kept in _owed_of(work, of):
        found.setdefault(of[kept.obligation.key.subject.id] or 0, []).append(kept)
    return found


def managed_by(work: Work, managers: Collection[int]) -> Mapping[int, list[KeptObligation]]:
    """By who held them last, of the cases that one of these is to have allocated."""
    return held_last(work, {last for last, above in _above_each(work).items() if above in managers})


def late_to_allocate(work: Work, managers: Collection[int]) -> Mapping[int, list[KeptObligation]]:
    """What is late of the cases that one of these is to have allocated, by who held them last."""
    return _late(work, managed_by(work, managers)) if unheld(work) else {}


def who_allocates_late(work: Work) -> set[int]:
    """Who is to have a case allocated of which something is late."""
    above = _above_each(work)
    late = _late(work, held_last(work, {last for last, one in above.items() if one}))
    return {one for last in late if (one := above[last])}


def _late(work: Work, found: Mapping[int, list[KeptObligation]]) -> Mapping[int, list[KeptObligation]]:
    late = {i: [k for k in some if is_overdue(k.obligation.due, work.today)] for i, some in found.items()}
    return {i: some for i, some in late.items() if some}


def _cases_of(work: Work, reader: Person) -> set[int]:
    above = _above_each(work)
    asked = {case for case, last in unheld(work).items() if last and above[last] == reader.id}
    others = [case for case in unheld(work) if case not in asked] if reader.administrator else []
    return asked | {case.id for case in cases.cases(work, others).values() if not case.restricted}


def _above_each(work: Work) -> dict[int, int | None]:
    """By who held such a case last, who is to have it allocated."""
    last = {one for one in unheld(work).values() if one}
    lines = supervision.lines(work, last)
    people.absences_on(work, {one for line in lines.values() for one in line.above}, work.today)
    return {one: at_work_above(work, one) for one in last}


def _owed_of(work: Work, case_ids: Collection[int]) -> list[KeptObligation]:
    found = duties.open_about(work, [Subject(SubjectKind.CASE, one) for one in sorted(case_ids)])
    return [k for k in found if answering.who_answers(work, k.obligation) is None]
