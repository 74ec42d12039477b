"""What in a text looks as if it says who a child is, where a case reference would do. It is only a guess, so nothing is
refused for it: whoever wrote the text is asked (``handlers/shared/free_text.py``)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Detail(StrEnum):
    NHS_NUMBER = "nhs_number"
    PUPIL_NUMBER = "pupil_number"
    ADDRESS = "address"
    NAME_AND_BIRTH = "name_and_birth"


@dataclass(frozen=True, slots=True)
class Found:
    """``words``: as they were written."""

    detail: Detail
    words: str


def details(text: str, year: int) -> Iterator[Found]:
    """``year``: the present one, from which a date of birth is told from a date of yesterday."""
    plain = unicodedata.normalize("NFKC", text)
    yield from (Found(Detail.NHS_NUMBER, m[0]) for m in _TEN_DIGITS.finditer(plain) if _is_nhs_number(m[0]))
    yield from (Found(Detail.PUPIL_NUMBER, m[0]) for m in _PUPIL.finditer(plain) if _is_pupil_number(m[0]))
    for pattern in (_POSTCODE, _STREET, _FLAT):
        yield from (Found(Detail.ADDRESS, m[0]) for m in pattern.finditer(plain))
    yield from (Found(Detail.NAME_AND_BIRTH, words) for words in _births(plain, year))


# Numbers that check themselves

_TEN_DIGITS: Final = re.compile(r"(?<![\w-])[0-9]{3}([ -]?)[0-9]{3}\1[0-9]{4}(?![\w-])")
_PUPIL: Final = re.compile(r"(?<![\w-])[A-HJ-NP-RT-Z][0-9]{11}[0-9A-HJ-NP-RT-Z](?![\w-])", re.IGNORECASE)
#: The letters of a unique pupil number: those that no digit looks like.
_PUPIL_LETTERS: Final = "ABCDEFGHJKLMNPQRTUVWXYZ"


def _is_nhs_number(words: str) -> bool:
    """By its check digit, modulus 11 (NHS Data Dictionary)."""
    digits = [int(c) for c in words if c.isdigit()]
    return any(digits) and sum(d * (10 - i) for i, d in enumerate(digits)) % 11 == 0


def _is_pupil_number(words: str) -> bool:
    """By its check letter, modulus 23 (Department for Education); the last place of a temporary one is a letter."""
    letters = words.upper()
    values = [int(c) if c.isdigit() else _PUPIL_LETTERS.index(c) for c in letters[1:]]
    return _PUPIL_LETTERS[sum(v * (i + 2) for i, v in enumerate(values)) % 23] == letters[0]


# Where somebody lives

_POSTCODE: Final = re.compile(
    r"(?<![\w-])[A-PR-UWYZa-pr-uwyz][A-HK-Ya-hk-y]?[0-9][A-HJKMNP-Ya-hjkmnp-y0-9]?"
    r" ?[0-9](?!(?:st|nd|rd|th|hr|yr)\b)[ABD-HJLNP-UW-Zabd-hjlnp-uw-z]{2}(?![\w-])"
)
_STREET: Final = re.compile(
    r"(?<![\w-])[0-9]{1,4}[A-Za-z]?,? (?:[A-Z][\w'’-]+ ){1,3}"
    r"(?:Street|Road|Rd|Avenue|Ave|Lane|Close|Drive|Crescent|Gardens|Terrace|Grove|Mews|Square)\b"
)
_FLAT: Final = re.compile(r"\b[Ff]lat [0-9]{1,4}[A-Za-z]?,? (?:[0-9]|[A-Z][a-z])")


# A name beside a date of birth

_MONTHS: Final = "Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec"
_DAY: Final = rf"[0-9]{{1,2}}[./-][0-9]{{1,2}}[./-]|[0-9]{{1,2}}(?:st|nd|rd|th)? (?:{_MONTHS})[a-z]*,? "
_DATE: Final = rf"(?:{_DAY})(?P<year>[0-9]{{4}}|[0-9]{{2}})\b"
_BIRTH: Final = r"(?:\b[Dd]\.?[Oo]\.?[Bb]\b|\b[Dd]ate of birth\b|\b[Bb]orn\b)"
_BORN_ON: Final = re.compile(rf"{_BIRTH}[^\n]{{0,12}}?{_DATE}")
_WORD: Final = r"[A-Z][a-zÀ-ÿ'’-]+"
_NAMED_THEN_DATE: Final = re.compile(rf"\b({_WORD}) ({_WORD})[ ,:(–-]{{1,3}}{_DATE}")
_NAME_THEN_BIRTH: Final = re.compile(rf"\b({_WORD})(?:['’]s)?[ ,:(–-]*(?:was |is )?$")
_INSIDE: Final = re.compile(rf"(?<=[ (,:])({_WORD})")
#: Words with a capital that are nobody's name.
_ORDINARY: Final = frozenset(
    f"""
    the a an he she they it his her their this that we i you my our who when where there both all each no not
    and but child children baby boy girl sibling siblings twin twins brother sister mother father mum dad mam
    nan gran grandad parent parents carer carers uncle aunt cousin family worker manager supervisor social
    senior head service team police school nursery hospital court council local authority health visitor midwife
    doctor nurse teacher conference meeting review visit visits group core plan order hearing assessment panel
    strategy initial protection section care supervision session case record report interim final full next last
    new first second early help looked after leaving missing episode training appraisal agreement enquiry
    decision letter email chronology genogram risk safety log note notes audit form referral duty out of hours
    transfer mental contract personal education legal placement pathway annual medical contact statutory child's
    children's dob born date birth unborn nhs upn plo cin ehcp send lac iro fgc icpc rcpc monday tuesday
    wednesday thursday friday saturday sunday january february march april june july august september october
    november december
    {_MONTHS.lower().replace("|", " ")}""".split()
)


def _births(text: str, year: int) -> Iterator[str]:
    for found in _BORN_ON.finditer(text):
        if _somebody_named(_before(text, found.start()), _after(text, found.end())):
            yield found[0]
    for found in _NAMED_THEN_DATE.finditer(text):
        if _is_name(found[1]) and _is_name(found[2]) and _years_ago(found["year"], year) >= 2:
            yield found[0]


def _before(text: str, at: int) -> str:
    """What stands before it in its sentence, of the last few words."""
    return re.split(r"(?<=[.!?])\s|\n", text[max(0, at - 60) : at])[-1]


def _after(text: str, at: int) -> str:
    return re.split(r"[.!?\n]", text[at : at + 30])[0]


def _somebody_named(before: str, after: str) -> bool:
    """A word with a capital that no sentence gives it; at a sentence's beginning only right before the birth."""
    close = _NAME_THEN_BIRTH.search(before)
    words = [*_INSIDE.findall(before.strip()), *_INSIDE.findall(after), *([close[1]] if close else [])]
    return any(_is_name(word) for word in words)


def _is_name(word: str) -> bool:
    return word.lower().replace("’", "'").removesuffix("'s") not in _ORDINARY


def _years_ago(written: str, year: int) -> int:
    """Of a year written in two digits or four."""
    whole = int(written) if len(written) > 2 else 2000 + int(written)
    return year - (whole if whole <= year else whole - 100)
