"""A mapping that stands, and a file that it is for: what the file asks that nobody has decided yet."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Final, NamedTuple

from storage.importing.columns.values import ImportVocabulary
from storage.importing.mapped.mapped_rows import MappedRows
from storage.importing.mapped.mapping import UNDECIDED, FileMapping, mapping_of
from storage.importing.mapped.own_words import OwnWords
from storage.importing.proposal.mapping_answers import Answered, Asked, with_new_words
from storage.importing.proposal.proposing import Proposal, propose
from storage.importing.proposal.unknown_words import asking, unknown_words
from storage.importing.tables.alike_sheets import AlikeSheets
from storage.importing.tables.files import FileFault
from storage.importing.tables.headings import numbered

_NOBODY: Final = frozenset[str]()


@dataclass(frozen=True, slots=True)
class Again:
    """``text``: the mapping with what is new added; ``kept``: how many answers stand in it; ``new``: how many words
    were added; ``settled``: how many questions nobody has to answer any more; ``undecided``, ``to_look_at``,
    ``strangers``, ``unnamed``: as of a proposal; ``besides``: what is new in the file and no word of a column."""

    text: str
    kept: int
    new: int
    settled: int
    undecided: tuple[str, ...]
    to_look_at: tuple[str, ...]
    strangers: frozenset[str] = _NOBODY
    unnamed: frozenset[str] = _NOBODY
    besides: tuple[str, ...] = ()


def propose_again(
    path: Path, text: str, mapping: FileMapping, sources: Sequence[MappedRows], words: ImportVocabulary
) -> Again:
    """``text``: the mapping as it is written; ``sources``: what it makes of the file. Raises FileFault where it can't
    read it."""
    for source in sources:
        next(source.own(), None)
    rows = _Rows(sources)
    proposal = _proposal(path, mapping, sources, words)
    if proposal is None:
        answered, more = _with_unknown(with_new_words(text, "", rows.say), path, sources, words)
        open_ones = tuple(_open(answered, mapping, more.asked))
        return Again(
            answered.text, answered.kept, len(answered.added), 0, open_ones, (), besides=more.besides
        )
    answered, more = _with_unknown(with_new_words(text, proposal.text, rows.say), path, sources, words)
    guessed = {one.word for one in answered.added - answered.open}
    looked = (line for line in proposal.to_look_at if any(f"'{word}'" in line for word in guessed))
    besides = [
        *_left_out_besides(
            mapping, mapping_of(proposal.text, f"what is proposed for {path.name}"), text, rows
        ),
        *_columns_besides(mapping, sources, text),
        *more.besides,
    ]
    return Again(
        answered.text,
        answered.kept,
        len(answered.added),
        answered.settled,
        tuple(_open(answered, mapping, (*proposal.undecided, *more.asked))),
        tuple(looked),
        proposal.strangers,
        proposal.unnamed,
        tuple(besides),
    )


class _More(NamedTuple):
    """What words are asked besides those of a proposal, and of which columns they are too many."""

    asked: tuple[str, ...] = ()
    besides: tuple[str, ...] = ()


def _with_unknown(
    answered: Answered, path: Path, sources: Sequence[MappedRows], words: ImportVocabulary
) -> tuple[Answered, _More]:
    """With what goes on as the file has it and means nothing here, once the proposal's words are in."""
    mapping = mapping_of(answered.text, path.name)
    asked_already = answered.open | answered.added
    found = [*unknown_words([replace(one, mapping=mapping) for one in sources], words, asked_already)]
    asked = [one for one in found if one.asked]
    besides = tuple(
        f"{one.ours}: {len(one.rows):,} of {one.of:,} different words mean nothing here: is it the right column?"
        for one in found
        if not one.asked
    )
    if not asked:
        return answered, _More(besides=besides)
    more = with_new_words(answered.text, asking(answered.text, asked, sources), lambda _kind, _word: True)
    lines = tuple(line for one in asked for line in one.lines())
    both = replace(
        answered, text=more.text, open=answered.open | more.open, added=answered.added | more.added
    )
    return both, _More(lines, besides)


def _proposal(
    path: Path, mapping: FileMapping, sources: Sequence[MappedRows], words: ImportVocabulary
) -> Proposal | None:
    """None for a file whose columns only the mapping knows."""
    tables = {id(source.table): source.table for source in sources}
    with suppress(FileFault):
        return propose(
            AlikeSheets([*tables.values()]), words, file=path.name, sheet=mapping.sheet, kept=mapping
        )
    return None


@dataclass(slots=True)
class _Rows:
    """What the rows of each kind say that come in."""

    sources: Sequence[MappedRows]
    _said: dict[str, set[str]] = field(default_factory=dict)

    def say(self, kind: str, word: str) -> bool:
        """Whether one says it; of a word with what stands beside it, the word."""
        if kind not in self._said:
            own = (row for source in self.sources if source.makes == kind for row in source.own())
            self._said[kind] = {
                cell.strip() for row in own for cell in row.cells if cell and cell not in row.empty
            }
        said, alone = self._said[kind], word.partition(" | ")[0]
        if alone in said or any(alone in cell for cell in said):
            return True
        meant = OwnWords.of([word])
        return any(cell in meant for cell in said)


def _open(answered: Answered, mapping: FileMapping, undecided: Sequence[str]) -> Iterator[str]:
    """Each with what the proposal says of it, where that asks it too."""
    columns = ((ours, one) for made in mapping.makes.values() for ours, one in made.columns.items())
    wanting = [Asked(ours, "") for ours, one in columns if one.is_ == UNDECIDED]
    wanting += [Asked("months_from", "")] if mapping.months_from == UNDECIDED else []
    said: dict[str, None] = {}
    for one in [*wanting, *sorted(answered.open)]:
        lines = (line for line in undecided if _is_of(line, one))
        word = f"'{one.word}' stands" if one.word else "it stands"
        said[next(lines, f"{one.ours}: {word} as '{UNDECIDED}'")] = None
    yield from said


def _is_of(line: str, one: Asked) -> bool:
    ours, _, rest = line.partition(": ")
    return one.ours in ours and (f"'{one.word}'" in rest if one.word else "'" not in rest)


def _left_out_besides(mine: FileMapping, theirs: FileMapping, text: str, rows: _Rows) -> Iterator[str]:
    """Words whose rows would be left out, and that nobody had before them."""
    for kind, made in theirs.makes.items():
        for title, words in {**theirs.leave_out, **made.leave_out}.items():
            new = [word for word in words if kind in mine.makes and word not in text and rows.say(kind, word)]
            if new:
                yield (
                    f"{kind}: rows whose “{title}” says {', '.join(new)} come in; they may be none that count: "
                    "then write it under leave_out"
                )


def _columns_besides(mapping: FileMapping, sources: Sequence[MappedRows], text: str) -> Iterator[str]:
    """Columns that weren't there when it was written: what isn't read is named in it."""
    each = OwnWords.of(
        name for made in mapping.makes.values() for column in made.columns.values() for name in column.each
    )
    titles = dict.fromkeys(" ".join(cell.split()) for one in sources for cell in numbered(one.opened()[0][1]))
    new = [title for title in titles if title and title not in text and title not in each]
    if new:
        yield f"columns that the mapping doesn't name, and aren't read: {', '.join(new)}"
