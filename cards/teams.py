"""Cards and forms as Adaptive Cards 1.5, which Teams shows on desktop and mobile. What people wrote stands in a
``TextRun``, which no client reads as markup; our own titles are headings where no sign in them could be read as any.

A button acts in place (``Action.Execute``, with ``Action.Submit`` for older clients) or opens a dialog
(``task/fetch``); inside a dialog every button submits it."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Final, TypeAlias

from cards.fitting import Json, renders, shortened, small_print
from cards.formats import isolated, plain_span
from cards.limits import check, must_show, must_show_form, must_show_message, unsealed
from cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    Facts,
    Form,
    Heading,
    Note,
    Paragraph,
    Part,
    Quote,
    Style,
)
from cards.teams_fields import field_elements
from cards.teams_limits import LIMITS, faults
from cards.teams_text import heading, lines, rich, run, spans, warning
from cards.to_type import spelled, to_type

CONTENT_TYPE: Final = "application/vnd.microsoft.card.adaptive"
#: Characters of labels that go in one row at 320 pixels, and how many of them a button's own edges take.
ROW: Final = 44
BESIDE_A_LABEL: Final = 6
#: The longest label that a phone shows whole; of a longer one, with a long name in it, a client shows the end apart.
LABEL: Final = ROW - BESIDE_A_LABEL
#: Leads from what was read beside a form back to it, with all that was typed.
BACK: Final = "Back to what you wrote"
_REFRESH: Final[Json] = {"type": "Action.Execute", "verb": "refresh", "data": {"refresh": True}}
_STYLES: Final = {Style.PRIMARY: {"style": "positive"}, Style.DANGER: {"style": "destructive"}}

Draw: TypeAlias = Callable[[Button], Json]


def render_card(card: Card, draw: Draw | None = None) -> Json:
    """A sealed card as a message's Adaptive Card. Raises CannotShowError when it doesn't fit, has an unsealed button
    or holds people's words: those are shown in a dialog, which Teams doesn't keep."""
    card = spelled(card)
    made = _card(card, draw or _in_message)
    must_show_message(card, LIMITS, faults(made))
    return made


def render_message(card: Card, *, answer: bool = False, fresh_for: str = "") -> Json:
    """As ``render_card``, but a card too long for one message is shortened first. ``answer``: to what its reader just
    asked; its buttons say so when they are pressed. ``fresh_for``: the account's own id, where the client asks for the
    card anew whenever that person sees it."""
    draw = _on_home if fresh_for else _in_answer if answer else _in_message
    made = _or_less(card, lambda less: render_card(less, draw))
    return made | ({"refresh": {"action": _REFRESH, "userIds": [fresh_for]}} if fresh_for else {})


def render_view(card: Card, *, back: Json | None = None) -> Json:
    """A sealed card inside a dialog, shortened where it must be. ``back``: what a button that leads back to a form
    sends. Raises CannotShowError as ``render_card``."""

    def view(less: Card) -> Json:
        made = _card(spelled(less), _in_dialog)
        made["body"] += [_back(back)] if back else []
        must_show(check(less, LIMITS) + unsealed(less.buttons, less.body) + faults(made), less.title)
        return made

    return _or_less(card, view)


def _back(data: Json) -> Json:
    action = {"type": "Action.Submit", "title": BACK, "data": data}
    return {"type": "ActionSet", "actions": [action]}


def render_form(form: Form) -> Json:
    """A sealed form inside a dialog. Raises CannotShowError as ``render_card``."""
    form = spelled(form)
    general = [warning(form.errors[""])] if "" in form.errors else []
    alone = len(form.buttons) == 1
    body = [
        heading(form.title),
        *general,
        *_blocks(form.intro, _in_dialog),
        *(
            shown
            for field in form.fields
            for shown in field_elements(field, form.errors.get(field.name, ""), alone)
        ),
        *_actions(form.buttons, _in_dialog),
    ]
    made = _adaptive(body, form.title)
    must_show_form(form, LIMITS, faults(made))
    return made


def attachment(made: Json) -> Json:
    """A rendered card as messages and dialogs carry it."""
    return {"contentType": CONTENT_TYPE, "content": made}


# Too much for one card


def _or_less(card: Card, render: Callable[[Card], Json]) -> Json:
    """The card, or as many of its matters as fit and how many more there are."""
    return render(shortened(card, renders(render), f"Type: {to_type('due')}"))


# Blocks


def _card(card: Card, draw: Draw) -> Json:
    body, small = small_print(card.body)
    own = _actions(card.buttons, draw)
    if own and body and isinstance(body[-1], Part):  # they aren't the last matter's
        own[0] |= {"separator": True, "spacing": "medium"}
    below = [rich([run(plain_span(span), small=True) for span in note.text]) for note in small]
    return _adaptive([heading(card.title), *_blocks(body, draw), *own, *below], card.notice)


def _adaptive(body: list[Json], instead: str) -> Json:
    """``instead`` is what a client too old for this card shows."""
    return {
        "type": "AdaptiveCard",
        "$schema": "http://adaptivecards.io/schemas/adaptive-card.json",
        "version": "1.5",
        "fallbackText": instead,
        "msteams": {"width": "Full"},
        "body": body,
    }


def _blocks(body: Sequence[Block], draw: Draw) -> list[Json]:
    made = [_block(block, draw) for block in body]
    for first, then, drawn in zip(body, body[1:], made[1:], strict=False):
        if isinstance(first, Heading) and isinstance(then, Part):  # one line is enough
            drawn[0] |= {"separator": False, "spacing": "small"}
    return [element for drawn in made for element in drawn]


def _block(block: Block, draw: Draw) -> list[Json]:
    match block:
        case Paragraph():
            return [rich(spans(block.text))]
        case Note():
            return [rich([run(plain_span(span), small=True) for span in block.text])]
        case Facts():
            rows = ([run(f"{label}: ", bold=True), *spans(value)] for label, value in block.rows)
            return lines(rows)
        case Bullets():
            marks = (f"{n}. " if block.numbered else "•  " for n, _ in enumerate(block.items, start=1))
            return lines([run(mark), *spans(item)] for mark, item in zip(marks, block.items, strict=True))
        case Quote():
            words = [rich([run(isolated(block.words))])] if block.words else []
            said_so = [{"type": "Container", "style": "emphasis", "items": words}] if words else []
            return [rich([run(block.label, bold=True)]), *said_so]
        case Heading():
            return [heading(block.text, bold=False) | {"separator": True, "spacing": "large"}]
        case Part():
            return [_part(block, draw)]


def _part(part: Part, draw: Draw) -> Json:
    items = [
        rich([run(part.title, bold=True)]),
        *({"spacing": "small"} | element for element in _blocks(part.body, draw)),
        *_actions(part.buttons, draw),
    ]
    return {"type": "Container", "separator": True, "spacing": "medium", "items": items}


# Actions


def _actions(buttons: tuple[Button, ...], draw: Draw) -> list[Json]:
    """A set for each row that a phone has room for: some clients cut off what doesn't fit."""
    rows = [{"type": "ActionSet", "actions": [draw(button) for button in row]} for row in _in_rows(buttons)]
    return [row if n == 0 else row | {"spacing": "small"} for n, row in enumerate(rows)]


def _in_rows(buttons: tuple[Button, ...]) -> list[list[Button]]:
    rows: list[list[Button]] = []
    left = 0
    for button in buttons:
        wide = len(button.label) + BESIDE_A_LABEL
        if wide > left:
            rows.append([])
            left = ROW
        rows[-1].append(button)
        left -= wide
    return rows


def _in_dialog(button: Button) -> Json:
    drawn = {"type": "Action.Submit", "title": button.label, "data": {"token": button.token}} | _style(button)
    return drawn if len(button.label) <= LABEL else drawn | {"tooltip": button.label}


def _in_message(button: Button) -> Json:
    if button.opens:
        data = {"token": button.token, "msteams": {"type": "task/fetch"}}
        return _in_dialog(button) | {"data": data}
    older = _in_dialog(button)
    return older | {"type": "Action.Execute", "verb": "press", "fallback": older}


def _in_answer(button: Button) -> Json:
    """A press of it is answered in its place."""
    drawn = _in_message(button)
    if "fallback" not in drawn:
        return drawn
    return drawn | {"data": drawn["data"] | {"answer": True}}


def _on_home(button: Button) -> Json:
    """What came of it is said beside the card, which then shows what is left."""
    drawn = _in_message(button)
    return drawn if "fallback" not in drawn else drawn | {"data": drawn["data"] | {"home": True}}


def _style(button: Button) -> Json:
    return _STYLES.get(button.style, {})
