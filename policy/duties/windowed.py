"""The life of a window: what is to happen once, or so often, or for so long, in each.

One is open at a time, the earliest unmet, overdue after its last day; later ones that ended unmet are counted in it.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

from policy import date_words
from policy.deadlines import Deadline, Start, in_window, no_deadline
from policy.duties.common import Assessing, DutyContext
from policy.duties.excused import Explains
from policy.facts import FactRef
from policy.obligations import REPORTED, Obligation, Step, Waiting
from policy.ruleset import Phase, Row, Rule
from policy.windows import Span, Windows

_DAY: Final = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Happening:
    """Something that counts: which fact, its day, how long it lasted. ``usual``: nobody said, so as long as usual;
    ``reported``: what another system knows of it, where it is known from there alone."""

    by: FactRef
    on: date
    minutes: int = 0
    usual: bool = False
    reported: str = ""


@dataclass(frozen=True, slots=True)
class Counted:
    """A window, what counts for it, and which of that met it."""

    span: Span
    own: tuple[Happening, ...] = ()
    by: Happening | None = None


@dataclass(frozen=True, slots=True)
class Life:
    """``over``: the windows that were met or missed; ``open``: the one that is asked (None where the days of the next
    aren't known); ``gone_by``: later ones that ended unmet."""

    over: tuple[Counted, ...]
    open: Counted | None
    gone_by: tuple[Span, ...] = ()


@dataclass(frozen=True, slots=True)
class Windowed:
    """The clock of one row that asks by windows. ``asked``: the row, or the phase of it, that says how much in each.
    ``since``: the day whose window is the first; ``until``: the last day on which one may end; ``joined``: when whom it
    is about began. ``percent``: of full time, where the row counts in proportion. ``late``: what is done after a window
    counts for the earliest that is open; without that it closes the earlier ones. ``left``: nothing more is asked."""

    work: Assessing
    rule: Rule
    row: Row
    asked: Row | Phase
    windows: Windows
    explains: Explains
    since: date
    joined: date
    until: date | None = None
    percent: int = 100
    late: bool = False
    left: bool = False

    def life(self, happened: Sequence[Happening]) -> Life:
        """Every window from the first on, each with what counts for it."""
        over, gone_by = list[Counted](), list[Span]()
        found: Counted | None = None
        last = max((h.on for h in happened), default=date.min)
        for one in self._counted(sorted(happened, key=lambda h: (h.on, h.by.id))):
            ended = self._ends(one.span)
            if one.by or (ended and self._is_closed(one.span, last)):
                over.append(one)
            elif ended and found:
                gone_by.append(one.span)
            elif found is None and (ended or not self.explains.away(one.span)):
                found = one
            if found and not ended:
                break
        return Life(tuple(over), found, tuple(gone_by))

    def deadline(self, life: Life) -> Deadline:
        """The end of the open window; where no further one is known, that is waited for."""
        if life.open is None:
            ended = max((term.last + _DAY for _, term in self.windows.terms), default=self.windows.origin)
            waits = no_deadline(self.rule, self.row, Start("start", ended), Waiting.TERM)
            return waits._replace(window=Span("term", "next", ended, ended, ended))
        gone = tuple(Step("went_by", fact=span.kind, on=span.first, result=span.due) for span in life.gone_by)
        found = self._deadline(life.open)
        last = () if life.open.own else _reported([h for one in life.over for h in one.own][-1:])
        return found._replace(steps=(*found.steps, *last, *gone))

    def over(self, about: DutyContext, life: Life) -> Iterator[Obligation]:
        """The windows that are met, and those that stay on record as missed."""
        for one in life.over:
            fact, first = one.span.fact, one.span.first
            if one.by:
                yield about.met(fact, first, one.by.by, one.by.on, one.span.due)
            else:
                yield about.missed(fact, first, self._deadline(one), self.explains.explanation(one.span))

    def obligations(self, about: DutyContext, happened: Sequence[Happening]) -> Iterator[Obligation]:
        """Those that are over and, while anything is asked, the open one."""
        life = self.life(happened)
        yield from self.over(about, life)
        if not self.left:
            yield about.open_by(self.deadline(life))

    # Windows

    def _counted(self, happened: Sequence[Happening]) -> Iterator[Counted]:
        at = 0
        for span in self._spans():
            while at < len(happened) and happened[at].on < span.first:
                at += 1  # more than was asked of a window serves no other
            taken = self._taken(span, happened[at:])
            at += len(taken)
            yield Counted(span, taken, taken[-1] if self._reached(span, taken) else None)

    def _spans(self) -> Iterator[Span]:
        span = self.windows.at(self.since)
        while span and (self.until is None or span.due <= self.until):
            if self.work.is_ours(span.first) and self._share(span):
                yield span
            span = self.windows.after(span)

    def _ends(self, span: Span) -> bool:
        """Whether it is over: of whoever left, with their last day."""
        self.work.changes_after(span.last)
        return span.last < self.work.on + self.left * _DAY

    def _is_closed(self, span: Span, last: date) -> bool:
        """Whether nothing more can meet one that ended unmet."""
        return self.left or (last > span.last and not self.late) or self.explains.away(span)

    # How much in each

    def _taken(self, span: Span, happened: Sequence[Happening]) -> tuple[Happening, ...]:
        """What counts for a window, up to what meets it."""
        taken: tuple[Happening, ...] = ()
        late = self.late and not self.explains.away(span)
        for one in happened:
            if self._reached(span, taken) or not (late or one.on <= span.last):
                break
            taken = (*taken, one)
        return taken

    def _reached(self, span: Span, taken: Sequence[Happening]) -> bool:
        number, minutes = self._owed(span)
        return bool(taken) and len(taken) >= number and sum(one.minutes for one in taken) >= minutes

    def _owed(self, span: Span) -> tuple[int, int]:
        """How many, and how many minutes: in proportion to hours worked and to the share, rounded up."""
        days, whole = self._share(span), (span.last - span.first).days + 1
        number, minutes = self.asked.at_least, self.asked.in_total or 0
        return -(-number * self.percent * days // (100 * whole)), -(
            -minutes * self.percent * days // (100 * whole)
        )

    def _share(self, span: Span) -> int:
        """For how many of its days it is owed: all, unless the row says otherwise of whoever joins inside."""
        whole = (span.last - span.first).days + 1
        if self.joined not in span or self.joined == span.first:
            return whole
        match self.row.first_window:
            case "in proportion":
                return (span.last - self.joined).days + 1
            case "not asked":
                return 0
            case _:
                return whole

    def _deadline(self, one: Counted) -> Deadline:
        found = in_window(self.rule, self.row, one.span, self._amount(one.span), self._found(one))
        found = found._replace(steps=(*found.steps, *_reported(one.own)))
        if self._share(one.span) == (one.span.last - one.span.first).days + 1:
            return found
        joined = Step("joined", on=self.joined, amount=f"{self._share(one.span)} days")
        return found._replace(steps=(found.steps[0], joined, *found.steps[1:]))

    def _amount(self, span: Span) -> str:
        each = str(self.asked.in_each) if self.asked.in_each else date_words.MONTHS[span.due.month - 1]
        number, minutes = self._owed(span)
        need = [f"{number} times"] if self.asked.at_least > 1 else []
        need += [f"{minutes} minutes"] if minutes else []
        return f"{' and '.join(need)} in each {each}" if need else each

    def _found(self, one: Counted) -> str | None:
        """How much there is, where more than one is asked."""
        if self.asked.in_total:
            unknown = sum(h.usual for h in one.own)
            said = f" ({unknown} of unknown length, taken as usual)" if unknown else ""
            return f"{sum(h.minutes for h in one.own)} minutes{said}"
        return f"{len(one.own)} of {self._owed(one.span)[0]}" if self.asked.at_least > 1 else None


def _reported(counted: Sequence[Happening]) -> tuple[Step, ...]:
    """Of what counts that another system alone knows of: which, and its day."""
    return tuple(Step(REPORTED, fact=one.reported, on=one.on) for one in counted if one.reported)
