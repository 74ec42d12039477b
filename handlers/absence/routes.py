"""What may be asked about absences, and by whom."""

from __future__ import annotations

from typing import Final

from cards.absence import asks
from handlers.absence import absence, back, back_at_work, claim, cover
from handlers.shared.base import Route, route

NOT_TO_RECORD: Final = (
    "You can record an absence for yourself and for people in your line; an administrator can for anybody. "
    "If your own supervisor is away, type: supervisor away"
)
NO_SUPERVISOR: Final = (
    "No supervisor is recorded for you. Tell an administrator, so that your line can be put right."
)
NOT_TO_CONFIRM: Final = "Only their managers and an administrator can answer whether somebody is away."
NOT_TO_REPORT: Final = "Only somebody they supervise can report this."
NOT_TO_ARRANGE: Final = "Only their managers and an administrator arrange who covers."
NOT_TO_SAY: Final = "Only the two of you can say that."

ROUTES: Final[tuple[Route, ...]] = (
    route(asks.Away, absence.away, absence.may_record_typed, NOT_TO_RECORD),
    route(asks.AnotherAbsenceForm, absence.another_form, absence.may_change, NOT_TO_RECORD),
    route(asks.AbsenceRecorded, absence.save, absence.may_save, NOT_TO_RECORD),
    route(asks.AbsenceChangeForm, absence.change_form, absence.may_change, NOT_TO_RECORD),
    route(asks.AbsenceChanged, absence.change, absence.may_change, NOT_TO_RECORD),
    route(asks.AbsenceTakenBack, absence.take_back, absence.may_change, NOT_TO_RECORD),
    route(asks.Back, back.back, absence.may_record_typed, NOT_TO_RECORD),
    route(asks.BackForm, back.back_form, absence.may_change, NOT_TO_RECORD),
    route(asks.BackSaid, back.back_save, absence.may_change, NOT_TO_RECORD),
    route(asks.ReturnForm, back_at_work.return_form, back_at_work.may_say, NOT_TO_SAY),
    route(asks.ReturnSaid, back_at_work.save, back_at_work.may_say, NOT_TO_SAY),
    route(asks.SupervisorAwayForm, claim.claim_form, claim.may_claim, NO_SUPERVISOR),
    route(asks.SupervisorSaidAway, claim.save, claim.may_claim, NO_SUPERVISOR),
    route(asks.ClaimConfirmed, claim.confirm, claim.may_answer, NOT_TO_CONFIRM),
    route(asks.ClaimDatesForm, claim.dates_form, claim.may_answer, NOT_TO_CONFIRM),
    route(asks.ClaimConfirmedWithDates, claim.confirm_with_dates, claim.may_answer, NOT_TO_CONFIRM),
    route(asks.ClaimRefused, claim.refuse, claim.may_answer, NOT_TO_CONFIRM),
    route(asks.AbsenceReported, cover.report, cover.may_report, NOT_TO_REPORT),
    route(asks.CoverTaken, cover.cover_self, cover.may_arrange, NOT_TO_ARRANGE),
    route(asks.CoverForm, cover.cover_form, cover.may_arrange, NOT_TO_ARRANGE),
    route(asks.CoverArranged, cover.cover_save, cover.may_arrange, NOT_TO_ARRANGE),
)
