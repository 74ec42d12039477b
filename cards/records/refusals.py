"""Why something about a record isn't done, and what is wrong with what was typed."""

from __future__ import annotations

from datetime import date
from typing import Final

from cards.formats import day

# Whoever may not

ONLY_HOLDER_OR_DELEGATE_RECORDS: Final = (
    "Only who held the session, or the delegate, can note its record. Ask them to."
)
ONLY_HOLDER_RECORDS: Final = "Only who held the session can note its records. Ask them to."
ONLY_HOLDER_DELEGATES: Final = "Only who held the session can delegate its record. Ask them to."
ONLY_SUPERVISEE_ANSWERS: Final = "Only the supervisee can answer for themselves. Ask them to."
ONLY_HOLDER_AMENDS: Final = "Only the supervisor who held the session amends its record. Talk to them."
ONLY_PAIR_REFERS: Final = "Only the two who disagree can refer it. Ask one of them."
ONLY_PAIR_READS_OUTCOME: Final = "Only the two who disagreed read what became of it. Ask one of them."
ONLY_NEXT_TIER_DECIDES: Final = "Only the manager to whom it was referred decides about it. Talk to them."
ONLY_HOLDER_CLOSES: Final = "Only the supervisor who held the session closes its record. Ask them to."
ONLY_OVERSEER_OVERSEES: Final = "Only who oversees that group's records says so. Ask them to."
ONLY_PAIR_ACKNOWLEDGES: Final = "Only the two who met acknowledge these cases. Ask them to."

# Done already, or nothing to be done

ALL_RECORDED: Final = "Every record of this session is already noted."
NONE_RECORDED: Final = "None of its records is marked as written by you, so there is nothing to take back."
ANSWERED: Final = "You have already answered."
ACKNOWLEDGED: Final = "You have acknowledged this already."
ALL_ACKNOWLEDGED: Final = "You have acknowledged every case of that session already."
NO_DISAGREEMENT: Final = "No disagreement about this record is open any more."
NOTHING_TO_REFER: Final = "No disagreement about this record is open, so there is nothing to refer."
NOTHING_TO_DECIDE: Final = "No disagreement about this record waits for a decision any more."
NO_OUTCOME: Final = "Nothing is kept of what became of the disagreement. Ask the other one."
STANDS: Final = "It was decided that this record stands."
TO_BE_AMENDED: Final = (
    "It was decided that this record is amended: amend it, then press “Amended: ask again”."
)
NOT_TO_CLOSE: Final = "This record isn't waiting to be closed any more."


def recorded(what: str, on: date) -> str:
    return f"The record of {what} was already noted on {day(on)}."


def nothing_to_delegate(what: str) -> str:
    return f"The record of {what} is already noted, so there is nothing to delegate."


def closed(what: str, on: date) -> str:
    return f"The record of {what} was already closed on {day(on)}."


def overseen(what: str, on: date) -> str:
    return f"Oversight of {what} was already given on {day(on)}."


def not_written(what: str) -> str:
    return f"The record of {what} isn't written yet. Write it, and say so, first."


# What the policy or the line doesn't have


def not_delegable(council: str, kind: str, author: str) -> str:
    """``kind``: of the session, as in ``case supervision``."""
    return f"{council}'s policy says nothing of delegating the record of {kind}, so {author} writes it."


def nobody_to_refer_to(council: str) -> str:
    return f"{council}'s policy names nobody to refer a disagreement to."


def no_line_manager(supervisor: str) -> str:
    return (
        f"No line manager is recorded for {supervisor}, so there is nobody to refer it to. "
        "Tell an administrator."
    )


# Beside fields

SAY_WHAT_AMENDED: Final = "Say what was amended."
SAY_WHY_NOT: Final = "Say why it isn't amended."
NO_RECORD_TICKED: Final = "Tick at least one record."
NO_CASE_TICKED: Final = "Tick at least one."
