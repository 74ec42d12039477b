"""What may be asked about records and acknowledged cases, and by whom."""

from __future__ import annotations

from typing import Final

from cards.records import asks, refusals
from handlers.records import acknowledge, record, sign
from handlers.shared import permissions
from handlers.shared.base import Route, route

ROUTES: Final[tuple[Route, ...]] = (
    route(asks.RecordWritten, record.record, record.may_record, refusals.ONLY_HOLDER_OR_DELEGATE_RECORDS),
    route(asks.AllRecordsWritten, record.record_all, permissions.holder, refusals.ONLY_HOLDER_RECORDS),
    route(
        asks.RecordedTakenBack,
        record.take_back,
        record.may_take_back,
        refusals.ONLY_HOLDER_OR_DELEGATE_RECORDS,
    ),
    route(asks.DelegateForm, record.delegate_form, sign.may_settle, refusals.ONLY_HOLDER_DELEGATES),
    route(asks.RecordDelegated, record.delegate, sign.may_settle, refusals.ONLY_HOLDER_DELEGATES),
    route(asks.RecordsAgreed, sign.agree, sign.may_answer, refusals.ONLY_SUPERVISEE_ANSWERS),
    route(asks.RecordDisagreed, sign.disagree, sign.may_answer, refusals.ONLY_SUPERVISEE_ANSWERS),
    route(asks.DisagreeForm, sign.disagree_form, sign.may_answer, refusals.ONLY_SUPERVISEE_ANSWERS),
    route(asks.SomeDisagreed, sign.disagree_some, sign.may_answer, refusals.ONLY_SUPERVISEE_ANSWERS),
    route(asks.AskedAgain, sign.ask_again, sign.may_settle, refusals.ONLY_HOLDER_AMENDS),
    route(asks.DisagreementReferred, sign.refer, sign.of_pair, refusals.ONLY_PAIR_REFERS),
    route(asks.OutcomeRead, sign.outcome, sign.of_pair, refusals.ONLY_PAIR_READS_OUTCOME),
    route(asks.DisagreementDecided, sign.decide, sign.may_decide, refusals.ONLY_NEXT_TIER_DECIDES),
    route(asks.RecordClosed, sign.close, sign.may_close, refusals.ONLY_HOLDER_CLOSES),
    route(asks.OversightGiven, sign.oversee, sign.may_oversee, refusals.ONLY_OVERSEER_OVERSEES),
    route(
        asks.CasesAcknowledged,
        acknowledge.acknowledge,
        permissions.pair_or_holder,
        refusals.ONLY_PAIR_ACKNOWLEDGES,
    ),
    route(
        asks.AcknowledgeForm,
        acknowledge.acknowledge_form,
        permissions.pair_or_holder,
        refusals.ONLY_PAIR_ACKNOWLEDGES,
    ),
    route(
        asks.SomeAcknowledged,
        acknowledge.acknowledge_some,
        permissions.pair_or_holder,
        refusals.ONLY_PAIR_ACKNOWLEDGES,
    ),
)
