"""``draw``: an audit's random draw made again, from what is known now of that day, and compared."""

from __future__ import annotations

import json

from bot.commands import leave_trace
from bot.commands.due import subject_of
from bot.commands.reading import chosen, opened
from cards.words import day, plural
from policy.draws import Drawn
from storage import audit_draws, people
from storage.audit_draws import DrawView
from storage.work import Work


def show(rule: str, window: str, staff_number: str, as_json: bool, database: str, rules: str) -> int:
    """Prints each draw; 1 where there is none, or where one comes out otherwise."""
    settings = chosen(database, rules)
    with opened(settings) as bot:
        with bot.read() as work:
            team = subject_of(work, "", staff_number)
        leave_trace.leave(bot, settings.database_url, "draw.shown", team, rule=rule)
        with bot.read() as work:
            found = _found(work, rule, window, staff_number)
            made = [(view, audit_draws.again(work, view)) for view in found]
    if as_json:
        print(json.dumps([_as_json(view, again) for view, again in made], indent=1))
    elif not made:
        print(f"Nothing was drawn for {rule}, {window}, from the team of {staff_number}.")
    else:
        print("\n\n".join(_said(view, again) for view, again in made))
    return 0 if made and all(_same(view, again) for view, again in made) else 1


def _found(work: Work, rule: str, window: str, staff_number: str) -> list[DrawView]:
    """A window by its whole name (``month:2026-11``) or without its kind."""
    manager = people.by_staff_number(work, staff_number)
    if manager is None:
        return []
    mine = audit_draws.of_team(work, rule, manager.id)
    return [d for d in mine if window in (d.window, d.window.partition(":")[2])]


def _same(view: DrawView, again: Drawn | None) -> bool:
    return again is not None and (again.pool, again.reference) == (view.pool, view.case.reference)


def _said(view: DrawView, again: Drawn | None) -> str:
    lines = [
        f"Drawn on {day(view.drawn_on)}: {view.case.reference}, number {view.place} of {plural('open case', view.of)}.",
        f"The digest of their references: {view.pool}",
    ]
    if again is None:
        lines.append("Made again: by what is known now, the team had no open case that day.")
    elif _same(view, again):
        lines.append(f"Made again: {again.reference}, number {again.place} of {again.of}. It is the same.")
    elif again.pool != view.pool:
        lines.append(
            f"Made again: {again.reference}, number {again.place} of {again.of}, from other references "
            f"({again.pool}): what is known of that day was changed since."
        )
    else:
        lines.append(
            f"Made again from the same references: {again.reference}. The draw that was kept is not the one made."
        )
    return "\n".join(lines)


def _as_json(view: DrawView, again: Drawn | None) -> dict[str, object]:
    return {
        "rule": view.rule,
        "window": view.window,
        "turn": view.turn,
        "drawn_on": view.drawn_on.isoformat(),
        "case": view.case.reference,
        "place": view.place,
        "of": view.of,
        "pool": view.pool,
        "audited_on": view.done_on.isoformat() if view.done_on else None,
        "again": {"case": again.reference, "place": again.place, "of": again.of, "pool": again.pool}
        if again
        else None,
        "same": _same(view, again),
    }
