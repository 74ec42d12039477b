"""Sickness selects a rule and is otherwise nobody's business. The rule's name would tell of it, so lists, Why? and
exports leave it out where a date is counted from a return to work; the date and how it is counted stay."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import Final

from cards.shared.duty_words import COUNTED_FROM_RETURN
from policy.obligations import Obligation, Step, Waiting


def redacted(obligation: Obligation) -> Obligation:
    """The obligation as anybody may see it; the one whose sickness it is may see the original."""
    if not _counts_from_return(obligation):
        return obligation
    return replace(obligation, rule=COUNTED_FROM_RETURN, derivation=tuple(_unnamed(obligation.derivation)))


def _counts_from_return(obligation: Obligation) -> bool:
    if obligation.key.duty != "rebook":
        return False
    return obligation.waiting_for is Waiting.RETURN or any(s.fact == "return" for s in obligation.derivation)


def _unnamed(steps: Iterable[Step]) -> Iterable[Step]:
    return (step._replace(rule=None, clause=None, interpretation=None) for step in steps)


#: Not preparing is never reported to anyone.
PRIVATE: Final = ("prepare", "report_absence")
