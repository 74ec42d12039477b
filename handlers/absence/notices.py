"""What is told about absences: said and confirmed, noted of somebody, and a supervisor's covered."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Literal

from cards.absence.absence import AbsenceNoted, SuperviseeAway
from cards.absence.arrange import ArrangementAsked, CoverNeeded, ReportArrived, ReportDue, Situation
from cards.absence.before_leave import DueWhileAway
from cards.absence.claim import AbsenceClaimed, ClaimAnswered
from cards.absence.cover import Covered, CoverEnds, CoverGone, Covering, CoverOver, CoverPassedOn, StillBooked
from cards.kept_fields import Ids
from cards.model import Text
from cards.sessions.group import MemberAway
from cards.shared import endings
from cards.shared.meeting import KINDS
from cards.words import cited, titled
from handlers.absence.absence_view import (
    arranger,
    due_meanwhile,
    falls_due_in,
    may_name_cover,
    runs,
    shown_whole,
    situation,
    to_find_a_time_for,
    to_take_on,
    who_covers_whom,
    without_cover,
)
from handlers.notifications.notice import DutyNotice, EventNotice, NoticeKey, Told, notice
from handlers.notifications.notifier import latest, notify
from handlers.shared import awaiting_outcome, meetings
from handlers.shared.absence_claims import claim_source, claimed
from handlers.shared.absent import name_of, shown
from policy.duties.absences import COVER_AWAY
from policy.facts import SessionState
from policy.ruleset import Duty, Role
from storage import absences, people, repeated_nudges, sessions
from storage.absences import AbsenceView
from storage.sessions import SessionView
from storage.states import AbsenceState
from storage.work import Work

# Recorded, and said by a supervisee


@notice("supervisee_away")
class SuperviseeIsAway(EventNotice[SuperviseeAway]):
    """``tell``: to whoever answers as supervisor by then. ``by``: who recorded it, and reads it while nobody covers."""

    absence: int
    supervisee: int
    tell: Role
    by: int | None = None

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:supervisee")

    def says(self, work: Work, told: Told) -> SuperviseeAway | None:
        view = absences.absence(work, self.absence)
        alone = bool(without_cover(work, view))
        if view.state != AbsenceState.CONFIRMED or (told.reader == self.by and not alone):
            return None
        covers = alone and may_name_cover(work, people.person(work, told.reader), view)
        due, covered = falls_due_in(work, view), who_covers_whom(work, view)
        return SuperviseeAway(shown(view), due, work.today, covers, covered)


@notice("group_without")
class GroupWithoutMember(EventNotice[MemberAway]):
    """To whoever leads a group that somebody in it will miss, while it is so."""

    session: int
    absence: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:without:{self.absence}")

    def says(self, work: Work, told: Told) -> MemberAway | None:
        session, view = sessions.session(work, self.session), absences.absence(work, self.absence)
        to_come = session.state is SessionState.BOOKED and session.starts_at > work.now
        if not to_come or view.state != AbsenceState.CONFIRMED or not view.covers(session.on):
            return None
        return MemberAway(meetings.meeting(work, session, people.person(work, told.reader)), view.person.name)


@notice("absence_noted")
class AbsenceRecordedByAnother(EventNotice[AbsenceNoted]):
    """To the person themselves. ``by``: who recorded it."""

    absence: int
    by: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:noted", "noted")

    def says(self, work: Work, _told: Told) -> AbsenceNoted | None:
        view = absences.absence(work, self.absence)
        if view.state != AbsenceState.CONFIRMED:
            return None
        over = view.last is not None and view.last < work.today
        return AbsenceNoted(replace(shown(view), name=""), name_of(work, self.by), over)


@notice("due_while_away")
class FallsDueWhileAway(EventNotice[DueWhileAway]):
    """To the person themselves, before they are away, of each pair of days once: of absences in a row the first's first
    and the last's last. What they are reminded of that day by itself is only counted."""

    absence: int
    first: date
    last: date | None = None

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:due", f"{self.first}.{self.last or 'open'}")

    def says(self, work: Work, told: Told) -> DueWhileAway | None:
        view = absences.absence(work, self.absence)
        row = absences.stretch(work, view, own_days=True) if view.state == AbsenceState.CONFIRMED else []
        as_told = bool(row) and (row[0].first, row[-1].last) == (self.first, self.last)
        due = due_meanwhile(work, row) if as_told and work.today < self.first else []
        beside = told.beside | repeated_nudges.told_today(work, told.reader) if due else told.beside
        found = [k for k in due if k.id not in beside]
        if not found:
            return None
        away = replace(shown(view), name="", first=self.first, last=self.last)
        return DueWhileAway(away, awaiting_outcome.as_known(work, found), work.today, len(due) - len(found))

    def ended(self, work: Work) -> Text:
        begun = (
            self.first <= work.today and absences.absence(work, self.absence).state is AbsenceState.CONFIRMED
        )
        return endings.away_since(self.first) if begun else ()


@notice("absence_claim")
class AbsenceToConfirm(EventNotice[AbsenceClaimed]):
    """To whoever can confirm it, until somebody answered."""

    absence: int
    step: Literal["ask", "again", "up"] = "ask"

    def key(self) -> NoticeKey:
        return NoticeKey(claim_source(self.absence), self.step)

    def says(self, work: Work, told: Told) -> AbsenceClaimed | None:
        view = absences.absence(work, self.absence)
        if view.state != AbsenceState.SAID:
            return None
        return claimed(work, view, again=told.step != "ask")


@notice("absence_answer")
class AbsenceClaimAnswered(EventNotice[ClaimAnswered]):
    """To the supervisee who had said it, until the answer is another. ``by``: who answered."""

    absence: int
    by: int
    state: AbsenceState | None = None

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:answer", str(self.state or ""))

    def says(self, work: Work, told: Told) -> ClaimAnswered | None:
        view = absences.absence(work, self.absence)
        if view.state != told.step:
            return None
        return ClaimAnswered(shown(view), name_of(work, self.by), view.state == AbsenceState.CONFIRMED)


# A supervisor's long absence: reported and arranged for (B20)


@notice(Duty.REPORT_ABSENCE)
class ReportOwed(DutyNotice[ReportDue]):
    """To each supervisee, while there is somebody to report it to."""

    def says(self, work: Work, _told: Told) -> ReportDue | None:
        view = absences.absence(work, self.kept.obligation.key.subject.id)
        to = arranger(work, view.person.id)
        if to is None:
            return None
        rule = work.rule_of(self.kept.obligation)
        clause = cited(rule.id, rule.clause) if rule else ""
        return ReportDue(shown_whole(work, view), people.person(work, to).name, clause)


@notice("absence_reported")
class AbsenceIsReported(EventNotice[ArrangementAsked]):
    """To whoever arranges, while this supervisee has nobody; the supervisee hears once it has arrived."""

    absence: int
    supervisee: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:reported:{self.supervisee}", "report")

    def says(self, work: Work, _told: Told) -> ArrangementAsked | None:
        view = absences.absence(work, self.absence)
        one = absences.arranged(work, view.id).get(self.supervisee)
        if not runs(work, view) or (one and one.cover_id):
            return None
        who = people.person(work, self.supervisee)
        return ArrangementAsked(situation(work, view, [who]), who.name, work.today)

    def on_delivery(self, work: Work, told: Told) -> None:
        notify(work, ReportHasArrived(absence=self.absence, to=told.reader), to=self.supervisee)


@notice("absence_told")
class ReportHasArrived(EventNotice[ReportArrived]):
    """To the supervisee. ``to``: who has been told."""

    absence: int
    to: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:told")

    def says(self, work: Work, _told: Told) -> ReportArrived:
        view = absences.absence(work, self.absence)
        return ReportArrived(shown(view), people.person(work, self.to).name)


@notice(Duty.ARRANGE_COVER)
class CoverOwed(DutyNotice[CoverNeeded]):
    """To whoever arranges, and again while nobody does; not that a cover is away too, where they know."""

    def says(self, work: Work, told: Told) -> CoverNeeded | None:
        key = self.kept.obligation.key
        view = absences.absence(work, key.subject.id)
        if key.fact.kind == COVER_AWAY and self._is_known(work, view, told):
            return None
        supervisees = absences.supervisees(work, view.person.id)
        source = titled(work.rule_of(self.kept.obligation))
        now, again = situation(work, view, supervisees), told.step != "card"
        return CoverNeeded(now, work.today, source, again=again)

    def _is_known(self, work: Work, view: AbsenceView, told: Told) -> bool:
        """Whether it was told by itself: no card says it again, nor anything else to the same reader on that day."""
        at = cover_away_told(work, view, int(self.kept.obligation.key.fact.id))
        if told.step == "card" or at is None:
            return at is not None
        same_day = work.calendar.day_of(at) == work.today
        return same_day and not told.sent and told.reader == arranger(work, view.person.id)


# Covered, and over


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

    def says(self, work: Work, told: Told) -> Covering | None:
        view = absences.absence(work, self.absence)
        made = absences.arranged(work, view.id)
        mine = [i for i in self.supervisees if i in made and made[i].cover_id == told.reader]
        if not runs(work, view) or not mine:
            return None
        whom = list(people.people(work, mine).values())
        due = awaiting_outcome.as_known(work, to_take_on(work, whom))
        taken = Situation(shown(view), [p.name for p in whom], (), due)
        cancelled = _shown(work, to_find_a_time_for(work, view, mine, people.person(work, told.reader)))
        return Covering(told.reader, tuple(mine), taken, _booked(work, view, mine), work.today, cancelled)


@notice("covered")
class CoverArrangedForYou(EventNotice[Covered]):
    """To the supervisee, while it is so. ``at``: as for the cover."""

    absence: int
    cover: int
    at: str = ""

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:covered", self.at)

    def says(self, work: Work, told: Told) -> Covered | None:
        view = absences.absence(work, self.absence)
        one = absences.arranged(work, view.id).get(told.reader)
        if not runs(work, view) or one is None or one.cover_id != self.cover:
            return None
        cover, booked = people.person(work, self.cover), _booked(work, view, [told.reader])
        prepares = work.rules.has(Duty.PREPARE)
        return Covered(shown(view), cover.name, cover.id, told.reader, booked, work.today, prepares=prepares)


def _booked(work: Work, view: AbsenceView, supervisee_ids: Sequence[int]) -> list[StillBooked]:
    found = [s for i in supervisee_ids for s in absences.upcoming(work, view, i)]
    return _shown(work, sorted(found, key=lambda s: s.starts_at))


def _shown(work: Work, found: Sequence[SessionView]) -> list[StillBooked]:
    at = [meetings.moment(work, s.starts_at) for s in found]
    return [StillBooked(s.id, KINDS[s.kind], s.supervisee.name, on) for s, on in zip(found, at, strict=True)]


@notice("cover_ends")
class CoverEndMoved(EventNotice[CoverEnds]):
    """To both sides of the cover, until it moves again. ``last``: the last day of it; ``at``: when that was known."""

    absence: int
    cover: int
    last: str = ""
    at: str = ""

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:ends", f"{self.last or 'open'}.{self.at}")

    def says(self, work: Work, told: Told) -> CoverEnds | None:
        view = absences.absence(work, self.absence)
        if view.state != AbsenceState.CONFIRMED or str(view.last or "") != self.last:
            return None
        made, reader = absences.arranged(work, view.id), told.reader
        mine, covers = made.get(reader), any(one.cover_id == reader for one in made.values())
        other = name_of(work, mine.cover_id) if mine and mine.cover_id else ""
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

    def says(self, work: Work, told: Told) -> CoverOver | None:
        view = absences.absence(work, self.absence)
        if view.state != AbsenceState.CONFIRMED or str(view.last or "") != self.last or view.returns is None:
            return None
        made = absences.arranged(work, view.id)
        mine = [i for i, one in made.items() if one.cover_id and one.arranged_by_id == told.reader]
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

    def says(self, work: Work, told: Told) -> CoverPassedOn | None:
        view, made = absences.absence(work, self.absence), absences.arranged(work, self.absence)
        gone = [i for i in self.supervisees if i in made and made[i].cover_id != told.reader]
        names = [p.name for p in people.people(work, gone).values()]
        return CoverPassedOn(shown(view), names) if runs(work, view) and names else None


@notice("cover_gone")
class CoverIsAway(EventNotice[CoverGone]):
    """To whoever arranges, while somebody who covers is away themselves. ``away``: that absence."""

    absence: int
    away: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:cover_gone:{self.away}", "gone")

    def says(self, work: Work, _told: Told) -> CoverGone | None:
        view, away = absences.absence(work, self.absence), absences.absence(work, self.away)
        parts = [one for one in absences.stretch(work, view) if one.first >= view.first]
        made = [one for part in parts for one in absences.arranged(work, part.id).values()]
        mine = {one.supervisee_id for one in made if one.cover_id == away.person.id}
        if not runs(work, view) or not runs(work, away) or not mine:
            return None
        return CoverGone(shown(view), shown(away), [p.name for p in people.people(work, list(mine)).values()])


def cover_away_told(work: Work, view: AbsenceView, away: int) -> datetime | None:
    """When it was told (UTC) that somebody who covers in this stretch away is away too, or is about to be."""
    parts = absences.stretch(work, view)
    told = (latest(work, CoverIsAway, f"absence:{part.id}:cover_gone") for part in parts)
    return next((one.planned_at for one in told if one and one.notice.away == away), None)
