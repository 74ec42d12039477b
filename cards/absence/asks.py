"""What is asked about absences: away and back, a supervisor's claimed, reported and covered."""

from __future__ import annotations

from cards.ask import Acts, Ids, MayOpen, Opens, ask


@ask("away")
class AwayCommand(MayOpen):
    """Typed: perhaps somebody, perhaps days. What stands already, else the form."""

    words: str = ""


@ask("away_form")
class AnotherAbsenceForm(Opens):
    """Of somebody who has this one."""

    absence: int


@ask("away_cancelled_form")
class AwayOfCancelledForm(Opens):
    """Of whoever was away when this session was cancelled."""

    session: int


@ask("away_save", did="the absence was recorded")
class AbsenceRecorded(MayOpen):
    person: int


@ask("away_change_form")
class AbsenceChangeForm(Opens):
    absence: int


@ask("away_change", did="the absence was changed")
class AbsenceChanged(MayOpen):
    absence: int


@ask("away_mistake", did="the absence was taken back")
class AbsenceTakenBack(Acts):
    absence: int


@ask("away_back")
class Back(Opens):
    """Typed: perhaps somebody, perhaps the day."""

    words: str = ""


@ask("away_back_form")
class BackForm(Opens):
    absence: int


@ask("away_back_save", did="the return was noted")
class BackSaid(MayOpen):
    absence: int


@ask("back_form")
class ReturnForm(Opens):
    """Of a session that waits for it."""

    session: int


@ask("back", did="the return to work was noted")
class ReturnSaid(MayOpen):
    session: int


@ask("claim")
class SupervisorAwayForm(Opens):
    """The asker's own supervisor."""


@ask("claim_save", did="it was said that your supervisor is away")
class SupervisorSaidAway(MayOpen):
    pass


@ask("claim_confirm", did="you confirmed the absence")
class ClaimConfirmed(Acts):
    absence: int


@ask("claim_dates_form")
class ClaimDatesForm(Opens):
    absence: int


@ask("claim_dates", did="you confirmed the absence")
class ClaimConfirmedWithDates(MayOpen):
    absence: int


@ask("claim_refuse", did="you said that this isn't so")
class ClaimRefused(Acts):
    absence: int


@ask("absence_report", did="your report was sent")
class AbsenceReported(Acts):
    absence: int


@ask("cover_self", did="you took the cover on")
class CoverTaken(Acts):
    """By the asker, for those ``supervisees`` whom the message names; empty for everybody who has nobody."""

    absence: int
    supervisees: Ids = ()


@ask("cover_form")
class CoverForm(Opens):
    absence: int


@ask("cover_save", did="cover was arranged")
class CoverArranged(MayOpen):
    absence: int
