"""Who answers today: the one definition, for lists, messages, commands and permissions."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any, Final

from sqlalchemy.engine import Row

from policy.duties.sessions import sharing_out
from policy.facts import SubjectKind
from policy.obligations import Obligation
from policy.ruleset import GROUP_ROLES, Duty, Role
from storage import people, sessions, supervision
from storage.sessions import SessionView
from storage.work import Work

#: Roles whose person the obligation itself names as its holder.
SHARED_OUT: Final = (Role.HOLDER, *GROUP_ROLES)
#: Roles in whose place the next one up answers while they are away.
MANAGERS: Final = (Role.LINE_MANAGER, Role.NEXT_MANAGER)
#: Roles further up: what they answer for need name nobody in their own line.
FURTHER: Final = (*MANAGERS, Role.POLICY_OWNER, Role.ADMINISTRATOR)


def who_answers(work: Work, o: Obligation) -> int | None:
    """The person to do it today; None where the line has nobody."""
    subject = o.key.subject
    session_id = subject.id if subject.kind is SubjectKind.SESSION else None
    return _in_duty(work, o.key.duty, o.answers, o.worker_id, o.holder_id, session_id)


def of_row(work: Work, row: Row[Any]) -> int | None:
    """The same, of an obligation's row."""
    session_id = row.subject_id if row.subject_kind == SubjectKind.SESSION else None
    return _in_duty(work, row.duty, row.answers, row.worker_id, row.holder_id, session_id)


def _in_duty(
    work: Work,
    duty: str,
    answers: str,
    worker_id: int | None,
    holder_id: int | None,
    session_id: int | None,
) -> int | None:
    """The same, by what an obligation says, and about which session."""
    if duty == Duty.SAY_HELD and answers in (Role.SUPERVISOR, Role.HOLDER):
        return says_whether_held(work, worker_id, holder_id)
    if session_id and worker_id is None and holder_id and not _is_in_post(work, holder_id):
        view = sessions.session(work, session_id)
        if view.group and answers in SHARED_OUT:
            return shared_out(work, view)[Role.RECORDER if answers == Role.HOLDER else Role(answers)]
    if duty == Duty.ARRANGE_COVER:
        return arranges_cover(work, worker_id, holder_id, answers)
    return in_role(work, answers, worker_id, holder_id)


def arranges_cover(
    work: Work, worker_id: int | None, absent_id: int | None, role: str = Role.LINE_MANAGER
) -> int | None:
    """Who names somebody while a supervisor is away; of whoever has nobody above them an administrator."""
    above = in_role(work, role, worker_id, absent_id)
    return above or next(iter(people.administrators(work)), None)


def says_whether_held(work: Work, worker_id: int | None, holder_id: int | None) -> int | None:
    """Whether a session took place is for whoever was to hold it to say, whoever supervises by now; while they are
    away, or once they have left, it is whoever supervises then who says it. A professional supervisor's is theirs
    alone, and a group its leader's."""
    if worker_id and holder_id and is_available(work, holder_id):
        return holder_id
    return _supervisor_of(work, worker_id, holder_id)


def in_role(work: Work, role: str, worker_id: int | None, holder_id: int | None) -> int | None:
    """Whoever a role means today; in place of a manager who is away or gone, the next one up who is there."""
    first = resolve(work, role, worker_id, holder_id)
    return first_available(work, first) if first and role in MANAGERS else first


def with_who_answers(work: Work, rows: Sequence[Row[Any]]) -> Iterator[tuple[Row[Any], int | None]]:
    """Rows of obligations, each with the same: what that asks is read together."""
    read_lines(work, rows)
    return ((row, of_row(work, row)) for row in rows)


def read_lines(work: Work, obligations: Iterable[Obligation | Row[Any]]) -> None:
    """Reads together what ``who_answers`` asks of each of these, or of their rows: who is who, their lines, and who is
    away."""
    read_lines_of(work, {i for o in obligations for i in (o.worker_id, o.holder_id) if i is not None})


def read_lines_of(work: Work, named: set[int]) -> None:
    """The same, of these people."""
    supervision.all_professional_supervisors(work, named)
    lines = supervision.lines(work, named)
    everybody = sorted(named.union(*(line.above for line in lines.values())))
    supervision.lines(work, everybody)
    people.absences_on(work, everybody, work.today)
    people.people(work, everybody)


def _supervisor_of(work: Work, worker_id: int | None, holder_id: int | None) -> int | None:
    """A professional supervisor answers for their own sessions; a group, which has no one supervisee, for its own
    whoever leads it."""
    if worker_id is None or (
        holder_id and holder_id in supervision.professional_supervisors(work, worker_id)
    ):
        return in_place_of(work, holder_id)
    return supervision.supervisor_now(work, worker_id)


def in_place_of(work: Work, person_id: int | None, but: Collection[int] = ()) -> int | None:
    """The person themselves; once they have left, the next manager above them, ``but`` none of these."""
    if person_id is None or _is_in_post(work, person_id):
        return person_id
    return next((one for one in supervision.line_above(work, person_id) if one not in but), None)


def _is_in_post(work: Work, person_id: int) -> bool:
    return people.person(work, person_id).in_post(work.today)


def shared_out(work: Work, view: SessionView) -> dict[Role, int | None]:
    """Who records a group's session today, signs its records off and oversees them: whoever leads it where nobody is
    named; neither they nor, in place of one who has left, a manager who does another of the three."""
    group = view.group
    assert group
    given = (who.id if who else None for who in (group.recorder, group.signer, group.overseer))
    named = sharing_out(view.supervisor.id, *given)
    taken = {who for who in named.values() if who and _is_in_post(work, who)}
    found: dict[Role, int | None] = {}
    for role, who in named.items():
        found[role] = one = in_place_of(work, who, taken)
        taken |= {one} if one else set()
    return found


def writes_for(work: Work, view: SessionView) -> int | None:
    """Who answers for the records of a session today."""
    return shared_out(work, view)[Role.RECORDER] if view.group else in_place_of(work, view.author.id)


def reads_for(work: Work, view: SessionView) -> int | None:
    """Who is asked to agree them today: the supervisee, and nobody for them; of a group whoever signs them off."""
    return shared_out(work, view)[Role.SIGNER] if view.group else view.reader.id


def has_no_supervisor(work: Work, o: Obligation) -> bool:
    """Whether nobody supervises whom it is about."""
    return resolve(work, Role.SUPERVISOR, o.worker_id, o.holder_id) is None


def resolve(work: Work, role: str, worker_id: int | None, holder_id: int | None) -> int | None:
    """The person a role means today; None where the line has nobody. What hung on somebody who has left is asked of the
    next manager above them."""
    if role == Role.SUPERVISEE:
        return worker_id
    if role in SHARED_OUT:
        return in_place_of(work, holder_id)
    if role == Role.SUPERVISOR:
        return _supervisor_of(work, worker_id, holder_id)
    if role in MANAGERS:
        base = holder_id or (supervision.line_supervisor(work, worker_id) if worker_id else None)
        above = list(supervision.line_above(work, base)) if base else []
        rank = 0 if role == Role.LINE_MANAGER else 1
        return above[rank] if rank < len(above) else None
    if role == Role.POLICY_OWNER:
        return next(iter(people.policy_owners(work)), None)
    return next(iter(people.administrators(work)), None)


def first_available(work: Work, manager_id: int) -> int:
    """The manager, or while they are away or gone the next one up who is there; at the very top, the administrator."""
    for candidate in (manager_id, *supervision.line_above(work, manager_id)):
        if is_available(work, candidate):
            return candidate
    return next(iter(people.administrators(work)), manager_id)


def is_available(work: Work, person_id: int) -> bool:
    who = people.person(work, person_id)
    return who.in_post(work.today) and people.absence_now(work, person_id) is None


def supervisors_of(work: Work, worker_id: int) -> set[int]:
    """Who may act as the supervisor in the line: whoever answers today, and the line's own whoever covers."""
    found = (supervision.supervisor_now(work, worker_id), supervision.line_supervisor(work, worker_id))
    return {one for one in found if one}


def pair_but(work: Work, worker_id: int, actor_id: int | None) -> set[int]:
    """Both whom something about a worker concerns, without whoever did it: they know."""
    pair = (worker_id, supervision.supervisor_now(work, worker_id))
    return {one for one in pair if one and one != actor_id}
