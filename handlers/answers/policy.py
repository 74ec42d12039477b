"""``policy [topic]``: what the rule set says, each with its clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches
from typing import Final

from cards.answers import policy as cards_policy
from cards.answers import refusals
from cards.answers.asks import PolicyTopic
from cards.answers.policy import PolicyEntry
from cards.formats import cited
from cards.shared import policy_words
from handlers.shared.base import Refusal, Reply, Request
from policy.ruleset import AGREEMENTS, Duty, GuidancePoint, Rule, RuleSet
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Topic:
    """What belongs to it: moments of guidance, forms, duties of rules; of milestones ``agreements`` or the others."""

    moments: tuple[GuidancePoint, ...] = ()
    forms: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    agreements: bool = False

    def takes(self, rule: Rule) -> bool:
        is_agreement = rule.what in AGREEMENTS
        return rule.duty in self.duties and (
            rule.duty is not Duty.MILESTONE or is_agreement is self.agreements
        )


TOPICS: Final[Mapping[str, Topic]] = {
    "frequency": Topic((), (), (Duty.SUPERVISE,)),
    "cases": Topic((), (), (Duty.DISCUSS, Duty.REVIEW_PLAN, Duty.RECORD_INTERVAL, Duty.RAISE)),
    "acknowledging": Topic((), (), (Duty.ACKNOWLEDGE,)),
    "decisions": Topic((), (), (Duty.RECORD_DECISION,)),
    "preparing": Topic(
        (GuidancePoint.PREPARE, GuidancePoint.SHARE, GuidancePoint.CHECK),
        ("case_agenda", "preparation"),
        (Duty.PREPARE, Duty.CHECK),
    ),
    "booking": Topic((GuidancePoint.BOOK,)),
    "recording": Topic(
        (GuidancePoint.RECORD, GuidancePoint.HELD_CASE),
        ("case_record", "actions", "personal_record", "group_record"),
        (Duty.RECORD,),
    ),
    "signing": Topic(
        (GuidancePoint.AGREE, GuidancePoint.DISAGREE), (), (Duty.AGREE, Duty.CLOSE, Duty.OVERSEE)
    ),
    "cancelling": Topic(
        (GuidancePoint.CANCEL, GuidancePoint.SICKNESS, GuidancePoint.REBOOK), (), (Duty.REBOOK, Duty.NOTE_GAP)
    ),
    "absence": Topic(
        (GuidancePoint.ABSENCE, GuidancePoint.SICKNESS), (), (Duty.REPORT_ABSENCE, Duty.ARRANGE_COVER)
    ),
    "agreement": Topic((GuidancePoint.AGREEMENT,), ("agreement",), (Duty.MILESTONE,), agreements=True),
    "confidentiality": Topic((GuidancePoint.HELD_PERSONAL, GuidancePoint.READ)),
    "access": Topic((GuidancePoint.ACCESS_REQUEST, GuidancePoint.HELD_PERSONAL)),
    "quality": Topic((GuidancePoint.QUALITY,), ("audit",), (Duty.MILESTONE,)),
    "concern": Topic((GuidancePoint.CONCERN,)),
    "scope": Topic((GuidancePoint.HELP,)),
}


def policy(request: Request[PolicyTopic], work: Work) -> Reply:
    """Without a topic: all of them."""
    wanted, rules = request.ask.topic.strip().lower(), work.rules
    title = policy_words.named(rules.council, rules.title, rules.version)
    known = [name for name, topic in TOPICS.items() if any(policy_entries(rules, topic))]
    if not wanted:
        return Reply(cards_policy.topics(known, title))
    name = next(iter(get_close_matches(wanted, list(TOPICS), n=1, cutoff=0.6)), None)
    if name not in known:
        raise Refusal(refusals.no_topic(known))
    return Reply(cards_policy.topic(name, list(policy_entries(rules, TOPICS[name])), title))


def policy_entries(rules: RuleSet, topic: Topic) -> Iterator[PolicyEntry]:
    """Its rules, then its forms, then its guidance; practice is none of the policy's."""
    for rule in rules.rules:
        if topic.takes(rule):
            rows = [row.title for row in rule.rows if row.title]
            yield PolicyEntry(rule.title, "", cited(rule.id, rule.clause), rows)
    for part in rules.parts:
        if part.form in topic.forms:
            yield PolicyEntry(part.title, part.note or "", cited(part.id, part.clause), part.headings)
    for one in rules.guidance:
        if one.moment in topic.moments:
            yield PolicyEntry(one.title, one.text, cited(one.id, one.clause))
