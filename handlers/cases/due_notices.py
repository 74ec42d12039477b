"""What is told of a day on which something is to be done with somebody: a case discussed, a plan reviewed, a
supervision, a session made up for."""

from __future__ import annotations

from dataclasses import replace

from cards.cases import due as cards_due
from cards.model import Button
from cards.shared import line_buttons
from cards.shared.at_next import AtNext
from cards.shared.claims import NobodySaidBack
from cards.shared.duty_claims import WhoSays
from handlers.notifications.notice import DutyNotice, NoticeContext, notice
from handlers.shared import as_the_line_reads, awaiting_outcome, obligation_words, rebooking
from handlers.shared.at_next import at_next
from handlers.shared.meetings import meeting, noted_by
from handlers.shared.next_meeting import (
    booked_in_time,
    booking,
    in_time,
    name_with,
    next_meeting,
    plan_review,
)
from handlers.shared.one_way import waits_for_answer
from handlers.shared.uncovered import covers_meanwhile, without_anybody
from policy.facts import Subject, SubjectKind
from policy.obligations import Waiting, is_overdue
from policy.ruleset import Duty
from storage import answering, duties, people, repeated_nudges, sessions
from storage.duties import KeptObligation
from storage.facts.readers import stood_for
from storage.work import Work


class _FallsDue(DutyNotice[cards_due.FallsDue]):
    """What is booked in time needs no reminder: it comes where that is cancelled or moved. Of what hangs on a session
    that nobody answered for the manager above is told that, and of it where it didn't take place."""

    def says(self, work: Work, context: NoticeContext) -> cards_due.FallsDue | None:
        reviewed = plan_review(work, self.kept)
        asked = awaiting_outcome.questions(work, [self.kept]).get(self.kept.id)
        if not context.sent and self._needs_no_notice(work, context, reviewed, asked):
            return None
        line = awaiting_outcome.as_known(work, [self.kept])[0]
        meets, worker = next_meeting(work, self.kept, context.reader), self.kept.obligation.worker_id
        name = name_with(work, self.kept, context.reader)
        gone = without_anybody(work, worker) if context.escalates else None
        absent = awaiting_outcome.away_on_its_day(work, self.kept, context.reader)
        covered = covers_meanwhile(work, worker) if context.escalates else ()
        shown = cards_due.FallsDue(
            *(line, work.today, name),
            escalates=context.escalates,
            meets=meets,
            uncovered=gone,
            absent=absent,
            covered=covered,
            at_next=_due_before(at_next(work, self.kept, meets)),
        )
        books = None if in_time(work, self.kept, meets) else booking(work, self.kept, context.reader)
        if books and (waits := waits_for_answer(work, self.kept, context.reader)):
            books, shown = waits.answer, replace(shown, asked=waits.said)
        if reviewed:
            return replace(shown, acts=(reviewed, books) if books else (reviewed,))
        if asked and not context.escalates:
            shown = self._with_question(work, context.reader, shown, asked)
        return replace(shown, acts=(books,)) if books and not shown.asks else shown

    def _with_question(
        self, work: Work, reader: int, shown: cards_due.FallsDue, asked: KeptObligation
    ) -> cards_due.FallsDue:
        """It is asked of whoever answers for it alone, and of nobody of what is booked in time: others read who is
        asked. What was sent before the session was over asks it too, once it is shown again."""
        who = answering.who_answers(work, asked.obligation)
        if who != reader:
            says = WhoSays(asked.id, people.person(work, who).name) if who and shown.meets.over else None
            return replace(shown, says=says)
        if in_time(work, self.kept, shown.meets):
            return shown
        view = sessions.session(work, asked.obligation.key.subject.id)
        over = meeting(work, view, people.person(work, reader))
        return replace(shown, asks=over, noted_by=noted_by(work, view, reader))

    def _needs_no_notice(
        self, work: Work, context: NoticeContext, reviewed: Button | None, asked: KeptObligation | None
    ) -> bool:
        booked = not reviewed and booked_in_time(work, self.kept)
        return booked or bool(context.escalates and asked)


def _due_before(found: AtNext | None) -> AtNext | None:
    """What the session sees to too late."""
    return found if found and found.due and found.due < found.on else None


@notice(Duty.DISCUSS)
class DiscussionDue(_FallsDue):
    """A case is to be discussed."""


@notice(Duty.REVIEW_PLAN)
class PlanReviewDue(_FallsDue):
    """A case's plan is to be reviewed."""


@notice(Duty.SUPERVISE)
class SupervisionDue(_FallsDue):
    """Somebody is to be supervised."""


@notice(Duty.REBOOK)
class RebookingDue(_FallsDue):
    """A cancelled session is to be made up for. Of one that stood in for another, and was cancelled too, no more is
    said than of that other, whose limit is the earlier: one session makes up for both."""

    def says(self, work: Work, context: NoticeContext) -> cards_due.FallsDue | None:
        if not context.sent and context.reader in self._read_of_the_first(work):
            return None
        said = super().says(work, context)
        if said and context.escalates and as_the_line_reads.is_alike(work, self.kept.obligation):
            said = replace(said, hides=True)
        if said and context.step in (rebooking.UNSAID, rebooking.UNSAID_UP):
            return self._unsaid(work, said, context)
        return said

    def _unsaid(
        self, work: Work, said: cards_due.FallsDue, context: NoticeContext
    ) -> cards_due.FallsDue | None:
        """It waits for a return that nobody has said. Once it is said, or they are recorded as away, or a new time is
        booked, it is what it was: of that there are messages of its own. Those above read, where it was told, that it
        is still to be made up for."""
        view = sessions.session(work, self.kept.obligation.key.subject.id)
        waits = self.kept.obligation.waiting_for is Waiting.RETURN and view.away_id
        if not waits or obligation_words.rebooked(work, self.kept) or people.absence_now(work, waits):
            return replace(said, ahead=not self._passed_to_line(work)) if context.sent else None
        own = waits == context.reader
        claim = NobodySaidBack(view.id, "" if own else people.person(work, waits).name)
        back = () if context.escalates else (line_buttons.back_at_work(view.id, own=own),)
        return replace(said, unsaid=claim, acts=(*back, *said.acts))

    def _passed_to_line(self, work: Work) -> bool:
        return is_overdue(as_the_line_reads.limit(work, self.kept.obligation), work.today)

    def _read_of_the_first(self, work: Work) -> set[int]:
        o = self.kept.obligation
        before = [Subject(SubjectKind.SESSION, i) for i in stood_for(work, [o.key.subject.id])]
        found = duties.open_about(work, before, str(Duty.REBOOK)) if before and o.due else []
        earlier = [k.id for k in found if k.obligation.due and o.due and k.obligation.due <= o.due]
        return repeated_nudges.notified_or_planned(work, earlier)
