"""Every message has an example, which the contract suite then renders for every platform."""

from __future__ import annotations

import inspect
import sys
from collections.abc import Callable, Iterator

import pytest

from cards import examples
from cards.message import Message, MessageItem


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
