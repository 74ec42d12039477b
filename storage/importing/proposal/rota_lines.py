"""The lines of a proposed mapping that are about codes of days, as of a rota: what each is, and whose they are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from policy.folding import fold
from storage.importing.columns import values as v
from storage.importing.mapped.mapping import UNDECIDED
from storage.importing.mapped.rota_codes import OF_MONTHS, OPEN_ENDED, SICK, SUDDEN_BY_CODE, Means, means
from storage.importing.proposal.mapping_lines import listed, quoted
from storage.importing.proposal.own_columns import Column
from storage.importing.proposal.person_lines import PersonLines, digits_lost

#: Which codes are no absence, and why.
_LEFT: Final = {
    Means.AT_WORK: "they are at work, or not in post",
    Means.HALF: "half a day, on which they work too",
    Means.ASKED_FOR: "asked for, and not granted",
}
_CHOICE: Final = '  # yes or no, or "" in both where it is no absence'
_OR_FREE: Final = "a day on which they wouldn't be at work goes under no_gap instead"
_FREE: Final = "a guess: days between on which nobody would be at work"
_GOES_ON: Final = (
    "a guess: only written once they have been; one that reaches the last such day has no last day yet"
)
_AHEAD: Final = "stands at days to come too: only what reaches the last day of the file has no last day yet"
_OPEN_ENDED: Final = "a guess: nobody knows when they are back; what ends with it has no last day yet"


@dataclass(slots=True)
class RotaLines(PersonLines):
    """Written with the others of a file."""

    def rota_left_out(self, codes: Column, days: Column) -> None:
        """Beside ``columns``: which codes are no absence, and of which no more is written than has been."""
        left = {why: self._meaning(codes, one) for one, why in _LEFT.items()}
        words = [word for some in left.values() for word in some]
        if words:
            self.lines.append(
                f"    leave_out: {{{quoted(codes.title)}: [{listed(words)}]}}  # a guess: no absences"
            )
        for why, some in left.items():
            if some:
                self.guessed.append(f"absences: “{codes.title}” {', '.join(some)} left out, a guess: {why}")
        self._days_that("no_gap", codes, self._meaning(codes, Means.FREE), _FREE)
        away = self._meaning(codes, Means.AWAY)
        open_ended = [word for word in away if OPEN_ENDED.search(fold(codes.spelt(word)))]
        self._days_that("open_ended", codes, open_ended, _OPEN_ENDED)
        long = [word for word in away if OF_MONTHS.search(fold(codes.spelt(word)))]
        may = [word for word in (*self._sick(codes), *long) if word not in open_ended]
        ahead = [word for word in may if self._is_ahead(codes.beside(word, days))]
        once = [word for word in may if word not in ahead and word not in long]
        self._days_that("goes_on", codes, sorted([*once, *ahead]), _GOES_ON if once else f"a guess: {_AHEAD}")
        if once and ahead:
            self.guessed[-1] = f"absences: “{codes.title}” {', '.join(once)}: {_GOES_ON}"
            self.guessed.append(f"absences: “{codes.title}” {', '.join(ahead)} {_AHEAD}")

    def _is_ahead(self, days: Iterable[str]) -> bool:
        said = map(v.day_if_readable, days)
        return any(day > self.vocabulary.staff.today for day in said if day)

    def _days_that(self, said: str, codes: Column, words: Sequence[str], why: str) -> None:
        if words:
            self.lines.append(f"    {said}: {{{quoted(codes.title)}: [{listed(words)}]}}  # {why}")
            self.guessed.append(f"absences: “{codes.title}” {', '.join(words)}: {why}")

    def rota_codes(self, codes: Column) -> None:
        """Of those that are absences, whether each is planned and for sickness."""
        unknown, sick = self._meaning(codes, Means.UNKNOWN), self._sick(codes)
        sudden = [
            word for word in self._meaning(codes, Means.AWAY) if SUDDEN_BY_CODE.search(codes.spelt(word))
        ]
        mine = sorted([*self._meaning(codes, Means.AWAY), *unknown])
        self.note("sickness", codes)
        for ours, yes in (("sickness", sick), ("planned", [w for w in mine if w not in (*sick, *sudden)])):
            self.lines += [f"      {ours}:", f"        from: {quoted(codes.title)}", "        words:"]
            for word in mine:
                said = f"'{UNDECIDED}'{_CHOICE}" if word in unknown else "yes" if word in yes else "no"
                self.lines.append(f"          {quoted(word)}: {said}")
        for word in unknown:
            said = (
                f"what '{word}' is ({codes.words[word]:,} days): yes, no, or \"\" for no absence; {_OR_FREE}"
            )
            self.undecided.append(f"sickness and planned: {said}")

    def rota_person(self, number: Column, name: Column | None) -> None:
        """By name where no number stands, as of agency staff."""
        unnumbered = _where_empty(name, number) if name else None
        if unnumbered is None or not unnumbered.words:
            self.person("staff_number", number)
            return
        mine = self._of_person(number)
        if len(mine) == 1:
            digits = digits_lost(number, self.vocabulary.staff.numbers)
            mine = ["      staff_number:", f"        from: {quoted(number.title)}"]
            mine += [f"        digits: {digits}"] if digits else []
        first, *others = self._of_person(unnumbered)
        self.lines += [*mine, f"        or:{first.partition(':')[2]}", *(f"  {line}" for line in others)]

    def _of_person(self, column: Column) -> list[str]:
        """The lines that would be written, not yet among the others."""
        at = len(self.lines)
        self.person("staff_number", column)
        mine = self.lines[at:]
        del self.lines[at:]
        return mine

    def _meaning(self, codes: Column, one: Means) -> list[str]:
        return sorted(word for word in codes.words if means(codes, word) is one)

    def _sick(self, codes: Column) -> list[str]:
        return [word for word in self._meaning(codes, Means.AWAY) if SICK.search(codes.spelt(word))]


def named_beside(number: Column, columns: Sequence[Column]) -> Column | None:
    """The column of names of those who have no number there."""
    return next(_named(number, columns), None)


def _named(number: Column, columns: Sequence[Column]) -> Iterator[Column]:
    for column in columns:
        if (
            column is not number
            and column.are_names
            and not column.of_others
            and _where_empty(column, number).words
        ):
            yield column


def _where_empty(column: Column, other: Column) -> Column:
    """What it says in rows in which another says nothing."""
    return column.of_rows([not cell for cell in other.cells])
