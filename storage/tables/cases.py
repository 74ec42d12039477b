"""Cases as opaque references: who has them, what was decided and judged of them, teams with too many."""

from __future__ import annotations

from datetime import date

from sqlalchemy import true
from sqlmodel import Field

from policy import folding
from storage.tables.base import Table, added, compared_by, sealed


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
    folded: str = compared_by(folding.fold, "reference")
    digits: str = compared_by(folding.digits, "reference")
    letters: str = compared_by(folding.letters, "reference")


class EarlierCategories(Table, table=True):
    """What a case was up to a day, that day included. Of two of one day the first says it."""

    __tablename__ = "earlier_categories"
    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    until: date
    service: str
    categories: str


class Judgement(Table, table=True):
    """A manager judged that one of a case's categories holds, or no longer does: who, when and, sealed, why. What holds
    now stands with the case itself. Not ``from_chat``: a file said so."""

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    category: str
    holds: bool
    by_id: int = Field(foreign_key="person.id")
    on: date
    sealed_why: bytes | None = sealed()
    from_chat: bool = added(True, true())


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
    sealed_why: bytes | None = sealed()
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
    sealed_why: bytes | None = sealed()
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
    informal, in_absence or one_to_one. ``recorded_on``: the day it was noted on the child's file; ``taken_back_on``: it
    was noted by mistake."""

    id: int = Field(default=None, primary_key=True)
    case_id: int = Field(foreign_key="case.id", index=True)
    kind: str
    made_on: date
    made_by_id: int = Field(foreign_key="person.id", index=True)
    said_by_id: int = Field(foreign_key="person.id")
    recorded_on: date | None = None
    recorded_by_id: int | None = Field(default=None, foreign_key="person.id")
    taken_back_on: date | None = None
    taken_back_by_id: int | None = None


class WorkloadFinding(Table, table=True):
    """A team that held more than a workload limit, from the night that found it until the night that found less."""

    __tablename__ = "over_limit"
    id: int = Field(default=None, primary_key=True)
    rule: str
    team: str = Field(index=True)
    since: date
    until: date | None = None
