"""Whether a session took place is asked of whoever says it in the place of somebody who is away."""

from __future__ import annotations

from datetime import date

from handlers.notifications.notifier import nudge_of_duty, plan, sent_since
from policy.nudges import nudges_for
from policy.ruleset import Duty, Role
from storage import absences, answering, duties, outbox
from storage.absences import AbsenceView
from storage.duties import KeptObligation
from storage.with_covers import unsaid
from storage.work import Work


def ask_about_sessions(work: Work, view: AbsenceView) -> None:
    """Whether what is over took place, which nobody has said yet, is asked of whoever covers now: whoever was asked is
    away. Once, with what hangs on it that is told that day."""
    covered = [i for i, one in absences.arranged(work, view.id).items() if one.cover_id]
    for kept in duties.concerning(work, covered) if view.covers(work.today) else ():
        if kept.obligation.key.duty == Duty.SAY_HELD:
            _ask(work, kept, view.person.id)


def ask_in_place_of_covers(work: Work, since: date) -> None:
    """Each night, of sessions of a cover, or a supervisor of before, who is away or has left: whoever supervises now is
    asked. What was asked of either is shown anew as somebody goes, and as they are back."""
    back = {view.person.id for view in absences.just_over(work, since)}
    shown: list[int] = []
    for kept in unsaid(work):
        o = kept.obligation
        gone = o.holder_id is not None and not answering.is_available(work, o.holder_id)
        if (gone and _ask(work, kept, o.holder_id)) or o.holder_id in back:
            shown.append(kept.id)
    outbox.refresh(work, (), shown)


def _ask(work: Work, kept: KeptObligation, away_id: int | None) -> bool:
    """Whether it is asked of somebody else, who wasn't asked before."""
    o = kept.obligation
    if o.not_before is None or o.not_before > work.now:
        return False
    asks = next((n for n in nudges_for(work.rules, o) if n.tell == Role.SUPERVISOR), None)
    to = answering.who_answers(work, o)
    if asks is None or to is None or to == away_id:
        return False
    send = sent_since(work, o.not_before, asks)
    return bool(plan(work, nudge_of_duty(kept, asks.step, str(asks.tell), to, send)))
