"""What may be asked about people, and by whom."""

from __future__ import annotations

from typing import Final

from cards.people import asks
from handlers.people import agreement, audit, audit_draw, frequency, milestone
from handlers.shared.base import Route, route

NOT_TO_SIGN: Final = "Only somebody they supervise signs this agreement."
NOT_TO_SET: Final = "Only the supervisor or an administrator records how often another body set it."
NOT_TO_RECORD: Final = "Only whoever answers for this records it."
NOT_TO_TAKE_BACK: Final = "Only whoever recorded it takes it back. Tell them if it isn't right."
NOT_TO_AUDIT: Final = (
    "You can note an audit's points for the cases of people you supervise or manage. Check the reference."
)

ROUTES: Final[tuple[Route, ...]] = (
    route(asks.AgreementForm, agreement.agreement, agreement.may_start),
    route(asks.AgreementSent, agreement.send, agreement.may_send),
    route(asks.AgreementSigned, agreement.sign, agreement.may_sign, NOT_TO_SIGN),
    route(asks.FrequencyForm, frequency.frequency, frequency.may_open, NOT_TO_SET),
    route(asks.FrequencyRecorded, frequency.save, frequency.may_record, NOT_TO_SET),
    route(asks.Milestones, milestone.overview, milestone.may_look),
    route(asks.MilestoneForm, milestone.form, milestone.may_save, NOT_TO_RECORD),
    route(asks.MilestoneRecorded, milestone.save, milestone.may_save, NOT_TO_RECORD),
    route(asks.PersonEventForm, milestone.event_form, milestone.may_say_event, NOT_TO_RECORD),
    route(asks.PersonEventRecorded, milestone.event_save, milestone.may_say_event, NOT_TO_RECORD),
    route(asks.MilestoneTakenBack, milestone.take_back, milestone.may_take_back, NOT_TO_TAKE_BACK),
    route(asks.AuditDoneForm, audit_draw.form, audit_draw.may_say, NOT_TO_RECORD),
    route(asks.AuditDone, audit_draw.save, audit_draw.may_say, NOT_TO_RECORD),
    route(asks.AuditPointOf, audit.audit, audit.may_audit_typed, NOT_TO_AUDIT),
    route(asks.AuditPointForm, audit.audit_form, audit.may_audit, NOT_TO_AUDIT),
    route(asks.AuditPointNoted, audit.save, audit.may_audit, NOT_TO_AUDIT),
)
