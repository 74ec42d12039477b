"""Every message and form against Microsoft's schema and its own renderer, set up as Teams sets it up."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import pytest
from jsonschema import Draft6Validator
from playwright.async_api import Page

from cards import teams, teams_fields, teams_limits
from cards.limits import CannotShowError, is_view
from cards.model import Button, Card, ChoiceField, Form, Note, Option, Paragraph, Part, TextField, UserText
from tests.cards import extremes
from tests.cards.pressed import Pressed
from tests.cards.shown import sealed, sealed_form
from tests.cards.test_contract import CARDS, FORMS
from tests.infra import npm
from tests.teams.reading import Json, actions_in, inputs_in, texts_in

MESSAGES = sorted(set(CARDS) - extremes.TOO_LARGE["Teams"])


def made(name: str) -> Json:
    if name in FORMS:
        return teams.render_form(sealed_form(FORMS[name]()))
    card = sealed(CARDS[name]())
    return teams.render_view(card) if is_view(card) else teams.render_card(card)


def every() -> dict[str, Json]:
    return {name: made(name) for name in [*MESSAGES, *FORMS]}


def schema() -> Json:
    found = find_spec("adaptive_cards")
    assert found
    assert found.origin
    text = (Path(found.origin).parent / "schemas" / "schema-1.5.json").read_text(encoding="utf-8")
    return dict(json.loads(text))


def shape(card: Any, key: str = "") -> Any:
    """A card with one word for every text, and without what Teams adds to the schema: its settings, a search as one
    types, a list that narrows (a part of 1.5 that this copy of the schema lacks)."""
    if isinstance(card, dict):
        kept = {k: shape(v, k) for k, v in card.items() if k not in ("msteams", "choices.data")}
        return kept | ({"style": "compact"} if card.get("style") == "filtered" else {})
    if isinstance(card, list):
        return list({json.dumps(found): found for found in (shape(item) for item in card)}.values())
    return (
        "words"
        if isinstance(card, str) and key in ("text", "title", "label", "value", "token", "fallbackText", "id")
        else card
    )


def test_every_card_is_what_the_schema_says() -> None:
    check = Draft6Validator(schema())
    shapes = {json.dumps(element): name for name, card in every().items() for element in shape(card)["body"]}
    whole = shape(made("extreme_bare"))
    for element, name in shapes.items():
        assert not list(check.iter_errors({**whole, "body": [json.loads(element)]})), (name, element)
    fresh = teams.render_message(sealed(extremes.bare()), fresh_for="29:one")
    assert not list(check.iter_errors(shape(fresh)))


SHOW = """([card, host]) => {
  const read = [];
  AdaptiveCards.AdaptiveCard.onProcessMarkdown = (text, result) => { read.push(text); };
  const shown = new AdaptiveCards.AdaptiveCard();
  shown.hostConfig = new AdaptiveCards.HostConfig(host);
  const context = new AdaptiveCards.SerializationContext();
  shown.parse(card, context);
  const said = [];
  for (let n = 0; n < context.eventCount; n++) said.push(context.getEventAt(n).message);
  for (const failure of shown.validateProperties().validationEvents) said.push(failure.message);
  document.body.replaceChildren(shown.render());
  const cut = [...document.querySelectorAll('.ac-pushButton')]
    .some(b => b.closest('.ac-actionSet').querySelectorAll('.ac-pushButton').length > 1
      && b.getBoundingClientRect().right > window.innerWidth);
  return {said, read, cut, text: document.body.innerText, wide: document.documentElement.scrollWidth,
          buttons: [...document.querySelectorAll('.ac-pushButton')].map(b => b.innerText)};
}"""
MARKUP = re.compile(r"[*_~`\[\]<>#|{}\\]|^\s*([-+]|\d+[.)])\s")


@pytest.fixture
async def renderer(page: Page) -> Page:
    await page.goto("about:blank")
    await page.add_script_tag(path=npm.packages() / "adaptivecards/dist/adaptivecards.min.js")
    return page


def host(theme: str) -> Json:
    folder = npm.packages() / "adaptivecards-designer/lib/hostConfigs"
    return dict(json.loads((folder / f"microsoft-teams-{theme}.json").read_text(encoding="utf-8-sig")))


@pytest.mark.parametrize("width", [320, 1280])
async def test_microsofts_renderer_shows_every_card_whole(renderer: Page, width: int) -> None:
    await renderer.set_viewport_size({"width": width, "height": 800})
    for name, card in every().items():
        shown = await renderer.evaluate(SHOW, [card, host("light")])
        assert not [s for s in shown["said"] if "choices.data" not in s], name
        assert not [text for text in shown["read"] if MARKUP.search(text)], name
        assert name.startswith("extreme") or not [
            a["title"] for a in actions_in(card) if len(a["title"]) > teams.LABEL
        ]
        assert [a["title"].strip() for a in actions_in(card)] == [b.strip() for b in shown["buttons"]], name
        assert name.startswith("extreme") or (not shown["cut"] and shown["wide"] <= width), name


def test_what_acts_is_done_in_place_and_what_opens_is_a_dialog() -> None:
    acts, opens = Button("Do", Pressed(), opens=False), Button("Open", Pressed())
    card = sealed(replace(extremes.bare(), buttons=(acts, opens)))
    do, window = actions_in(teams.render_card(card))
    assert (do["type"], do["fallback"]["type"], window["type"]) == (
        "Action.Execute",
        "Action.Submit",
        "Action.Submit",
    )
    assert window["data"]["msteams"] == {"type": "task/fetch"}
    assert "msteams" not in do["fallback"]["data"]
    assert {a["type"] for a in actions_in(teams.render_view(card))} == {"Action.Submit"}
    assert not any("msteams" in a["data"] for a in actions_in(teams.render_view(card)))


def test_peoples_words_are_never_a_message() -> None:
    with pytest.raises(CannotShowError, match="never a message"):
        teams.render_card(sealed(extremes.every_block()))


def test_two_braces_begin_no_date_in_anybodys_words() -> None:
    words = "{{DATE(2026-11-24T14:00:00Z, LONG)}}"
    card = teams.render_card(replace(extremes.bare(), body=(Paragraph((UserText(words),)),)))
    found = list(texts_in(card))
    assert words in "".join(found)
    assert not any("{{" in text for text in found)


def test_a_title_that_could_be_read_as_markup_is_no_heading() -> None:
    for title in ("*a*", "1. a", "- a", "a_b_c", "<b>", "# a", "{{DATE(x)}}", "[a](b)"):
        assert teams.render_card(Card(title, "N"))["body"][0]["type"] == "RichTextBlock"
    shown = teams.render_card(Card("Prepare for Monday: 3 cases, “first”", "N"))["body"][0]
    assert (shown["type"], shown["style"]) == ("TextBlock", "heading")


def test_more_than_fits_says_how_much_more() -> None:
    parts = tuple(
        Part(f"Matter {n}", (Paragraph(("x" * 900,)),), (Button("Do", Pressed()),)) for n in range(40)
    )
    card = sealed(replace(extremes.bare(), body=parts))
    with pytest.raises(CannotShowError, match="bytes"):
        teams.render_card(card)
    shown = teams.render_message(card)
    assert len(json.dumps(shown)) <= teams_limits.LARGEST
    assert f"And {40 - len(actions_in(shown))} more matters" in "".join(texts_in(shown))


def test_small_print_goes_last() -> None:
    card = sealed(Card("T", "N", (Paragraph(("a",)), Note(("clause",))), (Button("Go", Pressed()),)))
    kinds = [element["type"] for element in teams.render_card(card)["body"]]
    assert kinds == ["TextBlock", "RichTextBlock", "ActionSet", "RichTextBlock"]


def test_a_field_stops_a_client_only_where_nothing_but_sending_is_offered() -> None:
    field = TextField("a", "A", required=True)
    alone = sealed_form(Form("F", (field,), (Button("Send", Pressed()),)))
    draft = sealed_form(Form("F", (field,), (Button("Send", Pressed()), Button("Save draft", Pressed()))))
    assert inputs_in(teams.render_form(alone))["a"]["isRequired"]
    assert "isRequired" not in inputs_in(teams.render_form(draft))["a"]


def test_what_was_typed_comes_back_by_field() -> None:
    comma, many = Option("a,b", "A"), Option("c", "C")
    form = Form(
        "F",
        (
            ChoiceField("some", "Some", (comma, many), ("a,b", "c"), many=True),
            ChoiceField("one", "One", (Option("", "None"), comma), ("",)),
            TextField("text", "Text", "as, typed"),
        ),
        (Button("Send", Pressed()),),
    )
    shown = inputs_in(teams.render_form(sealed_form(form)))
    data = {field["id"]: field["value"] for field in shown.values()}
    assert teams_fields.typed({**data, "token": "t"}) == {
        "some": ["a,b", "c"],
        "one": "",
        "text": "as, typed",
    }


def test_an_option_that_a_box_could_misread_is_read_beside_its_number() -> None:
    field = ChoiceField("some", "Some", (Option("a", "*A*"), Option("b", "B")), many=True)
    shown = teams.render_form(sealed_form(Form("F", (field,), (Button("Send", Pressed()),))))
    assert [c["title"] for c in inputs_in(shown)["some"]["choices"]] == ["1", "2"]
    assert "1. *A*" in "".join(texts_in(shown))


def test_a_long_list_of_people_is_searched() -> None:
    shown = inputs_in(made("extreme_every_field"))["anyone"]
    assert shown["choices.data"] == {"type": "Data.Query", "dataset": "people"}
    found = teams_fields.options((Option("S1", "Ada Marsh", "North"),))
    assert found["value"]["results"] == [{"title": "Ada Marsh – North", "value": "S1"}]
