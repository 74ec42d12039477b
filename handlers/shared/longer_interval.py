"""Which longer intervals a case may have, and whose grant each takes."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Final

from cards.cases import interval as cards_interval
from cards.cases.interval import PERIODS
from cards.formats import cited, listing
from handlers.shared import case_lookup
from handlers.shared.case_lookup import condition_terms
from policy.duties import decided
from policy.periods import Period, days_of, parse_period
from policy.ruleset import Duty, LongerInterval, Role, RuleSet
from storage import case_events, duties, intervals, people, supervision
from storage.cases import CaseView
from storage.duties import KeptObligation
from storage.intervals import GrantView
from storage.people import Person
from storage.work import Work

#: Longer ones to choose among, beside the limits that the policy names.
STEPS: Final = ("8 weeks", "10 weeks", "12 weeks", "16 weeks")


def knows_longer(rules: RuleSet) -> bool:
    """Whether the policy lets anybody grant a longer interval."""
    return any(row.longer for rule in rules.asking(Duty.DISCUSS) for row in rule.rows)


def longer_for(work: Work, case: CaseView) -> list[str]:
    """How much less often may be granted for such a case, the shortest first."""
    rules = work.rules
    limits = {str(t.up_to) for rule in rules.asking(Duty.DISCUSS) for row in rule.rows for t in row.longer}
    return [p for p in _sorted({*PERIODS, *STEPS, *limits}) if _is_grantable(work, case, parse_period(p))]


def _is_grantable(work: Work, case: CaseView, every: Period) -> bool:
    return is_longer(work, case, every) and bool(tiers_for(work, case, every))


def often_for(work: Work, case: CaseView) -> list[str]:
    """How often a manager may decide that such a case is discussed: what the policy's own interval isn't shorter than,
    where it knows longer ones too."""
    known = knows_longer(work.rules)
    return [
        p
        for p in PERIODS
        if not known or not decided.is_rarer(work.rules, *condition_terms(work, case), parse_period(p))
    ]


def _sorted(periods: Iterable[str]) -> list[str]:
    return sorted(periods, key=lambda words: days_of(parse_period(words)))


def choices(work: Work, case: CaseView, *, decides: bool) -> list[str]:
    """Everything that may be chosen for such a case: by a manager (``decides``) more often too."""
    return _sorted({*longer_for(work, case), *(often_for(work, case) if decides else ())})


def is_longer(work: Work, case: CaseView, every: Period) -> bool:
    return decided.is_longer(work.rules, *condition_terms(work, case), every)


def allowed_words(work: Work, case: CaseView) -> list[str]:
    """What the policy lets be granted for such a case, and by whom, a line for each tier: of what a judgement would
    allow, only what is longer than may be granted without it."""
    words = work.rules.vocabulary.categories
    said, every = [], decided.allowed(work.rules, *condition_terms(work, case))
    now = max((days_of(one.tier.up_to) for one in every if not one.unless), default=0)
    for one in (one for one in every if not one.unless or days_of(one.tier.up_to) > now):
        tier = cards_interval.Tier(
            str(one.tier.up_to),
            [words[c] for c in one.unless],
            roles_words(work.rules, [one.tier]),
            one.tier.confirmed,
            cited(one.rule.id, one.rule.clause),
        )
        said.append(cards_interval.tier_words(tier))
    return list(dict.fromkeys(said))


def roles_words(rules: RuleSet, tiers: Sequence[LongerInterval]) -> str:
    """``the supervisor, a Group Manager or a Service Manager``."""
    roles = dict.fromkeys(role for tier in tiers for role in tier.granted_by)
    known = rules.vocabulary.roles
    return listing([cards_interval.role_words(r, known.get(r)) for r in roles], "or")


def grants_as(work: Work, actor: Person, case: CaseView, tiers: Sequence[LongerInterval]) -> str | None:
    """The role in which somebody grants it: 'supervisor' of the case's worker, or their own in the line above."""
    if case.worker_id is None or not case_lookup.manages_case(work, actor, case):
        return None
    roles = {role for tier in tiers for role in tier.granted_by}
    if Role.SUPERVISOR in roles and actor.id == supervision.supervisor_now(work, case.worker_id):
        return str(Role.SUPERVISOR)
    return actor.role if actor.role in roles else None


def granters(work: Work, case: CaseView, tiers: Sequence[LongerInterval]) -> list[Person]:
    """Who is asked: the supervisor where they may, else everybody above with such a role."""
    assert case.worker_id
    ids = [supervision.supervisor_now(work, case.worker_id), *supervision.line_above(work, case.worker_id)]
    known = people.people(work, ids)
    may = {i: grants_as(work, known[i], case, tiers) for i in ids if i and known[i].in_post(work.today)}
    own = [i for i, role in may.items() if role == Role.SUPERVISOR]
    return [known[i] for i in own or [i for i, role in may.items() if role]]


def tiers_for(work: Work, case: CaseView, every: Period) -> tuple[LongerInterval, ...]:
    return decided.may_grant(work.rules, *condition_terms(work, case), every)


def ending_event(work: Work, case: CaseView, tiers: Sequence[LongerInterval]) -> str:
    """What is recorded of the case and would end the interval at once; empty without."""
    ends = {tier.ended_by for tier in tiers}
    known = [e.what for e in case_events.lasting(work, case.id) if e.what in ends]
    return work.rules.vocabulary.events.get(known[0], known[0]) if known else ""


def standing_grants(work: Work, case: CaseView) -> list[GrantView]:
    """Longer intervals that nothing ended so far."""
    return _not_ended_early(work, case, intervals.running(work, case.id))


def never_counted(work: Work, case: CaseView, one: GrantView) -> bool:
    """Whether a grant went on to its last day, which is past, and nobody confirmed it, which it took."""
    later = any(other.id > one.id and other.recorded_on for other in intervals.running(work, case.id))
    if later or one.recorded_on or one.until is None or one.until >= work.today:
        return False
    return bool(_not_ended_early(work, case, [one])) and any(t.confirmed for t in _tiers_of(work, case, one))


def _not_ended_early(work: Work, case: CaseView, grants: Sequence[GrantView]) -> list[GrantView]:
    """Of some those that count, and that no event ended before their last day."""
    known, found = case_events.of_case(work, case.id), list[GrantView]()
    for one in grants:
        tiers, on = _tiers_of(work, case, one), min(work.today, one.until or work.today)
        ends = _ended_by(tiers)
        over = any(e.what == ends and decided.ends_a_grant(e.on, e.until, one.since, on) for e in known)
        found += [] if over or not tiers else [one]
    return found


def ended_by(work: Work, case: CaseView, one: GrantView) -> str | None:
    """The event that would end a grant."""
    return _ended_by(_tiers_of(work, case, one))


def _ended_by(tiers: Sequence[LongerInterval]) -> str | None:
    return tiers[0].ended_by if tiers else None


def _tiers_of(work: Work, case: CaseView, one: GrantView) -> list[LongerInterval]:
    """What lets a grant count for the case as it is."""
    _, categories, _ = condition_terms(work, case)
    rows = [row for _, row in work.rules.fitting(Duty.DISCUSS, *condition_terms(work, case))]
    return [t for row in rows if (t := decided.tier_for(row, categories, one.every, one.role))]


def unfit_grants(work: Work, case: CaseView, running: Sequence[GrantView]) -> list[GrantView]:
    """What was granted in chat, still runs, and doesn't count for the case as it is now. ``running``: all of the
    case's that run."""
    return [one for one in running if one.from_chat and not _tiers_of(work, case, one)]


def owed_on_record(work: Work, case: CaseView, grant_id: int) -> list[KeptObligation]:
    """What is open until the supervisor confirms that a grant is on the supervision record."""
    found = duties.open_about(work, [case.subject], str(Duty.RECORD_INTERVAL))
    return [k for k in found if k.obligation.key.fact.id == str(grant_id)]
