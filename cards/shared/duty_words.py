"""What a duty asks, in words: for lists, messages and exports alike."""

from __future__ import annotations

from datetime import date
from typing import Final

from cards.formats import day
from cards.model import Moment, Text
from cards.shared.claims import Unconfirmed
from policy.ruleset import Role

#: How a duty reads about its subject; ``{case}``, ``{name}``, ``{session}`` and ``{on}`` are filled in.
WORDS: Final = {
    "discuss": "Discuss {case} with {name}",
    "acknowledge": "Acknowledge {case}, {session}",
    "record_interval": "Confirm that the longer interval of {case} is on the supervision record",
    "raise": "Put {case} on the agenda",
    "record_decision": "Record the decision of {on} about {case} on its file",
    "oversee": "Give oversight of {case}, {session}",
    "review_plan": "Review the plan of {case} with {name}",
    "supervise": "Supervision for {name}",
    "prepare": "Prepare for {session}",
    "check": "Look through the cases before {session}",
    "say_held": "Say whether {session} took place",
    "record": "Record {case}, {session}",
    "agree": "Agree the record of {case}, {session}",
    "sign_off": "Sign off the record of {case}, {session}",
    "close": "Close the record of {case}, {session}",
    "settle": "Settle the disagreement about {case}, {session}",
    "decide": "Decide about the disagreement that was referred: {case}, {session}",
    "rebook": "Rebook {session}",
    "note_gap": "Note the gap on the file of {case}, {session}",
    "report_absence": "Report that your supervisor is away",
    "sign": "Sign the supervision agreement with {asker}, or say no: asked on {on}",
    "meet": "Answer a request for a meeting about supervision: asked on {on}",
    "arrange_cover": "Arrange cover for {name}'s supervisees",
}
#: The same, of a case that nobody holds.
UNHELD: Final = {
    "discuss": "Discuss {case}, which nobody holds",
    "review_plan": "Review the plan of {case}, which nobody holds",
}
#: What a cancelled session's rebooking reads as to whoever doesn't answer for it, whatever the reason.
ARRANGED: Final = "A new time is being arranged."
#: The same, where nobody is there to arrange it, or no rule asks anybody to.
NOT_ARRANGED: Final = "No new time is set yet."
#: In a rule's place where its name would tell of somebody's reason.
REBOOKING: Final = "Rebooking a cancelled session"


def asked(
    duty: str,
    case: str,
    name: str,
    session: str,
    *,
    signs: bool = False,
    on: date | None = None,
    asker: str = "",
) -> str:
    """``name``: empty of a case that nobody holds; ``signs``: of a record that is signed off, not agreed; ``on``: when
    it was asked, or decided; ``asker``: by whom, of an agreement."""
    kind = "sign_off" if signs else duty.partition(":")[0]
    words = WORDS[kind] if name else UNHELD.get(kind, WORDS[kind])
    return words.format(case=case, name=name, session=session, on=day(on) if on else "", asker=asker)


def in_part(said: str, answers: str) -> str:
    """What both are asked, each for their own part."""
    return f"{said}, as the {'worker' if answers == Role.SUPERVISEE else 'manager'}"


def arranged(by_somebody: bool) -> str:
    """What whoever doesn't answer for the rebooking is told of it."""
    return ARRANGED if by_somebody else NOT_ARRANGED


def cover_away_too(asked: str, cover: str) -> str:
    """Cover to be arranged, as whoever covers is away as well: it is about those alone whom they cover."""
    return f"{asked}: {cover}, who covers, is unavailable too"


def asked_once_over(session: str) -> str:
    """Of a session that isn't over, which nobody can know yet."""
    return f"Once it is over, say whether {session} took place"


def asked_of(title: str, name: str) -> str:
    """What a rule asks now and then, by its title and of whom."""
    return f"{title}: {name}"


def in_groups(title: str, supervisor: str) -> str:
    """The same of all whom somebody supervises; ``supervisor`` empty: the reader."""
    return f"{title}, supervised by {supervisor}" if supervisor else title


def with_one(kind: str, name: str, on: date) -> str:
    """A session by the other one's name; ``kind``: as in ``Meeting``."""
    return f"{kind} with {name} on {day(on)}"


def with_both(kind: str, supervisee: str, supervisor: str, on: date) -> str:
    return f"{supervisee}'s {kind} with {supervisor} on {day(on)}"


def led_by(kind: str, leader: str, on: date) -> str:
    return f"{kind} led by {leader} on {day(on)}"


def of_practice(title: str) -> str:
    """A rule that the policy doesn't have."""
    return f"{title} (this council's practice)"


def not_covered(rule: str) -> str:
    """Of what a rule speaks of without saying what holds."""
    return f"Not covered by {rule}"


def rebooked(session: str, on: date, *, unanswered: bool = False) -> str:
    """A cancelled session that has another in its place; ``unanswered``: that one is over, and not said to be held."""
    if unanswered:
        return f"Nobody has said yet whether {session} was made up for on {day(on)}"
    return f"To be made up for on {day(on)}: {session}"


#: Of cancelled sessions that stood in for one another.
ONE_FOR_ALL: Final = "One session makes up for all of these."


BOOKED_AGAIN: Final = "Booked again for its own time"


def booked_again(session: str) -> str:
    """A cancelled session that is booked for its own time after all."""
    return f"{BOOKED_AGAIN}: {session}"


#: In a note's place that was never to be made: what was cancelled takes place at its own time.
A_CASE: Final = "a case"
#: Of a time that the bot booked, where the council lets it stand.
UNLESS_MOVED: Final = "It stands unless one of you moves it."


def provisional(session: int, starts: Moment, *, stands: bool) -> Text:
    """Beside a cancelled session for which the bot booked that time, and nobody has answered."""
    then = (f" {UNLESS_MOVED}",) if stands else ()
    return ("It is ", Unconfirmed(session, starts), *then)


def records_of(session: str, *, written: bool, signs: bool = False) -> str:
    """Of one session, together; ``written``: to be written, else to be agreed, or signed off (``signs``)."""
    return f"Records to {'write' if written else 'sign off' if signs else 'agree'}, {session}"


def cases_of(session: str, answers: str) -> str:
    """One session's to be acknowledged, together."""
    return in_part(f"Cases to acknowledge, {session}", answers)


def gaps_of(session: str) -> str:
    """One session's, together."""
    return f"Note the gap on each file, {session}"
