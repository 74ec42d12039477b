"""What stands in place of buttons of which none is their reader's any more: who answers now, where that is known."""

from __future__ import annotations

from collections.abc import Sequence

from cards.message import NOT_YOURS
from cards.model import Button, Text
from cards.sessions.asks import BookForm
from cards.shared.duty_claims import (
    AnsweredElsewhere,
    AnswersNow,
    NobodyAnswering,
    NobodySupervises,
    SupervisesNow,
)
from handlers.shared.uncovered import meanwhile
from policy.ruleset import GROUP_ROLES, Role
from storage import answering, people, sessions, supervision
from storage.duties import KeptObligation
from storage.work import Work


def in_place_of_buttons(
    work: Work, reader_id: int, kept: KeptObligation | None, buttons: Sequence[Button]
) -> Text:
    """A session of one's own is nobody else's to ask for: who supervises them, or that nobody does. Of a group's
    record nothing where nobody is named for it."""
    if any(isinstance(b.ask, BookForm) and b.ask.supervisee == reader_id for b in buttons):
        alone = not supervision.supervisors(work, reader_id)
        return (
            (NobodySupervises(reader_id, imports=people.person(work, reader_id).administrator),)
            if alone
            else meanwhile(work, reader_id)
        )
    if kept:
        who = answering.who_answers(work, kept.obligation)
        if who is None:
            return () if kept.obligation.answers in GROUP_ROLES else (NobodyAnswering((kept.id,)),)
        known = _named(work, reader_id, who)
        return (AnswersNow(kept.id, known),) if known else _another(reader_id, who, kept.id)
    for one in buttons:
        if pair := _pair(work, one):
            who = answering.resolve(work, Role.SUPERVISOR, *pair)
            if who is None:
                return (NobodySupervises(pair[0], people.person(work, pair[0]).name),)
            known = _named(work, reader_id, who)
            return (SupervisesNow(pair[0], who, known),) if known else _another(reader_id, who, 0, *pair)
    return (NOT_YOURS,)


def _named(work: Work, reader_id: int, who: int) -> str:
    """Not of somebody who isn't there: what is then to be done is told to others."""
    return people.person(work, who).name if who != reader_id and answering.is_available(work, who) else ""


def _another(
    reader_id: int, who: int, obligation: int, supervisee: int = 0, holder: int | None = None
) -> Text:
    """Nothing of what its reader answers for, and may do elsewhere."""
    return (AnsweredElsewhere(reader_id, obligation, supervisee, holder),) if who != reader_id else ()


def _pair(work: Work, button: Button) -> tuple[int, int | None] | None:
    """Whose session it asks for, and who was to hold it; None of anything else, and of a group, which has a leader."""
    if supervisee := getattr(button.ask, "supervisee", None):
        return supervisee, getattr(button.ask, "supervisor", None)
    session = getattr(button.ask, "session", None)
    view = sessions.session(work, session) if session else None
    return (view.supervisee.id, view.supervisor.id) if view and view.group is None else None
