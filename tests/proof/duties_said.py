"""The same of duties and of who answers for them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from sqlalchemy import select, text

from cards.cases.asks import Section
from cards.model import Claim
from cards.shared import duty_claims
from storage import tables as t
from storage.work import Work
from tests.proof.whose import Today

_S, _O = t.Session.__table__, t.ObligationRow.__table__


def _done(work: Work, claim: duty_claims.DoneOn) -> bool:
    row = work.connection.execute(select(_O).where(_O.c.id == claim.obligation)).one()
    return str(row.state) == "met" and row.met_on == claim.on


def _not_agreed_anew(work: Work, claim: duty_claims.NotAgreedAnew) -> bool:
    """One before it had such an interval, and it has none."""
    before = text(
        "SELECT p.name, was.more_often FROM relationship now JOIN relationship was "
        "ON was.supervisee_id = now.supervisee_id AND was.since < now.since AND NOT was.professional "
        "JOIN person p ON p.id = was.supervisor_id "
        "WHERE now.id = :now AND coalesce(now.more_often, '') = '' ORDER BY was.since DESC, was.id DESC"
    )
    row = work.connection.execute(before, {"now": claim.relationship}).first()
    said = (row.name, claim.often.removeprefix("every ")) if row else None
    return bool(row and said == (claim.before, row.more_often.removeprefix("1 ")))


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
    doubtful = (_nothing_to_audit, _unknown_review, _first_asked_today)
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


def _first_asked_today(work: Work, row: Any) -> bool:
    """Cases to acknowledge of a session that was said today to have taken place before."""
    return _kind(row) == "acknowledge" and row.known_on == work.today


def _unknown_review(work: Work, row: Any) -> bool:
    """Of a case allocated before the bot's first day, whose plan was last reviewed nobody knows when: until as long
    after that day as there is between two reviews."""
    if str(row.duty) != "review_plan" or row.derivation[0].fact != "allocation":
        return False
    began = date.fromisoformat(str(work.connection.execute(text("SELECT started_on FROM council")).scalar()))
    allocated = row.derivation[0].on
    return bool(allocated < began and work.today <= began + (row.due - allocated))


def _who_says(work: Work, claim: duty_claims.WhoSays) -> bool:
    row = work.connection.execute(select(_O).where(_O.c.id == claim.obligation)).one()
    today = Today(work)
    return _kind(row) == "say_held" and row in _open(work) and today.name(today.answers(row)) == claim.name


def _answers_now(work: Work, claim: duty_claims.AnswersNow) -> bool:
    today = Today(work)
    return claim.name in [today.name(who) for who in _answering(work, (claim.obligation,))]


def _answered_elsewhere(work: Work, claim: duty_claims.AnsweredElsewhere) -> bool:
    """By somebody, and not by its reader."""
    found = set(_answering(work, (claim.obligation,)))
    if claim.supervisee:
        found = {Today(work).supervises(claim.supervisee, claim.beside)}
    return not found & {None, claim.reader}


def _supervise_them(work: Work, claim: duty_claims.SupervisesThemNow) -> bool:
    today = Today(work)
    return {today.supervises(one, None) for one in claim.supervisees} == {claim.person}


def _supervised_by(work: Work, claim: duty_claims.SupervisedBy) -> bool:
    """In the line today, by that name."""
    line = text(
        "SELECT p.name FROM relationship r JOIN person p ON p.id = r.supervisor_id WHERE r.supervisee_id = :whom "
        "AND r.supervisor_id = :who AND NOT r.professional AND r.since <= :today "
        "AND (r.until IS NULL OR r.until >= :today) AND (p.left_on IS NULL OR p.left_on >= :today)"
    )
    asked = {"whom": claim.supervisee, "who": claim.person, "today": work.today}
    return work.connection.execute(line, asked).scalar() == claim.name


def _supervises_now(work: Work, claim: duty_claims.SupervisesNow) -> bool:
    """By a line of theirs, or as cover."""
    covers = text(
        "SELECT a.id FROM arrangement a JOIN absence b ON b.id = a.absence_id WHERE a.cover_id = :who "
        "AND a.supervisee_id = :whom AND b.state = 'confirmed' AND (b.last IS NULL OR b.last >= :today)"
    )
    asked = {"who": claim.person, "whom": claim.supervisee, "today": str(work.today)}
    beside = text("SELECT id FROM relationship WHERE supervisee_id = :whom AND supervisor_id = :who")
    found = (work.connection.execute(query, asked).first() for query in (covers, beside))
    return any(found) or _next_above(work, claim.supervisee) == claim.person


def _books_next(work: Work, claim: duty_claims.BooksNext) -> bool:
    """They are in post, supervise that person or led a group with them in it, and none is to come."""
    who = text("SELECT name FROM person WHERE id = :who AND (left_on IS NULL OR left_on >= :today)")
    asked = {"who": claim.who, "whom": claim.person, "today": str(work.today)}
    groups = (
        "SELECT s.id FROM session s LEFT JOIN participant x ON x.session_id = s.id WHERE s.kind = 'group' "
    )
    theirs = f"{groups} AND :whom IN (x.person_id, s.recorder_id, s.signer_id) "
    led = work.connection.execute(text(f"{theirs} AND s.supervisor_id = :who"), asked).first()
    to_come = text(f"{groups} AND x.person_id = :whom AND s.state = 'booked' AND s.ends_at > :now")
    supervises = duty_claims.SupervisesNow(claim.person, claim.who, claim.name)
    return (
        work.connection.execute(who, asked).scalar() == claim.name
        and (led is not None or _supervises_now(work, supervises))
        and work.connection.execute(to_come, {**asked, "now": work.now}).first() is None
    )


def _record_stands(work: Work, claim: duty_claims.RecordStands) -> bool:
    r = t.Record.__table__
    return (
        str(work.connection.execute(select(r.c.decision).where(r.c.id == claim.record)).scalar()) == "stands"
    )


def _worker(work: Work, case: int) -> int | None:
    """Who holds it today, and is in post."""
    held = text(
        "SELECT a.worker_id FROM allocation a JOIN person p ON p.id = a.worker_id WHERE a.case_id = :case "
        "AND a.since <= :today AND (a.until IS NULL OR a.until >= :today) "
        "AND (p.left_on IS NULL OR p.left_on >= :today)"
    )
    return work.connection.execute(held, {"case": case, "today": str(work.today)}).scalar()


def _held_last(work: Work, claim: duty_claims.HeldLast) -> bool:
    """Of each of them."""
    held = text(
        "SELECT a.worker_id, p.left_on FROM allocation a JOIN person p ON p.id = a.worker_id "
        "WHERE a.case_id = :case AND a.since <= :today ORDER BY a.since DESC, a.id DESC"
    )
    asked = ({"case": case, "today": str(work.today)} for case in claim.cases)
    rows = [work.connection.execute(held, one).first() for one in asked]
    return all(row and row.worker_id == claim.person and claim.left == _has_left(work, row) for row in rows)


def _decided_by(work: Work, claim: duty_claims.IntervalDecidedBy) -> bool:
    said = text(
        "SELECT p.name FROM authorisation a JOIN person p ON p.id = a.by_id "
        "WHERE a.case_id = :case AND a.since = :on AND a.every = :every"
    )
    asked = {"case": claim.case, "on": str(claim.on), "every": claim.every}
    return claim.name in work.connection.execute(said, asked).scalars().all()


def _has_left(work: Work, row: Any) -> bool:
    return row.left_on is not None and str(row.left_on) < str(work.today)


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
    today = Today(work)
    return all(today.answers(r) == claim.person for r in others)


def _has_supervisor(work: Work, person: int) -> bool:
    return _next_above(work, person) is not None


def _next_above(work: Work, person: int) -> int | None:
    """Whoever is in post in their line, or the next above who is."""
    above = text(
        "SELECT r.supervisor_id, p.left_on FROM relationship r JOIN person p ON p.id = r.supervisor_id "
        "WHERE r.supervisee_id = :person AND NOT r.professional "
        "AND r.since <= :today AND (r.until IS NULL OR r.until >= :today)"
    )
    row = work.connection.execute(above, {"person": person, "today": str(work.today)}).first()
    if row is None:
        return None
    left = row.left_on is not None and str(row.left_on) < str(work.today)
    return _next_above(work, row.supervisor_id) if left else int(row.supervisor_id)


def _has_beside(work: Work, person: int) -> bool:
    beside = text(
        "SELECT id FROM relationship WHERE supervisee_id = :person AND professional "
        "AND since <= :today AND (until IS NULL OR until >= :today)"
    )
    return bool(list(work.connection.execute(beside, {"person": person, "today": str(work.today)})))


def _answering(work: Work, obligations: tuple[int, ...]) -> Iterator[int | None]:
    today = Today(work)
    for row in work.connection.execute(select(_O).where(_O.c.id.in_(obligations))):
        yield today.answers(row)


def _answered_by(work: Work, person: int) -> list[Any]:
    """What is open and falls to them: each read by itself, and its role asked by itself."""
    today = Today(work)
    return [r for r in _open(work) if today.answers(r) == person]


CHECKS: dict[type[Claim], Callable[[Work, Any], bool]] = {
    duty_claims.RecordStands: _record_stands,
    duty_claims.NobodySigns: lambda work, said: work.get(t.Session, said.session).signer_id is None,
    duty_claims.DoneOn: _done,
    duty_claims.WhoSays: _who_says,
    duty_claims.AnswersNow: _answers_now,
    duty_claims.AnsweredBy: _answers_now,
    duty_claims.AnsweredElsewhere: _answered_elsewhere,
    duty_claims.SupervisesNow: _supervises_now,
    duty_claims.SupervisedBy: _supervised_by,
    duty_claims.SupervisesThemNow: _supervise_them,
    duty_claims.BooksNext: _books_next,
    duty_claims.NobodyAnswering: lambda work, said: not any(_answering(work, said.obligations)),
    duty_claims.StayLate: _stay_late,
    duty_claims.TheirsStayLate: _theirs_stay_late,
    duty_claims.NobodySupervises: lambda work, said: not _has_supervisor(work, said.person),
    duty_claims.NobodyBeside: lambda work, said: not _has_beside(work, said.person),
    duty_claims.NobodyNamed: lambda work, said: (
        not any(_in_post_above(work, person) for person in said.supervisees)
    ),
    duty_claims.AnswersUntilNamed: lambda work, said: (
        not _in_post_above(work, said.supervisee) and _next_above(work, said.supervisee) == said.answers
    ),
    duty_claims.HeldLast: _held_last,
    duty_claims.IntervalDecidedBy: _decided_by,
    duty_claims.NotAgreedAnew: _not_agreed_anew,
    duty_claims.AllocatedTo: lambda work, said: _worker(work, said.case) == said.worker,
    duty_claims.NobodyHolds: lambda work, said: not any(_worker(work, case) for case in said.cases),
    duty_claims.NothingLate: _nothing_late,
    duty_claims.NothingDue: _nothing_due,
    duty_claims.NothingDueAbout: _nothing_about,
}
