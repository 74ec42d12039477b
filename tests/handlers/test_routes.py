"""The wires between what a button asks and what answers it."""

from __future__ import annotations

import importlib
import pkgutil
from datetime import date
from typing import Any, TypeVar, get_args, get_type_hints

import pytest

import cards
from cards.ask import Acts, Ask, Ids, MayOpen, MisfitError, Opens, all_asks, ask, ask_of, fields_of
from cards.commands import COMMANDS
from cards.model import Button, Card, card_from_json, card_to_json, seal
from handlers.commands import READERS
from handlers.routes import ROUTES, by_kind
from handlers.shared import permissions
from handlers.shared.base import Done, Reply, Request, Route, ShowForm, route
from storage.work import Work


@ask("thing_noted")
class ThingNoted(Acts):
    thing: int
    on: date | None = None
    sure: bool = False
    others: Ids = ()


@ask("thing_saved")
class ThingSaved(MayOpen):
    thing: int


@ask("thing_form")
class ThingForm(Opens):
    thing: int


# What the type checker says of a handler: each `ignore` below is an error, or `make lint` fails on it as unused


def note(_request: Request[ThingNoted], _work: Work) -> Done | Reply:
    raise NotImplementedError


def show(_request: Request[ThingNoted | ThingForm], _work: Work) -> ShowForm:
    raise NotImplementedError


def save(_request: Request[ThingSaved | ThingForm], _work: Work) -> ShowForm | Done:
    raise NotImplementedError


def right() -> tuple[Route, ...]:
    return (
        route(ThingNoted, note, permissions.anyone),
        route(ThingSaved, save, permissions.anyone),
        route(ThingForm, show, permissions.anyone),
    )


def wrong() -> tuple[Route, ...]:
    return (
        route(ThingNoted, show, permissions.anyone),  # type: ignore[arg-type] # never opens, and its handler shows a form
        route(ThingForm, save, permissions.anyone),  # type: ignore[arg-type, type-var] # opens always, and something changes
        route(ThingSaved, note, permissions.anyone),  # type: ignore[arg-type, type-var] # another ask's handler
        route(ThingSaved, save, permissions.pair),  # type: ignore[arg-type, type-var] # about no session
    )


# What is kept, and read again


def test_a_ticket_keeps_what_isnt_at_its_default() -> None:
    assert fields_of(ThingNoted(thing=7)) == {"thing": 7}
    whole = ThingNoted(thing=7, on=date(2026, 11, 24), sure=True, others=(4, 5))
    assert fields_of(whole) == {"thing": 7, "on": "2026-11-24", "sure": True, "others": "4,5"}
    assert ask_of(ThingNoted, fields_of(whole)) == whole


def test_a_ticket_of_an_older_version_still_reads() -> None:
    old = {"thing": 7, "sure": 1, "others": "4,5", "what_there_is_no_more": "x"}
    assert ask_of(ThingNoted, old) == ThingNoted(thing=7, sure=True, others=(4, 5))


@pytest.mark.parametrize("fields", [{}, {"thing": "seven"}, {"thing": None}, {"thing": 7, "on": "24/11"}])
def test_what_doesnt_fit_is_named_without_its_value(fields: dict[str, object]) -> None:
    with pytest.raises(MisfitError) as error:
        ask_of(ThingNoted, fields)
    assert str(error.value) in ("thing", "on")


def test_an_ask_is_never_sent_with_its_button() -> None:
    card = Card("T", "N", (), (Button("Note it", ThingNoted(thing=12345)),))
    assert "12345" not in card_to_json(card)


def test_a_sealed_button_still_says_whether_it_may_open_something() -> None:
    asks = (ThingNoted(thing=1), ThingSaved(thing=1), ThingForm(thing=1))
    card = Card("T", "N", (), tuple(Button("Go", one) for one in asks))
    assert [b.opens for b in seal(card, lambda one: one.kind).buttons] == [False, True, True]


def test_a_card_kept_by_an_older_version_still_reads() -> None:
    button = '{"label": "Go", "intent": "", "fields": {}, "style": "normal", "token": "t"}'
    old = f'{{"title": "T", "notice": "N", "body": [], "buttons": [{button}]}}'
    assert card_from_json(old).buttons == (Button("Go", token="t"),)


# One for each


def test_every_ask_has_a_handler_and_every_handler_an_ask() -> None:
    typed = {one.ask for one in ROUTES.values() if one.ask in all_asks()}
    assert typed == all_asks()


def test_an_ask_stands_in_its_features_asks() -> None:
    for found in pkgutil.walk_packages(cards.__path__, "cards."):
        classes = vars(importlib.import_module(found.name)).values()
        made = [
            c for c in classes if isinstance(c, type) and issubclass(c, Ask) and c.__module__ == found.name
        ]
        assert not made or found.name == "cards.ask" or found.name.endswith(".asks")


def test_a_second_route_for_an_ask_is_refused() -> None:
    with pytest.raises(ValueError, match="two routes for “thing_noted”"):
        by_kind([route(ThingNoted, note, permissions.anyone), route(ThingNoted, note, permissions.anyone)])


@pytest.mark.parametrize("known", ROUTES.values(), ids=lambda known: known.ask.kind)
def test_what_changes_something_says_what_it_did(known: Route) -> None:
    """To whoever presses once more."""
    assert bool(known.ask.did) is _changes(known)


def _changes(known: Route) -> bool:
    """By its handler's annotation; of a session with two or with many, by whether it only opens something."""
    returned: Any = get_type_hints(known.handle)["return"]
    answers = get_args(returned) or (returned,)
    either = any(isinstance(one, TypeVar) for one in answers)
    return Done in answers or (either and not issubclass(known.ask, Opens))


def test_every_command_has_words_and_is_read() -> None:
    assert list(READERS) == list(COMMANDS)
