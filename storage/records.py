"""The dates of records: written, asked to be agreed, answered, closed; never their text.

Every change touches the session that reads it, so none can be made without being assessed."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, select, update
from sqlmodel import col

from policy.facts import RecordAnswer, RecordDecision, Subject, SubjectKind
from storage import tables as t
from storage.conditions import BEGAN
from storage.listed import one_of
from storage.work import Work, require_one


@dataclass(frozen=True, slots=True)
class CaseRef:
    id: int
    reference: str


@dataclass(frozen=True, slots=True)
class RecordView:
    """The dates of one record; ``case`` None for the notes of a session without one."""

    id: int
    session_id: int
    case: CaseRef | None
    delegate_id: int | None
    recorded_on: date | None
    request: int
    delivered_on: date | None
    answer: RecordAnswer | None
    answered_on: date | None
    closed_on: date | None
    referred_on: date | None
    safeguarding: bool = False
    overseen_on: date | None = None
    decision: RecordDecision | None = None
    decided_on: date | None = None
    decided_by_id: int | None = None
    amended: bool | None = None
    delegated_on: date | None = None
    recorded_by_id: int | None = None

    @property
    def waits(self) -> bool:
        """For an answer: it is written, and whoever agrees it was asked."""
        return bool(self.request) and self.recorded_on is not None and not self.answer

    @property
    def answered(self) -> bool:
        """Whether the other one did something with it since it was written."""
        return bool(self.answer or self.closed_on or self.referred_on or self.overseen_on)

    @property
    def label(self) -> str:
        return self.case.reference if self.case else "the session"


def of_sessions(work: Work, ids: Sequence[int]) -> list[RecordView]:
    found = _views(work.connection.execute(_OF_SESSIONS, {"ids": ids}))
    work.reads.know(_READ, these, {one.id: one for one in found})
    return found


_RECORDS: Final = (
    select(t.Record.__table__, col(t.Case.reference).label("reference"))
    .outerjoin(t.Case.__table__, col(t.Case.id) == col(t.Record.case_id))
    .order_by(col(t.Record.id))
)
_OF_SESSIONS: Final = _RECORDS.where(one_of(col(t.Record.session_id)))
_UNASKED: Final = _RECORDS.where(
    col(t.Record.request) == 0,
    col(t.Record.recorded_on) >= BEGAN,
    col(t.Record.answer).is_(None),
    col(t.Record.closed_on).is_(None),
)
_BY_ID: Final = _RECORDS.where(one_of(col(t.Record.id)))


def delegated_to(work: Work, person_id: int) -> list[RecordView]:
    """What this person is to write in place of whoever stays answerable for it."""
    return _views(work.connection.execute(_DELEGATED, {"delegate": person_id}))


_DELEGATED: Final = _RECORDS.where(
    col(t.Record.delegate_id) == bindparam("delegate"), col(t.Record.recorded_on).is_(None)
)


def groups_refused(work: Work, signer_id: int) -> list[int]:
    """The ids of groups of whose records this person hasn't signed some off, and nobody has settled that."""
    return list(work.connection.execute(_REFUSED, {"signer": signer_id}).scalars())


_REFUSED: Final = (
    select(col(t.Record.session_id))
    .join(t.Session.__table__, col(t.Session.id) == col(t.Record.session_id))
    .where(
        col(t.Session.signer_id) == bindparam("signer"),
        col(t.Record.answer) == RecordAnswer.DISAGREED,
        col(t.Record.closed_on).is_(None),
    )
    .distinct()
)


def _views(rows: Iterable[Any]) -> list[RecordView]:
    return [
        RecordView(
            row.id,
            row.session_id,
            CaseRef(row.case_id, row.reference) if row.case_id else None,
            row.delegate_id,
            row.recorded_on,
            row.request,
            row.delivered_on,
            row.answer,
            row.answered_on,
            row.closed_on,
            row.referred_on,
            row.safeguarding,
            row.overseen_on,
            row.decision,
            row.decided_on,
            row.decided_by_id,
            row.amended,
            row.delegated_on,
            row.recorded_by_id,
        )
        for row in rows
    ]


def record(work: Work, record_id: int) -> RecordView:
    """Raises MissingRowError for an id no record has."""
    found = find(work, record_id)
    return require_one([found] if found else [], "record")


def find(work: Work, record_id: int) -> RecordView | None:
    """None where it went with what was taken back of its session."""
    return these(work, [record_id]).get(record_id)


def these(work: Work, ids: Collection[int]) -> dict[int, RecordView]:
    """By id, those that there are."""

    def found(some: list[int]) -> dict[int, RecordView]:
        return {one.id: one for one in _views(work.connection.execute(_BY_ID, {"ids": some}))}

    return work.reads.each(_READ, these, ids, found)


#: The tables of what there is about a record.
_READ: Final = ("record", "case")


def lead_signed(work: Work, session_id: int) -> bool:
    """Whether whoever signs off leads on a case whose record the session asks for."""
    r = t.Record
    query = select(col(r.id)).where(col(r.session_id) == session_id, col(r.lead_signs))
    return work.connection.execute(query).first() is not None


def overseen(work: Work, view: RecordView, by: int) -> None:
    """Oversight was given of a group's record, as of today."""
    work.touch(SubjectKind.SESSION, view.session_id)
    row = work.get(t.Record, view.id)
    row.overseen_on, row.overseen_by_id = work.today, by
    work.log("record.overseen", Subject(SubjectKind.SESSION, view.session_id), by, record=view.id)


def safeguarding(work: Work, view: RecordView, reference: str | None, by: int) -> None:
    """A safeguarding issue that needs action is in this record."""
    work.touch(SubjectKind.SESSION, view.session_id)
    row = work.get(t.Record, view.id)
    row.safeguarding, row.safeguarding_reference, row.known_on = True, reference, work.today
    work.log("record.safeguarding", Subject(SubjectKind.SESSION, view.session_id), by, record=view.id)


def mark_recorded(work: Work, views: Sequence[RecordView], by: int, *, asks: bool = True) -> None:
    """These records exist, as of today; the supervisee is asked to agree them, if anybody is (``asks``)."""
    _set(
        work, views, recorded_on=work.today, recorded_by_id=by, request=_R.request + int(asks), silent_on=None
    )
    for view in views:
        work.log("record.recorded", Subject(SubjectKind.SESSION, view.session_id), by, record=view.id)


def _set(work: Work, views: Sequence[RecordView], **values: Any) -> None:
    """The same for all of these, whose sessions are touched."""
    work.touch(SubjectKind.SESSION, *(view.session_id for view in views))
    work.flush()
    ids = [view.id for view in views]
    work.connection.execute(update(t.Record).where(_R.id.in_(ids)).values(**values))
    work.orm.expire_all()


_R: Final = t.Record.__table__.c


def take_back(work: Work, view: RecordView, by: int) -> None:
    """It isn't written after all: nobody is asked to agree it until it is."""
    work.touch(SubjectKind.SESSION, view.session_id)
    row = work.get(t.Record, view.id)
    row.recorded_on, row.recorded_by_id, row.delivered_on, row.silent_on = None, None, None, None
    work.log("record.taken_back", Subject(SubjectKind.SESSION, view.session_id), by, record=view.id)


def recorded_unasked(work: Work) -> list[RecordView]:
    """Records that the case system's export brought as written since the bot began, and nobody was asked to agree."""
    return _views(work.connection.execute(_UNASKED))


def ask_first(work: Work, view: RecordView) -> None:
    """The first request to agree a record that was written elsewhere."""
    work.touch(SubjectKind.SESSION, view.session_id)
    work.get(t.Record, view.id).request = 1
    work.log("record.asked", Subject(SubjectKind.SESSION, view.session_id), None, record=view.id)


def delegate(work: Work, view: RecordView, to: int, by: int) -> None:
    """Somebody else writes the record; who held the session stays answerable (B34)."""
    work.touch(SubjectKind.SESSION, view.session_id)
    row = work.get(t.Record, view.id)
    row.delegate_id, row.delegated_on = to, work.today
    work.log("record.delegated", Subject(SubjectKind.SESSION, view.session_id), by, record=view.id, to=to)


def delivered(work: Work, requests: Mapping[int, int]) -> None:
    """The request to agree each of these records arrived today, as far as it is the last one: the supervisee's days run
    from here (B16)."""
    found = (view for view in these(work, requests).values() if view.request == requests[view.id])
    arrived = [view for view in found if view.recorded_on and not view.delivered_on]
    if not arrived:
        return
    _set(work, arrived, delivered_on=work.today)
    for view in arrived:
        about = Subject(SubjectKind.SESSION, view.session_id)
        work.log("record.delivered", about, None, record=view.id, request=view.request)


def silent(work: Work, view: RecordView, on: date) -> None:
    """Whoever was asked has read that no reply had come by the end of a day, and is taken as agreement."""
    work.touch(SubjectKind.SESSION, view.session_id)
    work.get(t.Record, view.id).silent_on = on


def answer(work: Work, views: Sequence[RecordView], what: RecordAnswer, by: int) -> None:
    """The supervisee agreed or disagreed."""
    _set(work, views, answer=what, answered_on=work.today)
    for view in views:
        work.log(f"record.{what}", Subject(SubjectKind.SESSION, view.session_id), by, record=view.id)


def ask_again(work: Work, view: RecordView, by: int, *, amended: bool, outcome: str) -> int:
    """After a disagreement was discussed: a new request; its number. ``outcome``: what was amended, or why nothing was.
    What the next tier was asked, and decided, was about the request before."""
    work.touch(SubjectKind.SESSION, view.session_id)
    row = work.get(t.Record, view.id)
    row.request, row.answer, row.answered_on, row.delivered_on = row.request + 1, None, None, None
    row.referred_on, row.decision, row.decided_on, row.decided_by_id = None, None, None, None
    row.silent_on = None
    row.amended, row.sealed_outcome = amended, work.cipher.seal(outcome)
    work.log(
        "record.asked_again",
        Subject(SubjectKind.SESSION, view.session_id),
        by,
        record=view.id,
        amended=amended,
    )
    return row.request


def refer(work: Work, view: RecordView, by: int) -> None:
    """A disagreement that stays goes to the next tier (B33)."""
    work.touch(SubjectKind.SESSION, view.session_id)
    work.get(t.Record, view.id).referred_on = work.today
    work.log("record.referred", Subject(SubjectKind.SESSION, view.session_id), by, record=view.id)


def outcome(work: Work, record_id: int) -> str:
    """What was amended after a disagreement, or why nothing was; empty where nobody said, or it is kept no longer."""
    sealed = work.get(t.Record, record_id).sealed_outcome
    return work.cipher.open(sealed) if sealed else ""


def decide(work: Work, view: RecordView, decision: RecordDecision, by: int) -> None:
    """The next tier's, about a disagreement that was referred to it."""
    work.touch(SubjectKind.SESSION, view.session_id)
    row = work.get(t.Record, view.id)
    row.decision, row.decided_on, row.decided_by_id = decision, work.today, by
    subject = Subject(SubjectKind.SESSION, view.session_id)
    work.log("record.decided", subject, by, record=view.id, decision=str(decision))


def close(work: Work, view: RecordView, by: int) -> None:
    """The supervisor closed the record in the case system, with the note that it was taken as agreed."""
    work.touch(SubjectKind.SESSION, view.session_id)
    work.get(t.Record, view.id).closed_on = work.today
    work.log("record.closed", Subject(SubjectKind.SESSION, view.session_id), by, record=view.id)
