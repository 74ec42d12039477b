"""Fields as Block Kit inputs, each with what is wrong beside it, and what an option or a search shows."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Final

from cards.fitting import NOTHING, Json, cut, label_of, sound, within_range
from cards.model import (
    ChoiceField,
    DateField,
    Field,
    Form,
    NumberField,
    Option,
    PersonField,
    TextField,
    TimeField,
)
from cards.slack_buttons import plain
from cards.slack_limits import BOXES, LIMITS

#: A list holds this many; of more people, one is searched for.
LISTED: Final = 100


def warning(text: str, block_id: str) -> Json:
    said_so: list[Json] = [
        {"type": "emoji", "name": "warning"},
        {"type": "text", "text": sound(f" {text}"), "style": {"bold": True}},
    ]
    return {
        "type": "rich_text",
        "block_id": block_id,
        "elements": [{"type": "rich_text_section", "elements": said_so}],
    }


def input_id(form: Form, name: str) -> str:
    """The same while the same form is shown again, so that Slack keeps what was typed; another for another form."""
    return f"{sha256(form.title.encode()).hexdigest()[:6]}:{name}"


def input_blocks(form: Form, field: Field) -> Iterator[Json]:
    block_id = input_id(form, field.name)
    if field.name in form.errors:
        yield warning(form.errors[field.name], f"error {block_id}")
    shown: Json = {"type": "input", "block_id": block_id, "label": plain(label_of(field))}
    shown |= {"optional": not field.required, "element": {**entry(field), "action_id": "entry"}}
    yield shown | ({"hint": plain(field.hint)} if field.hint else {})


def within(field: Field) -> Field:
    """As much of a text as an input holds; its clients send no more."""
    most = LIMITS.entry
    if not isinstance(field, TextField) or not most or field.limit <= most:
        return field
    return replace(field, value=field.value[:most], limit=most)


def entry(field: Field) -> Json:
    match field:
        case TextField():
            entry: Json = {"type": "plain_text_input", "multiline": field.long, "max_length": field.limit}
            return entry | ({"initial_value": field.value} if field.value else {})
        case ChoiceField():
            return _choices(field)
        case DateField():
            return {"type": "datepicker"} | (
                {"initial_date": field.value.isoformat()} if field.value is not None else {}
            )
        case TimeField():
            return {"type": "timepicker"} | (
                {"initial_time": field.value.isoformat("minutes")} if field.value is not None else {}
            )
        case NumberField():
            return _number(field)
        case PersonField():
            return _person(field)


def _number(field: NumberField) -> Json:
    element: Json = {"type": "number_input", "is_decimal_allowed": False}
    element |= {"min_value": str(field.least), "max_value": str(field.most)}
    return element | ({"initial_value": str(field.value)} if within_range(field) else {})


def _choices(field: ChoiceField) -> Json:
    few = len(field.options) <= BOXES
    chosen = [offered(option) for option in field.options if option.value in field.value]
    listed = {"options": [offered(option) for option in field.options]} if few else _listed(field.options)
    if field.many:
        kind = "checkboxes" if few else "multi_static_select"
        return {"type": kind, **listed} | ({"initial_options": chosen} if chosen else {})
    kind = "radio_buttons" if few else "static_select"
    return {"type": kind, **listed} | ({"initial_option": chosen[0]} if chosen else {})


def _listed(found: Sequence[Option]) -> Json:
    """A list holds 100; a longer one up to 100 groups of as many."""
    shown = [offered(option) for option in found]
    if len(shown) <= LISTED:
        return {"options": shown}
    starts = range(0, min(len(shown), LISTED * LISTED), LISTED)
    groups = [(shown[n : n + LISTED], n) for n in starts]
    return {
        "option_groups": [
            {"label": plain(f"{n + 1} to {n + len(some)}"), "options": some} for some, n in groups
        ]
    }


def _person(field: PersonField) -> Json:
    chosen = next((offered(option) for option in field.options if option.value == field.value), None)
    initial = {"initial_option": chosen} if chosen else {}
    if 0 < len(field.options) <= LISTED:
        return {"type": "static_select", "options": [offered(option) for option in field.options], **initial}
    return {"type": "external_select", "min_query_length": 2, **initial}


def offered(option: Option) -> Json:
    shown = {"text": plain(cut(option.label, 75)), "value": option.value or NOTHING}
    return shown | ({"description": plain(cut(option.hint, 75))} if option.hint else {})
