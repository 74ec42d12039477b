"""For each kind of file: what its rows want stored, beside what is stored. Nothing here writes."""

from __future__ import annotations

from typing import Final

from storage.importing.passes import cases, chains, discussions, people, sessions
from storage.importing.passes.common import Pass

__all__ = ["PASSES", "Pass"]

#: For each kind of file what is done, one after the other over all its rows.
PASSES: Final[dict[str, tuple[Pass, ...]]] = {
    "people": (people.people, people.last_supervised),
    "relationships": (chains.relationships,),
    "set_elsewhere": (chains.set_elsewhere,),
    "cases": (cases.cases, cases.last_discussed, cases.plan_ended, cases.plan_since),
    "allocations": (chains.allocations,),
    "authorisations": (cases.authorisations,),
    "events": (cases.events,),
    "sessions": (sessions.sessions, sessions.replacements, discussions.personal_records),
    "participants": (sessions.participants,),
    "discussions": (discussions.discussions,),
    "absences": (people.absences,),
    "busy": (people.busy,),
    "milestones": (people.milestones,),
}
