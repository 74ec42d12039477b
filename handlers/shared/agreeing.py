"""Whether the policy asks somebody to agree a record, and that they are asked."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.notifications.notifier import notify
from handlers.shared.notices import AgreementRequested
from handlers.shared.records import rule_to_agree
from policy.ruleset import Row
from storage import answering
from storage.sessions import SessionView
from storage.work import Work


def row_to_agree(work: Work, view: SessionView) -> Row | None:
    """By which somebody agrees this kind of session's record; None where the policy asks it of nobody."""
    found = rule_to_agree(work, view)
    return found[1] if found else None


def ask_to_agree(work: Work, view: SessionView, requests: Sequence[tuple[int, int]]) -> None:
    """One message for the records recorded together, of a session that was of two kinds one for each; the supervisee's
    days run from its delivery. None where the policy asks nobody to agree."""
    asked = answering.reads_for(work, view)
    kinds = {record.id: view.kind_of(record) for record in view.records if rule_to_agree(work, view, record)}
    for kind in dict.fromkeys(kinds.values()):
        those = tuple(one for one in requests if kinds.get(one[0]) is kind)
        if those and asked:
            notify(work, AgreementRequested(requests=those, session=view.id), to=asked)
