"""What several matters of one person or session offer, in one row of buttons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cards.model import Button
from cards.records.asks import DisagreeForm, RecordsAgreed
from cards.sessions.asks import PlanReviewed
from cards.shared.acts import agree_labels


def joined(buttons: Iterable[Button]) -> tuple[Button, ...]:
    """What several offer, each once: what is asked of records, or of plans of one session, is asked of all."""
    found: dict[object, Button] = {}
    for one in buttons:
        key = _alike(one)
        found[key] = _both(found[key], one) if key in found else one
    return tuple(found.values())


def _alike(one: Button) -> object:
    match one.ask:
        case PlanReviewed(session=session):
            return one.label, session
        case RecordsAgreed() | DisagreeForm():
            return type(one.ask)
        case _:
            return one


def _both(one: Button, other: Button) -> Button:
    match one.ask, other.ask:
        case PlanReviewed() as first, PlanReviewed() as second:
            return replace(one, ask=replace(first, cases=(*first.cases, *second.cases)))
        case (RecordsAgreed() | DisagreeForm()) as first, (RecordsAgreed() | DisagreeForm()) as second:
            every = (*first.records, *second.records)
            label = _of_records(one.label, isinstance(first, RecordsAgreed), len(every))
            return replace(one, label=label, ask=replace(first, records=every))
        case _:
            return one


def _of_records(label: str, yes: bool, count: int) -> str:
    """As it is said of so many."""
    return agree_labels(count, signs="sign" in label)[0 if yes else 1]
