"""Group supervision: booked by whoever leads it, for several workers; one record for each child's file, made by its
recorder, signed off by another, and overseen where that one leads on the case (S3, S12, S13)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import Final

from cards.formats import titled
from cards.model import ChoiceField, Form, Moment, Option
from cards.sessions import group as cards_group
from cards.sessions import group_changes, refusals
from cards.sessions.asks import GroupBooked, GroupForm
from cards.shared import refusals as shared_refusals
from cards.shared.day_fields import or_else
from cards.shared.meeting import Meeting
from handlers.sessions import cancel as cancelling
from handlers.shared import meetings, session_lengths, times, typed_moments
from handlers.shared.base import Done, Refusal, Request, ShowForm, with_errors
from handlers.shared.cancelling import cancel_group, notify_group, others_in_group
from handlers.shared.permissions import OfSession
from handlers.shared.person_lookup import person_picked
from handlers.shared.rebooking import waits_for
from policy.calendar import NonexistentTime
from policy.facts import Reason, SessionKind
from policy.ruleset import Condition, Duty, condition_of
from policy.ruleset import GuidancePoint as Guided
from storage import diary, group_tasks, people, sessions, supervision
from storage.people import Person
from storage.sessions import Group, SessionView
from storage.work import Work

#: Times are proposed from the same day and hour of the next week on, which is a way to begin, no limit.
WEEK: Final = timedelta(weeks=1)


# Booked


def may_lead(request: Request[object], work: Work) -> bool:
    """Who supervises a team, or signs off a group's records by practice. Raises Refusal. Under a policy without
    groups the handler says that."""
    by_practice = work.rules.practice.group
    leading = (by_practice.signer, by_practice.overseer) if by_practice else ()
    actor = request.actor
    if (
        work.rules.knows_groups
        and actor.role not in leading
        and not supervision.supervisees_now(work, actor.id)
    ):
        raise Refusal(refusals.ONLY_LEADERS_BOOK)
    return True


def group_form(request: Request[GroupForm], work: Work) -> ShowForm:
    """``group [tuesday 10am]``, or after one was held: of the team those whose casework groups carry ticked, the day a
    week on."""
    _known(work)
    return ShowForm(_form(request, work, request.ask.words))


def _known(work: Work) -> None:
    if not work.rules.knows_groups:
        raise Refusal(refusals.no_groups(work.rules.council))


def _form(request: Request[GroupForm | GroupBooked], work: Work, words: str = "") -> Form:
    after = _after(request, work)
    team = after.group.participants if after and after.group else _team(work, request.actor)
    if not team:
        raise Refusal(refusals.no_team(request.actor.administrator))
    carried = () if after else people.in_groups(work, [p.id for p in team])
    ticked = [p for p in team if p.id in carried] or team
    named = who_shares(work, request.actor, after.group if after else None)
    ask = GroupBooked(after=request.ask.after, replaces=request.ask.replaces)
    unseen = times.unseen_of(work, [request.actor, *team], request.actor.id)
    said = typed_moments.read(words, work.calendar.wall(work.now)) if words else None
    when = _when(work, said, after)
    minutes = session_lengths.length(work, session_lengths.checked(said.minutes) if said else None)
    other = or_else(said.days) if said else ""
    guidance = [*filter(None, (other, unseen)), *meetings.guidance(work, Guided.BOOK)]
    asked = cards_group.GroupPeople(person_options(team), [p.staff_number for p in ticked])
    return cards_group.book_form(when, minutes, asked, named, all_staff(work), ask, guidance)


def _after(request: Request[GroupForm | GroupBooked], work: Work) -> SessionView | None:
    """The session that the next one follows, if the asker leads it."""
    if request.ask.after is None:
        return None
    view = sessions.session(work, request.ask.after)
    return view if view.supervisor.id == request.actor.id else None


def _when(work: Work, said: typed_moments.Read | None, after: SessionView | None) -> Moment | None:
    if said:
        return meetings.moment(work, _at(work, datetime.combine(said.days[0], said.at)))
    if after is None:
        return None
    wall = work.calendar.wall(after.starts_at)
    while wall.date() <= work.today or not work.calendar.is_working(wall.date()):
        wall += WEEK if work.calendar.is_working((wall + WEEK).date()) else timedelta(days=1)
    return meetings.moment(work, _at(work, wall))


def _at(work: Work, wall: datetime) -> datetime:
    try:
        return work.calendar.at(wall.date(), wall.time())
    except NonexistentTime as skipped:
        raise Refusal(f"{skipped}.") from skipped


def _team(work: Work, actor: Person) -> tuple[Person, ...]:
    """Whom they supervise, and those of the same team."""
    mine = supervision.supervisees_now(work, actor.id)
    staff = [p for p in people.everyone(work) if p.id != actor.id]
    return tuple(p for p in staff if p.id in mine or (actor.team and p.team == actor.team))


def person_options(staff: Sequence[Person]) -> list[Option]:
    return [Option(p.staff_number, p.name) for p in sorted(staff, key=lambda p: p.name)]


def all_staff(work: Work) -> list[Option]:
    return person_options(people.everyone(work))


def who_shares(work: Work, leader: Person, last: Group | None) -> dict[str, str]:
    """Who shares out the record: as last time, else, as of one that a file booked, who has the role by practice, of the
    team before others."""
    found: dict[str, str] = {}
    for role in map(str, work.rules.group_roles):
        person = (getattr(last, role) if last else None) or group_tasks.by_role(work, leader, role)
        found[role] = person.staff_number if person else ""
    return found


def group_book(request: Request[GroupBooked], work: Work) -> ShowForm | Done:
    """Booked for the leader's time; who else isn't free is said, not refused: a group is rarely all free."""
    _known(work)
    form, leader = _form(request, work), request.actor
    at = times.picked(request, work)
    usual = session_lengths.length(work, None)
    minutes, errors = session_lengths.chosen(request, None, usual)
    long = minutes or usual
    errors.update(at if isinstance(at, dict) else _not_then(work, leader, at, long))
    group, missing = read_group(request, work, "people", shown_in(form, "people"))
    errors.update(missing)
    if not errors and not isinstance(at, dict):
        errors = _twice_that_day(work, group, at)
    if errors or isinstance(at, dict):
        return with_errors(request, form, errors)
    new = sessions.book(
        *(work, SessionKind.GROUP, leader, leader, at, long, leader.id),
        replaces=_replaced(request, work),
        group=group,
    )
    view = sessions.session(work, new)
    notify_group(work, view, "booked")
    shown = meetings.meeting(work, view, leader)
    return _booked(work, shown, view)


def _booked(work: Work, shown: Meeting, view: SessionView) -> Done:
    others = others_in_group(view)
    unseen = times.unseen_of(work, [view.supervisor, *others], view.supervisor.id)
    names, minutes = [p.name for p in others], session_lengths.unless_usual(work, view.minutes)
    return Done(cards_group.booked(shown, names, _clashes(work, view), unseen, minutes))


def _not_then(
    work: Work, leader: Person, at: datetime, minutes: int, moving: SessionView | None = None
) -> dict[str, str]:
    """An error where whoever leads can't be there."""
    diary.hold(work, (leader,))
    wrong = times.problem(work, (leader, leader), at, minutes, leader, moving=moving.id if moving else None)
    return {"date": times.sentence(work, wrong)} if wrong else {}


def _twice_that_day(work: Work, group: Group, at: datetime, moving: int | None = None) -> dict[str, str]:
    """An error where some of them are in a group that day already, however far apart."""
    ids = [p.id for p in group.participants]
    on = sessions.groups_on(work, ids, work.calendar.day_of(at))
    other = next((view for view in on if view.id != moving), None)
    if other is None or other.group is None:
        return {}
    both = [p.name for p in other.group.participants if p.id in ids]
    return {"date": refusals.in_a_group(both, other.supervisor.name, meetings.moment(work, other.starts_at))}


def shown_in(form: Form, name: str) -> set[str]:
    """The values that a form's list offers."""
    return {o.value for f in form.fields if isinstance(f, ChoiceField) and f.name == name for o in f.options}


def _replaced(request: Request[GroupBooked], work: Work) -> int | None:
    """The cancelled group that this one stands in for, if the asker led it: that of its button, else the one that is to
    be made up for."""
    leader = request.actor
    if request.ask.replaces is None:
        waits = waits_for(work, leader, leader, SessionKind.GROUP)
        return waits.id if waits else None
    view = sessions.session(work, request.ask.replaces)
    return view.id if view.group and view.supervisor.id == leader.id else None


def read_group(
    request: Request[object], work: Work, field: str, shown: set[str]
) -> tuple[Group, dict[str, str]]:
    """Who belongs to it (``people``), or of those who do was there (``attended``), and who shares out its record."""
    picked, errors = request.many(field), dict[str, str]()
    belong = tuple(p for p in (person_picked(work, number) for number in picked if number in shown) if p)
    if not belong or len(belong) < len(picked):
        errors[field] = refusals.TICK_PERSON
    named: dict[str, Person | None] = dict.fromkeys(cards_group.TASKS)
    for role in map(str, work.rules.group_roles):
        named[role] = person_picked(work, request.text(role))
        if named[role] is None:
            errors[role] = shared_refusals.CHOOSE_PERSON
    errors.update(_shared_with_oneself(named))
    return Group(belong, named["recorder"], named["signer"], named["overseer"]), errors


def _shared_with_oneself(named: dict[str, Person | None]) -> dict[str, str]:
    """An error beside each role that somebody would have in addition: nobody signs off or oversees what they wrote,
    nor oversees what they sign off."""
    first: dict[Person, str] = {}
    errors: dict[str, str] = {}
    for role, person in named.items():
        if person in first:
            errors[role] = cards_group.has_task(person.name, cards_group.TASKS[first[person]])
        elif person:
            first[person] = role
    return errors


def _clashes(work: Work, view: SessionView) -> list[str]:
    others = others_in_group(view)
    found = diary.in_the_way(work, others, view.starts_at, view.minutes, ignoring=view.id)
    return [p.name for p in others if any(x.person_id == p.id for x in found)]


# Cancelled, moved


def cancel_form(request: Request[OfSession], work: Work) -> ShowForm:
    return ShowForm(_cancel_form(request, work, cancelling.open_session(request, work)))


def _reasons(work: Work, view: SessionView) -> dict[str, str]:
    return {str(r): words for r, words in cancelling.reasons_for(work, view).items()}


def _cancel_form(request: Request[object], work: Work, view: SessionView) -> Form:
    reasons = [Option(value, words) for value, words in _reasons(work, view).items()]
    shown, past = meetings.meeting(work, view, request.actor), view.starts_at <= work.now
    return group_changes.cancel_form(shown, reasons, past=past)


def cancel(request: Request[OfSession], work: Work) -> ShowForm | Done:
    """Those who belong to it are told; whether another is to be arranged is for the policy to say."""
    view = cancelling.open_session(request, work)
    reason = next(iter(request.many("reason")), "")
    if reason not in _reasons(work, view):
        form = _cancel_form(request, work, view)
        return with_errors(request, form, {"reason": refusals.CHOOSE_REASON})
    cancel_group(work, view, Reason(reason), None, request.actor.id)
    shown = meetings.meeting(work, view, request.actor)
    told, past = len(others_in_group(view)), view.starts_at <= work.now
    return Done(group_changes.cancelled(shown, told, _another(work, view, Reason(reason)), past=past))


def _another(work: Work, view: SessionView, reason: Reason) -> list[str]:
    """What the policy says about arranging another; nothing where it says nothing."""
    found = (
        rule
        for rule in work.rules.asking(Duty.REBOOK)
        for row in rule.rows
        if _asks(condition_of(rule, row), view, reason)
    )
    return [titled(rule) for rule in found]


def _asks(when: Condition, view: SessionView, reason: Reason) -> bool:
    of_kind = not when.session or view.kind in when.session
    return of_kind and reason not in when.not_cancelled_for and reason in (when.cancelled_for or (reason,))


def move_form(request: Request[OfSession], work: Work) -> ShowForm:
    view = cancelling.open_session(request, work)
    return ShowForm(group_changes.move_form(meetings.meeting(work, view, request.actor), view.minutes))


def move(request: Request[OfSession], work: Work) -> ShowForm | Done:
    """By whoever leads it; those who belong to it are told."""
    view = cancelling.open_session(request, work)
    form = group_changes.move_form(meetings.meeting(work, view, request.actor), view.minutes)
    found = session_lengths.picked_with_length(request, work, None, None, view.minutes)
    if isinstance(found, dict):
        return with_errors(request, form, found)
    at, minutes = found
    if at == view.starts_at and minutes is None:
        raise Refusal(refusals.BOOKED_THEN)
    assert view.group
    wrong = _not_then(work, view.supervisor, at, minutes or view.minutes, view)
    wrong = wrong or _twice_that_day(work, view.group, at, view.id)
    if wrong:
        return with_errors(request, form, wrong)
    sessions.move(work, view, at, request.actor.id, minutes=minutes)
    after = sessions.session(work, view.id)
    notify_group(work, after, "moved")
    shown = meetings.meeting(work, after, request.actor)
    return _booked(work, shown, after)
