"""What may be asked about sessions, and by whom."""

from __future__ import annotations

from collections.abc import Callable
from typing import Final, TypeVar

from cards.sessions import asks, refusals
from handlers.sessions import (
    agenda,
    book,
    calendar,
    cancel,
    extra,
    group,
    group_held,
    hold,
    move,
    next_session,
    noted,
    pairs,
    rebook,
    series,
)
from handlers.shared import case_lookup, permissions
from handlers.shared.base import Request, Route, route
from handlers.shared.permissions import OfSession
from storage import sessions
from storage.work import Work

Of = TypeVar("Of", bound=OfSession)
OfTwo = TypeVar("OfTwo")
OfMany = TypeVar("OfMany")


def or_else(
    pair: Callable[[Request[Of], Work], OfTwo], together: Callable[[Request[Of], Work], OfMany]
) -> Callable[[Request[Of], Work], OfTwo | OfMany]:
    """What is done with a session: a group has its own way of it."""

    def handle(request: Request[Of], work: Work) -> OfTwo | OfMany:
        view = sessions.session(work, request.ask.session)
        return together(request, work) if view.group else pair(request, work)

    return handle


ROUTES: Final[tuple[Route, ...]] = (
    route(asks.CalendarAbout, calendar.about, permissions.anyone),
    route(asks.NewCalendarAddress, calendar.give, permissions.anyone),
    route(asks.CalendarStopped, calendar.stop, permissions.anyone),
    route(asks.CalendarFileShown, calendar.file, calendar.may_have_file),
    route(asks.BookCommand, book.book, book.may_book),
    route(asks.DayChosen, book.book_read, pairs.may_meet_them),
    route(asks.BookForm, book.book_form, pairs.may_meet_them),
    route(asks.SessionBooked, book.book_confirm, pairs.may_meet_them),
    route(asks.SessionAskedFor, book.book_ask, pairs.may_meet_them),
    route(
        asks.SeriesForm,
        series.series_form,
        pairs.may_book_for_somebody,
        refusals.ONLY_SUPERVISOR_BOOKS_SERIES,
    ),
    route(asks.SeriesAsked, series.series, pairs.may_book_for_them, refusals.ONLY_SUPERVISOR_BOOKS_SERIES),
    route(asks.SeriesBooked, series.book, pairs.may_book_for_them, refusals.ONLY_SUPERVISOR_BOOKS_SERIES),
    route(asks.AdditionalCommand, extra.extra, extra.may_ask_extra),
    route(asks.AdditionalForm, extra.extra_form, extra.may_open_extra),
    route(asks.AdditionalAsked, extra.extra_submit, pairs.may_meet_them),
    route(
        asks.NextProposed,
        next_session.propose_next,
        permissions.supervisor,
        refusals.ONLY_SUPERVISOR_BOOKS_NEXT,
    ),
    route(asks.SessionKept, next_session.keep, permissions.pair, refusals.ONLY_PAIR_CHANGES),
    route(asks.SessionsListed, cancel.cancel_list, permissions.anyone),
    route(
        asks.SessionCancelForm,
        or_else(cancel.cancel_form, group.cancel_form),
        permissions.pair,
        refusals.ONLY_PAIR_CHANGES,
    ),
    route(
        asks.SessionCancelled,
        or_else(cancel.cancel, group.cancel),
        permissions.pair,
        refusals.ONLY_PAIR_CHANGES,
    ),
    route(
        asks.SessionMoveForm,
        or_else(move.move_form, group.move_form),
        permissions.pair,
        refusals.ONLY_PAIR_CHANGES,
    ),
    route(asks.SessionMoved, or_else(move.move, group.move), permissions.pair, refusals.ONLY_PAIR_CHANGES),
    route(asks.MoveAgreed, move.agree_move, permissions.pair, refusals.ONLY_PAIR_CHANGES),
    route(
        asks.SessionHeldForm,
        or_else(hold.hold_form, group_held.held_form),
        permissions.supervisor,
        refusals.ONLY_SUPERVISOR_SAYS_HELD,
    ),
    route(
        asks.SessionHeld,
        or_else(hold.hold, group_held.held),
        permissions.supervisor,
        refusals.ONLY_SUPERVISOR_SAYS_HELD,
    ),
    route(asks.PlanReviewed, hold.plans_reviewed, permissions.supervisor, refusals.ONLY_SUPERVISOR_SAYS_HELD),
    route(asks.HeldTakenBack, noted.take_back, permissions.supervisor, refusals.ONLY_SUPERVISOR_SAYS_HELD),
    route(asks.HeldListed, noted.held_list, permissions.anyone),
    route(asks.NoteForm, noted.note_form, pairs.may_have_met_somebody),
    route(asks.SessionNoted, noted.note, pairs.may_have_met_them),
    route(asks.NoteWithdrawn, noted.withdraw, permissions.pair, refusals.ONLY_PAIR_CHANGES),
    route(asks.ActionForm, hold.action_form, permissions.pair),
    route(asks.ActionAdded, hold.action, permissions.pair),
    route(
        asks.RebookForm,
        rebook.rebook_form,
        permissions.pair,
        refusals.ONLY_PAIR_REBOOKS,
    ),
    route(
        asks.SessionRebooked,
        rebook.rebook,
        permissions.supervisor,
        refusals.ONLY_SUPERVISOR_BOOKS,
    ),
    route(
        asks.TimeProposed,
        rebook.propose_time,
        permissions.supervisee,
        refusals.ONLY_SUPERVISEE_PROPOSES,
    ),
    route(
        asks.TimeConfirmed,
        rebook.confirm_time,
        permissions.pair,
        refusals.ONLY_PAIR_CONFIRMS,
    ),
    route(asks.GapNoted, cancel.gap_noted, cancel.may_note, refusals.ONLY_SUPERVISOR_CONFIRMS_NOTES),
    route(asks.GroupForm, group.group_form, group.may_lead),
    route(asks.GroupBooked, group.group_book, group.may_lead),
    route(asks.GroupAgenda, agenda.opened, agenda.may_see, refusals.ONLY_GROUP_OPENS_AGENDA),
    route(asks.RaiseForm, agenda.raise_form, agenda.may_see, refusals.ONLY_GROUP_OPENS_AGENDA),
    route(asks.CasesRaised, agenda.raised, agenda.may_see, refusals.ONLY_GROUP_OPENS_AGENDA),
    route(asks.CaseRaised, agenda.raise_one, case_lookup.may_report_event, refusals.ONLY_LINE_RAISES),
    route(asks.TakenOffAgenda, agenda.take_off, agenda.may_take_off, refusals.ONLY_RAISER_TAKES_OFF),
)
