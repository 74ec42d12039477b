"""What is told of a concern about supervision, and of a team that holds too much."""

from __future__ import annotations

from datetime import date

from cards.answers import policy as cards_policy
from cards.answers import workload as cards_workload
from cards.words import cited
from handlers.notifications.notice import EventNotice, Key, Told, notice
from handlers.notifications.notifier import notify
from handlers.shared.team_workload import count_words, source
from policy.ruleset import Guidance, GuidancePoint
from storage import people, workload
from storage.work import Work


def meeting_rule(work: Work) -> Guidance | None:
    """Where the policy lets the supervisor's line manager be asked for a meeting; a bot adds nobody it doesn't name."""
    return next((g for g in work.rules.shown_at(GuidancePoint.CONCERN) if g.meeting), None)


@notice("concern")
class MeetingRequested(EventNotice[cards_policy.MeetingRequested]):
    """To the supervisor's line manager; once it has arrived, whoever asked is told. ``on``: the day."""

    by: int
    supervisor: int
    on: date | None = None

    def key(self) -> Key:
        return Key(f"person:{self.by}:concern:{self.on}", "ask")

    def says(self, work: Work, _told: Told) -> cards_policy.MeetingRequested:
        by, supervisor = people.person(work, self.by), people.person(work, self.supervisor)
        named = meeting_rule(work)
        rules = [f"{named.text} ({cited(named.id, named.clause)})"] if named else []
        return cards_policy.MeetingRequested(by.name, supervisor.name, rules)

    def on_delivery(self, work: Work, told: Told) -> None:
        notify(work, ConcernTold(to=told.reader, by=self.by, on=work.today), to=self.by)


@notice("concern_told")
class ConcernTold(EventNotice[cards_policy.ConcernTold]):
    """To whoever asked for a meeting. ``to``: the manager; ``on``: the day on which it arrived."""

    to: int
    by: int = 0
    on: date | None = None

    def key(self) -> Key:
        return Key(f"person:{self.by}:concern_told:{self.on}")

    def says(self, work: Work, _told: Told) -> cards_policy.ConcernTold:
        return cards_policy.ConcernTold(people.person(work, self.to).name)


@notice("workload")
class OverLimit(EventNotice[cards_workload.OverLimit]):
    """To those who answer for a team's workload, as it is now; settled once the team holds less."""

    finding: int
    reader: int = 0

    def key(self) -> Key:
        return Key(f"person:{self.reader}:workload:{self.finding}", "over")

    def says(self, work: Work, _told: Told) -> cards_workload.OverLimit | None:
        rule, team, stands = workload.finding(work, self.finding)
        limit = next((one for one in work.rules.limits if one.id == rule), None)
        load = next(iter(workload.loads(work, limit, [team])), None) if limit and stands else None
        if limit is None or load is None:
            return None
        return cards_workload.OverLimit(team, limit.title, source(limit), count_words(limit, load))
