"""What follows when somebody leaves, or a line changes by import: each night, and after each import."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import date, timedelta

from handlers.notifications.notifier import notify
from handlers.people import allocation_notices
from handlers.people.agreement_notices import AgreementLapsed
from handlers.people.leaving_notices import (
    AnswersInPlace,
    CasesWithoutWorker,
    CoverEnded,
    GroupsChanged,
    LineBegun,
    SuperviseeLeft,
    SupervisorLeft,
    ended_at_leaving,
    who_writes,
)
from handlers.shared.cover_left import notify_covers_left
from handlers.shared.handing_over import hand_over, settle_groups
from handlers.shared.to_allocate import at_work_above
from policy.facts import Subject, SubjectKind
from policy.requests import RequestKind
from policy.ruleset import Delivery
from storage import (
    agreements,
    answering,
    born_late,
    duties,
    leaving,
    new_lines,
    outbox,
    people,
    requests,
    sessions,
    supervision,
)
from storage.importing import runs
from storage.people import Person
from storage.requests import RequestView
from storage.sessions import SessionView
from storage.states import RequestAnswer
from storage.work import Work


def follow(work: Work) -> None:
    """Booked sessions go to the new supervisor, or end; cases that nobody holds are named to whoever supervised. Not
    while only a part of an import is in."""
    if runs.applying(work):
        return
    hand_over(work)
    _regroup(work)
    _withdraw_requests(work)
    _notify_new_lines(work)
    allocation_notices.notify_workers(work)
    _say_who_has_left(work)
    notify_covers_left(work)
    for leaver, behind in leaving.left_behind(work).items():
        _say_who_answers(work, people.person(work, leaver), behind)
    for leaver, cases in leaving.unallocated(work).items():
        who = people.person(work, leaver)
        news = CasesWithoutWorker(worker=leaver, cases=tuple(cases), left=who.left_on)
        above = at_work_above(work, leaver)
        for one in [above] if above else people.administrators(work):
            notify(work, news, to=one, send=Delivery.DAY)


def _notify_new_lines(work: Work) -> None:
    """To both of a new pair, and whoever answered until then; what was told of who answers meanwhile is shown as it is
    now."""
    for line in new_lines.begun(work):
        before = supervision.supervisor_on(work, line.supervisee, line.since - timedelta(days=1))
        concerned = {line.supervisee, line.supervisor, *([before] if before else [])}
        there = [one for one in sorted(concerned) if people.person(work, one).in_post(work.today)]
        news = LineBegun(supervisee=line.supervisee, relationship=line.id)
        new = [notify(work, news, to=one, send=Delivery.DAY) for one in there]
        if any(new):
            born_late.another_supervises(work, line.supervisee)
            about = (line.supervisee, *new_lines.before(work, line))
            outbox.refresh(work, [Subject(SubjectKind.PERSON, one) for one in about])


def _say_who_has_left(work: Work) -> None:
    """To whoever supervised them, and whoever answers for records of sessions with them."""
    for leaver in leaving.just_left(work):
        left = people.person(work, leaver).left_on
        assert left
        over, owed = ended_at_leaving(work, leaver), duties.concerning(work, [leaver])
        concerned = {supervision.line_supervisor(work, leaver), *(who_writes(work, k) for k in over)}
        concerned |= {answering.who_answers(work, k.obligation) for k in owed}
        news = SuperviseeLeft(leaver=leaver, left=left)
        for one in sorted(i for i in concerned if i):
            notify(work, news, to=one, send=Delivery.DAY)


def _withdraw_requests(work: Work) -> None:
    """Nobody signs an agreement with whoever has left, nor do two of whom neither supervises the other any more."""
    found = {
        view.id: view for view in (*requests.open_with_leavers(work, RequestKind.SIGN), *_of_no_pair(work))
    }
    for view in found.values():
        requests.answer(work, view, RequestAnswer.WITHDRAWN)
        requests.refresh(work, view)
        news = AgreementLapsed(request=view.id, one=view.asked_by, other=view.asked_of)
        for one in (view.asked_by, view.asked_of):
            if people.person(work, one).in_post(work.today):
                notify(work, news, to=one, send=Delivery.DAY)


def _of_no_pair(work: Work) -> list[RequestView]:
    waiting = requests.open_of(work, RequestKind.SIGN)
    return [one for one in waiting if not agreements.are_two(work, one.asked_by, one.asked_of)]


def _say_who_answers(work: Work, leaver: Person, behind: Sequence[int]) -> None:
    """To those they supervised, the managers who answer now, and whoever covered for them."""
    assert leaver.left_on
    left, last = leaver.id, leaver.left_on
    for one in behind:
        notify(work, SupervisorLeft(leaver=left, left=last, supervisee=one), to=one, send=Delivery.DAY)
    answers = {above for one in behind if (above := supervision.line_supervisor(work, one))}
    for one in answers:
        notify(work, AnswersInPlace(leaver=left, left=last), to=one, send=Delivery.DAY)
    for cover, covered in _covers(work, leaver, last).items():
        if cover not in answers:
            ended = CoverEnded(leaver=left, left=last, supervisees=tuple(covered))
            notify(work, ended, to=cover, send=Delivery.DAY)


def _covers(work: Work, leaver: Person, last: date) -> dict[int, list[int]]:
    """Who covered for them on their last day, each with whom."""
    found: dict[int, list[int]] = defaultdict(list)
    for (supervisee, of), cover in supervision.covers_on(work, last).items():
        if of == leaver.id:
            found[cover].append(supervisee)
    return found


def _regroup(work: Work) -> None:
    """A group is its leader's team: whoever moved to another supervisor leaves the groups to come of the one, and
    belongs to those of the other; one that all have left goes with them where they have one supervisor, else ends. Each
    of the three reads all of it in one message."""
    told: dict[int, list[tuple[int, int, bool]]] = defaultdict(list)
    parted: dict[int, list[Person]] = defaultdict(list)
    moved = leaving.parted_members(work)
    views = {view.id: view for view, _ in moved}
    for view, member in moved:
        parted[view.id].append(people.person(work, member))
    whole = [views[one] for one, gone in parted.items() if _is_left_by_all(views[one], gone)]
    settle_groups(work, whole)
    for view in views.values():
        for who in parted[view.id]:
            if view not in whole:
                leaving.set_member(work, view, who, belongs=False)
                _note_change(told, view, who.id, joins=False)
            for group in _groups_to_join(work, who, view.on):
                leaving.set_member(work, group, who, belongs=True)
                _note_change(told, group, who.id, joins=True)
    for reader, changes in told.items():
        notify(work, GroupsChanged(reader=reader, changes=tuple(changes)), to=reader)


def _is_left_by_all(view: SessionView, gone: Sequence[Person]) -> bool:
    """Whether nobody belongs to a group still, and is there on its day."""
    belong = view.group.participants if view.group else ()
    return not any(one not in gone and one.in_post(view.on) for one in belong)


def _note_change(
    told: dict[int, list[tuple[int, int, bool]]], view: SessionView, member: int, *, joins: bool
) -> None:
    for reader in (member, view.supervisor.id):
        told[reader].append((view.id, member, joins))


def _groups_to_join(work: Work, who: Person, on: date) -> list[SessionView]:
    """Those to come of their supervisor on a day, on days on which they sit in no other."""
    new = leaving.new_supervisor(work, who.id, on)
    led = [v for v in sessions.booked_for(work, new) if v.group and v.starts_at > work.now] if new else []
    theirs = {v.on for v in sessions.groups_of(work, who.id)}
    return [v for v in led if v.supervisor.id == new and v.on not in theirs]
