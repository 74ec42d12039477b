"""Cards and forms as Adaptive Cards 1.5, which Teams shows on desktop and mobile. What people wrote stands in a
``TextRun``, which no client reads as markup; our own titles are headings where no sign in them could be read as any.

A button acts in place (``Action.Execute``, with ``Action.Submit`` for older clients) or opens a dialog
(``task/fetch``); inside a dialog every button submits it."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, Final, TypeAlias
from urllib.parse import quote, unquote

from cards.fitting import NOTHING, Json, label_of, renders, shortened, small_print, sound, within_range
from cards.limits import check, must_show, must_show_form, must_show_message, unsealed
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
    Span,
    Strong,
    Style,
    Text,
    TextField,
    TimeField,
    UserText,
)
from cards.teams_limits import LIMITS, faults
from cards.words import isolated, plain_span

CONTENT_TYPE: Final = "application/vnd.microsoft.card.adaptive"
#: One of up to this many options is asked with radio buttons, of more with a list.
RADIOS: Final = 6
#: Up to this many people are listed in the form itself; of more, one is searched for as the name is typed.
LISTED: Final = 40
#: Whom a search answers, by the name of its data set.
PEOPLE: Final = "people"
#: Characters of labels that go in one row at 320 pixels, and how many of them a button's own edges take.
ROW, BESIDE_A_LABEL = 44, 6
#: Leads from what was read beside a form back to it, with all that was typed.
BACK: Final = "Back to what you wrote"
#: In titles without any other sign, no client finds markup.
_PLAIN: Final = re.compile(r"(?![ -]|\d+[.)])(?:[^\W_]|[ ,.:;?!’“”‘()–…%£'-])+")
_STYLES: Final = {Style.PRIMARY: {"style": "positive"}, Style.DANGER: {"style": "destructive"}}

Draw: TypeAlias = Callable[[Button], Json]


def render_card(card: Card, draw: Draw | None = None) -> Json:
    """A sealed card as a message's Adaptive Card. Raises CannotShowError when it doesn't fit, has an unsealed button
    or holds people's words: those are shown in a dialog, which Teams doesn't keep."""
    made = _card(card, draw or _in_message)
    must_show_message(card, LIMITS, faults(made))
    return made


def render_message(card: Card, *, answer: bool = False) -> Json:
    """As ``render_card``, but a card too long for one message is shortened first. ``answer``: to what its reader just
    asked; its buttons say so when they are pressed."""
    return _or_less(card, lambda less: render_card(less, _in_answer if answer else _in_message))


def render_view(card: Card, *, back: Json | None = None) -> Json:
    """A sealed card inside a dialog, shortened where it must be. ``back``: what a button that leads back to a form
    sends. Raises CannotShowError as ``render_card``."""

    def view(less: Card) -> Json:
        made = _card(less, _in_dialog)
        made["body"] += [_back(back)] if back else []
        must_show(check(less, LIMITS) + unsealed(less.buttons, less.body) + faults(made), less.title)
        return made

    return _or_less(card, view)


def _back(data: Json) -> Json:
    action = {"type": "Action.Submit", "title": BACK, "data": data}
    return {"type": "ActionSet", "actions": [action]}


def render_form(form: Form) -> Json:
    """A sealed form inside a dialog. Raises CannotShowError as ``render_card``."""
    general = [_warning(form.errors[""])] if "" in form.errors else []
    alone = len(form.buttons) == 1
    body = [
        _title(form.title),
        *general,
        *_blocks(form.intro, _in_dialog),
        *(shown for field in form.fields for shown in _field(field, form.errors.get(field.name, ""), alone)),
        *_actions(form.buttons, _in_dialog),
    ]
    made = _adaptive(body, form.title)
    must_show_form(form, LIMITS, faults(made))
    return made


def attachment(made: Json) -> Json:
    """A rendered card as messages and dialogs carry it."""
    return {"contentType": CONTENT_TYPE, "content": made}


def typed(data: Mapping[str, Any]) -> dict[str, str | list[str]]:
    """What was entered, by the field's name, from a submitted dialog's data. Untrusted."""
    found: dict[str, str | list[str]] = {}
    for key, value in data.items():
        kind, apart, name = key.partition(":")
        if apart and kind == "many":
            found[name] = [_meant(part) for part in str(value or "").split(",") if part]
        elif apart and kind == "one":
            found[name] = _meant(str(value or ""))
        elif apart and kind == "entry":
            found[name] = "" if value is None else str(value)
    return found


def options(found: Sequence[Option]) -> Json:
    """The answer to a search in a long list."""
    results = [{"title": _choice_title(option), "value": _sent(option.value)} for option in found[:LISTED]]
    return {"type": "application/vnd.microsoft.search.searchResponse", "value": {"results": results}}


# Too much for one card


def _or_less(card: Card, render: Callable[[Card], Json]) -> Json:
    """The card, or as many of its matters as fit and how many more there are."""
    return render(shortened(card, renders(render), "Type: due"))


# Blocks


def _card(card: Card, draw: Draw) -> Json:
    body, small = small_print(card.body)
    below = [_rich([_run(plain_span(span), small=True) for span in note.text]) for note in small]
    return _adaptive(
        [_title(card.title), *_blocks(body, draw), *_actions(card.buttons, draw), *below], card.notice
    )


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


def _title(title: str, size: str = "large") -> Json:
    if _PLAIN.fullmatch(title):
        heading = {"style": "heading", "size": size, "weight": "bolder", "wrap": True}
        return {"type": "TextBlock", "text": title, **heading}
    return _rich([_run(title, bold=True) | {"size": size}])


def _blocks(body: Iterable[Block], draw: Draw) -> list[Json]:
    return [element for block in body for element in _block(block, draw)]


def _block(block: Block, draw: Draw) -> list[Json]:
    match block:
        case Paragraph():
            return [_rich(_spans(block.text))]
        case Note():
            return [_rich([_run(plain_span(span), small=True) for span in block.text])]
        case Facts():
            rows = ([_run(f"{label}: ", bold=True), *_spans(value)] for label, value in block.rows)
            return _lines(rows)
        case Bullets():
            marks = (f"{n}. " if block.numbered else "•  " for n, _ in enumerate(block.items, start=1))
            return _lines([_run(mark), *_spans(item)] for mark, item in zip(marks, block.items, strict=True))
        case Quote():
            words = [_rich([_run(isolated(block.words))])] if block.words else []
            said_so = [{"type": "Container", "style": "emphasis", "items": words}] if words else []
            return [_rich([_run(block.label, bold=True)]), *said_so]
        case Heading():
            return [_title(block.text, "medium") | {"separator": True, "spacing": "large"}]
        case Part():
            return [_part(block, draw)]


def _part(part: Part, draw: Draw) -> Json:
    items = [
        _rich([_run(part.title, bold=True)]),
        *({"spacing": "small"} | element for element in _blocks(part.body, draw)),
        *_actions(part.buttons, draw),
    ]
    return {"type": "Container", "separator": True, "spacing": "medium", "items": items}


def _lines(rows: Iterable[list[Json]]) -> list[Json]:
    """Each a line of its own, close together."""
    made = [_rich(row) for row in rows]
    return [line if n == 0 else line | {"spacing": "small"} for n, line in enumerate(made)]


def _rich(runs: list[Json]) -> Json:
    return {"type": "RichTextBlock", "inlines": [part for run in runs for part in _apart(run)]}


def _spans(text: Text) -> list[Json]:
    return [_span(span) for span in text if plain_span(span)]


def _span(span: Span) -> Json:
    match span:
        case Strong():
            return _run(span.text, bold=True)
        case UserText():
            return _run(isolated(span.text))
        case _:
            return _run(plain_span(span))


def _run(text: str, *, bold: bool = False, small: bool = False) -> Json:
    weight: Json = {"weight": "bolder"} if bold else {}
    return {"type": "TextRun", "text": sound(text), **weight, **(_SMALL if small else {})}


_SMALL: Final[Json] = {"isSubtle": True, "size": "small"}


def _apart(run: Json) -> Iterator[Json]:
    """Two opening braces begin a date function, in a run too: they are shown from two runs."""
    pieces = re.split(r"(?<=\{)(?=\{)", run["text"])
    return (run | {"text": piece} for piece in pieces)


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
    return {"type": "Action.Submit", "title": button.label, "data": {"token": button.token}} | _style(button)


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


def _style(button: Button) -> Json:
    return _STYLES.get(button.style, {})


# Fields


def _field(field: Field, error: str, alone: bool) -> Iterator[Json]:
    """A required field stops a client from sending at all, a draft too: it is one only in a form with one button."""
    if error:
        yield _warning(error) | {"id": f"error:{field.name}"}
    if isinstance(field, ChoiceField) and field.many and not all(map(_safe, field.options)):
        yield from _numbered(field.options)
    shown: Json = {"label": sound(label_of(field)), **_element(field)}
    if field.required and alone:
        shown |= {"isRequired": True, "errorMessage": "This is needed."}
    yield shown | ({"spacing": "small"} if error else {})
    if field.hint:
        yield _rich([_run(field.hint, small=True)]) | {"spacing": "small"}


def _warning(text: str) -> Json:
    return _rich([_run(f"⚠ {text}", bold=True) | {"color": "attention"}])


def _element(field: Field) -> Json:
    match field:
        case TextField():
            entry: Json = {"type": "Input.Text", "id": f"entry:{field.name}", "maxLength": field.limit}
            entry |= {"isMultiline": True} if field.long else {}
            return entry | _value(sound(field.value) if field.value else "")
        case ChoiceField():
            return _choices(field)
        case DateField():
            on = field.value.isoformat() if field.value is not None else ""
            return {"type": "Input.Date", "id": f"entry:{field.name}"} | _value(on)
        case TimeField():
            at = field.value.isoformat("minutes") if field.value is not None else ""
            return {"type": "Input.Time", "id": f"entry:{field.name}"} | _value(at)
        case NumberField():
            return _number(field)
        case PersonField():
            return _person(field)


def _value(value: str | int | None) -> Json:
    return {} if value in (None, "") else {"value": value}


def _number(field: NumberField) -> Json:
    between = {"min": field.least, "max": field.most}
    return {"type": "Input.Number", "id": f"entry:{field.name}", **between} | _value(
        field.value if within_range(field) else None
    )


def _choices(field: ChoiceField) -> Json:
    chosen = ",".join(_sent(value) for value in field.value)
    few = len(field.options) <= RADIOS and all(map(_safe, field.options))
    if field.many:
        how = {"id": f"many:{field.name}", "isMultiSelect": True, "style": "expanded"}
        titles = None if all(map(_safe, field.options)) else range(1, len(field.options) + 1)
    else:
        how = {"id": f"one:{field.name}", "style": "expanded" if few else "compact"}
        titles = None
    return {"type": "Input.ChoiceSet", **how, "wrap": True, **_offered(field.options, titles)} | _value(
        chosen
    )


def _offered(found: Sequence[Option], titles: Iterable[int] | None = None) -> Json:
    named = map(str, titles) if titles else map(_choice_title, found)
    return {
        "choices": [{"title": t, "value": _sent(o.value)} for t, o in zip(named, found, strict=True)],
    }


def _safe(option: Option) -> bool:
    """A client may look for markup in the label of a box."""
    return not re.search(r"[*_~`\[\]<>\\#|{}]|^\s*([-+]|\d+[.)])\s", _choice_title(option))


def _numbered(found: Sequence[Option]) -> list[Json]:
    """Options that a box can't be trusted to show as they are, by their numbers."""
    return _lines([_run(f"{n}. "), _run(isolated(_choice_title(o)))] for n, o in enumerate(found, start=1))


def _person(field: PersonField) -> Json:
    how: Json = {"type": "Input.ChoiceSet", "id": f"one:{field.name}", "wrap": True}
    chosen = tuple(o for o in field.options if o.value == field.value)
    begun = _value(_sent(field.value) if chosen else "")
    if 0 < len(field.options) <= LISTED:
        return how | {"style": "compact"} | _offered(field.options) | begun
    search = {"style": "filtered", "choices.data": {"type": "Data.Query", "dataset": PEOPLE}}
    return how | search | {"placeholder": "Type a name"} | _offered(chosen or field.options[:LISTED]) | begun


def _choice_title(option: Option) -> str:
    return sound(f"{option.label} – {option.hint}" if option.hint else option.label)


def _sent(value: str) -> str:
    """As a choice carries it: several are joined by commas."""
    return quote(value, safe=" @/()") if value else NOTHING


def _meant(value: str) -> str:
    return "" if value == NOTHING else unquote(value)
