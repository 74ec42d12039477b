"""Who hears of a session that is cancelled, or to be held after all: both of the pair, and the line manager where no
time is left."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from datetime import date, timedelta

from cards.message import Message
from handlers.notifications.notice import EventNotice
from handlers.notifications.notifier import notify
from handlers.shared import common_times, times
from handlers.shared.notices import AsItWas, Cancelled, NoCommonTime, Returned
from handlers.shared.rebooking import (
    RebookingWindow,
    can_be_held,
    followed_by,
    gone,
    is_there_after_all,
    limit_of,
    managers,
    pair_of,
    put_off_until,
    window,
)
from policy.facts import Subject, SubjectKind
from policy.obligations import DECISION
from policy.ruleset import OF_CANCELLED, Delivery
from storage import (
    answered_for,
    cancelled,
    diary,
    duties,
    obligations,
    outbox,
    people,
    planned_nudges,
    returns,
    sessions,
    stand_ins,
    supervision,
)
from storage.absences import AbsenceView
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work


def as_it_was(work: Work, view: SessionView) -> bool:
    """What the bot booked in its place, and neither has answered, is at its own time again where that can be held after
    all: both are told. Whether that is so."""
    instead, pair = stand_ins.stand_in(work, view.id), pair_of(work, view)
    unanswered = instead is not None and instead.unasked and instead.provisional
    if instead is None or not unanswered or not is_there_after_all(work, view) or gone(work, pair):
        return False
    then = common_times.pair_at(work, pair, view.starts_at)
    diary.hold(work, then)
    wrong = times.problem(work, then, view.starts_at, view.minutes, then[1], moving=instead.id)
    if wrong or view.starts_at < work.now + times.NOTICE or then[1] != instead.supervisor:
        return False
    sessions.move(work, instead, view.starts_at, None)
    sessions.confirm(work, instead, None)
    notify_both(work, instead, AsItWas(session=instead.id, minute=f"{work.now:%Y%m%d%H%M}"))
    return True


def notify_both(
    work: Work,
    view: SessionView,
    told: EventNotice[Message],
    send: Delivery = Delivery.OWN,
    *,
    but: Collection[int] = (),
) -> None:
    """Both of the pair, whoever is to hold it now too, in a message of its own. ``but``: who read it in the answer to
    what they did, or is about to in another message."""
    for person in _both_now(work, view):
        if person.id not in but and not gone(work, (person, person)):
            notify(work, told, to=person.id, send=send)


def _both_now(work: Work, view: SessionView) -> Collection[Person]:
    return {p.id: p for p in (view.supervisee, view.supervisor, pair_of(work, view)[1])}.values()


def when_cancelled(work: Work, view: SessionView) -> Delivery:
    """At once, whatever the hour, when the session was about to begin."""
    soon = timedelta() < view.starts_at - work.now < timedelta(hours=24)
    return Delivery.URGENT if soon else Delivery.OWN


def notify_no_time(work: Work, view: SessionView, within: RebookingWindow, *, booker: bool) -> None:
    """No common time before the limit: the supervisor's line manager, and (``booker``) whoever books, where they
    haven't just been told."""
    outbox.refresh(work, [view.subject])  # the times offered before are none now
    pair = pair_of(work, view)
    above = managers(work, pair[1])
    news = NoCommonTime(session=view.id, limit=within.first)
    booking = [pair[1].id] if booker and not _about_to_read(work, view, pair[1].id) else []
    for person in dict.fromkeys([*above, *booking]):
        notify(work, news, to=person, escalates=person in above)


def _about_to_read(work: Work, view: SessionView, person_id: int) -> bool:
    """That it was cancelled has still to reach them, and says all of it as things then stand."""
    return planned_nudges.is_unsent(work, Cancelled(session=view.id).key().source, person_id)


def notify_managers(work: Work, view: SessionView) -> None:
    """Tells the line manager at once where no common time is left before the limit."""
    within = window(work, view, limit_of(work, view))
    if within and not can_be_held(work, view, within):
        notify_no_time(work, view, within, booker=False)


def show_owed(work: Work, supervisees: Iterable[int]) -> None:
    """What was sent of their cancelled sessions that no other was held after, whether or not a rule has it made up for,
    once somebody is away, or covers: it says when both are free, and who is there."""
    whose = list(supervisees)
    owed = {one for person in whose for one in duties.to_rebook(work, person)}
    owed.update(cancelled.ids_not_met_since(work, whose))
    outbox.refresh(work, [Subject(SubjectKind.SESSION, one) for one in sorted(owed)])


def show_what_waits(work: Work, person_id: int) -> None:
    """What was sent that says whether this person is there, as they go or are back: of records that the next tier had
    them amend, and of cover that is theirs to arrange."""
    mine = (k for k in answered_for.answered_by(work, person_id) if k.obligation.key.fact.kind == DECISION)
    about = {k.id: k.obligation.key.subject for k in mine}
    below = supervision.supervised_by(work, person_id)
    away = people.running_absences(work, list(people.absences_on(work, below, work.today)))
    absences = [Subject(SubjectKind.ABSENCE, one) for one in away.values()]
    outbox.refresh(work, [*about.values(), *absences], list(about))


def on_return(
    work: Work,
    person_id: int,
    first_day_back: date,
    *,
    answered: int | None = None,
    by: int | None = None,
    absence: AbsenceView | None = None,
) -> None:
    """Somebody's first day back is known: the sessions cancelled for their days away get new offers, and after
    sickness their limit.
    ``answered``: the session of which ``by``, who says so, reads that in the answer; ``absence``: it is known by the
    end that is recorded of this alone."""
    ids = returns.returned(work, person_id, first_day_back, absence)
    for view in sessions.sessions(work, ids):
        offer_anew(work, view, first_day_back, but=[by] if by and view.id == answered else [])


def ask_again(work: Work, person_id: int) -> None:
    """Somebody is back: what the bot would have booked for the two while they were away is theirs to choose again."""
    for view in owed_with(work, person_id):
        since = put_off_until(work, view)
        if since and since <= work.today:
            offer_anew(work, view, since)


def owed_with(work: Work, person_id: int) -> Sequence[SessionView]:
    """The cancelled sessions of somebody, and of those they supervise or cover, that are still to be made up for."""
    every = [*supervision.supervised_by(work, person_id), *supervision.supervisees_now(work, person_id)]
    theirs = dict.fromkeys([person_id, *every])
    return sessions.sessions(work, [session for one in theirs for session in duties.to_rebook(work, one)])


def offer_anew(work: Work, view: SessionView, since: date, but: Sequence[int] = ()) -> None:
    """Both who are to meet now are there from a day on."""
    as_it_was(work, view)
    obligations.reassess(work, [view.subject])
    found = duties.open_about(work, [view.subject])
    # Their words say why it was cancelled, or until when somebody is away.
    outbox.refresh(work, (), [k.id for k in found if k.obligation.key.duty in OF_CANCELLED])
    if view.group is None and stand_ins.stand_in(work, view.id) is None and not followed_by(work, view):
        news = Returned(session=view.id, first=since)
        known = (p.id for p in _both_now(work, view) if _about_to_read(work, view, p.id))
        notify_both(work, view, news, but={*known, *but})
        notify_managers(work, view)
