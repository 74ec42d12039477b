"""Who is told: the role's person, whoever stands above while they are away, in the end an administrator."""

from __future__ import annotations

from collections.abc import Sequence

from handlers.shared.records import delegate_of
from policy.obligations import Obligation
from policy.ruleset import NudgeRule, Role
from storage import answering, duties, people, supervision
from storage.duties import KeptObligation
from storage.tables import Nudge
from storage.work import Work


def recipients(work: Work, kept: KeptObligation, first: int | None, nudge: NudgeRule) -> Sequence[int]:
    """Who is told: the role's person (``first``) and who is to do it in their place; with nobody there, the
    administrators, and without one the policy's owner. An escalation passes over the absent, and never goes down:
    nobody reads that somebody above them, or they themselves, haven't answered."""
    if first is None:
        instead = people.administrators(work) or people.policy_owners(work)
        return [i for i in instead if not nudge.escalates or not _is_below(work, kept.obligation, i)]
    if not nudge.escalates:
        delegate = delegate_of(work, kept.obligation)
        return [first, *([delegate] if delegate not in (None, first) else [])]
    above = past_cover(work, kept, first)
    found = answering.first_available(work, above)
    return [above if found != above and _is_below(work, kept.obligation, found) else found]


def _is_below(work: Work, o: Obligation, reader: int) -> bool:
    """Whether the reader is, or stands below, whom it is about or who is to answer."""
    asked = {o.worker_id, answering.who_answers(work, o)} - {None}
    return not asked.isdisjoint((reader, *supervision.line_above(work, reader)))


def who_is_notified(work: Work, o: Obligation, tell: str) -> int | None:
    """Whoever a role means today. Whoever the rule says answers may in this one matter be somebody else, such as
    whoever covered."""
    rule = work.rule_of(o)
    if rule and tell == rule.answers:
        return answering.who_answers(work, o)
    return answering.in_role(work, tell, o.worker_id, o.holder_id)


def answers_instead(work: Work, nudge: Nudge) -> int | None:
    """Who answers for what a nudge asks, where that is somebody else by now: it is theirs to read.
    None where it isn't, or goes up the line."""
    if nudge.escalates or nudge.data.get("nobody"):
        return None
    if nudge.obligation_id is None:
        return _supervises_instead(work, nudge)
    o = duties.of(work, nudge.obligation_id).obligation
    if not o.is_open or nudge.recipient_id == delegate_of(work, o):
        return None
    now = who_is_notified(work, o, nudge.data["tell"])
    return now if now is not None and now != nudge.recipient_id else None


def _supervises_instead(work: Work, nudge: Nudge) -> int | None:
    """The same of news for whoever supervises somebody: it waited a night, and a cover ended, or began."""
    supervisee = nudge.data.get("supervisee")
    if nudge.data.get("tell") != Role.SUPERVISOR or supervisee is None:
        return None
    now, beside = (
        supervision.supervisor_now(work, supervisee),
        supervision.professional_supervisors(work, supervisee),
    )
    return None if now == nudge.recipient_id or nudge.recipient_id in beside else now


def past_cover(work: Work, kept: KeptObligation, manager_id: int) -> int:
    """The manager above, where the one told is who covers, and so is late themselves."""
    o = kept.obligation
    asked = answering.who_answers(work, o) if o.answers == Role.SUPERVISOR and o.worker_id else None
    return next(supervision.line_above(work, manager_id), manager_id) if asked == manager_id else manager_id
