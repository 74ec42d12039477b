"""Who is probably meant by the words of one column: by each alone, by what stands beside it in the file, and by
the codes of another system, of which each is one person's."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

from storage.importing.proposal.guessed_people import Called, Guess, named_in
from storage.importing.proposal.heading_words import OF_TEAMS
from storage.importing.proposal.own_columns import MOSTLY, Column
from storage.importing.staff import Staff

#: Ways that tell a part of a name, as it is; not initials, or what is only like it.
_PARTS: Final = re.compile(r"\b(?:forename|surname)\b")


@dataclass(frozen=True, slots=True)
class GuessesInColumn:
    """``columns``: all of the file's; ``other``: of a log's two columns of people the other one."""

    staff: Staff
    column: Column
    columns: Sequence[Column]
    other: Column | None = None

    def of(self, words: Iterable[str]) -> dict[str, Guess]:
        """Those of whom that is sure first: they tell of the others."""
        found: dict[str, Guess] = {}
        words = list(words)
        nobody: Mapping[str, set[str]] = {}
        for teams, beside in (({}, nobody), (self._teams(words), nobody), ({}, self._company())):
            for word in words:
                if word not in found and (
                    one := self.staff.guesses.guess(word, beside.get(word, ()), teams.get(word, ""))
                ):
                    found[word] = one
        return self._by_codes(words, found)

    def perhaps(self, word: str) -> str:
        """Of a name that nobody has the only one who has its surname and initial, else its surname or forename and
        the team that stands in its rows: too little for a guess, for somebody may have come or have married. Empty
        for several."""
        said = named_in(word).words
        if len(said) < 2:
            return ""
        people, teams = self.staff.guesses.known.values(), self._teams_beside(word)
        by_surname = [one for one in people if one.surname and " ".join(said).endswith(f" {one.surname}")]
        ways = {
            "by their surname and initial": [
                one for one in by_surname if any(name[0] == said[0][0] for name in one.forenames)
            ],
            "by their surname and the team beside it": [one for one in by_surname if one.works_in(teams)],
            "by their forename and the team beside it": [
                one for one in people if said[0] in one.forenames and one.works_in(teams)
            ],
        }
        found = ((some[0], why) for why, some in ways.items() if len(some) == 1)
        return next((f"perhaps {one.name} ({one.number}), {why}" for one, why in found), "")

    def lined(self, guessed: Mapping[str, Guess]) -> set[str]:
        """Of whom it is guessed who they are those beside whom whoever supervises them stands, or whom they supervise,
        or somebody of their team."""
        known = {text: self._meant(text) for line in self.staff.lines for text in line if text}
        lines = {frozenset(known.get(text) for text in line) for line in self.staff.lines}
        company = self._company()
        return {
            word
            for word, one in guessed.items()
            if _PARTS.search(one.why)
            and any(
                frozenset((one.number, other)) in lines or self._of_one_team(one.number, other)
                for other in company.get(word, ())
            )
        }

    def _of_one_team(self, one: str, other: str) -> bool:
        known = self.staff.guesses.known
        return one in known and other in known and not known[one].units.isdisjoint(known[other].units)

    def _teams_beside(self, word: str) -> Sequence[str]:
        most = (self.column.beside(word, unit).most_common(1) for unit in self._units)
        return [team for one in most for team, _ in one]

    @property
    def _units(self) -> Sequence[Column]:
        return [c for c in self.columns if c is not self.column and not OF_TEAMS.isdisjoint(c.heading)]

    def _meant(self, word: str) -> str | None:
        """Known, or guessed without a look at others."""
        if number := self.staff.known(word):
            return number
        guess = None if word.isdecimal() else self.staff.guesses.guess(word)
        return guess.number if guess else None

    def _company(self) -> dict[str, set[str]]:
        """By the column's words the numbers of those who stand in the same rows, as far as it is known."""
        found: dict[str, set[str]] = defaultdict(set)
        if self.other:
            number = {word: self._meant(word) for word in self.other.words}
            for word, theirs in zip(self.column.cells, self.other.cells, strict=True):
                if one := number.get(theirs):
                    found[word].add(one)
        return found

    def _teams(self, words: Sequence[str]) -> dict[str, str]:
        """Of words that fit several people: the team that stands in their rows. A name that stands beside several is
        perhaps several people's, one with a code isn't: there it is the team of most."""
        doubtful = [word for word in words if len(self.staff.guesses.fitting(word)) > 1]
        units = self._units
        found: dict[str, str] = {}
        for word in doubtful if units else ():
            said = [self.column.beside(word, unit) for unit in units]
            if named_in(word).code or all(len(one) <= 1 for one in said):
                most = (
                    team for one in said for team, rows in one.most_common(1) if rows > MOSTLY * one.total()
                )
                found[word] = next(most, "")
        return found

    def _by_codes(self, words: Sequence[str], found: dict[str, Guess]) -> dict[str, Guess]:
        """One code is one person's, and one person has one code: what says otherwise isn't guessed."""
        codes = {word: code for word in self.column.words if (code := named_in(word).code)}
        sure = {code: number for word, code in codes.items() if (number := self.staff.known(word))}
        guessed = _codes_by_number(found, codes)
        for number, theirs in guessed.items():
            sure_ones = {code for code, one in sure.items() if one == number}
            others = theirs - sure_ones if sure_ones else theirs if len(theirs) > 1 else set()
            wrong = [
                word for word, one in found.items() if one.number == number and codes.get(word) in others
            ]
            for word in wrong:
                del found[word]
        for word, one in found.items():
            if word in codes:
                sure.setdefault(codes[word], one.number)
        for word in words:
            if word in codes and word not in found and (told := self._told(word, codes[word], sure)):
                found[word] = told
        return found

    def _told(self, word: str, code: str, sure: Mapping[str, str]) -> Guess | None:
        """By whose code it is, else the only one of those who fit that has none yet."""
        people = self.staff.guesses.known
        if one := people.get(sure.get(code, "")):
            return Guess(one.number, one.name, f"by the code {code.upper()}, which is theirs in other rows")
        fitting = self.staff.guesses.fitting(word)
        left: list[Called] = [one for one in fitting if one.number not in sure.values()]
        if len(left) == 1 < len(fitting):
            return Guess(left[0].number, left[0].name, "as nobody else fits who has no other code here")
        return None


def _codes_by_number(found: Mapping[str, Guess], codes: Mapping[str, str]) -> dict[str, set[str]]:
    by: dict[str, set[str]] = defaultdict(set)
    for word, one in found.items():
        if word in codes:
            by[one.number].add(codes[word])
    return by
