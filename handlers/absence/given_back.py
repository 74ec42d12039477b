"""What went further up while a manager was away, or was asked for first there, comes back to them on their first day
at work, and so does what a cover was reminded of and is still ahead; what others were reminded of before goes to a
cover."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final

from handlers.absence.absence_view import covered_in, to_find_a_time_for
from handlers.notifications import notifier
from handlers.notifications.recipients import who_is_notified
from handlers.shared.notices import Cancelled
from handlers.shared.notify_pair import notify_both, offer_anew, show_what_waits
from handlers.shared.rebooking import is_asked_again, pair_of
from policy.facts import Subject, SubjectKind
from policy.ruleset import Delivery
from policy.spans import covers
from storage import absences, answered_for, answering, cancelled, duties, outbox, sent_while_away, supervision
from storage.absences import AbsenceView, Arranged
from storage.duties import KeptObligation
from storage.outbox import NewNudge
from storage.tables import Nudge
from storage.work import Work

#: What each week says how things stand: kinds of notices.
STANDING: Final = ("late", "late_team")
#: The step that asks for what somebody in their place was asked for first.
BACK: Final = "back"


def bring_back(work: Work, since: date) -> None:
    """Each night, of absences that ended in the days before: what is still to be done and is theirs again, once; and
    what their covers read shown again where the first day back is, or was ``since``."""
    for view in absences.just_over(work):
        _bring_back(work, view)
        if view.returns and view.returns >= since:
            show_to_covers(work, view)
            show_what_waits(work, view.person.id)
            outbox.refresh(work, [view.subject, *_cancelled_for(work, view)])
            hand_back(work, view)


def _cancelled_for(work: Work, view: AbsenceView) -> list[Subject]:
    """What was told of them says why: that somebody is unavailable, until they are back."""
    assert view.last
    ids = cancelled.for_days_away(work, view.person.id, view.first, view.last)
    return [Subject(SubjectKind.SESSION, one) for one in ids]


def hand_back(work: Work, view: AbsenceView) -> None:
    """Sessions cancelled for these days that have no new time, and of which no rule reminds: whoever supervises again
    finds one, whoever was to meanwhile. Both are told that it is cancelled, where they never were."""
    everybody = [one.id for one in absences.supervisees(work, view)]
    covered = covered_in(work, view)
    for one in to_find_a_time_for(work, view, everybody, view.person):
        if view.returns and not is_asked_again(work, one) and pair_of(work, one)[1].id == view.person.id:
            notify_both(work, one, Cancelled(session=one.id))
            if one.supervisee.id in covered:
                offer_anew(work, one, view.returns)


def pass_on(work: Work) -> None:
    """Each night, to whoever covers today: what somebody else was reminded of before them, and is still ahead. What was
    so on the day on which they were named, that message says."""
    named, covered = supervision.covers_named(work), dict[int, list[int]]()
    for (supervisee, _), cover in supervision.covers_on(work, work.today).items():
        if work.calendar.day_of(named[supervisee]) < work.today:
            covered.setdefault(cover, []).append(supervisee)
    for cover, mine in covered.items():
        told = dict[int, NewNudge]()
        for nudge in sent_while_away.to_others(work, cover, mine):
            if nudge.obligation_id and _is_theirs(work, nudge, cover):
                told.setdefault(nudge.obligation_id, outbox.same_to(nudge, cover, Delivery.DAY))
        notifier.plan_all(work, list(told.values()))


def show_to_covers(work: Work, view: AbsenceView) -> None:
    """What they were told meanwhile is no longer theirs to press, and what was late is with somebody else."""
    made = absences.arranged(work, view.id)
    named = _covers(made)
    if named and view.last:
        told = sent_while_away.shown_to_covers(work, named, set(made), STANDING, view.first, view.last)
        outbox.show_again(work, told)


def _bring_back(work: Work, view: AbsenceView) -> None:
    sent, told = _sent_meanwhile(work, view), dict[int, NewNudge]()
    kept = duties.these(work, [n.obligation_id for n in sent if n.obligation_id])
    answering.read_lines(work, (one.obligation for one in kept.values()))  # together, not for each
    for nudge in sent:
        if nudge.obligation_id and _is_theirs(work, nudge, view.person.id):
            told.setdefault(nudge.obligation_id, outbox.same_to(nudge, view.person.id, Delivery.DAY))
    first = [k for k in _begun_meanwhile(work, view) if k.id not in told]
    told |= {k.id: _asked(k, view.person.id) for k in first}
    if notifier.plan_all(work, list(told.values())):
        outbox.refresh(work, [k.obligation.key.subject for k in first], list(told))


def _begun_meanwhile(work: Work, view: AbsenceView) -> list[KeptObligation]:
    """What is theirs to do as a manager and was asked for on these days, of whoever was in their place."""
    mine = (
        k
        for k in answered_for.answered_by(work, view.person.id)
        if k.obligation.answers in answering.MANAGERS
    )
    return [k for k in mine if covers(view.first, view.last, k.obligation.started)]


def _asked(kept: KeptObligation, person_id: int) -> NewNudge:
    return notifier.nudge_of_duty(kept, BACK, kept.obligation.answers, person_id, Delivery.DAY)


def _sent_meanwhile(work: Work, view: AbsenceView) -> Sequence[Nudge]:
    assert view.last
    up, made = sent_while_away.escalated(work, view.first, view.last), absences.arranged(work, view.id)
    named = _covers(made)
    if not named:
        return up
    return [*up, *sent_while_away.to_covers(work, named, set(made), view.first, view.last)]


def _covers(made: Mapping[int, Arranged]) -> set[int]:
    return {one.cover_id for one in made.values() if one.cover_id}


def _is_theirs(work: Work, nudge: Nudge, person_id: int) -> bool:
    """It went to somebody else, in the place of this one, for the day on which it still falls due."""
    if nudge.obligation_id is None or "tell" not in nudge.data:
        return False
    o = duties.of(work, nudge.obligation_id).obligation
    return nudge.due == o.due and nudge.recipient_id != person_id == who_is_notified(
        work, o, nudge.data["tell"]
    )
