"""``policy [topic]``: what the rule set says, each with its clause."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from difflib import get_close_matches

from cards.answers import policy as cards_policy
from cards.answers.policy import Said
from cards.words import cited
from handlers.shared.base import Outcome, Refused, Reply, Request
from policy.ruleset import AGREEMENTS, Duty, Moment, Rule, RuleSet
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Topic:
    """What belongs to it: moments of guidance, forms, duties of rules; of milestones ``agreements`` or the others."""

    moments: tuple[Moment, ...] = ()
    forms: tuple[str, ...] = ()
    duties: tuple[Duty, ...] = ()
    agreements: bool = False

    def takes(self, rule: Rule) -> bool:
        is_agreement = rule.what in AGREEMENTS
        return rule.duty in self.duties and (
            rule.duty is not Duty.MILESTONE or is_agreement is self.agreements
        )


TOPICS: Mapping[str, Topic] = {
    "frequency": Topic((), (), (Duty.SUPERVISE,)),
    "cases": Topic((), (), (Duty.DISCUSS, Duty.REVIEW_PLAN)),
    "preparing": Topic(
        (Moment.PREPARE, Moment.SHARE, Moment.CHECK),
        ("case_agenda", "preparation"),
        (Duty.PREPARE, Duty.CHECK),
    ),
    "booking": Topic((Moment.BOOK,)),
    "recording": Topic(
        (Moment.RECORD, Moment.HELD_CASE), ("case_record", "actions", "personal_record"), (Duty.RECORD,)
    ),
    "signing": Topic((Moment.AGREE, Moment.DISAGREE), (), (Duty.AGREE, Duty.CLOSE)),
    "cancelling": Topic((Moment.CANCEL, Moment.SICKNESS, Moment.REBOOK), (), (Duty.REBOOK, Duty.NOTE_GAP)),
    "absence": Topic((Moment.ABSENCE, Moment.SICKNESS), (), (Duty.REPORT_ABSENCE, Duty.ARRANGE_COVER)),
    "agreement": Topic((Moment.AGREEMENT,), ("agreement",), (Duty.MILESTONE,), agreements=True),
    "confidentiality": Topic((Moment.HELD_PERSONAL, Moment.READ)),
    "access": Topic((Moment.ACCESS_REQUEST, Moment.HELD_PERSONAL)),
    "quality": Topic((Moment.QUALITY,), ("audit",), (Duty.MILESTONE,)),
    "concern": Topic((Moment.CONCERN,)),
    "scope": Topic((Moment.HELP,)),
}


def policy(request: Request, work: Work) -> Outcome:
    """Without a topic: all of them."""
    wanted, rules = request.text("topic").lower(), work.rules
    title = f"{rules.council}, {rules.title}, version {rules.version}"
    known = [name for name, topic in TOPICS.items() if any(said(rules, topic))]
    if not wanted:
        return Reply(cards_policy.topics(known, title))
    name = next(iter(get_close_matches(wanted, list(TOPICS), n=1, cutoff=0.6)), None)
    if name not in known:
        return Refused(f"The policy has no topic “{wanted[:40]}” here. There are: {', '.join(known)}.")
    return Reply(cards_policy.topic(name, list(said(rules, TOPICS[name])), title))


def said(rules: RuleSet, topic: Topic) -> Iterator[Said]:
    """Its rules, then its forms, then its guidance; practice is none of the policy's."""
    for rule in rules.rules:
        if topic.takes(rule):
            rows = [row.title for row in rule.rows if row.title]
            yield Said(rule.title, "", cited(rule.id, rule.clause), rows)
    for part in rules.parts:
        if part.form in topic.forms:
            yield Said(part.title, part.note or "", cited(part.id, part.clause), part.headings)
    for one in rules.guidance:
        if one.moment in topic.moments:
            yield Said(one.title, one.text, cited(one.id, one.clause))
