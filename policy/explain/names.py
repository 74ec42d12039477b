"""Names of the file as people read them."""

from __future__ import annotations

from policy.ruleset import (
    Vocabulary,
)
from policy.words import a_


def plain(word: str) -> str:
    """A name of the file as words; one without a vowel is an abbreviation, such as PDR."""
    return " ".join(part if set(part) & set("aeiouy") else part.upper() for part in word.split("_"))


def _inside(words: str) -> str:
    """What people read, inside a sentence: its first letter small, unless it begins an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def event_words(words: Vocabulary, name: str) -> str:
    """An event in the council's words; a milestone of the policy by its name."""
    return _inside(words.events[name]) if name in words.events else f"the {plain(name)}"


def holder_words(words: Vocabulary, name: str) -> str:
    """A role of the vocabulary, or a relation such as the supervisor."""
    return a_(words.roles[name]) if name in words.roles else f"the {plain(name)}"
