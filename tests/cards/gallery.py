"""Every message and form on one page, as each platform shows it, for people to look at: ``make gallery``.

The desk's column is the desk's own markup and style. Slack's draws the blocks that would be sent as Slack lays them
out; what Slack accepts is the contract suite's to say. Teams draws an Adaptive Card itself, in its reader's theme: its
column says its words in their order and what can be pressed, and keeps the card that is sent folded beside them.
Beside it stands the plain text of a notification or a terminal."""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

from jinja2 import Environment, FileSystemLoader, Undefined
from markupsafe import Markup

from bot.desk.pages import STATIC
from cards import examples, html, plain, slack, slack_modals
from cards.limits import is_view
from cards.model import Card, Form
from tests.cards.shown import RENDERERS, sealed, sealed_form
from tests.teams.reading import texts_in

TEAMS: Final = next(renderer for renderer in RENDERERS if renderer.name == "teams")


@dataclass(frozen=True, slots=True)
class Shown:
    """One example as each platform shows it; ``view``: Slack's message, modal or home; ``said``, ``presses`` and
    ``card``: the words of what Teams is sent, what can be pressed in it, and itself."""

    name: str
    desk: Markup
    view: dict[str, Any]
    said: str
    presses: list[str]
    card: str
    text: str


def shown() -> Iterator[Shown]:
    """Every example of the product, its messages first, by name."""
    examples.load()
    for name, make in sorted(examples.EXAMPLES.items()):
        yield _card(name, sealed(make()))
    for name, ask in sorted(examples.FORMS.items()):
        yield _form(name, sealed_form(ask()))


def _card(name: str, card: Card) -> Shown:
    made = slack_modals.render_view(card) if is_view(card) else slack.render_card(card)
    desk = html.render_card(card, action="#", key=name, csrf="none")
    return Shown(name, desk, made, *_in_teams(TEAMS.card(card)), plain.render_card(card))


def _form(name: str, form: Form) -> Shown:
    desk = html.render_form(form, action="#", key=f"form-{name}", csrf="none", level=3)
    in_teams = _in_teams(TEAMS.form(form))
    return Shown(f"form: {name}", desk, slack_modals.render_form(form), *in_teams, plain.render_form(form))


def _in_teams(made: str) -> tuple[str, list[str], str]:
    return "\n".join(texts_in(json.loads(made))), TEAMS.buttons(made), made


def page() -> str:
    """The whole page, which needs nothing beside it."""
    templates = Environment(
        loader=FileSystemLoader(Path(__file__).parent),
        autoescape=True,
        undefined=Undefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    style = Markup((STATIC / "desk.css").read_text())
    return templates.get_template("gallery.html").render(shown=list(shown()), style=style)


def write(file: Path, made: Callable[[], str] = page) -> None:
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(made())
    print(f"Every message and form, as each platform shows it: {json.dumps(str(file))}")


if __name__ == "__main__":
    write(Path(sys.argv[1]))
