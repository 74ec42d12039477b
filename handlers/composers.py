"""What each kind of nudge says: a duty's name, or an event's, and the function that words it now."""

from __future__ import annotations

from typing import Final

from handlers.cases import due
from handlers.notices import NOTICES
from handlers.notifications.compose import Composer, worded
from handlers.preparing import checklist, prepare, share
from handlers.records import acknowledge, sign
from handlers.sessions import auto_rebook, cancel, group, hold, rebook
from handlers.upkeep import escalation_routes, stuck

#: Those that aren't notices yet.
_COMPOSERS: Final[dict[str, Composer]] = {
    "acknowledge_asked": acknowledge.compose_request,
    "made_good": due.compose_made_good,
    "prepare": prepare.compose_invitation,
    "prepared": share.compose_prepared,
    "check": checklist.compose_checklist,
    "note_gap": cancel.compose_note_gap,
    "cancelled": rebook.compose_cancelled,
    "returned": rebook.compose_cancelled,
    "proposed_time": rebook.compose_proposed,
    "provisional": auto_rebook.compose_provisional,
    "unanswered": auto_rebook.compose_unanswered,
    "no_time": auto_rebook.compose_no_time,
    "earlier": rebook.compose_earlier,
    "unreachable": escalation_routes.compose_unreachable,
    "say_held": hold.compose_say_held,
    "agree_request": sign.compose_request,
    "group": group.compose_group,
    "stuck": stuck.compose_stuck,
}

twice = _COMPOSERS.keys() & NOTICES.keys()
if twice:
    raise ValueError(f"told in two ways: {', '.join(sorted(twice))}")
COMPOSERS: Final[dict[str, Composer]] = {**_COMPOSERS, **{kind: worded(one) for kind, one in NOTICES.items()}}
