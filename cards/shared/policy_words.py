"""How a rule set is named, and whom to ask about what it leaves open."""

from __future__ import annotations

from typing import Final


def named(council: str, title: str, version: str) -> str:
    """``Central Bedfordshire Council, Supervision policy, version 1``."""
    return f"{council}, {title}, version {version}"


#: Whom to ask where nobody keeps the rule set.
ADMINISTRATOR: Final = "the administrator"


def ask_owner(name: str) -> str:
    """``name``: who keeps the rule set."""
    return f"Ask {name}, who keeps the rule set."


#: The same, to whoever keeps it.
#: Why a manager is told what no clause asks to tell.
BY_PRACTICE: Final = "Telling you is this council's practice."
YOURS_TO_SAY: Final = "You keep the rule set: it is for you to say."
