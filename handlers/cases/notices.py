"""What is told about cases: longer intervals, judgements, events and decisions."""

from __future__ import annotations

from datetime import date, timedelta

from cards.cases import decision as cards_decision
from cards.cases import event as cards_event
from cards.cases import grant as cards_grant
from cards.cases import interval as cards_interval
from cards.cases import interval_news as cards_interval_news
from cards.cases import judge as cards_judge
from cards.cases import lapsed as cards_lapsed
from cards.cases.interval_news import Happened
from cards.model import Button, Text
from cards.shared.meeting import NextMeeting
from handlers.cases.council_words import category_words, event_words
from handlers.cases.decided import decided, decision_source
from handlers.notifications.notice import DutyNotice, EventNotice, NoticeContext, NoticeKey, notice
from handlers.shared import obligation_words, times
from handlers.shared.case_lookup import cite_rule
from handlers.shared.interval_request import case_of_request, to_grant, why_gone, why_lapsed
from handlers.shared.longer_interval import (
    granters,
    never_counted,
    owed_on_record,
    standing_grants,
    tiers_for,
    unfit_grants,
)
from handlers.shared.next_due import discuss_due, discuss_due_on, next_due
from handlers.shared.next_meeting import (
    booking,
    in_time,
    next_meeting,
)
from policy.obligations import is_overdue
from policy.ruleset import Duty
from storage import (
    case_events,
    cases,
    decisions,
    intervals,
    people,
    supervision,
)
from storage.cases import CaseView
from storage.intervals import GrantView
from storage.work import Work

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

    def ended(self, work: Work, _context: NoticeContext) -> Text:
        """To whoever else might have granted it too: who did, or why nobody can."""
        asked = intervals.asked(work, self.asked)
        gone = why_gone(work, case_of_request(work, asked.case_id), asked)
        return (gone,) if gone else ()


@notice("interval_lapsed")
class IntervalHasLapsed(EventNotice[cards_lapsed.IntervalLapsed]):
    """To whoever asked for it, while nobody can answer it."""

    asked: int
    case: int = 0

    def key(self) -> NoticeKey:
        return NoticeKey(f"case:{self.case}:interval:{self.asked}", "lapsed")

    def says(self, work: Work, _context: NoticeContext) -> cards_lapsed.IntervalLapsed | None:
        asked = intervals.asked(work, self.asked)
        case = case_of_request(work, asked.case_id)
        why = "" if asked.answered_on else why_lapsed(work, case, asked)
        return cards_lapsed.IntervalLapsed(case.reference, str(asked.every), why) if why else None


@notice("interval_news")
class IntervalNews(EventNotice[cards_interval_news.IntervalNews]):
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

    def says(self, work: Work, context: NoticeContext) -> cards_interval_news.IntervalNews | None:
        return self._of_grant(work, context) if self.grant else self._of_request(work)

    def _of_grant(self, work: Work, context: NoticeContext) -> cards_interval_news.IntervalNews | None:
        """What has ended meanwhile isn't told as news of today."""
        granted = intervals.one(work, self.grant)
        case, by = case_of_request(work, granted.case_id), self.by or granted.by
        if self.what is Happened.RECORDED:
            by = supervision.supervisor_now(work, case.worker_id or 0) or by
        waits, holds = bool(owed_on_record(work, case, granted.id)), self.what is not Happened.ENDED
        stands = waits or granted in standing_grants(work, case)
        if holds and not (stands or context.sent):
            return None
        return cards_interval_news.IntervalNews(
            self.what,
            case.reference,
            str(granted.every),
            people.person(work, by).name,
            confirm=waits and self.what is Happened.GRANTED,
            following=next_due(work, case) if stands == holds and not waits else None,
        )

    def _of_request(self, work: Work) -> cards_interval_news.IntervalNews | None:
        asked = intervals.asked(work, self.asked)
        case, begins = case_of_request(work, asked.case_id), self.what is Happened.ASKED
        if begins and (asked.answered_on or why_lapsed(work, case, asked)):
            return None
        by = asked.by if begins else (asked.answered_by or asked.by)
        who = [p.name for p in granters(work, case, tiers_for(work, case, asked.every))]
        name = people.person(work, by).name
        return cards_interval_news.IntervalNews(self.what, case.reference, str(asked.every), name, who)


@notice("often_decided")
class OftenDecided(EventNotice[cards_interval.OftenDecided]):
    """To the case's worker and their supervisor, while it holds, until its last day, if it has one. ``at``: when it was
    decided."""

    case: int
    by: int
    every: str
    at: int
    until: date | None = None

    def key(self) -> NoticeKey:
        return NoticeKey(f"case:{self.case}:often_decided", str(self.at))

    def says(self, work: Work, _context: NoticeContext) -> cards_interval.OftenDecided | None:
        case, on = cases.case(work, self.case), work.calendar.day_of(times.instant(self.at))
        if not case.is_open(work.today) or (self.until and self.until < work.today):
            return None
        who, following = people.person(work, self.by).name, next_due(work, case)
        return cards_interval.OftenDecided(case.reference, who, self.every, on, self.until, following)


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
        found = (one for one in standing_grants(work, case) if one.id == self.grant)
        one = next(found, None)
        if one is None or one.until != self.until:
            return None
        return _ends(work, case, one, last=self.last)


def _ends(
    work: Work, case: CaseView, one: GrantView, *, last: bool, more: bool = False
) -> cards_grant.Ends | None:
    if one.until is None:
        return None
    due, now = discuss_due_on(work, case, one.until + timedelta(days=1)), discuss_due(work, case)
    late = is_overdue(now, work.today)
    return cards_grant.Ends(
        *(case.reference, str(one.every), one.until, last, case.id, due, now), late=late, more=more
    )


@notice("often_ends")
class OftenEnds(EventNotice[cards_grant.Ends]):
    """The same of a decision to discuss a case more often: to the pair and whoever decided it."""

    decision: int
    case: int
    until: date
    last: bool = False

    def key(self) -> NoticeKey:
        step = f"{'last' if self.last else 'before'}.{self.until}"
        return NoticeKey(f"case:{self.case}:often_ends:{self.decision}", step)

    def says(self, work: Work, _context: NoticeContext) -> cards_grant.Ends | None:
        case, one = cases.case(work, self.case), intervals.decided_one(work, self.decision)
        if not case.is_open(work.today) or one.until != self.until or self.until < work.today:
            return None
        return _ends(work, case, one, last=self.last, more=True)


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


@notice("interval_never_counted")
class IntervalNeverCounted(EventNotice[cards_grant.NeverCounted]):
    """To the same, once its last day is past, where it took a confirmation and had none. Who reads that somebody ended
    it reads nothing of this."""

    grant: int
    case: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"case:{self.case}:ended:{self.grant}", str(Happened.ENDED))

    def says(self, work: Work, _context: NoticeContext) -> cards_grant.NeverCounted | None:
        case, one = cases.case(work, self.case), intervals.one(work, self.grant)
        if one.until is None or not never_counted(work, case, one):
            return None
        return cards_grant.NeverCounted(
            case.reference, str(one.every), one.until, case.id, next_due(work, case)
        )


@notice(Duty.RECORD_INTERVAL)
class IntervalToRecord(DutyNotice[cards_grant.IntervalToRecord]):
    """To the supervisor, until it is on the supervision record."""

    def says(self, work: Work, _context: NoticeContext) -> cards_grant.IntervalToRecord:
        o = self.kept.obligation
        one = intervals.one(work, int(o.key.fact.id))
        case, by = case_of_request(work, one.case_id), people.person(work, one.by).name
        rule = cite_rule(work.rule_of(o))
        return cards_grant.IntervalToRecord(case.reference, str(one.every), one.id, by, rule)

    def ended(self, work: Work, _context: NoticeContext) -> Text:
        one = intervals.one(work, int(self.kept.obligation.key.fact.id))
        over = never_counted(work, cases.case(work, one.case_id), one)
        return cards_grant.ended_unconfirmed(one.until) if one.until and over else ()


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
