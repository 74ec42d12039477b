"""What may be asked about absences, and by whom."""

from __future__ import annotations

from typing import Final

from cards.absence import asks, refusals
from handlers.absence import absence, back_at_work, claim, cover, end_absence
from handlers.shared.base import Route, route
from handlers.shared.permissions import manages_absent

ROUTES: Final[tuple[Route, ...]] = (
    route(asks.AwayCommand, absence.away, absence.may_record_typed, refusals.NOT_TO_RECORD),
    route(asks.AnotherAbsenceForm, absence.another_form, absence.may_change, refusals.NOT_TO_RECORD),
    route(
        asks.AwayOfCancelledForm,
        absence.form_of_cancelled,
        absence.may_record_cancelled,
        refusals.NOT_TO_RECORD,
    ),
    route(asks.AbsenceRecorded, absence.save, absence.may_save, refusals.NOT_TO_RECORD),
    route(asks.AbsenceChangeForm, absence.change_form, absence.may_change, refusals.NOT_TO_RECORD),
    route(asks.AbsenceChanged, absence.change, absence.may_change, refusals.NOT_TO_RECORD),
    route(asks.AbsenceTakenBack, absence.take_back, absence.may_change, refusals.NOT_TO_RECORD),
    route(asks.Back, end_absence.back, absence.may_record_typed, refusals.NOT_TO_RECORD),
    route(asks.BackForm, end_absence.back_form, absence.may_change, refusals.NOT_TO_RECORD),
    route(asks.BackSaid, end_absence.back_save, absence.may_change, refusals.NOT_TO_RECORD),
    route(asks.ReturnForm, back_at_work.return_form, back_at_work.may_say, refusals.ONLY_PAIR_SAYS),
    route(asks.ReturnSaid, back_at_work.save, back_at_work.may_say, refusals.ONLY_PAIR_SAYS),
    route(asks.SupervisorAwayForm, claim.claim_form, claim.may_claim),
    route(asks.SupervisorSaidAway, claim.save, claim.may_claim),
    route(asks.ClaimConfirmed, claim.confirm, manages_absent, refusals.ONLY_MANAGERS_CONFIRM),
    route(asks.ClaimDatesForm, claim.dates_form, manages_absent, refusals.ONLY_MANAGERS_CONFIRM),
    route(
        asks.ClaimConfirmedWithDates,
        claim.confirm_with_dates,
        manages_absent,
        refusals.ONLY_MANAGERS_CONFIRM,
    ),
    route(asks.ClaimRefused, claim.refuse, manages_absent, refusals.ONLY_MANAGERS_CONFIRM),
    route(asks.AbsenceReported, cover.report, cover.may_report, refusals.ONLY_SUPERVISEES_REPORT),
    route(asks.CoverTaken, cover.cover_self, cover.may_cover_self, refusals.ONLY_MANAGERS_ARRANGE),
    route(asks.CoverForm, cover.cover_form, manages_absent, refusals.ONLY_MANAGERS_ARRANGE),
    route(asks.CoverArranged, cover.cover_save, manages_absent, refusals.ONLY_MANAGERS_ARRANGE),
)
