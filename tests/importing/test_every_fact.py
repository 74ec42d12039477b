"""Each column of each table of facts can be said by a file, or there is a reason why it can't: what chat records and no
file could bring was found one by one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from sqlmodel import SQLModel

from storage import tables as t
from storage.importing.columns.file_columns import BY_NAME

#: Why no file says it.
_PRESSED: Final = "who pressed a button, or typed a command"
_WORDS: Final = "people's words, in which a child may be named: chat asks about that"
_OF_THE_MOMENT: Final = "between people, until it is answered"
_WORKED_OUT: Final = "worked out of other facts"
_BY_THE_BOT: Final = "what the bot did, or is about to"
_TOLD: Final = "the supervisee is told as it is said"

#: By table and column the files' columns that say it, or why none does. ``*``: every other column of the table.
FACTS: Final[Mapping[str, Mapping[str, str]]] = {
    "person": {
        **dict.fromkeys(("first_visit_on", "said_in_chat"), _PRESSED),
        **{one: f"people.{one}" for one in ("staff_number", "name", "email", "role", "team", "qualified")},
        **{one: f"people.{one}" for one in ("employed_from", "asye_from", "asye_until", "left_on", "works")},
        **{one: f"people.{one}" for one in ("percent", "load_percent", "in_group", "administrator")},
        **{one: f"people.{one}" for one in ("policy_owner", "contact", "account", "role_from")},
    },
    "earlier_post": {"*": "people.role_from"},
    "relationship": {
        "supervisee_id": "relationships.supervisee",
        "supervisor_id": "relationships.supervisor",
        **{one: f"relationships.{one}" for one in ("professional", "since", "until", "more_often")},
        "late_then": _WORKED_OUT,
        "said_in_chat": _PRESSED,
    },
    "person_request": {"*": _OF_THE_MOMENT},
    "disclosure": {"*": _TOLD},
    "set_elsewhere": {
        "person_id": "set_elsewhere.staff_number",
        **{one: f"set_elsewhere.{one}" for one in ("by", "every", "since", "until")},
        "said_by_id": _PRESSED,
    },
    "milestone": {
        "person_id": "milestones.staff_number",
        "what": "milestones.what",
        "on": "milestones.on",
        "by_id": "milestones.by",
        "said_by_id": _PRESSED,
    },
    "draw": {
        "person_id": "audits.staff_number",
        "case_id": "audits.case",
        "drawn_on": "audits.drawn_on",
        "done_on": "audits.done_on",
        "done_by_id": "audits.by",
        "rule": "audits.what",
        **dict.fromkeys(("window", "turn", "of", "place", "pool"), _WORKED_OUT),
    },
    "case": {
        "reference": "cases.case",
        **{one: f"cases.{one}" for one in ("service", "categories", "plan_every_months", "children")},
        **{one: f"cases.{one}" for one in ("restricted", "closed_on")},
        "said_in_chat": _PRESSED,
        **dict.fromkeys(("folded", "digits", "letters"), _WORKED_OUT),
    },
    "judgement": {
        "case_id": "judgements.case",
        "by_id": "judgements.by",
        "sealed_why": "judgements.why",
        **{one: f"judgements.{one}" for one in ("category", "holds", "on")},
        "from_chat": _PRESSED,
    },
    "allocation": {
        "case_id": "allocations.case",
        "worker_id": "allocations.worker",
        "since": "allocations.since",
        "until": "allocations.until",
    },
    "authorisation": {
        "case_id": "authorisations.case",
        "by_id": "authorisations.by",
        "sealed_why": "authorisations.why",
        "granted_role": "authorisations.granted_as",
        **{one: f"authorisations.{one}" for one in ("every", "less_often", "since", "until", "recorded_on")},
        **dict.fromkeys(("recorded_by_id", "from_chat"), _PRESSED),
    },
    "interval_request": {"*": _OF_THE_MOMENT},
    "earlier_categories": {"*": "cases.categories_from"},
    "case_event": {
        "source_id": "events.event",
        "case_id": "events.case",
        **{one: f"events.{one}" for one in ("what", "on", "until", "known_on")},
        **dict.fromkeys(("said_by_id", "from_chat"), _PRESSED),
    },
    "decision": {
        "case_id": "decisions.case",
        "made_by_id": "decisions.made_by",
        **{one: f"decisions.{one}" for one in ("kind", "made_on", "recorded_on")},
        **dict.fromkeys(("said_by_id", "recorded_by_id", "taken_back_on", "taken_back_by_id"), _PRESSED),
    },
    "over_limit": {"*": _BY_THE_BOT},
    "session": {
        "source_id": "sessions.session",
        "supervisee_id": "sessions.supervisee",
        "supervisor_id": "sessions.supervisor",
        **{one: f"sessions.{one}" for one in ("kind", "state", "minutes", "booked_on", "cancelled_on")},
        **{one: f"sessions.{one}" for one in ("reason", "returned_on")},
        "personal_too": "sessions.kind",
        "replaces_id": "sessions.replaces",
        "away_id": "sessions.absent",
        **dict.fromkeys(("on", "held_on"), "sessions.date"),
        **dict.fromkeys(("starts_at", "wall"), "sessions.start"),
        "ends_at": "sessions.minutes",
        **{f"{one}_id": f"sessions.{one}" for one in ("recorder", "signer", "overseer")},
        **dict.fromkeys(("booked_by_id", "cancelled_by_id", "noted_by_id", "confirmed_by_id"), _PRESSED),
        **dict.fromkeys(("from_chat", "said_on"), _PRESSED),
        **dict.fromkeys(("provisional", "last_request"), _BY_THE_BOT),
    },
    "participant": {
        "session_id": "participants.session",
        "person_id": "participants.staff_number",
        "attended": "participants.attended",
    },
    "agenda_item": {
        "case_id": "agenda.case",
        "event_id": "agenda.what",
        "raised_by_id": "agenda.raised_by",
        "raised_on": "agenda.raised_on",
        "discussed_in_id": "agenda.discussed_in",
        "closed_on": "agenda.off_on",
        **dict.fromkeys(("closed_by_id", "from_chat"), _PRESSED),
    },
    "discussion": {
        "session_id": "discussions.session",
        "case_id": "discussions.case",
        "on": "cases.last_discussed",
        "full": "discussions.full",
        "plan_reviewed": "discussions.plan_reviewed",
        **dict.fromkeys(("by_worker", "by_manager"), "discussions.acknowledged_by"),
        "worker_on": "discussions.supervisee_acknowledged_on",
        "manager_on": "discussions.supervisor_acknowledged_on",
    },
    "preparation": {"*": _WORDS},
    "busy": {
        "person_id": "busy.staff_number",
        "starts_at": "busy.start",
        "ends_at": "busy.end",
        "from_outlook": _BY_THE_BOT,
    },
    "record": {
        "session_id": "discussions.session",
        "case_id": "discussions.case",
        "delegate_id": "discussions.delegate",
        "answer": "discussions.disagreed_on",
        "answered_on": "discussions.agreed_on",
        "decided_by_id": "discussions.decided_by",
        "overseen_by_id": "discussions.overseen_by",
        **{one: f"discussions.{one}" for one in ("delegated_on", "recorded_on", "closed_on", "referred_on")},
        **{one: f"discussions.{one}" for one in ("decision", "decided_on", "safeguarding", "overseen_on")},
        "safeguarding_reference": "discussions.safeguarding_reference",
        **dict.fromkeys(("request", "delivered_on", "silent_on"), _BY_THE_BOT),
        **dict.fromkeys(("recorded_by_id", "known_on"), _PRESSED),
        **dict.fromkeys(("amended", "sealed_outcome"), _WORDS),
        "lead_signs": _WORKED_OUT,
    },
    "gapnote": {
        "session_id": "discussions.session",
        "case_id": "discussions.case",
        "noted_on": "discussions.recorded_on",
        "noted_by_id": _PRESSED,
    },
    "action": {"*": _WORDS},
    "absence": {
        "source_id": "absences.absence",
        "person_id": "absences.staff_number",
        **{one: f"absences.{one}" for one in ("planned", "sickness", "first", "last")},
        "state": _OF_THE_MOMENT,
        **dict.fromkeys(("said_by_id", "from_chat"), _PRESSED),
    },
    "arrangement": {
        "absence_id": "covers.absent",
        "supervisee_id": "covers.supervisee",
        "cover_id": "covers.cover",
        "named_at": "covers.since",
        "arranged_on": "covers.arranged_on",
        "reported_on": "absences.reported_on",
        "arranged_by_id": _PRESSED,
    },
    "cover_before": {
        "absence_id": "covers.absent",
        "supervisee_id": "covers.supervisee",
        "cover_id": "covers.cover",
        "last": "covers.until",
    },
}
#: What is no fact of a council's: how the bot does its work, who is met where, and the trail.
NONE: Final = frozenset(
    {
        *("council", "conversation", "desk_answer", "desk_message", "claim", "installation"),
        *("ticket", "event", "look", "seal", "hold", "calendar_feed", "calendar_reading"),
        *("outlook_event", "import_run", "import_part", "obligation", "subject", "nudge", "message", "reach"),
    }
)
_REASONS: Final = frozenset({_PRESSED, _WORDS, _OF_THE_MOMENT, _WORKED_OUT, _BY_THE_BOT, _TOLD})


def test_each_table_is_of_facts_or_of_none() -> None:
    assert t.Case.__tablename__ in FACTS
    assert {table.name for table in SQLModel.metadata.sorted_tables} == NONE | FACTS.keys()


def test_each_fact_has_a_column_or_a_reason() -> None:
    for name, said in FACTS.items():
        columns = {column.name for column in SQLModel.metadata.tables[name].columns} - {"id"}
        assert said.keys() == {"*"} or said.keys() == columns, name


def test_each_column_is_one_of_a_file() -> None:
    told = {one for said in FACTS.values() for one in said.values() if one not in _REASONS}
    files = {f"{kind.name}.{column}" for kind in BY_NAME.values() for column in kind.names}
    assert told <= files, told - files
