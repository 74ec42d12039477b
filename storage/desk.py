"""What the desk keeps: what a chat platform would keep on its side, and the sample council's clock."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import col

from storage import tables as t
from storage.work import Work, upsert


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
    table = t.DeskMessage.__table__
    values = {"person_id": person_id, "key": key, "card": card, "sent_at": work.now, "done": False}
    work.connection.execute(upsert(work, table).values(values).on_conflict_do_nothing(index_elements=["key"]))
    found = find(work, key)
    assert found
    return found


def find(work: Work, key: str) -> int | None:
    return work.connection.execute(
        select(col(t.DeskMessage.id)).where(col(t.DeskMessage.key) == key)
    ).scalar()


def change(work: Work, message_id: int, card: str) -> None:
    work.connection.execute(
        update(t.DeskMessage).where(col(t.DeskMessage.id) == message_id).values(card=card, done=True)
    )


def messages(work: Work, person_id: int, most: int = 60) -> list[DeskMessageView]:
    """Newest first."""
    d = t.DeskMessage
    query = (
        select(d.__table__)
        .where(col(d.person_id) == person_id)
        .order_by(col(d.sent_at).desc(), col(d.id).desc())
    )
    return [
        DeskMessageView(r.id, r.key, r.card, r.sent_at, r.done)
        for r in work.connection.execute(query.limit(most))
    ]


def keep_answer(work: Work, person_id: int, page: str, content: str) -> None:
    """The latest answer to one person, so that a reload shows it again; it may hold people's words, so it is sealed."""
    values = {
        "person_id": person_id,
        "page": page,
        "content": work.cipher.seal(content).decode(),
        "at": work.now,
    }
    insert = upsert(work, t.DeskAnswer.__table__).values(values)
    work.connection.execute(insert.on_conflict_do_update(index_elements=["person_id"], set_=values))


def answer(work: Work, person_id: int) -> tuple[str, str] | None:
    """The page (``card``, ``refused`` or ``form``) and its content."""
    a = t.DeskAnswer
    row = work.connection.execute(
        select(col(a.page), col(a.content)).where(col(a.person_id) == person_id)
    ).first()
    return (row.page, work.cipher.open(row.content.encode())) if row else None


def sample_clock(work: Work) -> datetime | None:
    """Where the sample council's clock stands; None for a database that isn't marked as a sample."""
    row = work.connection.execute(select(col(t.Council.sample), col(t.Council.sample_now))).first()
    return row.sample_now if row and row.sample else None


def keep_clock(work: Work) -> None:
    work.connection.execute(update(t.Council).where(col(t.Council.sample)).values(sample_now=work.now))


def council_name(work: Work) -> str:
    return work.connection.execute(select(col(t.Council.name))).scalar_one()
