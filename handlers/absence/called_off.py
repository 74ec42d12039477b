"""Sessions that an absence makes impossible: called off where nobody is there to hold them."""

from __future__ import annotations

from cards.absence import absence as cards_absence
from cards.model import Text
from cards.shared.meeting import KINDS
from handlers.absence.absence_view import until_cover
from handlers.shared import cancelling, meetings, notify_pair
from handlers.shared.uncovered import runs_on
from policy.duties.rebooking import AWAY
from policy.facts import Reason
from storage import absences
from storage.absences import AbsenceView
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work


def cancel_inside(work: Work, view: AbsenceView, by: int | None) -> list[Text]:
    """Those that nobody covers, or whose cover is known to be away that day. Of an absence without an end, as far ahead
    as nobody can have arranged anything: later ones that nobody covers wait for cover or for the return."""
    return [_cancel(work, session, for_, by) for session, for_ in _impossible(work, view)]


def cancel_where_cover_is_away(work: Work, cover: Person, by: int | None) -> list[Text]:
    """What somebody who covers for others was to hold on days on which they are away."""
    covered = {one.id: one for one, _ in absences.covered_by(work, cover.id)}.values()
    found = [one for view in covered for one in _impossible(work, view) if one[1].person == cover]
    return [_cancel(work, session, for_, by) for session, for_ in found]


def _impossible(work: Work, view: AbsenceView) -> list[tuple[SessionView, AbsenceView]]:
    """Each with the absence that makes it so: the cover's, where one is named who is away too."""
    left = work.calendar.add(work.today, work.rules.practice.booking.open_absence_left)
    until = view.last or max(until_cover(work, view.first), left)
    covers = {i: one.cover_id for i, one in absences.arranged(work, view.id).items()}
    found = []
    for session in absences.inside(work, view):
        cover = covers.get(session.supervisee.id) if session.supervisor.id == view.person.id else None
        alone = view if session.on <= until else None
        for_ = runs_on(work, cover, session.on) if cover else alone
        found += [(session, for_)] if for_ else []
    return found


def offer_again(work: Work, view: AbsenceView, by: int | None) -> None:
    """Of an absence that never was: what it cancelled, and is to be made up for, is offered anew to whoever was asked
    to, but for ``by``, who took it back."""
    for session in notify_pair.owed_with(work, view.person.id):
        if session.reason in AWAY and session.away_id == view.person.id and view.covers(session.on):
            notify_pair.offer_anew(work, session, work.today, but=[by] if by else ())


def _cancel(work: Work, session: SessionView, view: AbsenceView, by: int | None) -> Text:
    if session.group:
        return _without_leader(work, session, view, by)
    other = session.supervisor if session.supervisee.id == view.person.id else session.supervisee
    cancelling.cancel_for_absence(work, session, view.person.id, view.sickness, by)
    return _named(work, session, other.name)


def _without_leader(work: Work, session: SessionView, view: AbsenceView, by: int | None) -> Text:
    """A group whose leader is away; without a participant it meets."""
    cancelling.cancel_group(
        work, session, Reason.SICKNESS if view.sickness else Reason.LEAVE, view.person.id, by
    )
    return _named(work, session)


def _named(work: Work, session: SessionView, other: str = "") -> Text:
    return cards_absence.cancelled_session(
        KINDS[session.kind], other, meetings.moment(work, session.starts_at)
    )
