"""What somebody decided in a mapping stands, to the letter: what a new proposal asks besides is added between them.

Worked on as text, by where YAML's nodes stand in it: comments, order and spelling are the officer's."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from io import StringIO
from typing import Final, NamedTuple

from ruamel.yaml import YAML
from ruamel.yaml.nodes import MappingNode, Node, SequenceNode

from policy.folding import fold
from storage.importing.mapped.mapping import UNDECIDED
from storage.importing.mapped.own_words import OwnWords

#: By which a column of ours says from where it comes.
_PLACE: Final = ("from", "each")


@dataclass(frozen=True, slots=True)
class Answered:
    """``text``: the mapping with what is new; ``kept``: how many words are decided in it; ``open``: those that it asks,
    each with the column of ours; ``added``: those of which something new stands in it; ``settled``: how many it asked
    that nobody has to answer any more."""

    text: str
    kept: int
    open: frozenset[Asked]
    added: frozenset[Asked]
    settled: int


class Asked(NamedTuple):
    """``word``: of the file; ``ours``: the column for which it means something."""

    ours: str
    word: str


class _Word(NamedTuple):
    """A key and its value, of either text."""

    key: Node
    value: Node

    @property
    def is_open(self) -> bool:
        return bool(self.value.value == UNDECIDED)


class _Edit(NamedTuple):
    start: int
    end: int
    said: str


#: Whether any row of a kind that comes in says a word.
Counts = Callable[[str, str], bool]


def with_new_words(mine: str, proposed: str, counts: Counts) -> Answered:
    """``mine``: a mapping as somebody left it; ``proposed``: what would be proposed for its file today."""
    both = _Both(mine, proposed, counts)
    kinds, others = (
        _within(_value(YAML(typ="safe", pure=True).compose(StringIO(text)), "makes"))
        for text in (mine, proposed)
    )
    for kind, node in kinds.items():
        theirs = _within(_value(others[kind].value, "columns")) if kind in others else {}
        for ours, column in _within(_value(node.value, "columns")).items():
            both.column((kind, ours), column.value, theirs[ours].value if ours in theirs else None)
    text = both.text()
    return Answered(text, both.kept, frozenset(both.open), frozenset(both.added), both.settled)


@dataclass(slots=True)
class _Both:
    """Two mappings for one file, and what is to be written into the first."""

    mine: str
    proposed: str
    counts: Counts
    kept: int = 0
    settled: int = 0
    open: set[Asked] = field(default_factory=set)
    added: set[Asked] = field(default_factory=set)
    edits: list[_Edit] = field(default_factory=list)

    def column(self, which: tuple[str, str], mine: Node, theirs: Node | None) -> None:
        """One of a kind's, or a part of it: from another place than is proposed it is as somebody wants it."""
        kind, ours = which
        words = _value(mine, "words")
        before = _within(words)
        self.kept += sum(not one.is_open for one in before.values())
        if theirs is None or _place(mine) != _place(theirs):
            self.open.update(Asked(ours, word) for word, one in before.items() if one.is_open)
            return
        asked = _within(_value(theirs, "words"))
        self._asked_before(ours, before, {fold(word): one for word, one in asked.items()})
        decided = OwnWords({word: str(one.value.value) for word, one in before.items()})
        # Of what is split each part is a word, and none of what is proposed of a whole cell.
        asked = {} if _value(mine, "split") and not _value(theirs, "split") else asked
        new = {word: one for word, one in asked.items() if word not in decided and self.counts(kind, word)}
        if new:
            self.added.update(Asked(ours, word) for word in new)
            self.open.update(Asked(ours, word) for word, one in new.items() if one.is_open)
            self._add(mine, words, new.values(), self._beside(mine, theirs, new))
        for one, other in _parts(mine, theirs):
            self.column(which, one, other)

    def _beside(self, mine: Node, theirs: Node, new: Iterable[str]) -> str:
        """Two people of one name are told apart by a column beside it, which has to stand there too."""
        beside = _within(theirs).get("beside")
        wanted = beside and not _value(mine, "beside") and any(" | " in word for word in new)
        return f"beside: {_written(self.proposed, beside.value)}" if beside and wanted else ""

    def _asked_before(self, ours: str, before: Mapping[str, _Word], asked: Mapping[str, _Word]) -> None:
        """Questions that nobody answered: asked still, or guessed or known meanwhile."""
        for word, one in before.items():
            now = asked.get(fold(word))
            if not one.is_open:
                continue
            if now is None:
                self.settled += 1
                self._take_out(one)
            elif now.is_open:
                self.open.add(Asked(ours, word))
            else:
                self.added.add(Asked(ours, word))
                self._guessed(one, now)

    def _take_out(self, one: _Word) -> None:
        """Where it has a line of its own; else it stands, and the word goes on as the file has it."""
        start, end = self.mine.rfind("\n", 0, one.key.start_mark.index) + 1, _line_end(self.mine, one.value)
        if not self.mine[start : one.key.start_mark.index].strip() and self._is_last_of_line(one.value):
            self.edits.append(_Edit(start, end, ""))

    def _guessed(self, one: _Word, now: _Word) -> None:
        end = one.value.end_mark.index
        if self._is_last_of_line(one.value):
            end += len(self.mine[end : _line_end(self.mine, one.value)].rstrip("\r\n"))
            self.edits.append(_Edit(one.value.start_mark.index, end, self._said(now)))
        else:
            self.edits.append(_Edit(one.value.start_mark.index, end, _written(self.proposed, now.value)))

    def _is_last_of_line(self, value: Node) -> bool:
        """A remark may follow."""
        return self.mine[value.end_mark.index : _line_end(self.mine, value)].strip()[:1] in ("", "#")

    def _said(self, one: _Word) -> str:
        """What the proposal has it mean, and why where that stands behind it."""
        remark = self.proposed[one.value.end_mark.index : _line_end(self.proposed, one.value)].strip()
        return _written(self.proposed, one.value) + (f"  {remark}" if remark.startswith("#") else "")

    def _add(self, column: Node, words: Node | None, new: Iterable[_Word], beside: str) -> None:
        """``beside``: what else the column says then; empty for nothing."""
        if beside and isinstance(column, MappingNode):
            self._first_in(column, beside)
        if isinstance(words, MappingNode) and words.value and not words.flow_style:
            self._below(words, [f"{_written(self.proposed, one.key)}: {self._said(one)}" for one in new])
            return
        pairs = (f"{_written(self.proposed, one.key)}: {_written(self.proposed, one.value)}" for one in new)
        said = ", ".join(pairs)
        if isinstance(words, MappingNode):
            self._in_braces(words, said)
        elif not isinstance(column, MappingNode):
            source = _written(self.mine, column)
            start = column.start_mark.index
            said = ", ".join(filter(None, (f"from: {source}", beside, f"words: {{{said}}}")))
            self.edits.append(_Edit(start, start + len(source), f"{{{said}}}"))
        elif column.flow_style:
            self._in_braces(column, f"words: {{{said}}}")
        else:
            self._below(column, [f"words: {{{said}}}"])

    def _first_in(self, column: MappingNode, said: str) -> None:
        """Before what it says already."""
        at = column.value[0][0].start_mark
        after = ", " if column.flow_style else "\n" + " " * at.column
        self.edits.append(_Edit(at.index, at.index, said + after))

    def _in_braces(self, node: MappingNode, said: str) -> None:
        body = self.mine[node.start_mark.index + 1 : node.end_mark.index - 1]
        at = node.start_mark.index + 1 + len(body.rstrip())
        between = "" if not node.value else " " if body.rstrip().endswith(",") else ", "
        self.edits.append(_Edit(at, at, between + said))

    def _below(self, block: MappingNode, lines: Sequence[str]) -> None:
        """Under the last line of a block."""
        indent = " " * block.value[0][0].start_mark.column
        at = _line_end(self.mine, block.value[-1][1])
        newline = "\r\n" if "\r\n" in self.mine else "\n"
        before = "" if self.mine[:at].endswith("\n") else newline
        self.edits.append(_Edit(at, at, before + "".join(f"{indent}{line}{newline}" for line in lines)))

    def text(self) -> str:
        said = self.mine
        for edit in sorted(self.edits, key=lambda one: one.start, reverse=True):
            said = said[: edit.start] + edit.said + said[edit.end :]
        return said


def _line_end(text: str, node: Node) -> int:
    """After the line in which it ends; a block ends at the beginning of a later one."""
    at = node.start_mark.index + len(_written(text, node))
    end = text.find("\n", at)
    return len(text) if end < 0 else end + 1


def _written(text: str, node: Node) -> str:
    """A plain word's node may reach over what is only space."""
    return text[node.start_mark.index : node.end_mark.index].rstrip()


def _within(node: Node | None) -> dict[str, _Word]:
    pairs = node.value if isinstance(node, MappingNode) else []
    return {str(key.value): _Word(key, value) for key, value in pairs}


def _value(node: Node | None, name: str) -> Node | None:
    found = _within(node).get(name)
    return found.value if found else None


def _place(column: Node) -> tuple[str, ...]:
    """The columns of the file from which it comes; ``name: Full name`` is short for ``name: {from: Full name}``."""
    if not isinstance(column, MappingNode):
        return _names(column)
    return next((_names(node) for node in (_value(column, name) for name in _PLACE) if node), ())


def _names(node: Node) -> tuple[str, ...]:
    if isinstance(node, SequenceNode):
        return tuple(name for one in node.value for name in _place(one))
    return (str(node.value),)


def _parts(mine: Node, theirs: Node) -> Iterator[tuple[Node, Node]]:
    """What each says otherwise, and their parts, in their order: they are from the same place."""
    either = _value(mine, "or"), _value(theirs, "or")
    if either[0] and either[1]:
        yield either[0], either[1]
    several = _value(mine, "from"), _value(theirs, "from")
    if isinstance(several[0], SequenceNode) and isinstance(several[1], SequenceNode):
        both = zip(several[0].value, several[1].value, strict=False)
        yield from ((one, other) for one, other in both if isinstance(one, MappingNode))
