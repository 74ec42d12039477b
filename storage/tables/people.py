"""The council, its staff, who supervises whom, and what is recorded of a person."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import UniqueConstraint, false
from sqlmodel import Field

from policy.facts import SessionKind
from policy.requests import RequestKind
from policy.ruleset import DisclosedTo
from storage.states import RequestAnswer
from storage.tables.base import Table, added, code, instant, sealed


class Council(Table, table=True):
    """One row. ``sample`` marks a database the desk may open; ``sample_now`` is its clock. ``rules_digest`` tells
    whether the rule set changed since everything was assessed. ``nightly_at``: when the night's checks are next due.
    ``drift_after``: how far tonight's comparison of every subject has come (``case:12``); empty when it is done."""

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    name: str
    started_on: date
    rules_digest: str = ""
    sample: bool = False
    sample_now: datetime | None = instant()
    nightly_at: datetime | None = instant()
    drift_after: str | None = None


class Person(Table, table=True):
    """``works`` is the weekdays worked, Monday first, as in ``MTWTF--`` written ``1111100``; ``percent``: hours worked,
    of full time; ``in_group``: group supervision carries their casework; ``contact``: the platform where they are told,
    None for the one they used last; ``account``: their account's own id there, None where its email says whose it is.
    ``load_percent``: their own share of a full workload, None where none was set for them.
    ``role_from``: since when role, hours and qualification are as they are, None where no other is known.
    ``first_visit_on``: when they first looked at their own page. ``said_in_chat``, here and elsewhere: the columns set
    in chat, joined by spaces; an import that disagrees with one is listed, not applied. Of a person: those that were
    typed by command, of which an import that says nothing is."""

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
    percent: int = added(100, "100")
    load_percent: int | None = None
    in_group: bool = added(False, false())
    administrator: bool = False
    policy_owner: bool = False
    contact: str | None = None
    account: str | None = None
    role_from: date | None = None
    first_visit_on: date | None = None
    said_in_chat: str = ""


class EarlierPost(Table, table=True):
    """What somebody was from a day on until the next of these, or until they became what they are now."""

    __tablename__ = "earlier_post"
    __table_args__ = (UniqueConstraint("person_id", "since"),)
    id: int = Field(default=None, primary_key=True)
    person_id: int = Field(foreign_key="person.id")
    since: date
    role: str
    percent: int
    qualified: bool


class Relationship(Table, table=True):
    """Supervisor and supervisee from a date; ``professional``: a second one beside the line."""

    id: int = Field(default=None, primary_key=True)
    supervisee_id: int = Field(foreign_key="person.id", index=True)
    supervisor_id: int = Field(foreign_key="person.id", index=True)
    professional: bool = False
    since: date
    until: date | None = None
    more_often: str | None = None
    late_then: date | None = None
    said_in_chat: str = ""


class PersonRequest(Table, table=True):
    """What one person asks of another: to sign an agreement (``often``: how often they would meet), to meet about a
    concern (``about_id``: whose supervision with the asker). ``sealed_why``: a word with a no. ``answer``: how it
    ended."""

    __tablename__ = "person_request"
    id: int = Field(default=None, primary_key=True)
    kind: RequestKind = code(RequestKind)
    asked_by_id: int = Field(foreign_key="person.id", index=True)
    asked_of_id: int = Field(foreign_key="person.id", index=True)
    about_id: int | None = Field(default=None, foreign_key="person.id")
    asked_on: date
    often: str | None = None
    arranged_for: date | None = None
    answer: RequestAnswer | None = code(RequestAnswer, nullable=True)
    answered_on: date | None = None
    sealed_why: bytes | None = sealed()


class Disclosure(Table, table=True):
    """That what belongs to a supervisee's supervision of a kind was discussed with others. ``by_id``: who did and said
    so, ``said_on`` a day. ``taken_back_on``: they said that it was a mistake."""

    id: int = Field(default=None, primary_key=True)
    supervisee_id: int = Field(foreign_key="person.id", index=True)
    by_id: int = Field(foreign_key="person.id")
    kind: SessionKind = code(SessionKind)
    to: DisclosedTo = code(DisclosedTo)
    on: date
    sealed_why: bytes | None = sealed()
    said_on: date | None = None
    taken_back_on: date | None = None


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
    them in their order. ``done_on``: the day the audit was noted. Without a ``pool`` it was drawn elsewhere, by a file,
    and there is no draw to make again."""

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
