"""A sentence that states a fact is said by a claim, which a walked year asks the database about; what only sounds like
one is listed here, with why."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from typing import Any

import pytest

from cards import examples
from cards.model import Button, Card, Claim
from tests.cards import extremes

examples.load()
SHOWN = {**examples.EXAMPLES, **examples.FORMS, **extremes.CARDS}

FACT = re.compile(
    r"(is|are|was|were) (provisionally )?booked|\bnone is booked|\b(n|N)obody (has|had|holds|answers|is named|booked"
    r"|covers|supervises|confirmed)|\bNothing (\w+ )*is (late|due)|\bNo (\w+ )*session is|: stands$"
    r"|\banswers for (this|it|them) now"
    r"|\b(next|Next) (meets?|session is)|is to book the next|(was|is) held\b|Held:|\bcovers? for\b",
)
#: By how they begin or what they say: of the policy, of what a press did or will do, or of what is past.
NO_FACTS = {
    "That is before the day it was booked for": "of the policy",
    "a later time is booked provisionally": "of what will be",
    "until they are booked again": "of what will be",
    "Nothing else is booked": "of what the press did",
    "Nothing is booked by itself": "of what the bot does",
    "Who covers for": "a question",
    "You no longer cover for": "of what was",
    "Your cover for": "of what was",
    "nobody has to answer it": "of what was",
    "are booked in one go": "of what one press books",
    "which nobody holds": "its note says so, by a claim",
    "until it is held": "of what will be",
    "Nobody had read it": "of what the press took back",
    "who was to cover for": "of what was",
    "no longer covers for": "of what was",
    "who covers for": "names somebody; the fact is their own absence",
    "Somebody who covers for": "names somebody; the fact is their own absence",
    "It says when you next meet": "of the page",
    "and what was held, late or missed": "of the page",
    "when the next session is prepared": "of what will be",
}


def _texts(shown: Any, states: tuple[Claim, ...] = ()) -> Iterator[tuple[Any, ...]]:
    """Each text of a card or form as its spans; a title with what its card ``states``."""
    if isinstance(shown, Button | Claim | str):
        return
    if isinstance(shown, tuple):
        if any(isinstance(span, str) for span in shown):
            yield shown
        for one in shown:
            yield from _texts(one, states)
    elif is_dataclass(shown):
        states = shown.states if isinstance(shown, Card) else states
        for each in fields(shown):
            value = getattr(shown, each.name)
            if isinstance(value, str) and each.name in ("title", "text", "label", "hint"):
                yield (value, *states)
            else:
                yield from _texts(value, states)


def _plain_facts(shown: Any) -> list[str]:
    spans = (span for text in _texts(shown) if not any(isinstance(s, Claim) for s in text) for span in text)
    said = (span for span in spans if isinstance(span, str) and FACT.search(span))
    return [one for one in said if not any(part in one for part in NO_FACTS)]


@pytest.mark.parametrize("name", sorted(SHOWN))
def test_what_states_a_fact_is_a_claim(name: str) -> None:
    assert not _plain_facts(SHOWN[name]())


def test_nothing_is_excused_that_nobody_says() -> None:
    said = [span for made in SHOWN.values() for text in _texts(made()) for span in text]
    strings = [span for span in said if isinstance(span, str)]
    assert not [part for part in NO_FACTS if not any(part in one and FACT.search(one) for one in strings)]
