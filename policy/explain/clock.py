"""By when, in words."""

from __future__ import annotations

from datetime import date
from typing import Final

from policy import date_words
from policy.explain.names import event_words, plain
from policy.given import FirstOf, LaterOf
from policy.periods import Period
from policy.ruleset import (
    Duty,
    Phase,
    Row,
    Rule,
    Vocabulary,
    condition_of,
)
from policy.words import all_of, either, how_much, in_words

#: From what a deadline counts, where the rule doesn't say.
COUNTED: Final = {
    Duty.MILESTONE: "the start of the post",
    Duty.PREPARE: "the session",
    Duty.CHECK: "the session",
    Duty.SAY_HELD: "the session",
    Duty.RECORD: "the session",
    Duty.AGREE: "the arrival of the request",
    Duty.REBOOK: "the cancellation",
    Duty.NOTE_GAP: "the cancellation",
    Duty.RECORD_DECISION: "the decision",
    Duty.DISCUSS: "the last discussion",
    Duty.RECORD_INTERVAL: "the grant",
    Duty.CLOSE: "its being taken as agreed",
    Duty.SETTLE: "the disagreement",
    Duty.DECIDE: "the referral",
    Duty.OVERSEE: "the record",
    Duty.REPORT_ABSENCE: "the first day away",
    Duty.ARRANGE_COVER: "the first day away",
    Duty.SIGN: "the day it was asked",
    Duty.MEET: "the day it was asked",
}
#: From what the first of many counts.
FIRST: Final = {
    Duty.MILESTONE: "the start of the post",
    Duty.DISCUSS: "allocation",
    Duty.REVIEW_PLAN: "allocation",
}
_STARTS: Final = {
    "start": "the start of the post",
    "new_supervisor": "a change of supervisor",
    "new_relationship": "each new supervisory relationship",
    "return_to_work": "the return to work",
    "asye": "the start of the ASYE",
    "session": "the day it was booked for",
    "report": "the first report",
}


def clock_words(words: Vocabulary, rule: Rule, row: Row) -> str:
    """By when, in words, as the sentence goes on: with the space or comma before them."""
    if row.phases:
        started = _phases_start(words, rule, row)
        return f" {'; then '.join(_phase(words, phase, started) for phase in row.phases)}"
    if row.in_each or row.in_month:
        return f" {_window(row)}"
    if row.every:
        return _every(words, rule, row)
    if row.checkpoints:
        return f" {all_of([str(p) for p in row.checkpoints])} after {_start(words, rule, row)}"
    return _single(words, rule, row)


def _phases_start(words: Vocabulary, rule: Rule, row: Row) -> str:
    if row.starts:
        return _start(words, rule, row)
    return "the start of the ASYE" if condition_of(rule, row).asye else "the start of the post"


def _single(words: Vocabulary, rule: Rule, row: Row) -> str:
    if row.at_every:
        return " at every session"
    if row.ahead:
        return f" {row.ahead.by} before {either([_ahead(words, e) for e in row.ahead.of])}"
    if row.after:
        return _lasted(words, rule, row, row.after)
    if row.within is None:
        return _undated(words, rule, row)
    if isinstance(row.within, Period) and row.within.amount == 0:
        ready = rule.duty in (Duty.PREPARE, Duty.CHECK)
        return f" {'in time for' if ready else 'on the day of'} {_start(words, rule, row)}"
    return f" {_limit_words(words, row.within, _start(words, rule, row))}"


def _lasted(words: Vocabulary, rule: Rule, row: Row, longest: Period) -> str:
    """'once it has lasted more than 14 days, and within 2 working days of that'."""
    lasted = f" once it has lasted more than {longest}"
    later = f" or of {_start(words, rule, row)}, whichever is later" if row.starts else ""
    limit = _limit_words(words, row.within, "that") if row.within else "with no deadline from that"
    return f"{lasted}, {limit}{later}" if row.within or row.starts else lasted


def _ahead(words: Vocabulary, event: str) -> str:
    return "the session" if event == "session" else event_words(words, event)


def _undated(words: Vocabulary, rule: Rule, row: Row) -> str:
    if row.yields_to:
        return f" as often as the {plain(row.yields_to)} says"
    if rule.duty in (Duty.SUPERVISE, Duty.DISCUSS, Duty.REVIEW_PLAN):
        return "; how often is not set"
    begins = f", and it starts with {_start(words, rule, row)}" if row.starts else ""
    return f"; no deadline is set{begins}"


def _limit_words(words: Vocabulary, limit: Period | FirstOf, start: str) -> str:
    """'within 6 weeks of the start of the post or by the next review, whichever comes first'."""
    if isinstance(limit, Period):
        return f"within {limit} of {start}"
    each = [_limit_word(words, one, start) for one in limit.first_of]
    return f"{' or '.join(each)}{', whichever comes first' if len(each) > 1 else ''}"


def _limit_word(words: Vocabulary, one: Period | date | str, start: str) -> str:
    if isinstance(one, Period):
        return f"within {one} of {start}"
    return f"by {date_words.day(one) if isinstance(one, date) else event_words(words, one)}"


def _start(words: Vocabulary, rule: Rule, row: Row) -> str:
    if isinstance(row.starts, str):
        return _start_named(words, row.starts)
    if row.starts:
        names = row.starts.later_of if isinstance(row.starts, LaterOf) else row.starts.first_of
        kind = "later" if isinstance(row.starts, LaterOf) else "first"
        return f"the {kind} of {all_of([_start_named(words, str(n)) for n in names])}"
    return COUNTED.get(rule.duty, "what starts it")


def _start_named(words: Vocabulary, name: str) -> str:
    return _STARTS.get(name) or event_words(words, name)


def _every(words: Vocabulary, rule: Rule, row: Row) -> str:
    if isinstance(row.every, str):
        return f" {row.every}, if that is at most {row.at_most}" if row.at_most else f" {row.every}"
    if row.every is None:
        return ""
    started = _start(words, rule, row) if row.starts else FIRST.get(rule.duty, "what starts it")
    begins = f", first {_limit_words(words, row.first_within, started)}, then" if row.first_within else ""
    counted = f", counted from {started}" if row.starts and not row.first_within else ""
    aim = f", aiming for every {in_words(row.target)}" if row.target else ""
    return f"{begins} at least every {in_words(row.every)}{counted}{aim}"


def _phase(words: Vocabulary, phase: Phase, started: str) -> str:
    often = f"every {in_words(phase.every)}" if phase.every else how_much(phase)
    long = f", at least {phase.minutes} minutes each," if phase.minutes else ""
    if phase.until:
        return f"{often}{long} until {phase.until} after {started}"
    if phase.lasts:
        return f"{often}{long} for {phase.lasts}"
    if phase.ends_by:
        ended = "the ASYE has ended" if phase.ends_by == "asye" else event_words(words, phase.ends_by)
        return f"{often}{long} until {ended}"
    return f"{often}{long.removesuffix(',')}"


def _window(row: Row) -> str:
    if row.drawn:
        many = "1 case" if row.at_least == 1 else f"{row.at_least} cases"
        return f"for {many} of that person's team, drawn at random, in each {row.in_each}"
    if row.in_each:
        return f"at least {how_much(row)}"
    many = f"at least {row.at_least} times" if row.at_least > 1 else "at least once"
    months = [
        m.by.capitalize() if m.opens == m.by else f"{m.opens.capitalize()} or {m.by.capitalize()}"
        for m in row.in_month
    ]
    return f"each year, {' and '.join(f'{many} in {m}' for m in months)}"
