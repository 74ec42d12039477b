"""Sessions, who belongs to them, what was prepared for and discussed in them, and when people aren't free."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Index, UniqueConstraint, false, true
from sqlmodel import Field

from policy.facts import Reason, SessionKind, SessionState
from storage.tables.base import Table, added, code, instant, sealed


class Session(Table, table=True):
    """``supervisor_id``: who is to hold it, and once held who did. ``wall``: the wall time booked, kept beside the
    instant. ``replaces_id``: the cancelled session it stands in for. ``provisional``: booked by the bot, not yet
    confirmed; ``confirmed_by_id``: who confirmed it since, nobody where it stands unanswered. ``away_id``: whose
    absence cancelled it; ``returned_on``: their first day back. ``said_on``: when the bot learnt that it was held or
    cancelled, or of that day. ``noted_by_id``: who said that it took place, of one that nobody had booked.
    ``last_request``: the number of the last request to agree one of its records, before "held" was taken back.
    ``personal_too``: a case session that was personal supervision as well, of which it has notes of its own.

    A group's ``supervisee_id`` is whoever leads it; those who belong to it are its participants. ``recorder_id``,
    ``signer_id`` and ``overseer_id``: who records it, signs the record off and oversees it."""

    id: int = Field(default=None, primary_key=True)
    source_id: str | None = Field(default=None, unique=True)
    kind: SessionKind = code(SessionKind)
    supervisee_id: int = Field(foreign_key="person.id", index=True)
    supervisor_id: int = Field(foreign_key="person.id", index=True)
    state: SessionState = code(SessionState, SessionState.BOOKED)
    starts_at: datetime = instant(index=True, nullable=False)
    ends_at: datetime = instant(nullable=False)
    wall: str
    on: date
    booked_on: date
    booked_by_id: int | None = None
    provisional: bool = False
    replaces_id: int | None = Field(default=None, foreign_key="session.id", index=True)
    held_on: date | None = None
    minutes: int | None = None
    cancelled_on: date | None = None
    reason: Reason | None = code(Reason, nullable=True)
    cancelled_by_id: int | None = None
    away_id: int | None = Field(default=None, index=True)
    returned_on: date | None = None
    said_on: date | None = None
    recorder_id: int | None = None
    signer_id: int | None = None
    overseer_id: int | None = None
    from_chat: bool = False
    noted_by_id: int | None = None
    confirmed_by_id: int | None = None
    last_request: int = added(0, "0")
    personal_too: bool = added(False, false())


class Participant(Table, table=True):
    """Somebody who belongs to a group session; ``attended`` is empty until it was held."""

    session_id: int = Field(foreign_key="session.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    attended: bool | None = None


class AgendaItem(Table, table=True):
    """A case raised for the agenda of its worker's next group, until it was discussed (``discussed_in_id``) or taken
    off. ``event_id``: the event of the case that it is raised for, which may be taken away. Not ``from_chat``: a file
    said so."""

    __tablename__ = "agenda_item"
    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    event_id: int | None = Field(default=None, index=True)
    raised_by_id: int = Field(foreign_key="person.id")
    raised_on: date
    discussed_in_id: int | None = Field(default=None, foreign_key="session.id")
    closed_on: date | None = None
    closed_by_id: int | None = Field(default=None, foreign_key="person.id")
    from_chat: bool = added(True, true())


class Discussion(Table, table=True):
    """A case within a held session; ``by_worker`` and ``by_manager``: which of the two said that it was, ``worker_on``
    and ``manager_on`` when, where it was after the session. Without a session: the case system says that it was
    discussed, and nobody knows in which."""

    __table_args__ = (
        Index("ix_discussion_case_id_on", "case_id", "on"),
        UniqueConstraint("session_id", "case_id"),
    )
    id: int = Field(default=None, primary_key=True)
    session_id: int | None = Field(default=None, foreign_key="session.id")
    case_id: int = Field(foreign_key="case.id")
    on: date
    full: bool = True
    plan_reviewed: bool = False
    by_worker: bool = added(True, true())
    by_manager: bool = added(True, true())
    worker_on: date | None = None
    manager_on: date | None = None


class Preparation(Table, table=True):
    """A supervisee's four answers about one case, a draft until shared."""

    id: int = Field(default=None, primary_key=True)
    supervisee_id: int = Field(foreign_key="person.id", index=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    session_id: int | None = Field(default=None, foreign_key="session.id", index=True)
    sealed_worrying: bytes | None = sealed()
    sealed_working_well: bytes | None = sealed()
    sealed_decided: bytes | None = sealed()
    sealed_help: bytes | None = sealed()
    begun_on: date
    shared_at: datetime | None = instant()
    reshared_at: datetime | None = instant()


class Busy(Table, table=True):
    """A time at which a person isn't free, from a calendar file or ``from_outlook``. No titles are kept."""

    __table_args__ = (Index("ix_busy_person_id_starts_at", "person_id", "starts_at"),)
    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    starts_at: datetime = instant(nullable=False)
    ends_at: datetime = instant(nullable=False)
    from_outlook: bool = added(False, false())
