"""The tables. Facts are the truth; obligations, nudges and messages follow from them; the event log is evidence.

Instants are UTC; dates are in the council's zone. Columns named ``sealed_…`` hold encrypted free text. Table models
skip validation: validate before the row.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING, Any, ClassVar, Final

import sqlalchemy
from sqlalchemy import JSON, Column, Index, LargeBinary, UniqueConstraint, false, text, true
from sqlmodel import Field, SQLModel

from storage.columns import Instant

NAMING: Final = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s",
    "pk": "pk_%(table_name)s",
}
SQLModel.metadata.naming_convention = NAMING


def _instant(*, index: bool = False, nullable: bool = True) -> Any:
    return Field(default=None, sa_column=Column(Instant, index=index, nullable=nullable))


def _added(default: object, for_rows: Any) -> Any:
    """A column that came with a later migration: ``for_rows`` is what the rows before it get."""
    return Field(default=default, sa_column_kwargs={"server_default": for_rows})


def _sealed() -> Any:
    return Field(default=None, sa_column=Column(LargeBinary, nullable=True))


def _json() -> Any:
    return Field(default_factory=dict, sa_column=Column(JSON, nullable=False))


class Table(SQLModel):
    """What every table is; says to the type checker that each has its core table."""

    if TYPE_CHECKING:
        __table__: ClassVar[sqlalchemy.Table]


class Council(Table, table=True):
    """One row. ``sample`` marks a database the desk may open; ``sample_now`` is its clock. ``rules_digest`` tells
    whether the rule set changed since everything was assessed. ``nightly_at``: when the night's checks are next due.
    ``drift_after``: how far tonight's comparison of every subject has come (``case:12``); empty when it is done."""

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str
    started_on: date
    rules_digest: str = ""
    sample: bool = False
    sample_now: datetime | None = _instant()
    nightly_at: datetime | None = _instant()
    drift_after: str | None = None


class Person(Table, table=True):
    """``works`` is the weekdays worked, Monday first, as in ``MTWTF--`` written ``1111100``; ``percent``: hours worked,
    of full time; ``in_group``: group supervision carries their casework; ``contact``: the platform where they are told,
    None for the one they used last. ``said_in_chat``, here and elsewhere: the columns set in chat, joined by spaces; an
    import that disagrees with one is listed, not applied."""

    id: int = Field(default=None, primary_key=True)
    staff_number: str = Field(unique=True)
    name: str
    email: str | None = Field(default=None, index=True)
    role: str
    team: str = ""
    qualified: bool = False
    employed_from: date
    asye_from: date | None = None
    asye_until: date | None = None
    left_on: date | None = None
    works: str = "1111100"
    percent: int = _added(100, "100")
    in_group: bool = _added(False, false())
    administrator: bool = False
    policy_owner: bool = False
    contact: str | None = None
    said_in_chat: str = ""


class Relationship(Table, table=True):
    """Supervisor and supervisee from a date; ``professional``: a second one beside the line."""

    id: int = Field(default=None, primary_key=True)
    supervisee_id: int = Field(foreign_key="person.id", index=True)
    supervisor_id: int = Field(foreign_key="person.id", index=True)
    professional: bool = False
    since: date
    until: date | None = None
    more_often: str | None = None
    said_in_chat: str = ""


class Case(Table, table=True):
    """An opaque reference; never a child's name. ``categories`` are words of the rule set, joined by spaces;
    ``children``: how many the case is about, where that is known. Where chat said "categories", that is those which a
    manager judges: an import still brings the others."""

    id: int = Field(default=None, primary_key=True)
    reference: str = Field(unique=True)
    service: str
    categories: str = ""
    plan_every_months: int | None = None
    children: int | None = None
    restricted: bool = False
    closed_on: date | None = None
    said_in_chat: str = ""


class Judgement(Table, table=True):
    """A manager judged that one of a case's categories holds, or no longer does: who, when and, sealed, why. What holds
    now stands with the case itself."""

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    category: str
    holds: bool
    by_id: int = Field(foreign_key="person.id")
    on: date
    sealed_why: bytes | None = _sealed()


class Allocation(Table, table=True):
    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    worker_id: int = Field(foreign_key="person.id", index=True)
    since: date
    until: date | None = None


class Authorisation(Table, table=True):
    """A manager's recorded decision on one case's interval: who, from when, until when; ``sealed_why`` their words.
    ``granted_role``: the role of whoever granted a longer one that day, or 'supervisor' where they decided as the
    case's own; ``recorded_on``: the day on which the supervisor confirmed that it is on the supervision record."""

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    every: str
    less_often: bool = False
    by_id: int = Field(foreign_key="person.id")
    since: date
    until: date | None = None
    sealed_why: bytes | None = _sealed()
    granted_role: str | None = None
    recorded_on: date | None = None
    recorded_by_id: int | None = None
    from_chat: bool = False


class IntervalRequest(Table, table=True):
    """A longer interval asked for one case, until somebody who may has granted or refused it. ``sealed_why``: the
    asker's words. ``authorisation_id``: what it became."""

    __tablename__ = "interval_request"
    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    every: str
    until: date | None = None
    asked_by_id: int = Field(foreign_key="person.id")
    asked_on: date
    sealed_why: bytes | None = _sealed()
    answered_by_id: int | None = Field(default=None, foreign_key="person.id")
    answered_on: date | None = None
    authorisation_id: int | None = Field(default=None, foreign_key="authorisation.id")


class CaseEvent(Table, table=True):
    """Something dated about a case that a rule may name, such as a safeguarding concern or the next review: which kind
    and when, never what happened. ``until``: the last day of what lasts; ``known_on``: when the bot learnt of it."""

    __tablename__ = "case_event"
    id: int = Field(default=None, primary_key=True)
    source_id: str | None = Field(default=None, unique=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    what: str
    on: date
    until: date | None = None
    known_on: date
    said_by_id: int | None = Field(default=None, foreign_key="person.id")
    from_chat: bool = False


class Decision(Table, table=True):
    """A decision about a case made outside case supervision: that it was made, by whom and when, never what. ``kind``:
    informal, in_absence or one_to_one. ``recorded_on``: the day it was noted on the child's file."""

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    kind: str
    made_on: date
    made_by_id: int = Field(foreign_key="person.id", index=True)
    said_by_id: int = Field(foreign_key="person.id")
    recorded_on: date | None = None
    recorded_by_id: int | None = Field(default=None, foreign_key="person.id")


class SetElsewhere(Table, table=True):
    """How often a person is supervised as another body set it, such as a Practice Educator for a student."""

    __tablename__ = "set_elsewhere"
    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    by: str
    every: str
    since: date
    until: date | None = None
    said_by_id: int | None = Field(default=None, foreign_key="person.id")


class Session(Table, table=True):
    """``supervisor_id``: who is to hold it, and once held who did. ``wall``: the wall time booked, kept beside the
    instant. ``replaces_id``: the cancelled session it stands in for. ``provisional``: booked by the bot, not yet
    confirmed. ``away_id``: whose absence cancelled it; ``returned_on``: their first day back.
    ``said_on``: when the bot learnt of the cancellation, or of that day.

    A group's ``supervisee_id`` is whoever leads it; those who belong to it are its participants. ``recorder_id``,
    ``signer_id`` and ``overseer_id``: who records it, signs the record off and oversees it."""

    id: int = Field(default=None, primary_key=True)
    source_id: str | None = Field(default=None, unique=True)
    kind: str
    supervisee_id: int = Field(foreign_key="person.id", index=True)
    supervisor_id: int = Field(foreign_key="person.id", index=True)
    state: str = "booked"
    starts_at: datetime = _instant(index=True, nullable=False)
    ends_at: datetime = _instant(nullable=False)
    wall: str
    on: date
    booked_on: date
    booked_by_id: int | None = None
    provisional: bool = False
    replaces_id: int | None = Field(default=None, foreign_key="session.id", index=True)
    held_on: date | None = None
    minutes: int | None = None
    cancelled_on: date | None = None
    reason: str | None = None
    cancelled_by_id: int | None = None
    away_id: int | None = Field(default=None, index=True)
    returned_on: date | None = None
    said_on: date | None = None
    recorder_id: int | None = None
    signer_id: int | None = None
    overseer_id: int | None = None
    from_chat: bool = False


class Participant(Table, table=True):
    """Somebody who belongs to a group session; ``attended`` is empty until it was held."""

    session_id: int = Field(foreign_key="session.id", primary_key=True)
    person_id: int = Field(foreign_key="person.id", primary_key=True, index=True)
    attended: bool | None = None


class Discussion(Table, table=True):
    """A case within a held session; ``by_worker`` and ``by_manager``: which of the two said that it was."""

    __table_args__ = (
        Index("ix_discussion_case_id_on", "case_id", "on"),
        UniqueConstraint("session_id", "case_id"),
    )
    id: int = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="session.id")
    case_id: int = Field(foreign_key="case.id")
    on: date
    full: bool = True
    plan_reviewed: bool = False
    by_worker: bool = _added(True, true())
    by_manager: bool = _added(True, true())


class Record(Table, table=True):
    """One record per child's file, or per personal session (``case_id`` empty): its dates, not its text.

    ``safeguarding``: an issue that needs action was said to be in it, with the reference given for it. ``lead_signs``:
    whoever signs off a group's record leads on the case too, so that somebody else oversees it."""

    __table_args__ = (UniqueConstraint("session_id", "case_id"),)
    id: int = Field(default=None, primary_key=True)
    session_id: int = Field(foreign_key="session.id")
    case_id: int | None = Field(default=None, foreign_key="case.id")
    delegate_id: int | None = Field(default=None, foreign_key="person.id")
    recorded_on: date | None = None
    recorded_by_id: int | None = None
    request: int = 0
    delivered_on: date | None = None
    answer: str | None = None
    answered_on: date | None = None
    closed_on: date | None = None
    referred_on: date | None = None
    safeguarding: bool = _added(False, false())
    safeguarding_reference: str | None = None
    lead_signs: bool = _added(False, false())
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
    sealed_what: bytes | None = _sealed()
    sealed_why: bytes | None = _sealed()
    agreed_on: date
    done_on: date | None = None
    carried: int = 0
    from_audit: bool = False


class Preparation(Table, table=True):
    """A supervisee's four answers about one case, a draft until shared."""

    id: int = Field(default=None, primary_key=True)
    supervisee_id: int = Field(foreign_key="person.id", index=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    session_id: int | None = Field(default=None, foreign_key="session.id", index=True)
    sealed_worrying: bytes | None = _sealed()
    sealed_working_well: bytes | None = _sealed()
    sealed_decided: bytes | None = _sealed()
    sealed_help: bytes | None = _sealed()
    begun_on: date
    shared_at: datetime | None = _instant()
    reshared_at: datetime | None = _instant()


class Absence(Table, table=True):
    """``state``: said (by a supervisee, not yet a fact), confirmed or refused. ``last``: the last day away."""

    id: int = Field(default=None, primary_key=True)
    source_id: str | None = Field(default=None, unique=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    planned: bool
    sickness: bool = False
    first: date
    last: date | None = None
    state: str = "confirmed"
    said_by_id: int | None = None
    from_chat: bool = False


class Arrangement(Table, table=True):
    """For one supervisee of an absent supervisor: reported, and who covers (from ``named_at``)."""

    __table_args__ = (UniqueConstraint("absence_id", "supervisee_id"),)
    id: int = Field(default=None, primary_key=True)
    absence_id: int = Field(foreign_key="absence.id")
    supervisee_id: int = Field(foreign_key="person.id", index=True)
    reported_on: date | None = None
    cover_id: int | None = Field(default=None, foreign_key="person.id", index=True)
    named_at: datetime | None = _instant()
    arranged_on: date | None = None


class Busy(Table, table=True):
    """A time at which a person isn't free, from a calendar file. No titles are kept."""

    __table_args__ = (Index("ix_busy_person_id_starts_at", "person_id", "starts_at"),)
    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    starts_at: datetime = _instant(nullable=False)
    ends_at: datetime = _instant(nullable=False)


class Milestone(Table, table=True):
    """Something done once or now and then, such as an agreement signed or a peer observation. ``by_id``: who did it;
    ``said_by_id``: who recorded that in chat."""

    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    what: str
    on: date
    by_id: int | None = None
    said_by_id: int | None = None


class Draw(Table, table=True):
    """A case drawn at random for an audit, so that the draw can be made again: ``window`` and ``rule`` say for what,
    ``person_id`` whose team it came from, ``pool`` the digest of the references it was drawn from, ``place`` which of
    them in their order. ``done_on``: the day the audit was noted."""

    __table_args__ = (UniqueConstraint("rule", "window", "person_id", "turn"),)
    id: int = Field(default=None, primary_key=True)
    rule: str
    window: str
    person_id: int = Field(foreign_key="person.id")
    turn: int = 1
    case_id: int = Field(foreign_key="case.id", index=True)
    drawn_on: date
    of: int
    place: int
    pool: str
    done_on: date | None = None
    done_by_id: int | None = Field(default=None, foreign_key="person.id")


class OverLimit(Table, table=True):
    """A team that held more than a workload limit, from the night that found it until the night that found less."""

    __tablename__ = "over_limit"
    id: int = Field(default=None, primary_key=True)
    rule: str
    team: str = Field(index=True)
    since: date
    until: date | None = None


class Contact(Table, table=True):
    """One person's contact on one platform; ``data`` is the platform's own; ``preferred``: the one of theirs that they
    used last. The table has the name that it always had."""

    __tablename__ = "reach"

    __table_args__ = (UniqueConstraint("platform", "external_id"),)
    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    platform: str
    external_id: str
    data: dict[str, str] = _json()
    preferred: bool = True
    reachable: bool = True


class Claim(Table, table=True):
    """Something a platform sent, taken once: a resend finds its key here."""

    key: str = Field(primary_key=True)
    at: datetime = _instant(index=True, nullable=False)


class Installation(Table, table=True):
    """Where a platform's app is installed: a workspace, or an organisation (``team`` empty), with its tokens."""

    __table_args__ = (UniqueConstraint("platform", "enterprise", "team"),)
    id: int = Field(default=None, primary_key=True)
    platform: str
    enterprise: str = ""
    team: str = ""
    sealed_data: bytes | None = _sealed()
    installed_at: datetime = _instant(nullable=False)


class Conversation(Table, table=True):
    """Where a platform can be written to without being asked: it forgets, so we keep it. ``external_id`` is the
    platform's; ``account``: whose it is, as in ``Contact``, None where it is a group's; ``address``: the service at
    which it is reached; ``place``: the tenant."""

    __table_args__ = (UniqueConstraint("platform", "external_id"),)
    id: int = Field(default=None, primary_key=True)
    platform: str
    external_id: str
    account: str | None = Field(default=None, index=True)
    address: str
    place: str


class SubjectRow(Table, table=True):
    """What is assessed and locked as one. ``reassess_at``: when the stored answer may no longer hold."""

    __tablename__ = "subject"
    __table_args__ = (
        Index(
            "ix_subject_reassess_at",
            "reassess_at",
            sqlite_where=text("reassess_at IS NOT NULL"),
            postgresql_where=text("reassess_at IS NOT NULL"),
        ),
    )
    kind: str = Field(primary_key=True)
    ref_id: int = Field(primary_key=True)
    revision: int = 0
    reassess_at: datetime | None = _instant()


class ObligationRow(Table, table=True):
    """``next_attention``: the instant at which its next nudge is due; empty when there is none."""

    __tablename__ = "obligation"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "duty", "fact_kind", "fact_id"),
        Index(
            "ix_obligation_next_attention",
            "next_attention",
            sqlite_where=text("next_attention IS NOT NULL"),
            postgresql_where=text("next_attention IS NOT NULL"),
        ),
        Index("ix_obligation_worker_id_state", "worker_id", "state"),
        Index("ix_obligation_holder_id_state", "holder_id", "state"),
    )
    id: int = Field(default=None, primary_key=True)
    subject_kind: str
    subject_id: int
    duty: str
    fact_kind: str
    fact_id: str
    rule: str
    version: str
    answers: str
    state: str
    started: date
    due: date | None = None
    target: date | None = None
    waiting_for: str | None = None
    met_by: str | None = None
    met_on: date | None = None
    ended_because: str | None = None
    worker_id: int | None = None
    holder_id: int | None = None
    ready_at: datetime | None = _instant()
    derivation: list[Any] = Field(default_factory=list, sa_column=Column(JSON, nullable=False))
    next_attention: datetime | None = _instant()


class Nudge(Table, table=True):
    """One reason to tell one person. ``source``: the obligation or event; ``about``: the subject or obligation at its
    beginning; ``due``: the day it spoke of when planned."""

    __table_args__ = (UniqueConstraint("source", "step", "recipient_id"),)
    id: int = Field(default=None, primary_key=True)
    source: str
    about: str = Field(index=True)
    obligation_id: int | None = Field(default=None, foreign_key="obligation.id", index=True)
    step: str
    kind: str
    recipient_id: int = Field(foreign_key="person.id")
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    escalates: bool = False
    due: date | None = None
    data: dict[str, Any] = _json()
    planned_at: datetime = _instant(nullable=False)
    sent_at: datetime | None = _instant()
    dropped: str | None = None


def _of_unsent(name: str, column: str) -> Index:
    """An index of messages still to go out: what a tick reads costs what is waiting, never what was ever sent."""
    unsent = text("state IN ('pending', 'sending')")
    return Index(name, column, sqlite_where=unsent, postgresql_where=unsent)


class Message(Table, table=True):
    """What goes out. ``state``: pending, sending, sent, failed or dropped. ``not_before``: while it is being sent, the
    end of the sender's lease.

    ``batch`` joins a person's nudges of one working morning; ``urgent``: at any hour; ``key`` is known to the platform,
    so that a send that was cut short can be looked up. ``replaces_id``: the message sent earlier that this shows as
    things stand. ``shown``: a digest of what it last showed, or that it was overtaken on its way."""

    __table_args__ = (
        UniqueConstraint("batch"),
        _of_unsent("ix_message_not_before", "not_before"),
        _of_unsent("ix_message_recipient_id", "recipient_id"),
        _of_unsent("ix_message_replaces_id", "replaces_id"),
    )
    id: int = Field(default=None, primary_key=True)
    key: str = Field(unique=True)
    recipient_id: int = Field(foreign_key="person.id")
    batch: str | None = None
    urgent: bool = False
    state: str = "pending"
    not_before: datetime = _instant(nullable=False)
    attempts: int = 0
    platform: str | None = None
    reference: str | None = None
    sent_at: datetime | None = _instant()
    replaces_id: int | None = Field(default=None, foreign_key="message.id")
    shown: str | None = None
    ended_because: str | None = None


class Ticket(Table, table=True):
    """What a button or form means: only its holder may use it. ``intent``: the kind of its ask, under the name
    that rows have always had."""

    token: str = Field(primary_key=True)
    person_id: int = Field(foreign_key="person.id", index=True)
    message_id: int | None = Field(default=None, foreign_key="message.id", index=True)
    intent: str
    fields: dict[str, Any] = _json()
    issued_at: datetime = _instant(nullable=False)
    used_at: datetime | None = _instant()
    outcome: str | None = None


class Event(Table, table=True):
    """Evidence: what happened, who did it, to what. References only, never anyone's words; never replayed."""

    __table_args__ = (Index("ix_event_subject_kind_subject_id", "subject_kind", "subject_id"),)
    id: int = Field(default=None, primary_key=True)
    at: datetime = _instant(nullable=False)
    actor_id: int | None = None
    name: str
    subject_kind: str | None = None
    subject_id: int | None = None
    data: dict[str, Any] = _json()


class Look(Table, table=True):
    """Somebody looked at what is private."""

    id: int = Field(default=None, primary_key=True)
    at: datetime = _instant(index=True, nullable=False)
    person_id: int
    what: str
    subject_kind: str
    subject_id: int | None = None


class DeskMessage(Table, table=True):
    """The desk's own store: what a chat platform would keep."""

    __tablename__ = "desk_message"
    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(index=True)
    key: str = Field(unique=True)
    card: str
    sent_at: datetime = _instant(nullable=False)
    done: bool = False


class DeskAnswer(Table, table=True):
    """The latest answer the desk gave one person, so that a reload shows it again."""

    __tablename__ = "desk_answer"
    person_id: int = Field(primary_key=True)
    page: str = "card"
    content: str
    at: datetime = _instant(nullable=False)
