"""How names and numbers are compared, wherever written: what people, keyboards and spreadsheets write differently for
the same thing is folded away. For comparing only: what is kept and shown stays as it was written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from typing import Final

_APOSTROPHES: Final = "‘’‛ʹʻʼʽʾʿˈ′‵`´＇"
_MINUS: Final = "−"
#: Marks that choose between shapes of the letter before them, and one that only keeps two apart.
_SHAPES: Final = ("\N{VARIATION SELECTOR-1}", "\N{VARIATION SELECTOR-16}", "\N{COMBINING GRAPHEME JOINER}")
_TYPED: Final = str.maketrans({**dict.fromkeys(_APOSTROPHES, "'"), _MINUS: "-"})
#: Letters that Unicode doesn't take apart, as they are typed by somebody without them.
_PLAIN: Final = str.maketrans(
    {
        **dict(zip("łøđðħŧıŋƙɓɗƴɛɔ", "loddhtinkbdyeo", strict=True)),
        "æ": "ae",
        "œ": "oe",
        "þ": "th",
        "'": None,
        "-": " ",
    }
)
#: A name in brackets behind another one; no code or number.
_IN_BRACKETS: Final = re.compile(r"(\S[^()]*)\(([^()\d]+)\)([^()]*)")
_SENT: Final = r"(?:agy|agcy|agency|locum)"
_AS: Final = r"(?:\s+(?:worker|staff|sw|social worker))?"
#: What lists write behind the name of somebody whom an agency sent: in brackets wherever, ``(Ag)`` or ``[Agency -
#: Invented Care]``, or behind a dash.
_OF_AGENCY: Final = re.compile(
    rf"(?P<mark>[(\[]\s*(?:ag\.?|{_SENT}{_AS})(?:\s*[-–—:,]\s*[^()\[\]\d]*)?\s*[)\]]"
    rf"|(?<=\w)\s+[-–—|/]\s*(?:ag|{_SENT}{_AS})\s*(?=,|$))",
    re.IGNORECASE,
)
#: What is no surname behind two other names.
_AGENCY_ALONE: Final = re.compile(rf"\S+\s+\S.*\s(?P<mark>{_SENT}{_AS})", re.IGNORECASE)
_FIRST_ACCENT: Final = 200
_OPTIONAL_POINTS: Final = range(10, 36)


def fold(text: str) -> str:
    """For what identifies: a staff number, a case reference, an email, a title. Case, width, spaces, invisible
    characters, apostrophes, dashes and how an accent is encoded make no difference; the accent itself does."""
    if text.isascii() and text.isprintable():
        return " ".join(text.lower().split())
    apart = unicodedata.normalize("NFKD", text.translate(_TYPED)).casefold()
    kept = "".join(_folded(unicodedata.normalize("NFKD", apart).translate(_TYPED)))
    return unicodedata.normalize("NFC", " ".join(kept.split()))


def digits(reference: str) -> str:
    """Those of a reference, in whatever spelling, without the zeros in front: by which it may be meant."""
    return "".join(re.findall(r"\d", fold(reference))).lstrip("0")


def letters(reference: str) -> str:
    """Those of a reference, in whatever spelling."""
    return "".join(words_without_digits(reference))


def words_without_digits(text: str) -> list[str]:
    """The letters in it that stand together, folded."""
    return re.findall(r"[^\W\d_]+", fold(text))


#: Looks like nothing, and stands between words that were pasted.
_UNSEEN: Final = re.compile(r"(?<![@\-\s])[\u200b\u2060\ufeff\u180e](?![\-\s])")
#: What looks like a space, and is a letter or a symbol to Unicode.
_BLANKS: Final = dict.fromkeys((0x3164, 0xFFA0, 0x115F, 0x1160, 0x2800), " ")


def spaced(typed: str) -> str:
    """For what is typed: blanks are spaces, and so is what can't be seen between two words. Beside a dash, or between
    two digits, it stands in a reference."""
    return _UNSEEN.sub(_apart, typed.translate(_BLANKS))


def _apart(found: re.Match[str]) -> str:
    before, after = found.string[: found.start()][-1:], found.string[found.end() :][:1]
    return "" if before.isdigit() and after.isdigit() else " "


def first_name_first(name: str) -> str:
    """``Example, Amara (Agency)``, as lists are sorted and mark whoever an agency sent, as people say it: ``Amara
    Example``."""
    name = without_agency(name)
    last, _, first = (part.strip() for part in name.partition(","))
    return f"{first} {last}" if first and last and "," not in first else name


def without_agency(name: str) -> str:
    """A name without the mark that an agency sent whoever has it: ``Amara Example - AGY``. A word of which nothing else
    is left is somebody's name."""
    mark = agency_mark(name)
    return " ".join(name.replace(mark, "", 1).split()).replace(" ,", ",") if mark else name


def agency_mark(name: str) -> str:
    """What of it says so, as it stands there; empty where nothing does."""
    if "ag" not in (small := name.lower()) and "locum" not in small:
        return ""
    found = _OF_AGENCY.search(name) or _AGENCY_ALONE.fullmatch(name.strip())
    mark = found["mark"].strip() if found else ""
    return mark if mark != name.strip() else ""


def spoken_as(name: str) -> Iterator[str]:
    """What a name in brackets among somebody's makes of it: ``Margaret (Peg) Tricorne`` is Margaret Tricorne, and Peg
    Tricorne."""
    if found := _IN_BRACKETS.fullmatch(first_name_first(name)):
        before, known, after = (part.strip() for part in found.groups())
        yield f"{before} {after}".strip()
        yield f"{known} {after or before.split()[-1]}"


def fold_name(name: str) -> str:
    """For a person's name: as ``fold``, and without accents, apostrophes or hyphens, so that ``Łukasz O’Neill-Óg`` is
    found as it comes from any keyboard: ``lukasz oneill og``."""
    folded = fold(name)
    if not folded.isascii():
        apart = unicodedata.normalize("NFD", folded)
        folded = unicodedata.normalize("NFC", "".join(c for c in apart if not _is_accent(c)))
    return " ".join(folded.translate(_PLAIN).split())


def names_of(name: str) -> Iterator[str]:
    """A folded name from each of its words on: ``anna maria lee``, ``maria lee``, ``lee``."""
    words = fold_name(name).split()
    return (" ".join(words[start:]) for start in range(len(words)))


def _folded(text: str) -> Iterator[str]:
    for character in text:
        kind = unicodedata.category(character)
        if kind == "Pd":
            yield "-"
        elif character.isspace():
            yield " "
        elif kind not in ("Cf", "Cc") and not _chooses_shape(character):
            yield character


def _chooses_shape(character: str) -> bool:
    first, last, joiner = _SHAPES
    return first <= character <= last or character == joiner


def _is_accent(character: str) -> bool:
    """An accent over or under a letter, or a point that Hebrew and Arabic are mostly written without. Vowel signs of
    other scripts are letters and stay."""
    place = unicodedata.combining(character)
    return place >= _FIRST_ACCENT or place in _OPTIONAL_POINTS
