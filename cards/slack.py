"""Cards and forms as Block Kit. Nothing here is read as markup: ``rich_text`` and ``plain_text``, never ``mrkdwn``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from typing import Any, Final

from cards import fitting
from cards.fitting import NOTHING, Json, cut, small_print, sound
from cards.limits import CannotShowError, check, must_show, must_show_form, must_show_message, unsealed
from cards.model import (
    Block,
    Bullets,
    Card,
    Facts,
    Form,
    Heading,
    Link,
    Moment,
    Note,
    Option,
    Paragraph,
    Part,
    Quote,
    Span,
    Strong,
    Text,
    UserText,
)
from cards.slack_buttons import actions, plain, repeated
from cards.slack_fields import LISTED, input_blocks, input_id, offered, warning, within
from cards.slack_limits import LIMITS, MESSAGE_BLOCKS, VIEW_BLOCKS, faults
from cards.to_type import spelled
from cards.words import isolated, plain_span

#: A modal's own title holds 24 characters; ours is the header inside it.
TITLE: Final = "Supervision"
#: What is typed before each command.
COMMAND: Final = "/supervision"
#: Each person's own local time, where Slack knows their zone; the fallback is the council's wall time.
MOMENT: Final = "{date_long} at {time}"


def render_card(card: Card) -> Json:
    """A sealed card as a message's ``text`` and ``blocks``. Raises CannotShowError when it doesn't fit, has an unsealed
    button, or holds people's words: those are shown in a view, which Slack doesn't keep."""
    card = spelled(card, COMMAND)
    message = {"text": _escaped(card.notice), "blocks": _card_blocks(card, MESSAGE_BLOCKS)}
    must_show_message(card, LIMITS, faults(message))
    return message


def render_message(card: Card) -> Json:
    """As ``render_card``, but a card too long for one message is shortened first."""
    try:
        return render_card(card)
    except CannotShowError:
        return render_card(shortened(card))


def render_view(card: Card) -> Json:
    """A sealed card as a modal to read. Raises CannotShowError as ``render_card``."""
    card = spelled(card, COMMAND)
    view = {**_modal("card", "Close"), "blocks": _card_blocks(card, VIEW_BLOCKS)}
    must_show(unsealed(card.buttons, card.body) + faults(view), card.title)
    return view


def render_home(card: Card) -> Json:
    """A sealed card as the App Home. Raises CannotShowError as ``render_card``."""
    card = spelled(card, COMMAND)
    view = {"type": "home", "callback_id": "home", "blocks": _card_blocks(card, VIEW_BLOCKS)}
    must_show(unsealed(card.buttons, card.body) + faults(view), card.title)
    return view


def render_form(form: Form) -> Json:
    """A sealed form as a modal: the first button submits it (its token is ``private_metadata``), the others are
    buttons inside. Raises CannotShowError as ``render_card``."""
    form = spelled(replace(form, fields=tuple(within(field) for field in form.fields)), COMMAND)
    must_show_form(form, LIMITS, [])
    general = [form.errors[""]] if "" in form.errors else []
    blocks = [
        _header(form.title),
        *(warning(text, "error") for text in general),
        *_blocks(form.intro),
        *(shown for field in form.fields for shown in input_blocks(form, field)),
        *actions(form.buttons[1:], "buttons"),
    ]
    submit, view = form.buttons[0], _modal("form", "Close")
    view |= {"submit": plain(submit.label), "private_metadata": submit.token, "blocks": blocks}
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


def shortened(card: Card, most: int = 0) -> Card:
    """The card, or as many of its matters as fit in a message (``most`` blocks: in a view)."""
    return fitting.shortened(card, lambda less: _fits(less, most), "Open the app's Home tab.")


def _fits(card: Card, most: int) -> bool:
    if most:
        return not faults({"type": "modal", "blocks": _card_blocks(card, most)})
    card = spelled(card, COMMAND)
    return not check(card, LIMITS) and not faults({"blocks": _card_blocks(card, MESSAGE_BLOCKS)})


# Blocks


def _modal(callback: str, close: str) -> Json:
    return {"type": "modal", "callback_id": callback, "title": plain(TITLE), "close": plain(close)}


def _card_blocks(card: Card, most: int) -> list[Json]:
    """Parts are set apart by a line where there is room for it."""
    body, small = small_print(card.body, 5)
    end = [*actions(card.buttons, "buttons"), *_context(small)]
    below_a_part = body and isinstance(body[-1], Part) and card.buttons
    line = [{"type": "divider", "block_id": "end"}] if below_a_part else []
    airy = [_header(card.title), *_blocks(body, apart=True), *line, *end]
    return airy if len(airy) <= most else [_header(card.title), *_blocks(body), *end]


def _context(notes: tuple[Note, ...]) -> list[Json]:
    elements = [plain("".join(plain_span(span) for span in note.text)) for note in notes]
    return [{"type": "context", "block_id": "notes", "elements": elements}] if elements else []


def _header(title: str, block_id: str = "title") -> Json:
    return {"type": "header", "block_id": block_id, "text": plain(title)}


def _blocks(body: tuple[Block, ...], *, apart: bool = False) -> list[Json]:
    """Neighbouring texts share one block; each set of buttons is a block of its own."""
    made: list[Json] = []
    texts: list[Block] = []
    for number, block in enumerate(body):
        if _begins(body, number, apart=apart):
            made += [*_rich(texts), {"type": "divider", "block_id": f"line{number}"}]
            texts = []
        if isinstance(block, Heading):
            made += [*_rich(texts), _header(block.text, f"heading{number}")]
            texts = []
            continue
        texts.append(block)
        if isinstance(block, Part) and block.buttons:
            made += [*_rich(texts), *actions(block.buttons, f"part{number}", repeated(body, block))]
            texts = []
    return made + _rich(texts)


def _begins(body: tuple[Block, ...], number: int, *, apart: bool) -> bool:
    """Whether a line sets a block apart from the one above."""
    after_heading = number and isinstance(body[number - 1], Heading)
    return apart and number > 0 and not after_heading and isinstance(body[number], Heading | Part)


def _rich(blocks: Sequence[Block]) -> list[Json]:
    flow = _Flow()
    for block in blocks:
        _write(flow, block)
    return [{"type": "rich_text", "elements": flow.elements}] if flow.elements else []


class _Flow:
    """The elements of one rich text. Paragraphs share a section, an empty line between them."""

    def __init__(self) -> None:
        self.elements: list[Json] = []

    def line(self, spans: Iterable[Json], gap: str = "\n\n") -> None:
        """A line of its own; ``gap`` comes before it where another stands above in the same section."""
        new = list(spans)
        if not new:
            return
        if self.elements and self.elements[-1]["type"] == "rich_text_section":
            self.elements[-1]["elements"] += [_text(gap), *new]
        else:
            self.elements.append({"type": "rich_text_section", "elements": new})

    def add(self, element: Json) -> None:
        self.elements.append(element)


def _write(flow: _Flow, block: Block) -> None:
    match block:
        case Paragraph() | Note():
            flow.line(_spans(block.text, italic=isinstance(block, Note)))
        case Facts():
            _facts(flow, block)
        case Bullets():
            _bullets(flow, block)
        case Quote():
            flow.line([_text(block.label, bold=True)])
            if block.words:
                flow.add({"type": "rich_text_quote", "elements": [_text(isolated(block.words))]})
        case Heading():
            flow.line([_text(block.text, bold=True)])
        case Part():
            _part(flow, block)


def _facts(flow: _Flow, facts: Facts) -> None:
    for number, (label, value) in enumerate(facts.rows):
        flow.line([_text(label, bold=True), _text(": "), *_spans(value)], "\n" if number else "\n\n")


def _bullets(flow: _Flow, bullets: Bullets) -> None:
    items = [{"type": "rich_text_section", "elements": list(_spans(item))} for item in bullets.items]
    if items:
        style = "ordered" if bullets.numbered else "bullet"
        flow.add({"type": "rich_text_list", "style": style, "elements": items})


def _part(flow: _Flow, part: Part) -> None:
    flow.line([_text(part.title, bold=True)])
    for block in part.body:
        if isinstance(block, Paragraph | Note):
            flow.line(_spans(block.text, italic=isinstance(block, Note)), "\n")
        else:
            _write(flow, block)


def _spans(text: Text, *, italic: bool = False) -> Iterator[Json]:
    return (_span(span, italic) for span in text if plain_span(span))


def _span(span: Span, italic: bool) -> Json:
    match span:
        case Moment():
            return {
                "type": "date",
                "timestamp": int(span.instant.timestamp()),
                "format": MOMENT,
                "fallback": plain_span(span),
            }
        case Strong():
            return _text(span.text, bold=True, italic=italic)
        case Link():
            return {"type": "link", "url": span.url, "text": sound(span.text)}
        case UserText():
            return _text(isolated(span.text), italic=italic)
        case _:
            return _text(plain_span(span), italic=italic)


def _text(text: str, **style: bool) -> Json:
    asked = {name: True for name, wanted in style.items() if wanted}
    return {"type": "text", "text": sound(text)} | ({"style": asked} if asked else {})


def _escaped(notice: str) -> str:
    """The one text that Slack always reads: three characters are said by name there."""
    return notice.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
