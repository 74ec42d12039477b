"""The calendars of a file whose parts can't all be read: what is broken is left out and counted, the rest is read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any, Final

from icalendar import Calendar

_READ: Final = ("VEVENT", "VFREEBUSY", "VTIMEZONE")
#: What stands inside an event and says nothing of when somebody is busy.
_ASIDE: Final = "VALARM"
_NAME: Final = "X-WR-CALNAME"


def calendars(text: str) -> tuple[list[Any], int]:
    """Every calendar in the text, and how many of their parts can't be read. Raises ValueError for a text that is no
    calendar, or that stops in the middle of one."""
    lines = text.strip().splitlines()
    if not lines or lines[-1].strip().upper() != "END:VCALENDAR":
        raise ValueError("it stops before its end" if "BEGIN:VCALENDAR" in text else "it is none")
    found = _parsed(text)
    return (found, 0) if found else _sound_parts(lines)


def _parsed(text: str) -> list[Any]:
    """None of them where one has something that the library doesn't take."""
    try:
        return list(Calendar.from_ical(text, multiple=True))
    except (ValueError, KeyError, IndexError):
        return []


def _sound_parts(lines: Sequence[str]) -> tuple[list[Any], int]:
    parts = list(_parts(lines))
    sound = [part for part in parts if _parsed(_calendar(part))]
    name = [line for line in lines if line.upper().startswith(_NAME)][:1]
    return _parsed(_calendar([*name, *(line for part in sound for line in part)])), len(parts) - len(sound)


def _calendar(lines: Sequence[str]) -> str:
    return "\r\n".join(["BEGIN:VCALENDAR", *lines, "END:VCALENDAR", ""])


def _parts(lines: Sequence[str]) -> Iterator[list[str]]:
    """The lines of each part that matters, one that was never closed as far as the next."""
    part: list[str] = []
    aside = False
    for line in lines:
        word, _, kind = line.strip().upper().partition(":")
        aside = (aside and word != "END") or (word == "BEGIN" and kind == _ASIDE)
        if word == "BEGIN" and kind in _READ:
            yield from [part] if part else []
            part = [line]
        elif part and not aside and kind != _ASIDE:
            part.append(line)
            if word == "END" and kind in _READ:
                yield part
                part = []
    yield from [part] if part else []
