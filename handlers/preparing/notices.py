"""What is told about preparing a session."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date

from cards.model import Style, Text
from cards.preparing import checklist as cards_checklist
from cards.preparing import prepare as cards_prepare
from cards.preparing.asks import PreparationRead
from cards.preparing.invitation import Invitation
from cards.shared import endings
from cards.shared.claims import WasBookedFor
from handlers.notifications.notice import DutyNotice, EventNotice, NoticeContext, NoticeKey, notice
from handlers.preparing.preparation import find, read_button, read_case_button, readable_now
from handlers.preparing.to_prepare import to_prepare
from handlers.shared import meetings
from policy.facts import SessionState
from policy.ruleset import Duty, GuidancePoint
from storage import people, preparations, readable_preparations, repeated_nudges, sessions
from storage.duties import KeptObligation
from storage.outbox import ON_IT
from storage.work import MissingRowError, Work


@notice(Duty.PREPARE)
class PreparationDue(DutyNotice[Invitation]):
    """To the supervisee, until the session begins, where there is something to prepare: once for each session, and
    again where they began and shared nothing yet, or put it off."""

    def says(self, work: Work, context: NoticeContext) -> Invitation | None:
        view = sessions.session(work, self.kept.obligation.key.subject.id)
        if view.starts_at <= work.now:
            return None
        coming = to_prepare(work, view.supervisee, view)
        anew = context.sent or context.step == ON_IT
        asked = not anew and context.reader in repeated_nudges.notified_of(work, self.kept.id)
        return Invitation(coming) if coming.any and (coming.begun or not asked) else None

    def ended(self, work: Work, _context: NoticeContext) -> Text:
        shared = preparations.shared_references(work, self.kept.obligation.key.subject.id)
        return _begun(work, self.kept, shared)


@notice(Duty.CHECK)
class ChecklistDue(DutyNotice[cards_checklist.Checklist]):
    """To whoever holds the session today, until it ends."""

    def says(self, work: Work, context: NoticeContext) -> cards_checklist.Checklist | None:
        view = sessions.session(work, self.kept.obligation.key.subject.id)
        if view.ends_at <= work.now:
            return None
        reader = people.person(work, context.reader)
        found = readable_now(work, view, reader)
        ready = [cards_checklist.ReadablePreparation(p.case.reference, read_case_button(p)) for p in found]
        coming = to_prepare(work, view.supervisee, view, reader)
        guidance = meetings.guidance(work, GuidancePoint.CHECK)
        return cards_checklist.Checklist(coming, view.supervisee.name, ready, guidance)

    def ended(self, work: Work, _context: NoticeContext) -> Text:
        return _begun(work, self.kept)


def _begun(work: Work, kept: KeptObligation, shared: Sequence[str] = ()) -> Text:
    """Nobody settled it: its time is over. ``shared``: of which cases something was, all the same."""
    view = sessions.session(work, kept.obligation.key.subject.id)
    if view.state is SessionState.CANCELLED or view.starts_at > work.now:
        return ()
    booked = WasBookedFor(view.id, meetings.moment(work, view.starts_at))
    return endings.shared_in_part(shared, booked) if shared else endings.before_session(booked)


@notice("prepared")
class PreparationThere(EventNotice[cards_prepare.PreparationThere]):
    """True as long as its reader may read it: whoever stopped covering may not. ``session``: for which, if one is
    booked; ``again``: the day on which it was shared with somebody else too; ``changed``: its reader was told of
    earlier words."""

    preparation: int
    supervisee: int
    case: int
    session: int | None = None
    again: date | None = None
    changed: bool = False

    def key(self) -> NoticeKey:
        about = f"session:{self.session}" if self.session else f"person:{self.supervisee}"
        again = f"again.{self.preparation}.{self.again}"
        return NoticeKey(
            f"{about}:prepared:{self.case}", again if self.again else f"shared.{self.preparation}"
        )

    def says(self, work: Work, context: NoticeContext) -> cards_prepare.PreparationThere | None:
        ask = PreparationRead(preparation=self.preparation, supervisee=self.supervisee, case=self.case)
        try:
            found = find(work, ask)
        except MissingRowError:
            return None
        if not readable_preparations.readable(work, found, context.reader):
            return None
        who, reader = people.person(work, found.supervisee_id), people.person(work, context.reader)
        view = sessions.session(work, found.session_id) if found.session_id else None
        meeting = meetings.meeting(work, view, reader) if view else None
        read = replace(read_button(found, cards_prepare.READ), style=Style.PRIMARY)
        return cards_prepare.PreparationThere(
            found.case.reference, who.id, who.name, meeting, read, self.changed
        )
