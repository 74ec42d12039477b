"""What is asked about absences: away and back, a supervisor's claimed, reported and covered."""

from __future__ import annotations

from cards.ask import Acts, MayOpen, Opens, ask


@ask("away")
class Away(MayOpen):
    """Typed: perhaps somebody, perhaps days. What stands already, else the form."""

    words: str = ""


@ask("away_form")
class AnotherAbsenceForm(Opens):
    """Of somebody who has this one."""

    absence: int


@ask("away_save")
class AbsenceRecorded(MayOpen):
    person: int


@ask("away_change_form")
class AbsenceChangeForm(Opens):
    absence: int


@ask("away_change")
class AbsenceChanged(MayOpen):
    absence: int


@ask("away_mistake")
class AbsenceTakenBack(Acts):
    absence: int


@ask("away_back")
class Back(Opens):
    """Typed: perhaps somebody, perhaps the day."""

    words: str = ""


@ask("away_back_form")
class BackForm(Opens):
    absence: int


@ask("away_back_save")
class BackSaid(MayOpen):
    absence: int


@ask("back_form")
class ReturnForm(Opens):
    """Of a session that waits for it."""

    session: int


@ask("back")
class ReturnSaid(MayOpen):
    session: int


@ask("claim")
class SupervisorAwayForm(Opens):
    """The asker's own supervisor."""


@ask("claim_save")
class SupervisorSaidAway(MayOpen):
    pass


@ask("claim_confirm")
class ClaimConfirmed(Acts):
    absence: int


@ask("claim_dates_form")
class ClaimDatesForm(Opens):
    absence: int


@ask("claim_dates")
class ClaimConfirmedWithDates(MayOpen):
    absence: int


@ask("claim_refuse")
class ClaimRefused(Acts):
    absence: int


@ask("absence_report")
class AbsenceReported(Acts):
    absence: int


@ask("cover_self")
class CoverTaken(Acts):
    """By the asker, for everybody who has nobody."""

    absence: int


@ask("cover_form")
class CoverForm(Opens):
    absence: int


@ask("cover_save")
class CoverArranged(MayOpen):
    absence: int
