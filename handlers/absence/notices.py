"""What is told about absences: said and confirmed, noted of somebody, and a supervisor's reported."""

from __future__ import annotations

from dataclasses import replace
from typing import Literal

from cards.absence.absence import AbsenceNoted, SuperviseeAway
from cards.absence.arrange import ArrangementAsked, ReportArrived, ReportDue
from cards.absence.claim import AbsenceClaimed, ClaimAnswered
from cards.absence.left_alone import ReturnKnown
from cards.formats import cited
from cards.sessions.group import MemberAway
from handlers.absence.absence_view import (
    falls_due_in,
    may_name_cover,
    runs,
    shown_whole,
    situation,
    who_covers_whom,
    without_cover,
)
from handlers.absence.return_known import never_was
from handlers.notifications.notice import DutyNotice, EventNotice, NoticeContext, NoticeKey, notice
from handlers.notifications.notifier import notify
from handlers.shared import meetings
from handlers.shared.absence_claims import arranger, claim_source, claimed
from handlers.shared.absent import name_of, shown
from handlers.shared.uncovered import can_name
from policy.facts import SessionState
from policy.ruleset import Duty, Role
from storage import absences, people, sessions
from storage.states import AbsenceState
from storage.work import Work

# Recorded, and said by a supervisee


@notice("supervisee_away")
class SuperviseeIsAway(EventNotice[SuperviseeAway | ReturnKnown]):
    """``tell``: to whoever answers as supervisor by then; once it is taken back, that. ``by``: who recorded it, and
    reads it while nobody covers."""

    absence: int
    supervisee: int
    tell: Role
    by: int | None = None

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:supervisee")

    def says(self, work: Work, context: NoticeContext) -> SuperviseeAway | ReturnKnown | None:
        view = absences.absence(work, self.absence)
        if context.sent and view.state == AbsenceState.REFUSED:
            return never_was(work, view)
        alone = bool(without_cover(work, view))
        if view.state != AbsenceState.CONFIRMED or (context.reader == self.by and not alone):
            return None
        covers = alone and may_name_cover(work, people.person(work, context.reader), view)
        due, covered = falls_due_in(work, view), who_covers_whom(work, view)
        return SuperviseeAway(shown(view), due, work.today, covers, covered)


@notice("group_without")
class GroupWithoutMember(EventNotice[MemberAway]):
    """To whoever leads a group that somebody in it will miss, while it is so."""

    session: int
    absence: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"session:{self.session}:without:{self.absence}")

    def says(self, work: Work, context: NoticeContext) -> MemberAway | None:
        session, view = sessions.session(work, self.session), absences.absence(work, self.absence)
        to_come = session.state is SessionState.BOOKED and session.starts_at > work.now
        if not to_come or view.state != AbsenceState.CONFIRMED or not view.covers(session.on):
            return None
        shown = meetings.meeting(work, session, people.person(work, context.reader))
        records = session.group is not None and session.group.recorder == view.person
        return MemberAway(shown, view.person.name, records)


@notice("absence_noted")
class AbsenceRecordedByAnother(EventNotice[AbsenceNoted]):
    """To the person themselves. ``by``: who recorded it."""

    absence: int
    by: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:noted", "noted")

    def says(self, work: Work, _context: NoticeContext) -> AbsenceNoted | None:
        view = absences.absence(work, self.absence)
        if view.state != AbsenceState.CONFIRMED:
            return None
        over = view.last is not None and view.last < work.today
        return AbsenceNoted(replace(shown(view), name=""), name_of(work, self.by), over)


@notice("absence_claim")
class AbsenceToConfirm(EventNotice[AbsenceClaimed]):
    """To whoever can confirm it, until somebody answered."""

    absence: int
    step: Literal["ask", "again", "up"] = "ask"

    def key(self) -> NoticeKey:
        return NoticeKey(claim_source(self.absence), self.step)

    def says(self, work: Work, context: NoticeContext) -> AbsenceClaimed | None:
        view = absences.absence(work, self.absence)
        if view.state != AbsenceState.SAID:
            return None
        return claimed(work, view, again=context.step != "ask")


@notice("absence_answer")
class AbsenceClaimAnswered(EventNotice[ClaimAnswered]):
    """To the supervisee who had said it, until the answer is another. ``by``: who answered."""

    absence: int
    by: int
    state: AbsenceState | None = None

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:answer", str(self.state or ""))

    def says(self, work: Work, context: NoticeContext) -> ClaimAnswered | None:
        view = absences.absence(work, self.absence)
        if view.state != context.step:
            return None
        return ClaimAnswered(shown(view), name_of(work, self.by), view.state == AbsenceState.CONFIRMED)


# A supervisor's long absence: reported and arranged for (B20)


@notice(Duty.REPORT_ABSENCE)
class ReportOwed(DutyNotice[ReportDue]):
    """To each supervisee, while there is somebody to report it to."""

    def says(self, work: Work, _context: NoticeContext) -> ReportDue | None:
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

    def says(self, work: Work, _context: NoticeContext) -> ArrangementAsked | None:
        view = absences.absence(work, self.absence)
        one = absences.arranged(work, view.id).get(self.supervisee)
        who = people.person(work, self.supervisee)
        if not runs(work, view) or (one and one.cover_id):
            return None
        if who not in absences.supervisees(work, view):
            return None  # somebody else supervises them by now
        return ArrangementAsked(situation(work, view, [who]), who.name, work.today)

    def on_delivery(self, work: Work, context: NoticeContext) -> None:
        notify(work, ReportHasArrived(absence=self.absence, to=context.reader), to=self.supervisee)


@notice("absence_told")
class ReportHasArrived(EventNotice[ReportArrived]):
    """To the supervisee, unless they hear first that somebody covers. ``to``: who has been told."""

    absence: int
    to: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"absence:{self.absence}:told")

    def says(self, work: Work, context: NoticeContext) -> ReportArrived | None:
        view = absences.absence(work, self.absence)
        one = absences.arranged(work, view.id).get(context.reader)
        waits = runs(work, view) and not (one and one.cover_id)
        if not (waits or context.sent):
            return None
        now, told = can_name(work, context.reader, view.person.id), people.person(work, self.to).name
        return ReportArrived(shown(view), told, waits, now if now != told else "")
