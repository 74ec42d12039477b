"""What a rule set's practice says, in plain English: who is reminded when, and what else the council set for itself."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from policy.date_words import clock
from policy.ruleset import ANCHORS, KINDS, Delivery, Kept, NudgeRule, Practice, Retention, RuleSet, When
from policy.words import all_of, answering, in_words

_ANCHORS: Final = {"due": "it is due", "start": "it starts", "ready": "it can be done"}
_SENT: Final = {
    Delivery.DAY: "",
    Delivery.OWN: ", in a message of its own",
    Delivery.URGENT: ", at once, whatever the hour",
}


def settings(rules: RuleSet) -> list[str]:
    """The council's own settings, under a heading."""
    practice = rules.practice
    return [
        "Practice: the council's own, no part of the policy",
        f"    Messages go out on working days from {clock(practice.day_starts)} to {clock(practice.day_ends)}.",
        f"    A session is booked for {practice.session_minutes} minutes.",
        f"    Whoever rebooks a cancelled session is offered {practice.rebooking.offers} times.",
        f"    Where the policy names no day to aim at, the next session is proposed {practice.booking.rhythm} later.",
        f"    Where no rule sets a limit, or it leaves no time, times are looked for {practice.booking.ahead} ahead;"
        f" where it has passed, {practice.booking.late}; for an additional session, {practice.booking.extra}.",
        f"    What stays late after its last reminder: {_weekly(practice.weekly.late)}whoever answers for it is told.",
        f"    The same over all their teams: {_weekly(practice.weekly.summary)}each manager above is told.",
        f"    Of an absence without an end, sessions in its first {practice.booking.open_absence}, and in the"
        f" {practice.booking.open_absence_left} from today, are called off.",
        f"    What one person asks of another: asked again after {practice.unanswered.again}; that nobody has answered"
        f" is told whoever asked after {practice.unanswered.said}, of a meeting after {practice.unanswered.meeting}.",
        f"    Whoever may grant a longer interval is asked again every {in_words(practice.unanswered.interval)}.",
        f"    What was said of a session, a record or a disclosure can be put right for {practice.correcting.said}; an"
        f" absence, for {practice.correcting.absence} after its last day.",
        f"    That a longer interval ends is told {practice.news.interval_ends} before its last day; who supervises"
        f" now, for {practice.news.new_line} after it began; that a supervisor is away and nobody covers, whomever it"
        f" leaves alone, where it is for longer than {practice.news.left_alone}.",
        *_group(rules),
        *_kept(practice.retention),
    ]


def _weekly(day: str) -> str:
    return "never that " if day == "never" else f"each {day.title()} "


def _kept(retention: Retention) -> Iterator[str]:
    terms = dict(retention.terms())
    for kind, period in terms.items():
        yield f"    Kept for {period} after {ANCHORS[kind]}: {KINDS[kind]}."
    if unset := [KINDS[kind] for kind in Kept if kind not in terms]:
        yield f"    Kept until the council sets a term: {'; '.join(unset)}."


def reminders(rules: RuleSet) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Who is told of what, and when: the key under ``nudges`` with the rules that it holds for, and the lines."""
    for key, nudges in rules.practice.nudges.items():
        held = tuple(_held_for(rules, key))
        lines = [f"    {_nudge(rules.practice, nudge)}" for nudge in nudges]
        if held:
            yield (key, *held), [_heading(key, held), *lines]


def _heading(key: str, held: tuple[str, ...]) -> str:
    whose = "" if held == (key,) else f" for {all_of(held)}"
    return f"{key}  Reminders{whose} (the council's own practice)"


def _held_for(rules: RuleSet, key: str) -> Iterator[str]:
    """The rules that a key's nudges hold for: the one of that id, or those of that duty without nudges of their own."""
    for rule in rules.every_rule:
        if rule.id == key or (rule.duty == key and rule.id not in rules.practice.nudges):
            yield rule.id


def _nudge(practice: Practice, nudge: NudgeRule) -> str:
    end = ", at the end of that day" if nudge.at_end else ""
    undated = ", where there is no due day" if nudge.undated else ""
    decided = ", of what the next tier decided" if nudge.decided else ""
    return f"{_when(nudge.when)}{end}{undated}{decided}: {_done(practice, nudge)}{_SENT[nudge.send]}.{_up(nudge)}"


def _up(nudge: NudgeRule) -> str:
    return " It goes up the line: it never waits for somebody who is away." if nudge.escalates else ""


def _done(practice: Practice, nudge: NudgeRule) -> str:
    if nudge.tell:
        return f"{answering(nudge.tell)} is told"
    unanswered = "stands" if practice.rebooking.unanswered == "stand" else "is asked about once more"
    return (
        "where nothing is booked, the bot books the earliest time that both have free, provisionally; "
        f"what it booked on a day before and nobody answered {unanswered}"
    )


def _when(when: When) -> str:
    if not when.amount:
        return {"due": "On the day it is due, or the working day before", "start": "When it starts"}.get(
            when.anchor, "As soon as it can be done"
        )
    days = "working day" if when.working else "day"
    many = f"{abs(when.amount)} {days}{'' if abs(when.amount) == 1 else 's'}"
    return f"{many} {'before' if when.amount < 0 else 'after'} {_ANCHORS[when.anchor]}"


def _group(rules: RuleSet) -> Iterator[str]:
    group, roles = rules.practice.group, rules.vocabulary.roles
    if group:
        yield (
            f"    A group's record: {roles[group.recorder]} records, {roles[group.signer]} signs off, "
            f"{roles[group.overseer]} gives oversight."
        )
