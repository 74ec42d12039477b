"""What a message says once its matter is settled, asked again elsewhere, or nobody is there who could do it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Final

from cards.cases.asks import Why
from cards.formats import day, listing
from cards.message import MessageItem
from cards.model import Day, Note, Text
from cards.shared.claims import Covers, WasBookedFor
from cards.shared.duty_claims import DoneOn, NobodySupervises
from cards.to_type import to_type

SETTLED: Final = "Settled"
#: How something ended other than by being done, in a list of what was.
TAKEN_AS_AGREED: Final = "no reply, taken as agreed"
REFERRED: Final = "referred to the next tier"
#: Of an event whose message isn't true any more: it was answered, or is otherwise by now.
NOTHING_ASKED: Final = "Nothing is asked of you here any more."
#: Of what is open, though no longer asked where it is read.
STILL_OPEN: Final = "It isn't asked here any more, and is still to be done."
WITHDRAWN: Final = "It isn't asked in this way any more."


#: So many of what was told before are named.
_NAMED_BEFORE: Final = 3


def before_session(booked: WasBookedFor) -> Text:
    """Of what nobody did by then."""
    return ("That was to be done before the session, which was booked for ", booked, ".")


def shared_in_part(references: Sequence[str], booked: WasBookedFor) -> Text:
    """Of what was to be shared before a session, of which a draft was left."""
    said = f"{listing(references)} {'was' if len(references) == 1 else 'were'} shared, a draft wasn't"
    return (f"{said}, before the session, which was booked for ", booked, ".")


def away_since(on: date, name: str = "") -> Text:
    """Of what was to be seen to before somebody is away: to themselves, or (``name``) to others."""
    return (
        f"The days on which {name} is unavailable" if name else "Your days away",
        " began on ",
        Day(on),
        ".",
    )


def beside_before(what: Sequence[str]) -> Note:
    """To a manager, beside what is told of somebody today: what else of theirs they were told before."""
    some, more = what[:_NAMED_BEFORE], len(what) - _NAMED_BEFORE
    named = listing([*some, f"{more} more"] if more > 0 else some)
    return Note((f"Told to you before, and late still: {named}.",))


def back_since(until: date) -> Note:
    """To whoever is back, above what waited for them."""
    return Note(was_unavailable("", until))


def answered_for_by(names: Sequence[str]) -> str:
    """To whoever covered for somebody, of what was handed back and is late still; empty for nobody."""
    return f"{listing(names)} {'answers' if len(names) == 1 else 'answer'} for these now." if names else ""


def asked_otherwise(on: date) -> Text:
    """Of what was withdrawn, while the same is owed by another clock: as things stood on that day, since nothing shows
    the message again once that one is done."""
    return (WITHDRAWN, " On ", Day(on), " it was still to be done.")


def settled(title: str, how: Text) -> MessageItem:
    """``title``: of what was asked, where it is known; ``how``: one line on how it ended."""
    return MessageItem(title or SETTLED, SETTLED, (Note(how),), count=0)


def asked_again(item: MessageItem, on: date) -> MessageItem:
    """The same without its buttons: a newer message has them, where there is anything to answer."""
    if any(b.ask is not None and not isinstance(b.ask, Why) for b in item.buttons):
        said = Note(("Asked again on ", Day(on), ": answer there."))
        return MessageItem(item.title, item.notice, (said,), count=0)
    return again_later(item.title, on, item.notice)


def again_later(title: str, on: date, notice: str = SETTLED) -> MessageItem:
    """In a newer message, of which nothing is asked here."""
    return MessageItem(title, notice, (Note(("Told again on ", Day(on), ".")),), count=0)


def shared(obligation: int, on: date) -> Text:
    said = f"Shared on {day(on)}. For another case, or to change it: {to_type('prepare')}"
    return (DoneOn(obligation, on, said),)


def agreed(obligation: int, on: date, *, signs: bool) -> Text:
    """To whoever was asked and said so."""
    return (DoneOn(obligation, on, f"You {'signed it off' if signs else 'agreed'} on {day(on)}."),)


def agreed_by_silence(obligation: int, on: date) -> Text:
    return (DoneOn(obligation, on, f"No reply: taken as agreed on {day(on)}."),)


def done(obligation: int, on: date) -> Text:
    return (DoneOn(obligation, on, f"Done on {day(on)}. Nothing more is needed."),)


def refused(obligation: int, on: date, *, signs: bool, now: str) -> Text:
    """``signs``: it was to be signed off, not agreed; ``now``: who is to discuss it, while that lasts."""
    then = f" {now} has it now, to discuss it and ask again." if now else ""
    return (DoneOn(obligation, on, f"{not_agreed(signs=signs)} on {day(on)}.{then}"),)


def referred(obligation: int, on: date, now: str) -> Text:
    """``now``: who is to decide, while that lasts."""
    then = has_it_now(now) if now else ""
    return (DoneOn(obligation, on, f"Referred to the next tier on {day(on)}.{then}"),)


def has_it_now(name: str) -> str:
    """Of what was referred to the next tier."""
    return f" {name} has it now, to decide."


def answered_late(name: str, verb: str, *, agrees: bool) -> Text:
    """Of what was to be done because nobody had replied."""
    said = verb if agrees else f"don't {verb}"
    return (f"Not to be closed: {name} answered after that day that they {said} the record.",)


def asked_about_again(name: str, verb: str) -> Text:
    """Of a disagreement."""
    return (f"{name} was asked again to {verb} the record.",)


def not_agreed(*, signs: bool) -> str:
    return "Not signed off" if signs else "Not agreed"


def didnt_take_place(by: str, *, own: bool) -> Text:
    """Of a question whether a session took place; ``by``: who answered it, where somebody did; ``own``: its reader."""
    answered = "You answered: it" if own else f"{by} answered: it" if by else "It"
    return (f"{answered} didn't take place.",)


def booked_instead(booked: WasBookedFor) -> Text:
    """Of what was asked or told of a session without a time."""
    return ("A session was booked in its place, for ", booked, ".")


def cancelled_too(booked: WasBookedFor) -> Text:
    """Of a cancelled session that is to be made up for no more: another is."""
    return ("What was booked in its place, for ", booked, ", was cancelled too, and is to be made up for.")


def was_unavailable(name: str, until: date) -> Text:
    """Of what was told while somebody was away. ``name``: empty to themselves."""
    return (f"{name} was unavailable until " if name else "You were unavailable until ", Day(until), ".")


def covers_you(cover: int, supervisee: int, name: str) -> Text:
    """To somebody whom nobody supervised, or somebody else did."""
    return (Covers(cover, (supervisee,), f"{name} supervises you meanwhile."),)


def missed(what: str) -> str:
    """``what``: as ``cards.shared.windows`` says it."""
    return f"Missed, and kept on record: {what}."


def nobody_supervises(person: int, name: str) -> Note:
    """To an administrator, in place of the supervisor who would do it."""
    return Note((NobodySupervises(person, name), " Name one: import relationships.csv."))


#: Likewise of a case that nobody holds, which is said beside.
ALLOCATE: Final = "Have it allocated in the case system, so that this can be done."


def not_reached(name: str) -> str:
    """To the next manager, of what would have gone to this one."""
    return f"This comes to you because {name} couldn't be reached in chat."


def has_left(name: str) -> str:
    """The same, of somebody who isn't in post any more."""
    return f"This comes to you because {name} has left."
