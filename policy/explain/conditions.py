"""Whom or what a row applies to, in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policy.ruleset import (
    CaseCondition,
    Condition,
    Vocabulary,
)
from policy.words import a_, either

_REASONS: Final = {"emergency": "an emergency", "no_show": "a no-show", "other": "another reason"}
_DECISIONS: Final = {
    "informal": "informally",
    "in_absence": "in the supervisor's absence",
    "one_to_one": "in a one-to-one",
}


def whom_words(words: Vocabulary, when: Condition) -> str:
    """'Social worker, on the ASYE: ' before the sentence, or nothing where it holds for all."""
    found = [*_people(words, when), *_cases(words, when), *_sessions(when)]
    return f"{', '.join(found)}: " if found else ""


def _people(words: Vocabulary, when: Condition) -> Iterator[str]:
    if when.role:
        yield either([words.roles[r] for r in when.role])
    flags = (
        (when.asye, "on the ASYE", "not on the ASYE"),
        (when.qualified, "qualified in social work", "not qualified in social work"),
        (when.supervises, "supervising others", "not supervising others"),
        (when.part_time, "part-time", "full-time"),
        (when.in_group, "in group supervision", "not in group supervision"),
        (when.line_qualified, "line manager a social worker", "line manager not a social worker"),
    )
    yield from (yes if flag else no for flag, yes, no in flags if flag is not None)
    if when.holds_case:
        yield f"holding a case ({', '.join(_cases(words, when.holds_case))})"


def _cases(words: Vocabulary, when: Condition | CaseCondition) -> Iterator[str]:
    known = {**words.categories, **words.events}
    if when.service:
        yield either([words.services[s] for s in when.service])
    if when.any_of:
        yield either([known[c] for c in when.any_of])
    if when.all_of:
        yield " and also ".join(known[c] for c in when.all_of)
    if when.none_of:
        yield _neither([known[c] for c in when.none_of])
    if when.worker:
        yield f"allocated to {either([a_(words.roles[w]) for w in when.worker])}"


def _neither(found: Sequence[str]) -> str:
    return f"neither {' nor '.join(found)}" if len(found) > 1 else f"not {found[0]}"


def _sessions(when: Condition) -> Iterator[str]:
    if when.session:
        yield f"{either([str(k) for k in when.session])} sessions"
    if when.cancelled_for:
        yield f"cancelled for {either([_REASONS.get(r, r) for r in when.cancelled_for])}"
    if when.not_cancelled_for:
        yield f"cancelled for anything but {either([_REASONS.get(r, r) for r in when.not_cancelled_for])}"
    if when.decision:
        yield f"a decision made {either([_DECISIONS[d] for d in when.decision])}"
    if when.of_case is not None:
        yield "on a child's file" if when.of_case else "without a case"
    if when.safeguarding is not None:
        yield "a safeguarding issue that needs action" if when.safeguarding else "no safeguarding issue"
    if when.unplanned is not None:
        yield "an unplanned absence" if when.unplanned else "a planned absence"
