"""What is told of cover: that it is to be arranged, to both sides of it, and that it is over or away itself."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime

from cards.absence.arrange import CoverNeeded, Situation, cover_again
from cards.absence.cover import Covered, CoverEnds, CoverGone, Covering, CoverOver, CoverPassedOn, StillBooked
from cards.formats import titled
from cards.kept_fields import Ids
from cards.model import Text
from cards.shared.meeting import KINDS
from handlers.absence.absence_view import (
    runs,
    situation,
    taken_on_in,
    to_find_a_time_for,
    without_cover,
)
from handlers.notifications.notice import DutyNotice, EventNotice, NoticeContext, NoticeKey, notice
from handlers.notifications.notifier import latest
from handlers.shared import awaiting_outcome, meetings
from handlers.shared.absent import name_of, shown
from handlers.shared.taking_cover import left_alone_in
from handlers.shared.uncovered import away_again
from policy.duties.absences import COVER_AWAY
from policy.ruleset import Duty
from storage import absences, people
from storage.absences import AbsenceView
from storage.sessions import SessionView
from storage.states import AbsenceState
from storage.work import Work


@notice(Duty.ARRANGE_COVER)
class CoverOwed(DutyNotice[CoverNeeded]):
    """To whoever arranges, and again while nobody does; not that a cover is away too, where they know."""

    def says(self, work: Work, context: NoticeContext) -> CoverNeeded | None:
        key = self.kept.obligation.key
        view = absences.absence(work, key.subject.id)
        if key.fact.kind == COVER_AWAY and self._is_known(work, view, context):
            return None
        supervisees = absences.supervisees(work, view)
        source = titled(work.rule_of(self.kept.obligation))
        now, again = situation(work, view, supervisees), context.step != "card"
        return CoverNeeded(now, work.today, source, again=again)

    def ended(self, work: Work, _context: NoticeContext) -> Text:
        """Of cover that was away too: who is back, or that another was named, and who still has nobody."""
        key = self.kept.obligation.key
        view = absences.absence(work, key.subject.id)
        if key.fact.kind != COVER_AWAY or not runs(work, view):
            return ()
        away = absences.absence(work, int(key.fact.id))
        left = [one.name for one in left_alone_in(work, view)]
        return cover_again(
            away.person.name, left, work.today, back=not (runs(work, away) and away.covers(work.today))
        )

    def _is_known(self, work: Work, view: AbsenceView, context: NoticeContext) -> bool:
        """Whether this reader was told by itself: no card says it again, nor anything else on that day. Whoever
        answers since then knows nothing of it."""
        at = cover_away_notified(work, view, int(self.kept.obligation.key.fact.id), context.reader)
        if context.step == "card" or at is None:
            return at is not None
        return work.calendar.day_of(at) == work.today and not context.sent


@notice("covering")
class CoverNamed(EventNotice[Covering]):
    """To the cover: what they take on; nothing once it ended or went to somebody else. ``at``: when they were named,
    since a later naming of the same people is news again."""

    absence: int
    cover: int
    supervisees: Ids
    at: str = ""

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:covering", self.at)

    def says(self, work: Work, context: NoticeContext) -> Covering | None:
        view = absences.absence(work, self.absence)
        made = absences.arranged(work, view.id)
        mine = [i for i in self.supervisees if i in made and made[i].cover_id == context.reader]
        if not runs(work, view) or not mine:
            return None
        whom = list(people.people(work, mine).values())
        due = awaiting_outcome.in_a_message(work, taken_on_in(work, view, whom))
        taken = Situation(shown(view), [p.name for p in whom], (), due)
        cancelled = _shown(work, to_find_a_time_for(work, view, mine, people.person(work, context.reader)))
        return Covering(context.reader, tuple(mine), taken, _booked(work, view, mine), work.today, cancelled)


@notice("covered")
class CoverArrangedForYou(EventNotice[Covered]):
    """To the supervisee, while it is so. ``at``: as for the cover."""

    absence: int
    cover: int
    at: str = ""

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:covered", self.at)

    def says(self, work: Work, context: NoticeContext) -> Covered | None:
        view = absences.absence(work, self.absence)
        one = absences.arranged(work, view.id).get(context.reader)
        if not runs(work, view) or one is None or one.cover_id != self.cover:
            return None
        cover, booked = people.person(work, self.cover), _booked(work, view, [context.reader])
        prepares = work.rules.has(Duty.PREPARE)
        return Covered(
            shown(view), cover.name, cover.id, context.reader, booked, work.today, prepares=prepares
        )


def _booked(work: Work, view: AbsenceView, supervisee_ids: Sequence[int]) -> list[StillBooked]:
    found = [s for i in supervisee_ids for s in absences.upcoming(work, view, i)]
    return _shown(work, sorted(found, key=lambda s: s.starts_at))


def _shown(work: Work, found: Sequence[SessionView]) -> list[StillBooked]:
    at = [meetings.moment(work, s.starts_at) for s in found]
    return [StillBooked(s.id, KINDS[s.kind], s.supervisee.name, on) for s, on in zip(found, at, strict=True)]


@notice("cover_ends")
class CoverEndMoved(EventNotice[CoverEnds]):
    """To both sides of the cover, until it moves again; to the supervisee alone nothing once their supervisor is away
    again. ``last``: the last day of it; ``at``: when that was known."""

    absence: int
    cover: int
    last: str = ""
    at: str = ""

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:ends", f"{self.last or 'open'}.{self.at}")

    def says(self, work: Work, context: NoticeContext) -> CoverEnds | None:
        view = absences.absence(work, self.absence)
        if view.state != AbsenceState.CONFIRMED or str(view.last or "") != self.last:
            return None
        made, reader = absences.arranged(work, view.id), context.reader
        mine, covers = made.get(reader), any(one.cover_id == reader for one in made.values())
        again = away_again(work, view)
        if again and not covers:
            return None
        other = name_of(work, mine.cover_id) if mine and mine.cover_id and not again else ""
        return CoverEnds(shown(view), view.returns, other, work.today, covers)


@notice("cover_over")
class CoverIsOver(EventNotice[CoverOver]):
    """To whoever arranged the cover, until its end moves again. ``last``: the last day of it; ``at``: when that was
    known."""

    absence: int
    last: str
    at: str

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:over", f"{self.last}.{self.at}")

    def says(self, work: Work, context: NoticeContext) -> CoverOver | None:
        view = absences.absence(work, self.absence)
        if view.state != AbsenceState.CONFIRMED or str(view.last or "") != self.last or view.returns is None:
            return None
        made = absences.arranged(work, view.id)
        mine = [i for i, one in made.items() if one.cover_id and one.arranged_by_id == context.reader]
        names = [p.name for p in people.people(work, mine).values()]
        if not names:
            return None
        return CoverOver(shown(view), view.returns, names, work.today, without_cover(work, view))


@notice("cover_passed_on")
class CoverWentToAnother(EventNotice[CoverPassedOn]):
    """To whoever covered, until they are named again. ``at``: when somebody else was."""

    absence: int
    supervisees: Ids
    at: str

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:passed_on", self.at)

    def says(self, work: Work, context: NoticeContext) -> CoverPassedOn | None:
        view, made = absences.absence(work, self.absence), absences.arranged(work, self.absence)
        gone = [i for i in self.supervisees if i in made and made[i].cover_id != context.reader]
        names = [p.name for p in people.people(work, gone).values()]
        since = work.calendar.day_of(datetime.fromisoformat(self.at).replace(tzinfo=UTC))
        return CoverPassedOn(shown(view), names, since) if runs(work, view) and names else None


@notice("cover_gone")
class CoverIsAway(EventNotice[CoverGone]):
    """To whoever arranges, while somebody who covers is away themselves. ``away``: that absence."""

    absence: int
    away: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:cover_gone:{self.away}", "gone")

    def says(self, work: Work, context: NoticeContext) -> CoverGone | None:
        view, away = absences.absence(work, self.absence), absences.absence(work, self.away)
        parts = [one for one in absences.stretch(work, view) if one.first >= view.first]
        made = [one for part in parts for one in absences.arranged(work, part.id).values()]
        mine = {one.supervisee_id for one in made if one.cover_id == away.person.id}
        if not runs(work, view) or not runs(work, away) or not mine:
            return None
        names = {i: p.name for i, p in people.people(work, list(mine)).items()}
        return CoverGone(
            shown(view), shown(away), names, own=away.person.id == context.reader, today=work.today
        )


def cover_away_notified(work: Work, view: AbsenceView, away: int, to: int | None = None) -> datetime | None:
    """When it was told (UTC) that somebody who covers in this stretch away is away too, or is about to be; ``to``: to
    this person."""
    parts = absences.stretch(work, view)
    told = (latest(work, CoverIsAway, f"absence:{part.id}:cover_gone", to) for part in parts)
    return next((one.planned_at for one in told if one and one.notice.away == away), None)
