"""What several features say where something can't be done, or what was put into a form's field can't be taken."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from cards.formats import day, listing
from cards.shared.put_right import so_long
from cards.to_type import to_type
from policy.periods import Period

NOT_YOURS: Final = f"That isn't yours to do. What is: {to_type('due')}"


def then_recorded(imports: bool) -> str:
    """What helps where a line isn't recorded. ``imports``: the reader is an administrator, whom others would ask."""
    return "Import who supervises whom." if imports else "Ask an administrator."


# Beside a form's field

CHOOSE_DAY: Final = "Choose a day."
CHOOSE_DAY_OR_NONE: Final = "Choose a day, or leave it empty."
CHOOSE_TIME: Final = "Choose a time, such as 14:00."
CHOOSE_ONE: Final = "Choose one of these."
CHOOSE_PERSON: Final = "Choose a person from the list."
CHOOSE_HOW_OFTEN: Final = "Choose how often."
TO_COME: Final = "That day is still to come."
STILL_TO_COME: Final = f"{TO_COME} Record it once it is done."
NEEDED: Final = "This is needed."

# Pressed once more

TAKEN_BACK: Final = "This was taken back already."


def too_long(count: int, limit: int) -> str:
    """In characters."""
    return f"This has {count:,} characters; {limit:,} is the most. Shorten it."


_SINCE_THEN: Final = "Choose a day since then."


def before_employed(name: str, since: date) -> str:
    return f"{name} began on {day(since)}. {_SINCE_THEN}"


def before_it_counts(first: date) -> str:
    return f"This one counts from {day(first)}. {_SINCE_THEN}"


# Where nobody, several or no case is meant by what was typed

NO_OPEN_CASE: Final = "There is no open case with that reference. Check it."


def for_a_manager(reference: str, supervisor: str) -> str:
    """To a case's own worker, of what a manager decides. ``supervisor``: theirs, empty where none is recorded."""
    whom = f"Ask {supervisor}." if supervisor else "Ask an administrator to record who supervises you."
    return f"You hold {reference}, and whoever supervises you decides that. {whom}"


WHICH_SPELLING: Final = (
    "More than one case has that reference in another spelling. Write it exactly as the case system has it, capitals "
    "and dashes too."
)


_NAME_EXAMPLE: Final = "Write a name or a staff number, as in @Amara or @S101."


def nobody_called(example: str = _NAME_EXAMPLE) -> str:
    return f"Nobody in post has that name. {example}"


def several_called(typed: str, people: Sequence[tuple[str, str]]) -> str:
    """``people``: name and staff number of each, of whom the first five are named."""
    names = listing([f"{name} ({number})" for name, number in people[:5]], "or")
    return f"{typed[:40]} could be {names}. Write the staff number, as in @{people[0][1]}."


# Taken back

OTHER_ANSWERED: Final = "The other one has answered since, so it stays as it is. Talk to each other about it."
NOT_HELD: Final = "This session isn't marked as held, so there is nothing to take back."
RECORD_WRITTEN: Final = f"A record of it is marked as written. Take that back first: {to_type('held')}"


def too_late_to_take_back(after: Period) -> str:
    said = f"That was said more than {so_long(after)} ago, so it stays as it is. "
    return f"{said}Note in the case system what was different."
