"""How moments, counts and lists are said, the same in every message on every platform; days, months and times as
everywhere (``policy/date_words.py``)."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from cards.model import Claim, Day, Link, Moment, Span, Strong, Text, UserText
from policy.date_words import MONTHS, clock, day, month, weekday
from policy.ruleset import Rule

__all__ = ["clock", "day", "month", "weekday"]

BRITISH: Final = ZoneInfo("Europe/London")


def moment(value: Moment) -> str:
    """``Tuesday 24 November 2026 at 2:00 pm``, in wall time; in October's doubled hour, which of the two it
    is."""
    said = f"{day(value.wall.date())} at {clock(value.wall.time())}"
    return f"{said} {_which(value)}" if _comes_twice(value.wall) else said


def slot(value: Moment) -> str:
    """``Tuesday 24 November, 2:00 pm``: a time that is offered or just taken, where a button or title has little
    room."""
    wall = value.wall
    return f"{weekday(wall)} {date_and_month(wall)}, {clock(wall.time())}"


def date_and_month(value: date) -> str:
    """``24 November``: on a button beside a name, where a weekday would find no room."""
    return f"{value.day} {MONTHS[value.month - 1]}"


def _comes_twice(wall: datetime) -> bool:
    first, second = (wall.replace(tzinfo=BRITISH, fold=fold).utcoffset() for fold in (0, 1))
    return first is not None and second is not None and first > second


def _which(value: Moment) -> str:
    ahead = value.wall.replace(tzinfo=None) - value.instant.replace(tzinfo=None)
    return "British Summer Time" if ahead == timedelta(hours=1) else "Greenwich Mean Time"


def plural(noun: str, count: int, many: str = "") -> str:
    """``1 case``, ``2 cases``, ``1,200 cases``; ``many`` where the plural is irregular."""
    return f"{count:,} {noun if count == 1 else many or _plural_of(noun)}"


def _plural_of(noun: str) -> str:
    if noun.endswith("y") and noun[-2:-1] not in tuple("aeiou"):
        return f"{noun[:-1]}ies"
    return f"{noun}es" if noun.endswith(("s", "x", "ch", "sh")) else f"{noun}s"


def listing(items: Sequence[str], joint: str = "and") -> str:
    """``a, b and c``; nothing for no items."""
    if len(items) < 2:
        return "".join(items)
    return f"{', '.join(items[:-1])} {joint} {items[-1]}"


def listed_spans(items: Sequence[Span], joint: str = "and") -> Text:
    """As ``listing``, keeping what each item is (a person's words stay their words)."""
    return listed_texts([(item,) for item in items], joint)


def listed_texts(items: Sequence[Text], joint: str = "and") -> Text:
    """The same of items of several spans each."""
    spans: list[Span] = []
    for position, item in enumerate(items):
        if position:
            spans.append(f" {joint} " if position == len(items) - 1 else ", ")
        spans += item
    return tuple(spans)


_OF_ITS_OWN: Final = re.compile(r"\.[A-Za-z].*$")


def row(entry_id: str) -> str:
    """The policy's row that an entry stands on: what follows a dot and a letter is the rule set's own, as in
    ``C4.worker``."""
    return _OF_ITS_OWN.sub("", entry_id)


def cited(entry_id: str, clause: str | None) -> str:
    """``C4, “4”``; an entry without a clause is the council's practice."""
    return f"{row(entry_id)}, “{clause}”" if clause else f"{row(entry_id)}, this council's practice"


def titled(rule: Rule | None) -> str:
    """A rule as the source of what is asked: ``Oversight of a group's record (S12, “4.2”).`` Empty without one."""
    return f"{rule.title} ({cited(rule.id, rule.clause)})." if rule else ""


def plain_span(span: Span) -> str:
    """A span as bare text."""
    match span:
        case str():
            return span
        case Strong() | UserText() | Link():
            return span.text
        case Day():
            return day(span.day)
        case Moment():
            return moment(span)
        case Claim():
            return plain_text(span.says())


def plain_text(text: Text) -> str:
    """A whole text as bare text."""
    return "".join(plain_span(span) for span in text)


def isolated(words: str) -> str:
    """A change of writing direction inside somebody's words ends with them."""
    turns = any(unicodedata.bidirectional(c) in ("R", "AL", "RLE", "RLO", "LRE", "LRO", "RLI") for c in words)
    return f"\N{FIRST STRONG ISOLATE}{words}\N{POP DIRECTIONAL ISOLATE}" if turns else words


def with_capital(words: str) -> str:
    """Our own words at the start of a sentence or as a choice; the capitals inside them stay."""
    return words[:1].upper() + words[1:]


def at_start(what: str) -> str:
    """What is named at the beginning of a line: our own words with a capital, a reference as it is written."""
    return with_capital(what) if what.startswith("the ") else what


def both_or_all(count: int) -> str:
    """Of two or more: ``Both``, ``All 3``."""
    return "Both" if count == 2 else f"All {count}"


def all_recorded(count: int) -> str:
    return f"{both_or_all(count)} recorded" if count > 1 else "Recorded"


def later_than_these(count: int) -> str:
    """Of a list whose soonest are shown: how many more there are."""
    return f"And {count} more, later than these"
