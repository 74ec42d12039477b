"""What follows from a message's arrival: some clocks run only from then."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from cards.kept_fields import from_fields
from handlers.notices import NOTICES
from handlers.notifications.notice import EventNotice, told_of
from storage import repeated_nudges
from storage.tables import Nudge
from storage.work import Work


def on_delivery(work: Work, delivered: Mapping[int, Sequence[Nudge]]) -> None:
    """Called once with the nudges of each message that arrived, in the transaction that marks them as sent."""
    repeated_nudges.overtake(work, delivered)
    for nudge in (one for nudges in delivered.values() for one in nudges):
        cls = NOTICES.get(nudge.kind)
        if cls and issubclass(cls, EventNotice):
            from_fields(cls, nudge.data).on_delivery(work, told_of(nudge))
