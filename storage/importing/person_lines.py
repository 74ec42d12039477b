"""The lines of a proposed mapping that name people, and who of them is to be decided."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from typing import Final

from storage.importing.faults import Unreadable
from storage.importing.mapping import UNDECIDED
from storage.importing.mapping_lines import MappingLines, quoted
from storage.importing.own_columns import MOSTLY, NEARLY, Column
from storage.importing.own_nothing import names_nobody
from storage.importing.values import ImportVocabulary

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
#: As many who are known by nobody's name are listed; more are a column of something else.
_LISTED: Final = 40


@dataclass(slots=True)
class PersonLines(MappingLines):
    """``columns``: all of the file's."""

    vocabulary: ImportVocabulary = field(kw_only=True)
    columns: Sequence[Column] = ()

    def person(self, ours: str, column: Column, told: Column | None = None) -> None:
        """``told``: the column that tells two of one name apart, where the file shows that there are such. Names that
        nobody has, or two people, are for somebody to decide, where staff are known."""
        twice, unknown = self._open_names(column)
        nobody = {word for word in column.words if word not in twice and self._is_nobody(word)}
        unknown = {word: why for word, why in unknown.items() if word not in nobody}
        beside = told or self._beside(column, twice)
        doubtful = {
            word for word in column.words if told and _says_several(column, word, told)
        } | twice.keys()
        if not doubtful and not unknown and not nobody:
            self.plain(ours, column)
            return
        self.note(ours, column)
        self.lines += [f"      {ours}:", f"        from: {quoted(column.title)}"]
        if beside and doubtful:
            self.lines.append(
                f"        beside: {quoted(beside.title)}  # a guess: tells two people of one name apart"
            )
            self.guessed.append(f"{ours}: “{beside.title}” tells two people of one name apart, a guess")
            self.used.add(beside.title)
        self.lines.append("        words:  # names that aren't here go on as they are")
        for word in sorted(nobody):
            self.lines.append(f'          {quoted(word)}: ""  # a guess: nobody')
        if nobody:
            self.guessed.append(f"{ours}: {', '.join(sorted(nobody))}: nobody, a guess")
        for word, why in self._to_decide(column, beside, doubtful, {**unknown, **twice}):
            self.lines.append(f"          {quoted(word)}: '{UNDECIDED}'{why and f'  # {why}'}")
            self.undecided.append(f"{ours}: who '{word}' is{why and f'; {why}'}")

    def _to_decide(
        self, column: Column, beside: Column | None, doubtful: set[str], why: Mapping[str, str]
    ) -> Iterator[tuple[str, str]]:
        for word in sorted(doubtful | why.keys()):
            said = why.get(word, "two people, by what stands beside the name")
            if word in doubtful and beside:
                yield from ((f"{word} | {other}", said) for other in _stand_beside(column, word, beside))
            else:
                yield word, said

    def _is_nobody(self, word: str) -> bool:
        with suppress(Unreadable):
            return names_nobody(word) and self.vocabulary.staff.number(word) is None
        return False

    def _open_names(self, column: Column) -> tuple[dict[str, str], dict[str, str]]:
        """The words that two people are called, and those that nobody is, each with a remark; none where hardly anybody
        of the column is known."""
        twice: dict[str, str] = {}
        unknown: dict[str, str] = {}
        for word in column.words:
            try:
                if self.vocabulary.staff.number(word) is None:
                    unknown[word] = self._near(word)
            except Unreadable as several:
                twice[word] = str(several).split(": ", maxsplit=1)[0]
        few = len(unknown) <= min(_LISTED, (1 - MOSTLY) * len(column.words))
        return (twice, unknown) if few else ({}, {})

    def _near(self, word: str) -> str:
        near = self.vocabulary.staff.near(word)
        return f"near {near}" if near else "nobody is called so"

    def _beside(self, column: Column, twice: Mapping[str, str]) -> Column | None:
        """Of the columns that may tell people apart, the one that says the fewest different things of each name."""
        fits = [c for c in self.columns if c is not column and not c.are_days and _tells(c)]
        fits = [c for c in fits if len(c.words) < NEARLY * c.filled]
        fits = [c for c in fits if all(len(_stand_beside(column, word, c)) > 1 for word in twice)]
        said = {c.title: sum(len(_stand_beside(column, word, c)) for word in column.words) for c in fits}
        return min(fits, key=lambda c: said[c.title], default=None) if twice else None


def _tells(column: Column) -> bool:
    return bool(column.words) and not {*column.heading}.isdisjoint(_TELLS)


def _says_several(column: Column, word: str, other: Column) -> bool:
    return len(_stand_beside(column, word, other)) > 1


def _stand_beside(column: Column, word: str, other: Column) -> list[str]:
    """What another column says in the rows that say this, the most frequent first."""
    both = zip(column.cells, other.cells, strict=True)
    return [said for said, _ in Counter(b for a, b in both if a == word and b).most_common()]
