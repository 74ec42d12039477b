"""What is told about sessions booked, asked for, moved, rebooked and over."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Annotated

from pydantic import Field

from cards.formats import cited
from cards.kept_fields import Ids
from cards.model import Text
from cards.sessions import book as cards_book
from cards.sessions import gap_note as cards_gap_note
from cards.sessions import group as cards_group
from cards.sessions import hold as cards_hold
from cards.sessions import move as cards_move
from cards.sessions import new_time_proposed
from cards.sessions import noted as cards_noted
from cards.sessions import outlook as cards_outlook
from cards.sessions import rebook as cards_rebook
from cards.sessions import series as cards_series
from cards.sessions import unanswered as cards_unanswered
from cards.shared.claims import BookedFor, Unconfirmed
from cards.shared.duty_claims import WhoSays
from cards.shared.uncovered import Uncovered
from handlers.notifications.notice import DutyNotice, EventNotice, NoticeContext, NoticeKey, notice
from handlers.notifications.notifier import latest
from handlers.shared import asked_sessions, rebooking, session_lengths, times
from handlers.shared.cancelled_session import met_then
from handlers.shared.correctable import for_so_long
from handlers.shared.meetings import both_names, meeting, moment, not_come, noted_by, unavailable
from handlers.shared.permissions import is_supervisor
from handlers.shared.proposed import has_lapsed, proposal_still_open, proposed, proposed_instead
from handlers.shared.uncovered import who_is_away, without_anybody
from policy.facts import Reason, SessionState
from policy.ruleset import Duty
from storage import (
    answering,
    asked_for,
    cases,
    gaps,
    outlook_events,
    people,
    sessions,
    stand_ins,
    supervision,
)
from storage.people import Person
from storage.sessions import SessionView
from storage.taken_back import was_taken_back
from storage.work import Work


@notice("booked")
class Booked(EventNotice[cards_book.Booked | cards_book.NoLonger]):
    """To the other one: what is booked, and as things stand later. ``at``: when, where one may be booked again."""

    session: int
    at: int | None = None

    def key(self) -> NoticeKey:
        again = f":{self.at}" if self.at else ""
        return NoticeKey(f"session:{self.session}:booked{again}")

    def says(self, work: Work, context: NoticeContext) -> cards_book.Booked | cards_book.NoLonger:
        view = sessions.session(work, self.session)
        shown = meeting(work, view, people.person(work, context.reader))
        if view.state is SessionState.BOOKED and view.ends_at > work.now:
            was = sessions.session(work, view.replaces_id).starts_at if view.replaces_id else view.starts_at
            instead = moment(work, was) if was != view.starts_at else None
            long = session_lengths.unless_usual(work, view.minutes)
            return cards_book.Booked(shown, view.provisional, instead, long)
        return cards_book.NoLonger(shown, view.state)


@notice("series")
class SeriesIsBooked(EventNotice[cards_series.SeriesIsBooked]):
    """To the supervisee: what of a series is still to come, as booked now. ``session``: the first of them."""

    session: int
    sessions: Ids

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:series")

    def says(self, work: Work, context: NoticeContext) -> cards_series.SeriesIsBooked | None:
        found = sessions.sessions(work, self.sessions)
        ahead = [v for v in found if v.state is SessionState.BOOKED and v.starts_at > work.now]
        if not ahead:
            return None
        shown = meeting(work, ahead[0], people.person(work, context.reader))
        booked, lengths = (
            [BookedFor(v.id, moment(work, v.starts_at)) for v in ahead],
            {v.minutes for v in ahead},
        )
        minutes = session_lengths.unless_usual(work, lengths.pop()) if len(lengths) == 1 else None
        return cards_series.SeriesIsBooked(shown.name, shown.kind, booked, minutes)


@notice(asked_for.MOVE_ASKED)
class MoveAsked(EventNotice[cards_move.MoveAsked]):
    """To the other one: true until the session moved, ended, its day came or one of the two proposed another time.
    ``at``: the new time; ``by``: who asks; ``again``: nobody has answered; the rest: as of ``TimeProposal``."""

    session: int
    at: int
    booked_at: Annotated[int, Field(alias="from")]
    by: int = 0
    again: bool = False
    number: int = 0
    minutes: int | None = None

    def key(self) -> NoticeKey:
        source = f"session:{self.session}:move:{self.at}:{self.by}{f'.{self.number}' if self.number else ''}"
        return NoticeKey(source, "again") if self.again else NoticeKey(source)

    def says(self, work: Work, context: NoticeContext) -> cards_move.MoveAsked | None:
        of, minutes = (self.number, self.booked_at), self.minutes
        found = proposed(work, self.session, context.reader, at=self.at, of=of, minutes=minutes)
        return replace(found, again=True) if found and self.again else found

    def ended(self, work: Work, _context: NoticeContext) -> Text:
        view = sessions.session(work, self.session)
        lapsed = has_lapsed(work, view, self.number, self.booked_at, times.instant(self.at))
        return cards_move.LAPSED if lapsed else ()


@notice("moved")
class Moved(EventNotice[cards_move.Moved | cards_book.NoLonger]):
    """To the other one. ``at``: its new time; ``minute``: when it was moved."""

    session: int
    at: int = 0
    minute: str = ""

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:moved:{self.at}:{self.minute}")

    def says(self, work: Work, context: NoticeContext) -> cards_move.Moved | cards_book.NoLonger:
        view = sessions.session(work, self.session)
        shown = meeting(work, view, people.person(work, context.reader))
        if view.state is not SessionState.BOOKED:
            return cards_book.NoLonger(shown, view.state)
        return cards_move.Moved(shown, minutes=session_lengths.unless_usual(work, view.minutes))


@notice("behind_in_outlook")
class BehindInOutlook(EventNotice[cards_outlook.BehindInOutlook]):
    """To whose calendar it is, until Outlook took it in or the session began. ``revision``: of the session, then."""

    session: int
    revision: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:outlook:{self.revision}")

    def says(self, work: Work, context: NoticeContext) -> cards_outlook.BehindInOutlook | None:
        behind = outlook_events.behind(work, self.session, context.reader)
        if behind is None or not work.config.outlook_events:
            return None
        lacking = cards_outlook.Lacking.MOVED if behind.there else cards_outlook.Lacking.ADDED
        view, reader = sessions.session(work, self.session), people.person(work, context.reader)
        return cards_outlook.BehindInOutlook(
            meeting(work, view, reader), lacking if behind.stands else cards_outlook.Lacking.TAKEN_OUT
        )


# In place of one that was cancelled


def proposals_of(session: int) -> str:
    """With what the keys of the times proposed for a cancelled session begin."""
    return f"session:{session}:proposed"


@notice("proposed_time")
class RebookingProposed(EventNotice[new_time_proposed.RebookingProposed]):
    """To the supervisor: true until something is booked or another time is proposed; not told anew once this (``at``)
    has come or is taken. ``number``: how many there were of this session before; ``again``: nobody has answered."""

    session: int
    at: int
    by: int
    number: int = 0
    again: bool = False

    def key(self) -> NoticeKey:
        number = f".{self.number}" if self.number else ""
        source = f"{proposals_of(self.session)}:{self.at}{number}"
        return NoticeKey(source, "again") if self.again else NoticeKey(source)

    def says(self, work: Work, context: NoticeContext) -> new_time_proposed.RebookingProposed | None:
        newest = latest(work, RebookingProposed, proposals_of(self.session))
        if newest and newest.notice.number > self.number:
            return None
        read = proposal_still_open if context.sent else proposed_instead
        found = read(work, self.session, people.person(work, context.reader), self.at)
        return replace(found, again=True) if found and self.again else found


@notice("provisional")
class ProvisionallyBooked(
    EventNotice[cards_rebook.ProvisionallyBooked | cards_rebook.ProvisionalConfirmed | cards_book.Booked]
):
    """To both: nobody chose a time, so the bot did; ``again``: nobody answered that either. Once another made up for
    the cancelled one, only that it is booked."""

    session: int
    again: bool = False

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:provisional", "again" if self.again else "told")

    def says(
        self, work: Work, context: NoticeContext
    ) -> cards_rebook.ProvisionallyBooked | cards_rebook.ProvisionalConfirmed | cards_book.Booked | None:
        view = sessions.session(work, self.session)
        if view.state is not SessionState.BOOKED or view.ends_at <= work.now:
            return None
        reader = people.person(work, context.reader)
        shown = meeting(work, view, reader)
        if view.replaces_id is None:
            return cards_book.Booked(shown, False, None)
        was = sessions.session(work, view.replaces_id)
        before = moment(work, was.starts_at)
        if not view.provisional:
            stands, wanted = view.confirmed_by_id is None, _wanted(work, view, was, reader)
            other = before if was.starts_at != view.starts_at else None
            return cards_rebook.ProvisionalConfirmed(shown, other, stands, wanted if stands else None)
        asks_again = work.rules.practice.rebooking.unanswered == "ask_again"
        limit = rebooking.limit_of(work, was).due if is_supervisor(reader, was, work) else None
        known = times.known(work, rebooking.pair_of(work, view), reader)
        wanted = _wanted(work, view, was, reader, limit)
        return cards_rebook.ProvisionallyBooked(
            shown, before, limit, asks_again, context.step == "again", known, wanted
        )


def _wanted(
    work: Work, view: SessionView, was: SessionView, reader: Person, limit: date | None = None
) -> cards_unanswered.Wanted | None:
    """The time that the supervisee had proposed or asked for, and nobody had answered; of a proposal what became of
    it, while the bot's own time can be moved."""
    who = "" if reader == view.supervisee else view.supervisee.name
    proposal = _proposed_for(work, was)
    if proposal is None:
        asked = asked_sessions.wanted(work, view.supervisee.id, view.kind)
        at = moment(work, times.instant(asked.at)) if asked else None
        return cards_unanswered.Wanted(who, at, proposed=False) if at else None
    at = moment(work, proposal)
    if proposal == view.starts_at:
        return cards_unanswered.Wanted(who, at, taken=True)
    if not view.provisional:
        return cards_unanswered.Wanted(who, at)
    wrong = times.problem(work, rebooking.pair_of(work, view), proposal, view.minutes, reader, view.id)
    late = limit is not None and work.calendar.day_of(proposal) > limit
    return cards_unanswered.Wanted(who, at, why=wrong.sentence if wrong else "", late=late)


def _proposed_for(work: Work, was: SessionView) -> datetime | None:
    found = latest(work, RebookingProposed, proposals_of(was.id))
    return times.instant(found.notice.at) if found else None


def wishes_for(work: Work, was: SessionView) -> list[datetime]:
    """When (UTC) the supervisee proposed to meet in place of a cancelled session, and asked to meet."""
    asked = asked_sessions.wanted(work, was.supervisee.id, was.kind)
    both = (_proposed_for(work, was), times.instant(asked.at) if asked else None)
    return [at for at in both if at is not None]


@notice("unanswered")
class NobodyConfirmed(EventNotice[cards_rebook.NobodyConfirmed]):
    """To the supervisor's line manager, while it is provisional."""

    session: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:unanswered")

    def says(self, work: Work, _context: NoticeContext) -> cards_rebook.NobodyConfirmed | None:
        view = sessions.session(work, self.session)
        if view.state is not SessionState.BOOKED or not view.provisional or view.replaces_id is None:
            return None
        return cards_rebook.NobodyConfirmed(
            both_names((view.supervisee, view.supervisor)),
            Unconfirmed(view.id, moment(work, view.starts_at)),
        )


@notice("noted_not_so")
class NotSo(EventNotice[cards_noted.NotSo]):
    """To whoever noted that it took place, where somebody else says that it didn't. ``by``: who; kept since that isn't
    always the other of the two."""

    session: int
    by: int = 0

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:not_so")

    def says(self, work: Work, context: NoticeContext) -> cards_noted.NotSo:
        view = sessions.session(work, self.session)
        shown = meeting(work, view, people.person(work, context.reader))
        return cards_noted.NotSo(shown, people.person(work, self.by).name if self.by else shown.name)


# A group


@notice("without_you")
class DiscussedWithoutYou(EventNotice[cards_group.DiscussedWithoutYou]):
    """To the worker of cases that came up in a group they weren't in, and to whoever belongs to it and is recorded as
    not having come, though not as away."""

    session: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:without")

    def says(self, work: Work, context: NoticeContext) -> cards_group.DiscussedWithoutYou | None:
        view, reader = sessions.session(work, self.session), people.person(work, context.reader)
        mine = {c.id for c in cases.allocated_to(work, reader.id)}
        found = [r for r in view.records if r.case and r.case.id in mine]
        missing = reader in not_come(work, view)
        if not found and not missing:
            return None
        recorded = all(r.recorded_on for r in found)
        shown, names = meeting(work, view, reader), [r.label for r in found]
        return cards_group.DiscussedWithoutYou(
            shown, names, view.author.name, recorded, for_so_long(work), missing=missing
        )


# Duties


@notice(Duty.SAY_HELD)
class OutcomeDue(DutyNotice[cards_hold.WasItHeld | cards_unanswered.OutcomeUnknown]):
    """Did it take place? The manager above reads that nobody has said so; whoever isn't asked any more, who is."""

    def says(
        self, work: Work, context: NoticeContext
    ) -> cards_hold.WasItHeld | cards_unanswered.OutcomeUnknown:
        view = sessions.session(work, self.kept.obligation.key.subject.id)
        noted = noted_by(work, view, context.reader)
        asked = answering.who_answers(work, self.kept.obligation)
        if context.escalates:
            return self._to_manager(work, view, noted, asked or view.supervisor.id)
        shown, reader = meeting(work, view, people.person(work, context.reader)), context.reader
        says = WhoSays(self.kept.id, people.person(work, asked).name) if asked not in (None, reader) else None
        return cards_hold.WasItHeld(shown, noted, unavailable(work, view), says)

    def _to_manager(
        self, work: Work, view: SessionView, noted: str, asked: int
    ) -> cards_unanswered.OutcomeUnknown:
        shown, gone = meeting(work, view, view.supervisor), self._nobody_in_place_of(work, asked)
        answers = people.person(work, asked).name if asked != view.supervisor.id else ""
        away = who_is_away(work, asked) if gone is None else ()
        return cards_unanswered.OutcomeUnknown(shown, view.supervisor.name, noted, answers, gone, away)

    def _nobody_in_place_of(self, work: Work, asked: int) -> Uncovered | None:
        """Where whoever is asked is away, and is who supervises whom it is about, or covers."""
        worker = self.kept.obligation.worker_id
        mine = worker is not None and supervision.supervisor_now(work, worker) == asked
        return without_anybody(work, worker) if mine else None


@notice(Duty.NOTE_GAP)
class GapNoteDue(DutyNotice[cards_gap_note.GapToNote]):
    """The note on an affected child's file (B21), while it isn't there."""

    def says(self, work: Work, _context: NoticeContext) -> cards_gap_note.GapToNote | None:
        o = self.kept.obligation
        view, rule = sessions.session(work, o.key.subject.id), work.rule_of(o)
        missing = [n for n in gaps.notes_of(work, view.id) if n.noted_on is None]
        note = next((n for n in missing if str(n.id) == o.key.fact.id), None)
        if note is None:
            return None
        source = cited(rule.id, rule.clause) if rule and rule.clause else cards_gap_note.PRACTICE
        system, words = work.rules.case_system, _gap_words(work, view)
        shown = cards_gap_note.GapNoteShown(note.id, view.id, note.case.reference, words, system, source)
        return cards_gap_note.GapToNote(shown, len(missing))


def _gap_words(work: Work, view: SessionView) -> str:
    stand_in = stand_ins.stand_in(work, view.id)
    instead = moment(work, stand_in.starts_at) if stand_in and not stand_in.only_noted else None
    answer = None if rebooking.is_asked_alike(work, view) else rebooking.met_next(work, view)
    then = met_then(work, answer) if answer and not answer.only_noted else None
    pair = (view.supervisee.name, view.supervisor.name)
    never = was_taken_back(work, view.away_id, view.on)
    reason = Reason.OTHER if never else Reason(view.reason or Reason.OTHER)
    cancelled = view.cancelled_on or view.on
    when = (view.on, cancelled, reason, instead)
    return cards_gap_note.gap_words(
        view.kind, pair, *when, arranged=rebooking.is_arranged(work, view), then=then
    )
