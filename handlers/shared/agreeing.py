"""Whether the policy asks somebody to agree a record, and that they are asked."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.notifications.notifier import notify
from handlers.shared.notices import AgreementRequested
from handlers.shared.records import rule_to_agree
from policy.ruleset import Row
from storage.sessions import SessionView
from storage.work import Work


def row_to_agree(work: Work, view: SessionView) -> Row | None:
    """By which somebody agrees this kind of session's record; None where the policy asks it of nobody."""
    found = rule_to_agree(work, view)
    return found[1] if found else None


def ask_to_agree(work: Work, view: SessionView, requests: Sequence[tuple[int, int]]) -> None:
    """One message for the records recorded together; the supervisee's days run from its delivery. None where the policy
    asks nobody to agree."""
    if row_to_agree(work, view) is None:
        return
    notify(work, AgreementRequested(requests=tuple(requests), session=view.id), to=view.reader.id)
