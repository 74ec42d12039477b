"""What follows from the facts: subjects, and what is owed of each."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import Column, Index, UniqueConstraint
from sqlmodel import Field

from policy.obligations import State, Step, Waiting
from storage.derivations import Derivation
from storage.tables.base import Table, code, instant, where_given


class SubjectRow(Table, table=True):
    """What is assessed and locked as one. ``reassess_at``: when the stored answer may no longer hold. ``known_from``:
    sessions of before may have been deleted, so nothing is asked of that time, and what was missed stays as it is;
    ``milestones_from``: the same of milestones that are asked in windows. ``…_gone``: of a person, what was over before
    that day went by its term, as far as it was stored then: no file brings it back."""

    __tablename__ = "subject"
    __table_args__ = (where_given("ix_subject_reassess_at", "reassess_at"),)
    kind: str = Field(primary_key=True)
    ref_id: int = Field(primary_key=True)
    revision: int = 0
    reassess_at: datetime | None = instant()
    known_from: date | None = None
    milestones_from: date | None = None
    sessions_gone: date | None = None
    absences_gone: date | None = None
    milestones_gone: date | None = None


class ObligationRow(Table, table=True):
    """``next_attention``: the instant at which its next nudge is due; empty when there is none. ``known_on``: as in
    ``Obligation``."""

    __tablename__ = "obligation"
    __table_args__ = (
        UniqueConstraint("subject_kind", "subject_id", "duty", "fact_kind", "fact_id"),
        where_given("ix_obligation_next_attention", "next_attention"),
        Index("ix_obligation_worker_id_state", "worker_id", "state"),
        Index("ix_obligation_holder_id_state", "holder_id", "state"),
        Index("ix_obligation_answers_state", "answers", "state"),
    )
    id: int = Field(default=None, primary_key=True)
    subject_kind: str
    subject_id: int
    duty: str
    fact_kind: str
    fact_id: str
    rule: str
    version: str
    answers: str
    state: State = code(State)
    started: date
    due: date | None = None
    target: date | None = None
    waiting_for: Waiting | None = code(Waiting, nullable=True)
    met_by: str | None = None
    met_on: date | None = None
    ended_because: str | None = None
    worker_id: int | None = None
    holder_id: int | None = None
    ready_at: datetime | None = instant()
    known_on: date | None = None
    derivation: tuple[Step, ...] = Field(default=(), sa_column=Column(Derivation, nullable=False))
    next_attention: datetime | None = instant()
