"""Why something about a case isn't done or shown, and what is wrong beside a form's field."""

from __future__ import annotations

from datetime import date
from typing import Final

from cards.formats import day
from cards.shared.refusals import TO_COME
from cards.to_type import to_type

# Whose it is to ask

NO_TEAM: Final = f"You supervise nobody at present, so there is no team to show. Try: {to_type('due')}"
NOT_TO_SEE: Final = "Only the people in a case's line can see what was done. Check the reference."
NOT_THEIR_LINE: Final = (
    f"Only the people in somebody's line see what is due for them. A case alone: {to_type('due CASE')}"
)
NOT_TO_PUT_OFF: Final = "Only whoever answers for it can put its reminder off. Ask them to."
PUT_OFF_BEFORE: Final = "You put its reminder off once already: it comes on the day that you chose."
NO_DAY_TO_PUT_OFF: Final = "It has no deadline now, so there is nothing to remind you of."
NOT_TO_KNOW: Final = (
    f"Only the people in this line can see what the date rests on. The date alone: {to_type('due CASE')}"
)
NOT_TO_DECIDE: Final = (
    "Only those who supervise the case's worker can decide that, and only for a case there is. Check it."
)
NOT_TO_JUDGE: Final = (
    "Only those who supervise the case's worker judge that, and only for a case there is. Check it."
)
NOT_TO_GRANT: Final = "Only those in the case's line can answer this. Ask the case's team."
NOT_TO_WITHDRAW: Final = "Only who asked for this can take it back. Ask them to."
NOT_TO_READ: Final = "Only those in the case's line can read this. Ask the case's team."
NOT_TO_CONFIRM: Final = "Only the supervisor of the case's worker confirms this. Ask them to."
NOT_TO_RECORD: Final = (
    "Only those in the case's line can record that, and only for a case there is. Check the reference."
)
NOT_ON_FILE: Final = "Only who made the decision says that it is on the file. Ask them to."

# How often it is discussed

CHOOSE_LONGER: Final = "The policy asks for it no more often than that already. Choose a longer time."
DECISION_WHY: Final = "Say why, in a few words: the decision is recorded with its reason."
PASSED: Final = "That day has passed. Choose a later one, or leave it empty."
ASKED_ALREADY: Final = (
    f"A longer interval is asked for already. Take that back first: {to_type('interval CASE')}"
)


def no_interval(council: str) -> str:
    return f"{council}'s policy sets no interval for discussing a case, so there is nothing to change."


def nobody_grants(roles: str) -> str:
    """``roles``: whom the policy names for it."""
    return (
        f"Nobody in this case's line is {roles}, so nobody could be asked. "
        "Ask the administrator who is recorded as whose manager."
    )


def nothing_to_ask_for(concern: str, reference: str) -> str:
    """``concern``: what is recorded and would end a longer interval at once."""
    return (
        f"“{concern}” is recorded for {reference} today, so no longer interval can be granted. "
        f"Once it is over, ask again from the day after: {to_type(f'event {reference}')}"
    )


def nothing_to_grant(concern: str, reference: str) -> str:
    return f"“{concern}” is recorded for {reference} today, so it can't be granted."


def not_allowed_any_more(every: str, reference: str) -> str:
    return f"The policy doesn't allow every {every} for {reference} any more: its facts changed."


def only_granters(roles: str, names: str) -> str:
    """``names``: of those who may, empty where nobody may at present."""
    ask = f"Ask {names}." if names else "Nobody is at present: tell an administrator."
    return f"Only {roles} in the case's line can answer this. {ask}"


def none_runs(reference: str) -> str:
    return f"No longer interval of {reference} runs any more."


def confirmed_already(on: date) -> str:
    return f"It was confirmed on {day(on)} already."


def ended_unconfirmed(reference: str) -> str:
    return f"The longer interval of {reference} has ended, so there is nothing to confirm."


# Why nobody can answer a request any more

TAKEN_BACK: Final = "Who asked for this took it back, so there is nothing to answer."
UNTIL_PASSED: Final = "It was asked for until a day that has passed, so there is nothing to answer."


def answered(name: str, on: date, *, granted: bool) -> str:
    return f"{name} {'granted' if granted else 'refused'} this on {day(on)}."


def closed(reference: str) -> str:
    return f"{reference} is closed."


def no_worker(reference: str) -> str:
    return f"{reference} has no worker any more. Whoever holds it next can ask again."


def asker_left(name: str) -> str:
    return f"{name}, who asked for this, has left. Whoever holds the case now can ask again."


def asker_moved(name: str, reference: str) -> str:
    return f"{name}, who asked for this, has nothing to do with {reference} any more."


# What it is judged to be

CHOOSE_AMONG: Final = "Choose among these."
AS_IT_STANDS: Final = "This is how it stands already. Tick or untick something."
JUDGEMENT_WHY: Final = "Say why, in a few words: the judgement is recorded with its reason."


def nothing_to_judge(council: str) -> str:
    return f"{council}'s policy leaves nothing about this case to a manager's judgement."


# Events

NOT_RECORDED: Final = "It isn't recorded any more."
NOT_HAPPENED: Final = f"{TO_COME} Record it once it has happened."
NOT_TO_COME: Final = "That day is over. Choose the day on which it will be."
SINGLE_DAY: Final = "This is a single day. Leave it empty."
BEFORE_IT_BEGAN: Final = "That is before it began. Choose its last day, or leave it empty."
NOT_OVER: Final = f"{TO_COME} Leave it empty, and say here when it is over."


def no_events(council: str) -> str:
    return f"{council}'s policy names nothing to record here about a case."


def over_already(on: date) -> str:
    return f"It was said to be over on {day(on)} already."


# Decisions outside supervision

NOT_YOUR_DECISION: Final = (
    "Only those in the case's line, and managers for their own decisions, note one about it."
)
CHOOSE_HOW_MADE: Final = "Choose how it was made."
NOT_DECIDED: Final = f"{TO_COME} Choose the day on which it was decided."


def no_decisions(council: str) -> str:
    return f"{council}'s policy has no rule about decisions made outside supervision, so there is nothing to note here."


def on_file_already(reference: str) -> str:
    return f"The decision about {reference} was already noted as recorded."


def not_away(supervisor: str) -> str:
    """Of a decision said to be made in the supervisor's absence."""
    if not supervisor:
        return "No supervisor is recorded for the case's worker, so it wasn't made in their absence."
    otherwise = f"Choose how else it was made, or record the absence first: {to_type('away')}"
    return f"{supervisor} isn't recorded as away that day. {otherwise}"


NOT_ENTITLED: Final = (
    "In the supervisor's absence another manager decides, neither the worker nor the supervisor. "
    "Choose how else it was made."
)
NOTED_ALREADY: Final = (
    "Just this is noted already. To take it back, press “It was a mistake” where it was noted."
)
ON_FILE: Final = "It is on the child's file already, so it isn't taken back here."
ONLY_NOTER_TAKES_BACK: Final = "Only whoever noted or made this decision takes it back. Talk to them."


def not_put_off(due: date, *, late: bool) -> str:
    """``late``: its deadline has passed."""
    if late:
        return f"It was due on {day(due)}: what is late isn't put off. What is: {to_type('due late')}"
    return f"It is due on {day(due)}, and there is no day that you work before then."


def put_off_until(last: date) -> str:
    return f"Choose a day after today, {day(last)} at the latest."


NOBODY_GRANTS: Final = "The policy lets nobody grant a longer interval for this case."
