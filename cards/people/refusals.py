"""Why something about a person isn't done or shown, and what is wrong beside a form's field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cards.to_type import to_type

# Whose it is to ask

NOT_TO_SIGN: Final = "Only whoever was asked signs this agreement, or says no. Ask them to answer."
NOT_TO_READ: Final = "Only whoever asked reads this. Ask them."
NOT_TO_SET: Final = (
    "Only the supervisor or an administrator records how often another body set it. "
    "Tell one of them what was set."
)
NOT_TO_RECORD: Final = "Only whoever answers for this records it. Ask them to."
NOT_TO_TAKE_BACK: Final = "Only whoever recorded it takes it back. Tell them if it isn't right."
NOT_TO_AUDIT: Final = (
    "You can note an audit's points for the cases of people you supervise or manage. Check the reference."
)


def not_in_line(name: str) -> str:
    return f"Only those in {name}'s line see what is recorded of this kind. Ask {name}."


# Agreements

WHOSE_AGREEMENT: Final = f"Whose agreement? Write it like: {to_type('agreement @Amara')}"
BOTH_READ: Final = "An agreement shows that both of you have read the policy. Tick it once you have."
SIGNED_ALREADY: Final = "This agreement was answered already, or a later one took its place."
SAY_WHY: Final = "Say why, in a word: only the other one reads it."


def no_agreement(council: str) -> str:
    return f"{council}'s policy has no supervision agreement, so there is nothing to start here."


def less_often_than_asked(every: str) -> str:
    """``every``: the interval that the policy asks for, in words."""
    return f"The policy asks for supervision {every}: choose that, or more often."


def less_often_by_now(every: str) -> str:
    """Of one that was sent when the policy asked for less."""
    start = to_type("agreement")
    return f"The policy asks for supervision {every} by now, and this agreement is for less. Start a new one: {start}"


def not_their_supervisor(name: str) -> str:
    ask = "Ask one of them: a short cover needs no new one."
    return f"Only {name} and whoever supervises them start an agreement. {ask}"


# What was discussed with others

NOT_TO_DISCLOSE: Final = (
    "Only whoever supervises them says what was discussed with others. Ask them to note it."
)
NOT_TO_KNOW_WHY: Final = "Only whoever it is about reads this. Ask them."
WHOSE_DISCLOSURE: Final = f"Of whom? Write it like: {to_type('disclosed @Amara')}"
DISCLOSURE_WHY: Final = "Say why, in a few words: they read it."


def disclosed_already(name: str) -> str:
    return f"Just this is noted already: {name} was told."


def no_disclosure(council: str) -> str:
    return f"{council}'s policy doesn't say with whom this may be discussed, so nothing is noted here."


# How often another body set it

WHOSE_FREQUENCY: Final = f"Whose? Write it like: {to_type('frequency @Amara')}"


def own_frequency(supervisor: str) -> str:
    """To somebody who isn't asked for it of anybody, of their own."""
    who = f"{supervisor} or an administrator records" if supervisor else "An administrator records"
    return f"{who} how often you are supervised, where another body sets it. Tell them what was set."


CHOOSE_WHO_SET: Final = "Choose who set it."
CHOOSE_SINCE: Final = "Choose the day from which it holds."
BEFORE_IT_BEGINS: Final = "That is before it begins. Choose a later day."


def no_other_body(name: str) -> str:
    return (
        f"The policy leaves it to no other body how often {name} is supervised. "
        f"What the two of you agree belongs in the agreement: {to_type('agreement @person')}"
    )


# What is done once or now and then


def nothing_called(name: str, names: Sequence[str]) -> str:
    """``names``: of what is asked about somebody or recorded, as they are typed."""
    there = (
        f"Choose among these: {', '.join(one.replace('_', ' ') for one in names)}."
        if names
        else "There is none now."
    )
    return f"Nothing of this kind about {name} is called that. {there}"


NOTHING_ASKED: Final = "This was recorded already, or nothing is asked any more."
CHOOSE_WHO_DID: Final = "Choose who did it."


def no_milestones(council: str) -> str:
    return f"{council}'s policy asks nothing of this kind. What is due: {to_type('due')}"


# Audits

NO_AUDITS: Final = "This council's policy has no place for an audit's points, so there is nothing to note."
NO_SESSION: Final = "This case's worker has no case session yet to put it in. Book one first."
AUDITED: Final = "This audit was recorded already."
CHOOSE_OF_TWO: Final = "Choose one of the two."
