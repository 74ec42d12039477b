"""Why something about a session isn't done, and what is wrong beside a form's field."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from cards.formats import clock, listing, moment, plural
from cards.model import Moment
from cards.sessions.hold import NO_CASE, SAVE
from cards.shared.refusals import then_recorded
from cards.to_type import to_type
from policy.session_length import LONGEST, SHORTEST

# Whoever may not

ONLY_PAIR_CHANGES: Final = (
    "Only the two who meet can change this session; a group's, only who leads it. Ask them to."
)
ONLY_PAIR_REBOOKS: Final = "Only the two who were to meet can rebook this session. Ask one of them."
ONLY_PAIR_CONFIRMS: Final = "Only the two who are to meet can confirm this time. Ask one of them."
ONLY_SUPERVISOR_SAYS_HELD: Final = "Only the supervisor says that a session was held. Ask them to."
ONLY_SUPERVISOR_BOOKS_NEXT: Final = (
    f"Only the supervisor books the next one. To ask for a session: {to_type('book')}"
)
ONLY_SUPERVISOR_BOOKS: Final = "Only the supervisor books a session. You can propose a time."
ONLY_SUPERVISOR_CONFIRMS_NOTES: Final = "Only the supervisor confirms these notes. Ask them to."
ONLY_SUPERVISOR_BOOKS_SERIES: Final = (
    f"Only the supervisor books a series. To ask for one session: {to_type('book')}"
)
ONLY_SUPERVISEE_PROPOSES: Final = f"Only the supervisee proposes. You can book: {to_type('book')}"
ONLY_GROUP_OPENS_AGENDA: Final = "Only those in the group see its agenda. Ask whoever leads it."
ONLY_LINE_RAISES: Final = "Only the case's worker and those above them put it on the agenda. Ask one of them."
ONLY_RAISER_TAKES_OFF: Final = (
    "Only whoever raised it, the case's worker and the group's leader take it off. Ask one of them."
)
ONLY_LEADERS_BOOK: Final = (
    "Only those who lead a group book it: who supervises a team, or signs off its records. "
    f"For you and your supervisor: {to_type('book')}"
)

# With whom

BOOK_EXAMPLE: Final = f"Write for example: {to_type('book @name next tuesday 2pm')}"
HELD_EXAMPLE: Final = f"Write for example: {to_type('held @name last friday 2pm')}"
EXTRA_EXAMPLE: Final = f"Write for example: {to_type('extra @name next tuesday 2pm')}"
ONESELF: Final = "That is you. Say whom the session is with."


def nobody_to_meet(imports: bool) -> str:
    """``imports``: as of ``then_recorded``, here and below."""
    return f"You supervise nobody and nobody is recorded as your supervisor. {then_recorded(imports)}"


def no_supervisor(imports: bool) -> str:
    return f"Nobody is recorded as your supervisor. {then_recorded(imports)}"


def no_team(imports: bool) -> str:
    return f"Nobody is recorded as in your team. {then_recorded(imports)}"


def with_whom(names: Sequence[str], example: str = BOOK_EXAMPLE) -> str:
    """At most five are named."""
    return f"With whom: {listing(names, 'or')}? {example}" if len(names) <= 5 else f"With whom? {example}"


def not_a_pair(name: str) -> str:
    none = f"You and {name} aren't supervisee and supervisor, so there is nothing to book between you."
    return f"{none} If you should be, ask an administrator to record it."


def has_left(name: str, supervisee: str) -> str:
    return f"{name} has left. Ask an administrator to record who supervises {supervisee}."


def no_next_session(name: str) -> str:
    return f"{name} has left, so there is nothing to book."


# Done already, over, or nothing to be done

_NONE_BOOKED: Final = "You have no session booked."
NONE_BOOKED: Final = f"{_NONE_BOOKED} To book or ask for one: {to_type('book')}"


def none_to_book(imports: bool) -> str:
    return f"{_NONE_BOOKED} {nobody_to_meet(imports)}"


HELD_ALREADY: Final = "This session is already marked as held, so it can't be cancelled or moved."
CANCELLED_ALREADY: Final = "This session is already cancelled."
CANNOT_CANCEL_NOTED: Final = f"Nobody booked this session. If it didn't take place: {to_type('held')}"
NOT_NOTED: Final = f"This session was booked. If it didn't take place: {to_type('cancel')}"
NOT_BEGUN: Final = "This session hasn't begun yet. If it won't take place, cancel or move it."
BOOKED_THEN: Final = "That is when it is booked already."
MOVED_SINCE: Final = "The session has moved since that was asked, so there is nothing to answer."
PROPOSED_SINCE: Final = "Another time was proposed since then. Answer that one."
NOT_CANCELLED: Final = f"This session isn't cancelled. To change its time: {to_type('move')}"
NOT_TO_ADD: Final = "This session is no longer booked, so there is nothing to add to a calendar."
NOT_PROVISIONAL: Final = "This time is no longer provisional, so there is nothing to confirm."
NOTES_CONFIRMED: Final = "That is already confirmed."
NO_TIME_FREE: Final = (
    f"No time is free for both of you before the limit. Choose one together: {to_type('book')}"
)
TOO_LATE_TO_MOVE: Final = (
    f"A session is moved before its day. Today or later it counts as cancelled: {to_type('cancel')}"
)


def asked_already(supervisor: str) -> str:
    return f"You have already asked {supervisor} for that time."


def outcome_known(state: str) -> str:
    """``state``: ``held`` or ``cancelled``."""
    return f"This session is already marked as {state}. To put that right: {to_type('held')}"


def rebooked_already(at: Moment) -> str:
    return f"It is already rebooked for {moment(at)}. To change that: {to_type('move')}"


def no_groups(council: str) -> str:
    return (
        f"{council}'s policy has no rule about group supervision, so none is booked here. "
        f"For a session of two: {to_type('book')}"
    )


NO_CASE_TO_ADD: Final = (
    "There is no case to add here: each is on the agenda already, "
    "or is for an earlier group, or there are none."
)
OFF_AGENDA: Final = "It isn't on the agenda any more."


def on_agenda(reference: str) -> str:
    return f"{reference} is on the agenda already."


def agenda_over(state: str) -> str:
    """``state``: ``held`` or ``cancelled``."""
    return f"This group is already marked as {state}. What wasn't discussed is on the agenda of the next."


# A series

SERIES_IN_THE_PAST: Final = "Choose a first day and time that are still to come."
SERIES_UNTIL: Final = "Choose a day from the first session's on, at most a year from today."
BOOK_A_SERIES: Final = f"To book several in one go, such as every four weeks until July: {to_type('series')}"
_A_SERIES: Final = to_type("series @name every four weeks tuesday 10am until july")
SERIES_EXAMPLE: Final = f"Write for example: {_A_SERIES}"
SERIES_UNREAD: Final = f"Say how often, when and until when. {SERIES_EXAMPLE}"
SERIES_GONE: Final = f"None of these times is free any more. Show the dates again: {to_type('series')}"


def series_unread(why: str) -> str:
    """``why``: of its day or time."""
    return f"{why} A whole series: {_A_SERIES}"


def series_how_often(weeks: Sequence[int]) -> str:
    """``weeks``: those that can be chosen."""
    return f"A series is every {listing([str(n) for n in weeks], 'or')} weeks. {SERIES_EXAMPLE}"


# Noted

NO_OTHER_DAY: Final = "Choose the day on which it took place: today or earlier."
STILL_TO_COME: Final = f"That is still to come. To book it: {to_type('book')}"
TOO_LONG_AGO: Final = "That is more than a year ago. Choose a later day."


def away_that_day(whom: str) -> str:
    """``whom``: empty for the reader."""
    who = f"{whom} was unavailable" if whom else "You are recorded as away"
    return f"{who} on that day."


def on_a_day_away(whom: str) -> str:
    """``whom``: empty for the reader."""
    return f"{away_that_day(whom)} If it took place then all the same, note it: {to_type('held')}"


def held_then(at: Moment) -> str:
    return f"Your session of {moment(at)} is already marked as held."


def asked_then(at: Moment, supervisor: str) -> str:
    return f"One is booked for {moment(at)}: {supervisor} is asked whether it took place."


# Beside fields


def in_a_group(names: Sequence[str], leader: str, at: Moment) -> str:
    """Of members who would meet in two groups on one day."""
    verb = "is" if len(names) == 1 else "are"
    return (
        f"{listing(names)} {verb} in group supervision with {leader} that day, at {clock(at.wall.time())}. "
        "Move that one, or choose another day."
    )


CHOOSE_OFFERED: Final = "Choose one of the times."
CHOOSE_REASON: Final = "Choose a reason from the list."
CHOOSE_WHOSE: Final = "Choose which of the two of you couldn't be there."
CHOOSE_OF_TWO: Final = "Choose one of the two of you."
TICK_CASE: Final = "Tick at least one case, of those shown."
TICK_PERSON: Final = "Tick at least one person, of those shown."


def no_length(minutes: int) -> str:
    return f"{plural('minute', minutes)} is no length of a session: it is from {SHORTEST} to {LONGEST} minutes long."


MINUTES: Final = f"Write the length in whole minutes, from {SHORTEST} to {LONGEST}."
CASE_OF_GROUP: Final = "Choose among the cases of those in the group."
GROUP_CASE_MISSING: Final = "Tick each case that was discussed, or say that there was none."
GROUP_CASE_TICKED: Final = "Cases are ticked here. Untick them if none was discussed."
CASE_MISSING: Final = f"Tick each case that was discussed. If there was none, choose “{NO_CASE}”."
CASE_TICKED: Final = f"Cases are ticked here. Untick them if none was discussed, or choose “{SAVE}”."
TICKED_TWICE: Final = "Tick a case once: discussed in full, or acknowledged only."
NO_PLAN_ASKED: Final = "Nothing more is asked about the plans of these cases."
SAY_WHOSE_PLAN: Final = "Tick at least one, or close this: nothing is noted then."
PLAN_OF_DISCUSSED: Final = "A plan is reviewed in a discussion: tick these cases among those discussed too."


def case_of(supervisee: str) -> str:
    return f"Choose among the cases that {supervisee} holds today."
