"""Fields of a form as an Adaptive Card's inputs, and what was entered in them read again."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any, Final
from urllib.parse import quote, unquote

from cards.fitting import NOTHING, Json, label_of, sound, within_range
from cards.formats import isolated
from cards.model import (
    ChoiceField,
    DateField,
    Field,
    NumberField,
    Option,
    PersonField,
    TextField,
    TimeField,
)
from cards.teams_text import lines, rich, run, warning

#: One of up to this many options is asked with radio buttons, of more with a list.
RADIOS: Final = 6
#: Up to this many people are listed in the form itself; of more, one is searched for as the name is typed.
LISTED: Final = 40
#: Whom a search answers, by the name of its data set.
PEOPLE: Final = "people"


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


def field_elements(field: Field, error: str, alone: bool) -> Iterator[Json]:
    """A required field stops a client from sending at all, a draft too: it is one only in a form with one button."""
    if error:
        yield warning(error) | {"id": f"error:{field.name}"}
    if isinstance(field, ChoiceField) and field.many and not all(map(_safe, field.options)):
        yield from _numbered(field.options)
    shown: Json = {"label": sound(label_of(field)), **_element(field)}
    if field.required and alone:
        shown |= {"isRequired": True, "errorMessage": "This is needed."}
    yield shown | ({"spacing": "small"} if error else {})
    if field.hint:
        yield rich([run(field.hint, small=True)]) | {"spacing": "small"}


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
    return lines([run(f"{n}. "), run(isolated(_choice_title(o)))] for n, o in enumerate(found, start=1))


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
