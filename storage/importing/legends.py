"""Keys of a file's own: ``Auth: A = authorised  P = awaiting  W = withdrawn``, in its foot, above its heading or on a
sheet that is no table."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from policy.folding import fold

#: By the heading that it is of, empty where none is named, what short words mean.
Legend: TypeAlias = Mapping[str, Mapping[str, str]]

#: A short word, and what stands behind it.
_ENTRY: Final = re.compile(r"(?<![\w+/])([A-Za-z✓✗]{1,5}(?:[+/&][A-Za-z]{1,3})?)\s*=\s*")
#: What it means ends where a sentence or a list goes on.
_END: Final = re.compile(r"\s{2,}|[,;|.]\s*$|[.;|]\s|,\s*$")
#: Such a word alone in a cell, what it means beside it; so many of a sheet's lines make it a key.
_SHORT: Final = re.compile(r"[A-Za-z✓✗?][A-Za-z✓✗?+/& ]{0,6}")
_OF_KEY: Final = 2
_OF_SHEET: Final = 3
#: So many of a line make it a key.
_FEWEST: Final = 2
#: A line that says itself that it is a key, of codes with what they mean behind them, and what stands between.
_KEY: Final = re.compile(r"\s*(?:key|codes?|legend)\s*(?:[:;–-]|$)\s*", re.IGNORECASE)
_NEXT: Final = re.compile(r"\s*[;|,]\s*|\s{3,}")


def legend_in(lines: Iterable[Sequence[str]]) -> Legend:
    """``lines``: the cells of each that may be one."""
    found: dict[str, dict[str, str]] = {}
    for cells in lines:
        text = "  ".join(cell.strip() for cell in cells if cell.strip())
        entries = list(_ENTRY.finditer(text))
        if len(entries) < _FEWEST:
            continue
        heading = _folded(text[: entries[0].start()])
        ends = [*(one.start() for one in entries[1:]), len(text)]
        for one, end in zip(entries, ends, strict=True):
            meant = _END.split(text[one.end() : end].strip())[0].strip(" ,;|.")
            if meant:
                found.setdefault(heading, {}).setdefault(fold(one[1]), meant)
    return found


def key_in(lines: Iterable[Sequence[str]]) -> Legend:
    """Of a sheet that is a key: short words in a column of their own, and beside each what it means."""
    said = [[cell.strip() for cell in cells if cell.strip()] for cells in lines]
    pairs = [one for one in said if len(one) == _OF_KEY and _SHORT.fullmatch(one[0])]
    are_key = len(pairs) >= _OF_SHEET and 2 * len(pairs) > len(said)
    return {"": {fold(word): meant for word, meant in pairs}} if are_key else {}


def is_legend(cells: Sequence[str]) -> bool:
    """Whether a line says what short words mean."""
    return sum(len(_ENTRY.findall(cell)) for cell in cells) >= _FEWEST or len(_keyed(cells)) > _FEWEST


def _keyed(cells: Sequence[str]) -> list[str]:
    """What stands in a line that says that it is a key."""
    text = "; ".join(cell.strip() for cell in cells if cell.strip())
    key = _KEY.match(text)
    return list(filter(None, _NEXT.split(text[key.end() :]))) if key else []


def key_of_words(words: Iterable[str], lines: Iterable[Sequence[str]]) -> Mapping[str, str]:
    """What lines that say that they are a key (``Key: AL annual leave; S sick``) make of these words."""
    longest = sorted(words, key=len, reverse=True)
    found: dict[str, str] = {}
    for entry in (fold(one) for cells in lines for one in _keyed(cells)):
        word = next((w for w in longest if re.match(rf"{re.escape(fold(w))}(?:[\s=:–-]|$)", entry)), None)
        rest = entry[len(word) :].strip(" =:–-") if word else ""
        if word and rest:
            found.setdefault(fold(word), rest)
    return found


def of_heading(title: str, legend: Legend) -> Mapping[str, str]:
    """What a heading's short words mean: by what names it, else by a key that names none."""
    named = _folded(title)
    return (
        legend.get(named)
        or next((legend[one] for one in legend if one and one in named), {})
        or legend.get("", {})
    )


def _folded(text: str) -> str:
    return re.sub(r"[^\w ]", "", fold(text)).strip()
