"""Cards and forms as HTML that works without a script: plain posted forms, each button a ``token``.

Whatever a person typed goes through autoescape and a ``<bdi>`` of its own, so that neither markup nor a
change of writing direction leaks out of it; CSS keeps its line breaks (``white-space: pre-wrap`` on
``.words``)."""

from __future__ import annotations

from datetime import UTC
from typing import Final

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from cards import formats
from cards.limits import Limits, check, check_form, must_show, unsealed
from cards.model import Card, ChoiceField, Field, Form, Moment, PersonField
from cards.to_type import spelled

LIMITS: Final = Limits(name="desk")
RADIOS: Final = 6
"""One of up to this many options is asked with radio buttons, of more with a list to choose from."""
LISTED_PEOPLE: Final = 100
"""Up to this many people are a list; beyond, a box that completes a name."""


def _instant(value: Moment) -> str:
    return value.instant.astimezone(UTC).isoformat(timespec="minutes").replace("+00:00", "Z")


def environment(package: str) -> Environment:
    """The one way templates are set up here: everything escaped, nothing undefined."""
    found = Environment(
        loader=PackageLoader(package),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    found.filters.update(day=formats.day, clock=formats.clock, moment=formats.moment, instant=_instant)
    return found


_TEMPLATES: Final = environment("cards")


def render_card(card: Card, *, action: str, key: str, csrf: str = "", level: int = 3) -> Markup:
    """A sealed card as an ``<article>``. ``key`` is unique on the page (the message's id) and starts every id
    inside; ``level`` is the title's heading level. Raises CannotShowError when a button has no token or
    anything is amiss."""
    must_show(check(card, LIMITS) + unsealed(card.buttons, card.body), card.title)
    return _filled("card.html", card=spelled(card), action=action, key=key, csrf=csrf, level=level)


def render_form(form: Form, *, action: str, key: str = "form", csrf: str = "", level: int = 1) -> Markup:
    """A sealed form under its title. Fields are posted by their names (a ``many`` choice once per option
    chosen), the button as ``token``; the first button is what Enter presses. ``errors[""]`` is about the form
    as a whole. Raises CannotShowError as ``render_card``."""
    must_show(check_form(form, LIMITS) + unsealed(form.buttons, form.intro) + _taken(form), form.title)
    ids = {field.name: f"{key}-{number}" for number, field in enumerate(form.fields, start=1)}
    return _filled(
        "form.html",
        form=spelled(form),
        action=action,
        key=key,
        csrf=csrf,
        level=level,
        boxed=_boxed,
        typed=_typed,
        ids=ids,
    )


def _filled(template: str, **values: object) -> Markup:
    return Markup(_TEMPLATES.get_template(template).render(values))  # noqa: S704  the template has escaped it


def _typed(field: Field) -> bool:
    return isinstance(field, PersonField) and len(field.options) > LISTED_PEOPLE


def _boxed(field: ChoiceField) -> bool:
    return field.many or len(field.options) <= RADIOS


def _taken(form: Form) -> list[str]:
    taken = {"token", "csrf"} & {field.name for field in form.fields}
    return [f"a field is called “{name}”, which the page needs itself" for name in sorted(taken)]
