"""The desk's pages as pure functions from what they show to HTML. The server decides what that is.

No page carries a script or style of its own, so ``SECURITY_HEADERS`` can forbid both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Literal

from markupsafe import Markup

from cards import html
from cards.model import Card, Form, Moment
from policy.folding import fold_name

STATIC: Final = Path(__file__).parent / "static"
"""What is served under ``/static/``."""

SECURITY_HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'self'; script-src 'self'; connect-src 'self'; "
    "img-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cache-Control": "no-store",
}


@dataclass(frozen=True, slots=True)
class PersonChoice:
    """Somebody to be. ``staff_number`` is what the form posts; ``why`` they are worth trying first."""

    staff_number: str
    name: str
    role: str
    why: str = ""


@dataclass(frozen=True, slots=True)
class Team:
    name: str
    people: tuple[PersonChoice, ...]


@dataclass(frozen=True, slots=True)
class WhoPage:
    """Posts ``person`` (a staff number) to ``/who``. ``search`` is ``?search=``, for whoever has no script:
    the server filters with ``found``. ``first`` are people worth trying first."""

    council: str
    teams: tuple[Team, ...]
    csrf: str
    first: tuple[PersonChoice, ...] = ()
    search: str = ""


@dataclass(frozen=True, slots=True)
class ClockPanel:
    """The sample clock; ``next_due`` is when the next thing is due, if anything is."""

    now: Moment
    next_due: Moment | None = None


@dataclass(frozen=True, slots=True)
class InboxMessage:
    """A sealed card, and when it came. ``key`` starts with a letter and is unique. ``settled``: nothing is
    asked of the person in it any more; what became of it the card says."""

    key: str
    came: Moment
    card: Card
    settled: bool = False


@dataclass(frozen=True, slots=True)
class LastAnswer:
    """The reply to the last action. ``asked`` is what the person did (a command, a button's label), shown as
    typed."""

    card: Card
    tone: Literal["done", "refused"] = "done"
    asked: str = ""


@dataclass(frozen=True, slots=True)
class Shortcut:
    """A common command as a button, posted to ``/command`` as if typed."""

    label: str
    command: str


@dataclass(frozen=True, slots=True)
class CommandHelp:
    """``example`` can be typed as it is; ``meaning`` says what it does."""

    example: str
    meaning: str


@dataclass(frozen=True, slots=True)
class DeskPage:
    """Posts: ``token`` to ``/press``, ``command`` to ``/command``, ``move`` (see ``MOVES``) to ``/clock``,
    each with ``csrf``. ``messages`` newest first. ``typed`` is a refused command, left in its box to be put
    right."""

    council: str
    person: PersonChoice
    csrf: str
    clock: ClockPanel
    messages: tuple[InboxMessage, ...] = ()
    answer: LastAnswer | None = None
    shortcuts: tuple[Shortcut, ...] = ()
    help: tuple[CommandHelp, ...] = ()
    typed: str = ""


@dataclass(frozen=True, slots=True)
class FormPage:
    """A sealed form, posted to ``action``."""

    council: str
    person: PersonChoice
    clock: ClockPanel
    form: Form
    action: str
    csrf: str


@dataclass(frozen=True, slots=True)
class ErrorPage:
    """Why there is no page: ``title`` in a few words, ``text`` what to do about it."""

    title: str
    text: str
    council: str = ""


MOVES: Final[tuple[tuple[str, str], ...]] = (
    ("hour", "+1 hour"),
    ("next", "Next thing due"),
    ("day", "Next day"),
    ("workday", "Next working day"),
    ("fortnight", "+2 weeks"),
)
"""The clock's buttons: what ``move`` posts, and what it says."""


def found(teams: Iterable[Team], search: str) -> tuple[Team, ...]:
    """The teams with only the people whose name, role or team holds every word of ``search``, from any keyboard."""
    wanted = fold_name(search).split()
    kept = (Team(team.name, tuple(p for p in team.people if _matches(p, team, wanted))) for team in teams)
    return tuple(team for team in kept if team.people)


def _matches(person: PersonChoice, team: Team, wanted: list[str]) -> bool:
    text = fold_name(f"{person.name} {person.role} {team.name}")
    return all(word in text for word in wanted)


def render_who(page: WhoPage) -> str:
    return _page("who.html", page)


def render_home(page: DeskPage) -> str:
    """Raises CannotShowError for a card the desk cannot show whole."""
    return _page("home.html", page)


def render_form(page: FormPage) -> str:
    """Raises CannotShowError for a form the desk cannot show whole."""
    return _page("form.html", page)


def render_error(page: ErrorPage) -> str:
    return _page("error.html", page)


def _initials(name: str) -> str:
    words = name.split()
    return "".join(word[0] for word in (words[:1] + words[1:][-1:])).upper()


def _card(card: Card, key: str, csrf: str) -> Markup:
    return html.render_card(card, action="/press", key=key, csrf=csrf)


TEMPLATES: Final = html.environment("bot.desk")
TEMPLATES.filters.update(initials=_initials, folded=fold_name)
TEMPLATES.globals.update(MOVES=MOVES, card=_card, form=html.render_form)


def _page(template: str, page: object) -> str:
    return TEMPLATES.get_template(template).render(page=page)
