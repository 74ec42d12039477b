"""Every message has an example, which the contract suite then renders for every platform."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator
from datetime import datetime

import pytest

from cards import examples
from cards.formats import plain_text
from cards.message import Message, MessageItem
from cards.model import Moment, Paragraph
from cards.sessions import book, group
from cards.shared.meeting import Meeting
from policy.facts import SessionState


def _messages() -> Iterator[type[Message]]:
    """By the names in their modules: a class with slots was made twice, and only one of the two is used."""
    for module in examples.load():
        for one in vars(sys.modules[module]).values():
            if inspect.isclass(one) and issubclass(one, Message) and not inspect.isabstract(one):
                yield one


def _noting(
    item: Callable[[Message], MessageItem], seen: set[type[Message]]
) -> Callable[[Message], MessageItem]:
    def noted(self: Message) -> MessageItem:
        seen.add(type(self))
        return item(self)

    return noted


def test_every_message_has_an_example(monkeypatch: pytest.MonkeyPatch) -> None:
    known, seen = set(_messages()), set[type[Message]]()
    for one in known:
        monkeypatch.setattr(one, "item", _noting(one.item, seen))
    for build in examples.EXAMPLES.values():
        build()
    assert known
    assert not [f"{one.__module__}.{one.__name__}" for one in known - seen]


_AT = Moment(datetime(2026, 11, 3, 10), datetime(2026, 11, 3, 10))
_SINCE = [
    (SessionState.BOOKED, "nobody has said whether it took place", "is booked"),
    (SessionState.HELD, "held", "is held"),
    (SessionState.CANCELLED, "cancelled", "is cancelled"),
    (SessionState.WITHDRAWN, "it didn't take place", "didn't take place"),
]


@pytest.mark.parametrize(("state", "said", "of_group"), _SINCE)
def test_a_session_no_longer_to_come_is_told_of_in_words(
    state: SessionState, said: str, of_group: str
) -> None:
    """A code of the database is no word: 'is withdrawn' would be told of a session that didn't take place."""
    meeting = Meeting(7, "supervision", "Priya Sample", _AT)
    [told] = book.NoLonger(meeting, state).item().body
    assert isinstance(told, Paragraph)
    assert f": {said}." in plain_text(told.text)
    assert group.GroupOver(meeting, state).item().title == f"Group supervision with Priya Sample {of_group}"


def test_each_state_has_its_words() -> None:
    assert {state for state, _, _ in _SINCE} == set(SessionState) == group.OVER.keys()
    assert book.NOW.keys() == set(SessionState) - {SessionState.BOOKED}
