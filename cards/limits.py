"""What a platform can show, as data, and the check of a card or form against it. The numbers stand with each renderer,
which measures its own payload: ``docs/decisions/cards.md``."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from cards.formats import plain_text
from cards.model import (
    Block,
    Bullets,
    Button,
    Card,
    ChoiceField,
    Facts,
    Field,
    Form,
    Heading,
    Link,
    Note,
    Option,
    Paragraph,
    Part,
    PersonField,
    Quote,
    Text,
    TextField,
)


class CannotShowError(ValueError):
    """A card or form that this platform cannot show whole: a mistake in the message, found when built."""


@dataclass(frozen=True, slots=True)
class Limits:
    """Largest counts, and lengths in characters; ``None`` is no limit."""

    name: str
    title: int | None = None
    text: int | None = None
    button: int | None = None
    buttons: int | None = None
    facts: int = 10
    submit: int | None = None
    label: int | None = None
    hint: int | None = None
    entry: int | None = None
    option: int | None = None
    option_value: int | None = None
    options: int | None = None


NOTICE: Final = 150


def is_view(card: Card) -> bool:
    """Whether the card shows kept words of a person's, or a link that opens for whoever has it: shown in a view the
    platform doesn't keep, never a message."""
    return any(isinstance(block, Quote) or _has_secret_link(block) for block, _ in walk(card.body))


def _has_secret_link(block: Block) -> bool:
    return any(isinstance(span, Link) and span.secret for text in texts(block) for span in text)


def check(card: Card, limits: Limits) -> list[str]:
    """What of ``card`` the platform could not show, in words; empty when all is well."""
    return [
        *_notice(card),
        *_long("the title", card.title, limits.title),
        *_body(card.body, limits),
        *_button_set("the card", card.buttons, limits),
        *_same_tokens([*card.buttons, *_part_buttons(card.body)]),
    ]


def check_form(form: Form, limits: Limits) -> list[str]:
    """As ``check``, for a form: a modal in Slack, a card or dialog in Teams."""
    names = [field.name for field in form.fields]
    return [
        *_long("the title", form.title, limits.title),
        *_body(form.intro, limits),
        *_form_buttons(form.buttons, limits),
        *(fault for field in form.fields for fault in _field(field, limits)),
        *(f"field name “{name}” is used {n} times" for name, n in Counter(names).items() if n > 1),
        *(f"an error for “{name}”, which is no field" for name in form.errors if name and name not in names),
    ]


def must_show(faults: list[str], what: str) -> None:
    """Raises CannotShowError if there is any fault."""
    if faults:
        raise CannotShowError(f"{what}: {'; '.join(faults)}")


def must_show_message(card: Card, limits: Limits, faults: list[str]) -> None:
    """``faults``: the renderer's own, of what it made. Raises CannotShowError for any, and where the card is beyond the
    limits, has an unsealed button, or holds people's words: those are shown in a view, which no platform keeps."""
    wrong = ["people's words are never a message"] if is_view(card) else []
    must_show(wrong + check(card, limits) + unsealed(card.buttons, card.body) + faults, card.title)


def must_show_form(form: Form, limits: Limits, faults: list[str]) -> None:
    """As ``must_show_message``, of a form."""
    must_show(check_form(form, limits) + unsealed(form.buttons, form.intro) + faults, form.title)


def unsealed(buttons: tuple[Button, ...], body: tuple[Block, ...]) -> list[str]:
    """Every button whose meaning would be sent."""
    found = [f"the button “{button.label}” is not sealed" for button in buttons if not button.token]
    parts = (block for block in body if isinstance(block, Part))
    return found + [fault for part in parts for fault in unsealed(part.buttons, part.body)]


def walk(blocks: tuple[Block, ...]) -> Iterator[tuple[Block, int]]:
    """Every block with its depth, parts before what they hold."""
    for block in blocks:
        yield block, 0
        if isinstance(block, Part):
            yield from ((inner, depth + 1) for inner, depth in walk(block.body))


def texts(block: Block) -> Iterator[Text]:
    """Every text of one block, without what a part holds."""
    match block:
        case Paragraph() | Note():
            yield block.text
        case Facts():
            yield from ((label, *value) for label, value in block.rows)
        case Bullets():
            yield from block.items
        case Quote():
            yield (block.label,)
            yield (block.words,)
        case Heading():
            yield (block.text,)
        case Part():
            yield (block.title,)


def _notice(card: Card) -> list[str]:
    faults = [] if card.notice.strip() else ["the notice is empty"]
    return faults + _long("the notice", card.notice, NOTICE)


def _body(blocks: tuple[Block, ...], limits: Limits) -> list[str]:
    return [fault for block, depth in walk(blocks) for fault in _block(block, depth, limits)]


def _block(block: Block, depth: int, limits: Limits) -> list[str]:
    faults = [
        fault for text in texts(block) for fault in _long(f"a {block.kind}", plain_text(text), limits.text)
    ]
    if isinstance(block, Heading):
        faults += _long("a heading", block.text, limits.title)
    if isinstance(block, Facts):
        faults += _many("facts", len(block.rows), limits.facts)
    if isinstance(block, Part):
        faults += _button_set(f"the part “{block.title}”", block.buttons, limits)
        faults += _long("a part's title", block.title, limits.title)
        faults += ["a part inside a part"] if depth else []
    return faults


def _button_set(where: str, buttons: tuple[Button, ...], limits: Limits) -> list[str]:
    faults = _many(f"buttons on {where}", len(buttons), limits.buttons)
    for button in buttons:
        faults += _long(f"the button “{button.label}”", button.label, limits.button)
        faults += [] if button.label.strip() else [f"a button without a label on {where}"]
        faults += [] if button.token or button.ask else [f"the button “{button.label}” means nothing"]
    return faults


def _form_buttons(buttons: tuple[Button, ...], limits: Limits) -> list[str]:
    if not buttons:
        return ["no button submits the form"]
    return [
        *_long("the submit button", buttons[0].label, limits.submit),
        *_button_set("the form", buttons, limits),
        *_same_tokens(list(buttons)),
    ]


def _same_tokens(buttons: list[Button]) -> list[str]:
    tokens = Counter(button.token for button in buttons if button.token)
    return [f"a token is on {n} buttons" for n in tokens.values() if n > 1]


def _part_buttons(blocks: tuple[Block, ...]) -> list[Button]:
    return [button for block, _ in walk(blocks) if isinstance(block, Part) for button in block.buttons]


def _field(field: Field, limits: Limits) -> list[str]:
    faults = _long(f"the label of “{field.name}”", field.label, limits.label)
    faults += [] if field.label.strip() and field.name else ["a field without a name or label"]
    faults += _long(f"the hint of “{field.name}”", field.hint, limits.hint)
    if isinstance(field, TextField):
        faults += _long(f"the text of “{field.name}”", field.value, field.limit)
        faults += _many(f"characters allowed in “{field.name}”", field.limit, limits.entry)
    if isinstance(field, ChoiceField):
        faults += _options(field.name, field.options, limits)
        faults += [] if field.options else [f"“{field.name}” has nothing to choose"]
        faults += [] if field.many or len(field.value) < 2 else [f"“{field.name}” takes one, has several"]
    if isinstance(field, PersonField):
        # A longer list becomes the platform's own picker of people, which has no such limit.
        faults += _options(field.name, field.options[: limits.options], limits)
    return faults


def _options(name: str, options: tuple[Option, ...], limits: Limits) -> list[str]:
    faults = _many(f"options of “{name}”", len(options), limits.options)
    for option in options:
        faults += _long(f"an option of “{name}”", option.label, limits.option)
        faults += _long(f"an option's hint of “{name}”", option.hint, limits.option)
        faults += _long(f"an option's value of “{name}”", option.value, limits.option_value)
    return faults


def _long(what: str, text: str, most: int | None) -> list[str]:
    if most is None or len(text) <= most:
        return []
    return [f"{what} is {len(text):,} characters, at most {most:,}"]


def _many(what: str, count: int, most: int | None) -> list[str]:
    return [] if most is None or count <= most else [f"{count:,} {what}, at most {most:,}"]
