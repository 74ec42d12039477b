"""What is told of a concern about supervision, and of a team that holds too much."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date

from cards.answers import concern as cards_concern
from cards.answers import workload as cards_workload
from cards.formats import cited
from handlers.notifications.notice import DutyNotice, EventNotice, First, NoticeContext, NoticeKey, notice
from handlers.notifications.notifier import notify
from handlers.shared.asked_first import begun
from handlers.shared.team_workload import count_words, is_over, source
from policy.facts import Subject, SubjectKind
from policy.ruleset import Duty, Guidance, GuidancePoint
from storage import people, requests, workload
from storage.requests import RequestView
from storage.work import Work


def meeting_rule(work: Work) -> Guidance | None:
    """Where the policy lets the supervisor's line manager be asked for a meeting; a bot adds nobody it doesn't name."""
    return next((g for g in work.rules.shown_at(GuidancePoint.CONCERN) if g.meeting), None)


@notice("concern")
class MeetingRequested(EventNotice[cards_concern.MeetingRequested]):
    """To whoever is asked, until they have met; once it has arrived, whoever asked is told. ``supervisor`` and ``on``:
    of a row from before requests were kept, which can't be answered here."""

    by: int
    request: int = 0
    supervisor: int = 0
    on: date | None = None

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.by}:concern:{self.request}", "ask")

    def says(self, work: Work, _context: NoticeContext) -> cards_concern.MeetingRequested | None:
        if self.request:
            return meeting_asked(work, requests.request(work, self.request))
        by, other = people.person(work, self.by), people.person(work, self.supervisor)
        return cards_concern.MeetingRequested(0, by.name, other.name, _rules(work))

    def begins(self, work: Work, context: NoticeContext) -> Collection[int]:
        return begun(work, Subject(SubjectKind.PERSON, context.reader), Duty.MEET, [self.request])

    def on_delivery(self, work: Work, context: NoticeContext) -> None:
        notify(work, ConcernDelivered(to=context.reader, by=self.by, on=work.today), to=self.by)


@notice(Duty.MEET)
class MeetingWaits(DutyNotice[cards_concern.MeetingRequested]):
    """The same, again; nothing before the day on which they are to meet is over."""

    def says(self, work: Work, context: NoticeContext) -> cards_concern.MeetingRequested | None:
        view = requests.request(work, int(self.kept.obligation.key.fact.id))
        if not context.sent and view.arranged_for and not view.day_is_over(work.today):
            return None
        return meeting_asked(work, view, again=True)

    def begun_by(self, work: Work) -> First:
        by = requests.request(work, int(self.kept.obligation.key.fact.id)).asked_by
        return First(MeetingRequested, Subject(SubjectKind.PERSON, by))


def meeting_asked(
    work: Work, view: RequestView, *, again: bool = False
) -> cards_concern.MeetingRequested | None:
    """What whoever is asked reads, while it waits."""
    if view.answer:
        return None
    who = people.people(work, [view.asked_by, view.about_id])
    by, other = who[view.asked_by].name, who[view.about_id or view.asked_by].name
    since = view.asked_on if again else None
    over = again and view.day_is_over(work.today)
    return cards_concern.MeetingRequested(view.id, by, other, _rules(work), since, view.arranged_for, over)


def _rules(work: Work) -> list[str]:
    named = meeting_rule(work)
    return [f"{named.text} ({cited(named.id, named.clause)})"] if named else []


@notice("concern_told")
class ConcernDelivered(EventNotice[cards_concern.ConcernDelivered]):
    """To whoever asked for a meeting. ``to``: the manager; ``on``: the day on which it arrived."""

    to: int
    by: int = 0
    on: date | None = None

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.by}:concern_told:{self.on}:{self.to}")

    def says(self, work: Work, _context: NoticeContext) -> cards_concern.ConcernDelivered:
        return cards_concern.ConcernDelivered(people.person(work, self.to).name)


@notice("concern_unanswered")
class MeetingUnanswered(EventNotice[cards_concern.MeetingUnanswered]):
    """To whoever asked (``by``), once, as long as whoever was asked says nothing."""

    request: int
    by: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.by}:concern_unanswered:{self.request}")

    def says(self, work: Work, _context: NoticeContext) -> cards_concern.MeetingUnanswered | None:
        view = requests.request(work, self.request)
        if view.answer or view.arranged_for:
            return None
        away = people.absence_now(work, view.asked_of)
        return cards_concern.MeetingUnanswered(people.person(work, view.asked_of).name, view.asked_on, away)


@notice("concern_news")
class MeetingNews(EventNotice[cards_concern.MeetingNews]):
    """To whoever asked: the day (``on``), or that they met, as whoever was asked says."""

    request: int
    by: int
    on: date
    met: bool = False

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.by}:concern_news:{self.request}", "met" if self.met else str(self.on))

    def says(self, work: Work, _context: NoticeContext) -> cards_concern.MeetingNews | None:
        view = requests.request(work, self.request)
        if not self.met and view.arranged_for != self.on:
            return None
        return cards_concern.MeetingNews(people.person(work, view.asked_of).name, self.on, self.met)


@notice("concern_lapsed")
class MeetingLapsed(EventNotice[cards_concern.MeetingLapsed]):
    """To the other of the two, once whoever asked (``by``) or was asked has left."""

    request: int
    by: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.by}:concern_lapsed:{self.request}")

    def says(self, work: Work, context: NoticeContext) -> cards_concern.MeetingLapsed | None:
        view = requests.request(work, self.request)
        asked = context.reader == view.asked_by
        left = people.person(work, view.asked_of if asked else view.asked_by)
        return (
            None if left.in_post(work.today) else cards_concern.MeetingLapsed(left.name, view.asked_on, asked)
        )


@notice("workload")
class OverLimit(EventNotice[cards_workload.OverLimit]):
    """To those who answer for a team's workload, as it is now; settled once the team holds less."""

    finding: int
    reader: int = 0

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.reader}:workload:{self.finding}", "over")

    def says(self, work: Work, _context: NoticeContext) -> cards_workload.OverLimit | None:
        rule, team, stands = workload.finding(work, self.finding)
        limit = next((one for one in work.rules.limits if one.id == rule), None)
        load = next(iter(workload.loads(work, limit, [team])), None) if limit and stands else None
        if limit is None or load is None or not is_over(limit, load):
            return None
        return cards_workload.OverLimit(team, limit.title, source(limit), count_words(limit, load))
