"""Whether what a card states is so, asked of the database by queries of its own: none that the card was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import select, text

from cards.model import Claim
from cards.shared import claims
from storage import tables as t
from storage.answering import in_role
from storage.work import Work

_S, _O = t.Session.__table__, t.ObligationRow.__table__


def claims_in(shown: Any) -> Iterator[Claim]:
    """Every claim of a card or form, wherever in it."""
    if isinstance(shown, Claim):
        yield shown
    elif isinstance(shown, tuple):
        for one in shown:
            yield from claims_in(one)
    elif is_dataclass(shown):
        for each in fields(shown):
            yield from claims_in(getattr(shown, each.name))


def untrue(work: Work, shown: Any) -> list[str]:
    """The claims of a card that aren't so at the work's moment."""
    return [f"at {work.now}: {claim}" for claim in claims_in(shown) if not is_so(work, claim)]


def is_so(work: Work, claim: Claim) -> bool:
    """Raises KeyError for a kind of claim that nobody checks."""
    return CHECKS[type(claim)](work, claim)


def _stands(work: Work, claim: claims.Stands) -> bool:
    """Nobody confirmed it, and it isn't provisional any more."""
    row = _session(work, claim.session)
    answered = row.provisional or row.confirmed_by_id is not None
    return _booked_for(work, claim.session) == claim.starts.instant and not answered


def _held(work: Work, claim: claims.Held) -> bool:
    row = _session(work, claim.session)
    return str(row.state) == "held" and row.held_on == claim.on


def _record_stands(work: Work, claim: claims.RecordStands) -> bool:
    r = t.Record.__table__
    return (
        str(work.connection.execute(select(r.c.decision).where(r.c.id == claim.record)).scalar()) == "stands"
    )


CHECKS: dict[type[Claim], Callable[[Work, Any], bool]] = {
    claims.BookedFor: lambda work, said: _booked_for(work, said.session) == said.starts.instant,
    claims.Stands: _stands,
    claims.NextMeets: lambda work, said: said.starts.instant in _to_come(work, said.person, group=said.group),
    claims.NoneBooked: lambda work, said: not _to_come(work, said.person, group=said.group),
    claims.NobodySaid: lambda work, said: _open_on(work, said.person, str(said.on)),
    claims.Held: _held,
    claims.Covers: lambda work, said: set(said.supervisees) <= _covered_by(work, said.cover),
    claims.RecordStands: _record_stands,
    claims.NobodySupervises: lambda work, said: not _has_supervisor(work, said.person),
    claims.NothingDue: lambda work, said: not _answers_for(work, said.person),
}


def _session(work: Work, session: int) -> Any:
    return work.connection.execute(select(_S).where(_S.c.id == session)).one()


def _booked_for(work: Work, session: int) -> datetime | None:
    row = _session(work, session)
    return row.starts_at if str(row.state) == "booked" else None


def _to_come(work: Work, person: int, *, group: bool) -> set[datetime]:
    """When they are next supervised, by each kind; of groups, also when the next that they lead is."""
    rows = work.connection.execute(select(_S).where(_S.c.state == "booked", _S.c.starts_at > work.now)).all()
    belongs = {
        (row.session_id, row.person_id)
        for row in work.connection.execute(text("SELECT session_id, person_id FROM participant"))
    }
    mine = [
        row
        for row in rows
        if (row.id, person) in belongs or person in (row.supervisee_id, row.supervisor_id if group else None)
    ]
    first: dict[object, datetime] = {}
    for row in sorted(mine, key=lambda one: one.starts_at):
        if (str(row.kind) == "group") == group:
            first.setdefault((row.kind, row.supervisor_id == person), row.starts_at)
    return set(first.values())


def _open_on(work: Work, person: int, day: str) -> bool:
    """A session of theirs that day is over, and neither held nor cancelled."""
    rows = work.connection.execute(select(_S).where(_S.c.supervisee_id == person, _S.c.state == "booked"))
    return any(str(row.on) == day and row.ends_at <= work.now for row in rows)


def _covered_by(work: Work, cover: int) -> set[int]:
    """Whom they supervise while somebody is away."""
    arranged = text(
        "SELECT a.supervisee_id FROM arrangement a JOIN absence b ON b.id = a.absence_id "
        "WHERE a.cover_id = :cover AND b.state = 'confirmed' AND (b.last IS NULL OR b.last >= :today)"
    )
    return set(work.connection.execute(arranged, {"cover": cover, "today": str(work.today)}).scalars())


def _has_supervisor(work: Work, person: int) -> bool:
    """Somebody in post in their line, or the next above who is."""
    above = text(
        "SELECT r.supervisor_id, p.left_on FROM relationship r JOIN person p ON p.id = r.supervisor_id "
        "WHERE r.supervisee_id = :person AND NOT r.professional "
        "AND r.since <= :today AND (r.until IS NULL OR r.until >= :today)"
    )
    row = work.connection.execute(above, {"person": person, "today": str(work.today)}).first()
    if row is None:
        return False
    left = row.left_on is not None and str(row.left_on) < str(work.today)
    return _has_supervisor(work, row.supervisor_id) if left else True


def _answers_for(work: Work, person: int) -> list[str]:
    """What is open and falls to them: each read by itself, and its role asked by itself."""
    rows = work.connection.execute(select(_O).where(_O.c.state.in_(("waiting", "running")))).all()
    asked = [(row.duty, in_role(work, row.answers, row.worker_id, row.holder_id)) for row in rows]
    return [duty for duty, who in asked if who == person]
