"""The one table: what may be asked of the bot, who handles it, and who may ask. What isn't here doesn't exist.

Each feature lists its own in its ``routes``."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from cards.ask import Ask, MisfitError, StringAsk, all_asks, ask_of
from handlers.absence import routes as absence
from handlers.answers import command_help, concern, home, policy
from handlers.cases import decision, due, event, grant, interval, interval_record, judge, met
from handlers.people import agreement, audit, audit_draw, frequency, milestone
from handlers.preparing import checklist, prepare, share
from handlers.records import routes as records
from handlers.sessions import routes as sessions
from handlers.shared import case_lookup, permissions
from handlers.shared.base import NOT_YOURS, Handler, Permission, Route


def _string(
    handle: Handler[StringAsk],
    permission: Permission[StringAsk],
    refusal: str = NOT_YOURS,
    *,
    anonymous: bool = False,
) -> Route:
    return Route(StringAsk, handle, permission, refusal, anonymous)


#: What has no ask of its own yet.
_STRINGS: dict[str, Route] = {
    "interval": _string(interval.interval, case_lookup.may_manage, interval.REFUSAL),
    "interval_form": _string(interval.interval_form, interval.may_open, interval.REFUSAL),
    "interval_ask": _string(interval.interval_ask, interval.may_open, interval.REFUSAL),
    "interval_grant": _string(grant.grant, permissions.anyone),
    "interval_refuse": _string(grant.refuse, permissions.anyone),
    "interval_end": _string(grant.end, case_lookup.may_manage, interval.REFUSAL),
    "interval_withdraw": _string(grant.withdraw, permissions.anyone),
    "interval_why": _string(grant.why, grant.may_read, "Only those in the case's line can read this."),
    "judge_form": _string(judge.judge_form, case_lookup.may_manage, judge.REFUSAL),
    "judge": _string(judge.judge, case_lookup.may_manage, judge.REFUSAL),
    "event_form": _string(event.event_form, case_lookup.may_report_event, event.REFUSAL),
    "event": _string(event.event, case_lookup.may_report_event, event.REFUSAL),
    "event_end": _string(event.event_end, event.may_change, event.REFUSAL),
    "event_remove": _string(event.event_remove, event.may_change, event.REFUSAL),
    "interval_recorded": _string(
        interval_record.recorded,
        interval_record.may_record,
        "Only the supervisor of the case's worker confirms this.",
    ),
    "help": _string(command_help.show_help, permissions.anyone),
    "home": _string(home.home, permissions.anyone),
    "due": _string(due.due, permissions.anyone),
    "due_mine": _string(due.due_mine, permissions.anyone),
    "met": _string(met.met, permissions.anyone),
    "team": _string(due.team, permissions.anyone),
    "why": _string(due.why, permissions.anyone),
    "prepare": _string(prepare.prepare, permissions.anyone),
    "prepare_choose": _string(prepare.choose, permissions.anyone),
    "prepare_chosen": _string(prepare.chosen, permissions.anyone),
    "prepare_form": _string(prepare.prepare_form, prepare.may_prepare, prepare.NOT_YOURS),
    "save_preparation": _string(prepare.save, prepare.may_prepare, prepare.NOT_YOURS),
    "forget_preparation": _string(prepare.forget, prepare.may_prepare, prepare.NOT_YOURS),
    "copy_preparation": _string(prepare.copy, prepare.may_prepare, prepare.NOT_YOURS),
    "prepare_wonder": _string(prepare.wonder, prepare.may_prepare, prepare.NOT_YOURS),
    "prepare_waits": _string(prepare.waits, prepare.may_prepare, prepare.NOT_YOURS),
    "share_preparation": _string(share.share, prepare.may_prepare, prepare.NOT_YOURS),
    "share_again": _string(share.share_again, share.may_share_again, "Only who wrote it can share it."),
    "read_preparation": _string(share.read, share.may_read, "This wasn't shared with you."),
    "agenda": _string(checklist.agenda, permissions.pair, "Only the two of you can open the agenda."),
    "audit": _string(audit.audit, permissions.anyone),
    "audit_form": _string(audit.audit_form, audit.may_audit, audit.NOT_YOURS),
    "audit_save": _string(audit.save, audit.may_audit, audit.NOT_YOURS),
    "decision_form": _string(decision.decision_form, permissions.anyone),
    "decision": _string(decision.decision, permissions.anyone),
    "decision_recorded": _string(
        decision.decision_recorded,
        decision.may_say,
        "Only who made the decision says that it is on the file.",
    ),
    "agreement": _string(agreement.agreement, permissions.anyone),
    "agreement_send": _string(agreement.send, permissions.anyone),
    "agreement_sign": _string(agreement.sign, permissions.anyone),
    "concern": _string(concern.concern, permissions.anyone, anonymous=True),
    "concern_ask": _string(concern.ask, permissions.anyone, anonymous=True),
    "concern_send": _string(concern.send, permissions.anyone, anonymous=True),
    "frequency": _string(frequency.frequency, permissions.anyone),
    "frequency_save": _string(frequency.save, frequency.may_record, frequency.NOT_YOURS),
    "done": _string(milestone.overview, permissions.anyone),
    "done_form": _string(milestone.form, milestone.may_save, milestone.NOT_YOURS),
    "done_save": _string(milestone.save, milestone.may_save, milestone.NOT_YOURS),
    "done_event": _string(milestone.event_form, milestone.may_say_event, milestone.NOT_YOURS),
    "done_event_save": _string(milestone.event_save, milestone.may_say_event, milestone.NOT_YOURS),
    "done_back": _string(milestone.take_back, permissions.anyone),
    "audited_form": _string(audit_draw.form, audit_draw.may_say, milestone.NOT_YOURS),
    "audited": _string(audit_draw.save, audit_draw.may_say, milestone.NOT_YOURS),
    "policy": _string(policy.policy, permissions.anyone),
}


def by_kind(routes: Iterable[Route]) -> dict[str, Route]:
    """Raises ValueError unless every ask there is has exactly one route."""
    found: dict[str, Route] = {}
    for one in routes:
        if one.ask.kind in found:
            raise ValueError(f"two routes for “{one.ask.kind}”")
        found[one.ask.kind] = one
    nowhere = sorted(ask.__name__ for ask in all_asks() - {one.ask for one in found.values()})
    if nowhere:
        raise ValueError(f"no route for {', '.join(nowhere)}")
    return found


#: By the kind of its ask.
ROUTES = _STRINGS | by_kind((*absence.ROUTES, *records.ROUTES, *sessions.ROUTES))


def read(kind: str, fields: Mapping[str, Any]) -> Ask:
    """The ask that a ticket keeps. Raises MisfitError where there is none (any more), or it was another one."""
    known = ROUTES.get(kind)
    if known is None:
        raise MisfitError("kind")
    return StringAsk(kind, fields) if known.ask is StringAsk else ask_of(known.ask, fields)
