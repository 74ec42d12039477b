"""Whether what a card states is so, asked of the database by queries of its own: none that the card was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, text

from cards.model import Claim
from cards.shared import claims
from storage import tables as t
from storage.work import Work
from tests.proof import duties_said

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


def _unconfirmed(work: Work, claim: claims.Unconfirmed) -> bool:
    row = _session(work, claim.session)
    booked = _booked_for(work, claim.session) == claim.starts.instant
    return booked and bool(row.provisional) and row.confirmed_by_id is None


def _recorded_away(work: Work, claim: claims.RecordedAway) -> bool:
    """Today is a day away, the first and the last are, and no absence touches the days beside these."""
    mine = text("SELECT first, last FROM absence WHERE person_id = :person AND state = 'confirmed'")
    found = work.connection.execute(mine, {"person": claim.person}).all()
    days = [(str(row.first), str(row.last or "9999")) for row in found]
    ends = (str(claim.first), str(work.today), str(claim.last or "9999"))
    beside = [claim.first - timedelta(days=1), *([claim.last + timedelta(days=1)] if claim.last else [])]
    within = all(any(first <= end <= last for first, last in days) for end in ends)
    return within and not any(first <= str(day) <= last for day in beside for first, last in days)


def _held(work: Work, claim: claims.HeldOn) -> bool:
    row = _session(work, claim.session)
    return str(row.state) == "held" and row.held_on == claim.on


def _asked_to_write(work: Work, claim: claims.AskedToWrite) -> bool:
    asked = text(
        "SELECT p.name, r.delegated_on FROM record r JOIN person p ON p.id = r.delegate_id "
        "WHERE r.id = :record AND r.recorded_on IS NULL"
    )
    row = work.connection.execute(asked, {"record": claim.record}).first()
    return row is not None and (row.name, str(row.delegated_on or "")) == (claim.name, str(claim.on or ""))


def _ahead(work: Work) -> list[Any]:
    booked = select(_S).where(_S.c.state == "booked", _S.c.starts_at > work.now)
    return list(work.connection.execute(booked).all())


def _with(work: Work, rows: list[Any], person: int) -> list[Any]:
    """Those that somebody is supervised in, holds or belongs to."""
    belongs = text("SELECT session_id FROM participant WHERE person_id = :person")
    groups = set(work.connection.execute(belongs, {"person": person}).scalars())
    return [r for r in rows if person in (r.supervisee_id, r.supervisor_id) or r.id in groups]


def _nobody_said_of(work: Work, claim: claims.NobodySaidOf) -> bool:
    row = _session(work, claim.session)
    return str(row.state) == "booked" and row.ends_at <= work.now


def _noted_for(work: Work, claim: claims.NotedFor) -> bool:
    row = _session(work, claim.session)
    return row.noted_by_id is not None and row.starts_at == claim.starts.instant


def _holder_was(work: Work, claim: claims.HolderWas) -> bool:
    query = text("SELECT p.name FROM person p JOIN session s ON s.supervisor_id = p.id WHERE s.id = :session")
    name = work.connection.execute(query, {"session": claim.session}).scalar()
    return bool(name == claim.name) and (_session(work, claim.session).noted_by_id is not None) == claim.noted


def _held_in_year(work: Work, person: int) -> dict[str, int]:
    held = text(
        "SELECT s.kind, count(*) AS number FROM session s "
        "LEFT JOIN participant p ON p.session_id = s.id AND p.person_id = :person "
        "WHERE s.state = 'held' AND s.held_on BETWEEN :first AND :today "
        "AND CASE WHEN s.kind = 'group' THEN p.attended ELSE s.supervisee_id = :person END GROUP BY s.kind"
    )
    days = {"first": str(work.today - timedelta(days=366)), "today": str(work.today)}
    return {row.kind: row.number for row in work.connection.execute(held, {"person": person, **days})}


CHECKS: dict[type[Claim], Callable[[Work, Any], bool]] = {
    **duties_said.CHECKS,
    claims.BookedFor: lambda work, said: _booked_for(work, said.session) == said.starts.instant,
    claims.Stands: _stands,
    claims.NextMeets: lambda work, said: (
        said.starts.instant in _to_come(work, said.person, group=said.group)
        and said.begun == (said.starts.instant <= work.now)
    ),
    claims.NoneBooked: lambda work, said: not _to_come(work, said.person, group=said.group),
    claims.NobodySaid: lambda work, said: all(
        _open_on(work, said.person, str(day)) for day in (said.on, *said.before)
    ),
    claims.NobodySaidBack: lambda work, said: _session(work, said.session).returned_on is None,
    claims.AwayUnsaid: lambda work, said: _session(work, said.session).returned_on is None,
    claims.RecordedAway: _recorded_away,
    claims.HeldOn: _held,
    claims.AskedToWrite: _asked_to_write,
    claims.Covers: lambda work, said: set(said.supervisees) <= _covered_by(work, said.cover),
    claims.NobodyCovers: lambda work, said: (
        _is_uncovered(work, said.supervisee, said.absent)
        and (bool(said.whom) or not _covers_any(work, said.absent))
        and (said.then is None or _covers_from(work, said.supervisee, said.absent, said.then))
    ),
    claims.WasBookedFor: lambda work, said: _session(work, said.session).starts_at == said.starts.instant,
    claims.NoCaseSession: lambda work, said: (
        not any(str(row.kind) == "case" and row.supervisee_id == said.person for row in _ahead(work))
    ),
    claims.NothingAhead: lambda work, said: not _with(work, _ahead(work), said.person),
    claims.NoGroupBefore: lambda work, said: (
        not any(
            str(row.kind) == "group" and row.on < said.on for row in _with(work, _ahead(work), said.person)
        )
    ),
    claims.NobodyBooked: lambda work, said: (
        not any(
            row.starts_at == said.at.instant and str(row.state) != "cancelled"
            for row in work.connection.execute(select(_S).where(_S.c.supervisee_id == said.supervisee))
        )
    ),
    claims.NobodySaidOf: _nobody_said_of,
    claims.NotedFor: _noted_for,
    claims.HolderWas: _holder_was,
    claims.HeldInYear: lambda work, said: _held_in_year(work, said.person) == dict(said.counts),
    claims.LastMet: lambda work, said: _last_met(work, said.person) == (said.on, said.reported),
    claims.Unconfirmed: _unconfirmed,
}


def _session(work: Work, session: int) -> Any:
    return work.connection.execute(select(_S).where(_S.c.id == session)).one()


def _booked_for(work: Work, session: int) -> datetime | None:
    row = _session(work, session)
    return row.starts_at if str(row.state) == "booked" else None


def _to_come(work: Work, person: int, *, group: bool) -> set[datetime]:
    """When they are next supervised, by each kind; of groups, also when the next that they lead is."""
    rows = work.connection.execute(select(_S).where(_S.c.state == "booked", _S.c.ends_at > work.now)).all()
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
    """A session of theirs that day, or a group that they belong to, is over, and neither held nor cancelled."""
    belongs = text("SELECT session_id FROM participant WHERE person_id = :person")
    groups = list(work.connection.execute(belongs, {"person": person}).scalars())
    mine = or_(_S.c.supervisee_id == person, _S.c.id.in_(groups))
    rows = work.connection.execute(select(_S).where(mine, _S.c.state == "booked"))
    return any(str(row.on) == day and row.ends_at <= work.now for row in rows)


def _covered_by(work: Work, cover: int) -> set[int]:
    """Whom they supervise while somebody is away."""
    arranged = text(
        "SELECT a.supervisee_id FROM arrangement a JOIN absence b ON b.id = a.absence_id "
        "WHERE a.cover_id = :cover AND b.state = 'confirmed' AND (b.last IS NULL OR b.last >= :today)"
    )
    return set(work.connection.execute(arranged, {"cover": cover, "today": str(work.today)}).scalars())


def _is_uncovered(work: Work, supervisee: int, absent: int) -> bool:
    """They are away today, and of this supervisee in nobody's hands."""
    away = text(
        "SELECT b.id FROM absence b WHERE b.person_id = :absent AND b.state = 'confirmed' "
        "AND b.first <= :today AND (b.last IS NULL OR b.last >= :today)"
    )
    running = list(work.connection.execute(away, {"absent": absent, "today": str(work.today)}).scalars())
    named = text("SELECT absence_id FROM arrangement WHERE supervisee_id = :who AND cover_id IS NOT NULL")
    covered = set(work.connection.execute(named, {"who": supervisee}).scalars())
    return bool(running) and not covered & set(running)


def _covers_from(work: Work, supervisee: int, absent: int, then: claims.CoverToCome) -> bool:
    """Of an absence of the same person that begins then, they are named as cover."""
    named = text(
        "SELECT a.id FROM arrangement a JOIN absence b ON b.id = a.absence_id WHERE b.person_id = :absent "
        "AND a.supervisee_id = :who AND a.cover_id = :cover AND b.state = 'confirmed' AND b.first = :first"
    )
    mine = {"absent": absent, "who": supervisee, "cover": then.cover, "first": str(then.first)}
    return work.connection.execute(named, mine).first() is not None


def _covers_any(work: Work, absent: int) -> bool:
    """Whether somebody covers today for one of theirs."""
    named = text(
        "SELECT a.id FROM arrangement a JOIN absence b ON b.id = a.absence_id WHERE b.person_id = :absent "
        "AND a.cover_id IS NOT NULL AND b.state = 'confirmed' AND b.first <= :today "
        "AND (b.last IS NULL OR b.last >= :today)"
    )
    return work.connection.execute(named, {"absent": absent, "today": str(work.today)}).first() is not None


def _last_met(work: Work, person: int) -> tuple[date | None, bool]:
    """By themselves, or in a group that they came to; a year back. And whether the staff system alone knows it."""
    held = text(
        "SELECT s.held_on FROM session s LEFT JOIN participant p ON p.session_id = s.id AND p.person_id = :person "
        "WHERE s.state = 'held' AND s.held_on <= :today "
        "AND CASE WHEN s.kind = 'group' THEN p.attended ELSE s.supervisee_id = :person END"
    )
    said = text(
        'SELECT m."on" FROM milestone m '
        "WHERE m.what = 'last_supervised' AND m.person_id = :person AND m.\"on\" <= :today"
    )
    given = {"person": person, "today": str(work.today)}
    found: dict[date, bool] = {}
    for query, reported in ((said, True), (held, False)):
        days = work.connection.execute(query, given).scalars()
        found.update((date.fromisoformat(str(day)), reported) for day in days)
    last = max((on for on in found if on >= work.today - timedelta(days=366)), default=None)
    return last, bool(last and found[last])
