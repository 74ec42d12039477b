"""A form, or a card to read, as Slack's modal; and what a modal gives back."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from cards.fitting import NOTHING, Json, cut
from cards.limits import must_show, must_show_form, unsealed
from cards.model import Card, Form, Option
from cards.slack import COMMAND
from cards.slack_blocks import blocks, card_blocks, header
from cards.slack_buttons import actions, plain
from cards.slack_fields import LISTED, input_blocks, input_id, offered, warning, within
from cards.slack_limits import LIMITS, VIEW_BLOCKS, faults
from cards.to_type import spelled

#: A modal's own title holds 24 characters; ours is the header inside it.
TITLE: Final = "Supervision"


def render_view(card: Card) -> Json:
    """A sealed card as a modal to read. Raises CannotShowError as ``render_card``."""
    card = spelled(card, COMMAND)
    view = {**_modal("card", "Close"), "blocks": card_blocks(card, VIEW_BLOCKS)}
    must_show(unsealed(card.buttons, card.body) + faults(view), card.title)
    return view


def render_form(form: Form) -> Json:
    """A sealed form as a modal: the first button submits it (its token is ``private_metadata``), the others are
    buttons inside. Raises CannotShowError as ``render_card``."""
    form = spelled(replace(form, fields=tuple(within(field) for field in form.fields)), COMMAND)
    must_show_form(form, LIMITS, [])
    general = [form.errors[""]] if "" in form.errors else []
    shown = [
        header(form.title),
        *(warning(text, "error") for text in general),
        *blocks(form.intro),
        *(one for field in form.fields for one in input_blocks(form, field)),
        *actions(form.buttons[1:], "buttons"),
    ]
    submit, view = form.buttons[0], _modal("form", "Close")
    view |= {"submit": plain(submit.label), "private_metadata": submit.token, "blocks": shown}
    must_show(faults(view), form.title)
    return view


def errors_beside(form: Form, view: Mapping[str, Any]) -> dict[str, str] | None:
    """The form's errors by the block they belong to, for the acknowledgement of ``view``; None when one has no place
    there, or the form asks more than it did: it is then shown anew."""
    inputs = {block.get("block_id") for block in view.get("blocks", ()) if block.get("type") == "input"}
    found = {input_id(form, name): cut(spelled(text, COMMAND), 2000) for name, text in form.errors.items()}
    wanted = {*found, *(input_id(form, field.name) for field in form.fields)}
    return found if found and wanted <= inputs else None


def typed(state: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """What was entered, by the field's name, from the ``state`` of a view. Untrusted."""
    values: Mapping[str, Mapping[str, Mapping[str, Any]]] = state.get("values", {})
    return {
        block_id.partition(":")[2]: _value(element)
        for block_id, elements in values.items()
        for element in elements.values()
        if ":" in block_id
    }


def _value(element: Mapping[str, Any]) -> str | list[str]:
    kind = element.get("type")
    if kind in ("checkboxes", "multi_static_select"):
        return [_meant(option) for option in element.get("selected_options") or ()]
    if kind in ("radio_buttons", "static_select", "external_select"):
        return _meant(element.get("selected_option") or {})
    name = {"datepicker": "selected_date", "timepicker": "selected_time"}.get(str(kind), "value")
    return str(element.get(name) or "")


def _meant(option: Mapping[str, Any]) -> str:
    value = str(option.get("value") or "")
    return "" if value == NOTHING else value


def options(found: Sequence[Option]) -> Json:
    """The answer to a search in a long list."""
    return {"options": [offered(option) for option in found[:LISTED]]}


def _modal(callback: str, close: str) -> Json:
    return {"type": "modal", "callback_id": callback, "title": plain(TITLE), "close": plain(close)}
