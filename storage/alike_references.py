"""What else may look as a council's references do, where these are figures alone: a date of birth, an NHS number.

Nothing tells one from a number, so it is taken, counted and never repeated: whoever brings it in looks."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from policy.folding import fold
from policy.written_days import WrittenDay

#: Of so many figures a date is written, with and without the century.
_OF_DAY: Final = (8, 6)
_OF_NHS: Final = 10
#: Whom children's services know was born, or is to be, within so many years before today and after.
_OLDEST: Final = 26
_UNBORN: Final = 1
#: Of six figures one in so many numbers is such a date by chance: where as many are, they stand out no more.
_BY_CHANCE: Final = 100
_FEW: Final = 2


class AlikeKind(StrEnum):
    """What else it may be."""

    BIRTHDAY = "date of birth"
    NHS = "NHS number"


@dataclass(frozen=True, slots=True)
class AlikeReferences:
    """``shape``: which something else fits too; ``number``: how many of the references that have it, ``of``, could be
    that."""

    shape: str
    kind: AlikeKind
    number: int
    of: int

    @property
    def are_most(self) -> bool:
        """And not by chance."""
        return 2 * self.number > self.of > _FEW


def alike(shape: str, references: Sequence[str], today: date) -> AlikeReferences | None:
    """``references``: all that have the shape, folded. None where letters or their length tell."""
    figures = _figures_in(shape)
    if figures in _OF_DAY:
        born = sum(may_be_birthday(one, today) for one in references)
        return AlikeReferences(shape, AlikeKind.BIRTHDAY, born, len(references))
    if figures == _OF_NHS:
        return AlikeReferences(shape, AlikeKind.NHS, sum(map(_is_nhs, references)), len(references))
    return None


def birthdays(references: Iterable[str], today: date) -> list[str]:
    """Of references those that may be dates of birth, as they are spelt, where they stand out from the others."""
    of_length: dict[int, list[str]] = {length: [] for length in _OF_DAY}
    for one in references:
        figures = _figures(one)
        if len(figures) in of_length:
            of_length[len(figures)].append(one)
    return [one for length, some in of_length.items() for one in _outstanding(length, some, today)]


def may_be_birthday(reference: str, today: date) -> bool:
    years = range(today.year - _OLDEST, today.year + _UNBORN + 1)
    ways = _ways(_figures(reference))
    return any(int(day.year) in years and day.in_year(int(day.year)) for day in ways)


def may_be_birthdays(shapes: Iterable[str]) -> bool:
    """Whether a date of birth fits one of them, so that references are worth looking at."""
    return any(_figures_in(shape) in _OF_DAY for shape in shapes)


def _figures_in(shape: str) -> int:
    """0 where it has letters too."""
    return 0 if any(map(str.isalpha, shape)) else shape.count("#")


def _outstanding(length: int, references: Sequence[str], today: date) -> Iterator[str]:
    found = [one for one in references if may_be_birthday(one, today)]
    if length == max(_OF_DAY) or len(found) * _BY_CHANCE <= len(references):
        yield from found


def _figures(reference: str) -> str:
    """Empty where it has letters."""
    folded = fold(reference)
    figures = "".join(filter(str.isdecimal, folded))
    return figures if not any(map(str.isalpha, folded)) else ""


def _ways(figures: str) -> Iterator[WrittenDay]:
    """With the year last or first."""
    if len(figures) not in _OF_DAY:
        return
    for year, month, day in (
        (figures[4:], figures[2:4], figures[:2]),
        (figures[:-4], figures[-4:-2], figures[-2:]),
    ):
        for century in ("19", "20") if len(figures) == min(_OF_DAY) else ("",):
            yield WrittenDay(int(day), int(month), century + year)


def _is_nhs(reference: str) -> bool:
    """Its last figure is the check of the others."""
    *figures, last = map(int, _figures(reference))
    check = 11 - sum(weight * one for weight, one in zip(range(10, 1, -1), figures, strict=True)) % 11
    return last == (0 if check == 11 else check)
