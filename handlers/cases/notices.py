"""What is told about cases: what falls due, longer intervals, judgements, events and decisions."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from cards.cases import decision as cards_decision
from cards.cases import due as cards_due
from cards.cases import event as cards_event
from cards.cases import grant as cards_grant
from cards.cases import judge as cards_judge
from cards.cases.grant import Happened
from cards.model import Button
from cards.shared import acts
from cards.shared.claims import NobodySaidBack
from cards.shared.meeting import NextMeeting
from handlers.cases.council_words import category_words, event_words
from handlers.cases.decided import decided, decision_source
from handlers.notifications.notice import DutyNotice, EventNotice, NoticeContext, NoticeKey, notice
from handlers.shared import awaiting_outcome, obligation_words, rebooking
from handlers.shared.case_lookup import cite_rule
from handlers.shared.interval_request import case_of_request, to_grant, why_lapsed
from handlers.shared.longer_interval import (
    granters,
    owed_on_record,
    standing_grants,
    tiers_for,
    unfit_grants,
)
from handlers.shared.meetings import meeting, noted_by
from handlers.shared.next_due import discuss_due_on, next_due
from handlers.shared.next_meeting import (
    booked_in_time,
    booking,
    in_time,
    name_with,
    next_meeting,
    plan_review,
)
from handlers.shared.uncovered import covers_meanwhile, without_anybody
from policy.facts import Subject, SubjectKind
from policy.obligations import Waiting, is_overdue
from policy.ruleset import Duty
from storage import (
    answering,
    case_events,
    cases,
    decisions,
    duties,
    intervals,
    people,
    repeated_nudges,
    sessions,
    supervision,
)
from storage.duties import KeptObligation
from storage.facts.readers import stood_for
from storage.work import Work

# What falls due


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
        shown = cards_due.FallsDue(
            *(line, work.today, name), escalates=context.escalates, meets=meets, uncovered=gone, absent=absent
        )
        shown = replace(shown, covered=covers_meanwhile(work, worker)) if context.escalates else shown
        books = None if in_time(work, self.kept, meets) else booking(work, self.kept, context.reader)
        if reviewed:
            return replace(shown, acts=(reviewed, books) if books else (reviewed,))
        if asked and not context.escalates and self._is_asked(work, asked, meets, context.reader):
            view = sessions.session(work, asked.obligation.key.subject.id)
            over = meeting(work, view, people.person(work, context.reader))
            return replace(shown, asks=over, noted_by=noted_by(work, view, context.reader))
        return replace(shown, acts=(books,)) if books else shown

    def _is_asked(self, work: Work, asked: KeptObligation, meets: NextMeeting, reader: int) -> bool:
        """Of what is booked in time, and of whoever answers for it no more once one is booked, it isn't."""
        theirs = meets.starts is None or answering.who_answers(work, asked.obligation) == reader
        return theirs and not in_time(work, self.kept, meets)

    def _needs_no_notice(
        self, work: Work, context: NoticeContext, reviewed: Button | None, asked: KeptObligation | None
    ) -> bool:
        booked = not reviewed and booked_in_time(work, self.kept)
        return booked or bool(context.escalates and asked)


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
        if said and context.escalates and rebooking.alike_to_line(work, self.kept.obligation):
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
        back = () if context.escalates else (acts.back_at_work(view.id, own=own),)
        return replace(said, unsaid=claim, acts=(*back, *said.acts))

    def _passed_to_line(self, work: Work) -> bool:
        return is_overdue(rebooking.limit_to_line(work, self.kept.obligation), work.today)

    def _read_of_the_first(self, work: Work) -> set[int]:
        o = self.kept.obligation
        before = [Subject(SubjectKind.SESSION, i) for i in stood_for(work, [o.key.subject.id])]
        found = duties.open_about(work, before, str(Duty.REBOOK)) if before and o.due else []
        earlier = [k.id for k in found if k.obligation.due and o.due and k.obligation.due <= o.due]
        return repeated_nudges.notified_or_planned(work, earlier)


# Longer intervals


@notice("interval_asked")
class IntervalAsked(EventNotice[cards_grant.ToGrant]):
    """To whoever may grant it, while it waits and they still may. ``week``: asked again, for the how manieth time."""

    asked: int
    case: int = 0
    week: int = 0

    def key(self) -> NoticeKey:
        return NoticeKey(
            f"case:{self.case}:interval:{self.asked}", f"again.{self.week}" if self.week else "ask"
        )

    def says(self, work: Work, context: NoticeContext) -> cards_grant.ToGrant | None:
        return to_grant(work, intervals.asked(work, self.asked), people.person(work, context.reader))


@notice("interval_news")
class IntervalNews(EventNotice[cards_grant.IntervalNews]):
    """One step of a longer interval, as it happened, to the asker, the case's worker and their supervisor: of what was
    asked for, or of what was granted. ``by``: who ended it, or took back the ``event`` that had."""

    what: Happened
    asked: int = 0
    grant: int = 0
    by: int = 0
    case: int = 0
    event: int = 0

    def key(self) -> NoticeKey:
        if not self.grant:
            return NoticeKey(f"case:{self.case}:interval:{self.asked}", str(self.what))
        if self.event:
            return NoticeKey(f"case:{self.case}:granted:{self.grant}", f"{self.what}.{self.event}")
        since = "ended" if self.what is Happened.ENDED else "granted"
        return NoticeKey(f"case:{self.case}:{since}:{self.grant}", str(self.what))

    def says(self, work: Work, _context: NoticeContext) -> cards_grant.IntervalNews | None:
        return self._of_grant(work) if self.grant else self._of_request(work)

    def _of_grant(self, work: Work) -> cards_grant.IntervalNews:
        granted = intervals.one(work, self.grant)
        case, by = case_of_request(work, granted.case_id), self.by or granted.by
        if self.what is Happened.RECORDED:
            by = supervision.supervisor_now(work, case.worker_id or 0) or by
        waits = self.what is Happened.GRANTED and bool(owed_on_record(work, case, granted.id))
        name = people.person(work, by).name
        return cards_grant.IntervalNews(self.what, case.reference, str(granted.every), name, confirm=waits)

    def _of_request(self, work: Work) -> cards_grant.IntervalNews | None:
        asked = intervals.asked(work, self.asked)
        case, begins = case_of_request(work, asked.case_id), self.what is Happened.ASKED
        if begins and (asked.answered_on or why_lapsed(work, case, asked)):
            return None
        by = asked.by if begins else (asked.answered_by or asked.by)
        who = [p.name for p in granters(work, case, tiers_for(work, case, asked.every))]
        name = people.person(work, by).name
        return cards_grant.IntervalNews(self.what, case.reference, str(asked.every), name, who)


@notice("interval_ended")
class IntervalEnded(EventNotice[cards_event.IntervalEnded]):
    """To the case's worker and their supervisor: an event ended it. Nothing if that turned out to be a mistake."""

    event: int
    case: int
    every: tuple[str, ...]

    def key(self) -> NoticeKey:
        return NoticeKey(f"case:{self.case}:ended:{self.event}", "ended")

    def says(self, work: Work, _context: NoticeContext) -> cards_event.IntervalEnded | None:
        case = cases.case(work, self.case)
        one = next((e for e in case_events.of_case(work, case.id) if e.id == self.event), None)
        if one is None:
            return None
        what = event_words(work, one.what)
        return cards_event.IntervalEnded(case.reference, self.every, what, one.on, next_due(work, case))


@notice("interval_ends")
class IntervalEnds(EventNotice[cards_grant.Ends]):
    """To the pair and whoever granted it: before its last day and, with ``last``, on it; nothing once it was ended, or
    ends another day."""

    grant: int
    case: int
    until: date
    last: bool = False

    def key(self) -> NoticeKey:
        return NoticeKey(
            f"case:{self.case}:ends:{self.grant}", f"{'last' if self.last else 'before'}.{self.until}"
        )

    def says(self, work: Work, _context: NoticeContext) -> cards_grant.Ends | None:
        case = cases.case(work, self.case)
        found = (one for one, _ in standing_grants(work, case) if one.id == self.grant)
        one = next(found, None)
        if one is None or one.until != self.until:
            return None
        due = discuss_due_on(work, case, self.until + timedelta(days=1))
        return cards_grant.Ends(case.reference, str(one.every), self.until, self.last, case.id, due)


@notice("interval_unfit")
class IntervalCountsNoLonger(EventNotice[cards_grant.CountsNoLonger]):
    """To the same, once, where the case became one for which the policy knows no such interval; nothing once it is
    one again, or the grant is over."""

    grant: int
    case: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"case:{self.case}:ends:{self.grant}", "unfit")

    def says(self, work: Work, _context: NoticeContext) -> cards_grant.CountsNoLonger | None:
        case, one = cases.case(work, self.case), intervals.one(work, self.grant)
        if one not in unfit_grants(work, case, intervals.running(work, case.id)):
            return None
        return cards_grant.CountsNoLonger(case.reference, str(one.every), next_due(work, case))


@notice(Duty.RECORD_INTERVAL)
class IntervalToRecord(DutyNotice[cards_grant.IntervalToRecord]):
    """To the supervisor, until it is on the supervision record."""

    def says(self, work: Work, _context: NoticeContext) -> cards_grant.IntervalToRecord:
        o = self.kept.obligation
        one = intervals.one(work, int(o.key.fact.id))
        case, by = case_of_request(work, one.case_id), people.person(work, one.by).name
        rule = cite_rule(work.rule_of(o))
        return cards_grant.IntervalToRecord(case.reference, str(one.every), one.id, by, rule)


# Judgements and events


@notice("judged")
class Judged(EventNotice[cards_judge.Judged]):
    """To the case's worker and their supervisor; nothing once it was judged otherwise. ``at``: the second."""

    case: int
    by: int
    now: tuple[str, ...]
    no_longer: tuple[str, ...]
    at: str = ""

    def key(self) -> NoticeKey:
        return NoticeKey(f"case:{self.case}:judged", self.at)

    def says(self, work: Work, _context: NoticeContext) -> cards_judge.Judged | None:
        case = cases.case(work, self.case)
        if not set(self.now) <= set(case.categories) or set(self.no_longer) & set(case.categories):
            return None
        who = people.person(work, self.by).name
        now, no_longer = category_words(work, self.now), category_words(work, self.no_longer)
        return cards_judge.Judged(case.reference, who, now, no_longer, next_due(work, case))


@notice(Duty.RAISE)
class EventToRaise(DutyNotice[cards_event.ToRaise]):
    """Before the day, while it can still be considered."""

    def says(self, work: Work, context: NoticeContext) -> cards_event.ToRaise | None:
        o = self.kept.obligation
        known = {e.id: e for e in case_events.of_case(work, o.key.subject.id)}
        one = known.get(int(o.key.fact.id))
        if one is None or o.due is None or work.today > max(one.on, min(o.due, one.until or o.due)):
            return None
        meets = next_meeting(work, self.kept, context.reader)
        line = obligation_words.lines(work, [self.kept])[0]
        return cards_event.ToRaise(
            *(line, event_words(work, one.what), one.on, meets, self._ways(work, context, meets)),
            goes_on=one.on < o.due,
            past=is_overdue(o.due, work.today),
        )

    def _ways(self, work: Work, context: NoticeContext, meets: NextMeeting) -> tuple[Button, ...]:
        """Onto the group's agenda; without groups to a session of the two, unless one is booked in time."""
        key = self.kept.obligation.key
        if work.rules.knows_groups:
            return (cards_event.raise_button(key.subject.id, int(key.fact.id)),)
        books = None if in_time(work, self.kept, meets) else booking(work, self.kept, context.reader)
        return (books,) if books else ()


# Decisions outside supervision


@notice("decision_alert")
class DecisionMade(EventNotice[cards_decision.Made]):
    """To those who must know of it."""

    decision: int
    case: int = 0

    def key(self) -> NoticeKey:
        return NoticeKey(f"case:{self.case}:decision:{self.decision}")

    def says(self, work: Work, _context: NoticeContext) -> cards_decision.Made | None:
        view = decisions.decision(work, self.decision)
        if view.taken_back_by:
            return None
        return cards_decision.Made(decided(work, view), decision_source(work, view.kind))


@notice("decision_back")
class DecisionIsTakenBack(EventNotice[cards_decision.DecisionIsTakenBack]):
    """To whoever was told of it, and whoever is said to have made it."""

    decision: int
    case: int = 0

    def key(self) -> NoticeKey:
        return NoticeKey(f"case:{self.case}:decision_back:{self.decision}")

    def says(self, work: Work, _context: NoticeContext) -> cards_decision.DecisionIsTakenBack:
        view = decisions.decision(work, self.decision)
        by = people.person(work, view.taken_back_by or view.said_by_id).name
        return cards_decision.DecisionIsTakenBack(decided(work, view), by)


@notice(Duty.RECORD_DECISION)
class DecisionToRecord(DutyNotice[cards_decision.DecisionToRecord | cards_decision.DecisionLate]):
    """To whoever made it; up the line where practice says so."""

    def says(
        self, work: Work, context: NoticeContext
    ) -> cards_decision.DecisionToRecord | cards_decision.DecisionLate:
        owed = self.kept.obligation
        view = decisions.decision(work, int(owed.key.fact.id))
        if context.escalates and owed.due:
            return cards_decision.DecisionLate(decided(work, view), owed.due)
        source = decision_source(work, view.kind)
        return cards_decision.DecisionToRecord(decided(work, view), owed.due, work.today, source)
