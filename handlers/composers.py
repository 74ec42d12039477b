"""What each kind of nudge says: a duty's name, or an event's, and the function that words it now."""

from __future__ import annotations

from typing import Final

from handlers.cases import due
from handlers.notices import NOTICES
from handlers.notifications.compose import Composer, worded
from handlers.records import acknowledge, sign

#: Those that aren't notices yet.
_COMPOSERS: Final[dict[str, Composer]] = {
    "acknowledge_asked": acknowledge.compose_request,
    "made_good": due.compose_made_good,
    "agree_request": sign.compose_request,
}

twice = _COMPOSERS.keys() & NOTICES.keys()
if twice:
    raise ValueError(f"told in two ways: {', '.join(sorted(twice))}")
COMPOSERS: Final[dict[str, Composer]] = {**_COMPOSERS, **{kind: worded(one) for kind, one in NOTICES.items()}}
