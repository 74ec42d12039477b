"""One rule in plain English: a sentence for each row, and what else its lines say."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy.explain.clock import clock_words
from policy.explain.conditions import whom_words
from policy.explain.names import event_words, holder_words, plain
from policy.facts import SessionKind
from policy.ruleset import (
    CLOCK_SHAPES,
    Duty,
    LongerInterval,
    Role,
    Row,
    Rule,
    Vocabulary,
    condition_of,
)
from policy.words import all_of, answering, either, in_words

DUTIES: Final = {
    Duty.DISCUSS: "discusses the case in full",
    Duty.REVIEW_PLAN: "reviews the plan",
    Duty.ACKNOWLEDGE: "acknowledges that the case is open",
    Duty.RECORD_INTERVAL: "confirms that the longer interval is on the supervision record",
    Duty.RAISE: "is prompted to put the case on the agenda",
    Duty.RECORD_DECISION: "records the decision on the child's file",
    Duty.SUPERVISE: "holds supervision",
    Duty.PREPARE: "prepares",
    Duty.CHECK: "looks through the cases",
    Duty.SAY_HELD: "says whether the session took place",
    Duty.RECORD: "records the session",
    Duty.AGREE: "agrees the record",
    Duty.CLOSE: "closes the record that was taken as agreed",
    Duty.SETTLE: "settles the disagreement about the record",
    Duty.DECIDE: "decides about a disagreement that was referred",
    Duty.OVERSEE: "looks over the record",
    Duty.REBOOK: "sees that another session takes place",
    Duty.NOTE_GAP: "notes the gap on each file",
    Duty.REPORT_ABSENCE: "reports the absence",
    Duty.ARRANGE_COVER: "makes other arrangements for the absence",
    Duty.SIGN: "signs a supervision agreement, or says why not",
    Duty.MEET: "answers a request for a meeting about supervision",
}


def rule_words(words: Vocabulary, rule: Rule) -> list[str]:
    source = f"“{rule.clause}”" if rule.clause else "the council's own practice"
    lines = [f"{rule.id}  {rule.title} ({source})"]
    lines += [f"    {sentence}" for row in rule.rows for sentence in _row(words, rule, row)]
    lines += [f"    Longer, where that is more: {_tier(words, tier)}." for tier in rule.longer]
    if rule.beside:
        lines.append(f"    Beside {all_of(rule.beside)}: where both fit, the stricter holds.")
    lines += [f"    Our reading: {note}" for note in rule.interpretations]
    lines += [f"    The policy does not say: {blank}" for blank in rule.blanks]
    return lines


def _row(words: Vocabulary, rule: Rule, row: Row) -> Iterator[str]:
    whom = whom_words(words, condition_of(rule, row))
    sentence = f"{whom}{_who(rule)} {_does(rule)}{clock_words(words, rule, row)}."
    yield sentence[0].upper() + sentence[1:]
    yield from (f"Longer: {_tier(words, tier)}." for tier in row.longer if tier not in rule.longer)
    yield from _extras(words, row)
    if row.interpretation:
        yield f"Our reading: {row.interpretation}"


def _who(rule: Rule) -> str:
    starts = rule.rows[0].starts if rule.duty is Duty.MILESTONE else None
    if rule.answers is Role.HOLDER and isinstance(starts, str):
        return f"whoever did the {plain(starts)}"
    if rule.answers is Role.HOLDER and rule.duty is Duty.RECORD_DECISION:
        return "whoever made it"
    return answering(rule.answers)


def _does(rule: Rule) -> str:
    if rule.duty is Duty.MILESTONE:
        return f"sees to the {plain(rule.what or '')}"
    return f"{DUTIES[rule.duty]} ({plain(rule.what)})" if rule.what else DUTIES[rule.duty]


def _tier(words: Vocabulary, tier: LongerInterval) -> str:
    known = {**words.categories, **words.events}
    what = f" for a case that is {' and '.join(known[c] for c in tier.case_is)}" if tier.case_is else ""
    who = either([holder_words(words, r) for r in tier.granted_by])
    confirmed = (
        ", once the supervisor confirms that it is on the supervision record" if tier.confirmed else ""
    )
    ended = f"; ended by {event_words(words, tier.ended_by)}" if tier.ended_by else ""
    return f"up to {tier.up_to}{what}, if granted by {who}{confirmed}{ended}"


_USUAL: Final = (SessionKind.CASE, SessionKind.PERSONAL)


def _extras(words: Vocabulary, row: Row) -> Iterator[str]:
    """What else the row's lines say, a sentence each."""
    if row.yields_to and any(getattr(row, shape) for shape in CLOCK_SHAPES):
        yield f"Where the {plain(row.yields_to)} says otherwise, that holds."
    if row.counts != _USUAL:
        yield f"Only {either([str(k) for k in row.counts])} sessions count."
    if row.filled:
        yield f"The council's own number, where the policy leaves a blank: {all_of([plain(n) for n in row.filled])}."
    if row.held_by:
        who = either([holder_words(words, h) for h in row.held_by])
        yield f"Only what was held or done by {who} counts."
    if row.minutes:
        yield f"Only sessions of at least {row.minutes} minutes count."
    if row.uplift:
        after = event_words(words, row.uplift.after)
        yield f"For {row.uplift.lasts} after {after}: every {in_words(row.uplift.every)}."
    yield from (text for said, text in _flags(row) if said)


def _flags(row: Row) -> tuple[tuple[bool, str], ...]:
    return (
        (row.pro_rata is True, f"In proportion to hours worked: at half time {_halved(row)}."),
        (row.pro_rata is False, "The same whatever the hours worked."),
        (row.first_window == "whole", "Whoever joins inside one owes the whole of it."),
        (row.first_window == "in proportion", "Whoever joins inside one owes a share of it, by days."),
        (row.first_window == "not asked", "Whoever joins inside one owes nothing until the next."),
        (row.past_at_start is not None, "What was past when the bot started runs again from its first day."),
        (row.pauses_while_away, "The days pause while the supervisee is away."),
        (row.silence_agrees, "Without a reply by then it is taken as agreed."),
        (row.counts_from is not None, "The day of the event counts as the first."),
        (row.bank_holidays is not None, "Bank holidays count as working days."),
    )


def _halved(row: Row) -> str:
    return "half as much in each" if row.in_each or row.in_month else "twice as long between one and the next"
