"""Who has somebody as supervisor still who has left, by the files: who answers for them is nobody's to guess, but for
whoever took over the others of the same."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Sequence
from typing import Final, NamedTuple

from storage.importing.checks.other_supervisors import HeldBy, named, stored_lines
from storage.importing.columns.column_types import say_day
from storage.importing.faults import Faults
from storage.importing.staging import Staging
from storage.work import Work

#: Without those who have another line too that began later.
_STILL: Final = """
    SELECT r.file, r.line, r.supervisee, p.name, r.supervisor, by.name, by.left_on
    FROM relationships r JOIN people p ON p.key = r.supervisee JOIN people by ON by.key = r.supervisor
    WHERE r.until IS NULL AND NOT coalesce(r.professional, 0)
        AND by.left_on < ?1 AND (p.left_on IS NULL OR p.left_on >= ?1)
        AND NOT EXISTS (SELECT 1 FROM relationships o WHERE o.supervisee = r.supervisee AND o.until IS NULL
            AND o.supervisor <> r.supervisor AND NOT coalesce(o.professional, 0) AND o.since >= r.since)
    ORDER BY r.file, r.line
"""
#: Whoever held the last sessions of so many others of theirs has taken them over.
_FEWEST: Final = 2
#: So many are named.
_NAMED: Final = 30


class _Still(NamedTuple):
    line: int
    who: str
    name: str


def still_with_leavers(
    staging: Staging, odd: Faults, work: Work, others: Sequence[HeldBy]
) -> Sequence[HeldBy]:
    """A line for each leaver, and the lines that they probably have now. ``others``: whom sessions show with somebody
    else; they are named already, and so is whoever was put right here."""
    told = {one.who for one in others}
    known = dict(stored_lines(work))
    found: dict[tuple[int, str, str, str], list[_Still]] = defaultdict(list)
    for file, line, who, name, by, by_name, left_on in staging.sql.execute(_STILL, [work.today.isoformat()]):
        if who not in told and known.get(who, by) == by:
            found[file, by, by_name or "", left_on].append(_Still(line, who, name or ""))
    made: list[HeldBy] = []
    for (file, by, by_name, left_on), some in found.items():
        taken = _taken_over(by, others)
        people = ", ".join(named(one.name, one.who) for one in some[:_NAMED])
        more = f" and {len(some) - _NAMED:,} more" if len(some) > _NAMED else ""
        message = (
            f"{named(by_name, by)} left on {say_day(left_on)}, and is still the supervisor of {len(some):,}: "
        )
        message += f"{people}{more}: who is it now?"
        if taken:
            by_whom = named(taken.by_name, taken.by)
            message += f" {by_whom} held the last sessions of others of theirs; --lines writes that"
            made += [taken._replace(who=one.who, name=one.name) for one in some]
        odd.add(staging.origins[file].name, some[0].line, "supervisor", message)
    return made


def _taken_over(leaver: str, others: Sequence[HeldBy]) -> HeldBy | None:
    """Whoever held the last sessions of most others of a leaver, since the first of those."""
    mine = [one for one in others if one.line_says == leaver]
    by, number = next(iter(Counter(one.by for one in mine).most_common(1)), ("", 0))
    theirs = sorted((one for one in mine if one.by == by), key=lambda one: one.since)
    return theirs[0] if number >= _FEWEST and 2 * number > len(mine) else None
