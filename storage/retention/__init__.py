"""What is kept too long goes: each kind of record by its term, in steps, unless a legal hold keeps it.

A kind is a function of ``STEPS``: it takes away at most ``limit`` of what its term ended for before a day, and says how
many that were. What is still owed, and what an open duty counts from, is never old enough."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Final

from policy.periods import Period
from policy.ruleset import Kept
from storage.retention import chat, facts, sickness, trail, unneeded, whole_cases, whole_sessions, words
from storage.retention.holds import everything_is_held
from storage.work import Work

Step = Callable[[Work, date, int], int]
STEPS: Final[dict[Kept, Step]] = {
    Kept.BUTTONS: chat.buttons,
    Kept.MESSAGES: chat.messages,
    Kept.IMPORTS: facts.imports,
    Kept.BUSY_TIMES: facts.busy_times,
    Kept.CONTACT: chat.contact,
    Kept.SICKNESS: sickness.forget,
    Kept.WORDS: words.forget,
    Kept.AUDITS: facts.audits,
    Kept.REQUESTS: facts.requests,
    Kept.DISCLOSURES: facts.disclosures,
    Kept.SESSIONS: whole_sessions.forget,
    Kept.CASES: whole_cases.forget,
    Kept.ABSENCES: unneeded.absences,
    Kept.MILESTONES: unneeded.milestones,
    Kept.PEOPLE: facts.people,
    Kept.LOOKS: trail.looks,
    Kept.TRAIL: trail.entries,
}


def run(work: Work, limit: int) -> dict[str, int]:
    """One step of every kind that has a term today: how many went, of those of which any did. Nothing while a legal
    hold is over everything."""
    if everything_is_held(work):
        return {}
    found = {
        str(kind): STEPS[kind](work, ended_before(work, period), limit)
        for kind, period in work.rules.practice.retention.terms()
    }
    return {kind: count for kind, count in found.items() if count}


def over_before(work: Work, kind: Kept) -> date:
    """What was over before that day has been kept for its kind's term: the first of all days where that is none, or a
    legal hold is over everything."""
    period = dict(work.rules.practice.retention.terms()).get(kind)
    return date.min if period is None or everything_is_held(work) else ended_before(work, period)


def ended_before(work: Work, period: Period) -> date:
    """What was over before this day has been kept for its term."""
    return work.calendar.add(work.today, Period(-period.amount, period.unit))
