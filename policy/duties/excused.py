"""What explains that somebody's window ended without what it asked for."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final, Protocol

from policy.duties.away import joined, worked
from policy.duties.common import Assessing
from policy.duties.rebooking import in_time
from policy.facts import PersonFacts
from policy.obligations import Explanation
from policy.windows import Span

_DAY: Final = timedelta(days=1)


class Explains(Protocol):
    def away(self, span: Span) -> bool:
        """Whether nothing can be asked of them in it, as they are away on every working day of it."""

    def explanation(self, span: Span) -> Explanation:
        """Of a window that was missed."""


class Nothing:
    """Of what is owed whoever is away: a case."""

    def away(self, span: Span) -> bool:
        del span
        return False

    def explanation(self, span: Span) -> Explanation:
        del span
        return Explanation.NONE


@dataclass(frozen=True, slots=True)
class PersonExplained:
    work: Assessing
    facts: PersonFacts

    def away(self, span: Span) -> bool:
        """An absence whose end is unknown counts up to today only: they may be back tomorrow."""
        before, today = max(span.first, self.facts.employed_from) - _DAY, self.work.on
        known = [one for one in self.facts.away if one.last or span.last < today]
        theirs = [one for one in known if one.first <= span.last and (one.last is None or one.last > before)]
        for one in joined(self.work.calendar, theirs):
            last = one.last or span.last
            if not (self._worked(before, one.first - _DAY) or self._worked(max(before, last), span.last)):
                return True
        return bool(self.facts.away) and not self._worked(before, span.last)

    def _worked(self, before: date, last: date) -> bool:
        return worked(self.work.calendar, before, last)

    def explanation(self, span: Span) -> Explanation:
        if self.away(span):
            return Explanation.AWAY
        if not self._supervised(span):
            return Explanation.NO_SUPERVISOR
        moved = [p for p in self.facts.postponed if p.on in span and p.held_on > span.last]
        return Explanation.REBOOKED if any(in_time(self.work, p) for p in moved) else Explanation.NONE

    def _supervised(self, span: Span) -> bool:
        """Whether anybody in the line was their supervisor on any day of it."""
        line = (r for r in self.facts.relationships if not r.professional)
        return any(r.since <= span.last and (r.until or span.last) >= span.first for r in line)


class DrawnExplained(PersonExplained):
    """Of a case drawn from those of somebody's team: that they are away hinders nobody from looking at it."""

    def away(self, span: Span) -> bool:
        del span
        return False
