"""Who a name is that no list of staff tells: what one mapping answers holds in all, so that it is asked once."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import TypeAlias

from policy.folding import fold
from storage.importing.columns.file_columns import BY_NAME
from storage.importing.mapped.made_twice import kind_made
from storage.importing.mapped.mapping import UNDECIDED, FileMapping, MappedColumn
from storage.importing.mapped.own_words import OwnWords

#: What each name means, folded: a number, a name, nothing for nobody, or that it is asked.
Names: TypeAlias = Mapping[str, str]


def names_in(mapping: FileMapping) -> Names:
    """One that something beside it tells apart, or that stands for many, holds where it stands alone."""
    return agreed(
        {fold(word): meant}
        for kind, made in mapping.makes.items()
        for ours, column in made.columns.items()
        if _is_of_people(kind, ours)
        for one in column.in_turn
        for word, meant in one.words.items()
        if word and not word.isdecimal() and "*" not in word and " | " not in word
    )


def agreed(said: Iterable[Names]) -> Names:
    """What all say that answer; a name that they answer otherwise is none of it."""
    found: dict[str, set[str]] = {}
    for names in said:
        for word, meant in names.items():
            found.setdefault(word, set()).add(meant)
    answers = {word: all_of - {UNDECIDED} or all_of for word, all_of in found.items()}
    return {word: next(iter(one)) for word, one in answers.items() if len(one) == 1}


def answers_in(mapping: FileMapping) -> Names:
    return {word: meant for word, meant in names_in(mapping).items() if meant != UNDECIDED}


@dataclass(slots=True)
class NamesElsewhere:
    """By each mapping what it says who a name is. ``answered``: those that were there before; those that are done say
    too what they ask."""

    _said: dict[Path, Names] = field(default_factory=dict)

    def answered(self, path: Path, mapping: FileMapping) -> None:
        self._said.setdefault(path, answers_in(mapping))

    def done(self, path: Path, mapping: FileMapping) -> None:
        self._said[path] = names_in(mapping)

    def besides(self, path: Path) -> Names:
        """In all others."""
        return agreed(names for one, names in self._said.items() if one != path)


def with_answers_of_all(mappings: Mapping[str, FileMapping]) -> dict[str, FileMapping]:
    """What a mapping says itself of a name goes before."""
    names = agreed(map(answers_in, mappings.values()))
    return {path: _with(mapping, names) for path, mapping in mappings.items()}


def _with(mapping: FileMapping, names: Names) -> FileMapping:
    makes = {
        kind: made.model_copy(
            update={
                "columns": {
                    ours: _told(column, names) if _is_of_people(kind, ours) else column
                    for ours, column in made.columns.items()
                }
            }
        )
        for kind, made in mapping.makes.items()
    }
    return mapping.model_copy(update={"makes": makes})


def _told(column: MappedColumn, names: Names) -> MappedColumn:
    said = {word: meant for word, meant in column.words.items() if meant != UNDECIDED}
    own = OwnWords(said)
    more = {word: meant for word, meant in names.items() if word not in own}
    words = {**_open(column.words, more), **said, **more} if column.from_ or column.each else column.words
    or_ = _told(column.or_, names) if column.or_ else None
    return column.model_copy(update={"words": words, "or_": or_})


def _open(words: Mapping[str, str], more: Names) -> dict[str, str]:
    """What is asked and answered nowhere."""
    return {word: meant for word, meant in words.items() if meant == UNDECIDED and fold(word) not in more}


def _is_of_people(kind: str, ours: str) -> bool:
    return any(c.name == ours and c.refers == "people" for c in BY_NAME[kind_made(kind)].columns)
