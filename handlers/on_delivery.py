"""What follows from a message's arrival: some clocks run only from then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from cards.kept_fields import from_fields
from handlers.notices import NOTICES
from handlers.notifications.notice import EventNotice, told_of
from storage import records, repeated_nudges
from storage.tables import Nudge
from storage.work import Work


def on_delivery(work: Work, message_id: int, nudges: Sequence[Nudge]) -> None:
    """Called once, in the transaction that marks the message as sent."""
    repeated_nudges.overtake(work, message_id)
    for nudge in nudges:
        follow = ON_DELIVERY.get(nudge.kind)
        if follow:
            follow(work, nudge)
        cls = NOTICES.get(nudge.kind)
        if cls and issubclass(cls, EventNotice):
            from_fields(cls, nudge.data).on_delivery(work, told_of(nudge))


def _asked_to_agree(work: Work, nudge: Nudge) -> None:
    for record_id, request in nudge.data["requests"]:
        records.delivered(work, records.record(work, int(record_id)), int(request))


ON_DELIVERY: Final[dict[str, Callable[[Work, Nudge], None]]] = {
    "agree_request": _asked_to_agree,
}
