"""Every command that needs no more words, as a button of the page that people open first: those that make sense for its
reader."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Final

from cards.absence.asks import AwayCommand, Back, SupervisorAwayForm
from cards.answers.asks import Concern, Help, PolicyTopic
from cards.ask import Ask
from cards.preparing.asks import PrepareCommand
from cards.sessions.asks import AdditionalCommand, BookCommand, SessionsListed
from cards.shared import home_buttons as words
from storage import cases, supervision
from storage.people import Person
from storage.work import Work

_For = Callable[[Work, Person], bool]


def supervised(work: Work, who: Person) -> bool:
    return supervision.line_supervisor(work, who.id) is not None


def supervises(work: Work, who: Person) -> bool:
    return supervision.supervises_somebody(work, who.id)


def has_cases(work: Work, who: Person) -> bool:
    return bool(cases.allocated_to(work, who.id))


def prepares(work: Work, who: Person) -> bool:
    """Where the policy has a form for it."""
    return work.rules.has_preparation_form and has_cases(work, who)


def _everybody(_work: Work, _who: Person) -> bool:
    return True


def _asks(work: Work, who: Person) -> bool:
    """Whoever supervises books; the others ask."""
    return supervised(work, who) and not supervises(work, who)


def meets(work: Work, who: Person) -> bool:
    return supervised(work, who) or supervises(work, who)


#: Label, what it asks for, and for whom it makes sense.
WAYS: Final[tuple[tuple[str, Ask, _For], ...]] = (
    (words.BOOK, BookCommand(), supervises),
    (words.ASK, BookCommand(), _asks),
    (words.PREPARE, PrepareCommand(), prepares),
    (words.CHANGE, SessionsListed(), meets),
    (words.EXTRA, AdditionalCommand(), supervised),
    (words.AWAY, AwayCommand(), _everybody),
    (words.BACK, Back(), _everybody),
    (words.SUPERVISOR_AWAY, SupervisorAwayForm(), supervised),
    (words.POLICY, PolicyTopic(), _everybody),
    (words.CONCERN, Concern(), supervised),
)


def ways(work: Work, who: Person) -> Iterator[tuple[str, Ask]]:
    """Labels and what they ask for."""
    yield from ((label, ask) for label, ask, makes_sense in WAYS if makes_sense(work, who))
    yield words.HELP, Help()
