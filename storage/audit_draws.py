"""Cases drawn at random for an audit: from which team, when, and the draw made again."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, TypeAlias

from sqlalchemy import Select, bindparam, select
from sqlmodel import col

from policy.draws import Drawn, draw
from policy.facts import Subject, SubjectKind
from policy.ruleset import Duty, Rule
from storage import cases, people
from storage import tables as t
from storage.cases import CaseView
from storage.conditions import TODAY, allocated, case_open, in_line, still_owed
from storage.duties import KeptObligation, of, these
from storage.listed import one_of
from storage.people import Person
from storage.work import Work, require_one

#: Which draws belong together: their rule, window and the person from whose team they are.
Window: TypeAlias = tuple[str, str, int]


@dataclass(frozen=True, slots=True)
class DrawView:
    """``window``: the window's fact, such as ``month:2026-11``; ``turn``: the how many-eth in it; ``pool``: the digest
    of the ``of`` references it was drawn from; ``place``: which of them."""

    id: int
    rule: str
    window: str
    person_id: int
    turn: int
    case: CaseView
    drawn_on: date
    of: int
    place: int
    pool: str
    done_on: date | None


_O: Final = t.ObligationRow.__table__.c
_D: Final = t.Draw.__table__.c
_C: Final = t.Case.__table__.c
_PERSON: Final = _D.person_id == bindparam("person")
_OF_RULE: Final = _D.rule == bindparam("rule")
_DRAWS: Final = select(t.Draw.__table__).order_by(_D.id)
_BY_ID: Final = _DRAWS.where(_D.id == bindparam("id"))
_FOR_WINDOWS: Final = _DRAWS.where(
    *(one_of(_D.rule, "rules"), one_of(_D.window, "windows")),
    one_of(_D.person_id, "people"),
)
_OF_TEAM: Final = _DRAWS.where(_PERSON)
_NOT_DONE: Final = _OF_TEAM.where(_D.done_on.is_(None))
_OF_CASE: Final = _DRAWS.where(_D.case_id == bindparam("case"))
_EARLIER: Final = _DRAWS.where(_OF_RULE, _PERSON, _D.drawn_on >= bindparam("since"))


def _views(work: Work, query: Select[Any], **asked: object) -> list[DrawView]:
    rows = work.connection.execute(query, asked).all()
    found = cases.cases(work, [row.case_id for row in rows])
    return [
        DrawView(
            *(row.id, row.rule, row.window, row.person_id, row.turn, found[row.case_id]),
            *(row.drawn_on, row.of, row.place, row.pool, row.done_on),
        )
        for row in rows
    ]


def one(work: Work, draw_id: int) -> DrawView:
    """Raises MissingRowError for an id no draw has."""
    return require_one(_views(work, _BY_ID, id=draw_id), "draw")


def for_window(work: Work, rule: str, window: str, person_id: int) -> tuple[DrawView, ...]:
    which = (rule, window, person_id)
    return for_windows(work, [which])[which]


def for_windows(work: Work, which: Collection[Window]) -> dict[Window, tuple[DrawView, ...]]:
    """The same of many, in one query."""

    def read(some: list[Window]) -> dict[Window, tuple[DrawView, ...]]:
        found: dict[Window, tuple[DrawView, ...]] = dict.fromkeys(some, ())
        rules, windows, whose = (sorted(set(column)) for column in zip(*some, strict=True))
        for view in _views(work, _FOR_WINDOWS, rules=rules, windows=windows, people=whose):
            key = (view.rule, view.window, view.person_id)
            if key in found:
                found[key] += (view,)
        return found

    return work.reads.each(("draw", "case"), for_windows, which, read)


def of_team(work: Work, person_id: int) -> list[DrawView]:
    """From a manager's team, by every rule and in every window."""
    return _views(work, _OF_TEAM, person=person_id)


def not_done(work: Work, person_id: int) -> list[DrawView]:
    """Those from a manager's team that nobody has said were audited."""
    return _views(work, _NOT_DONE, person=person_id)


def of_case(work: Work, case_id: int) -> list[DrawView]:
    return _views(work, _OF_CASE, case=case_id)


# Drawing


def missing(work: Work) -> list[KeptObligation]:
    """Open obligations of rules that draw, whose window has begun, and for which fewer cases than asked were drawn."""
    rules = [rule.id for rule in work.rules.asking(Duty.MILESTONE) if number_drawn(rule)]
    asked = {"rules": rules, "today": work.today}
    begun = these(work, list(work.connection.execute(_BEGUN, asked).scalars())) if rules else {}
    made = work.connection.execute(_DRAWN, {"rules": rules}) if begun else ()
    drawn = Counter(tuple(row) for row in made)
    return [k for k in begun.values() if drawn[_window_of(k)] < number_drawn(work.rule_of(k.obligation))]


_BEGUN: Final = (
    select(_O.id).where(one_of(_O.rule, "rules"), still_owed(), _O.started <= TODAY).order_by(_O.id)
)
_DRAWN: Final = select(_D.rule, _D.window, _D.person_id).where(one_of(_D.rule, "rules"))


def _window_of(kept: KeptObligation) -> Window:
    """Which draws are for an obligation."""
    o = kept.obligation
    return o.rule, str(o.key.fact), o.key.subject.id


def none_drawn(work: Work, kept: Collection[KeptObligation]) -> set[int]:
    """The ids of those whose rule has cases drawn, and whose team had none to draw so far."""
    draws = {k.id: _window_of(k) for k in kept if number_drawn(work.rule_of(k.obligation))}
    found = for_windows(work, draws.values())
    return {i for i, which in draws.items() if not found[which]}


def number_drawn(rule: Rule | None) -> int:
    """How many cases a rule has drawn in each window; 0 for one that has none drawn."""
    rows = rule.rows if rule else ()
    return max((row.at_least for row in rows if row.drawn), default=0)


def make(work: Work, kept: KeptObligation) -> tuple[DrawView, ...]:
    """The cases drawn for an obligation; what is missing of them is drawn now. Fewer, or none, where the team has no
    more open cases."""
    rule, window, person_id = _window_of(kept)
    found = for_window(work, rule, window, person_id)
    wanted = number_drawn(work.rule_of(kept.obligation))
    if len(found) < wanted and kept.obligation.started <= work.today:
        who = people.person(work, person_id)
        drawn = [_draw(work, rule, window, who, turn) for turn in range(len(found) + 1, wanted + 1)]
        if any(drawn):
            found = for_window(work, rule, window, person_id)
    return found


def _draw(work: Work, rule: str, window: str, manager: Person, turn: int) -> bool:
    """Whether the team had a case to draw."""
    pool = _pool(work, window, manager.id, work.today, _earlier(work, rule, manager.id, work.today))
    if not pool:
        return False
    work.touch(SubjectKind.PERSON, manager.id)
    drawn = draw(rule, window, manager.staff_number, turn, list(pool))
    row = t.Draw(
        rule=rule,
        window=window,
        person_id=manager.id,
        turn=turn,
        drawn_on=work.today,
        case_id=pool[drawn.reference],
        of=drawn.of,
        place=drawn.place,
        pool=drawn.pool,
    )
    work.add(row)
    subject = Subject(SubjectKind.PERSON, manager.id)
    work.log(
        "audit.drawn", subject, rule=rule, window=window, of=drawn.of, place=drawn.place, pool=drawn.pool
    )
    return True


def again(work: Work, view: DrawView) -> Drawn | None:
    """The draw made again from what is known now of that day; None where the team had no open case then."""
    manager = people.person(work, view.person_id)
    before = [d for d in _earlier(work, view.rule, manager.id, view.drawn_on) if d.id < view.id]
    pool = _pool(work, view.window, manager.id, view.drawn_on, before)
    return draw(view.rule, view.window, manager.staff_number, view.turn, list(pool)) if pool else None


def _earlier(work: Work, rule: str, person_id: int, on: date) -> list[DrawView]:
    """What was drawn from this team before, in the same calendar year."""
    return _views(work, _EARLIER, rule=rule, person=person_id, since=date(on.year, 1, 1))


def _pool(work: Work, window: str, manager_id: int, on: date, before: Sequence[DrawView]) -> dict[str, int]:
    """The team's open cases by reference, without those drawn this year; once all were, without this window's."""
    every = _open_cases(work, beneath(work, manager_id, on), on)
    year = {d.case.id for d in before}
    fresh = {ref: i for ref, i in every.items() if i not in year}
    mine = {d.case.id for d in before if d.window == window}
    return fresh or {ref: i for ref, i in every.items() if i not in mine}


def beneath(work: Work, manager_id: int, on: date) -> list[int]:
    """Everybody in the line beneath a manager on a day."""
    found: list[int] = []
    above = [manager_id]
    while above:
        below = work.connection.execute(_SUPERVISED, {"above": above, "today": on}).scalars()
        above = sorted(set(below) - {*found, manager_id})
        found += above
    return found


def _open_cases(work: Work, workers: Sequence[int], on: date) -> dict[str, int]:
    rows = work.connection.execute(_HELD, {"workers": workers, "today": on})
    return {row.reference: row.id for row in rows}


_SUPERVISED: Final = select(col(t.Relationship.supervisee_id)).where(
    one_of(col(t.Relationship.supervisor_id), "above"), in_line(TODAY)
)
_HELD: Final = (
    select(_C.reference, _C.id)
    .join(t.Allocation.__table__, col(t.Allocation.case_id) == _C.id)
    .where(
        one_of(col(t.Allocation.worker_id), "workers"),
        allocated(TODAY),
        case_open(TODAY),
    )
)


# Audited


def done(work: Work, view: DrawView, on: date, by: int) -> None:
    work.touch(SubjectKind.PERSON, view.person_id)
    row = work.get(t.Draw, view.id)
    row.done_on, row.done_by_id = on, by
    work.orm.flush()
    work.log("audit.done", Subject(SubjectKind.CASE, view.case.id), by, on=on.isoformat(), rule=view.rule)


def reopen(work: Work, what: str, person_id: int, on: date, by: int) -> None:
    """What somebody said was audited on a day wasn't: the latest of these. ``what``: the milestone it was."""
    rules = [
        rule.id for rule in work.rules.asking(Duty.MILESTONE) if number_drawn(rule) and rule.what == what
    ]
    d = t.Draw
    query = (
        select(d)
        .where(
            *(col(d.rule).in_(rules), col(d.person_id) == person_id),
            *(col(d.done_on) == on, col(d.done_by_id) == by),
        )
        .order_by(col(d.id).desc())
    )
    row = work.orm.execute(query).scalars().first()
    if row:
        row.done_on = row.done_by_id = None
        work.orm.flush()


def obligation(work: Work, view: DrawView) -> KeptObligation | None:
    """The obligation that a draw is for, while it is open."""
    kind, _, fact = view.window.partition(":")
    asked = {"person": view.person_id, "rule": view.rule, "kind": kind, "fact": fact}
    found = work.connection.execute(_DRAWN_FOR, asked).scalar()
    return of(work, found) if found else None


_DRAWN_FOR: Final = select(_O.id).where(
    *(_O.subject_kind == str(SubjectKind.PERSON), _O.subject_id == bindparam("person")),
    *(_O.rule == bindparam("rule"), _O.fact_kind == bindparam("kind"), _O.fact_id == bindparam("fact")),
    still_owed(),
)
