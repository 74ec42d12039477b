"""The words of the language itself: duties, who answers, stretches of the calendar, what a line may name."""

from __future__ import annotations

from enum import StrEnum
from typing import Final, Literal

from policy.facts import SubjectKind


class Duty(StrEnum):
    """What is to be done. ``policy/duties/`` knows which fact starts each and which fact meets it."""

    DISCUSS = "discuss"
    REVIEW_PLAN = "review_plan"
    ACKNOWLEDGE = "acknowledge"
    RECORD_INTERVAL = "record_interval"
    RAISE = "raise"
    RECORD_DECISION = "record_decision"
    SUPERVISE = "supervise"
    MILESTONE = "milestone"
    PREPARE = "prepare"
    CHECK = "check"
    SAY_HELD = "say_held"
    RECORD = "record"
    AGREE = "agree"
    CLOSE = "close"
    SETTLE = "settle"
    DECIDE = "decide"
    OVERSEE = "oversee"
    REBOOK = "rebook"
    NOTE_GAP = "note_gap"
    REPORT_ABSENCE = "report_absence"
    ARRANGE_COVER = "arrange_cover"
    SIGN = "sign"
    MEET = "meet"


#: Duties about one record.
OF_RECORD: Final = (Duty.RECORD, Duty.AGREE, Duty.SETTLE, Duty.DECIDE, Duty.CLOSE, Duty.OVERSEE)
#: Duties that a cancelled session leaves: to make up for it, and to note why there is a gap.
OF_CANCELLED: Final = (Duty.REBOOK, Duty.NOTE_GAP)
SUBJECT_OF: Final[dict[Duty, SubjectKind]] = {
    Duty.DISCUSS: SubjectKind.CASE,
    Duty.REVIEW_PLAN: SubjectKind.CASE,
    Duty.ACKNOWLEDGE: SubjectKind.CASE,
    Duty.RECORD_INTERVAL: SubjectKind.CASE,
    Duty.RAISE: SubjectKind.CASE,
    Duty.RECORD_DECISION: SubjectKind.CASE,
    Duty.SUPERVISE: SubjectKind.PERSON,
    Duty.MILESTONE: SubjectKind.PERSON,
    Duty.PREPARE: SubjectKind.SESSION,
    Duty.CHECK: SubjectKind.SESSION,
    Duty.SAY_HELD: SubjectKind.SESSION,
    Duty.RECORD: SubjectKind.SESSION,
    Duty.AGREE: SubjectKind.SESSION,
    Duty.CLOSE: SubjectKind.SESSION,
    Duty.SETTLE: SubjectKind.SESSION,
    Duty.DECIDE: SubjectKind.SESSION,
    Duty.OVERSEE: SubjectKind.SESSION,
    Duty.REBOOK: SubjectKind.SESSION,
    Duty.NOTE_GAP: SubjectKind.SESSION,
    Duty.REPORT_ABSENCE: SubjectKind.ABSENCE,
    Duty.ARRANGE_COVER: SubjectKind.ABSENCE,
    Duty.SIGN: SubjectKind.PERSON,
    Duty.MEET: SubjectKind.PERSON,
}


class Role(StrEnum):
    """Who answers, or is told: a relation, resolved to a person from absence and cover when it matters."""

    SUPERVISEE = "supervisee"
    SUPERVISOR = "supervisor"
    HOLDER = "holder"
    RECORDER = "recorder"
    SIGNER = "signer"
    OVERSEER = "overseer"
    LINE_MANAGER = "line_manager"
    NEXT_MANAGER = "next_manager"
    ADMINISTRATOR = "administrator"
    POLICY_OWNER = "policy_owner"


#: Those shared out for a group's session, and that no other has, in the order of the work.
GROUP_ROLES: Final = (Role.RECORDER, Role.SIGNER, Role.OVERSEER)


class Window(StrEnum):
    """A stretch of the calendar in which something is to happen."""

    CALENDAR_MONTH = "calendar month"
    CALENDAR_QUARTER = "calendar quarter"
    CALENDAR_YEAR = "calendar year"
    YEAR_OF_SERVICE = "year of service"
    TERM = "term"


MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
MonthName = Literal[
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
]  # fmt: skip
#: What a rule may yield to, beside another body named in the council's own words.
AGREEMENT: Final = "agreement"
#: Who held a session, in ``held_by``, beside the vocabulary's roles: in the line, beside it, or as cover for whoever is
#: in the line.
SUPERVISOR: Final = "supervisor"
PROFESSIONAL: Final = "professional_supervisor"
COVER: Final = "cover"
HOLDERS: Final = (SUPERVISOR, PROFESSIONAL, COVER)
#: The milestones that a signed agreement meets.
AGREEMENTS: Final = (AGREEMENT, "agreement_review")
