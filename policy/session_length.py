"""How long a session is, in minutes: what is one at all, and how people say it: ``for an hour and a half``,
``90 mins``, ``1 hr 30``. The one definition for chat, forms, files and rule sets. Pure."""

from __future__ import annotations

import re
from datetime import datetime
from typing import Final

from policy.date_words import NUMBER_WORDS

SHORTEST: Final = 5
LONGEST: Final = 480

_COUNT: Final = rf"(?:\d{{1,2}}(?:[.,]\d+)?|{'|'.join(NUMBER_WORDS)}|an?)"
_HOURS: Final = rf"(?P<hours>{_COUNT}) ?-?h(?:(?:ou)?rs?)?\b"
_UNIT: Final = r"m(?:in(?:ute)?s?)?\b"
#: With their units: a number alone is none beside a day and a time.
_SAID: Final = re.compile(
    r"(?<!\bin )(?<!within )(?<![\w.,:/\-])(?:(?:lasting|for|about|of) )*"
    rf"(?:(?P<part>half|(?:an? )?quarter of|three[- ]quarters of) an hour"
    rf"|{_HOURS}(?:(?P<half> and a half)|,? ?(?:and )?(?P<and_minutes>\d{{1,2}})(?: ?{_UNIT}|(?=$|[ ,])))?"
    rf"|(?P<and_half>{_COUNT}) and a half h(?:ou)?rs?\b"
    rf"|(?P<hour_run>\d)h(?:(?:ou)?rs?)?(?P<run>\d{{2}})\b"
    rf"|(?P<minutes>\d{{1,3}}) ?-?{_UNIT})(?: long)?"
)
_PARTS: Final = {
    "half": 30,
    "quarter of": 15,
    "a quarter of": 15,
    "three quarters of": 45,
    "three-quarters of": 45,
}
#: As files write it: ``90``, ``1:30``, ``1:30:00``, ``1.5 h``, ``1hr30``.
_FIGURES: Final = re.compile(
    r"(?:(?P<hours>\d{1,2}(?:[.,]\d+)?)(?::| ?h(?:(?:ou)?rs?)?) ?(?:and )?)?"
    r"(?:(?P<minutes>\d{1,3})(?::00| ?m(?:in(?:ute)?s?)?)?)?"
)


def is_length(minutes: int) -> bool:
    return SHORTEST <= minutes <= LONGEST


def lasting(starts: datetime, ends: datetime) -> int:
    return int((ends - starts).total_seconds() // 60)


def without_length(text: str) -> tuple[str, int | None]:
    """A folded text without the length that it says, and that in minutes; None where it says none."""
    found = _SAID.search(text)
    if found is None:
        return text, None
    return f"{text[: found.start()]} {text[found.end() :]}".strip(" ,"), _minutes(found)


def length_of(text: str) -> int | None:
    """What a folded text says that is a length and nothing else, also in figures alone; None for anything else."""
    figures = _FIGURES.fullmatch(text)
    if figures and (figures["hours"] or figures["minutes"]):
        return round(_count(figures["hours"] or "0") * 60) + int(figures["minutes"] or 0)
    found = _SAID.fullmatch(text)
    return _minutes(found) if found else None


def _minutes(found: re.Match[str]) -> int:
    if part := found["part"]:
        return _PARTS[part.replace("an quarter", "a quarter")]
    if found["and_half"]:
        return round(_count(found["and_half"]) * 60) + 30
    if found["run"]:
        return int(found["hour_run"]) * 60 + int(found["run"])
    if found["minutes"]:
        return int(found["minutes"])
    return round(_count(found["hours"]) * 60) + int(found["and_minutes"] or 0) + (30 if found["half"] else 0)


def _count(word: str) -> float:
    if word in ("a", "an"):
        return 1
    return NUMBER_WORDS.index(word) + 1 if word in NUMBER_WORDS else float(word.replace(",", "."))
