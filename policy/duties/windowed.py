"""What is to happen once, or so often, or for so long, in each window."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from policy import dates
from policy.clocks import Deadline, Start, in_window, no_deadline
from policy.duties.common import Assessing, DutyContext
from policy.facts import FactRef
from policy.obligations import Obligation, Waiting
from policy.ruleset import Phase, Row, Rule
from policy.windows import Span, Windows

_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that counts: which fact, its day, how long it lasted. ``usual``: nobody said, so as long as usual."""

    by: FactRef
    on: date
    minutes: int = 0
    usual: bool = False


@dataclass(frozen=True, slots=True)
class Windowed:
    """The clock of one row that asks by windows. ``asked``: the row, or the phase of it, that says how much in each.
    ``percent``: of full time, where the row counts in proportion."""

    work: Assessing
    rule: Rule
    row: Row
    asked: Row | Phase
    windows: Windows
    percent: int = 100

    def deadline(self, day: date, happened: Sequence[Happening]) -> Deadline:
        """The end of the earliest window, from a day on, in which more is to happen."""
        span, done = self._current(day, happened)
        following = self.windows.after(span) if span and done else span
        return self._deadline(following, day, happened)

    def obligations(self, about: DutyContext, day: date, happened: Sequence[Happening]) -> list[Obligation]:
        """This window's, and once it is met the next one's."""
        span, done = self._current(day, happened)
        if span is None:
            ended = max((term.last + _DAY for _, term in self.windows.terms), default=self.windows.origin)
            return [about.open(FactRef("term", "next"), ended, self._deadline(None, ended, happened))]
        if done is None:
            return [about.open(span.fact, span.first, self._deadline(span, day, happened))]
        met = about.met(span.fact, span.first, done.by, done.on)
        following = self.windows.after(span)
        fact, first = (
            (following.fact, following.first) if following else (FactRef("term", "next"), span.last + _DAY)
        )
        return [met, about.open(fact, first, self._deadline(following, first, happened))]

    def _current(self, day: date, happened: Sequence[Happening]) -> tuple[Span | None, Happening | None]:
        """The window of a day, and what met it, if it is met."""
        span = self.windows.at(day)
        if span is None:
            return None, None
        self.work.changes_after(span.last)
        return span, self._met(span, happened)

    def _met(self, span: Span, happened: Sequence[Happening]) -> Happening | None:
        number = minutes = 0
        for one in _in(span, happened):
            number, minutes = number + 1, minutes + one.minutes
            if number >= self._shared(self.asked.at_least) and minutes >= self._shared(
                self.asked.in_total or 0
            ):
                return one
        return None

    def _shared(self, whole: int) -> int:
        """In proportion to hours worked, rounded up."""
        return -(-whole * self.percent // 100)

    def _deadline(self, span: Span | None, day: date, happened: Sequence[Happening]) -> Deadline:
        if span is None:
            return no_deadline(self.rule, self.row, Start("start", day), Waiting.TERM)
        return in_window(self.rule, self.row, span, self._amount(span), self._found(span, happened))

    def _amount(self, span: Span) -> str:
        each = str(self.asked.in_each) if self.asked.in_each else dates.MONTHS[span.due.month - 1]
        need = [f"{self._shared(self.asked.at_least)} times"] if self.asked.at_least > 1 else []
        need += [f"{self._shared(self.asked.in_total)} minutes"] if self.asked.in_total else []
        return f"{' and '.join(need)} in each {each}" if need else each

    def _found(self, span: Span, happened: Sequence[Happening]) -> str | None:
        """How much there is, where more than one is asked."""
        found = _in(span, happened)
        if self.asked.in_total:
            unknown = sum(one.usual for one in found)
            said = f" ({unknown} of unknown length, taken as usual)" if unknown else ""
            return f"{sum(one.minutes for one in found)} minutes{said}"
        return f"{len(found)} of {self._shared(self.asked.at_least)}" if self.asked.at_least > 1 else None


def _in(span: Span, happened: Sequence[Happening]) -> list[Happening]:
    return [one for one in happened if span.first <= one.on <= span.last]
