"""Whether the policy asks somebody to agree a record, and that they are asked."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.notifications.notifier import notify
from handlers.shared.record_agreement_notices import AgreementRequested
from handlers.shared.records import rule_to_agree
from policy.ruleset import Row
from storage import answering, people
from storage.sessions import SessionView
from storage.work import Work


def row_to_agree(work: Work, view: SessionView) -> Row | None:
    """By which somebody agrees this kind of session's record; None where the policy asks it of nobody, and once whoever
    would have is gone."""
    found = rule_to_agree(work, view) if _who_agrees(work, view) else None
    return found[1] if found else None


def is_nobody_to_sign(work: Work, view: SessionView) -> bool:
    """Whether the policy has somebody sign a group's records off, and nobody is named who does none of its other tasks:
    nobody is asked until somebody is."""
    return (
        view.group is not None and rule_to_agree(work, view) is not None and _who_agrees(work, view) is None
    )


def _who_agrees(work: Work, view: SessionView) -> int | None:
    asked = answering.reads_for(work, view)
    return asked if asked and people.person(work, asked).in_post(work.today) else None


def ask_to_agree(work: Work, view: SessionView, requests: Sequence[tuple[int, int]]) -> None:
    """One message for the records recorded together, of a session that was of two kinds one for each; the supervisee's
    days run from its delivery. None where nobody is asked to agree."""
    asked = _who_agrees(work, view)
    kinds = {record.id: view.kind_of(record) for record in view.records if rule_to_agree(work, view, record)}
    for kind in dict.fromkeys(kinds.values()):
        those = tuple(one for one in requests if kinds.get(one[0]) is kind)
        if those and asked:
            notify(work, AgreementRequested(requests=those, session=view.id), to=asked)
