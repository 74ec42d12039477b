"""The lines of a proposed mapping that are about absences: whose, until when, and whether for sickness."""

from __future__ import annotations

import re
from collections.abc import Mapping, Set
from dataclasses import dataclass
from typing import Final

from storage.importing.mapping import UNDECIDED
from storage.importing.mapping_lines import listed, quoted
from storage.importing.own_cells import is_set
from storage.importing.own_columns import Column
from storage.importing.rota_codes import SICK, SUDDEN, are_codes
from storage.importing.rota_lines import RotaLines, named_beside

_HALF: Final = 0.5
_HALF_WORKED: Final = "a guess: half a day, on which they work too"
#: Words of the heading of a column that says which half of a day it was; it has few words.
_OF_HALF: Final = frozenset({"half", "am", "pm", "ampm"})
_FEW: Final = 6
#: What stands at a kind of absence that somebody has to decide.
_CHOICE: Final = "  # yes or no; what is no absence at all: under leave_out, which leaves the row out"
#: At work, other than usually: no absence.
_AT_WORK: Final = re.compile(
    r"phased|\b(?:work\w*|based) (?:from|at|in|else|remote)|home\s?work|adjusted|amended|lighter|\bredeploy"
    r"|reasonable adj",
    re.IGNORECASE,
)
#: Leave that is always planned, and such as may or may not be.
_LONG: Final = re.compile(r"\b(?:parental|[mp]aternity|adopt\w*|annual)\b", re.IGNORECASE)
_EITHER: Final = re.compile(r"\bspecial\b|\bunpaid\b|unauthori", re.IGNORECASE)


@dataclass(slots=True)
class AbsenceLines(RotaLines):
    """Written with the others of a file."""

    def of_absence(self, ours: str, found: Mapping[str, Column]) -> bool:
        """Whether it was one of these."""
        column = found[ours]
        match ours:
            case "sickness" if self._by_codes(found):
                self.rota_codes(column)
            case "sickness":
                self.sickness(column)
            case "last":
                self.last(column, found["first"])
            case "staff_number" if self._by_codes(found):
                self.rota_person(column, named_beside(column, self.columns))
            case "staff_number":
                self.person(ours, column.where(found["first"]))
            case _:
                return False
        return True

    def _by_codes(self, found: Mapping[str, Column]) -> bool:
        """A row for each day, and a code of what somebody did then."""
        return found.get("last") is found["first"] and "sickness" in found and are_codes(found["sickness"])

    def sickness(self, column: Column) -> None:
        """What isn't for sickness is taken as planned. Where no row says a kind of leave, they are what people were ill
        with; where some do, somebody decides what the others are."""
        at_work = _at_work(column)
        sick = {word for word in column.words if SICK.search(word)}
        if column.are_flags:
            sick = {word for word in column.words if is_set(word)}
        elif column.words and not column.leave_words:
            self.fixed("sickness", "yes", f"a guess: “{column.title}” says what people were ill with")
            self.fixed("planned", "no", "sickness isn't")
            self.used.add(column.title)
            return
        unsure = set() if column.are_flags else column.words.keys() - column.leave_words - at_work
        self.note("sickness", column)
        self._yes_or_no("sickness", column, sick - at_work, unsure, at_work)
        self.note("planned", column, "a guess: all but sickness, and what nobody can plan")
        sudden = {word for word in column.words if SUDDEN.search(word)}
        either = (
            set()
            if column.are_flags
            else {w for w in column.words if _EITHER.search(w) and not _LONG.search(w)}
            - sick
            - sudden
            - at_work
        )
        self._yes_or_no("planned", column, column.words.keys() - sick - sudden, unsure | either, at_work)
        for word in sorted(unsure | either):
            what = "sickness and planned" if word in unsure else "planned"
            self.undecided.append(
                f"{what}: what '{word}' is ({column.words[word]:,} rows): yes, no, or no absence at all (leave_out)"
            )

    def last(self, last: Column, first: Column) -> None:
        """Where the last day of a single day off isn't written: how many days it was tells."""
        days = self._lengths(last)
        open_ones = [at for at, cell in enumerate(last.cells) if not cell and first.cells[at]]
        said = {days.cells[at] for at in open_ones} if days else set()
        short = sorted(word for word in said if (number := number_of(word)) is not None and number <= 1)
        if not days or not short or last is first:
            self.plain("last", last)
            return
        why = "a guess: without one it is of one day where its length says so"
        self.note("last", last, why)
        self.used.add(days.title)
        when = f"{{from: {quoted(first.title)}, when: {{{quoted(days.title)}: [{listed(short)}]}}}}"
        self.lines.append(f"      last: {{from: {quoted(last.title)}, or: {when}}}  # {why}")

    def leave_out_at_work(self, found: Mapping[str, Column]) -> None:
        """Whoever works on a day is never taken as away: half days, by their length, and what is no absence."""
        if self._by_codes(found):
            self.rota_left_out(found["sickness"], found["first"])
            return
        days = self._lengths(found["last"]) if "last" in found else None
        halves = sorted(word for word in days.words if 0 < (number_of(word) or 1) <= _HALF) if days else []
        left: list[tuple[Column, list[str], str]] = []
        # Of somebody part-time a whole day is less than one.
        if days and halves and {"fte", "wte"}.isdisjoint(days.heading):
            left.append((days, halves, _HALF_WORKED))
        elif told := self._halves(found):
            left.append(told)
        sort = found.get("sickness")
        if sort and (at_work := sorted(_at_work(sort))):
            left.append((sort, at_work, "a guess: no absence, they are at work"))
        said = [(f"{quoted(column.title)}: [{listed(words)}]", why) for column, words, why in left]
        if len(said) == 1:
            self.lines += [f"    leave_out: {{{one}}}  # {why}" for one, why in said]
        elif said:
            self.lines += ["    leave_out:", *(f"      {one}  # {why}" for one, why in said)]
        for column, words, why in left:
            self.guessed.append(
                f"absences: rows whose “{column.title}” says {', '.join(words)} are left out, {why}"
            )
            self.used.add(column.title)

    def _halves(self, found: Mapping[str, Column]) -> tuple[Column, list[str], str] | None:
        """A column that says which half of a day it was, or that it was one: of its words those of single days."""
        first, last = found["first"], found.get("last")
        taken = [*found.values(), first]
        named = (c for c in self.columns if not _OF_HALF.isdisjoint(c.heading) and c not in taken)
        half = next((c for c in named if 0 < len(c.words) <= _FEW and c.filled < len(c.cells)), None)
        if half is None or last is None:
            return None
        days = zip(half.cells, first.cells, last.cells, strict=True)
        longer = {word for word, begins, ends in days if begins != ends}
        words = [word for word in sorted(half.words) if word not in longer and is_set(word) is not False]
        return (half, words, _HALF_WORKED) if words else None

    def _lengths(self, last: Column) -> Column | None:
        return next((c for c in self.columns if c.are_lengths_in_days and c is not last), None)

    def _yes_or_no(
        self, ours: str, column: Column, yes: Set[str], unsure: Set[str], left_out: Set[str]
    ) -> None:
        self.lines += [f"      {ours}:", f"        from: {quoted(column.title)}", "        words:"]
        for word in sorted(column.words.keys() - left_out):
            means = f"'{UNDECIDED}'{_CHOICE}" if word in unsure else "yes" if word in yes else "no"
            self.lines.append(f"          {quoted(word)}: {means}")


def _at_work(column: Column) -> Set[str]:
    """What is no absence; a column of flags, or of what people were ill with, says nothing of it."""
    if column.are_flags or not column.leave_words:
        return set()
    return {word for word in column.words if _AT_WORK.search(word)}


def number_of(text: str) -> float | None:
    try:
        return float(text.replace(",", ".").removesuffix("%"))
    except ValueError:
        return None
