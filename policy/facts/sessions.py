"""Sessions as assessment reads them, and what is written of them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import NamedTuple

from policy.facts.absences import Away, Off
from policy.facts.subjects import Subject, SubjectKind


class SessionKind(StrEnum):
    CASE = "case"
    PERSONAL = "personal"
    GROUP = "group"


def kinds_of(kind: SessionKind, *, personal_too: bool) -> frozenset[SessionKind]:
    """What a session counts as: a case session that was personal too is both."""
    return frozenset({kind, SessionKind.PERSONAL} if personal_too else {kind})


def kind_of_record(kind: SessionKind, *, personal_too: bool, of_case: bool) -> SessionKind:
    """Of a session that was both, what one of its records is of: a case's, or the other notes."""
    return SessionKind.PERSONAL if personal_too and not of_case else kind


class SessionState(StrEnum):
    """``withdrawn``: said to have taken place though none was booked, and it didn't."""

    BOOKED = "booked"
    HELD = "held"
    CANCELLED = "cancelled"
    WITHDRAWN = "withdrawn"


class Reason(StrEnum):
    """Why a session was cancelled. Sickness is sensitive: it selects a rule and is shown to nobody else."""

    SICKNESS = "sickness"
    LEAVE = "leave"
    EMERGENCY = "emergency"
    WORK = "work"
    NO_SHOW = "no_show"
    OTHER = "other"


class Cancellation(NamedTuple):
    """``returned_on``: the first day back of the person who was away, once known. ``said_on``: the day on which the
    cancellation, or the return, became known."""

    on: date
    reason: Reason
    returned_on: date | None = None
    said_on: date | None = None

    @property
    def known_on(self) -> date | None:
        """From when both could choose: of a return said since, and ahead, the first day back. Of days away whose end
        was known with the cancellation, they choose before."""
        if self.said_on is None or self.returned_on is None or self.said_on <= self.on:
            return self.said_on
        return max(self.said_on, self.returned_on)


class RecordAnswer(StrEnum):
    AGREED = "agreed"
    DISAGREED = "disagreed"


class RecordDecision(StrEnum):
    """What the next tier decided about a disagreement: the supervisor amends the record, or it stands."""

    AMEND = "amend"
    STANDS = "stands"


class RecordFact(NamedTuple):
    """The written record of one discussion, or of a personal session (``case_id`` None): dates, never text.
    ``delivered_on``: when the latest request to agree (``request`` counts them) reached the supervisee; ``known_on``:
    when it was said that it is to be written, or urgently. ``safeguarding``: an issue that needs action was said to be
    in it. ``lead_signs``: whoever signs off a group's record leads on the case too: another's oversight is asked.
    ``referred_on``: when the disagreement about this request went to the next tier, and what was decided there.
    ``silent_on``: the day by whose end silence was taken as agreement, as whoever was silent has read: what becomes
    known later doesn't undo it."""

    id: int
    case_id: int | None
    recorded_on: date | None = None
    request: int = 0
    delivered_on: date | None = None
    answer: RecordAnswer | None = None
    answered_on: date | None = None
    closed_on: date | None = None
    referred_on: date | None = None
    safeguarding: bool = False
    lead_signs: bool = False
    overseen_on: date | None = None
    known_on: date | None = None
    decision: RecordDecision | None = None
    decided_on: date | None = None
    silent_on: date | None = None

    @property
    def asked(self) -> bool:
        """Whether somebody is asked to agree it: not while "recorded" is taken back."""
        return bool(self.request) and self.recorded_on is not None


class GapNoteFact(NamedTuple):
    """The note that explains a cancelled case session on one child's file."""

    id: int
    case_id: int
    noted_on: date | None = None


class CancelledBefore(NamedTuple):
    """A session that another stood in for: the day for which it was booked, and how it was cancelled."""

    on: date
    cancellation: Cancellation


@dataclass(frozen=True, slots=True)
class SessionFacts:
    """``holder_id``: who held it, or who is to, not whoever covers today; ``replacement_on``: when the session in its
    place took place; ``prepared_on``: when the preparation was shared, where that is known; ``noted``: nobody booked
    it, one of the two noted that it took place; ``left_on``: the supervisee's last day in post. A group's
    ``supervisee_id`` and ``holder_id`` are whoever leads it; ``recorder_id``, ``signer_id`` and ``overseer_id`` record
    it, sign it off and oversee it; ``supervisee_away`` is the signer's, as ``supervisee_off``; it has no ``left_on``.
    ``has_cases``: whether the supervisee holds an open case today, so that there is one to prepare. ``as_cover``:
    whoever holds it does so for the supervisor, who is away that day. ``over``: whether it has ended by now.
    ``said_on``: when it was said that it was held.
    ``personal_too``: a case session that was personal supervision as well, with notes of its own for that.
    ``passed_on``: how the session that stood in for it was cancelled, which is to be made up for instead where a rule
    asks for it: one is owed, not two. ``stood_in_for``: the cancelled ones for which it was that, the latest first."""

    session_id: int
    kind: SessionKind
    supervisee_id: int
    holder_id: int
    state: SessionState
    starts_at: datetime
    ends_at: datetime
    on: date
    booked_on: date
    held_on: date | None = None
    prepared: bool = False
    cancellation: Cancellation | None = None
    replacement_on: date | None = None
    records: tuple[RecordFact, ...] = ()
    gap_notes: tuple[GapNoteFact, ...] = ()
    supervisee_away: tuple[Away, ...] = ()
    prepared_on: date | None = None
    recorder_id: int | None = None
    signer_id: int | None = None
    overseer_id: int | None = None
    noted: bool = False
    left_on: date | None = None
    has_cases: bool = True
    as_cover: bool = False
    over: bool = False
    supervisee_off: tuple[Off, ...] = ()
    said_on: date | None = None
    passed_on: Cancellation | None = None
    stood_in_for: tuple[CancelledBefore, ...] = ()
    personal_too: bool = False

    def kind_of(self, record: RecordFact) -> SessionKind:
        of_case = record.case_id is not None
        return kind_of_record(self.kind, personal_too=self.personal_too, of_case=of_case)

    @property
    def subject(self) -> Subject:
        return Subject(SubjectKind.SESSION, self.session_id)
