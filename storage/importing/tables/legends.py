"""Keys of a file's own: ``Auth: A = authorised  P = awaiting  W = withdrawn``, in its foot, above its heading or on a
sheet that is no table."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Final, TypeAlias

from policy.folding import fold

#: By the heading that it is of, empty where none is named, what short words mean.
Legend: TypeAlias = Mapping[str, Mapping[str, str]]

#: A short word, and what stands behind it.
_ENTRY: Final = re.compile(
    r"((?:(?<![\w+/])[A-Za-z✓✗]{1,5}(?:[+/&][A-Za-z]{1,3})?[?>*]?|(?<!\S)[-–]))\s*=\s*"
)
#: What it means ends where a sentence or a list goes on.
_END: Final = re.compile(r"\s{2,}|[,;|.]\s*$|[.;|]\s|,\s*$")
#: Such a word alone in a cell, what it means beside it; so many of a sheet's lines make it a key.
_SHORT: Final = re.compile(r"[A-Za-z✓✗?][A-Za-z✓✗?+/&>* ]{0,6}|[-–]")
_OF_KEY: Final = 2
_OF_SHEET: Final = 3
#: The same where the sheet's title says that it is a key: numbers too, and several with one beginning.
_CODE: Final = re.compile(r"[\w✓✗?][\w✓✗?+/&>*. -]{0,17}|[-–]")
_SEVERAL: Final = re.compile(r"([A-Za-z]+[ -])(\w{1,3}(?:\s*/\s*\w{1,3})+)")
_KEY_SHEET: Final = re.compile(r"\b(?:key|codes?|legend|lookups?|look ups?|lists?)\b", re.IGNORECASE)
#: A column's word that may be a code, and a heading under which numbers are codes.
_CODE_ALONE: Final = re.compile(r"[\w+/&.?>*-]{1,8}")
_OF_CODES: Final = re.compile(r"\b(?:code|type|kind|status|category|class|reason)s?\b", re.IGNORECASE)
#: A key of another file is a column's where it has more than this share of its words.
_ELSEWHERES: Final = 0.5
#: What heads a column of what codes mean; where it may be what a code means too, what stands left of it has several
#: words, or says that it is one of codes. What heads another column of codes for the same.
_MEANING: Final = re.compile(
    r"(?P<plain>meanings?|means|desc(?:ription)?s?|stands for|explanations?|definitions?|full name|long name)|"
    r"teams?|services?|names?|text|labels?|titles?"
)
_OF_CODE: Final = re.compile(r".*\S\s+\S.*|.*\b(?:codes?|unit|ref|id)\b.*")
_SHORTER: Final = re.compile(r"(?:in )?short(?: (?:name|form|code)s?)?|abbr\w*|(?:other )?codes?|known as")
#: A column's only word is no chance if it has so many letters.
_OF_ONE: Final = 3
#: So many of a line make it a key.
_FEWEST: Final = 2
#: In a line that fills more cells than these such words in one of them are somebody's remark.
_OF_KEY_LINE: Final = 4
#: What it means, and what else is said of it.
_MORE: Final = re.compile(r"\s+[-–]\s+|\s*[(;,]")
#: Letters of what may be a part of another word.
_LONG: Final = 4
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


def key_in(title: str, lines: Iterable[Sequence[str]]) -> Legend:
    """Of a sheet that is a key: short words in a column of their own, and beside each what it means; several of them
    may stand side by side or below one another, each under what it is of. Without a heading those that mean one thing
    wherever they stand. ``title``: the sheet's, without which numbers are no codes."""
    code = _CODE if _KEY_SHEET.search(title) else _SHORT
    above, found, filled, pairs = dict[int, str](), dict[str, dict[str, str]](), 0, 0
    shorter: dict[int, int] = {}
    for cells in ([cell.strip() for cell in cells] for cells in lines):
        filled += sum(map(bool, cells))
        for at, cell in enumerate(cells):
            if not cell or (at and cells[at - 1]):
                continue
            meant = cells[at + 1] if at + 1 < len(cells) else ""
            if not meant or _heads(cell, meant):
                above[at] = _folded(cell)
                shorter[at] = next((n for n, one in enumerate(cells) if _SHORTER.fullmatch(fold(one))), at)
                continue
            also = cells[shorter[at]] if shorter.get(at, at) > at + 1 and shorter[at] < len(cells) else ""
            for one in (one for one in (cell, also) if code.fullmatch(one)):
                pairs += 1
                found.setdefault(above.get(at, ""), {}).update(dict.fromkeys(_each(one), meant))
    if pairs < _OF_SHEET or 2 * _OF_KEY * pairs <= filled:
        return {}
    return {**found, "": _of_one_meaning(found.values())}


def _heads(cell: str, meant: str) -> bool:
    """Whether two cells side by side are headings of a key: of codes, and of what they mean."""
    heads = _MEANING.fullmatch(fold(meant))
    return heads is not None and (bool(heads["plain"]) or _OF_CODE.fullmatch(fold(cell)) is not None)


def _of_one_meaning(keys: Iterable[Mapping[str, str]]) -> dict[str, str]:
    said: dict[str, set[str]] = {}
    for word, meant in (pair for key in keys for pair in key.items()):
        said.setdefault(word, set()).add(meant)
    return {word: meanings.pop() for word, meanings in said.items() if len(meanings) == 1}


def _each(code: str) -> list[str]:
    """``CPP-N / E / P``: three codes with one beginning."""
    several = _SEVERAL.fullmatch(code)
    if not several:
        return [fold(code)]
    return [fold(several[1] + last) for last in re.split(r"\s*/\s*", several[2])]


def without_heading(keys: Iterable[Legend]) -> Mapping[str, str]:
    """What several keys say that name no heading, of codes that mean one thing in all of them."""
    return _of_one_meaning(key.get("", {}) for key in keys)


def is_legend(cells: Sequence[str]) -> bool:
    """Whether a line says what short words mean; of a full row one cell that does is a remark."""
    entries = [len(_ENTRY.findall(cell)) for cell in cells]
    filled, telling = sum(bool(cell.strip()) for cell in cells), sum(map(bool, entries))
    is_remark = telling == 1 and filled > _OF_KEY_LINE
    return (sum(entries) >= _FEWEST and not is_remark) or len(_keyed(cells)) > _FEWEST


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
        or next((legend[one] for one in legend if one and _names(one, named)), {})
        or legend.get("", {})
    )


def of_sheet(title: str, words: Collection[str], legend: Legend) -> Mapping[str, str]:
    """What keys on other sheets say of a column's words: the one that its heading names; else one of which the heading
    says more, or that names none, if it has most of them."""
    named = _folded(title)
    if own := legend.get(named) or next((legend[one] for one in legend if one and _names(one, named)), {}):
        return own
    wider = (key for one, key in legend.items() if one and {*named.split()} <= {*one.split()} and named)
    told = (of_words(title, words, key) for key in (*wider, legend.get("", {})))
    return next(filter(None, told), {})


def _names(one: str, heading: str) -> bool:
    """A few letters only as a word of their own."""
    return one in (heading if len(one) >= _LONG else heading.split())


def of_words(title: str, words: Collection[str], key: Mapping[str, str]) -> Mapping[str, str]:
    """What another file's key says of a column's words, where it has most of its short ones. Numbers are codes only
    where the heading says so."""
    short = {fold(word) for word in words if _CODE_ALONE.fullmatch(word)}
    if not _OF_CODES.search(title):
        short = {word for word in short if not word.isdigit()}
    known = short & key.keys()
    alone = len(words) == 1 and any(len(word) >= _OF_ONE for word in known)
    if not alone and len(known) <= max(1, _ELSEWHERES * len(short)):
        return {}
    return {word: key[word] for word in map(fold, words) if word in key and (word in short or " " in word)}


def as_explained(word: str, meant: str) -> Sequence[str]:
    """What a key says, and its beginning where more is said behind it: ``looked after - section 20``."""
    return (meant, _MORE.split(meant, 1)[0]) if meant != word else ()


def _folded(text: str) -> str:
    return re.sub(r"[^\w ]", "", fold(text)).strip()
