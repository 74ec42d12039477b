"""What every renderer owes every message and form. ``GOLDEN=write pytest tests/cards`` writes anew what Slack is
sent."""

from __future__ import annotations

import inspect
import json
import os
import sys
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path
from typing import get_type_hints

import pytest
from markupsafe import Markup

from cards import examples
from cards.limits import CannotShowError, walk
from cards.model import (
    Bullets,
    Button,
    Card,
    Facts,
    Form,
    Link,
    Note,
    Paragraph,
    Part,
    Quote,
    TextField,
    UserText,
    card_from_json,
    card_to_json,
    form_from_json,
    form_to_json,
)
from cards.to_type import spelled
from tests.cards import extremes, gallery
from tests.cards.pressed import Pressed
from tests.cards.shown import RENDERERS, Renderer, asked, buttons_of, read, sealed, sealed_form, words_of
from tests.teams.reading import texts_in

MODULES = examples.load()
CARDS: dict[str, Callable[[], Card]] = examples.EXAMPLES | extremes.CARDS
FORMS: dict[str, Callable[[], Form]] = examples.FORMS | extremes.FORMS
GOLDEN = Path(__file__).parent / "slack"
#: What its JSON must be is kept letter for letter: Slack alone says what is wrong with it, and only when it is sent.
SLACK_RENDERER = next(renderer for renderer in RENDERERS if renderer.name == "slack")

each_renderer = pytest.mark.parametrize("renderer", RENDERERS, ids=lambda renderer: str(renderer.name))
each_card = pytest.mark.parametrize("name", sorted(CARDS))
each_form = pytest.mark.parametrize("name", sorted(FORMS))


def squeezed(text: str) -> str:
    """Plain text indents a person's lines; nothing else may differ."""
    return "\n".join(line.strip() for line in text.split("\n"))


def holds(renderer: Renderer, output: str, expected: list[str]) -> None:
    text = renderer.text(output)
    for words in expected:
        exact = words in text or (renderer.suffix == "txt" and squeezed(words) in squeezed(text))
        assert exact, f"not shown letter for letter: {words!r}"


@each_renderer
@each_card
def test_card_is_shown_whole(renderer: Renderer, name: str) -> None:
    card = sealed(CARDS[name]())
    if too_large(renderer, name):
        with pytest.raises(CannotShowError):
            renderer.card(card)
        return
    output = renderer.card(card)
    card = spelled(card, renderer.before)
    holds(renderer, output, [card.title, *words_of(card.body)])
    for button in (*card.buttons, *buttons_of(card.body)):
        assert button.label in renderer.buttons(output)


def too_large(renderer: Renderer, name: str) -> bool:
    return name in extremes.TOO_LARGE.get(renderer.limits.name, ())


@each_renderer
@each_form
def test_form_is_shown_whole(renderer: Renderer, name: str) -> None:
    form = sealed_form(FORMS[name]())
    output = renderer.form(form)
    shown = [text for field in form.fields for text in asked(field, renderer.people)]
    holds(renderer, output, [form.title, *words_of(form.intro), *shown, *form.errors.values()])
    for button in (*form.buttons, *buttons_of(form.intro)):
        assert button.label in renderer.buttons(output)


@each_card
def test_slack_is_sent_what_it_was(name: str) -> None:
    if not too_large(SLACK_RENDERER, name):
        same_as_golden(name, SLACK_RENDERER.card(sealed(CARDS[name]())))


@each_form
def test_slack_is_sent_the_form_that_it_was(name: str) -> None:
    same_as_golden(name, SLACK_RENDERER.form(sealed_form(FORMS[name]())))


def same_as_golden(name: str, output: str) -> None:
    path = GOLDEN / f"{name}.json"
    if os.environ.get("GOLDEN") == "write":
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(output.encode())
    assert path.exists(), f"no golden file {path.name}: run with GOLDEN=write and read what it wrote"
    assert output == path.read_bytes().decode(), (
        f"{path.name} differs: run with GOLDEN=write and read the difference"
    )


def test_no_golden_file_is_left_over() -> None:
    expected = {f"{name}.json" for name in (*CARDS, *FORMS)}
    found = {path.name for path in GOLDEN.glob("*.json")}
    if os.environ.get("GOLDEN") == "write":
        for old in found - expected:
            (GOLDEN / old).unlink()
    else:
        assert found <= expected


def test_the_gallery_shows_every_example_on_every_platform() -> None:
    """What the goldens of other platforms were for is for people to look at: ``make gallery``."""
    shown = Markup(gallery.page().split("</head>")[1]).striptags()
    titles = [made().title for made in examples.EXAMPLES.values()] + [
        f().title for f in examples.FORMS.values()
    ]
    for title in (" ".join(one.split()) for one in titles):
        assert shown.count(title) >= 2, title
        assert shown.count(title[:20]) >= 3, title


def test_the_gallery_shows_what_teams_is_sent() -> None:
    """Its words in their order, what can be pressed, and the card itself."""
    page = " ".join(Markup(gallery.page().split("</head>")[1]).unescape().split())
    teams = next(renderer for renderer in RENDERERS if renderer.name == "teams")
    made = [teams.card(sealed(one())) for one in examples.EXAMPLES.values()]
    made += [teams.form(sealed_form(one())) for one in examples.FORMS.values()]
    for card in made:
        said = " ".join("\n".join(texts_in(json.loads(card))).split())
        assert f'<section class="teams"><h3>Teams</h3><pre>{said}' in page
        assert all(f'<span class="press">{label}</span>' in page for label in teams.buttons(card))
        assert " ".join(card.split()) in page


@each_card
def test_every_press_is_a_token_on_a_posted_form(name: str) -> None:
    card = sealed(CARDS[name]())
    reader = read(RENDERERS[0].card(card))
    pressed = [found for tag, found in reader.tags if tag == "button"]
    expected = {button.token for button in (*card.buttons, *buttons_of(card.body))}
    assert {found["value"] for found in pressed} == expected
    assert all(found["name"] == "token" and found["type"] == "submit" for found in pressed)
    assert [found["method"] for tag, found in reader.tags if tag == "form"] == ["post"]


@pytest.mark.parametrize("name", [*CARDS, *FORMS])
def test_html_is_sound_and_all_markup_ours(name: str) -> None:
    shown = RENDERERS[0]
    output = shown.card(sealed(CARDS[name]())) if name in CARDS else shown.form(sealed_form(FORMS[name]()))
    reader = read(output)
    assert len(set(reader.ids())) == len(reader.ids())
    assert set(reader.pointed_at()) <= set(reader.ids())
    fetched = name in CARDS and any(isinstance(span, Link) for span in _spans(CARDS[name]()))
    links = {"a"} if name in FORMS or fetched else set()
    assert not {tag for tag, _ in reader.tags} & ({"b", "i", "u", "script", "a"} - links)
    assert not [found for _, found in reader.tags for attribute in found if attribute.startswith("on")]


@each_card
def test_notice_stands_alone_and_gives_nothing_away(name: str) -> None:
    card = CARDS[name]()
    assert card.notice.strip()
    assert len(card.notice) <= 150
    for words in private(card):
        assert words not in card.notice


def private(card: Card) -> list[str]:
    """What people typed, wherever in the card."""
    found = [block.words for block, _ in walk(card.body) if isinstance(block, Quote)]
    return found + [span.text for span in _spans(card) if isinstance(span, UserText)]


def _spans(card: Card) -> list[object]:
    return [span for block, _ in walk(card.body) for text in _texts(block) for span in text]


def _texts(block: object) -> list[tuple[object, ...]]:
    match block:
        case Paragraph() | Note():
            return [block.text]
        case Facts():
            return [value for _, value in block.rows]
        case Bullets():
            return list(block.items)
        case _:
            return []


@each_card
def test_card_survives_storage(name: str) -> None:
    card = sealed(CARDS[name]())
    assert card_from_json(card_to_json(card)) == card


@each_form
def test_form_survives_storage(name: str) -> None:
    form = sealed_form(FORMS[name]())
    assert form_from_json(form_to_json(form)) == form


def test_every_message_module_has_an_example() -> None:
    shown = {build.__module__ for build in (*examples.EXAMPLES.values(), *examples.FORMS.values())}
    assert {name for name in MODULES if _builds(name)} <= shown


def _builds(module: str) -> bool:
    """Whether a function written there returns a card or form; others only help to write one."""
    functions = inspect.getmembers(sys.modules[module], inspect.isfunction)
    own = [function for _, function in functions if function.__module__ == module]
    return any(get_type_hints(function).get("return") in (Card, Form) for function in own)


BARE = Card("Title", "Notice")
FORM = Form("Title", (TextField("a", "A"),), (Button("Send", Pressed()),))


@each_renderer
@pytest.mark.parametrize(
    "card",
    [
        pytest.param(replace(BARE, notice=" "), id="no notice"),
        pytest.param(replace(BARE, notice="n" * 151), id="long notice"),
        pytest.param(replace(BARE, buttons=(Button("", Pressed()),)), id="no label"),
        pytest.param(
            replace(BARE, buttons=(Button("Go", token="t"), Button("Stop", token="t"))), id="one token twice"
        ),
        pytest.param(replace(BARE, buttons=(Button("Go"),)), id="no meaning"),
        pytest.param(replace(BARE, body=(Part("A", (Part("B"),)),)), id="a part in a part"),
        pytest.param(
            replace(BARE, body=(Facts(tuple(("a", ("b",)) for _ in range(11))),)), id="eleven facts"
        ),
    ],
)
def test_a_card_nobody_could_show_is_an_error(renderer: Renderer, card: Card) -> None:
    with pytest.raises(CannotShowError):
        renderer.card(card)


@each_renderer
@pytest.mark.parametrize(
    "form",
    [
        pytest.param(replace(FORM, buttons=()), id="nothing submits"),
        pytest.param(replace(FORM, fields=FORM.fields * 2), id="one name twice"),
        pytest.param(replace(FORM, errors={"b": "wrong"}), id="an error of no field"),
        pytest.param(replace(FORM, fields=(TextField("a", " "),)), id="no label"),
    ],
)
def test_a_form_nobody_could_show_is_an_error(renderer: Renderer, form: Form) -> None:
    with pytest.raises(CannotShowError):
        renderer.form(form)


def test_a_button_whose_meaning_would_be_sent_is_an_error() -> None:
    meaning = Button("Go", Pressed())
    for card in (replace(BARE, buttons=(meaning,)), replace(BARE, body=(Part("A", (), (meaning,)),))):
        with pytest.raises(CannotShowError, match="not sealed"):
            RENDERERS[0].card(card)
    with pytest.raises(CannotShowError, match="not sealed"):
        RENDERERS[0].form(FORM)


def test_plain_text_obeys_no_terminal_escape() -> None:
    card = replace(BARE, body=(Quote("Q", extremes.NUL_AND_ESCAPE),))
    assert "\x1b" not in RENDERERS[1].card(card)
