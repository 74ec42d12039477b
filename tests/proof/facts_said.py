"""Whether what a card states is so, asked of the database by queries of its own: none that the card was made from."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import fields, is_dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import or_, select, text

from cards.cases.asks import Section
from cards.model import Claim
from cards.shared import claims, duty_claims
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


def _unconfirmed(work: Work, claim: claims.Unconfirmed) -> bool:
    row = _session(work, claim.session)
    booked = _booked_for(work, claim.session) == claim.starts.instant
    return booked and bool(row.provisional) and row.confirmed_by_id is None


def _held(work: Work, claim: claims.HeldOn) -> bool:
    row = _session(work, claim.session)
    return str(row.state) == "held" and row.held_on == claim.on


def _done(work: Work, claim: duty_claims.DoneOn) -> bool:
    row = work.connection.execute(select(_O).where(_O.c.id == claim.obligation)).one()
    return str(row.state) == "met" and row.met_on == claim.on


def _stay_late(work: Work, claim: duty_claims.StayLate) -> bool:
    """So many, less what a session may have met of which nobody has said yet whether it took place."""
    return _are_late(work, claim, _answered_by(work, claim.person))


def _theirs_stay_late(work: Work, claim: duty_claims.TheirsStayLate) -> bool:
    """Nobody's manager is told that they haven't prepared, or haven't reported somebody away, nor of what only whoever
    answers can open."""
    found = [row for row in _answered_by(work, claim.person) if _kind(row) not in _PRIVATE]
    return _are_late(work, claim, found)


def _are_late(work: Work, claim: duty_claims.StayLate | duty_claims.TheirsStayLate, rows: list[Any]) -> bool:
    late = [row for row in rows if row.due and row.due < work.today]
    return len(_surely_late(work, rows)) <= claim.count <= len(late) and claim.oldest in {
        row.due for row in late
    }


#: What is told to nobody's manager.
_PRIVATE = ("prepare", "report_absence", "rebook", "meet")


def _kind(row: Any) -> str:
    return str(row.duty).partition(":")[0]


def _surely_late(work: Work, rows: list[Any]) -> list[Any]:
    """Overdue, whatever is said of sessions that are over, and of plans."""
    late, unknown = [r for r in rows if r.due and r.due < work.today], _without_outcome(work)
    doubtful = (_nothing_to_audit, _unknown_review)
    return [r for r in late if r.worker_id not in unknown and not any(one(work, r) for one in doubtful)]


def _without_outcome(work: Work) -> set[int | None]:
    """Who was to be in a session that is over, of which nobody has said yet whether it took place."""
    over = select(_S.c.id, _S.c.supervisee_id).where(_S.c.state == "booked", _S.c.ends_at <= work.now)
    rows = work.connection.execute(over).all()
    members = text("SELECT person_id, session_id FROM participant")
    groups = {row.id for row in rows}
    belong = {row.person_id for row in work.connection.execute(members) if row.session_id in groups}
    return {*(row.supervisee_id for row in rows), *belong}


def _nothing_to_audit(work: Work, row: Any) -> bool:
    """Their team had no case to draw."""
    d = t.Draw.__table__.c
    window = (d.rule == row.rule, d.window == f"{row.fact_kind}:{row.fact_id}", d.person_id == row.subject_id)
    drawn = work.connection.execute(select(d.id).where(*window)).first()
    return str(row.duty) == "milestone:case_audit" and drawn is None


def _unknown_review(work: Work, row: Any) -> bool:
    """Of a case allocated before the bot's first day, whose plan was last reviewed nobody knows when: until as long
    after that day as there is between two reviews."""
    if str(row.duty) != "review_plan" or row.derivation[0].fact != "allocation":
        return False
    began = date.fromisoformat(str(work.connection.execute(text("SELECT started_on FROM council")).scalar()))
    allocated = row.derivation[0].on
    return bool(allocated < began and work.today <= began + (row.due - allocated))


def _record_stands(work: Work, claim: duty_claims.RecordStands) -> bool:
    r = t.Record.__table__
    return (
        str(work.connection.execute(select(r.c.decision).where(r.c.id == claim.record)).scalar()) == "stands"
    )


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


def _held_in_year(work: Work, person: int) -> dict[str, int]:
    held = text(
        "SELECT s.kind, count(*) AS number FROM session s "
        "LEFT JOIN participant p ON p.session_id = s.id AND p.person_id = :person "
        "WHERE s.state = 'held' AND s.held_on BETWEEN :first AND :today "
        "AND CASE WHEN s.kind = 'group' THEN p.attended ELSE s.supervisee_id = :person END GROUP BY s.kind"
    )
    days = {"first": str(work.today - timedelta(days=366)), "today": str(work.today)}
    return {row.kind: row.number for row in work.connection.execute(held, {"person": person, **days})}


def _worker(work: Work, case: int) -> int | None:
    """Who holds it today, and is in post."""
    held = text(
        "SELECT a.worker_id FROM allocation a JOIN person p ON p.id = a.worker_id WHERE a.case_id = :case "
        "AND a.since <= :today AND (a.until IS NULL OR a.until >= :today) "
        "AND (p.left_on IS NULL OR p.left_on >= :today)"
    )
    return work.connection.execute(held, {"case": case, "today": str(work.today)}).scalar()


def _in_post_above(work: Work, person: int) -> bool:
    """Whoever is named as theirs today is in post."""
    named = text(
        "SELECT p.id FROM relationship r JOIN person p ON p.id = r.supervisor_id WHERE r.supervisee_id = :person "
        "AND NOT r.professional AND r.since <= :today AND (r.until IS NULL OR r.until >= :today) "
        "AND (p.left_on IS NULL OR p.left_on >= :today)"
    )
    return work.connection.execute(named, {"person": person, "today": str(work.today)}).first() is not None


def _open(work: Work) -> list[Any]:
    return list(work.connection.execute(select(_O).where(_O.c.state.in_(("waiting", "running")))).all())


def _nothing_late(work: Work, claim: duty_claims.NothingLate) -> bool:
    """Of what their line may open; nothing that surely is."""
    about = [r for r in _open(work) if r.worker_id in claim.people and _kind(r) not in _PRIVATE]
    return not _surely_late(work, about)


#: By one answer, and with writing.
_ASKED = (
    *("say_held", "agree", "settle", "decide", "close", "rebook", "oversee", "acknowledge"),
    *("report_absence", "arrange_cover", "sign", "meet"),
)
_WRITTEN = ("record", "note_gap")


def _nothing_due(work: Work, claim: duty_claims.NothingDue) -> bool:
    """Of a section: what stands with a question elsewhere may be in another one."""
    rows = [row for row in _answered_by(work, claim.person) if not _nothing_to_audit(work, row)]
    match claim.section:
        case Section.ALL:
            return not rows
        case Section.LATE:
            return not _surely_late(work, rows)
        case Section.RECORDS:
            return not any(_kind(row) in _WRITTEN for row in rows)
        case Section.QUESTIONS:
            return not any(_kind(row) in set(_ASKED) - {"say_held", "rebook"} for row in rows)
        case Section.DATES:
            unknown = _without_outcome(work)
            dates = (row for row in rows if _kind(row) not in (*_ASKED, *_WRITTEN))
            return all(row.worker_id in unknown for row in dates)
        case _:  # what others do
            return False


def _nothing_about(work: Work, claim: duty_claims.NothingDueAbout) -> bool:
    """``cases``: no day on which one that they hold is to be discussed."""
    if claim.cases:
        cases = {r.subject_id for r in _open(work) if r.duty == "discuss" and r.subject_kind == "case"}
        return not any(_worker(work, case) == claim.person for case in cases)
    others = (r for r in _open(work) if r.worker_id == claim.person and _kind(r) not in _PRIVATE)
    return all(in_role(work, r.answers, r.worker_id, r.holder_id) == claim.person for r in others)


CHECKS: dict[type[Claim], Callable[[Work, Any], bool]] = {
    claims.BookedFor: lambda work, said: _booked_for(work, said.session) == said.starts.instant,
    claims.Stands: _stands,
    claims.NextMeets: lambda work, said: said.starts.instant in _to_come(work, said.person, group=said.group),
    claims.NoneBooked: lambda work, said: not _to_come(work, said.person, group=said.group),
    claims.NobodySaid: lambda work, said: all(
        _open_on(work, said.person, str(day)) for day in (said.on, *said.before)
    ),
    claims.NobodySaidBack: lambda work, said: _session(work, said.session).returned_on is None,
    claims.HeldOn: _held,
    claims.Covers: lambda work, said: set(said.supervisees) <= _covered_by(work, said.cover),
    claims.NobodyCovers: lambda work, said: (
        _is_uncovered(work, said.supervisee, said.absent)
        and (bool(said.whom) or not _covers_any(work, said.absent))
    ),
    duty_claims.RecordStands: _record_stands,
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
    claims.HeldInYear: lambda work, said: _held_in_year(work, said.person) == dict(said.counts),
    claims.LastMet: lambda work, said: _last_met(work, said.person) == said.on,
    duty_claims.DoneOn: _done,
    duty_claims.NobodyAnswering: lambda work, said: not any(_answering(work, said.obligations)),
    duty_claims.StayLate: _stay_late,
    duty_claims.TheirsStayLate: _theirs_stay_late,
    claims.Unconfirmed: _unconfirmed,
    duty_claims.NobodySupervises: lambda work, said: not _has_supervisor(work, said.person),
    duty_claims.NobodyBeside: lambda work, said: not _has_beside(work, said.person),
    duty_claims.NobodyNamed: lambda work, said: (
        not any(_in_post_above(work, person) for person in said.supervisees)
    ),
    duty_claims.NobodyHolds: lambda work, said: not any(_worker(work, case) for case in said.cases),
    duty_claims.NothingLate: _nothing_late,
    duty_claims.NothingDue: _nothing_due,
    duty_claims.NothingDueAbout: _nothing_about,
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


def _covers_any(work: Work, absent: int) -> bool:
    """Whether somebody covers today for one of theirs."""
    named = text(
        "SELECT a.id FROM arrangement a JOIN absence b ON b.id = a.absence_id WHERE b.person_id = :absent "
        "AND a.cover_id IS NOT NULL AND b.state = 'confirmed' AND b.first <= :today "
        "AND (b.last IS NULL OR b.last >= :today)"
    )
    return work.connection.execute(named, {"absent": absent, "today": str(work.today)}).first() is not None


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


def _has_beside(work: Work, person: int) -> bool:
    beside = text(
        "SELECT id FROM relationship WHERE supervisee_id = :person AND professional "
        "AND since <= :today AND (until IS NULL OR until >= :today)"
    )
    return bool(list(work.connection.execute(beside, {"person": person, "today": str(work.today)})))


def _last_met(work: Work, person: int) -> date | None:
    """By themselves, or in a group that they came to; a year back."""
    held = text(
        "SELECT s.held_on FROM session s LEFT JOIN participant p ON p.session_id = s.id AND p.person_id = :person "
        "WHERE s.state = 'held' AND s.held_on <= :today "
        "AND CASE WHEN s.kind = 'group' THEN p.attended ELSE s.supervisee_id = :person END"
    )
    days = work.connection.execute(held, {"person": person, "today": str(work.today)}).scalars()
    last = max((date.fromisoformat(str(day)) for day in days), default=None)
    return last if last and last >= work.today - timedelta(days=366) else None


def _answering(work: Work, obligations: tuple[int, ...]) -> Iterator[int | None]:
    for row in work.connection.execute(select(_O).where(_O.c.id.in_(obligations))):
        yield in_role(work, row.answers, row.worker_id, row.holder_id)


def _answered_by(work: Work, person: int) -> list[Any]:
    """What is open and falls to them: each read by itself, and its role asked by itself."""
    return [r for r in _open(work) if in_role(work, r.answers, r.worker_id, r.holder_id) == person]
