"""What a reader finds in what a renderer made: the text, the buttons, the ids; and the renderers under the
contract."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from functools import partial
from html.parser import HTMLParser
from itertools import count
from typing import Any

from cards import html, plain, slack, slack_limits, slack_modals, teams, teams_limits
from cards.formats import plain_span
from cards.limits import Limits, is_view, texts, walk
from cards.model import (
    Block,
    Button,
    Card,
    ChoiceField,
    Field,
    Form,
    Issue,
    Part,
    PersonField,
    seal,
    seal_form,
)
from tests.slack.blocks import buttons_in
from tests.teams.reading import actions_in, texts_in

_VOID = {"input", "br", "meta", "link"}


@dataclass
class Reader(HTMLParser):
    """Strict: raises when tags do not nest."""

    text: str = ""
    tags: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    open: list[str] = field(default_factory=list)
    buttons: list[str] = field(default_factory=list)
    values: list[str] = field(default_factory=list)

    def __post_init__(self) -> None:
        super().__init__(convert_charrefs=True)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = {name: value or "" for name, value in attrs}
        assert len(found) == len(attrs), f"an attribute twice on {tag}"
        self.tags.append((tag, found))
        self.values.append(found.get("value", ""))
        if tag == "button":
            self.buttons.append("")
        if tag not in _VOID:
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open, f"</{tag}> closes nothing"
        assert self.open.pop() == tag, f"</{tag}> closes another"

    def handle_data(self, data: str) -> None:
        self.text += data
        if "button" in self.open:
            self.buttons[-1] += data

    def ids(self) -> list[str]:
        return [attributes["id"] for _, attributes in self.tags if "id" in attributes]

    def pointed_at(self) -> Iterator[str]:
        for _, found in self.tags:
            for name in ("aria-describedby", "aria-labelledby", "for", "list"):
                yield from found.get(name, "").split()
            if found.get("href", "").startswith("#"):
                yield found["href"][1:]


def read(markup: str) -> Reader:
    reader = Reader()
    reader.feed(str(markup))
    reader.close()
    assert not reader.open, f"left open: {reader.open}"
    return reader


@dataclass(frozen=True)
class Renderer:
    """``text`` gives everything a person sees in an output, with what fields hold; ``people``: lists whom to
    choose; ``before``: what stands before a command to type."""

    name: str
    suffix: str
    limits: Limits
    card: Callable[[Card], str]
    form: Callable[[Form], str]
    text: Callable[[str], str]
    buttons: Callable[[str], list[str]]
    people: bool = True
    before: str = ""


def _html_text(markup: str) -> str:
    reader = read(markup)
    return reader.text + "\n" + "\n".join(reader.values)


def _plain_buttons(text: str) -> list[str]:
    return [part.split("]")[0] for part in text.split("[")[1:]]


RENDERERS = (
    Renderer(
        "html",
        "html",
        html.LIMITS,
        lambda card: str(html.render_card(card, action="/press", key="m1", csrf="c5rf")),
        lambda form: str(html.render_form(form, action="/form/f1", csrf="c5rf")),
        _html_text,
        lambda markup: read(markup).buttons,
    ),
    Renderer(
        "plain", "txt", plain.LIMITS, plain.render_card, plain.render_form, str, _plain_buttons, people=False
    ),
    Renderer(
        "slack",
        "json",
        slack_limits.LIMITS,
        lambda card: _json(slack_modals.render_view(card) if is_view(card) else slack.render_card(card)),
        lambda form: _json(slack_modals.render_form(form)),
        lambda made: "".join(slack_limits.texts_in(json.loads(made))),
        lambda made: [button["text"]["text"] for button in slack_buttons(json.loads(made))],
        people=False,
        before=slack.COMMAND,
    ),
    Renderer(
        "teams",
        "json",
        teams_limits.LIMITS,
        lambda card: _json(teams.render_view(card) if is_view(card) else teams.render_card(card)),
        lambda form: _json(teams.render_form(form)),
        lambda made: "".join(texts_in(json.loads(made))),
        lambda made: [action["title"] for action in actions_in(json.loads(made))],
        people=False,
    ),
)


def _json(made: dict[str, Any]) -> str:
    """A line for each block, so that a changed word is one changed line."""
    said = partial(json.dumps, ensure_ascii=False)
    many = "blocks" if "blocks" in made else "body"
    rows = [f"{said(name)}: {said(value)}" for name, value in made.items() if name != many]
    blocks = ",\n".join(f"  {said(block)}" for block in made.get(many, ()))
    return "{\n" + ",\n".join([*rows, f'"{many}": [\n{blocks}\n]']) + "\n}\n"


def slack_buttons(made: dict[str, Any]) -> list[dict[str, Any]]:
    """Every button of a message or view, the one that submits a form first."""
    inside = list(buttons_in(made["blocks"]))
    submit = {"text": made["submit"], "value": made["private_metadata"]} if "submit" in made else None
    return ([submit] if submit else []) + inside


def issue() -> Issue:
    numbers = count(1)
    return lambda _: f"token-{next(numbers)}"


def sealed(card: Card) -> Card:
    return seal(card, issue())


def sealed_form(form: Form) -> Form:
    return seal_form(form, issue())


def buttons_of(blocks: tuple[Block, ...]) -> list[Button]:
    return [button for block, _ in walk(blocks) if isinstance(block, Part) for button in block.buttons]


def words_of(blocks: tuple[Block, ...]) -> list[str]:
    """Every span of every text as it is said."""
    return [plain_span(span) for block, _ in walk(blocks) for text in texts(block) for span in text]


def asked(field: Field, people: bool) -> list[str]:
    """Every text a field shows, what is filled in included where it is text."""
    shown = [field.label, field.hint]
    if isinstance(field, PersonField) and not people:
        return shown + [option.label for option in field.options if option.value == field.value]
    if isinstance(field, ChoiceField | PersonField):
        for option in field.options:
            shown += [option.label, option.hint]
    elif isinstance(field.value, str):
        shown.append(field.value)
    return shown
