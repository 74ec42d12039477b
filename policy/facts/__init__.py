"""What assessment reads: frozen values, one bundle per subject. Days are in the council's zone, instants UTC.

Import from here: which module holds a part is this package's own matter.
"""

from typing import TypeAlias

from policy.facts.absences import AbsenceFacts, Affected, Away, CoverAway, Earlier, Off
from policy.facts.cases import (
    AllocationFact,
    CaseFacts,
    CaseHolder,
    CategoriesUntil,
    DecisionFact,
    DiscussionFact,
    EventFact,
    Interval,
    WorkerSession,
)
from policy.facts.people import (
    SUPERVISED,
    CaseHeld,
    Held,
    MilestoneFact,
    PersonFacts,
    Postponed,
    RelationshipFact,
    SetElsewhereFact,
)
from policy.facts.sessions import (
    Cancellation,
    CancelledBefore,
    GapNoteFact,
    Reason,
    RecordAnswer,
    RecordDecision,
    RecordFact,
    SessionFacts,
    SessionKind,
    SessionState,
    kind_of_record,
    kinds_of,
)
from policy.facts.subjects import (
    ALLOCATION,
    AUTHORISATION,
    CATEGORIES,
    FactRef,
    Subject,
    SubjectKind,
    ids_by_kind,
)

__all__ = [
    "ALLOCATION",
    "AUTHORISATION",
    "CATEGORIES",
    "SUPERVISED",
    "AbsenceFacts",
    "Affected",
    "AllocationFact",
    "Away",
    "Cancellation",
    "CancelledBefore",
    "CaseFacts",
    "CaseHeld",
    "CaseHolder",
    "CategoriesUntil",
    "CoverAway",
    "DecisionFact",
    "DiscussionFact",
    "Earlier",
    "EventFact",
    "FactRef",
    "Facts",
    "GapNoteFact",
    "Held",
    "Interval",
    "MilestoneFact",
    "Off",
    "PersonFacts",
    "Postponed",
    "Reason",
    "RecordAnswer",
    "RecordDecision",
    "RecordFact",
    "RelationshipFact",
    "SessionFacts",
    "SessionKind",
    "SessionState",
    "SetElsewhereFact",
    "Subject",
    "SubjectKind",
    "WorkerSession",
    "ids_by_kind",
    "kind_of_record",
    "kinds_of",
]

Facts: TypeAlias = CaseFacts | PersonFacts | SessionFacts | AbsenceFacts
