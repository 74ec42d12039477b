"""What is told about people: what is asked of them now and then, how often they are supervised."""

from __future__ import annotations

from datetime import date

from cards.formats import cited
from cards.people import disclosure as cards_disclosure
from cards.people import frequency as cards_frequency
from cards.people import milestone as cards_milestone
from cards.people.frequency import Set
from cards.people.milestone import Past
from handlers.notifications.notice import DutyNotice, EventNotice, NoticeContext, NoticeKey, notice
from handlers.notifications.notifier import notify
from handlers.people.recorded import buttons_for, past, title
from handlers.shared import obligation_words
from handlers.shared.milestone_buttons import audit_case, how_it_waits
from policy.ruleset import Delivery, Duty
from storage import (
    audit_draws,
    disclosures,
    milestones,
    people,
    set_elsewhere,
)
from storage.work import Work

# What is asked now and then


@notice(Duty.MILESTONE)
class MilestoneDue(DutyNotice[cards_milestone.MilestoneDue | cards_milestone.Audit]):
    """Something of this kind falls due, with the way to record it; a drawn case is named."""

    def says(
        self, work: Work, context: NoticeContext
    ) -> cards_milestone.MilestoneDue | cards_milestone.Audit | None:
        if audit_draws.number_drawn(work.rule_of(self.kept.obligation)):
            return self._audit(work, context)
        line, reader = obligation_words.lines(work, [self.kept])[0], people.person(work, context.reader)
        buttons = buttons_for(work, reader, self.kept)
        waits = how_it_waits(work, self.kept, reader.id)
        worker, rule = self.kept.obligation.worker_id, work.rule_of(self.kept.obligation)
        name = people.person(work, worker).name if worker and worker != reader.id else ""
        title = rule.title if rule else ""
        return cards_milestone.MilestoneDue(
            line, work.today, buttons, waits, name, title, escalates=context.escalates
        )

    def _audit(self, work: Work, context: NoticeContext) -> cards_milestone.Audit | None:
        """Without a case only as the draw is told: that there is none."""
        o = self.kept.obligation
        drawn = audit_draws.for_window(work, o.rule, str(o.key.fact), o.key.subject.id)
        if not drawn and context.step != "drawn":
            return None
        line, manager = obligation_words.lines(work, [self.kept])[0], people.person(work, o.key.subject.id)
        return cards_milestone.Audit(line, work.today, manager.name, [audit_case(work, d) for d in drawn])


@notice("milestone_noted")
class MilestoneNoted(EventNotice[cards_milestone.Noted]):
    """To whom it is about."""

    milestone: int
    person: int = 0

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.person}:milestone:{self.milestone}", "noted")

    def says(self, work: Work, context: NoticeContext) -> cards_milestone.Noted | None:
        recorded = milestones.find(work, self.milestone)
        if recorded is None:
            return None
        return cards_milestone.Noted(past(work, recorded, people.person(work, context.reader)))


def notify_person(work: Work, person_id: int, milestone_id: int, actor_id: int) -> None:
    """The person it is about sees what was recorded, unless they recorded it."""
    if person_id != actor_id:
        news = MilestoneNoted(milestone=milestone_id, person=person_id)
        notify(work, news, to=person_id, send=Delivery.DAY)


@notice("milestone_back")
class MilestoneIsTakenBack(EventNotice[cards_milestone.MilestoneIsTakenBack]):
    """To whom it was about. ``on``: the day that was recorded; ``by``: who took it back."""

    what: str
    on: date
    by: int
    person: int = 0
    milestone: int = 0

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.person}:milestone_back:{self.milestone}", "back")

    def says(self, work: Work, _context: NoticeContext) -> cards_milestone.MilestoneIsTakenBack:
        by = people.person(work, self.by).name
        return cards_milestone.MilestoneIsTakenBack(Past(title(work, self.what), self.on, by, by))


# How often another body set it


@notice("frequency")
class FrequencySet(EventNotice[cards_frequency.FrequencySet]):
    """To both of the pair: the latest that was recorded, whether it holds already or from a day to come. ``said``: who
    recorded it; ``at``: the second."""

    person: int
    said: int
    at: str = ""

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.person}:frequency:{self.at}", "set")

    def says(self, work: Work, context: NoticeContext) -> cards_frequency.FrequencySet | None:
        found = set_elsewhere.settings(work, self.person)
        if not found:
            return None
        who, said = people.person(work, self.person), people.person(work, self.said)
        last, name = found[-1], "" if who.id == context.reader else who.name
        return cards_frequency.FrequencySet(name, said.name, Set(last.by, last.every, last.since, last.until))


# What was discussed with others


@notice("disclosed")
class Disclosed(EventNotice[cards_disclosure.Disclosed]):
    """To the supervisee (``person``), who waits for nothing but their own return."""

    disclosure: int
    person: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.person}:disclosed:{self.disclosure}")

    def says(self, work: Work, _context: NoticeContext) -> cards_disclosure.Disclosed | None:
        view = disclosures.disclosure(work, self.disclosure)
        if view.taken_back:
            return None
        by, rule = people.person(work, view.by_id).name, disclosing_rule(work)
        return cards_disclosure.Disclosed(view.id, by, view.kind, view.to, view.on, rule)


@notice("disclosed_back")
class DisclosureIsTakenBack(EventNotice[cards_disclosure.DisclosureIsTakenBack]):
    """The same, to the same."""

    disclosure: int
    person: int

    def key(self) -> NoticeKey:
        return NoticeKey(f"person:{self.person}:disclosed:{self.disclosure}", "back")

    def says(self, work: Work, _context: NoticeContext) -> cards_disclosure.DisclosureIsTakenBack:
        view = disclosures.disclosure(work, self.disclosure)
        by = people.person(work, view.by_id).name
        return cards_disclosure.DisclosureIsTakenBack(by, view.kind, view.to, view.on)


def disclosing_rule(work: Work) -> list[str]:
    """What the policy says of discussing with others what belongs to the two."""
    named = work.rules.disclosing
    return [f"{named.text} ({cited(named.id, named.clause)})"] if named else []
