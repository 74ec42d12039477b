"""What follows from a message's arrival: some clocks run only from then."""

from __future__ import annotations

from collections.abc import Sequence

from cards.kept_fields import from_fields
from handlers.notices import NOTICES
from handlers.notifications.notice import EventNotice, told_of
from storage import repeated_nudges
from storage.tables import Nudge
from storage.work import Work


def on_delivery(work: Work, message_id: int, nudges: Sequence[Nudge]) -> None:
    """Called once, in the transaction that marks the message as sent."""
    repeated_nudges.overtake(work, message_id)
    for nudge in nudges:
        cls = NOTICES.get(nudge.kind)
        if cls and issubclass(cls, EventNotice):
            from_fields(cls, nudge.data).on_delivery(work, told_of(nudge))
