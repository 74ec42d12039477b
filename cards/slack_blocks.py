"""A card's body as Block Kit's blocks. Nothing here is read as markup: ``rich_text`` and ``plain_text``, never
``mrkdwn``."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from typing import Final

from cards.fitting import Json, small_print, sound
from cards.formats import isolated, plain_span
from cards.model import (
    Block,
    Bullets,
    Card,
    Facts,
    Heading,
    Link,
    Moment,
    Note,
    Paragraph,
    Part,
    Quote,
    Span,
    Strong,
    Text,
    UserText,
)
from cards.slack_buttons import actions, plain, repeated

#: Each person's own local time, where Slack knows their zone; the fallback is the council's wall time.
MOMENT: Final = "{date_long} at {time}"


def card_blocks(card: Card, most: int) -> list[Json]:
    """Parts are set apart by a line where there is room for it."""
    body, small = small_print(card.body, 5)
    end = [*actions(card.buttons, "buttons"), *_context(small)]
    below_a_part = body and isinstance(body[-1], Part) and card.buttons
    line = [{"type": "divider", "block_id": "end"}] if below_a_part else []
    airy = [header(card.title), *blocks(body, apart=True), *line, *end]
    return airy if len(airy) <= most else [header(card.title), *blocks(body), *end]


def _context(notes: tuple[Note, ...]) -> list[Json]:
    elements = [plain("".join(plain_span(span) for span in note.text)) for note in notes]
    return [{"type": "context", "block_id": "notes", "elements": elements}] if elements else []


def header(title: str, block_id: str = "title") -> Json:
    return {"type": "header", "block_id": block_id, "text": plain(title)}


def blocks(body: tuple[Block, ...], *, apart: bool = False) -> list[Json]:
    """Neighbouring texts share one block; each set of buttons is a block of its own."""
    made: list[Json] = []
    texts: list[Block] = []
    for number, block in enumerate(body):
        if _begins(body, number, apart=apart):
            made += [*_rich(texts), {"type": "divider", "block_id": f"line{number}"}]
            texts = []
        if isinstance(block, Heading):
            made += [*_rich(texts), header(block.text, f"heading{number}")]
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


def escaped(notice: str) -> str:
    """The one text that Slack always reads: three characters are said by name there."""
    return notice.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
