"""What one person asks of another: to sign an agreement, to meet about a concern. It waits until it is answered."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from sqlalchemy import bindparam, or_, select
from sqlmodel import col

from policy.facts import Subject, SubjectKind
from policy.requests import RequestKind
from storage import outbox
from storage import tables as t
from storage.conditions import TODAY
from storage.listed import one_of
from storage.states import RequestAnswer
from storage.work import Work, require_one


@dataclass(frozen=True, slots=True)
class RequestView:
    """``about_id``: of a meeting, whose supervision with the asker. ``often``: of an agreement, how often they would
    meet. ``arranged_for``: the day on which they are to meet."""

    id: int
    kind: RequestKind
    asked_by: int
    asked_of: int
    about_id: int | None
    asked_on: date
    often: str
    arranged_for: date | None
    answer: RequestAnswer | None
    answered_on: date | None

    def day_is_over(self, today: date) -> bool:
        """Whether the day on which they were to meet is over."""
        return self.arranged_for is not None and self.arranged_for < today


def request(work: Work, request_id: int) -> RequestView:
    """Raises MissingRowError for an id no request has."""
    return require_one(_read(work, _THAT, which=request_id), "request")


def asked_by(work: Work, person_id: int, *kinds: RequestKind) -> list[RequestView]:
    """What somebody asked of others, of some kinds where any are named, the newest first."""
    return _read(work, _ASKED_BY, person=person_id, ids=[str(kind) for kind in kinds or RequestKind])[::-1]


def unanswered(work: Work, kind: RequestKind, until: date) -> list[RequestView]:
    """What was asked up to a day and has neither an answer nor a day on which they are to meet."""
    return _read(work, _WAITING, kind=kind, until=until)


def open_with_leavers(work: Work, kind: RequestKind) -> list[RequestView]:
    """What waits, of a kind, though whoever asked, or was asked, has left."""
    return _read(work, _OF_LEAVERS, kind=kind, today=work.today)


def open_of(work: Work, kind: RequestKind) -> list[RequestView]:
    """All that waits, of a kind."""
    return _read(work, _OPEN, kind=kind)


def open_between(work: Work, kind: RequestKind, one: int, other: int) -> list[RequestView]:
    """What waits between two people, whoever asked."""
    return _read(work, _BETWEEN, ids=(one, other), kind=kind)


def overtaken_by(work: Work, view: RequestView) -> RequestView | None:
    """What the one who is asked had asked of the asker, and gave way to this."""
    pair = {"by": view.asked_of, "of": view.asked_by, "kind": view.kind}
    found = _read(work, _OVERTAKEN, **pair, before=view.id, on=view.asked_on)
    return found[-1] if found else None


_Q: Final = t.PersonRequest.__table__.c
_ALL: Final = select(t.PersonRequest.__table__).order_by(_Q.id)
_OF_KIND: Final = _ALL.where(_Q.kind == bindparam("kind"))
_OPEN: Final = _OF_KIND.where(_Q.answer.is_(None))
_THAT: Final = _ALL.where(_Q.id == bindparam("which"))
_ASKED_BY: Final = _ALL.where(_Q.asked_by_id == bindparam("person"), one_of(_Q.kind))
_WAITING: Final = _OPEN.where(_Q.arranged_for.is_(None), _Q.asked_on <= bindparam("until"))
_BETWEEN: Final = _OPEN.where(one_of(_Q.asked_by_id), one_of(_Q.asked_of_id))
_GONE: Final = select(col(t.Person.id)).where(col(t.Person.left_on) < TODAY)
_OF_LEAVERS: Final = _OPEN.where(or_(_Q.asked_by_id.in_(_GONE), _Q.asked_of_id.in_(_GONE)))
_OVERTAKEN: Final = _OF_KIND.where(
    *(_Q.asked_by_id == bindparam("by"), _Q.asked_of_id == bindparam("of"), _Q.id < bindparam("before")),
    *(_Q.answer == RequestAnswer.ASKED_ANEW, _Q.answered_on == bindparam("on")),
)


def _read(work: Work, query: Any, **given: Any) -> list[RequestView]:
    rows = work.connection.execute(query, given)
    return [
        RequestView(
            *(r.id, r.kind, r.asked_by_id, r.asked_of_id, r.about_id, r.asked_on, r.often or ""),
            *(r.arranged_for, r.answer, r.answered_on),
        )
        for r in rows
    ]


def ask(
    work: Work, kind: RequestKind, by: int, of: int, *, about: int | None = None, often: str | None = None
) -> int:
    """Asked, as of today; its id. What waited between the two of this kind, about the same, gives way."""
    for one in open_between(work, kind, by, of):
        if one.about_id == about:
            answer(work, one, RequestAnswer.ASKED_ANEW)
    work.touch(SubjectKind.PERSON, of)
    row = work.add(
        t.PersonRequest(
            kind=kind, asked_by_id=by, asked_of_id=of, about_id=about, often=often, asked_on=work.today
        )
    )
    work.flush()
    said_by = by if kind is RequestKind.SIGN else None  # who has a concern is for whoever they ask
    work.log(f"request.{kind}", Subject(SubjectKind.PERSON, of), said_by, request=row.id)
    return row.id


def answer(work: Work, view: RequestView, how: RequestAnswer, why: str = "") -> None:
    """It ends, as of today. ``why``: a word for the asker alone."""
    work.touch(SubjectKind.PERSON, view.asked_of)
    row = work.get(t.PersonRequest, view.id)
    row.answer, row.answered_on = how, work.today
    row.sealed_why = work.cipher.seal(why) if why else None
    work.flush()
    work.log(f"request.{how}", Subject(SubjectKind.PERSON, view.asked_of), None, request=view.id)


def arrange(work: Work, view: RequestView, on: date) -> None:
    """They are to meet on a day."""
    work.touch(SubjectKind.PERSON, view.asked_of)
    work.get(t.PersonRequest, view.id).arranged_for = on
    work.flush()


def refresh(work: Work, view: RequestView) -> None:
    """What either of the two was told of it, or of what hangs on it, is shown as it now stands."""
    outbox.refresh(work, [Subject(SubjectKind.PERSON, i) for i in (view.asked_by, view.asked_of)])


def why(work: Work, request_id: int) -> str:
    """The word that came with a no."""
    sealed = work.get(t.PersonRequest, request_id).sealed_why
    return work.cipher.open(sealed) if sealed else ""
