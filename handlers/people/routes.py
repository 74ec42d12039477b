"""What may be asked about people, and by whom."""

from __future__ import annotations

from typing import Final

from cards.people import asks, refusals
from handlers.people import agreement, audit, audit_draw, disclosure, frequency, milestone
from handlers.shared import permissions
from handlers.shared.base import Route, route

ROUTES: Final[tuple[Route, ...]] = (
    route(asks.AgreementForm, agreement.agreement, agreement.may_start),
    route(asks.AgreementSent, agreement.send, agreement.may_send),
    route(asks.AgreementSigned, agreement.sign, permissions.asked_of, refusals.NOT_TO_SIGN),
    route(asks.AgreementShown, agreement.show, permissions.asked_of, refusals.NOT_TO_SIGN),
    route(asks.AgreementDeclineForm, agreement.decline_form, permissions.asked_of, refusals.NOT_TO_SIGN),
    route(asks.AgreementDeclined, agreement.decline, permissions.asked_of, refusals.NOT_TO_SIGN),
    route(asks.AgreementReason, agreement.why, permissions.asked_by, refusals.NOT_TO_READ),
    route(asks.DisclosureForm, disclosure.form, disclosure.may_open, refusals.NOT_TO_DISCLOSE),
    route(asks.DisclosureMade, disclosure.save, disclosure.may_save, refusals.NOT_TO_DISCLOSE),
    route(
        asks.DisclosureTakenBack, disclosure.take_back, disclosure.may_take_back, refusals.NOT_TO_TAKE_BACK
    ),
    route(asks.DisclosureReason, disclosure.why, disclosure.may_read, refusals.NOT_TO_KNOW_WHY),
    route(asks.FrequencyForm, frequency.frequency, frequency.may_open, refusals.NOT_TO_SET),
    route(asks.FrequencyRecorded, frequency.save, frequency.may_record, refusals.NOT_TO_SET),
    route(asks.Milestones, milestone.overview, milestone.may_look),
    route(asks.MilestoneForm, milestone.form, milestone.may_save, refusals.NOT_TO_RECORD),
    route(asks.MilestoneRecorded, milestone.save, milestone.may_save, refusals.NOT_TO_RECORD),
    route(asks.PersonEventForm, milestone.event_form, milestone.may_say_event, refusals.NOT_TO_RECORD),
    route(asks.PersonEventRecorded, milestone.event_save, milestone.may_say_event, refusals.NOT_TO_RECORD),
    route(asks.MilestoneTakenBack, milestone.take_back, milestone.may_take_back, refusals.NOT_TO_TAKE_BACK),
    route(asks.AuditDoneForm, audit_draw.form, audit_draw.may_say, refusals.NOT_TO_RECORD),
    route(asks.AuditDone, audit_draw.save, audit_draw.may_say, refusals.NOT_TO_RECORD),
    route(asks.AuditPointOf, audit.audit, audit.may_audit_typed, refusals.NOT_TO_AUDIT),
    route(asks.AuditPointForm, audit.audit_form, audit.may_audit, refusals.NOT_TO_AUDIT),
    route(asks.AuditPointNoted, audit.save, audit.may_audit, refusals.NOT_TO_AUDIT),
)
