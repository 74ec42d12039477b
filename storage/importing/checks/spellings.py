"""One staff number, one case reference, however it is spelt: a file's spelling becomes the one that is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from policy.folding import fold
from storage.importing.faults import Unreadable


@dataclass(slots=True)
class Spellings:
    """Identities by what they fold to. Where two that are stored fold to the same, they stay apart: which is meant has
    to be written exactly."""

    what: str
    _known: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    _left_out: set[str] = field(default_factory=set)

    def leave_out(self, identities: Iterable[str]) -> None:
        """Those whom a mapping leaves out, who are none where they are not known besides."""
        self._left_out.update(map(fold, filter(None, identities)))

    def is_left_out(self, text: str) -> bool:
        return fold(text) in self._left_out and not self.has(text)

    def know(self, identities: Iterable[str]) -> None:
        for one in identities:
            mine = self._known[fold(one)]
            if one not in mine:
                mine.append(one)

    def known(self) -> Iterator[str]:
        return (one for some in self._known.values() for one in some)

    def has(self, text: str) -> bool:
        return fold(text) in self._known

    def of(self, text: str) -> str:
        """As it is known; as it is written where it isn't. Raises Unreadable where it could be several."""
        mine = self._known.get(fold(text), ())
        if not mine or text in mine:
            return text
        if len(mine) > 1:
            either = " or ".join(f"'{one}'" for one in mine)
            raise Unreadable(f"'{text}' could be the {self.what} {either}: write one of them exactly")
        return mine[0]

    def taken(self, text: str) -> str:
        """The same, and known from now on: of a file that says which there are, the first spelling holds."""
        found = self.of(text)
        self.know([found])
        return found
