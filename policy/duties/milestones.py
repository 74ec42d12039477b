"""Milestones: what is done once, now and then, or so often in a year, such as the agreement or an observation."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

from policy.deadlines import Deadline, Start, after, several, within
from policy.duties.common import Assessing, DutyContext, Link
from policy.duties.counting import origin
from policy.duties.excused import DrawnExplained, PersonExplained
from policy.duties.pairs import begun, current
from policy.duties.then import Spell
from policy.duties.windowed import Happening, Windowed
from policy.facts import FactRef, MilestoneFact, PersonFacts, RelationshipFact
from policy.given import FirstOf, LaterOf
from policy.obligations import Obligation, Step, missed_by
from policy.ruleset import AGREEMENTS, PROFESSIONAL, SUPERVISOR, Role, Row, Rule
from policy.windows import windows

_DAY: Final = timedelta(days=1)


def milestone(
    work: Assessing, facts: PersonFacts, rule: Rule, row: Row, spell: Spell, *, left: bool = False
) -> Iterator[Obligation]:
    """The obligations of one row about milestones. ``spell``: while it applies, or did; ``left``: the person has. What
    is asked no more stays on record as far as it is over."""
    if row.held_by:
        facts = replace(facts, milestones=tuple(m for m in facts.milestones if _counts(facts, rule, row, m)))
    if row.in_each or row.in_month:
        yield from _in_windows(work, facts, rule, row, spell, left=left or spell.last is not None)
    elif spell.last is None:
        found = _by_days(work, facts, rule, row)
        yield from missed_by(found, work.on) if left else found


def _by_days(work: Assessing, facts: PersonFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    if row.every:
        yield from _recurring(work, facts, rule, row)
    elif row.checkpoints:
        yield from _checkpoints(work, facts, rule, row)
    else:
        for asked in _asked(work, facts, rule, row):
            yield _once(work, facts, rule, row, asked)


def _counts(facts: PersonFacts, rule: Rule, row: Row, done: MilestoneFact) -> bool:
    """Whether it was done by somebody who may; where nobody noted who did it, it counts."""
    if done.what != rule.what or done.by is None:
        return True
    wanted = [
        r for r in facts.relationships if (PROFESSIONAL if r.professional else SUPERVISOR) in row.held_by
    ]
    return any(done.by == r.supervisor_id for r in wanted)


def _about(work: Assessing, facts: PersonFacts, rule: Rule, row: Row) -> DutyContext:
    return work.about(rule, facts.subject, facts.person_id, _holder(work, facts, rule, row))


def _holder(work: Assessing, facts: PersonFacts, rule: Rule, row: Row) -> int | None:
    """Who did the milestone that this one starts from, where that is who answers; unknown, it is the supervisor."""
    if rule.answers is not Role.HOLDER or not isinstance(row.starts, str):
        return None
    last = _done(facts, row.starts)[-1:]
    line = [r.supervisor_id for r in current(work, facts) if not r.professional]
    return next((i for i in [*(m.by for m in last), *line] if i is not None), None)


def _done(facts: PersonFacts, what: str) -> list[MilestoneFact]:
    return sorted((m for m in facts.milestones if m.what == what), key=lambda m: (m.on, m.id))


def _ref(done: MilestoneFact) -> FactRef:
    return FactRef("milestone", str(done.id))


# Once


@dataclass(frozen=True, slots=True)
class _Once:
    """What starts a milestone's clock, what meets it, and between which days that can be. ``between``: with whom, of
    what one relationship asks."""

    fact: FactRef
    start: Start
    met_by: tuple[str, ...]
    earliest: date = date.min
    latest: date = date.max
    between: int | None = None


def _once(work: Assessing, facts: PersonFacts, rule: Rule, row: Row, asked: _Once) -> Obligation:
    about = _about(work, facts, rule, row)
    fits = [m for m in facts.milestones if m.what in asked.met_by and asked.earliest <= m.on <= asked.latest]
    if fits:
        done = min(fits, key=lambda m: (m.on, m.id))
        due = work.within(rule, row, asked.start, _events(facts)).due
        return about.met(asked.fact, asked.start.on, _ref(done), done.on, due)
    found = _from_bot(work, facts, rule, row, about, asked)
    return _of_the_two(work, facts, rule, asked, found)


def _of_the_two(
    work: Assessing, facts: PersonFacts, rule: Rule, asked: _Once, found: Obligation
) -> Obligation:
    """An agreement is between supervisor and supervisee: it is nothing for a cover, and waits for the return."""
    line = [r.supervisor_id for r in current(work, facts) if not r.professional]
    between = asked.between or next(iter(line), None)
    if rule.what not in AGREEMENTS or rule.answers is not Role.SUPERVISOR or between is None:
        return found
    return found._replace(answers=Role.HOLDER, holder_id=between)


def _from_bot(
    work: Assessing, facts: PersonFacts, rule: Rule, row: Row, about: DutyContext, asked: _Once
) -> Obligation:
    """What still ran when the bot began keeps its date; what was past runs again from the first day where the row says
    so, else it isn't asked."""
    deadline = work.within(rule, row, asked.start, _events(facts))
    if deadline.due is None or deadline.due >= facts.bot_started:
        return about.open(asked.fact, asked.start.on, deadline)
    if row.past_at_start is None:
        return about.before_bot(asked.fact, asked.start.on, deadline)
    again = work.within(rule, row, Start("start", facts.bot_started), _events(facts))
    past = Step("before_bot", result=deadline.due)
    return about.open(asked.fact, facts.bot_started, again._replace(steps=(past, *again.steps)))


def _events(facts: PersonFacts) -> Mapping[str, date]:
    """The latest of each kind of thing recorded of a person, and the days of their ASYE."""
    found = {m.what: m.on for m in sorted(facts.milestones, key=lambda m: m.on)}
    found["start"] = facts.employed_from
    if facts.asye_from:
        found["asye"] = facts.asye_from
    return found


def _asked(work: Assessing, facts: PersonFacts, rule: Rule, row: Row) -> Iterator[_Once]:
    if row.starts == "new_supervisor":
        yield from _new_supervisor(work, facts, rule, row)
    elif row.starts == "new_relationship":
        yield from _new_relationships(work, facts, rule, row)
    elif isinstance(row.starts, str):
        yield from _after_each(facts, rule, row, row.starts)
    elif row.starts:
        yield from _of_several(facts, rule, row.starts)
    else:
        start = Start("start", _known_from(facts, row, facts.employed_from))
        yield _Once(FactRef("employment", str(facts.person_id)), start, (rule.what or "",))


def _known_from(facts: PersonFacts, row: Row, day: date) -> date:
    """A clock with a deadline keeps its true beginning; what has none is asked from the bot's first day."""
    return day if row.within or row.checkpoints else max(day, facts.bot_started)


def _runs(facts: PersonFacts, row: Row, began: date) -> bool:
    """What has no deadline and began before the bot is history."""
    return _known_from(facts, row, began) == began


def _new_supervisor(work: Assessing, facts: PersonFacts, rule: Rule, row: Row) -> Iterator[_Once]:
    """Opened by a change of line supervisor; a new agreement meets it too."""
    line: Sequence[RelationshipFact] = [r for r in begun(work, facts) if not r.professional]
    if len(line) < 2 or not _runs(facts, row, line[-1].since):
        return
    before, now = line[-2:]
    if now.supervisor_id != before.supervisor_id:
        yield _with(now, (rule.what or "", "agreement"))


def _new_relationships(work: Assessing, facts: PersonFacts, rule: Rule, row: Row) -> Iterator[_Once]:
    """The latest of the line and of those beside it."""
    found = begun(work, facts)
    for kind in (False, True):
        for one in [r for r in found if r.professional is kind][-1:]:
            if _runs(facts, row, one.since):
                yield _with(one, (rule.what or "",))


def _with(one: RelationshipFact, met_by: tuple[str, ...]) -> _Once:
    fact, start = FactRef("relationship", str(one.id)), Start("new supervisor", one.since)
    return _Once(fact, start, met_by, one.since, between=one.supervisor_id)


def _after_each(facts: PersonFacts, rule: Rule, row: Row, starts: str) -> Iterator[_Once]:
    """Each time the other thing was done: until it is done again, this can follow it."""
    if starts == "asye":
        if facts.asye_from:
            start = Start("asye", _known_from(facts, row, facts.asye_from))
            yield _Once(FactRef("asye", str(facts.person_id)), start, (rule.what or "",), facts.asye_from)
        return
    done = _done(facts, starts)
    for one, following in zip(done, [*done[1:], None][: len(done)], strict=True):
        latest = following.on if following else date.max
        asked = _Once(_ref(one), Start(starts, one.on), (rule.what or "",), one.on, latest)
        if _runs(facts, row, one.on) and (following is None or _met(facts, asked)):
            yield asked


def _met(facts: PersonFacts, asked: _Once) -> bool:
    return any(m.what in asked.met_by and asked.earliest <= m.on <= asked.latest for m in facts.milestones)


def _of_several(facts: PersonFacts, rule: Rule, starts: LaterOf | FirstOf) -> Iterator[_Once]:
    """From the later, or the first, of several events; the later once all have happened."""
    chosen = several(starts, _events(facts))
    if chosen:
        fact = FactRef("start", str(facts.person_id))
        yield _Once(fact, chosen, (rule.what or "",))


# Now and then


def _recurring(work: Assessing, facts: PersonFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    about, first = _about(work, facts, rule, row), _first(facts, row)
    if first is None:
        return
    first = _from_first_day(work, facts, rule, row, first)
    done = [m for m in _done(facts, rule.what or "") if m.on >= first[1].on or row.starts is None]
    chain: list[Link] = [first, *((_ref(m), Start("milestone", m.on)) for m in done)]
    fact, start = chain[-1]
    work.links.append(lambda: about.links(chain))
    yield about.open(fact, start.on, _next(work, facts, rule, row, start, begins=len(chain) == 1))


def _from_first_day(work: Assessing, facts: PersonFacts, rule: Rule, row: Row, first: Link) -> Link:
    """What was past when the bot began recurs from its first day."""
    due = _next(work, facts, rule, row, first[1], begins=True).due
    past = due is not None and due < facts.bot_started
    return (first[0], Start("start", facts.bot_started)) if past else first


def _first(facts: PersonFacts, row: Row) -> Link | None:
    """From the post, or from the first time that something else was done."""
    if row.starts is None:
        return FactRef("employment", str(facts.person_id)), Start("start", facts.employed_from)
    begins = _done(facts, row.starts)[:1] if isinstance(row.starts, str) else []
    return next(((_ref(m), Start(m.what, m.on)) for m in begins), None)


def _next(
    work: Assessing, facts: PersonFacts, rule: Rule, row: Row, start: Start, *, begins: bool
) -> Deadline:
    if begins and row.first_within:
        return within(work.calendar, rule, row, start, row.first_within, _events(facts), "first_within")
    if row.every is None or isinstance(row.every, str):
        raise ValueError(f"{rule.id}: a milestone has its own interval")
    return after(work.calendar, rule, row, start, row.every, "every")


def _checkpoints(work: Assessing, facts: PersonFacts, rule: Rule, row: Row) -> Iterator[Obligation]:
    """Several days counted from one start: the first time it is done meets the first of them, and so on."""
    about = _about(work, facts, rule, row)
    asked = next(iter(_asked(work, facts, rule, row)), None)
    if asked is None:
        return
    done = [m for m in _done(facts, rule.what or "") if m.on >= asked.start.on]
    for n, period in enumerate(row.checkpoints):
        fact = FactRef("checkpoint", f"{asked.fact.id}.{n + 1}")
        deadline = after(work.calendar, rule, row, asked.start, period)
        if n < len(done):
            yield about.met(fact, asked.start.on, _ref(done[n]), done[n].on, deadline.due)
        elif deadline.due and deadline.due < facts.bot_started:
            yield about.before_bot(fact, asked.start.on, deadline)
        else:
            yield about.open(fact, asked.start.on, deadline)


def _in_windows(
    work: Assessing, facts: PersonFacts, rule: Rule, row: Row, spell: Spell, *, left: bool
) -> Iterator[Obligation]:
    """What was done late counts for the earliest window that is open."""
    began = origin(facts, rule, row) or facts.employed_from
    since = max(began, facts.bot_started, facts.milestones_from, spell.first)
    clock = Windowed(
        work,
        rule,
        row,
        row,
        windows(row, row.in_each, tuple(work.rules.calendar.terms.items()), began, since),
        DrawnExplained(work, facts) if row.drawn else PersonExplained(work, facts),
        since=since,
        joined=max(began, spell.first),
        until=spell.last,
        percent=facts.percent if row.pro_rata else 100,
        late=True,
        left=left,
    )
    happened = [Happening(_ref(m), m.on) for m in _done(facts, rule.what or "") if m.on >= began]
    yield from clock.obligations(_about(work, facts, rule, row), happened)
