"""A safeguarding issue that needs action: asked of each case discussed, where the rule set has such a rule, since its
record can't wait (Y11). It never replaces the safeguarding procedure, and every answer says so."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.formats import with_capital
from cards.shared.safeguarding import NOT_DISCUSSED, NOT_TICKED, SAFEGUARDING, SAFEGUARDING_REFERENCE, Urgent
from handlers.shared.base import Request
from handlers.shared.meetings import guidance
from policy.facts import SessionKind
from policy.obligations import is_overdue
from policy.ruleset import Duty, GuidancePoint, Rule, condition_of
from storage import records, sessions
from storage.importing.columns.values import case_reference
from storage.importing.faults import Unreadable
from storage.records import RecordView
from storage.sessions import SessionView
from storage.work import Work


def rule_for(work: Work, kind: SessionKind) -> Rule | None:
    """The rule for a record with a safeguarding issue in it; without one nothing is asked."""
    for rule in work.rules.asking(Duty.RECORD):
        for row in rule.rows:
            when = condition_of(rule, row)
            if when.safeguarding and (not when.session or kind in when.session):
                return rule
    return None


@dataclass(frozen=True, slots=True)
class SafeguardingAnswers:
    """What a form said: the values ticked, the reference given for them, and an error for each field."""

    ticked: tuple[str, ...]
    reference: str | None
    errors: dict[str, str]

    def of(self, value: str) -> str | None:
        """The reference, for a value that was ticked."""
        return self.reference if value in self.ticked else None


NONE: Final = SafeguardingAnswers((), None, {})


def read(request: Request[object], allowed: Sequence[str]) -> SafeguardingAnswers:
    """``allowed``: the values that can be ticked, those of the cases discussed."""
    ticked, given = request.many(SAFEGUARDING), request.text(SAFEGUARDING_REFERENCE)
    errors: dict[str, str] = {}
    if not set(ticked) <= set(allowed):
        errors[SAFEGUARDING] = NOT_DISCUSSED
    elif given and not ticked:
        errors[SAFEGUARDING] = NOT_TICKED
    wrong = _wrong(given)
    if wrong:
        errors[SAFEGUARDING_REFERENCE] = wrong
    return SafeguardingAnswers(ticked, given or None, errors)


def _wrong(reference: str) -> str:
    if not reference:
        return ""
    try:
        case_reference(reference)
    except Unreadable as unreadable:
        return f"{with_capital(str(unreadable))}."
    return ""


def urgent(work: Work, view: SessionView, owed: dict[str, date | None]) -> Urgent | None:
    """What of a session can't wait; taken out of ``owed``, the days on which its records are due by their ids."""
    marked = [r for r in sessions.session(work, view.id).records if r.safeguarding and str(r.id) in owed]
    due = [owed.pop(str(r.id)) for r in marked]
    by = min((d for d in due if d), default=None)
    said, past = guidance(work, GuidancePoint.RECORD), is_overdue(by, work.today)
    return Urgent([r.label for r in marked], work.rules.case_system, by, said, past) if marked else None


def note(work: Work, written: Sequence[RecordView], said: SafeguardingAnswers, by: int) -> None:
    """``said``'s values are the records' ids."""
    for one in written:
        if str(one.id) in said.ticked:
            records.safeguarding(work, one, said.reference, by)
