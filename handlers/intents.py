"""The one table: what may be asked of the bot, who handles it, and who may ask. What isn't here doesn't exist."""

from __future__ import annotations

from dataclasses import dataclass

from handlers.absence import absence, back, claim, cover, returning
from handlers.answers import concern, help_, home, policy
from handlers.cases import decision, due, event, grant, interval, judge
from handlers.people import agreement, audit, audited, frequency, milestone
from handlers.preparing import checklist, prepare, share
from handlers.records import acknowledge, record, sign
from handlers.sessions import book, cancel, group, hold, move, rebook
from handlers.shared import may, of_case
from handlers.shared.base import Handler, May


@dataclass(frozen=True, slots=True)
class Intent:
    """``discreet``: nobody learns, from the logs either, who asked."""

    handle: Handler
    may: May
    refusal: str = "That isn't yours to do."
    discreet: bool = False


NOT_YOURS_TO_CHANGE = "Only the two of you can change this session; a group's, only who leads it."
NOT_YOURS_TO_SAY = "Only the supervisor says that a session was held."

INTENTS: dict[str, Intent] = {
    "interval": Intent(interval.interval, of_case.may_manage, interval.REFUSAL),
    "interval_form": Intent(interval.interval_form, interval.may_open, interval.REFUSAL),
    "interval_ask": Intent(interval.interval_ask, interval.may_open, interval.REFUSAL),
    "interval_grant": Intent(grant.grant, may.anyone),
    "interval_refuse": Intent(grant.refuse, may.anyone),
    "interval_end": Intent(grant.end, of_case.may_manage, interval.REFUSAL),
    "interval_withdraw": Intent(grant.withdraw, may.anyone),
    "interval_why": Intent(grant.why, grant.may_read, "Only those in the case's line can read this."),
    "judge_form": Intent(judge.judge_form, of_case.may_manage, judge.REFUSAL),
    "judge": Intent(judge.judge, of_case.may_manage, judge.REFUSAL),
    "acknowledge": Intent(acknowledge.acknowledge, may.pair, "Only the two of you acknowledge these cases."),
    "acknowledge_form": Intent(
        acknowledge.acknowledge_form, may.pair, "Only the two of you acknowledge these cases."
    ),
    "acknowledge_some": Intent(
        acknowledge.acknowledge_some, may.pair, "Only the two of you acknowledge these cases."
    ),
    "event_form": Intent(event.event_form, of_case.may_tell, event.REFUSAL),
    "event": Intent(event.event, of_case.may_tell, event.REFUSAL),
    "event_end": Intent(event.event_end, event.may_change, event.REFUSAL),
    "event_remove": Intent(event.event_remove, event.may_change, event.REFUSAL),
    "interval_recorded": Intent(
        grant.recorded, grant.may_record, "Only the supervisor of the case's worker confirms this."
    ),
    "help": Intent(help_.help_, may.anyone),
    "home": Intent(home.home, may.anyone),
    "due": Intent(due.due, may.anyone),
    "due_mine": Intent(due.due_mine, may.anyone),
    "team": Intent(due.team, may.anyone),
    "why": Intent(due.why, may.anyone),
    "book": Intent(book.book, may.anyone),
    "book_read": Intent(book.book_read, may.anyone),
    "book_form": Intent(book.book_form, may.anyone),
    "book_confirm": Intent(book.book_confirm, may.anyone),
    "book_ask": Intent(book.book_ask, may.anyone),
    "extra": Intent(book.extra, may.anyone),
    "extra_form": Intent(book.extra_form, may.anyone),
    "extra_submit": Intent(book.extra_submit, may.anyone),
    "propose_next": Intent(book.propose_next, may.supervisor, "Only the supervisor books the next one."),
    "group_form": Intent(group.group_form, may.anyone),
    "group_book": Intent(group.group_book, may.anyone),
    "cancel_list": Intent(cancel.cancel_list, may.anyone),
    "cancel_form": Intent(
        group.or_else(cancel.cancel_form, group.cancel_form),
        may.pair,
        NOT_YOURS_TO_CHANGE,
    ),
    "cancel": Intent(group.or_else(cancel.cancel, group.cancel), may.pair, NOT_YOURS_TO_CHANGE),
    "gap_noted": Intent(cancel.gap_noted, cancel.may_note, "Only the supervisor confirms these notes."),
    "rebook_form": Intent(rebook.rebook_form, may.pair, "Only the two of you can rebook this session."),
    "rebook": Intent(
        rebook.rebook, may.supervisor, "Only the supervisor books a session. You can propose a time."
    ),
    "propose_time": Intent(
        rebook.propose_time, may.supervisee, "Only the supervisee proposes; you can book."
    ),
    "confirm_time": Intent(rebook.confirm_time, may.pair, "Only the two of you can confirm this time."),
    "back_form": Intent(returning.back_form, may.pair, "Only the two of you can say that."),
    "back": Intent(returning.back, may.pair, "Only the two of you can say that."),
    "move_form": Intent(group.or_else(move.move_form, group.move_form), may.pair, NOT_YOURS_TO_CHANGE),
    "move": Intent(group.or_else(move.move, group.move), may.pair, NOT_YOURS_TO_CHANGE),
    "agree_move": Intent(move.agree_move, may.pair, NOT_YOURS_TO_CHANGE),
    "prepare": Intent(prepare.prepare, may.anyone),
    "prepare_choose": Intent(prepare.choose, may.anyone),
    "prepare_chosen": Intent(prepare.chosen, may.anyone),
    "prepare_form": Intent(prepare.prepare_form, prepare.may_prepare, prepare.NOT_YOURS),
    "save_preparation": Intent(prepare.save, prepare.may_prepare, prepare.NOT_YOURS),
    "forget_preparation": Intent(prepare.forget, prepare.may_prepare, prepare.NOT_YOURS),
    "copy_preparation": Intent(prepare.copy, prepare.may_prepare, prepare.NOT_YOURS),
    "prepare_wonder": Intent(prepare.wonder, prepare.may_prepare, prepare.NOT_YOURS),
    "prepare_waits": Intent(prepare.waits, prepare.may_prepare, prepare.NOT_YOURS),
    "share_preparation": Intent(share.share, prepare.may_prepare, prepare.NOT_YOURS),
    "share_again": Intent(share.share_again, share.may_share_again, "Only who wrote it can share it."),
    "read_preparation": Intent(share.read, share.may_read, "This wasn't shared with you."),
    "agenda": Intent(checklist.agenda, may.pair, "Only the two of you can open the agenda."),
    "audit": Intent(audit.audit, may.anyone),
    "audit_form": Intent(audit.audit_form, audit.may_audit, audit.NOT_YOURS),
    "audit_save": Intent(audit.save, audit.may_audit, audit.NOT_YOURS),
    "hold_form": Intent(
        group.or_else(hold.hold_form, group.held_form),
        may.supervisor,
        NOT_YOURS_TO_SAY,
    ),
    "hold": Intent(
        group.or_else(hold.hold, group.held),
        may.supervisor,
        NOT_YOURS_TO_SAY,
    ),
    "action_form": Intent(hold.action_form, may.pair),
    "action": Intent(hold.action, may.pair),
    "record": Intent(
        record.record, record.may_record, "Only who held the session, or the delegate, can note its record."
    ),
    "record_all": Intent(record.record_all, may.holder, "Only who held the session can note its records."),
    "delegate_form": Intent(
        record.delegate_form, sign.may_settle, "Only who held the session can delegate its record."
    ),
    "delegate": Intent(
        record.delegate, sign.may_settle, "Only who held the session can delegate its record."
    ),
    "agree": Intent(sign.agree, sign.may_answer, "Only the supervisee can answer for themselves."),
    "disagree": Intent(sign.disagree, sign.may_answer, "Only the supervisee can answer for themselves."),
    "disagree_form": Intent(
        sign.disagree_form, sign.may_answer, "Only the supervisee can answer for themselves."
    ),
    "disagree_some": Intent(
        sign.disagree_some, sign.may_answer, "Only the supervisee can answer for themselves."
    ),
    "ask_again": Intent(
        sign.ask_again, sign.may_settle, "Only the supervisor who held the session amends its record."
    ),
    "refer": Intent(sign.refer, sign.may_refer, "Only the two of you can refer a disagreement."),
    "close": Intent(
        sign.close, sign.may_settle, "Only the supervisor who held the session closes its record."
    ),
    "decision_form": Intent(decision.decision_form, may.anyone),
    "decision": Intent(decision.decision, may.anyone),
    "decision_recorded": Intent(
        decision.decision_recorded,
        decision.may_say,
        "Only who made the decision says that it is on the file.",
    ),
    "oversee": Intent(sign.oversee, sign.may_oversee, "Only who oversees that group's records says so."),
    "away": Intent(absence.away, may.anyone),
    "away_form": Intent(absence.away_form, may.anyone),
    "away_save": Intent(absence.away_save, may.anyone),
    "away_change_form": Intent(absence.away_change_form, may.anyone),
    "away_change": Intent(absence.away_change, may.anyone),
    "away_mistake": Intent(absence.away_mistake, may.anyone),
    "away_back": Intent(back.back, may.anyone),
    "away_back_form": Intent(back.back_form, may.anyone),
    "away_back_save": Intent(back.back_save, may.anyone),
    "claim": Intent(claim.claim, may.anyone),
    "claim_save": Intent(claim.claim_save, may.anyone),
    "claim_confirm": Intent(claim.claim_confirm, claim.may_answer_claim, claim.NOT_TO_CONFIRM),
    "claim_dates_form": Intent(claim.claim_dates_form, claim.may_answer_claim, claim.NOT_TO_CONFIRM),
    "claim_dates": Intent(claim.claim_dates, claim.may_answer_claim, claim.NOT_TO_CONFIRM),
    "claim_refuse": Intent(claim.claim_refuse, claim.may_answer_claim, claim.NOT_TO_CONFIRM),
    "absence_report": Intent(cover.report, cover.may_report, "Only somebody they supervise can report this."),
    "cover_self": Intent(cover.cover_self, cover.may_arrange, cover.NOT_TO_ARRANGE),
    "cover_form": Intent(cover.cover_form, cover.may_arrange, cover.NOT_TO_ARRANGE),
    "cover_save": Intent(cover.cover_save, cover.may_arrange, cover.NOT_TO_ARRANGE),
    "agreement": Intent(agreement.agreement, may.anyone),
    "agreement_send": Intent(agreement.send, may.anyone),
    "agreement_sign": Intent(agreement.sign, may.anyone),
    "concern": Intent(concern.concern, may.anyone, discreet=True),
    "concern_ask": Intent(concern.ask, may.anyone, discreet=True),
    "concern_send": Intent(concern.send, may.anyone, discreet=True),
    "frequency": Intent(frequency.frequency, may.anyone),
    "frequency_save": Intent(frequency.save, frequency.may_record, frequency.NOT_YOURS),
    "done": Intent(milestone.overview, may.anyone),
    "done_form": Intent(milestone.form, milestone.may_save, milestone.NOT_YOURS),
    "done_save": Intent(milestone.save, milestone.may_save, milestone.NOT_YOURS),
    "done_event": Intent(milestone.event_form, milestone.may_say_event, milestone.NOT_YOURS),
    "done_event_save": Intent(milestone.event_save, milestone.may_say_event, milestone.NOT_YOURS),
    "done_back": Intent(milestone.take_back, may.anyone),
    "audited_form": Intent(audited.form, audited.may_say, milestone.NOT_YOURS),
    "audited": Intent(audited.save, audited.may_say, milestone.NOT_YOURS),
    "policy": Intent(policy.policy, may.anyone),
}
