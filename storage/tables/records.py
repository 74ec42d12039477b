"""What is written after a session: its record, the note of a gap, what was agreed to be done."""

from __future__ import annotations

from datetime import date

from sqlalchemy import UniqueConstraint, false
from sqlmodel import Field

from policy.facts import RecordAnswer, RecordDecision
from storage.tables.base import Table, added, code, sealed


class Record(Table, table=True):
    """One record per child's file, or per personal session (``case_id`` empty): its dates, not its text. ``known_on``:
    when it was said that it is to be written, or urgently; ``delegated_on``: when its delegate was asked;
    ``silent_on``: the day by whose end no reply had come, as whoever was asked has read.

    ``safeguarding``: an issue that needs action was said to be in it, with the reference given for it. ``lead_signs``:
    whoever signs off a group's record leads on the case too, so that somebody else oversees it. ``decision``: of the
    next tier, to which a disagreement was referred. ``sealed_outcome``: what was amended after it, or why not."""

    __table_args__ = (UniqueConstraint("session_id", "case_id"),)
    id: int = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="session.id")
    case_id: int | None = Field(default=None, foreign_key="case.id")
    delegate_id: int | None = Field(default=None, foreign_key="person.id")
    delegated_on: date | None = None
    recorded_on: date | None = None
    recorded_by_id: int | None = None
    request: int = 0
    delivered_on: date | None = None
    answer: RecordAnswer | None = code(RecordAnswer, nullable=True)
    answered_on: date | None = None
    closed_on: date | None = None
    referred_on: date | None = None
    decision: RecordDecision | None = code(RecordDecision, nullable=True)
    decided_on: date | None = None
    decided_by_id: int | None = None
    amended: bool | None = None
    sealed_outcome: bytes | None = sealed()
    known_on: date | None = None
    safeguarding: bool = added(False, false())
    safeguarding_reference: str | None = None
    lead_signs: bool = added(False, false())
    silent_on: date | None = None
    overseen_on: date | None = None
    overseen_by_id: int | None = None


class GapNote(Table, table=True):
    """The note on one child's file that explains a cancelled case session."""

    __table_args__ = (UniqueConstraint("session_id", "case_id"),)
    id: int = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="session.id")
    case_id: int = Field(foreign_key="case.id")
    noted_on: date | None = None
    noted_by_id: int | None = None


class Action(Table, table=True):
    """Agreed in a session; ``carried``: how many later sessions of the pair it was still open in."""

    id: int = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="session.id", index=True)
    case_id: int | None = Field(default=None, foreign_key="case.id")
    owner_id: int = Field(foreign_key="person.id", index=True)
    sealed_what: bytes | None = sealed()
    sealed_why: bytes | None = sealed()
    agreed_on: date
    done_on: date | None = None
    carried: int = 0
    from_audit: bool = False
