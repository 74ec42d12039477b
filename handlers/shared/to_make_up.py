"""Cancelled sessions that are owed to somebody: on their own page, and in lists, until one is held, or booked, in their
place."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence

from cards.message import MessageItem
from cards.sessions.cancel import YOU, Cancelled, CancelledSession
from handlers.shared import rebooking
from handlers.shared.cancelled_session import as_read
from handlers.shared.proposed import all_proposed_instead, proposed_instead
from policy.facts import Reason, SessionKind
from policy.ruleset import Duty
from storage import cancelled, people, sessions, stand_ins, supervision
from storage.duties import KeptObligation
from storage.people import Person
from storage.sessions import SessionView
from storage.work import Work


def owed_to(work: Work, me: Person, concerning: Sequence[KeptObligation]) -> list[MessageItem]:
    """Of what concerns somebody, each as its message says it to this reader, who may not read by when. One that stood
    in for another, and was cancelled too, isn't owed beside it; nor is one for which a time is proposed: that stands on
    the page by itself."""
    return [Cancelled(said).item() for _, said in _owed(work, me, concerning)]


def cancelled_with(work: Work, me: Person) -> Mapping[int, CancelledSession]:
    """By supervisee what was cancelled for either's absence, no rule asks for another, and this reader is to book."""
    found = _owed(work, me, ())
    return {view.supervisee.id: said for view, said in found if view.supervisee.id != me.id}


def _owed(
    work: Work, me: Person, concerning: Sequence[KeptObligation]
) -> list[tuple[SessionView, CancelledSession]]:
    asked_for = [view for view in _without_new_time(work, concerning) if _is_asked(work, view, me)]
    found = [*asked_for, *_without_rule(work, me, asked_for)]
    proposed = _proposed(work, me) if found else set()
    asked = [view for view in rebooking.latest_of_each(work, found) if view.id not in proposed]
    read = [(view, as_read(work, view, me, kept=True)) for view in asked]
    return [(view, said) for view, said in read if _is_owed(work, view, said)]


def _without_new_time(work: Work, concerning: Sequence[KeptObligation]) -> list[SessionView]:
    keys = (k.obligation.key for k in concerning)
    found = sessions.sessions(work, [key.subject.id for key in keys if key.kind_of_duty == Duty.REBOOK])
    instead = stand_ins.stand_ins(work, [view.id for view in found])
    open_ = [view for view in found if view.id not in instead and not view.group]
    return sorted(open_, key=lambda view: view.starts_at)


def _without_rule(work: Work, me: Person, known: Sequence[SessionView]) -> list[SessionView]:
    """Cancelled for the reader's own absence where no rule asks for another: its message lets them propose one too.
    Where none asks it whatever the reason, nobody owes one: it stands with both."""
    if not work.rules.has(Duty.REBOOK):
        return _not_met_since(work, me)
    kinds = (SessionKind.CASE, SessionKind.PERSONAL)
    if all(rebooking.asks_alike(work, kind, Reason.LEAVE) for kind in kinds):
        return []
    own = {view.id: view for view in (*stand_ins.own_cancelled(work, me.id), *_for_absence(work, me))}
    instead = stand_ins.stand_ins(work, own)
    return [view for view in own.values() if view not in known and view.id not in instead]


def _for_absence(work: Work, me: Person) -> list[SessionView]:
    """The latest of each pair that was cancelled for the supervisor's own absence, whatever the reason, where a rule
    doesn't ask for another for every one; to whoever supervises also for the supervisee's, and only where no rule asks
    them for another: that stands among what is due."""
    found = (view for view in _not_met_since(work, me) if view.away_id)
    return [
        view
        for view in found
        if (
            view.away_id == view.supervisor.id
            if view.supervisee.id == me.id
            else not rebooking.is_asked_again(work, view)
        )
    ]


def _not_met_since(work: Work, me: Person) -> list[SessionView]:
    """Of each pair the next to come that was cancelled, or else the latest, until they have met or booked: of one that
    stood in for another, and was cancelled too, that, also where it was to be the earlier."""
    found = cancelled.not_met_since(work, [me.id, *supervision.supervisees_now(work, me.id)])
    open_ = rebooking.latest_of_each(work, found)
    shown = dict[tuple[int, int, SessionKind], SessionView]()
    for view in open_:
        one, other = rebooking.pair_of(work, view)
        before = shown.get((one.id, other.id, view.kind))
        if before is None or before.starts_at <= work.now:
            shown[one.id, other.id, view.kind] = view
    return [view for (one, other, _), view in shown.items() if me.id in (one, other)]


def _proposed(work: Work, me: Person) -> Collection[int]:
    found = all_proposed_instead(work, me.id)
    names = people.people(work, [one.to for one in found])
    return {one.session for one in found if proposed_instead(work, one.session, names[one.to], one.at)}


def _is_asked(work: Work, view: SessionView, me: Person) -> bool:
    """Whatever the reason, where it isn't the reader's own: that a rule asks for it would tell of it."""
    return view.away_id == me.id or rebooking.is_asked_alike(work, view)


def _is_owed(work: Work, view: SessionView, said: CancelledSession) -> bool:
    """Since when they are back is asked once for all, where its day is over."""
    asks_return = (
        said.away == YOU and view.on < work.today and not people.absence_now(work, view.supervisee.id)
    )
    return not (asks_return or said.gone or said.then or said.stand_in)
