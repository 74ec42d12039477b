"""A form with what somebody has typed in it, to go on with."""

from __future__ import annotations

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import replace
from datetime import date, time

from cards.model import ChoiceField, DateField, Field, Form, NumberField, PersonField, TextField, TimeField

Typed = str | list[str]


def filled(form: Form, typed: Mapping[str, Typed]) -> Form:
    """``typed`` by the fields' names, as a platform sends it, of what is empty perhaps nothing; what can't be that
    field's value is left out."""
    fields = tuple(_with(field, typed.get(field.name, "")) for field in form.fields)
    return replace(form, fields=fields, errors={})


def _with(field: Field, typed: Typed) -> Field:
    text = typed if isinstance(typed, str) else ""
    with suppress(ValueError):
        match field:
            case TextField() | PersonField():
                return replace(field, value=text)
            case ChoiceField():
                several = tuple(typed) if isinstance(typed, list) else (text,) if text else ()
                return replace(field, value=several)
            case DateField():
                return replace(field, value=date.fromisoformat(text) if text else None)
            case TimeField():
                return replace(field, value=time.fromisoformat(text) if text else None)
            case NumberField():
                return replace(field, value=int(text) if text else None)
    return field
