"""What the desk keeps: what a chat platform would keep on its side, and the sample council's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from sqlalchemy import bindparam, select, update
from sqlmodel import col

from storage import tables as t
from storage.conditions import NOW
from storage.work import Work, on_each_database


@dataclass(frozen=True, slots=True)
class DeskMessageView:
    """One message as the person sees it; ``card`` is sealed JSON, ``replaced`` once it was shown anew."""

    id: int
    key: str
    card: str
    sent_at: datetime
    replaced: bool


def put(work: Work, person_id: int, key: str, card: str) -> int:
    """Adds a message, once for its key; its id."""
    values = {"person_id": person_id, "key": key, "card": card, "sent_at": work.now, "done": False}
    work.connection.execute(_PUT[work.database], values)
    found = find(work, key)
    assert found
    return found


_MESSAGE: Final = t.DeskMessage.__table__
_PUT: Final = on_each_database(lambda own: own(_MESSAGE).on_conflict_do_nothing(index_elements=["key"]))


def find(work: Work, key: str) -> int | None:
    return work.connection.execute(_BY_KEY, {"key": key}).scalar()


_BY_KEY: Final = select(_MESSAGE.c.id).where(_MESSAGE.c.key == bindparam("key"))


def change(work: Work, message_id: int, card: str) -> None:
    work.connection.execute(_CHANGE, {"message": message_id, "shown": card})


_CHANGE: Final = (
    update(_MESSAGE).where(_MESSAGE.c.id == bindparam("message")).values(card=bindparam("shown"), done=True)
)


def messages(work: Work, person_id: int, most: int = 60) -> list[DeskMessageView]:
    """Newest first."""
    rows = work.connection.execute(_OF_PERSON, {"person": person_id, "most": most})
    return [DeskMessageView(r.id, r.key, r.card, r.sent_at, r.done) for r in rows]


_OF_PERSON: Final = (
    select(_MESSAGE)
    .where(_MESSAGE.c.person_id == bindparam("person"))
    .order_by(_MESSAGE.c.sent_at.desc(), _MESSAGE.c.id.desc())
    .limit(bindparam("most"))
)


def keep_answer(work: Work, person_id: int, page: str, content: str) -> None:
    """The latest answer to one person, so that a reload shows it again; it may hold people's words, so it is sealed."""
    values = {
        "person_id": person_id,
        "page": page,
        "content": work.cipher.seal(content).decode(),
        "at": work.now,
    }
    work.connection.execute(_KEEP_ANSWER[work.database], values)


def _keeping(insert: Any) -> Any:
    kept = {name: insert.excluded[name] for name in ("page", "content", "at")}
    return insert.on_conflict_do_update(index_elements=["person_id"], set_=kept)


_ANSWER: Final = t.DeskAnswer.__table__
_KEEP_ANSWER: Final = on_each_database(lambda own: _keeping(own(_ANSWER)))


def answer(work: Work, person_id: int) -> tuple[str, str] | None:
    """The page (``card``, ``refused`` or ``form``) and its content."""
    row = work.connection.execute(_ANSWERED, {"person": person_id}).first()
    return (row.page, work.cipher.open(row.content.encode())) if row else None


_ANSWERED: Final = select(_ANSWER.c.page, _ANSWER.c.content).where(_ANSWER.c.person_id == bindparam("person"))


def sample_clock(work: Work) -> datetime | None:
    """Where the sample council's clock stands; None for a database that isn't marked as a sample."""
    row = work.connection.execute(select(col(t.Council.sample), col(t.Council.sample_now))).first()
    return row.sample_now if row and row.sample else None


def keep_clock(work: Work) -> None:
    work.connection.execute(_KEEP_CLOCK, {"now": work.now})


_KEEP_CLOCK: Final = update(t.Council).where(col(t.Council.sample)).values(sample_now=NOW)


def council_name(work: Work) -> str:
    return work.connection.execute(_NAME).scalar_one()


_NAME: Final = select(col(t.Council.name))
