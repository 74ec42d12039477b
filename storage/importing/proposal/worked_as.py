"""What cases are by their team and their category together: whose work they are where a team does the work of several
services, and which of the policy's categories is meant where its rules for that service speak of no other; and what
people are by their title and a mark behind their name."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Final, NamedTuple, TypeAlias

from policy.facts import SubjectKind
from policy.folding import agency_mark
from policy.ruleset import Duty, condition_of
from storage.importing.columns.values import ImportVocabulary
from storage.importing.proposal.heading_words import normal
from storage.importing.proposal.likely import agency_role, likely_service
from storage.importing.proposal.own_columns import Column

#: What a category's word means; None where nobody knows yet.
Meaning: TypeAlias = Callable[[str], str | None]
#: What stands between a word and the one beside it.
_BAR: Final = " | "


class Pair(NamedTuple):
    """``word``: as a mapping writes it, what stands beside it after a bar; ``rows``: how many say both."""

    word: str
    means: str
    rows: int


@dataclass(frozen=True, slots=True)
class WorkedAs:
    """``teams``: what the team of a case means, as it is proposed; ``meaning``: of its category."""

    words: ImportVocabulary
    team: Column
    sort: Column
    teams: Mapping[str, str]
    meaning: Meaning

    def services(self) -> Iterator[Pair]:
        """Of another service than the team's, where the policy says nothing of such a case in that."""
        for team, service, sort, rows in self._told():
            if self._category(service, sort):
                continue
            other = likely_service(sort, self.words.services)
            if other and other != service and self._spoken(other):
                yield Pair(f"{team}{_BAR}{sort}", other, rows)

    def categories(self, parts: Callable[[str], Sequence[str]]) -> Iterator[Pair]:
        """Of the one category of which the policy's rules for the team's service speak, and in whose name it is.
        ``parts``: the words of a cell."""
        found: dict[str, Pair] = {}
        for team, service, sort, rows in self._told():
            for part in parts(sort):
                if category := self._category(service, part):
                    word = f"{part}{_BAR}{team}"
                    found[word] = Pair(word, category, rows + (found[word].rows if word in found else 0))
        yield from found.values()

    def _told(self) -> Iterator[tuple[str, str, str, int]]:
        """Team, its service, category and rows, where no rule for that service speaks of such a case."""
        for team, service in self.teams.items():
            for sort, rows in self.team.beside(team, self.sort).items():
                if service and not self._speaks(service, self._meant(sort)):
                    yield team, service, sort, rows

    def _meant(self, sort: str) -> frozenset[str]:
        return frozenset((self.meaning(sort) or "").split(";")) - {""}

    def _speaks(self, service: str, categories: AbstractSet[str]) -> bool:
        return any(not one or one & categories for one in self._spoken(service))

    def _spoken(self, service: str) -> Sequence[frozenset[str]]:
        """The categories that each row about such a service asks for."""
        rows = self.words.rules.rows_about(SubjectKind.CASE)
        conditions = (condition_of(rule, row) for rule, row in rows if rule.duty is Duty.DISCUSS)
        mine = (when for when in conditions if not when.service or service in when.service)
        return [frozenset((*when.any_of, *when.all_of)) for when in mine]

    def _category(self, service: str, sort: str) -> str | None:
        meant = self._meant(sort)
        spoken = frozenset[str]().union(*self._spoken(service)) - meant
        labels = [(label, word) for label, word in self.words.categories.items() if word in spoken]
        said = [f" {normal(one)} " for one in meant]
        found = {word for label, word in labels for one in said if one in f" {normal(label)} "}
        return found.pop() if len(found) == 1 else None


def sent_by_agency(titles: Column, names: Column, roles: Mapping[str, str]) -> Sequence[Pair]:
    """Those of a title whose names are marked as an agency's, where the rule set has a role of such people."""
    found: Counter[tuple[str, str]] = Counter()
    for title, name in zip(titles.cells, names.cells, strict=True):
        if title and (mark := agency_mark(name)):
            found[title, f"*{mark}{'' if name.endswith(mark) else '*'}"] += 1
    told = ((title, mark, agency_role(title, roles), rows) for (title, mark), rows in sorted(found.items()))
    return [Pair(f"{title}{_BAR}{mark}", role, rows) for title, mark, role, rows in told if role]
