"""What several matters of one person or session offer, in one row of buttons."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from cards.formats import both_or_all
from cards.model import Button
from cards.records.asks import DisagreeForm, RecordClosed, RecordDisagreed, RecordsAgreed
from cards.sessions.asks import PlanReviewed
from cards.shared.line_buttons import agree_labels


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
        case RecordsAgreed():
            return RecordsAgreed
        case RecordDisagreed() | DisagreeForm():
            return DisagreeForm
        case RecordClosed() if not one.label.endswith(" is closed"):  # one by its reference stays by itself
            return RecordClosed
        case _:
            return one


def _both(one: Button, other: Button) -> Button:
    match one.ask, other.ask:
        case PlanReviewed() as first, PlanReviewed() as second:
            return replace(one, ask=replace(first, cases=(*first.cases, *second.cases)))
        case RecordsAgreed() as first, RecordsAgreed() as second:
            return _of_records(one, RecordsAgreed(records=(*first.records, *second.records)))
        case (RecordDisagreed() | DisagreeForm()) as first, (RecordDisagreed() | DisagreeForm()) as second:
            return _of_records(one, DisagreeForm(records=(*first.records, *second.records)))
        case RecordClosed() as first, RecordClosed() as second:
            every = replace(first, others=(*first.others, *second.records))
            return replace(one, label=f"{both_or_all(len(every.records))} closed", ask=every)
        case _:
            return one


def _of_records(one: Button, every: RecordsAgreed | DisagreeForm) -> Button:
    """As it is said of so many; of several it is asked which one isn't agreed."""
    labels = agree_labels(len(every.records), signs="sign" in one.label)
    return replace(one, label=labels[0 if isinstance(every, RecordsAgreed) else 1], ask=every)
