"""Turns the steps of a derivation into the words a social worker would use."""

from __future__ import annotations

from cards.model import Block, Bullets, Note, Paragraph, Text
from cards.words import day
from policy.obligations import Step, Waiting

#: What the fact that started a clock is called.
FACTS = {
    "allocation": "The case was allocated on",
    "discussion": "The case was last discussed on",
    "plan review": "The plan was last reviewed on",
    "session": "The session was on",
    "start": "The clock starts on",
    "month": "For the calendar month that begins on",
    "cancellation": "The session was cancelled on",
    "return": "Back at work on",
    "delivery": "The request was delivered on",
    "request": "The request was made on",
    "silence": "No reply had come by the end of",
    "disagreement": "The supervisee disagreed on",
    "absence": "The first day away was",
    "new supervisor": "The supervisor changed on",
}


def sentence(step: Step) -> Text:
    """One step in words, the clause at its end where the policy gives one."""
    return (_plain(step) + _source(step),)


def _plain(step: Step) -> str:
    result = day(step.result) if step.result else ""
    match step.op:
        case "start" | "window":
            return f"{FACTS.get(step.fact or '', 'It starts on')} {day(step.on) if step.on else 'a day not known yet'}"
        case "within":
            return f"Within {step.amount} of it: {result}"
        case "first_within":
            return f"First discussed within {step.amount}: {result}"
        case "every":
            return f"At least every {step.amount}: {result}"
        case "target":
            return f"Aim for {step.amount}: {result}"
        case "in_each":
            return f"At least once in each {step.amount}: by {result}"
        case "after":
            return f"More than {step.amount}: from {result}"
        case "paused":
            return f"Paused for {step.amount} while the supervisee was away"
        case "more_often":
            return f"A manager decided to discuss it every {step.amount}: {result}"
        case "agreed":
            return f"The pair agreed to meet every {step.amount}: {result}"
        case "later":
            return f"Another rule holds too and gives {result}; the earlier day counts"
        case _:
            return "No date follows"


def _source(step: Step) -> str:
    if step.rule is None:
        return ""
    return f" ({step.rule}, “{step.clause}”)" if step.clause else f" ({step.rule}, this council's practice)"


def waits_for(waiting: Waiting) -> str:
    """Why there is no date, and who could know."""
    match waiting:
        case Waiting.NO_DEADLINE:
            return "The policy sets no deadline for this."
        case Waiting.NO_RULE:
            return "The policy has no rule for this. Ask the policy owner; the bot never assumes one."
        case Waiting.PLAN_INTERVAL:
            return "The policy follows how often the plan is reviewed, which is missing or over its limit. Ask the case's manager."
        case _:
            return f"There is no date yet: it waits for {waiting}."


def why(steps: tuple[Step, ...], waiting: Waiting | None = None) -> tuple[Block, ...]:
    """The derivation as numbered steps, then the interpretations it rests on, then what it waits for."""
    blocks: list[Block] = [Bullets(tuple(sentence(s) for s in steps), numbered=True)]
    if waiting:
        blocks.append(Paragraph((waits_for(waiting),)))
    notes = dict.fromkeys(s.interpretation for s in steps if s.interpretation)
    blocks += [Note((f"Interpretation: {note}",)) for note in notes]
    return tuple(blocks)
