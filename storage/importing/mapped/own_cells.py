"""What a mapping makes of the text of one cell, whatever its column is."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from policy.folding import fold
from storage.importing.columns import values as v
from storage.importing.columns.times_of_day import clock_time
from storage.importing.faults import Unreadable
from storage.importing.mapped.own_dates import split

_FLAGS: Final = dict.fromkeys(("yes", "y", "true", "1", "x", "✓"), True) | dict.fromkeys(
    ("", "no", "n", "false", "0", "none", "-"), False
)


def parts_of(text: str, between: Sequence[str]) -> list[str]:
    """The words of a cell that holds several, whatever of these stands between them."""
    first, *others = between
    for other in others:
        text = text.replace(other, first)
    return [part.strip() for part in text.split(first)]


def without_letters(text: str, letters: Sequence[str]) -> str:
    """Without what stands in front and is none of it, whichever way it is written."""
    found = next((one for one in letters if fold(text).startswith(fold(one))), "")
    return text[len(found) :].strip()


def part_of(text: str, part: str | None) -> str:
    day, time = split(text)
    return {"day": day, "time": time or text}.get(part or "", text)


def minutes_between(text: str, until: str) -> str:
    """From one time to another, beside their days or not. Where one is missing nothing is known; what is no time goes
    on, to be named."""
    starts, ends = (part_of(one, "time") for one in (text, until))
    if not starts or not ends:
        return ""
    try:
        first, last = (_since_midnight(clock_time(one)) for one in (starts, ends))
    except Unreadable:
        return f"{starts} to {ends}"
    return str((last - first) % (24 * 60))


def _since_midnight(clock: str) -> int:
    hours, minutes = clock.split(":")
    return int(hours) * 60 + int(minutes)


def share_of(text: str, full_time: float) -> str:
    """0.6 of 1, or 22.2 of 37, as 60. What is no number, and a percentage, stays as it is."""
    try:
        return str(round(float(text.replace(",", ".")) / full_time * 100))
    except ValueError:
        return text


def is_set(text: str) -> bool | None:
    """Whether a flag's cell says yes, which a day (since when) does too; None where it says neither."""
    if text.lower() in _FLAGS:
        return _FLAGS[text.lower()]
    try:
        return bool(v.day(text))
    except Unreadable:
        return None
