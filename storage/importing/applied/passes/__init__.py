"""For each kind of file: what its rows want stored, beside what is stored. Nothing here writes."""

from __future__ import annotations

from typing import Final

from storage.importing.applied.link import (
    ABSENCE,
    AGENDA_ITEM,
    ALLOCATION,
    ARRANGEMENT,
    AUTHORISATION,
    BUSY,
    CASE,
    CASE_EVENT,
    DECISION,
    DRAW,
    JUDGEMENT,
    MILESTONE,
    PERSON,
    RELATIONSHIP,
    SESSION,
    SET_ELSEWHERE,
)
from storage.importing.applied.passes import (
    audited,
    cases,
    chains,
    covers,
    discussions,
    judged,
    people,
    raised,
    sessions,
    whole_teams,
)
from storage.importing.applied.passes.common import Pass
from storage.importing.staging import Which

__all__ = ["PASSES", "Pass"]

#: A personal session has notes anyway; of one about cases that had none, only a file that says so is heard here: the
#: others are asked for once its discussions are in (``storage/importing/applied/notes.py``).
_OF_NOTES: Final = "coalesce(recorded_on, agreed_on, disagreed_on, delegate) IS NOT NULL"
_SAYS_OF_NOTES: Final = f"(kind = 'personal' OR kind = 'case' AND {_OF_NOTES})"

#: For each kind of file what is done, one after the other over all its rows.
PASSES: Final[dict[str, tuple[Pass, ...]]] = {
    "people": (
        Pass(people.people, beside=PERSON),
        Pass(people.last_supervised, Which("last_supervised IS NOT NULL")),
    ),
    "relationships": (Pass(chains.relationships, beside=RELATIONSHIP),),
    "set_elsewhere": (Pass(chains.set_elsewhere, beside=SET_ELSEWHERE),),
    "cases": (
        Pass(cases.cases, beside=CASE),
        Pass(cases.last_discussed, Which("last_discussed IS NOT NULL")),
        Pass(cases.plan_last_reviewed, Which("plan_last_reviewed IS NOT NULL")),
        Pass(cases.plan_ended, Which(given="plan_since")),
        Pass(cases.plan_since, Which("plan_since IS NOT NULL")),
    ),
    "last_discussed": (
        Pass(cases.last_discussed, Which("last_discussed IS NOT NULL")),
        Pass(cases.plan_last_reviewed, Which("plan_last_reviewed IS NOT NULL")),
    ),
    "allocations": (Pass(chains.allocations, beside=ALLOCATION),),
    "authorisations": (Pass(cases.authorisations, beside=AUTHORISATION),),
    "events": (Pass(cases.events, beside=CASE_EVENT),),
    "decisions": (Pass(cases.decisions, beside=DECISION),),
    "judgements": (Pass(judged.judgements, beside=JUDGEMENT),),
    "sessions": (
        Pass(sessions.sessions, beside=SESSION),
        Pass(sessions.replacements, Which("replaces IS NOT NULL")),
        Pass(whole_teams.whole_teams, Which("whole_team AND state <> 'cancelled'")),
        Pass(discussions.notes, Which(f"state = 'held' AND {_SAYS_OF_NOTES}")),
    ),
    "participants": (Pass(sessions.participants, beside=SESSION),),
    "agenda": (Pass(raised.agenda, beside=AGENDA_ITEM),),
    "discussions": (Pass(discussions.discussions, beside=SESSION),),
    "absences": (
        Pass(people.absences, beside=ABSENCE),
        Pass(covers.reported, Which("reported_on IS NOT NULL")),
    ),
    "covers": (Pass(covers.covers, beside=ARRANGEMENT),),
    "busy": (Pass(people.busy, beside=BUSY),),
    "milestones": (Pass(people.milestones, beside=MILESTONE),),
    "audits": (Pass(audited.audits, beside=DRAW),),
}
