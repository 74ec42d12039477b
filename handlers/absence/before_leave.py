"""What falls due while somebody is away, told before: to themselves what they answer for, and to whoever answers for
it what is about them, since by then nobody can meet them and no step of its own may come sooner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from cards.absence.absent import Absent
from cards.absence.before_leave import DueBeforeLeave, DueWhileAway
from cards.model import Text
from cards.shared import endings
from handlers.absence.absence_view import due_meanwhile, first_day_back
from handlers.notifications.notice import EventNotice, NoticeContext, NoticeKey, W_co, notice
from handlers.notifications.notifier import notify
from handlers.shared import awaiting_outcome
from handlers.shared.next_meeting import booked_in_time, booking, met_by_sessions
from policy.ruleset import Delivery
from policy.spans import covers
from storage import absences, answering, duties, repeated_nudges
from storage.absences import AbsenceView
from storage.duties import KeptObligation
from storage.states import AbsenceState
from storage.work import Work


@dataclass(frozen=True, kw_only=True)
class _BeforeLeave(EventNotice[W_co]):
    """Before somebody is away, of each pair of days once: of absences in a row the first's first and the last's last.
    What its reader is reminded of that day by itself is only counted."""

    absence: int
    first: date
    last: date | None = None

    def _row(self, work: Work) -> Sequence[AbsenceView]:
        """The absences in a row, while they are to come with the days that were told; else none."""
        view = absences.absence(work, self.absence)
        row = absences.stretch(work, view, own_days=True) if self._stands(view) else []
        as_told = bool(row) and (row[0].first, row[-1].last) == (self.first, self.last)
        return row if as_told and work.today < self.first else []

    def _begun(self, work: Work) -> AbsenceView | None:
        view = absences.absence(work, self.absence)
        return view if self.first <= work.today and self._stands(view) else None

    def _stands(self, view: AbsenceView) -> bool:
        return view.state is AbsenceState.CONFIRMED


def _not_reminded(work: Work, context: NoticeContext, due: Sequence[KeptObligation]) -> list[KeptObligation]:
    beside = context.beside | repeated_nudges.notified_today(work, context.reader) if due else context.beside
    return [k for k in due if k.id not in beside]


@notice("due_while_away")
class FallsDueWhileAway(_BeforeLeave[DueWhileAway]):
    """To the person themselves."""

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:due", f"{self.first}.{self.last or 'open'}")

    def says(self, work: Work, context: NoticeContext) -> DueWhileAway | None:
        row = self._row(work)
        due = due_meanwhile(work, row) if row else []
        found = _not_reminded(work, context, due)
        if not found:
            return None
        away = Absent(self.absence, "", self.first, self.last)
        return DueWhileAway(
            away, awaiting_outcome.in_a_message(work, found), work.today, len(due) - len(found)
        )

    def ended(self, work: Work, _context: NoticeContext) -> Text:
        return endings.away_since(self.first) if self._begun(work) else ()


@notice("due_before_leave")
class FallsDueAboutThem(_BeforeLeave[DueBeforeLeave]):
    """To whoever answers for it."""

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:before", f"{self.first}.{self.last or 'open'}")

    def says(self, work: Work, context: NoticeContext) -> DueBeforeLeave | None:
        row = self._row(work)
        due = _answered_by(work, row).get(context.reader, []) if row else []
        found = _not_reminded(work, context, due)
        if not found:
            return None
        books = (booking(work, k, context.reader) for k in found)
        return DueBeforeLeave(
            row[0].person.name,
            self.first,
            self.last,
            awaiting_outcome.in_a_message(work, found),
            work.today,
            len(due) - len(found),
            next((b for b in books if b), None),
        )

    def ended(self, work: Work, _context: NoticeContext) -> Text:
        begun = self._begun(work)
        return endings.away_since(self.first, begun.person.name) if begun else ()


def notify_who_answers(work: Work, row: Sequence[AbsenceView]) -> None:
    """On the last day that somebody works before they are away."""
    news = FallsDueAboutThem(absence=row[0].id, first=row[0].first, last=row[-1].last)
    for reader in _answered_by(work, row):
        notify(work, news, to=reader, send=Delivery.DAY)


def _answered_by(work: Work, row: Sequence[AbsenceView]) -> dict[int, list[KeptObligation]]:
    """By whoever else answers for it: what is due about them while they are away, is met by a session, and has none
    booked by then; soonest first."""
    who, until = row[0].person.id, first_day_back(work, row) - timedelta(days=1)
    found: dict[int, list[KeptObligation]] = {}
    for kept in duties.concerning(work, [who]):
        o = kept.obligation
        inside = o.due is not None and covers(row[0].first, until, o.due)
        if inside and met_by_sessions(o) and not booked_in_time(work, kept):
            reader = answering.who_answers(work, o)
            if reader not in (None, who):
                found.setdefault(reader, []).append(kept)
    return found
