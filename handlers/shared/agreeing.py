"""Whether the policy asks somebody to agree a record, and that they are asked."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.notifications.notifier import notify
from handlers.shared.notices import AgreementRequested
from policy.ruleset import Duty, Row, condition_of
from storage.sessions import SessionView
from storage.work import Work


def row_to_agree(work: Work, view: SessionView) -> Row | None:
    """By which somebody agrees this kind of session's record; None where the policy asks it of nobody."""
    rows = ((condition_of(rule, row), row) for rule in work.rules.asking(Duty.AGREE) for row in rule.rows)
    return next((row for when, row in rows if not when.session or view.kind in when.session), None)


def ask_to_agree(work: Work, view: SessionView, requests: Sequence[tuple[int, int]]) -> None:
    """One message for the records recorded together; the supervisee's days run from its delivery. None where the policy
    asks nobody to agree."""
    if row_to_agree(work, view) is None:
        return
    notify(work, AgreementRequested(requests=tuple(requests), session=view.id), to=view.reader.id)
