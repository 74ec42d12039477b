"""An obligation as a row, a row as an obligation, and how rows are opened, changed and ended."""

from __future__ import annotations

from typing import Any, Final

from sqlalchemy import bindparam, update

from policy.facts import FactRef, Subject, SubjectKind
from policy.obligations import Ending, Explanation, Key, Obligation, State, Withdrawal
from storage import tables as t
from storage.work import on_each_database


def key_of(row: Any) -> Key:
    subject = Subject(SubjectKind(row.subject_kind), row.subject_id)
    return Key(row.duty, subject, FactRef(row.fact_kind, row.fact_id))


def columns(o: Obligation) -> dict[str, Any]:
    """An obligation that is open, missed or was before the bot as its row's columns, but for those the row alone
    knows."""
    return {
        "subject_kind": str(o.key.subject.kind),
        "subject_id": o.key.subject.id,
        "duty": o.key.duty,
        "fact_kind": o.key.fact.kind,
        "fact_id": o.key.fact.id,
        "rule": o.rule,
        "version": o.version,
        "answers": str(o.answers),
        "state": o.state,
        "started": o.started,
        "due": o.due,
        "target": o.target,
        "waiting_for": o.waiting_for,
        "worker_id": o.worker_id,
        "holder_id": o.holder_id,
        "ready_at": o.not_before,
        "derivation": o.derivation,
        "ended_because": str(o.ended) if o.ended else None,
    }


def obligation_of(row: Any) -> Obligation:
    """The stored obligation as policy's value."""
    return Obligation(
        key=key_of(row),
        rule=row.rule,
        answers=row.answers,
        state=row.state,
        started=row.started,
        due=row.due,
        target=row.target,
        waiting_for=row.waiting_for,
        met_on=row.met_on,
        worker_id=row.worker_id,
        holder_id=row.holder_id,
        not_before=row.ready_at,
        derivation=row.derivation,
        version=row.version,
        ended=ending_of(row),
        known_on=row.known_on,
    )


def ending_of(row: Any) -> Ending | None:
    """Why it was missed or withdrawn."""
    match row.state:
        case State.MISSED:
            return Explanation(row.ended_because)
        case State.WITHDRAWN:
            return Withdrawal(row.ended_because)
        case _:
            return None


# Writing

_ROW: Final = t.ObligationRow.__table__
#: The columns of an open obligation that an assessment may change.
CHANGING: Final = (
    "rule",
    "version",
    "answers",
    "state",
    "started",
    "due",
    "target",
    "waiting_for",
    "worker_id",
    "holder_id",
    "ready_at",
    "known_on",
    "derivation",
    "ended_because",
    "next_attention",
)
OPENS: Final = on_each_database(
    lambda own: (statement := own(_ROW)).on_conflict_do_update(
        index_elements=("subject_kind", "subject_id", "duty", "fact_kind", "fact_id"),
        set_={name: statement.excluded[name] for name in (*CHANGING, "met_by", "met_on")},
    )
)
CHANGES: Final = (
    update(_ROW)
    .where(_ROW.c.id == bindparam("b_id"))
    .values({name: bindparam(f"b_{name}", type_=_ROW.c[name].type) for name in CHANGING})
)

_ENDED: Final = ("state", "met_by", "met_on", "due", "ended_because", "next_attention")
ENDS: Final = (
    update(_ROW)
    .where(_ROW.c.id == bindparam("b_id"))
    .values({name: bindparam(name, type_=_ROW.c[name].type) for name in _ENDED})
)
