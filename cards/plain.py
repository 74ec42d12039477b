"""Cards and forms as plain text: the fallback of a notification, and what ``simulate`` prints."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from cards.formats import clock, day, plain_text
from cards.limits import Limits, check, check_form, must_show
from cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    ChoiceField,
    DateField,
    Facts,
    Field,
    Form,
    Heading,
    Note,
    NumberField,
    Option,
    Paragraph,
    Part,
    PersonField,
    Quote,
    TextField,
    TimeField,
)
from cards.to_type import spelled

LIMITS: Final = Limits(name="plain text")
_UNPRINTABLE: Final = dict.fromkeys(
    (*range(9), *range(11, 32), *range(127, 160)), "\N{REPLACEMENT CHARACTER}"
)


def render_card(card: Card) -> str:
    """The whole card, ending in a newline. Raises CannotShowError for a card no platform could show."""
    must_show(check(card, LIMITS), card.title)
    card = spelled(card)
    return _finished([card.title, *_blocks(card.body), *_buttons(card.buttons)])


def render_form(form: Form) -> str:
    """The whole form, what is filled in and what is wrong with it. Raises CannotShowError as
    ``render_card``."""
    must_show(check_form(form, LIMITS), form.title)
    form = spelled(form)
    errors = [f"! {form.errors['']}"] if "" in form.errors else []
    fields = [_field(field, form.errors.get(field.name, "")) for field in form.fields]
    return _finished([form.title, *errors, *_blocks(form.intro), *fields, *_buttons(form.buttons)])


def _finished(paragraphs: Iterable[str]) -> str:
    # A person's words may hold terminal escapes; a terminal must never obey them.
    return ("\n\n".join(paragraphs) + "\n").replace("\r\n", "\n").translate(_UNPRINTABLE)


def _blocks(blocks: tuple[Block, ...]) -> Iterator[str]:
    return (_block(block) for block in blocks)


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return plain_text(block.text)
        case Note():
            return f"({plain_text(block.text)})"
        case Facts():
            return "\n".join(f"{label}: {plain_text(value)}" for label, value in block.rows)
        case Bullets():
            return "\n".join(
                f"{f'{number}.' if block.numbered else '-'} {plain_text(item)}"
                for number, item in enumerate(block.items, start=1)
            )
        case Quote():
            return f"{block.label}:\n{_indented(block.words)}"
        case Heading():
            return f"{block.text}\n{'-' * len(block.text)}"
        case Part():
            inside = map(_indented, _blocks(block.body))
            return "\n".join([block.title, *inside, *_buttons(block.buttons, "  ")])


def _buttons(buttons: tuple[Button, ...], indent: str = "") -> list[str]:
    return [indent + " ".join(f"[{button.label}]" for button in buttons)] if buttons else []


def _field(field: Field, error: str) -> str:
    lines = [f"{field.label}{'' if field.required else ' (optional)'}: {_value(field)}".rstrip()]
    lines += [f"  {field.hint}"] if field.hint else []
    lines += [f"  ! {error}"] if error else []
    if isinstance(field, ChoiceField):
        lines += [_option(option, option.value in field.value, field.many) for option in field.options]
    return "\n".join(lines)


def _value(field: Field) -> str:
    match field:
        case TextField():
            return f"\n{_indented(field.value)}" if "\n" in field.value else field.value
        case ChoiceField():
            return ""
        case PersonField():
            return next((option.label for option in field.options if option.value == field.value), "")
        case DateField():
            return day(field.value) if field.value else ""
        case TimeField():
            return clock(field.value) if field.value else ""
        case NumberField():
            return " ".join(("" if field.value is None else f"{field.value:,}", field.unit)).strip()


def _option(option: Option, chosen: bool, many: bool) -> str:
    mark = ("[x]" if chosen else "[ ]") if many else ("(x)" if chosen else "( )")
    return f"  {mark} {option.label}{f' – {option.hint}' if option.hint else ''}"


def _indented(text: str) -> str:
    return "\n".join(f"  {line}" if line.strip() else "" for line in text.split("\n"))
