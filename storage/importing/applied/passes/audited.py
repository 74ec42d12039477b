"""Which case was drawn for an audit, and when it was audited."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date
from typing import Any

from policy.ruleset import Duty, Kept, Rule
from policy.windows import windows
from storage.audit_draws import number_drawn
from storage.importing.applied.changes import RowChange, compared
from storage.importing.applied.link import DRAW, MILESTONE, PERSON, ImportDates, StoredSide
from storage.importing.applied.passes.common import day, went
from storage.importing.staging import Staged
from storage.retention import over_before


def audits(link: StoredSide, _setting: ImportDates, rows: Sequence[Staged]) -> Iterator[RowChange]:
    """One that the bot drew is that one: that it was audited is filled in where nobody said so yet. Another was drawn
    elsewhere, and isn't drawn again. That it was audited is a milestone of whoever's team it is of, as by chat."""
    ids, cases = link.people(rows, "staff_number", "by"), link.cases(rows)
    whose = {ids[row["staff_number"]] for row in rows}
    drawn = link.grouped(DRAW, "person_id", whose)
    done = link.grouped(MILESTONE, "person_id", whose)
    since = {r.id: r.employed_from for r in link.rows(PERSON, "id", whose)}
    turns = _turns(one for some in drawn.values() for one in some)
    over = over_before(link.work, Kept.AUDITS)
    rules = {
        rule.what: rule for rule in link.work.rules.asking(Duty.MILESTONE) if rule.what and number_drawn(rule)
    }
    for row in rows:
        person, rule = ids[row["staff_number"]], rules[row["what"]]
        on, done_on = date.fromisoformat(row["drawn"]), day(row["done_on"])
        by = ids[row["by"]] if row["by"] else None
        window = _window(link, rule, since.get(person, on), on)
        old = _same(
            row, [r for r in drawn.get(person, ()) if (r.rule, r.case_id) == (rule.id, cases[row["case"]])]
        )
        if old is None and went(done_on, over):
            continue
        place = rule.id, window, person
        turns[place] += old is None
        wanted = {
            "rule": rule.id,
            "window": window,
            "person_id": person,
            "turn": turns[place],
            "case_id": cases[row["case"]],
            "drawn_on": on,
            "of": 0,
            "place": 0,
            "pool": "",
            "done_on": done_on,
            "done_by_id": by,
        }
        given = {name for name in ("done_on", "done_by_id") if wanted[name] is not None}
        by_chat = old is not None and old.pool and old.done_on is not None
        change = compared(DRAW, row, old, wanted, given=given, chat=None if by_chat else frozenset())
        yield change
        if done_on and not change.kept:
            was = old.done_on if old else None
            yield _audited(
                row, {"person_id": person, "what": row["what"], "on": done_on, "by_id": by}, was, done
            )


def _turns(drawn: Iterable[Any]) -> defaultdict[tuple[str, str, int], int]:
    """How many were drawn in each window."""
    found: defaultdict[tuple[str, str, int], int] = defaultdict(int)
    for one in drawn:
        place = one.rule, one.window, one.person_id
        found[place] = max(found[place], one.turn)
    return found


def _window(link: StoredSide, rule: Rule, origin: date, on: date) -> str:
    row = next(row for row in rule.rows if row.drawn)
    terms = tuple(link.work.rules.calendar.terms.items())
    span = windows(row, row.in_each, terms, origin).at(on)
    return str(span.fact) if span else ""


def _same(row: Staged, drawn: Sequence[Any]) -> Any:
    """Drawn that day, else, where the file says none, the last before it was audited."""
    on, done_on = day(row["drawn_on"]), day(row["done_on"])
    told = [one for one in drawn if one.drawn_on == (on or done_on)]
    before = [one for one in drawn if done_on and not on and one.drawn_on <= done_on]
    return next(iter(told), None) or max(before, key=lambda one: one.drawn_on, default=None)


def _audited(row: Staged, wanted: dict[str, Any], was: date | None, done: dict[Any, list[Any]]) -> RowChange:
    """``was``: the day that it was said to be done on before, which the file puts right."""
    mine = [one for one in done.get(wanted["person_id"], ()) if one.what == wanted["what"]]
    that_day = next((one for one in mine if one.on == wanted["on"]), None)
    before = next((one for one in mine if one.on == was and one.said_by_id is None), None)
    old = that_day or before
    given = {"on", *(["by_id"] if wanted["by_id"] else [])}
    chat = None if old and old.said_by_id else frozenset[str]()
    return compared(MILESTONE, row, old, wanted, given=given, chat=chat)
