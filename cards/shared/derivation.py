"""Turns the steps of a derivation into the words a social worker would use."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from cards.formats import cited, day
from cards.model import Block, Bullets, Note, Paragraph, Text
from cards.shared.windows import went_by
from policy.facts import SUPERVISED
from policy.obligations import REPORTED, Step, Waiting

#: What the fact that started a clock is called.
FACTS: Final = {
    "allocation": "The case was allocated on",
    "discussion": "The case was last discussed on",
    "reported discussion": "The case was last discussed, by the case system, on",
    "last_supervised": "The last supervision, by the staff system, was on",
    "reported plan review": "The plan was last reviewed, by the case system, on",
    "plan review": "The plan was last reviewed on",
    "session": "The session was on",
    "relationship": "The two have been a pair since",
    "start": "The clock starts on",
    "month": "For the calendar month that begins on",
    "cancellation": "The session was cancelled on",
    "booked": "It had been booked for",
    "return": "Back at work on",
    "rebooking": "It is to be held by",
    "delivery": "The request was delivered on",
    "request": "The request was made on",
    "silence": "No reply had come by the end of",
    "disagreement": "The supervisee disagreed on",
    "referral": "The disagreement was referred on",
    "absence": "The first day away was",
    "report": "It was reported on",
    "cover_away": "Whoever covers is away too from",
    "cover_left": "Whoever covered has left, so that nobody does from",
    "new supervisor": "The supervisor changed on",
    "quarter": "For the quarter that begins on",
    "year": "For the calendar year that begins on",
    "service_year": "For the year of service that begins on",
    "term": "For the term that begins on",
    "occasion": "It may be done from",
    "milestone": "It was last done on",
    "decision": "The decision was made on",
    "record": "It was recorded on",
    "asked": "It was asked on",
    "grant": "The longer interval was granted on",
    "asye": "The ASYE began on",
}


def sentence(step: Step, events: Mapping[str, str] | None = None) -> Text:
    """One step in words, the clause at its end where the policy gives one. ``events``: what the council calls what
    starts a clock."""
    return (_plain(step, events or {}) + _source(step),)


#: What each kind of step says; ``{amount}`` and ``{result}`` are filled in.
STEPS: Final = {
    "within": "Within {amount} of it: {result}",
    "first_within": "The first time within {amount}: {result}",
    "every": "At least every {amount}: {result}",
    "none": "No day is set for it",
    "target": "Aim for {amount}: {result}",
    "in_each": "At least once in each {amount}: by {result}",
    "after": "More than {amount}: from {result}",
    "paused": "Paused for {amount} while the supervisee was away",
    "more_often": "A manager decided to discuss it every {amount}: {result}",
    "late_already": "It was late already when that was agreed, which holds from the next session on: {result}",
    "was_late": "It was late on {on}, when what holds for the case changed: due by {result}, which stays on record",
    "stays_late": "It was late before that changed, and stays due since: {result}",
    "known_from": "It isn't due before the day from which that holds: {result}",
    "handed_on": "It came to another worker, and isn't due before that day: {result}",
    "became": "Its kind of case changed, and it isn't due before that day: {result}",
    "became_late": "It was late when its kind of case changed, and stays due since: {result}",
    "held_late": "It was late when it came to another worker, and stays due since: {result}",
    "held_from": "A case for which that is asked is theirs since {on}, and it isn't due before: {result}",
    "applied_from": "That applies to them since {on}, and it isn't due before: {result}",
    "applied_until": "That applied to them until {on}: what was due by then stays due since {result}",
    "agreed": "The pair agreed to meet every {amount}: {result}",
    "at_least": "At least {amount}: by {result}",
    "found": "So far: {amount}",
    "later": "Another rule fits too, {amount}: {result}",
    "stood_in": "It stood in for the session of {on}, which was to be held by then: {result}",
    "counts_from": "The day itself counts as the first",
    "bank_holidays": "Bank holidays count as working days",
    "date": "By the day that is named: {result}",
    "event": "The next such day: {result}",
    "starts_later_of": "Counted from the later of these: {result}",
    "starts_first_of": "Counted from the first of these: {result}",
    "first_of": "Whichever comes first, {amount}: {result}",
    "pro_rata": "In proportion to {amount} of full-time hours",
    "yields": "The policy leaves this to another",
    "set": "It was set at every {amount} from {on}: {result}",
    "uplift": "For a time every {amount}, after what happened: {result}",
    "longer": "A longer interval was granted for this case on {on} by the {by}, {amount}: {result}",
    "granted_until": "It holds until {on}",
    "not_counted": "A longer interval of {amount}, said to be granted on {on}, doesn't count: {why}",
    "longer_allowed": "The policy allows that",
    "waits": "Another rule that fits has no day yet: it waits for {awaited}",
    "owed": "The worker's next supervision after that, due by {result}",
    "session": "At every session, so at this one: {result}",
    "ahead": "{amount} before it: {result}",
    "length_unknown": "How long {it} lasted is not known: it is taken as long enough",
    "noted": "That it took place was noted on {on}: by the end of {result}",
    "history": "The last {was} on {on}. The next was due by {result}, before the bot’s first day: that is history",
    "joined": "Whoever joins inside it owes a share, for {amount}",
    "before_bot": "It was due on {result}, before the bot began, so it runs again from its first day",
    "notice": "A new version gives notice of {amount}: {result}",
}


#: What stands in place of an interval.
_EACH: Final = {"session": "at every session"}
#: Why a longer interval doesn't count.
NOT_COUNTED: Final = {
    "expired": "its last day has passed",
    "not_offered": "the policy lets nobody lengthen the interval of such a case",
    "too_long": "it is longer than anybody may grant for such a case",
    "wrong_role": "whoever granted it may not grant so much for such a case",
    "not_recorded": "the supervisor hasn't confirmed that it is on the supervision record",
    "ended": "something recorded of the case has ended it",
}

#: Why a session doesn't count, after its day.
PASSED_OVER: Final = {
    "minutes": "{amount}, so it doesn't count",
    "held_by": "held by somebody whose sessions don't count for this",
    "before": "before this clock began",
    "kind_case": "case supervision, which doesn't count for this",
    "kind_personal": "personal supervision, which doesn't count for this",
    "kind_group": "group supervision, which doesn't count for this",
}


def _plain(step: Step, events: Mapping[str, str]) -> str:
    if step.op == "passed_over" and step.on:
        return f"{day(step.on)}: {PASSED_OVER[step.fact or ''].format(amount=step.amount)}"
    if step.op == "went_by":
        return went_by([step])
    if step.op in ("start", "window", REPORTED):
        fact = step.fact or ""
        said = FACTS.get(fact) or (f"{events[fact]}:" if fact in events else "It starts on")
        return f"{said} {day(step.on) if step.on else 'a day not known yet'}"
    words = STEPS.get(step.op, "No date follows")
    result = day(step.result) if step.result else "no day"
    on = day(step.on) if step.on else "further notice"
    why = NOT_COUNTED.get(step.fact or "", "")
    by = (step.fact or "somebody").replace("_", " ")
    awaited = AWAITED[Waiting(step.fact or Waiting.OTHER)] if step.op == "waits" else ""
    known = step.fact != SUPERVISED
    return words.format(
        it="that session" if known else "that supervision",
        was="was held" if known else "supervision, by the staff system, was",
        amount=_EACH.get(step.amount or "", step.amount),
        result=result,
        awaited=awaited,
        on=on,
        why=why,
        by=by,
    )


def _source(step: Step) -> str:
    if step.rule is None:
        return ""
    return f" ({cited(step.rule, step.clause)})"


#: What a day waits for, in "it waits for …".
AWAITED: Final = {
    Waiting.RETURN: "the return to work",
    Waiting.DELIVERY: "delivery of the request",
    Waiting.NEXT_SESSION: "the next session to be booked",
    Waiting.AGREEMENT: "what the pair's agreement says",
    Waiting.SET_ELSEWHERE: "what another body sets",
    Waiting.EVENT: "the day of an event that is not known yet",
    Waiting.TERM: "the dates of the next term",
    Waiting.PLAN_INTERVAL: "how often the plan is reviewed",
    Waiting.NO_RULE: "a rule: the policy has none for this",
    Waiting.NO_DEADLINE: "nothing: the policy sets no deadline",
    Waiting.OTHER: "something that is no longer known",
}


_ASK_OWNER: Final = "Ask the policy owner."


def waits_for(waiting: Waiting, ask: str = "") -> str:
    """Why there is no date, and who could know. ``ask``: the sentence that names whom to ask where no rule holds, or
    what another body sets and who records it; of a return, whose, by name."""
    match waiting:
        case Waiting.NO_DEADLINE:
            return "The policy sets no deadline for this."
        case Waiting.NO_RULE:
            return f"The policy has no rule for this, and the bot never assumes one. {ask or _ASK_OWNER}"
        case Waiting.DELIVERY:
            return "There is no date yet: the days to answer begin once the request has arrived."
        case Waiting.PLAN_INTERVAL:
            return (
                "The policy follows how often the plan is reviewed, which is missing or over its limit. "
                "Ask the case's manager."
            )
        case Waiting.SET_ELSEWHERE if ask:
            return ask
        case _:
            return_of = f"the return of {ask}" if waiting is Waiting.RETURN and ask else ""
            return f"There is no date yet: it waits for {return_of or AWAITED[waiting]}."


def why(
    steps: tuple[Step, ...],
    waiting: Waiting | None = None,
    events: Mapping[str, str] | None = None,
    ask: str = "",
) -> tuple[Block, ...]:
    """The derivation as numbered steps, then the interpretations it rests on, then what it waits for."""
    shown = [sentence(s, events) for s in steps if s.op != "went_by"]
    shown += [(gone,)] if (gone := went_by(steps)) else []
    blocks: list[Block] = [Bullets(tuple(shown), numbered=True)]
    if waiting:
        blocks.append(Paragraph((waits_for(waiting, ask),)))
    notes = dict.fromkeys(s.interpretation for s in steps if s.interpretation)
    blocks += [Note((f"Interpretation: {note}",)) for note in notes]
    return tuple(blocks)
