"""Sessions as messages show them: small helpers that several handlers share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from cards.formats import cited, listing
from cards.model import Moment
from cards.shared.claims import HolderWas
from cards.shared.meeting import Meeting, called, together
from cards.shared.outcome import YOU
from policy.facts import SessionKind, SessionState
from policy.ruleset import GuidancePoint as Guided
from storage import people, sessions, supervision
from storage.people import Person
from storage.sessions import Group, SessionView
from storage.work import Work


def noted_by(work: Work, view: SessionView, reader_id: int) -> str:
    """Who says that a session took place that nobody had booked; empty of one that was booked."""
    if view.noted_by_id == reader_id:
        return YOU
    return people.person(work, view.noted_by_id).name if view.noted_by_id else ""


def moment(work: Work, instant: datetime) -> Moment:
    return Moment(instant, work.calendar.wall(instant))


def meeting(work: Work, view: SessionView, reader: Person) -> Meeting:
    """A session as one of its pair reads it: with the other one's name; as anybody else does, with whose it is too."""
    other = view.supervisee if reader.id != view.supervisee.id else holder(work, view)
    name = _names(view.group) if view.group and reader.id == view.supervisee.id else other.name
    in_file = bool(work.config.calendar_address) and view.state is SessionState.BOOKED
    return Meeting(
        view.id,
        called(view.kind, personal_too=view.personal_too),
        name,
        moment(work, view.starts_at),
        in_file,
        holder_was(view, reader.id),
    )


def holder_was(view: SessionView, reader_id: int) -> HolderWas | None:
    """Whose a session is, for whoever is neither of its two."""
    if reader_id in (view.supervisee.id, view.supervisor.id):
        return None
    return HolderWas(view.id, view.supervisor.name, noted=view.noted_by_id is not None)


def _names(group: Group) -> str:
    return together([p.name for p in group.participants])


def unavailable(work: Work, view: SessionView) -> list[str]:
    """The names of those of a group, and of whoever records it, who are away on its day."""
    if view.group is None:
        return []
    named = (view.group.recorder,) if view.group.recorder else ()
    needed = {p.id: p.name for p in (*view.group.participants, *named)}
    away = people.absences_on(work, list(needed), view.on)
    return [name for i, name in needed.items() if i in away]


def not_come(work: Work, view: SessionView) -> list[Person]:
    """Who belongs to a group that was held, isn't recorded as having been there, and not as away that day either."""
    if view.group is None or view.state is not SessionState.HELD:
        return []
    left = [p for p in view.group.participants if p.id not in view.group.attended]
    away = people.absences_on(work, [p.id for p in left], view.held_on or view.on)
    return [p for p in left if p.id not in away]


def both_names(pair: Sequence[Person]) -> str:
    return listing([one.name for one in pair])


def holder(work: Work, view: SessionView) -> Person:
    """Who held the session, was to, or is to: on its day, whoever covers for a supervisor who is away."""
    booked = view.state is SessionState.BOOKED
    cover = supervision.cover_now(work, view.supervisee.id, view.supervisor.id, view.on) if booked else None
    return people.person(work, cover) if cover else view.supervisor


def guidance(work: Work, at: Guided) -> list[str]:
    """What the policy wants said at this moment, each with its clause."""
    return [f"{g.text} ({cited(g.id, g.clause)})" for g in work.rules.shown_at(at)]


def guidance_on_disagreeing(work: Work, view: SessionView) -> list[str]:
    """It is about what the two of a one-to-one wrote: a group's record is signed off, or not."""
    return [] if view.group else guidance(work, Guided.DISAGREE)


def next_case_session(work: Work, supervisee_id: int) -> SessionView | None:
    """The next case session booked in which this person is supervised."""
    booked = sessions.booked_for(work, supervisee_id)
    mine = (v for v in booked if v.supervisee.id == supervisee_id and v.kind is SessionKind.CASE)
    return next((v for v in mine if v.ends_at > work.now), None)


def to_come(work: Work, me: Person) -> list[SessionView]:
    """This person's, groups too, soonest first."""
    mine = [*sessions.booked_for(work, me.id), *sessions.groups_of(work, me.id)]
    return sorted((v for v in mine if v.ends_at > work.now), key=lambda v: v.starts_at)
