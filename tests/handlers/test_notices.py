"""The wires between what is told, what makes it true, and its words."""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass

import pytest

import handlers
from cards.kept_fields import MisfitError, from_fields, to_fields
from cards.message import Message, MessageItem
from cards.shared.settled_titles import TITLES
from handlers.notices import NOTICES, by_kind, in_module
from handlers.notifications.notice import EventNotice, NoticeContext, NoticeKey, notice
from handlers.notifications.notifier import notify
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Kept(Message):
    thing: int

    def item(self) -> MessageItem:
        return MessageItem(f"Thing {self.thing} is kept", "A thing is kept")


@dataclass(frozen=True, slots=True)
class Lost(Message):
    def item(self) -> MessageItem:
        return MessageItem("A thing is lost", "A thing is lost")


@notice("thing_kept")
class ThingKept(EventNotice[Kept]):
    thing: int
    again: bool = False

    def key(self) -> NoticeKey:
        return NoticeKey(f"case:{self.thing}:kept")

    def says(self, _work: Work, _context: NoticeContext) -> Kept | None:
        return Kept(self.thing)


# What the type checker says: each `ignore` below is an error, or `make lint` fails on it as unused


@notice("thing_lost")
class ThingLost(EventNotice[Lost]):
    thing: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"case:{self.thing}:lost")

    def says(self, _work: Work, _context: NoticeContext) -> Kept:  # type: ignore[override] # another notice's words
        return Kept("7")  # type: ignore[arg-type] # not what these words need


class Wordless(EventNotice[MessageItem]):  # type: ignore[type-var] # no message of cards/
    pass


def produced(work: Work) -> None:
    notify(work, ThingKept(thing=7), to=1)
    notify(work, ThingKept(thing="7"), to=1)  # type: ignore[arg-type] # not the field's type
    notify(work, ThingKept(things=7), to=1)  # type: ignore[call-arg] # no such field
    notify(work, ThingKept(), to=1)  # type: ignore[call-arg] # a field is missing
    notify(work, Kept(7), to=1)  # type: ignore[arg-type] # words, and nothing that makes them true


# What is kept, and read again


def test_a_row_keeps_what_isnt_at_its_default() -> None:
    assert to_fields(ThingKept(thing=7)) == {"thing": 7}
    assert to_fields(ThingKept(thing=7, again=True)) == {"thing": 7, "again": True}


def test_a_row_of_an_older_version_still_reads() -> None:
    old = {"thing": "7", "title": "Thing 7 is kept", "what_there_is_no_more": 1}
    assert from_fields(ThingKept, old) == ThingKept(thing=7)


def test_what_doesnt_fit_is_named_without_its_value() -> None:
    with pytest.raises(MisfitError, match=r"^thing$"):
        from_fields(ThingKept, {"thing": "secret"})


# One for each


def test_every_notice_can_be_told() -> None:
    for found in pkgutil.walk_packages(handlers.__path__, "handlers."):
        for one in in_module(importlib.import_module(found.name)):
            assert NOTICES[one.kind] is one, f"{one.__name__} stands in {found.name}, and nobody tells it"


def test_a_second_notice_of_a_kind_is_refused() -> None:
    with pytest.raises(ValueError, match="two notices are called “thing_kept”"):
        by_kind([ThingKept, ThingKept])


def test_a_duty_without_a_notice_is_refused() -> None:
    with pytest.raises(ValueError, match="no notice of agree, prepare"):
        by_kind([one for one in NOTICES.values() if one.kind != "prepare" and one.kind != "agree"])


def test_every_event_has_a_title_for_when_it_is_settled() -> None:
    """A duty is called as in a list."""
    assert TITLES.keys() == {kind for kind, one in NOTICES.items() if issubclass(one, EventNotice)}
