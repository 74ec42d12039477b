"""What renderers of chat platforms share. A card fits where there is less room (fewer of its matters, small
print apart, texts cut), and what a field shows."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import Any, Final, TypeAlias

from cards.formats import plural
from cards.limits import CannotShowError
from cards.model import Block, Card, Field, Note, NumberField, Part

#: What a platform takes and sends.
Json: TypeAlias = dict[str, Any]
#: What a choice without a value sends, where a platform takes no empty one.
NOTHING: Final = "\N{EMPTY SET}"
#: Whether a platform can show a card.
Fits: TypeAlias = Callable[[Card], bool]


def shortened(card: Card, fits: Fits, elsewhere: str) -> Card:
    """The card, or as many of its matters as fit and how many more there are; ``elsewhere`` says where those are shown.
    What doesn't fit with none of them is left for the renderer to refuse."""
    parts = [n for n, block in enumerate(card.body) if isinstance(block, Part)]
    for dropped in range(len(parts) + 1):
        less = _without(card, parts[len(parts) - dropped :], elsewhere) if dropped else card
        if fits(less):
            return less
    return card


def _without(card: Card, dropped: Sequence[int], elsewhere: str) -> Card:
    kept = tuple(block for n, block in enumerate(card.body) if n not in dropped)
    more = Note((f"And {plural('more matter', len(dropped))}, too many to show here. {elsewhere}",))
    return replace(card, body=(*kept, more))


def renders(render: Callable[[Card], object]) -> Fits:
    """That a renderer takes it."""

    def fits(card: Card) -> bool:
        try:
            render(card)
        except CannotShowError:
            return False
        return True

    return fits


def small_print(
    body: tuple[Block, ...], most: int | None = None
) -> tuple[tuple[Block, ...], tuple[Note, ...]]:
    """A body without the notes at its end, and those (at most so many), which are shown below the buttons."""
    last = len(body)
    while last and isinstance(body[last - 1], Note) and (most is None or len(body) - last < most):
        last -= 1
    return body[:last], tuple(block for block in body[last:] if isinstance(block, Note))


def sound(text: str) -> str:
    """Platforms take no NUL, and no empty text."""
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}") or " "


def cut(text: str, most: int) -> str:
    """At most so many characters, the last an ellipsis where there were more."""
    return text if len(text) <= most else text[: most - 1] + "…"


def label_of(field: Field) -> str:
    """A field's label, a number's with its unit."""
    unit = f" ({field.unit})" if isinstance(field, NumberField) and field.unit else ""
    return field.label + unit


def within_range(field: NumberField) -> bool:
    """Whether a number holds a value that a platform would take."""
    return field.value is not None and field.least <= field.value <= field.most
