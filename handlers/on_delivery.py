"""What follows from a message's arrival: some clocks run only from then."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final

from handlers.absence import cover
from handlers.answers import concern
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


def _asked_to_agree(work: Work, nudge: Nudge) -> None:
    for record_id, request in nudge.data["requests"]:
        records.delivered(work, records.record(work, int(record_id)), int(request))


ON_DELIVERY: Final[dict[str, Callable[[Work, Nudge], None]]] = {
    "agree_request": _asked_to_agree,
    "absence_reported": cover.on_report_delivered,
    "concern": concern.on_meeting_asked,
}
