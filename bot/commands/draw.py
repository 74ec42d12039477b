"""``draw``: an audit's random draw made again, from what is known now of that day, and compared."""

from __future__ import annotations

import json
from collections.abc import Sequence

from bot.commands import leave_trace
from bot.commands.due import subject_of
from bot.commands.reading import chosen, nobody_has, opened
from cards.formats import day, plural
from policy.draws import Drawn
from storage import audit_draws
from storage.audit_draws import DrawView


def show(rule: str, window: str, staff_number: str, as_json: bool, database: str, rules: str) -> int:
    """Prints each draw; 1 where there is none, or where one comes out otherwise."""
    settings = chosen(database, rules)
    with opened(settings) as bot:
        with bot.read() as work:
            team = subject_of(work, "", staff_number)
        leave_trace.leave(bot, settings.database_url, "draw.shown", team, rule=rule)
        with bot.read() as work:
            every = audit_draws.of_team(work, team.id) if team else []
            found = [d for d in every if d.rule == rule and window in (d.window, _short(d))]
            made = [(view, audit_draws.again(work, view) if view.pool else None) for view in found]
    if as_json:
        print(json.dumps([_as_json(view, again) for view, again in made], indent=1))
    elif team is None:
        print(nobody_has(staff_number))
    elif not made:
        print(f"Nothing was drawn for {rule}, {window}, from the team of {staff_number}. {_what_was(every)}")
    else:
        print("\n\n".join(_words(view, again) for view, again in made))
    return 0 if made and all(_same(view, again) for view, again in made) else 1


def _short(view: DrawView) -> str:
    """A window without its kind: ``2026-11`` of ``month:2026-11``."""
    return view.window.partition(":")[2]


def _what_was(every: Sequence[DrawView]) -> str:
    named = dict.fromkeys(f"{d.rule}, {_short(d)}" for d in every)
    return f"What was: {'; '.join(named)}." if named else "Nothing was for any rule."


def _same(view: DrawView, again: Drawn | None) -> bool:
    """Nor is anything otherwise that was drawn elsewhere."""
    if not view.pool:
        return True
    return again is not None and (again.pool, again.reference) == (view.pool, view.case.reference)


def _words(view: DrawView, again: Drawn | None) -> str:
    if not view.pool:
        return f"{view.case.reference} was drawn on {day(view.drawn_on)}, a file says: there is no draw to make again."
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
        "place": view.place or None,
        "of": view.of or None,
        "pool": view.pool or None,
        "audited_on": view.done_on.isoformat() if view.done_on else None,
        "again": {"case": again.reference, "place": again.place, "of": again.of, "pool": again.pool}
        if again
        else None,
        "same": _same(view, again) if view.pool else None,
    }
