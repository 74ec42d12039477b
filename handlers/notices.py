"""The one table of what may be told: each kind, and the class of its notice. What isn't here is told to nobody.

Each feature has its own in its ``notices``."""

from __future__ import annotations

from collections.abc import Iterable
from types import ModuleType
from typing import Final

from cards.message import Message
from handlers.absence import before_leave, cover_notices, left_alone, return_known, with_covers
from handlers.absence import notices as absence
from handlers.answers import notices as answers
from handlers.cases import due_notices as cases_due
from handlers.cases import notices as cases
from handlers.notifications import notices as notifications
from handlers.notifications.notice import Kinds, Notice
from handlers.people import agreement_notices as agreement
from handlers.people import allocation_notices, leaving_notices
from handlers.people import notices as people
from handlers.preparing import notices as preparing
from handlers.records import notices as records
from handlers.sessions import agenda_notices as agenda
from handlers.sessions import asked as asked_for
from handlers.sessions import notices as sessions
from handlers.sessions import unsaid_returns
from handlers.shared import cover_left
from handlers.shared import notices as shared
from handlers.shared import record_agreement_notices as record_agreement
from handlers.upkeep import notices as upkeep
from policy.ruleset import Duty


def in_module(module: ModuleType) -> list[type[Notice[Message]]]:
    """The notices that a module defines."""
    made = [v for v in vars(module).values() if isinstance(v, type) and issubclass(v, Notice)]
    return [v for v in made if v.__module__ == module.__name__ and "kind" in vars(v)]


def by_kind(notices: Iterable[type[Notice[Message]]]) -> Kinds:
    """Raises ValueError where two are of one kind, and where a duty has none."""
    found: dict[str, type[Notice[Message]]] = {}
    for one in notices:
        if one.kind in found:
            raise ValueError(f"two notices are called “{one.kind}”")
        found[one.kind] = one
    untold = sorted(set(Duty) - found.keys())
    if untold:
        raise ValueError(f"no notice of {', '.join(untold)}")
    return found


#: Each feature's, and those of what several share.
MODULES: Final = (
    absence,
    cover_notices,
    cover_left,
    before_leave,
    return_known,
    left_alone,
    answers,
    cases,
    cases_due,
    people,
    agreement,
    allocation_notices,
    leaving_notices,
    notifications,
    preparing,
    records,
    sessions,
    agenda,
    asked_for,
    shared,
    record_agreement,
    unsaid_returns,
    upkeep,
    with_covers,
)
#: By the kind that rows keep.
NOTICES: Final = by_kind(one for module in MODULES for one in in_module(module))
