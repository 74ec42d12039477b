"""What became of a session or an absence that a message was about, for whoever reads it once it isn't true any more."""

from __future__ import annotations

from cards.model import Text
from cards.shared import endings
from cards.shared.claims import WasBookedFor
from handlers.shared.meetings import moment
from handlers.shared.rebooking import followed_by
from policy.facts import SessionState, Subject, SubjectKind
from policy.ruleset import Duty
from storage import absences, cancelled, people, sessions, stand_ins
from storage.absences import AbsenceView
from storage.duties import KeptObligation
from storage.sessions import SessionView
from storage.states import AbsenceState
from storage.tables import Nudge
from storage.work import MissingRowError, Work


def became(work: Work, nudge: Nudge, kept: KeptObligation | None) -> Text:
    """Empty where nothing is known that its reader would look for."""
    subject = kept.obligation.key.subject if kept else _about(nudge)
    try:
        match subject:
            case Subject(kind=SubjectKind.SESSION, id=number):
                return _of_session(work, number, nudge.recipient_id, kept)
            case Subject(kind=SubjectKind.ABSENCE, id=number) if kept is None:
                return _of_absence(work, absences.absence(work, number), nudge.recipient_id)
    except MissingRowError:  # what is older than the council keeps
        pass
    return ()


def _about(nudge: Nudge) -> Subject | None:
    kind, _, number = nudge.about.partition(":")
    return Subject(SubjectKind(kind), int(number)) if number.isdigit() and kind in {*SubjectKind} else None


def _of_session(work: Work, number: int, reader: int, kept: KeptObligation | None) -> Text:
    view = sessions.session(work, number)
    if view.state is not SessionState.CANCELLED:
        return ()
    if kept and kept.obligation.key.kind_of_duty == Duty.SAY_HELD:
        by = cancelled.said_not_held_by(work, view)
        return endings.didnt_take_place(people.person(work, by).name if by else "", own=by == reader)
    if kept:
        return _followed(work, view) if kept.obligation.key.kind_of_duty == Duty.REBOOK else ()
    instead = stand_ins.stand_in(work, number)
    return endings.booked_instead(_was_booked_for(work, instead)) if instead else ()


def _followed(work: Work, view: SessionView) -> Text:
    """Of one that is to be made up for no more, where what was booked instead was cancelled too."""
    later = followed_by(work, view)
    return endings.cancelled_too(_was_booked_for(work, later)) if later else ()


def _was_booked_for(work: Work, view: SessionView) -> WasBookedFor:
    return WasBookedFor(view.id, moment(work, view.starts_at))


def _of_absence(work: Work, view: AbsenceView, reader: int) -> Text:
    """Over, or covered by now."""
    row = absences.stretch(work, view)
    if view.state != AbsenceState.CONFIRMED or not row:
        return ()
    last = row[-1].last
    if last and last < work.today:
        return endings.was_unavailable("" if view.person.id == reader else view.person.name, last)
    for part in row:
        one = absences.arranged(work, part.id).get(reader)
        if part.covers(work.today) and one and one.cover_id:
            return endings.covers_you(one.cover_id, reader, people.person(work, one.cover_id).name)
    return ()
