"""By which words of a heading a column is known where the heading as a whole isn't, and by which it is never one."""

from __future__ import annotations

from typing import Final

#: Where no heading is known: the words with which one of those of a heading begins, if its values are of the column's
#: kind. A heading that is of somebody's manager is the supervisor's alone.
SIGNS: Final[dict[str, dict[str, tuple[str, ...]]]] = {
    "people": {
        "name": ("name", "worker", "employee", "person", "staff", "practitioner", "holder", "who"),
        "email": ("email", "mail", "address", "login", "account"),
        "team": ("team", "unit", "org", "locality", "structure"),
        "hours": ("hours",),
        "employed_from": (
            "continuous",
            "start",
            "began",
            "begin",
            "from",
            "since",
            "join",
            "hire",
            "entry",
            "appoint",
        ),
        "left_on": ("end", "left", "leav", "finish", "terminat", "until", "exit"),
        "asye_from": ("asye", "nqsw"),
        "asye_until": ("asye", "nqsw"),
    },
    "relationships": {"supervisor": ("manager", "supervisor", "supervised", "report", "superior")},
    "sessions": {
        "supervisee": ("supervisee", "worker", "practitioner", "staff", "employee"),
        "supervisor": ("manager", "supervisor", "supervised", "led", "facilitat", "chair"),
        "date": ("date", "day", "when", "held", "on"),
        "state": (
            *("held", "took", "take", "place", "happen", "occur", "complet", "went", "attend", "done", "met"),
            *("cancel", "postpon", "missed", "dna", "abandon"),
        ),
        "reason": ("why", "reason", "cancel"),
        "start": ("time", "start", "begin", "began"),
        "minutes": ("minute", "min", "length", "duration", "long"),
    },
    "absences": {
        "first": ("absent", "from", "start", "first", "began", "begin", "went"),
        "back_on": ("return", "back", "resum"),
        "last": ("last", "until", "end", "to"),
        "sickness": ("absence", "leave", "reason", "category"),
    },
    "cases": {
        "service": ("team", "service", "locality"),
        "worker": (
            *("worker", "practitioner", "allocat", "keyworker", "responsible", "officer", "owner", "user"),
            *("professional", "holder"),
        ),
        "allocated_on": ("alloc", "assign", "involve"),
        "categories": ("legal", "plan", "status", "categor", "classif", "need"),
        "last_discussed": ("discuss", "supervis", "oversight"),
        "closed_on": ("clos", "end", "ceas"),
        "restricted": ("restrict", "sensitiv", "protected", "confident", "secur", "lock"),
    },
}

#: By its heading a column says why, or is somebody's remark, whatever stands in it.
SAYS_WHY: Final = frozenset({"why", "reason", "reasons", "notes", "note", "comment", "comments", "remarks"})
#: What has a day of its own in a case.
_PART_OF_CASE: Final = frozenset(
    {
        *("plan", "legal", "status", "placement", "assessment", "review", "visit", "conference", "court"),
        *("order", "cp", "cpp", "cin", "cla", "lac"),
    }
)
#: What has a day of its own while somebody is in post.
_PART_OF_POST: Final = frozenset(
    {
        *("asye", "nqsw", "probation", "probationary", "trial", "induction", "dbs", "registration"),
        *("visa", "permit", "secondment", "maternity", "sickness", "absence"),
    }
)
_IS_DUE: Final = frozenset({"next", "due", "overdue"})
_IS_MEANT: Final = _IS_DUE | {"planned", "target", "expected", "proposed"}

#: What takes place in the middle of a year that is assessed.
_OF_A_STAGE: Final = frozenset({"review", "interim", "midpoint", "mid", "month", "panel", "portfolio"})

#: Words of a heading by which a column is never one of ours: who is allocated to a row isn't whom it is about; what is
#: due hasn't happened, and what ends with a plan, a worker's time or a probation ends no case and no post.
NEVER_OF: Final[dict[str, frozenset[str]]] = {
    "name": frozenset({"allocated", "assigned", "responsible"}),
    "employed_from": _PART_OF_POST,
    "role_from": _PART_OF_POST,
    "left_on": _PART_OF_POST,
    "asye_from": _IS_MEANT | _OF_A_STAGE | frozenset({"complete", "completed", "completion", "passed"}),
    "asye_until": _OF_A_STAGE | frozenset({"start", "started", "starts", "began", "begins", "from", "since"}),
    "last_supervised": _IS_MEANT,
    "supervisor": frozenset({"supervisory"}) | SAYS_WHY,
    "supervisee": SAYS_WHY,
    "state": SAYS_WHY,
    "kind": SAYS_WHY,
    "back_on": frozenset({"interview", "meeting", "certificate", "form", "done"}),
    "date": _IS_DUE,
    "start": _IS_DUE,
    "recorded_on": _IS_MEANT,
    "agreed_on": _IS_MEANT | {"disagreed", "disagree", "disagreement", "not"},
    "allocated_on": _PART_OF_CASE,
    "last_discussed": _IS_MEANT,
    "plan_last_reviewed": _IS_MEANT | {"supervision"},
    "closed_on": _PART_OF_CASE | _IS_MEANT | {"allocation", "worker", "practitioner", "involvement"},
}
