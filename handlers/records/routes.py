"""What may be asked about records and acknowledged cases, and by whom."""

from __future__ import annotations

from typing import Final

from cards.records import asks
from handlers.records import acknowledge, record, sign
from handlers.shared import permissions
from handlers.shared.base import Route, route

NOT_TO_ACKNOWLEDGE: Final = "Only the two of you acknowledge these cases."
NOT_TO_ANSWER: Final = "Only the supervisee can answer for themselves."

ROUTES: Final[tuple[Route, ...]] = (
    route(
        asks.RecordWritten,
        record.record,
        record.may_record,
        "Only who held the session, or the delegate, can note its record.",
    ),
    route(
        asks.AllRecordsWritten,
        record.record_all,
        permissions.holder,
        "Only who held the session can note its records.",
    ),
    route(
        asks.DelegateForm,
        record.delegate_form,
        sign.may_settle,
        "Only who held the session can delegate its record.",
    ),
    route(
        asks.RecordDelegated,
        record.delegate,
        sign.may_settle,
        "Only who held the session can delegate its record.",
    ),
    route(asks.RecordsAgreed, sign.agree, sign.may_answer, NOT_TO_ANSWER),
    route(asks.RecordDisagreed, sign.disagree, sign.may_answer, NOT_TO_ANSWER),
    route(asks.DisagreeForm, sign.disagree_form, sign.may_answer, NOT_TO_ANSWER),
    route(asks.SomeDisagreed, sign.disagree_some, sign.may_answer, NOT_TO_ANSWER),
    route(
        asks.AskedAgain,
        sign.ask_again,
        sign.may_settle,
        "Only the supervisor who held the session amends its record.",
    ),
    route(
        asks.DisagreementReferred,
        sign.refer,
        sign.may_refer,
        "Only the two of you can refer a disagreement.",
    ),
    route(
        asks.RecordClosed,
        sign.close,
        sign.may_settle,
        "Only the supervisor who held the session closes its record.",
    ),
    route(
        asks.OversightGiven,
        sign.oversee,
        sign.may_oversee,
        "Only who oversees that group's records says so.",
    ),
    route(asks.CasesAcknowledged, acknowledge.acknowledge, permissions.pair, NOT_TO_ACKNOWLEDGE),
    route(asks.AcknowledgeForm, acknowledge.acknowledge_form, permissions.pair, NOT_TO_ACKNOWLEDGE),
    route(asks.SomeAcknowledged, acknowledge.acknowledge_some, permissions.pair, NOT_TO_ACKNOWLEDGE),
)
