"""What may be asked about records and acknowledged cases, and by whom."""

from __future__ import annotations

from typing import Final

from cards.records import asks, refusals
from handlers.records import acknowledge, record, sign_off
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
    route(asks.DelegateForm, record.delegate_form, sign_off.may_settle, refusals.ONLY_HOLDER_DELEGATES),
    route(asks.RecordDelegated, record.delegate, sign_off.may_settle, refusals.ONLY_HOLDER_DELEGATES),
    route(asks.RecordsAgreed, sign_off.agree, sign_off.may_answer, refusals.ONLY_SUPERVISEE_ANSWERS),
    route(asks.RecordDisagreed, sign_off.disagree, sign_off.may_answer, refusals.ONLY_SUPERVISEE_ANSWERS),
    route(asks.DisagreeForm, sign_off.disagree_form, sign_off.may_answer, refusals.ONLY_SUPERVISEE_ANSWERS),
    route(asks.SomeDisagreed, sign_off.disagree_some, sign_off.may_answer, refusals.ONLY_SUPERVISEE_ANSWERS),
    route(asks.AskedAgain, sign_off.ask_again, sign_off.may_settle, refusals.ONLY_HOLDER_AMENDS),
    route(asks.DisagreementReferred, sign_off.refer, sign_off.of_pair, refusals.ONLY_PAIR_REFERS),
    route(asks.OutcomeRead, sign_off.outcome, sign_off.of_pair, refusals.ONLY_PAIR_READS_OUTCOME),
    route(asks.DisagreementDecided, sign_off.decide, sign_off.may_decide, refusals.ONLY_NEXT_TIER_DECIDES),
    route(asks.RecordClosed, sign_off.close, sign_off.may_close, refusals.ONLY_HOLDER_CLOSES),
    route(asks.OversightGiven, sign_off.oversee, sign_off.may_oversee, refusals.ONLY_OVERSEER_OVERSEES),
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
