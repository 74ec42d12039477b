"""Of what somebody answers for: what one answer ends, records to write, the other dates; what is late."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Final

from cards.cases.asks import Section
from handlers.shared import awaiting_outcome, obligation_words
from policy.ruleset import Duty
from storage import late, sessions
from storage.duties import KeptObligation
from storage.work import Work

#: Duties that one answer ends, and those that end with writing.
_KINDS: Final[dict[str, Section]] = {
    **dict.fromkeys(
        (
            *(Duty.SAY_HELD, Duty.AGREE, Duty.SETTLE, Duty.DECIDE, Duty.CLOSE, Duty.REBOOK, Duty.OVERSEE),
            *(Duty.ACKNOWLEDGE, Duty.REPORT_ABSENCE, Duty.ARRANGE_COVER, Duty.SIGN, Duty.MEET),
        ),
        Section.QUESTIONS,
    ),
    **dict.fromkeys((Duty.RECORD, Duty.NOTE_GAP), Section.RECORDS),
}


def of(work: Work, found: Sequence[KeptObligation], section: Section) -> list[KeptObligation]:
    """Those of a section, in their order; of what nothing is needed for, none."""
    if section is Section.ALL:
        return _needed(work, found)
    return _late(work, found) if section is Section.LATE else by_section(work, found)[section]


def _needed(work: Work, found: Sequence[KeptObligation]) -> list[KeptObligation]:
    idle = awaiting_outcome.nothing_needed(work, found)
    return [k for k in found if k.id not in idle]


def _late(work: Work, found: Sequence[KeptObligation]) -> list[KeptObligation]:
    """As it is counted for whoever answers: what is overdue, and what was asked and has no day."""
    waits = late.asked_without_day(work, [k.id for k in found if k.obligation.due is None])
    ids = waits | {k.id for k in awaiting_outcome.late(work, found)}
    return [k for k in found if k.id in ids]


def by_section(work: Work, found: Sequence[KeptObligation]) -> dict[Section, list[KeptObligation]]:
    """Each section's, in their order. Whether a session took place is no question before it begins, nor a new time
    when one is booked: that only has to be held, by its day."""
    found = _needed(work, found)
    ids = {k.id for k in found}
    hang = {i for i, question in awaiting_outcome.questions(work, found).items() if question.id in ids}
    held = [k.obligation.key.subject.id for k in found if k.obligation.key.duty == Duty.SAY_HELD]
    begun = {s.id for s in sessions.sessions(work, held) if s.starts_at <= work.now}
    made: dict[Section, list[KeptObligation]] = {s: [] for s in (*_KINDS.values(), Section.DATES)}
    for kept in found:
        if kept.obligation.key.duty != Duty.SAY_HELD or kept.obligation.key.subject.id in begun:
            made[_section(work, kept, hang)].append(kept)
    return made


def _section(work: Work, kept: KeptObligation, hang: Collection[int]) -> Section:
    """What hangs on a question stands with it."""
    if kept.id in hang:
        return Section.QUESTIONS
    kind = kept.obligation.key.kind_of_duty
    rebooked = kind == Duty.REBOOK and obligation_words.rebooked(work, kept)
    return Section.DATES if rebooked else _KINDS.get(kind, Section.DATES)
