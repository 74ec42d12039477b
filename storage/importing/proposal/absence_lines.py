"""The lines of a proposed mapping that are about absences: whose, until when, and whether for sickness."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from typing import Final, TypeAlias

from storage.importing.mapped.half_days import (
    HALF,
    days_in,
    is_half,
    length_in,
    of_one_day,
    part_in_length,
    part_of_day,
    partly,
    parts_of_days,
    short_in_hours,
)
from storage.importing.mapped.mapping import UNDECIDED
from storage.importing.mapped.own_cells import is_set
from storage.importing.mapped.rota_codes import SICK, SUDDEN, are_codes
from storage.importing.proposal.illnesses import OF_ILLNESS, are_worded, is_full, sick_of
from storage.importing.proposal.mapping_lines import listed, quoted
from storage.importing.proposal.own_columns import Column
from storage.importing.proposal.rota_lines import RotaLines, named_beside

_HALF_WORKED: Final = "a guess: half a day, on which they work too"
_WHOLE_DAYS: Final = "they are taken as whole days"
_PERHAPS_HALF: Final = "they come in as whole days; take the # away under absences if they are half ones"
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


#: A column, its words whose rows are none, and why.
_LeftOut: TypeAlias = tuple[Column, list[str], str]


@dataclass(slots=True)
class AbsenceLines(RotaLines):
    """Written with the others of a file."""

    def of_absence(self, ours: str, found: Mapping[str, Column]) -> bool:
        """Whether it was one of these."""
        column = found[ours]
        match ours:
            case "sickness" if self._by_codes(found):
                self.rota_codes(column)
            case "sickness" if column.words and not column.are_flags and not column.leave_words:
                self.illnesses(column, found["first"])
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

    def whose_alone(self, found: Mapping[str, Column], mine: Column | None) -> list[str]:
        """The column without which a rota's row is nobody's, as that of a vacant post."""
        if not mine or not self._by_codes(found) or named_beside(mine, self.columns) or all(mine.cells):
            return []
        self.guessed.append(f"absences: rows of which “{mine.title}” names nobody don't come in")
        return [mine.title]

    def code_alone(self, found: Mapping[str, Column]) -> list[str]:
        """The column of codes, where some cells say nothing by a word."""
        return [found["sickness"].title] if self._by_codes(found) and found["sickness"].nothing else []

    def sickness(self, column: Column) -> None:
        """What isn't for sickness is taken as planned; somebody decides what is neither leave nor sickness."""
        at_work = _at_work(column)
        sick = column.saying(SICK)
        if column.are_flags:
            sick = {word for word in column.words if is_set(word)}
        unsure = set() if column.are_flags else column.words.keys() - column.leave_words - at_work
        self.note("sickness", column)
        self._yes_or_no("sickness", column, sick - at_work, unsure, at_work)
        self.note("planned", column, "a guess: all but sickness, and what nobody can plan")
        sudden = column.saying(SUDDEN)
        either = column.saying(_EITHER) - column.saying(_LONG) - sick - sudden - at_work
        either = set() if column.are_flags else either
        self._yes_or_no("planned", column, column.words.keys() - sick - sudden, unsure | either, at_work)
        self._kinds_decided(column, unsure, either)

    def illnesses(self, column: Column, first: Column) -> None:
        """Where no row says a kind of leave, they are what people were ill with: all of them, or those of some codes,
        where a column of such says something in each row; else somebody decides."""
        said = f"“{column.title}” says what people were ill with"
        if not is_full(column, first):
            kinds = (one for one in self.columns if is_full(one, first) and sick_of(one, column))
            if of_some := next(kinds, None):
                self._by_code(of_some, column)
                return
            for ours in ("sickness", "planned"):
                self.undecided_yet(ours, f"{said}, and nothing in some rows")
        elif are_worded(column):
            self.used.add(column.title)
            self.fixed("sickness", "yes", f"a guess: {said}")
            self.fixed("planned", "no", "sickness isn't")
        else:
            ill = (
                one for one in self.columns if one is not column and not OF_ILLNESS.isdisjoint(one.heading)
            )
            beside = next(ill, None)
            if beside and are_worded(beside) and is_full(beside, first):
                self.illnesses(beside, first)
            else:
                self._by_code(column, beside)

    def _by_code(self, kinds: Column, illnesses: Column | None = None) -> None:
        """Of codes whose meaning isn't known those in whose rows it is said what people were ill with are sickness;
        somebody decides what the others are."""
        sick = sick_of(kinds, illnesses) if illnesses else set[str]()
        unsure, why = kinds.words.keys() - sick, ""
        if illnesses:
            self.used.add(illnesses.title)
        if illnesses and sick:
            rows = ", ".join(sorted(sick))
            why = f"a guess: in the rows of {rows} “{illnesses.title}” says what people were ill with"
        for ours, yes in (("sickness", sick), ("planned", set[str]())):
            self.note(ours, kinds, why)
            self._yes_or_no(ours, kinds, yes, unsure, set())
        self._kinds_decided(kinds, unsure, set())

    def _kinds_decided(self, column: Column, unsure: Set[str], either: Set[str]) -> None:
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
        short = sorted(word for word in said if (number := days_in(word)) is not None and number <= 1)
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
        left = list(self._half_days(found))
        sort = found.get("sickness")
        if sort and (at_work := sorted(_at_work(sort))):
            left.append((sort, at_work, "a guess: no absence, they are at work"))
        left = _of_each(left)
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

    def _half_days(self, found: Mapping[str, Column]) -> Iterator[_LeftOut]:
        """By their length, else by what says which half it was; and by their kind."""
        first, last = found["first"], found.get("last")
        if last is None:
            return
        days, free = self._lengths(last), [c for c in self.columns if c not in found.values()]
        halves = sorted(word for word in days.words if 0 < (days_in(word) or 1) <= HALF) if days else []
        parts = parts_of_days(free)
        # Of somebody part-time a whole day is less than one.
        if days and halves and {"fte", "wte"}.isdisjoint(days.heading):
            yield days, halves, _HALF_WORKED
        elif parts:
            self._by_parts(parts)
        elif told := part_in_length(free, first, last) or part_of_day(free, first, last):
            yield *told, _HALF_WORKED
        elif short := short_in_hours(free, first, last):
            self._short(*short)
        if parts and (some := partly(parts, first, last)):
            self.guessed.append(
                f"absences: {some:,} of several days begin or end with half a day: {_WHOLE_DAYS}"
            )
        sort = found.get("sickness")
        words = sorted(filter(is_half, sort.words)) if sort and sort.leave_words else []
        if sort and (words := of_one_day(sort, words, first, last)):
            yield sort, words, _HALF_WORKED

    def _by_parts(self, parts: tuple[Column, Column]) -> None:
        titles = [column.title for column in parts]
        self.used.update(titles)
        self.lines.append(f"    half_days: [{listed(titles)}]  # {_HALF_WORKED}")
        self.guessed.append(
            f"absences: of one day of which {' and '.join(titles)} say the same half, left out, {_HALF_WORKED}"
        )

    def _short(self, hours: Column, words: Sequence[str]) -> None:
        """What is no more than that may be half a day, or a whole one of somebody part-time."""
        out = f"leave_out: {{{quoted(hours.title)}: [{listed(words)}]}}"
        self.lines.append(f"    # {out}  # {_PERHAPS_HALF}")
        self.guessed.append(
            f"absences: rows of one day whose “{hours.title}” says {', '.join(words)}: {_PERHAPS_HALF}"
        )

    def _lengths(self, last: Column) -> Column | None:
        return length_in(self.columns, last)

    def _yes_or_no(
        self, ours: str, column: Column, yes: Set[str], unsure: Set[str], left_out: Set[str]
    ) -> None:
        self.lines += [f"      {ours}:", f"        from: {quoted(column.title)}", "        words:"]
        for word in sorted(column.words.keys() - left_out):
            means = f"'{UNDECIDED}'{_CHOICE}" if word in unsure else "yes" if word in yes else "no"
            self.lines.append(f"          {quoted(word)}: {means}")


def _of_each(left: Sequence[_LeftOut]) -> list[_LeftOut]:
    """Of one column once, for each reason that it has."""
    by: dict[str, _LeftOut] = {}
    for column, words, why in left:
        before = by.get(column.title)
        by[column.title] = (
            (column, sorted({*before[1], *words}), f"{before[2]}; {why}") if before else (column, words, why)
        )
    return list(by.values())


def _at_work(column: Column) -> Set[str]:
    """What is no absence; a column of flags, or of what people were ill with, says nothing of it."""
    if column.are_flags or not column.leave_words:
        return set()
    return column.saying(_AT_WORK)


def number_of(text: str) -> float | None:
    try:
        return float(text.replace(",", ".").removesuffix("%"))
    except ValueError:
        return None
