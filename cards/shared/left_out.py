"""What a count or list of what is late leaves out, and says so."""

from __future__ import annotations

from typing import Final

from cards.model import Note

_REBOOKING: Final = Note(("Without new times for cancelled sessions, unless they are yours to find.",))


def without_rebooking(*, rebooks: bool) -> tuple[Note, ...]:
    """To those above whoever is to find one: by when would tell the reason. ``rebooks``: the policy asks for new
    times."""
    return (_REBOOKING,) if rebooks else ()
