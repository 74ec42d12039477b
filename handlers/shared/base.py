"""What a handler is given and what it returns."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from typing import Any, Generic, Self, TypeAlias, TypeVar, overload

from cards.answer import answer
from cards.ask import Acts, Ask, MayOpen, Opens
from cards.model import (
    Card,
    ChoiceField,
    DateField,
    Field,
    Form,
    NumberField,
    PersonField,
    TextField,
    TimeField,
)
from cards.shared import free_text, refusals
from storage.people import Person
from storage.work import Work

#: An ask's class, or what several have in common, such as the session they are about.
Asked_co = TypeVar("Asked_co", covariant=True)
Other = TypeVar("Other")


@dataclass(frozen=True, slots=True)
class Request(Generic[Asked_co]):
    """Who asks for what. ``ask`` comes from our own ticket or a typed command; ``typed`` is what they put into a form,
    by its fields' names: nobody has checked it, and of what is empty a platform may send nothing."""

    actor: Person
    ask: Asked_co
    typed: Mapping[str, Any] = field(default_factory=dict)

    def asking(self, ask: Other) -> Request[Other]:
        """The same person with the same form, of another ask."""
        return Request(self.actor, ask, self.typed)

    def typing(self, **typed: str) -> Self:
        """The same with something else in some fields."""
        return replace(self, typed={**self.typed, **typed})

    def text(self, name: str) -> str:
        value = self.typed.get(name, "")
        return value.strip() if isinstance(value, str) else str(value)

    def many(self, name: str) -> tuple[str, ...]:
        value = self.typed.get(name, ())
        return (value,) if isinstance(value, str) and value else tuple(value or ())


@dataclass(frozen=True, slots=True)
class Reply:
    """An answer, seen by the asker only. Nothing changed."""

    card: Card


@dataclass(frozen=True, slots=True)
class ShowForm:
    """A form, seen by the asker only; with errors when what was sent cannot be taken. Nothing changed."""

    form: Form


@dataclass(frozen=True, slots=True)
class Done:
    """Something changed. ``card`` says what; the button that was pressed is spent unless ``keep``."""

    card: Card
    keep: bool = False


Outcome: TypeAlias = Reply | ShowForm | Done


class Refusal(Exception):  # noqa: N818 - an answer, not an error
    """Raised anywhere in a handler or its permission: not done, in a sentence that says why and what would be right.
    Whatever was changed is undone."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


AskT = TypeVar("AskT", bound=Ask)
ActsT = TypeVar("ActsT", bound=Acts)
MayOpenT = TypeVar("MayOpenT", bound=MayOpen)
OpensT = TypeVar("OpensT", bound=Opens)

Handler: TypeAlias = Callable[[Request[AskT], Work], Outcome]
Permission: TypeAlias = Callable[[Request[AskT], Work], bool]


@dataclass(frozen=True, slots=True)
class Route:
    """What happens when somebody asks. ``permission`` says whether they may, as things stand now; else they read
    ``refusal``, or the sentence of a Refusal that it raises, such as one that names somebody.
    ``anonymous``: nobody learns, from the logs either, who asked."""

    ask: type[Ask]
    handle: Handler[Any]
    permission: Permission[Any]
    refusal: str = refusals.NOT_YOURS
    anonymous: bool = False

    def require_permission(self, request: Request[Any], work: Work) -> None:
        """Raises Refusal."""
        if not self.permission(request, work):
            raise Refusal(self.refusal)


@overload
def route(
    ask: type[ActsT],
    handle: Callable[[Request[ActsT], Work], Reply | Done],
    permission: Permission[ActsT],
    refusal: str = ...,
    *,
    anonymous: bool = ...,
) -> Route: ...
@overload
def route(
    ask: type[MayOpenT],
    handle: Callable[[Request[MayOpenT], Work], Outcome],
    permission: Permission[MayOpenT],
    refusal: str = ...,
    *,
    anonymous: bool = ...,
) -> Route: ...
@overload
def route(
    ask: type[OpensT],
    handle: Callable[[Request[OpensT], Work], ShowForm | Reply],
    permission: Permission[OpensT],
    refusal: str = ...,
    *,
    anonymous: bool = ...,
) -> Route: ...
def route(
    ask: type[AskT],
    handle: Handler[AskT],
    permission: Permission[AskT],
    refusal: str = refusals.NOT_YOURS,
    *,
    anonymous: bool = False,
) -> Route:
    """A route whose handler answers as its ask says: what never opens anything can't return a form."""
    return Route(ask, handle, permission, refusal, anonymous)


def done(title: str, *sentences: str) -> Done:
    """The usual outcome: a heading and what it means, in a sentence or two."""
    return Done(answer(title, *sentences))


def reply(title: str, *sentences: str) -> Reply:
    return Reply(answer(title, *sentences))


def with_errors(request: Request[object], form: Form, errors: Mapping[str, str]) -> ShowForm:
    """The same form again, what was typed kept, each error beside its field; after a warning about what is in a text
    there is a way to send it nonetheless."""
    sent_anyway = free_text.warned(errors.values()) or request.many(free_text.AS_IT_IS.name)
    fields = (*form.fields, free_text.AS_IT_IS) if sent_anyway else form.fields
    return ShowForm(replace(form, fields=tuple(_typed(f, request) for f in fields), errors=dict(errors)))


def _typed(field_: Field, request: Request[object]) -> Field:
    """A field with what was typed into it, as far as its kind can hold it; as it is where no form was sent."""
    if not request.typed:
        return field_
    typed = request.text(field_.name)
    match field_:
        case ChoiceField():
            chosen = tuple(o.value for o in field_.options if o.value in request.many(field_.name))
            return replace(field_, value=chosen if field_.many else chosen[:1])
        case TextField():
            return replace(field_, value=typed, limit=max(field_.limit, len(typed)))
        case PersonField():
            return replace(field_, value=typed)
        case NumberField():
            return replace(field_, value=read_number(typed))
        case DateField():
            return replace(field_, value=read_date(typed))
        case TimeField():
            return replace(field_, value=read_time(typed))


def read_date(typed: str) -> date | None:
    """What a date picker sends (ISO 8601); None for anything else."""
    try:
        return date.fromisoformat(typed)
    except ValueError:
        return None


def read_number(typed: str, digits: int = 6) -> int | None:
    """What a number's field sends, of so many digits at most; None for anything else."""
    return int(typed) if typed.isascii() and typed.isdigit() and len(typed) <= digits else None


def read_time(typed: str) -> time | None:
    """What a time picker sends (``14:00``); None for anything else."""
    try:
        return time.fromisoformat(typed)
    except ValueError:
        return None
