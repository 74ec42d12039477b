"""What a case reference looks like in a council's case system: fixed letters, and # for each digit.

A surname in capitals, initials or a date of birth doesn't fit, so that it is refused before it is stored."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Final

from policy.folding import fold

#: Written in place of shapes where references have none.
ANY: Final = "any"
#: More shapes than this are no shapes: letters that are free, as in names.
MOST: Final = 6
_LONGEST: Final = 60


def fits(reference: str, shapes: Sequence[str]) -> bool:
    """Whether a reference, in any spelling, has one of the shapes. Without one, or with ``any``, everything fits."""
    if not shapes or ANY in shapes:
        return True
    folded = fold(reference)
    return any(re.fullmatch(_pattern(shape), folded) for shape in shapes)


def repeated(reference: str, shapes: Sequence[str]) -> str:
    """What was typed as a reference, to be said again; what can be none isn't."""
    return reference if fits(reference, shapes) else "That reference"


def _pattern(shape: str) -> str:
    return re.escape(fold(shape)).replace(r"\#", "[0-9]")


def checked(shape: str) -> str:
    """A shape as a setting gives it. Raises ValueError."""
    if shape.lower() == ANY:
        return ANY
    if "#" not in shape or len(shape) > _LONGEST:
        raise ValueError("a shape has # for each digit, and its fixed letters, as in CB-#####; or write any")
    return shape


def proposed(references: Iterable[str]) -> list[tuple[str, int]]:
    """The shapes that these have, commonest first, with how many have each."""
    return Counter(re.sub(r"\d", "#", reference.upper()) for reference in references).most_common()
