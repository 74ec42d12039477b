"""For how long what somebody said can be put right: in numbers for whoever checks it, and in words."""

from __future__ import annotations

from typing import Final

from policy.date_words import NUMBER_WORDS

WORKING_DAYS: Final = 2
FOR_SO_LONG: Final = f"{NUMBER_WORDS[WORKING_DAYS - 1]} working days"
