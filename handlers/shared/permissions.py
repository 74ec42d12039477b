"""Who may do what. Deny by default: a route names one of these or of its feature's, and each looks at the facts as they
are now."""

from __future__ import annotations

from typing import Protocol

from handlers.shared.base import Request
from policy.facts import SessionState
from storage import absences, requests, supervision
from storage.answering import in_place_of, writes_for
from storage.people import Person
from storage.sessions import SessionView, session
from storage.work import Work


class OfSession(Protocol):
    """An ask about one session."""

    @property
    def session(self) -> int: ...


class OfAbsence(Protocol):
    """An ask about one absence."""

    @property
    def absence(self) -> int: ...


class OfRequest(Protocol):
    """An ask about what one person asks of another."""

    @property
    def request(self) -> int: ...


def anyone(request: Request[object], work: Work) -> bool:
    """Any member of staff in post."""
    return request.actor.in_post(work.today)


def is_pair(actor: Person, view: SessionView, work: Work) -> bool:
    return actor.id == view.supervisee.id or is_supervisor(actor, view, work)


def is_supervisor(actor: Person, view: SessionView, work: Work) -> bool:
    """Who is to hold the session, or answers for the supervisee today (cover); a professional supervisor's session
    is theirs alone, and so is a group its leader's, or of whoever stands in the place of one who has left."""
    if actor.id == view.supervisor.id:
        return not is_passed_on(view, work)
    if view.group:
        return actor.id == in_place_of(work, view.supervisor.id)
    return not is_beside(view, work) and actor.id == supervision.supervisor_now(work, view.supervisee.id)


def is_passed_on(view: SessionView, work: Work) -> bool:
    """Cancelled, and to be held again by somebody else: whoever was to hold it only covered, or supervised before."""
    if view.state is not SessionState.CANCELLED or view.group:
        return False
    now = supervision.supervisors(work, view.supervisee.id)
    theirs = (*now, supervision.line_supervisor(work, view.supervisee.id))
    return bool(now) and view.supervisor.id not in theirs


def is_beside(view: SessionView, work: Work) -> bool:
    """Held, or to be held, by a professional supervisor beside the line."""
    holder, supervisee = view.supervisor.id, view.supervisee.id
    return holder in supervision.professional_supervisors(
        work, supervisee
    ) and holder != supervision.line_supervisor(work, supervisee)


def pair(request: Request[OfSession], work: Work) -> bool:
    return is_pair(request.actor, session(work, request.ask.session), work)


def supervisor(request: Request[OfSession], work: Work) -> bool:
    return is_supervisor(request.actor, session(work, request.ask.session), work)


def holder(request: Request[OfSession], work: Work) -> bool:
    """Who held the session: its record is theirs, whoever covers today; a group's whoever records it. Once they have
    left, the next manager."""
    return request.actor.id == writes_for(work, session(work, request.ask.session))


def pair_or_holder(request: Request[OfSession], work: Work) -> bool:
    """Either of the two; once whoever held it has left, the next manager too."""
    held_by = in_place_of(work, session(work, request.ask.session).supervisor.id)
    return request.actor.id == held_by or pair(request, work)


def supervisee(request: Request[OfSession], work: Work) -> bool:
    return request.actor.id == session(work, request.ask.session).supervisee.id


def asked_of(request: Request[OfRequest], work: Work) -> bool:
    """Whoever was asked; an ask of before requests were kept says none."""
    which = request.ask.request
    return bool(which) and requests.request(work, which).asked_of == request.actor.id


def asked_by(request: Request[OfRequest], work: Work) -> bool:
    """Whoever asked."""
    return requests.request(work, request.ask.request).asked_by == request.actor.id


def in_line_of(work: Work, actor: Person, person_id: int) -> bool:
    """The person, whoever answers as supervisor today, and the managers above."""
    return in_line(actor.id, person_id, supervision.lines(work, [person_id])[person_id])


def in_line(actor_id: int, person_id: int, line: supervision.ManagementLine) -> bool:
    """As ``in_line_of``, with the person's line at hand."""
    return actor_id in (person_id, line.cover, *line.above)


def may_record_absence(work: Work, actor: Person, person_id: int) -> bool:
    """The person, their line, an administrator. Who answers to them can only say so."""
    return actor.in_post(work.today) and (actor.administrator or in_line_of(work, actor, person_id))


def manages(work: Work, actor: Person, person_id: int) -> bool:
    """A manager above this person, or an administrator."""
    return actor.administrator or actor.id in supervision.line_above(work, person_id)


def manages_absent(request: Request[OfAbsence], work: Work) -> bool:
    """The managers of whoever is away, or an administrator."""
    return manages(work, request.actor, absences.absence(work, request.ask.absence).person.id)
