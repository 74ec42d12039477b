"""The lines of a proposed mapping that name people, and who of them is to be decided."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from policy.folding import fold
from storage.importing.checks.spellings import Spellings
from storage.importing.checks.strangers import is_name, may_be_children
from storage.importing.columns.values import ImportVocabulary
from storage.importing.faults import Unreadable
from storage.importing.mapped.mapping import UNDECIDED
from storage.importing.proposal.guessed_people import WHOLE, Guess
from storage.importing.proposal.guesses_in_column import GuessesInColumn
from storage.importing.proposal.mapping_lines import MappingLines, quoted
from storage.importing.proposal.own_columns import MOSTLY, NEARLY, Column
from storage.importing.proposal.own_nothing import names_nobody
from storage.importing.proposal.reference_letters import other_letters
from storage.importing.staff import NAMED

#: Words of a heading of what may tell two people of one name apart.
_TELLS: Final = (
    "email",
    "id",
    "number",
    "reference",
    "code",
    "team",
    "unit",
    "service",
    "area",
    "post",
    "position",
)
#: What a row needs: without it, it is passed over. A case whose worker is nobody is nobody's.
_PASSED_OVER: Final = frozenset({"supervisor", "supervisee", "staff_number"})
#: Numbers with more figures than this are no staff numbers.
_WIDEST: Final = 13
#: What stands over the names of a column that are somebody's in another way.
WORDS_OF_NAMES: Final = "        words:  # names that aren't here go on as they are"
#: As many who are known by nobody's name are listed, whatever they look like.
_LISTED: Final = 40


class Leads(NamedTuple):
    """Who leads a group's session, by its column, and which sessions are groups', as a mapping writes it."""

    leader: Column
    when: str


@dataclass(slots=True)
class PersonLines(MappingLines):
    """``columns``: all of the file's; ``allocated``: it says since when and until when each worker had a case;
    ``leavers``: it is a list of those."""

    vocabulary: ImportVocabulary = field(kw_only=True)
    columns: Sequence[Column] = ()
    allocated: bool = False
    leavers: bool = False

    def person(
        self,
        ours: str,
        column: Column,
        told: Column | None = None,
        group: Leads | None = None,
        company: Column | None = None,
    ) -> None:
        """``told``: the column that tells two of one name apart, where the file shows that there are such; ``group``:
        who leads a group's session whose cell names nobody; ``company``: who else is in it. Names that nobody has, or
        two people, are guessed or for somebody to decide, where staff are known."""
        digits = digits_lost(column, self.vocabulary.staff.numbers)
        nobody = {word for word in column.words if self._is_nobody(word)}
        guessed = {} if told else self._guessed(column, nobody, company)
        twice, unknown = self._open_names(column, digits, {*guessed, *nobody})
        if self._are_unnamed(ours, column, {*guessed, *nobody, *twice}, nobody):
            return
        twice, unknown = self._asked_here(twice), self._asked_here(unknown)
        guessed = {word: one for word, one in guessed.items() if self._elsewhere(word) != one.number}
        told_here = {word for word in nobody if self._elsewhere(word) != ""}
        strangers = _PASSED_OVER & {ours} and {word for word in unknown if word.isdecimal()}
        beside = told or self._beside(column, twice)
        doubtful = {
            word for word in column.words if told and _says_several(column, word, told)
        } | twice.keys()
        if not doubtful and not unknown and not guessed and not (nobody if group else told_here):
            self._plain_or_asked(ours, column, digits)
            return
        self.note(ours, column)
        self.lines += [f"      {ours}:", f"        from: {quoted(column.title)}"]
        if digits:
            self.lines.append(f"        digits: {digits}  # {self._lost(ours, column, digits)}")
        if beside and doubtful:
            self._told_by(ours, beside)
        worded = bool(doubtful or unknown or guessed or told_here)
        self.lines += [WORDS_OF_NAMES] * worded
        self._nobody(ours, column, told_here, strangers or set())
        sure = self._sure(ours, column, guessed, company)
        for word, one in sorted(guessed.items()):
            self._guess(ours, word, one, sure=word in sure)
        to_ask = {word: why for word, why in {**unknown, **twice}.items() if word not in (strangers or ())}
        for word, why in self._to_decide(column, beside, doubtful, to_ask):
            self._decided(ours, word, why)
        if nobody and group:
            self._or_leader(group, column)

    def _plain_or_asked(self, ours: str, column: Column, digits: int) -> None:
        """Of a column of names whose people are all strangers it is asked whether it is the right one."""
        named = [word for word in column.words if is_name(word)]
        known = self.vocabulary.staff.guesses.known
        met = not known or self._names_staff(column) or any(map(self._is_left_out, column.words))
        met = met or any(self._elsewhere(word) for word in column.words)
        if met or 2 * len(named) <= len(column.words):
            self.numbered(ours, column, digits)
            return
        self._asked_whether(ours, column, named)

    def _are_unnamed(
        self, ours: str, column: Column, settled: Collection[str], nobody: Collection[str]
    ) -> bool:
        """Where most who are named there are nobody's it is asked whether it is the right column; no name that isn't
        known is asked about, written down or shown. Whether that is all there is to say of it."""
        strangers = set(self._strangers(column, settled))
        self.strangers.update(strangers)
        named = [word for word in self._told_apart(column.words) if is_name(word) and word not in nobody]
        if not may_be_children(len(strangers), len(named) - len(strangers)):
            return False
        self.unnamed.update(strangers)
        if not (settled and self._names_staff(column)):
            self._asked_whether(ours, column, strangers)
            return True
        self._ask_whether(ours, column, strangers)
        return False

    def _names_staff(self, column: Column) -> bool:
        return any(self.vocabulary.staff.known(word) for word in column.words)

    def _asked_whether(self, ours: str, column: Column, strangers: Collection[str]) -> None:
        """And no word of it."""
        self.plain(ours, column, f"'{UNDECIDED}' {self._ask_whether(ours, column, strangers)}")

    def _ask_whether(self, ours: str, column: Column, strangers: Collection[str]) -> str:
        nobody = "nobody named there is among the people"
        if self._names_staff(column):
            nobody = f"{len(strangers):,} names there are nobody's among the people, and aren't shown"
        why = f"{nobody}: is it this column, and is their name mapped right?"
        self.undecided.append(f"{ours}: “{column.title}” is taken for it, and {why}")
        return why

    def _sure(
        self, ours: str, column: Column, guessed: Mapping[str, Guess], company: Column | None
    ) -> set[str]:
        """Whom nobody has to look at one by one: by their whole name, or beside somebody of their line or team."""
        beside = GuessesInColumn(self.vocabulary.staff, column, self.columns, company)
        sure = {word for word, one in guessed.items() if one.why in WHOLE} | beside.lined(guessed)
        if sure:
            self.guessed.append(
                f"{ours}: {len(sure):,} by their whole name, or by a part of it beside somebody of their line or team, "
                "guesses that stand in the mapping"
            )
        return sure

    def _guess(self, ours: str, word: str, one: Guess, *, sure: bool = False) -> None:
        self.lines.append(f"          {quoted(word)}: {quoted(one.number)}  # a guess: {one.name}, {one.why}")
        if not sure:
            self.to_look_at.append(f"{ours}: '{word}' is {one.name} ({one.number}), a guess {one.why}")

    def _decided(self, ours: str, word: str, why: str) -> None:
        """By the team that stands beside the name, after a bar, or by somebody."""
        name, bar, team = word.partition(" | ")
        if bar and (one := self.vocabulary.staff.guesses.guess(f"{name} ({team})")):
            self._guess(ours, word, one)
            return
        self.lines.append(f"          {quoted(word)}: '{UNDECIDED}'{why and f'  # {why}'}")
        self.undecided.append(f"{ours}: who '{word}' is{why and f'; {why}'}")

    def _or_leader(self, group: Leads, who: Column) -> None:
        """A group's, and no other's, is whoever leads it, who is called there as everywhere in that column."""
        meant = self._guessed(group.leader, (), who)
        words = ", ".join(f"{quoted(word)}: {quoted(one.number)}" for word, one in sorted(meant.items()))
        words = f", words: {{{words}}}" if words else ""
        said = f"{{from: {quoted(group.leader.title)}, when: {{{group.when}}}{words}}}"
        self.lines.append(f"        or: {said}  # a guess: a group's is whoever leads it")

    def _told_by(self, ours: str, beside: Column) -> None:
        why = "tells two people of one name apart"
        self.lines.append(f"        beside: {quoted(beside.title)}  # a guess: {why}")
        self.guessed.append(f"{ours}: “{beside.title}” {why}, a guess")
        self.used.add(beside.title)

    def _nobody(self, ours: str, column: Column, nobody: Collection[str], strangers: Collection[str]) -> None:
        """``strangers``: staff numbers that the file of people doesn't have: their rows are passed over."""
        self.lines += [f'          {quoted(word)}: ""  # a guess: nobody' for word in sorted(nobody)]
        if nobody:
            self.guessed.append(f"{ours}: {', '.join(sorted(nobody))}: nobody, a guess")
        for word in sorted(strangers):
            why = f"no such number among the staff; the {column.words[word]:,} rows are passed over"
            self.lines.append(f'          {quoted(word)}: ""  # a guess: {why}')
            self.to_look_at.append(f"{ours}: '{word}' is nobody, a guess: {why}")

    def numbered(self, ours: str, column: Column, digits: int, why: str = "") -> None:
        """A staff number, of which some may have lost their zeros."""
        if not digits:
            self.plain(ours, column, why)
            return
        self.note(ours, column, why)
        lost = self._lost(ours, column, digits)
        self.lines.append(f"      {ours}: {{from: {quoted(column.title)}, digits: {digits}}}  # {lost}")

    def reference_words(self, column: Column) -> str:
        """How a case is called in the other lists, where this column leaves letters off, or has them alone."""
        other = other_letters(column.words, self.vocabulary.references.known())
        if other is None:
            return ""
        if other.is_sure:
            self.to_look_at.append(f"case: “{column.title}” is {other.said}, a guess: {other.why}")
        else:
            asked = (f"'{word}'" for word, means in other.words.items() if means == UNDECIDED)
            self.undecided.append(f"case: what {next(asked)} is here: {other.why}; {other.to_write}")
        said = (
            f"{quoted(word)}: {repr(means) if means == UNDECIDED else quoted(means)}"
            for word, means in other.words.items()
        )
        return f", words: {{{', '.join(said)}}}"

    def _lost(self, ours: str, column: Column, digits: int) -> str:
        rows = sum(n for word, n in column.words.items() if word.isdecimal() and len(word) < digits)
        why = f"a guess: zeros in front were dropped in {rows:,} rows"
        self.guessed.append(f"{ours}: {why}, and numbers of “{column.title}” have {digits} figures")
        return why

    def _to_decide(
        self, column: Column, beside: Column | None, doubtful: set[str], why: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        for word in sorted(doubtful | why.keys()):
            said = why.get(word, "two people, by what stands beside the name")
            if word in doubtful and beside:
                yield from (
                    (f"{word} | {other}", said) for other, _ in column.beside(word, beside).most_common()
                )
            else:
                yield word, said

    def _is_nobody(self, word: str) -> bool:
        with suppress(Unreadable):
            return names_nobody(word) and self.vocabulary.staff.number(word) is None
        return False

    def _guessed(self, column: Column, nobody: Collection[str], other: Column | None) -> dict[str, Guess]:
        """Who is probably meant by words that are no one person's name."""
        open_ones = (
            word
            for word in self._told_apart(column.words)
            if word not in nobody and not word.isdecimal() and self.vocabulary.staff.known(word) is None
        )
        open_ones = (word for word in open_ones if not self._is_left_out(word))
        return GuessesInColumn(self.vocabulary.staff, column, self.columns, other).of(open_ones)

    def _asked_here(self, names: Mapping[str, str]) -> dict[str, str]:
        return {
            word: why
            for word, why in names.items()
            if word not in self.unnamed and self._elsewhere(word) is None
        }

    def _elsewhere(self, word: str) -> str | None:
        """What another mapping says or asks who it is: that holds here too, and is asked there."""
        return self.vocabulary.staff.elsewhere.get(fold(word))

    def _is_left_out(self, word: str) -> bool:
        """As a mapping of people says: it is no question who they are."""
        with suppress(Unreadable):
            return self.vocabulary.staff.is_left_out(word)
        return False

    @staticmethod
    def _told_apart(words: Iterable[str]) -> list[str]:
        """One of those that are compared alike."""
        return list({fold(word): word for word in words}.values())

    def _open_names(
        self, column: Column, digits: int, settled: Collection[str]
    ) -> tuple[dict[str, str], dict[str, str]]:
        """The words that two people are called, and those that nobody is, each with a remark; none where hardly anybody
        of the column is known. ``settled``: of which it is proposed who they are."""
        twice: dict[str, str] = {}
        unknown: dict[str, str] = {}
        folded = set(map(fold, settled))
        beside = GuessesInColumn(self.vocabulary.staff, column, self.columns)
        left = {
            one
            for one in column.words
            if self._is_left_out(one) and "by their surname" not in beside.perhaps(one)
        }
        open_ones = (one for one in column.words if fold(one) not in folded and one not in left)
        for word in self._told_apart(open_ones):
            try:
                known = word.zfill(digits) if word.isdecimal() else word
                if self.vocabulary.staff.number(known) is None:
                    unknown[word] = self._near(word, column)
            except Unreadable as several:
                twice[word] = str(several).split(": ", maxsplit=1)[0]
        if len(unknown) <= min(_LISTED, (1 - MOSTLY) * len(column.words)):
            return twice, unknown
        # Where some of a column are known, its names are people's, however many are nobody's.
        if not settled and len(unknown) + len(twice) == len(self._told_apart(column.words)):
            return {}, {}
        return twice, {word: why for word, why in unknown.items() if is_name(word)}

    def _strangers(self, column: Column, settled: Collection[str]) -> Iterator[str]:
        """The names that nobody has, also where they are too many to be asked about."""
        if self.vocabulary.staff.guesses.known:
            for word in self._told_apart(one for one in column.words if one not in settled):
                if (
                    is_name(word)
                    and self._elsewhere(word) in (None, UNDECIDED)
                    and self.vocabulary.staff.known(word) is None
                    and not self._is_left_out(word)
                ):
                    yield word

    def _near(self, word: str, column: Column) -> str:
        near = self.vocabulary.staff.near(word)
        several = [f"{one.name} ({one.number})" for one in self.vocabulary.staff.guesses.fitting(word)]
        if several:
            one_of = "one of " if len(several) > 1 else "another's code stands beside "
            return f"{one_of}{', '.join(several[:NAMED])}"
        perhaps = GuessesInColumn(self.vocabulary.staff, column, self.columns).perhaps(word)
        return perhaps or (f"near {near}" if near else "nobody is called so")

    def _beside(self, column: Column, twice: Mapping[str, str]) -> Column | None:
        """Of the columns that may tell people apart, the one that says the fewest different things of each name."""
        if not twice:
            return None
        fits = [c for c in self.columns if c.title != column.title and not c.are_days and _tells(c)]
        fits = [c for c in fits if len(c.words) < NEARLY * c.filled]
        fits = [c for c in fits if all(_says_several(column, word, c) for word in twice)]
        said = {c.title: sum(len(column.beside(word, c)) for word in column.words) for c in fits}
        return min(fits, key=lambda c: said[c.title], default=None)


def digits_lost(column: Column, known: Spellings | None) -> int:
    """How many figures all its numbers have, where some lost zeros in front; 0 where none did. With zeros they have to
    be numbers that are known, and each one alone; of a file that says which there are (``known`` is None), most of the
    others have as many figures."""
    short = [word for word in column.words if word.isdecimal() and not word.startswith("0")]
    if known is None:
        whole = [len(word) for word in column.words if word.isdecimal() and word.startswith("0")]
        widths = set(whole) if 2 * len(whole) > len(column.words) else set()
        return max(widths) if len(widths) == 1 and any(len(word) < max(widths) for word in short) else 0
    found = [{n for n in range(len(w) + 1, _WIDEST) if known.has(w.zfill(n))} for w in short]
    widths = set().union(*found)
    alone = len(widths) == 1 and not any(known.has(w) for w in short if len(w) < max(widths))
    return max(widths) if alone else 0


def _tells(column: Column) -> bool:
    return bool(column.words) and not {*column.heading}.isdisjoint(_TELLS)


def _says_several(column: Column, word: str, other: Column) -> bool:
    return len(column.beside(word, other)) > 1
