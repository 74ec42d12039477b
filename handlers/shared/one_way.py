"""Where whoever would book a session was asked for one, or for a new time, by the same supervisee: that is answered,
and no other booked beside it."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

from cards.shared.meeting import WaitsForAnswer
from handlers.shared import asked_sessions
from handlers.shared.next_meeting import meet_in
from handlers.shared.proposed import all_proposed_instead, proposal_still_open
from storage import people, sessions
from storage.duties import KeptObligation
from storage.work import Work


def waits_for_answer(work: Work, kept: KeptObligation, reader: int) -> WaitsForAnswer | None:
    """The first of what the worker asked of this reader, in a session that would do; None for the worker."""
    if kept.obligation.worker_id in (None, reader):
        return None
    return next(chain(_asked(work, kept, reader), _proposed(work, kept, reader)), None)


def _asked(work: Work, kept: KeptObligation, reader: int) -> Iterator[WaitsForAnswer]:
    kinds = meet_in(work, kept)
    for one in asked_sessions.all_asked(work, reader):
        mine = one.supervisee == kept.obligation.worker_id and one.session_kind in kinds and not one.extra
        if not mine or asked_sessions.asked_now(work, one.supervisee, one.supervisor) != reader:
            continue
        wish = asked_sessions.wish_of(one)
        found = (
            asked_sessions.asked(work, wish, one.at, reader) if asked_sessions.is_open(work, one) else None
        )
        if found:
            yield found.beside()


def _proposed(work: Work, kept: KeptObligation, reader: int) -> Iterator[WaitsForAnswer]:
    kinds = meet_in(work, kept)
    for one in all_proposed_instead(work, reader):
        view = sessions.session(work, one.session) if one.to == reader else None
        if view and view.supervisee.id == kept.obligation.worker_id and view.kind in kinds:
            found = proposal_still_open(work, one.session, people.person(work, reader), one.at)
            if found:
                yield found.beside()
