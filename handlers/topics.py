"""What each kind of nudge says: a duty's name, or an event's, and the function that words it now."""

from __future__ import annotations

from handlers.absence import absence, claim, cover
from handlers.answers import concern, workload
from handlers.cases import decision, due, event, grant, judge
from handlers.people import agreement, frequency, milestone
from handlers.preparing import checklist, prepare, share
from handlers.records import acknowledge, record, sign
from handlers.sessions import book, cancel, group, hold, move, rebook
from handlers.telling.tellings import Teller
from handlers.upkeep import nightly, review, stuck

TELLERS: dict[str, Teller] = {
    "discuss": due.tell,
    "review_plan": due.tell,
    "record_interval": grant.tell_to_record,
    "interval_asked": grant.tell_asked,
    "interval_news": grant.tell_news,
    "interval_ended": event.tell_ended,
    "raise": event.tell_raise,
    "judged": judge.tell_judged,
    "acknowledge": acknowledge.tell,
    "acknowledge_asked": acknowledge.tell_asked,
    "supervise": due.tell,
    "milestone": milestone.tell,
    "frequency": frequency.tell_set,
    "workload": workload.tell,
    "review_passed": review.tell,
    "milestone_noted": milestone.tell_noted,
    "milestone_back": milestone.tell_taken_back,
    "prepare": prepare.tell_prepare,
    "prepared": share.tell_prepared,
    "check": checklist.tell_check,
    "rebook": due.tell,
    "note_gap": cancel.tell_note_gap,
    "cancelled": rebook.tell_cancelled,
    "returned": rebook.tell_cancelled,
    "proposed_time": rebook.tell_proposed,
    "provisional": rebook.tell_provisional,
    "unanswered": rebook.tell_unanswered,
    "no_time": rebook.tell_none_free,
    "earlier": rebook.tell_earlier,
    "booked": book.tell_booked,
    "book_request": book.tell_request,
    "move_asked": move.tell_asked,
    "moved": move.tell_moved,
    "report_absence": cover.tell_report,
    "absence_reported": cover.tell_reported,
    "absence_told": cover.tell_told,
    "arrange_cover": cover.tell_arrange,
    "covering": cover.tell_covering,
    "covered": cover.tell_covered,
    "cover_ends": cover.tell_cover_ends,
    "cover_gone": cover.tell_gone,
    "supervisee_away": absence.tell_supervisee_away,
    "absence_noted": absence.tell_noted,
    "absence_claim": claim.tell_claim,
    "absence_answer": claim.tell_answer,
    "agreement": agreement.tell_to_sign,
    "agreement_signed": agreement.tell_signed,
    "concern": concern.tell_asked,
    "concern_told": concern.tell_arrived,
    "routes": nightly.tell_routes,
    "unreachable": nightly.tell_unreachable,
    "say_held": hold.tell_say_held,
    "record": record.tell_record,
    "delegated": record.tell_delegated,
    "agree_request": sign.tell_request,
    "agree": sign.tell_agree,
    "settle": sign.tell_settle,
    "referred": sign.tell_referred,
    "close": sign.tell_close,
    "record_decision": decision.tell_record,
    "decision_alert": decision.tell_alert,
    "group": group.tell_group,
    "oversee": sign.tell_oversee,
    "stuck": stuck.tell_stuck,
}
