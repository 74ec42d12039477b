"""What is said to whoever asks before any handler is reached, or when one couldn't answer. Nothing was changed then."""

from __future__ import annotations

from datetime import datetime
from typing import Final

from cards.formats import clock, day
from cards.model import Card, Note, Paragraph
from cards.to_type import to_type

NOTHING_CHANGED: Final = "Nothing was changed."
AGAIN_SOON: Final = f"{NOTHING_CHANGED} Try again in a moment."
_WITH_THAT_WORD: Final = (
    f"{NOTHING_CHANGED} Trying again won't help: tell whoever looks after this bot, with that word."
)
TOO_LATE: Final = f"That took too long just now. {AGAIN_SOON}"
NO_RECORDS: Final = (
    f"Our records can't be reached just now. {NOTHING_CHANGED} Try again later; if this goes on, tell whoever looks "
    "after this bot."
)
SEEN: Final = "This was received already, and nothing was done a second time."
FAULT: Final = (
    f"Something went wrong on our side. {NOTHING_CHANGED} It is noted; try again, or use the command."
)
GONE: Final = f"That button no longer works. Ask again for what you need, for example with: {to_type('due')}"
GUEST: Final = "Guest accounts can't use this. Ask with your own council account, or ask a colleague."


def refusal(sentence: str) -> Card:
    """Why something wasn't done, as a card."""
    return Card("Not done", "Your answer is ready", (Paragraph((sentence,)),))


def used_already(at: datetime, did: str) -> Card:
    """To a second press; ``at``: the wall time of the first; ``did``: what that did, as its ask says."""
    text = f"You already used this on {day(at)} at {clock(at.time())}{f': {did}' if did else ''}."
    return Card(
        "Already done", "Your answer is ready", (Paragraph((text,)), Note(("Nothing was changed again.",)))
    )


def unknown(platform: str) -> str:
    """To an account with an email that nobody in post has; ``platform``: as people call it."""
    return (
        f"The email of your {platform} account isn't on the staff list, so there is nothing to show you. "
        "Ask whoever keeps the list for this bot to put it right."
    )


def taken(platform: str) -> str:
    return (
        f"Somebody with your email already uses this with another {platform} account. Ask whoever keeps the staff list "
        "to look into it."
    )


def not_there(platform: str) -> str:
    """To an account that the platform itself doesn't know."""
    return (
        f"{platform} doesn't know your account, so there is nothing to show you. Sign in to {platform} again; if that "
        "doesn't help, ask whoever looks after it."
    )


def out_of_reach(platform: str) -> str:
    """While the platform can't be asked who somebody is."""
    return f"{platform} couldn't say just now who you are. {AGAIN_SOON}"


def too_large(platform: str) -> str:
    """Of an answer that doesn't fit."""
    return f"There is more here than {platform} can show at once. It is noted; tell whoever looks after this bot."


def not_allowed(platform: str, why: str) -> str:
    """The platform's rules shut the bot out; ``why``: its own word for it."""
    return f"{platform} doesn't let this bot see who you are ({why}). {_WITH_THAT_WORD}"


def lacks_permission(platform: str, why: str) -> str:
    return f"This bot was never given a permission that {platform} asks for ({why}). {_WITH_THAT_WORD}"


def not_signed_in(platform: str, why: str) -> str:
    """To the bot's own credentials, not to the asker's."""
    return f"{platform} doesn't take this bot's own sign-in, or no longer ({why}). {_WITH_THAT_WORD}"


def stopped(platform: str) -> str:
    return (
        f"This {platform} account can't be used here any more. Ask whoever keeps the staff list for this bot."
    )
