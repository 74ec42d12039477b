"""For how long what somebody said can be put right, in words."""

from __future__ import annotations

from policy.date_words import NUMBER_WORDS
from policy.periods import Period


def so_long(period: Period) -> str:
    """“two weeks”; 60 days, of which nobody says the number in a word, stay “60 days”."""
    number, unit = str(period).split(maxsplit=1)
    named = 1 <= period.amount <= len(NUMBER_WORDS)
    return f"{NUMBER_WORDS[period.amount - 1] if named else number} {unit}"
