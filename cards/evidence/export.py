"""Everything that is held of one person or case as values that a page and a file show alike, each value that somebody
must look at before it is disclosed with why."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from policy.facts import SessionKind


class Care(StrEnum):
    """Why a value is to be looked at before it is disclosed."""

    COLLEAGUE = "colleague"
    CHILD = "child"
    WORKER = "worker"
    WORDS = "words"
    HEALTH = "health"


CARES: Final = {
    Care.COLLEAGUE: "third party: another member of staff",
    Care.CHILD: "third party: a child's case",
    Care.WORKER: "about the worker, not the child",
    Care.WORDS: "free text: read it for third parties and for each ground",
    Care.HEALTH: "about somebody's health",
}
TABLES: Final = {
    "absence": "Absences",
    "action": "Actions agreed",
    "agenda_item": "Raised for a group's agenda",
    "allocation": "Allocations",
    "arrangement": "Cover arranged",
    "authorisation": "Intervals decided",
    "busy": "Times not free",
    "calendar_feed": "A private calendar given out",
    "calendar_reading": "When their calendar in Outlook was read",
    "case": "The case",
    "case_event": "Events of the case",
    "conversation": "Where they are written to",
    "cover_before": "Covered until somebody else was named",
    "decision": "Decisions made outside supervision",
    "discussion": "Discussions of cases",
    "disclosure": "Discussed with others",
    "draw": "Draws for audits",
    "earlier_post": "Earlier posts",
    "earlier_categories": "What the case was before",
    "event": "The trail: what happened",
    "gapnote": "Notes of gaps in supervision",
    "hold": "Legal holds",
    "interval_request": "Longer intervals asked for",
    "judgement": "What managers judged",
    "look": "The trail: who looked",
    "message": "Messages",
    "milestone": "Milestones",
    "nudge": "Reasons to tell",
    "obligation": "What is or was owed",
    "outlook_event": "Sessions put into their calendar in Outlook",
    "participant": "Taking part in groups",
    "person": "The person",
    "person_request": "Asked of others and by them",
    "preparation": "What was prepared",
    "reach": "Chat accounts",
    "record": "Records of supervision (dates, no text)",
    "relationship": "Who supervises whom",
    "set_elsewhere": "Frequencies set by others",
}
SESSIONS: Final = {
    SessionKind.PERSONAL: "Personal and professional sessions",
    SessionKind.CASE: "Case sessions",
    SessionKind.GROUP: "Group sessions",
}


@dataclass(frozen=True, slots=True)
class Value:
    """``care``: None where it may be disclosed as it stands."""

    shown: str
    care: Care | None = None


@dataclass(frozen=True, slots=True)
class ExportTable:
    """``name``: the table's own; ``columns``: those that any of its rows fills."""

    name: str
    title: str
    columns: Sequence[str]
    rows: Sequence[Mapping[str, Value]]


@dataclass(frozen=True, slots=True)
class PersonExport:
    """``grounds``: what the policy says of such a request."""

    title: str
    council: str
    on: str
    grounds: Sequence[str]
    sections: Sequence[ExportTable]


def title_of(table: str, kind: str) -> str:
    """Of a table's rows; sessions and what is kept of them apart by kind."""
    if kind and table == "session":
        return SESSIONS[SessionKind(kind)]
    known = TABLES.get(table, column(table).capitalize())
    return f"{known}: {kind} supervision" if kind else known


def column(name: str) -> str:
    """``sealed_working_well``: ``working well``; ``supervisor_id``: ``supervisor``."""
    return name.removeprefix("sealed_").removesuffix("_id").replace("_", " ")


def everything(called: str) -> str:
    return f"Everything held of {called}"


def who(name: str, staff_number: str) -> str:
    return f"{name} ({staff_number})"


def gone(number: int) -> str:
    """A row that isn't there any more."""
    return f"no longer kept ({number})"
