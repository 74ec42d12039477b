"""The one table: what may be asked of the bot, who handles it, and who may ask. What isn't here doesn't exist."""

from __future__ import annotations

from dataclasses import dataclass

from handlers import due, help_, hold, may, record, sign
from handlers.base import Handler, May


@dataclass(frozen=True, slots=True)
class Intent:
    handle: Handler
    may: May
    refusal: str = "That isn't yours to do."


INTENTS: dict[str, Intent] = {
    "help": Intent(help_.help_, may.anyone),
    "due": Intent(due.due, may.anyone),
    "due_mine": Intent(due.due_mine, may.anyone),
    "team": Intent(due.team, may.anyone),
    "why": Intent(due.why, may.anyone),
    "hold_form": Intent(hold.hold_form, may.supervisor, "Only the supervisor says that a session was held."),
    "hold": Intent(hold.hold, may.supervisor, "Only the supervisor says that a session was held."),
    "action_form": Intent(hold.action_form, may.pair),
    "action": Intent(hold.action, may.pair),
    "record": Intent(
        record.record, record.may_record, "Only who held the session, or the delegate, can note its record."
    ),
    "record_all": Intent(
        record.record_all, may.supervisor, "Only who held the session can note its records."
    ),
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
}
