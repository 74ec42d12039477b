"""The tables. Facts are the truth; obligations, nudges and messages follow from them; the event log is evidence.

Instants are UTC; dates are in the council's zone. Columns named ``sealed_…`` hold encrypted free text. Table models
skip validation: validate before the row. All of them are imported from here.
"""

from storage.tables.absences import Absence, Arrangement, CoverBefore
from storage.tables.base import Table
from storage.tables.cases import (
    Allocation,
    Authorisation,
    Case,
    CaseEvent,
    Decision,
    EarlierCategories,
    IntervalRequest,
    Judgement,
    WorkloadFinding,
)
from storage.tables.chat import (
    Contact,
    Conversation,
    DeskAnswer,
    DeskMessage,
    IdempotencyKey,
    Installation,
    Ticket,
)
from storage.tables.evidence import Event, Hold, Look, Seal
from storage.tables.feeds import CalendarFeed, CalendarReading, OutlookEvent
from storage.tables.imports import ImportPart, ImportRun
from storage.tables.obligations import ObligationRow, SubjectRow
from storage.tables.outbox import Nudge, OutboxMessage
from storage.tables.people import (
    Council,
    Disclosure,
    Draw,
    EarlierPost,
    Milestone,
    Person,
    PersonRequest,
    Relationship,
    SetElsewhere,
)
from storage.tables.records import Action, GapNote, Record
from storage.tables.sessions import AgendaItem, Busy, Discussion, Participant, Preparation, Session

__all__ = [
    "Absence",
    "Action",
    "AgendaItem",
    "Allocation",
    "Arrangement",
    "Authorisation",
    "Busy",
    "CalendarFeed",
    "CalendarReading",
    "Case",
    "CaseEvent",
    "Contact",
    "Conversation",
    "Council",
    "CoverBefore",
    "Decision",
    "DeskAnswer",
    "DeskMessage",
    "Disclosure",
    "Discussion",
    "Draw",
    "EarlierCategories",
    "EarlierPost",
    "Event",
    "GapNote",
    "Hold",
    "IdempotencyKey",
    "ImportPart",
    "ImportRun",
    "Installation",
    "IntervalRequest",
    "Judgement",
    "Look",
    "Milestone",
    "Nudge",
    "ObligationRow",
    "OutboxMessage",
    "OutlookEvent",
    "Participant",
    "Person",
    "PersonRequest",
    "Preparation",
    "Record",
    "Relationship",
    "Seal",
    "Session",
    "SetElsewhere",
    "SubjectRow",
    "Table",
    "Ticket",
    "WorkloadFinding",
]
