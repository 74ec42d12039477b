"""Text in Adaptive Cards: what people wrote stands in a ``TextRun``, which no client reads as markup; our own titles
are headings where no sign in them could be read as any."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from typing import Final

from cards.fitting import Json, sound
from cards.formats import isolated, plain_span
from cards.model import (
    Link,
    Span,
    Strong,
    Text,
    UserText,
)

#: In titles without any other sign, no client finds markup.
_PLAIN: Final = re.compile(r"(?![ -]|\d+[.)])(?:[^\W_]|[ ,.:;?!’“”‘()–…%£'-])+")


def heading(title: str, *, bold: bool = True) -> Json:
    """A card's, and, not ``bold``, one inside it: what follows that has bold titles of its own."""
    if _PLAIN.fullmatch(title):
        look = {"style": "heading", "size": "large", "weight": "bolder" if bold else "default", "wrap": True}
        return {"type": "TextBlock", "text": title, **look}
    return rich([run(title, bold=bold) | {"size": "large"}])


def lines(rows: Iterable[list[Json]]) -> list[Json]:
    """Each a line of its own, close together."""
    made = [rich(row) for row in rows]
    return [line if n == 0 else line | {"spacing": "small"} for n, line in enumerate(made)]


def rich(runs: list[Json]) -> Json:
    return {"type": "RichTextBlock", "inlines": [part for one in runs for part in _apart(one)]}


def spans(text: Text) -> list[Json]:
    return [_span(span) for span in text if plain_span(span)]


def _span(span: Span) -> Json:
    match span:
        case Strong():
            return run(span.text, bold=True)
        case UserText():
            return run(isolated(span.text))
        case Link():
            return run(span.text) | {"selectAction": {"type": "Action.OpenUrl", "url": span.url}}
        case _:
            return run(plain_span(span))


def run(text: str, *, bold: bool = False, small: bool = False) -> Json:
    weight: Json = {"weight": "bolder"} if bold else {}
    return {"type": "TextRun", "text": sound(text), **weight, **(_SMALL if small else {})}


_SMALL: Final[Json] = {"isSubtle": True, "size": "small"}


def _apart(run: Json) -> Iterator[Json]:
    """Two opening braces begin a date function, in a run too: they are shown from two runs."""
    pieces = re.split(r"(?<=\{)(?=\{)", run["text"])
    return (run | {"text": piece} for piece in pieces)


def warning(text: str) -> Json:
    return rich([run(f"⚠ {text}", bold=True) | {"color": "attention"}])
