"""What is asked about sessions: booked, moved, cancelled, held after all; a group's too."""

from __future__ import annotations

from dataclasses import dataclass, fields
from typing import Annotated, Any, TypeVar

from pydantic import Field

from cards.ask import Acts, Ids, MayOpen, Opens, ask
from policy.facts import SessionKind

# Booked


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionWish:
    """With whom, what kind, and what it adds: one booked beside the usual ones, about a case. Nobody yet: with whom the
    form says. ``minutes``: how long, where it isn't as usual."""

    supervisee: int | None = None
    supervisor: int | None = None
    session_kind: Annotated[SessionKind, Field(alias="kind")] = SessionKind.CASE
    extra: bool = False
    case: int | None = None
    minutes: int | None = None


@ask("book")
class BookCommand(MayOpen):
    """What was typed after ``book``."""

    words: str = ""


@ask("book_form")
class BookForm(Opens, SessionWish):
    pass


@ask("book_read")
class DayChosen(Acts, SessionWish):
    """Which of two days the words meant. ``at`` here and below: an instant in whole seconds, UTC."""

    at: int


@ask("book_confirm", did="the session was booked")
class SessionBooked(MayOpen, SessionWish):
    """``at``: of a button; a form has its own day and time."""

    at: int | None = None


@ask("book_ask", did="the session was asked for")
class SessionAskedFor(MayOpen, SessionWish):
    """By the supervisee. ``at`` as for one booked."""

    at: int | None = None


_Timed = TypeVar("_Timed", DayChosen, SessionBooked, SessionAskedFor, "SessionNoted")


def _wished(wish: SessionWish) -> dict[str, Any]:
    return {one.name: getattr(wish, one.name) for one in fields(SessionWish)}


def at_time(cls: type[_Timed], wish: SessionWish, at: int) -> _Timed:
    """A session as wished for, at that instant."""
    return cls(**_wished(wish), at=at)


def another_time(wish: SessionWish) -> BookForm:
    """The form for a session as wished for."""
    return BookForm(**_wished(wish))


@ask("series_form")
class SeriesForm(Opens):
    """``words``: what was typed after ``series``."""

    words: str = ""


@ask("series")
class SeriesAsked(MayOpen, SessionWish):
    """Which dates that would be."""


@ask("series_book", did="the sessions were booked")
class SeriesBooked(Acts, SessionWish):
    """``starts``: instants in whole seconds, UTC. ``nothing_around``: those meant for which no time was found;
    ``beyond``: how many were meant after as many as are booked in one go."""

    starts: Ids
    nothing_around: Ids = ()
    beyond: int = 0


@ask("extra")
class AdditionalCommand(MayOpen):
    """What was typed after ``extra``."""

    words: str = ""


@ask("extra_form")
class AdditionalForm(Opens):
    """With somebody, or with one's own supervisor about a case."""

    person: int | None = None
    case: int | None = None


@ask("extra_submit", did="the session was asked for")
class AdditionalAsked(MayOpen):
    supervisee: int
    supervisor: int


@ask("propose_next")
class NextProposed(Acts):
    """After a held session."""

    session: int


# Of one that is booked


@ask("keep")
class SessionKept(Acts):
    """It will do: no other one is booked near by."""

    session: int


@ask("cancel_list")
class SessionsListed(Acts):
    pass


@ask("cancel_form")
class SessionCancelForm(Opens):
    session: int


@ask("cancel", did="the session was cancelled")
class SessionCancelled(MayOpen):
    session: int


@ask("move_form")
class SessionMoveForm(Opens):
    session: int


@ask("move", did="the session was moved, or its move proposed")
class SessionMoved(MayOpen):
    """``at``: of a button; a form has its own day and time. ``minutes``: how long from then on, where it changes."""

    session: int
    at: int | None = None
    minutes: int | None = None


@ask("agree_move", did="the session was moved")
class MoveAgreed(Acts):
    """``booked_at``: when it was booked for as that was asked; ``minutes``: as for one moved."""

    session: int
    at: int
    booked_at: Annotated[int, Field(alias="from")]
    minutes: int | None = None


@ask("hold_form")
class SessionHeldForm(Opens):
    """``session_kind``, here and below: put right, where another was booked."""

    session: int
    session_kind: Annotated[SessionKind | None, Field(alias="kind")] = None


@ask("hold", did="you said what came of the session")
class SessionHeld(MayOpen):
    """``no_case``: said on purpose, that none was discussed; ``corrects``: the form showed what was said before."""

    session: int
    no_case: bool = False
    corrects: bool = False
    session_kind: Annotated[SessionKind | None, Field(alias="kind")] = None


@ask("plan_reviewed", did="you said whose plan was reviewed")
class PlanReviewed(MayOpen):
    """In a session, of a case that was discussed in it; of several it is asked of which (``chosen``: the form was)."""

    session: int
    cases: Ids
    chosen: bool = False


@ask("held_back", did="you took back what was said of the session")
class HeldTakenBack(Acts):
    session: int


# Of one that nobody booked


@ask("held_list")
class HeldListed(Acts):
    """``held``: what is over, and what can still be put right."""


@ask("note_form")
class NoteForm(Opens, SessionWish):
    """``words``: with whom and when, as typed."""

    words: str = ""


@ask("note", did="the session was noted")
class SessionNoted(MayOpen, SessionWish):
    """That it took place. ``at``: of a button, as above; ``instead``: the booked session that it was, on another day;
    ``beside``: it was none of those booked; ``there``: on a day away, all the same."""

    at: int | None = None
    instead: int | None = None
    beside: bool = False
    there: bool = False


@ask("note_withdrawn", did="you withdrew the note")
class NoteWithdrawn(Acts):
    session: int


@ask("action_form")
class ActionForm(Opens):
    session: int


@ask("action", did="the action was added")
class ActionAdded(MayOpen):
    session: int


# Of one that was cancelled


@ask("rebook_form")
class RebookForm(Opens):
    """``another``: than those offered."""

    session: int
    another: bool = False


@ask("rebook", did="the new time was booked")
class SessionRebooked(MayOpen):
    """``at``: of a button; a form has its own day and time."""

    session: int
    at: int | None = None


@ask("propose_time", did="the new time was proposed")
class TimeProposed(MayOpen):
    """By the supervisee. ``at`` as for one rebooked."""

    session: int
    at: int | None = None


@ask("confirm_time", did="the time was confirmed")
class TimeConfirmed(Acts):
    session: int


@ask("gap_noted", did="the note was confirmed")
class GapNoted(Acts):
    """One note is on the child's file, or every open one of the session."""

    note: int | None = None
    session: int | None = None


# A group


@ask("group_form")
class GroupForm(Opens):
    """``words``: when, as typed; ``after``: the one that it follows; ``replaces``: the cancelled one that it stands in
    for."""

    words: str = ""
    after: int | None = None
    replaces: int | None = None


@ask("group_book", did="the group session was booked")
class GroupBooked(MayOpen):
    after: int | None = None
    replaces: int | None = None


@ask("group_agenda")
class GroupAgenda(Opens):
    session: int


@ask("group_raise_form")
class RaiseForm(Opens):
    session: int


@ask("group_raise", did="you raised the cases")
class CasesRaised(MayOpen):
    """Cases ticked in the form."""

    session: int


@ask("group_raise_case", did="you raised the case")
class CaseRaised(Acts):
    """``event``: what lies ahead of the case."""

    case: int
    event: int


@ask("group_take_off", did="you took it off the agenda")
class TakenOffAgenda(Acts):
    item: int


@ask("calendar")
class CalendarAbout(Acts):
    pass


@ask("calendar_new", did="a calendar address was made")
class NewCalendarAddress(MayOpen):
    """The address before it ends. The new one is read in a view: whoever has it can read the calendar."""


@ask("calendar_file")
class CalendarFileShown(Opens):
    """One session as a file for a calendar. Its address is read in a view: whoever has it can fetch the file."""

    session: int


@ask("calendar_stop", did="the calendar was stopped")
class CalendarStopped(Acts):
    pass
