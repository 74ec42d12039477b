"""What each line of the trail says in words. The trail itself holds codes and references only."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from policy.ruleset import KINDS

EVENTS: Final = {
    "actions.done": "ticked off actions as done",
    "absence.changed": "changed an absence",
    "absence.confirmed": "confirmed an absence",
    "absence.covered": "arranged cover",
    "absence.recorded": "recorded an absence",
    "absence.refused": "said that an absence isn't so",
    "absence.reported": "reported that their supervisor is away",
    "absence.said": "said that somebody is away",
    "absence.withdrawn": "withdrew an imported absence on the command line",
    "agreement.signed": "signed the supervision agreement",
    "audit.done": "noted that a case was audited",
    "audit.drawn": "drew a case for audit",
    "audit.noted": "noted an action from an audit",
    "audit.shown": "read the trail on the command line",
    "backup.made": "made a backup",
    "bot.updated": "saw that an update works things out anew",
    "calendar.given": "made a calendar address",
    "calendar.stopped": "stopped their calendar",
    "case.plan_reviewed": "said that the plan was reviewed",
    "case.acknowledged": "said that the case came up",
    "case.event": "recorded an event of the case",
    "case.event_ended": "recorded that an event of the case ended",
    "case.event_removed": "took an event of the case back",
    "case.interval_decided": "decided how often the case is discussed",
    "case.interval_ended": "ended a longer interval",
    "case.interval_granted": "granted a longer interval",
    "case.interval_recorded": "confirmed that a longer interval is on record",
    "case.merged": "made one case of two",
    "case.judged": "judged which categories the case is in",
    "case.raised": "raised the case for the group's agenda",
    "case.taken_off_agenda": "took a case off the group's agenda",
    "conversation.ended": "could no longer be written to",
    "decision.made": "noted a decision made outside supervision",
    "decision.taken_back": "took back a decision that was noted by mistake",
    "decision.recorded": "noted that a decision is on the file",
    "disclosure.made": "said that something from supervision was discussed with others",
    "disclosure.taken_back": "took back that something from supervision was discussed with others",
    "draw.shown": "made a draw for audit again on the command line",
    "drift.found": "found a difference at night and put it right",
    "due.shown": "read what is due on the command line",
    "export.made": "exported everything held",
    "frequency.set": "recorded how often another body wants supervision",
    "gap.asked": "asked for the note of a gap in supervision",
    "gap.noted": "noted the gap in supervision on the file",
    "hold.lifted": "lifted a legal hold",
    "hold.placed": "placed a legal hold",
    "holds.shown": "read the legal holds on the command line",
    "import.applied": "brought files in",
    "installation.removed": "removed the app from a workspace",
    "installation.saved": "installed the app in a workspace",
    "interval.asked": "asked for a longer interval",
    "interval.granted": "granted a request for a longer interval",
    "interval.refused": "refused a request for a longer interval",
    "interval.withdrawn": "withdrew a request for a longer interval",
    "keys.rotated": "sealed all words anew with the first key",
    "message.failed": "could not deliver a message",
    "message.unreached": "kept a message whose reader can't be reached yet",
    "milestone.recorded": "recorded a milestone",
    "milestone.taken_back": "took a milestone back",
    "obligation.moved": "moved a due day",
    "preparation.shared": "shared what they prepared",
    "preparation.shared_again": "shared what they prepared again",
    "preparation.taken_back": "took back what they had shared",
    "person.merged": "made one person of two",
    "person.shown": "read what is stored of somebody on the command line",
    "policy.compared": "compared rule sets on what is stored",
    "reach.bound": "was matched to a chat account",
    "reach.ended": "is no longer matched to a chat account",
    "reach.preferred": "is now told on another platform",
    "reach.unjoined": "ended the match with a chat account on the command line",
    "record.agreed": "agreed the record",
    "record.answered_late": "answered about the record after its day",
    "record.asked": "asked for the record to be agreed",
    "record.asked_again": "asked again for the record to be agreed",
    "record.closed": "closed the record",
    "record.delegated": "asked somebody else to write the record",
    "record.delivered": "delivered the request to agree the record",
    "record.disagreed": "disagreed with the record",
    "record.overseen": "gave oversight of the record",
    "record.recorded": "wrote the record",
    "record.referred": "referred a disagreement about the record",
    "record.decided": "decided about a disagreement that was referred",
    "record.safeguarding": "said that a safeguarding issue is in the record",
    "record.taken_back": "took back that the record is written",
    "request.declined": "said no to what was asked",
    "request.done": "did what was asked",
    "request.meet": "was asked for a meeting about supervision",
    "request.overtaken": "was asked anew",
    "request.sign": "asked for a signature under a supervision agreement",
    "request.withdrawn": "took back what was asked",
    "report.opened": "opened a report",
    "report.made": "made a report",
    "restore.done": "restored a backup",
    "retention.ran": "deleted what had been kept for its term",
    "routes.faults": "found faults in the line of management",
    "rules.changed": "saw that the rules changed",
    "session.asked": "asked for a session",
    "session.booked": "booked a session",
    "session.cancelled": "cancelled a session",
    "session.confirmed": "confirmed a session",
    "session.regrouped": "changed who belongs to a group, as the line did",
    "session.handed_over": "gave a session to another supervisor",
    "session.held": "said that the session took place",
    "session.held_taken_back": "took back that the session took place",
    "session.kind_changed": "put right what kind of session it was",
    "session.moved": "moved a session",
    "session.noted": "noted that a session took place that nobody had booked",
    "session.return": "noted a return to work",
    "session.return_of_another": "noted that whoever holds it now is there",
    "session.stands_in": "let a booked session stand in for a cancelled one",
    "session.stands_alone": "held another session in place of a cancelled one than the bot had booked for it",
    "session.stands": "let a session stand that nobody answered for",
    "session.withdrawn": "said that a session that was noted didn't take place",
    "simulation.made": "simulated what everybody would be told",
    "workload.over": "saw a team go over a workload limit",
    "workload.under": "saw a team come back under a workload limit",
}
LOOKS: Final = {
    "agreement_why": "looked at why an agreement wasn't signed",
    "agenda": "looked at what was prepared for a session",
    "disclosure_why": "looked at why something was discussed with others",
    "due": "looked at when it is due",
    "interval_why": "looked at why a longer interval was asked for",
    "judge": "looked at the categories of the case",
    "milestones": "looked at milestones",
    "preparation": "looked at what was prepared",
    "record_text": "looked at the text for a session's records",
    "why": "looked at why it is due then",
}
#: What a line's details are called; the rest are ids that say nothing outside.
DETAILS: Final = {
    "account": "account",
    "after": "now",
    "before": "before",
    "count": "how many",
    "counts": "of which",
    "every": "every",
    "first": "from",
    "kind": "kind",
    "kinds": "of which",
    "made": "made",
    "last": "to",
    "minutes": "minutes",
    "on": "on",
    "platform": "platform",
    "reference": "reference",
    "rule": "rule",
    "team": "team",
    "to": "with",
    "until": "until",
    "version": "version",
    "what": "what",
    "why": "why",
}
#: Kinds of what was deleted, by the code that a line has.
_KINDS: Final = {str(kind): says for kind, says in KINDS.items()}


def event(name: str) -> str:
    """One that a later version wrote is named as it is."""
    return EVENTS.get(name, name)


def look(what: str) -> str:
    return LOOKS.get(what.split(" ", maxsplit=1)[0], f"looked at {what}")


def details(data: Mapping[str, Any]) -> str:
    """``before: 2026-11-09, now: 2026-11-10``; a moved day without what it was derived from."""
    said = [
        f"{DETAILS[name]}: {shown}"
        for name, v in data.items()
        if name in DETAILS and (shown := _shown(name, v))
    ]
    return ", ".join(said)


def _shown(name: str, value: Any) -> str:
    if name == "kinds":
        return "; ".join(f"{count:,} {_KINDS.get(kind, kind)}" for kind, count in value.items())
    if name == "counts":
        return "; ".join(f"{kind}: {_counted(counts)}" for kind, counts in value.items())
    if isinstance(value, dict):
        return str(value.get("due") or "no date")
    return "" if value is None or isinstance(value, list) else str(value)


def _counted(counts: Mapping[str, int]) -> str:
    """``3 added, 1 changed``"""
    return ", ".join(f"{count:,} {how}" for how, count in counts.items())
