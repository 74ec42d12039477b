"""What follows from a message's arrival: some clocks run only from then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cards.kept_fields import from_fields
from cards.message import Message
from handlers.notices import NOTICES
from handlers.notifications.compose import notice_of
from handlers.notifications.notice import DutyNotice, EventNotice, context_of
from storage import duties, repeated_nudges, weekly_sent
from storage.tables import Nudge
from storage.work import Work


def on_delivery(work: Work, delivered: Mapping[int, Sequence[Nudge]]) -> None:
    """Called once with the nudges of each message that arrived, in the transaction that marks them as sent."""
    repeated_nudges.overtake(work, delivered)
    arrived = [one for nudges in delivered.values() for one in nudges]
    if stands := [one for one in arrived if notice_of(one, NOTICES).standing]:
        weekly_sent.show_before(work, stands)
    for nudge in arrived:
        cls = notice_of(nudge, NOTICES)
        if issubclass(cls, EventNotice):
            from_fields(cls, nudge.data).on_delivery(work, context_of(nudge))
        elif issubclass(cls, DutyNotice) and cls.begun_by is not DutyNotice.begun_by:
            _show_first(work, nudge, cls)


def _show_first(work: Work, nudge: Nudge, cls: type[DutyNotice[Message]]) -> None:
    """What asked for the same before, so that there is one place to answer."""
    first = cls(kept=duties.of(work, nudge.obligation_id)).begun_by(work) if nudge.obligation_id else None
    if first:
        repeated_nudges.show_event_again(work, first.event.kind, first.about, nudge.recipient_id)
