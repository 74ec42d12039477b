"""The neutral shapes that every message, answer and form is made of; renderers turn them into a platform's own.

People's words are only ever ``UserText``: a renderer shows them letter for letter and never reads markup in them.
Emphasis belongs to our own sentences (``Strong``). A button carries a token and no meaning; what pressing it does
is kept on our side (see ``seal``).
"""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime, time
from enum import StrEnum
from typing import Annotated, Final, Literal, TypeAlias

from pydantic import Field as Exclude
from pydantic import InstanceOf, TypeAdapter

from cards.ask import Acts, Ask


@dataclass(frozen=True, slots=True)
class Strong:
    """Our own emphasis."""

    text: str
    kind: Literal["strong"] = "strong"


@dataclass(frozen=True, slots=True)
class UserText:
    """Something a person typed: shown as it is."""

    text: str
    kind: Literal["words"] = "words"


@dataclass(frozen=True, slots=True)
class Day:
    """A calendar date in the council's zone; always shown with its weekday."""

    day: date
    kind: Literal["day"] = "day"


@dataclass(frozen=True, slots=True)
class Moment:
    """An instant (aware, UTC). ``wall`` is the council's wall time, for renderers that cannot localise."""

    instant: datetime
    wall: datetime
    kind: Literal["moment"] = "moment"


@dataclass(frozen=True, slots=True)
class Link:
    """Leads to an address of the bot's own or of the council's; never to one that a person typed. ``secret``:
    it opens for whoever has it."""

    text: str
    url: str
    secret: bool = False
    kind: Literal["link"] = "link"


class Claim(ABC):
    """A sentence that states a fact: a frozen class of what it is about. ``seal`` leaves its words, as it leaves a
    button's token."""

    __slots__ = ()

    @abstractmethod
    def says(self) -> Text:
        """Its words."""


Span: TypeAlias = str | Strong | UserText | Day | Moment | Link | InstanceOf[Claim]
Text: TypeAlias = tuple[Span, ...]


@dataclass(frozen=True, slots=True)
class Paragraph:
    text: Text
    kind: Literal["paragraph"] = "paragraph"


@dataclass(frozen=True, slots=True)
class Facts:
    """Label and value pairs, at most ten."""

    rows: tuple[tuple[str, Text], ...]
    kind: Literal["facts"] = "facts"


@dataclass(frozen=True, slots=True)
class Bullets:
    items: tuple[Text, ...]
    numbered: bool = False
    kind: Literal["bullets"] = "bullets"


@dataclass(frozen=True, slots=True)
class Quote:
    """A person's words under our heading, in a view the platform does not keep."""

    label: str
    words: str
    kind: Literal["quote"] = "quote"


@dataclass(frozen=True, slots=True)
class Note:
    """Small print: where a rule comes from, who can see this."""

    text: Text
    kind: Literal["note"] = "note"


@dataclass(frozen=True, slots=True)
class Heading:
    """What the parts below it, up to the next, are about."""

    text: str
    kind: Literal["heading"] = "heading"


class Style(StrEnum):
    NORMAL = "normal"
    PRIMARY = "primary"
    DANGER = "danger"


@dataclass(frozen=True, slots=True)
class Button:
    """``ask`` says what a press means; ``seal`` moves it behind ``token`` before it is sent, and keeps whether a press
    may open a form or a view (``opens``), which one platform must know when it draws the button. ``aside``: beside
    others it may stand in a menu of its own, where a platform has one."""

    label: str
    ask: Annotated[InstanceOf[Ask] | None, Exclude(exclude=True)] = None
    style: Style = Style.NORMAL
    token: str = ""
    opens: bool = True
    aside: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """One matter inside a card that has several: a person's nudges of the day, a list with a button per row."""

    title: str
    body: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    kind: Literal["part"] = "part"


Block: TypeAlias = Paragraph | Facts | Bullets | Quote | Note | Heading | Part


@dataclass(frozen=True, slots=True)
class Card:
    """One message. ``notice`` stands alone in a notification and gives nothing away on a locked screen. ``states``:
    what its titles say is so; ``seal`` leaves it out."""

    title: str
    notice: str
    body: tuple[Block, ...] = ()
    buttons: tuple[Button, ...] = ()
    states: Annotated[tuple[InstanceOf[Claim], ...], Exclude(exclude=True)] = ()


@dataclass(frozen=True, slots=True)
class Option:
    value: str
    label: str
    hint: str = ""


@dataclass(frozen=True, slots=True)
class TextField:
    """``long`` is several lines. ``limit`` in characters (a Slack input holds 3,000)."""

    name: str
    label: str
    value: str = ""
    hint: str = ""
    required: bool = False
    long: bool = False
    limit: int = 3000
    kind: Literal["text"] = "text"


@dataclass(frozen=True, slots=True)
class ChoiceField:
    """One of (``many`` false) or any of the options; at most ten are shown as boxes, else a list of up to 100."""

    name: str
    label: str
    options: tuple[Option, ...]
    value: tuple[str, ...] = ()
    hint: str = ""
    required: bool = False
    many: bool = False
    kind: Literal["choice"] = "choice"


@dataclass(frozen=True, slots=True)
class DateField:
    name: str
    label: str
    value: date | None = None
    hint: str = ""
    required: bool = False
    kind: Literal["date"] = "date"


@dataclass(frozen=True, slots=True)
class TimeField:
    name: str
    label: str
    value: time | None = None
    hint: str = ""
    required: bool = False
    kind: Literal["time"] = "time"


@dataclass(frozen=True, slots=True)
class NumberField:
    """A whole number between ``least`` and ``most``; ``unit`` is said beside it."""

    name: str
    label: str
    value: int | None = None
    least: int = 0
    most: int = 100_000
    unit: str = ""
    hint: str = ""
    required: bool = False
    kind: Literal["number"] = "number"


@dataclass(frozen=True, slots=True)
class PersonField:
    """A member of staff, by staff number; the platform offers its own picker or a list."""

    name: str
    label: str
    options: tuple[Option, ...] = ()
    value: str = ""
    hint: str = ""
    required: bool = False
    kind: Literal["person"] = "person"


Field: TypeAlias = TextField | ChoiceField | DateField | TimeField | NumberField | PersonField


@dataclass(frozen=True, slots=True)
class Form:
    """What is asked. The first button submits; every button sends all fields. ``errors`` go beside their fields."""

    title: str
    fields: tuple[Field, ...]
    buttons: tuple[Button, ...]
    intro: tuple[Block, ...] = ()
    errors: Mapping[str, str] = field(default_factory=dict)


#: Makes the token behind which an ask is kept.
Issue: TypeAlias = Callable[[Ask], str]


def seal(card: Card, issue: Issue) -> Card:
    """The card with a token in place of every button's meaning. Pure but for ``issue``, which keeps the meaning."""
    body, buttons = _sealed_blocks(card.body, issue), _sealed_buttons(card.buttons, issue)
    return replace(card, body=body, buttons=buttons, states=())


def seal_form(form: Form, issue: Issue) -> Form:
    """As ``seal``, for a form's buttons."""
    return replace(
        form, intro=_sealed_blocks(form.intro, issue), buttons=_sealed_buttons(form.buttons, issue)
    )


def _sealed_buttons(buttons: tuple[Button, ...], issue: Issue) -> tuple[Button, ...]:
    return tuple(_sealed(b, issue) for b in buttons)


def _sealed(button: Button, issue: Issue) -> Button:
    assert button.ask, f"the button “{button.label}” means nothing"
    opens = button.opens and not isinstance(button.ask, Acts)
    return replace(button, ask=None, token=issue(button.ask), opens=opens)


def _sealed_blocks(blocks: tuple[Block, ...], issue: Issue) -> tuple[Block, ...]:
    return tuple(_sealed_block(b, issue) for b in blocks)


def _sealed_block(block: Block, issue: Issue) -> Block:
    match block:
        case Part():
            body, buttons = _sealed_blocks(block.body, issue), _sealed_buttons(block.buttons, issue)
            return replace(block, body=body, buttons=buttons)
        case Paragraph() | Note():
            return replace(block, text=_spoken(block.text))
        case Bullets():
            return replace(block, items=tuple(map(_spoken, block.items)))
        case Facts():
            return replace(block, rows=tuple((label, _spoken(value)) for label, value in block.rows))
        case _:
            return block


def _spoken(text: Text) -> Text:
    """With the words of each claim in its place."""
    return tuple(one for span in text for one in (span.says() if isinstance(span, Claim) else (span,)))


_CARD: Final[TypeAdapter[Card]] = TypeAdapter(Card)
_FORM: Final[TypeAdapter[Form]] = TypeAdapter(Form)


def card_to_json(card: Card) -> str:
    return _CARD.dump_json(card, exclude_defaults=False).decode()


def card_from_json(text: str) -> Card:
    return _CARD.validate_json(text)


def form_to_json(form: Form) -> str:
    return _FORM.dump_json(form).decode()


def form_from_json(text: str) -> Form:
    return _FORM.validate_json(text)
