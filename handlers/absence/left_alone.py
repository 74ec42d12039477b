"""Whomever an absence leaves without a supervisor is told so once, on its first day, and of its end."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import date

from cards.absence.left_alone import SupervisorUnavailable
from handlers.absence.absence_view import first_day_back
from handlers.absence.notices import AbsenceRecordedByAnother
from handlers.absence.return_known import ReturnIsKnown
from handlers.notifications.notice import EventNotice, NoticeContext, NoticeKey, notice
from handlers.notifications.notifier import latest, notify, nudge_of, plan_all
from handlers.shared.uncovered import nobody_now, runs_today
from policy.facts import Subject, SubjectKind
from storage import absences, answering, repeated_nudges, supervision
from storage.absences import AbsenceView
from storage.outbox import NewNudge
from storage.work import Work


@notice("left_alone")
class SupervisorIsUnavailable(EventNotice[SupervisorUnavailable]):
    """To somebody whom nobody supervises meanwhile, while it is so. ``absence``: the first of a stretch away, of their
    supervisor or of whoever covers."""

    absence: int

    def key(self) -> NoticeKey:
        return NoticeKey(_source(self.absence))

    def says(self, work: Work, context: NoticeContext) -> SupervisorUnavailable | None:
        who = absences.absence(work, self.absence).person
        said = () if answering.is_available(work, who.id) else nobody_now(work, context.reader)
        return SupervisorUnavailable(who.name, said) if said else None

    def later(self, work: Work, context: NoticeContext) -> Collection[str]:
        """Of the other of the two who is away too: both say the same."""
        return [_source(one) for one in _both_away(work, context.reader) if one != self.absence]

    def on_delivery(self, work: Work, context: NoticeContext) -> None:
        """What was told before of the other points here."""
        for one in _both_away(work, context.reader):
            if one != self.absence:
                about = Subject(SubjectKind.ABSENCE, one)
                repeated_nudges.show_event_again(work, self.kind, about, context.reader)


def _both_away(work: Work, reader: int) -> list[int]:
    """Of somebody's supervisor and whoever covers, the first absence of the stretch for which each is away today."""
    line = supervision.lines(work, [reader])[reader]
    running = (runs_today(work, one) for one in (line.supervisor, line.cover) if one)
    return [absences.stretch(work, view)[0].id for view in running if view]


def _source(absence: int) -> str:
    return f"absence:{absence}:left_alone"


def notify_left_alone(work: Work, views: Sequence[AbsenceView]) -> None:
    """Of these absences, those that run today and are long enough to be news."""
    running = [view for view in views if view.covers(work.today)]
    below = supervision.supervisees_of_all(work, [view.person.id for view in running]) if running else {}
    planned = list[NewNudge]()
    for view in (one for one in running if below[one.person.id]):
        row = absences.stretch(work, view)
        if _is_news(work, row):
            news = SupervisorIsUnavailable(absence=row[0].id)
            planned += [nudge_of(news, one) for one in below[view.person.id]]
    plan_all(work, planned)


def _is_news(work: Work, row: Sequence[AbsenceView]) -> bool:
    long = work.calendar.add(row[0].first, work.rules.practice.news.left_alone)
    return row[-1].last is None or row[-1].last >= long


def notify_end(work: Work, view: AbsenceView, at: str, but: Collection[int | None]) -> None:
    """That its end is known, known no longer, or that it never was, to whoever had read of it. ``at``: now, as the keys
    of notices have it; ``but``: who reads so elsewhere."""
    row = absences.stretch(work, view)
    if row and row[-1].id != view.id:
        return
    end = ReturnIsKnown(absence=view.id, last=str(view.last or ""), at=at, alone=True)
    for reader in _who_read_it(work, row, view):
        if reader not in but:
            notify(work, end, to=reader)


def notify_never_was(work: Work, view: AbsenceView, at: str, by: int | None) -> None:
    """To whoever covered in an absence that was taken back, for whom, and who had recorded it, but for ``by``."""
    noted = latest(work, AbsenceRecordedByAnother, f"absence:{view.id}")
    made = [one for one in absences.arranged(work, view.id).values() if one.cover_id]
    theirs = [
        noted.notice.by if noted else None,
        *(i for one in made for i in (one.cover_id, one.supervisee_id)),
    ]
    end = ReturnIsKnown(absence=view.id, last=str(view.last or ""), at=at, never=True)
    for reader in dict.fromkeys(theirs):
        if reader and reader != by:
            notify(work, end, to=reader)


def _who_read_it(work: Work, row: Sequence[AbsenceView], view: AbsenceView) -> Sequence[int]:
    return repeated_nudges.notified_of_source(work, _source(row[0].id if row else view.id))


def notify_back(work: Work, since: date) -> None:
    """Each night, to whoever had read of an absence and not of its end: that its first day back is today, or was
    ``since``."""
    for view in absences.just_over(work):
        row = absences.stretch(work, view)
        if row[-1].id == view.id and since <= first_day_back(work, row) <= work.today:
            _notify_back(work, row, view)


def _notify_back(work: Work, row: Sequence[AbsenceView], view: AbsenceView) -> None:
    last, covered = str(view.last), absences.arranged(work, view.id)
    end = ReturnIsKnown(absence=view.id, last=last, at="", alone=True)
    for reader in _who_read_it(work, row, view):
        known = latest(work, ReturnIsKnown, f"absence:{view.id}", reader)
        named = covered.get(reader)
        if not (known and known.notice.last == last) and not (named and named.cover_id):
            notify(work, end, to=reader)
