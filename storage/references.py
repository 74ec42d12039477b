"""What a case reference looks like in a council's case system: fixed letters, and # for each digit.

A surname in capitals, initials or a date of birth doesn't fit, so that it is refused before it is stored, and what
doesn't fit is never said again."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from policy.folding import fold
from policy.written_days import written
from storage.alike_references import AlikeReferences, alike

#: More kinds of fixed letters than this are none: letters that are free, as in names.
MOST: Final = 6
#: So many letters in a row may be a surname.
_WORD: Final = 5
#: Letters may be somebody's initials, a family's too, unless so many references have them, or two and one in so many.
_MANY: Final = 20
_FEW_KINDS: Final = 5
_LONGEST: Final = 60
#: In which a child may be born, or be expected.
_OF_CHILDREN: Final = range(1990, 2100)
_DIGITS: Final = re.compile("[0-9]+")
_FREE: Final = re.compile(rf"[^\W\d_]{{{_WORD},}}")
_FIGURES: Final = re.compile(r"[0-9][0-9./ -]*[0-9]")


def fits(reference: str, shapes: Sequence[str]) -> bool:
    """Whether a reference, in any spelling, has one of the shapes."""
    folded = fold(reference)
    return any(re.fullmatch(_pattern(shape), folded) for shape in shapes)


def is_taken(reference: str, shapes: Sequence[str]) -> bool:
    """Whether it may be read: while nobody said what references look like, to be asked about."""
    return not shapes or fits(reference, shapes)


def repeated(reference: str, shapes: Sequence[str], otherwise: str = "That reference") -> str:
    """A reference, to be said again; in place of what can be none, and of all while nobody said what they look like,
    something else."""
    return reference if fits(reference, shapes) else otherwise


def unlike(reference: str, shapes: Sequence[str]) -> str:
    """What references look like, in a sentence, to whoever wrote one that can be none; empty where it can be, and
    where nobody said it."""
    if not shapes or fits(reference, shapes):
        return ""
    return f"References look like {' or '.join(shapes)}, with a digit for each #."


def _pattern(shape: str) -> str:
    return re.escape(fold(shape)).replace(r"\#", "[0-9]")


def checked(shape: str) -> str:
    """A shape as a setting gives it. Raises ValueError."""
    if "#" not in shape or not fold(shape).isascii() or len(shape) > _LONGEST:
        raise ValueError("a shape has # for each digit, and its fixed letters, as in CB-#####")
    return shape


@dataclass(frozen=True, slots=True)
class ProposedShapes:
    """Those that some references have, commonest first, each with how many have it; ``of``: how many these are;
    ``alike``: what else fits a shape."""

    shapes: Sequence[tuple[str, int]]
    of: int
    alike: Sequence[AlikeReferences] = ()

    @property
    def others(self) -> int:
        """How many have none of them: they may be names, and aren't repeated."""
        return self.of - sum(number for _, number in self.shapes)

    @property
    def value(self) -> str:
        """As the setting is written."""
        return ",".join(shape for shape, _ in self.shapes)


def proposed(references: Iterable[str], today: date) -> ProposedShapes:
    """What fixed letters and digits they have in common. Never what few have, other scripts, words or dates."""
    folded = {fold(one) for one in references}
    kinds = defaultdict[str, list[str]](list)
    for one in folded:
        kinds[_DIGITS.sub("#", one)].append(one)
    common = {kind: some for kind, some in kinds.items() if _is_common(kind, some, len(folded))}
    found = defaultdict[str, list[str]](list)
    if len(common) <= MOST:
        for one in (one for some in common.values() for one in some):
            found[re.sub("[0-9]", "#", one).upper()].append(one)
    shapes = sorted(((shape, len(some)) for shape, some in found.items()), key=lambda one: (-one[1], one[0]))
    others = [other for shape, _ in shapes if (other := alike(shape, found[shape], today))]
    return ProposedShapes(shapes, len(folded), others)


def _is_common(kind: str, some: Sequence[str], of: int) -> bool:
    if "#" not in kind or not kind.isascii() or _FREE.search(kind) or all(map(_is_day, some)):
        return False
    letters = any(character.isalpha() for character in kind)
    return not letters or len(some) >= _MANY or (len(some) > 1 and len(some) * _FEW_KINDS >= of)


def _is_day(reference: str) -> bool:
    """Whether there is a day in it, as of birth, its parts apart or together."""
    return any(_says_a_day(figures) for found in _FIGURES.findall(reference) for figures in _ways(found))


def _ways(figures: str) -> Iterator[str]:
    yield figures
    if figures.isdecimal() and len(figures) in (6, 8):
        yield f"{figures[:2]}/{figures[2:4]}/{figures[4:]}"
        yield f"{figures[:-4]}/{figures[-4:-2]}/{figures[-2:]}"


def _says_a_day(figures: str) -> bool:
    said = written(figures)
    if said is None or not said.year:
        return False
    year = int(said.year) + (2000 if len(said.year) == 2 else 0)
    return year in _OF_CHILDREN and said.in_year(year) is not None
