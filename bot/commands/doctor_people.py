"""What ``doctor`` says of the people and cases that were imported: whom nothing reaches as they are."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.commands.case_names import case_names
from bot.commands.findings import LISTED, Finding, fine, look, some
from bot.commands.undated_cases import WITHOUT_RULE, by_kind, shown, waiting
from cards.formats import plural
from handlers.shared import obligation_words
from handlers.shared.next_meeting import beside_the_line
from policy.ruleset import Duty
from storage import health
from storage.people import administrators, by_staff_number
from storage.work import Work


def people(work: Work) -> Iterator[Finding]:
    """Who isn't supervised as they are to be, who can't be matched to an account, and which roles nobody has."""
    yield from _supervision(work)
    yield _people(
        work,
        "without an email address",
        health.without_email(work),
        "They can't be matched to a chat account.",
    )
    yield _people(
        work,
        "with more hours than their days hold",
        health.in_too_few_days(work),
        "Put the days they work right (works), or how much of full time (percent): nothing reaches them on other days.",
    )
    yield from _roles(work)


def cases(work: Work) -> Iterator[Finding]:
    """Open cases that nobody holds, and those of which the policy says nothing."""
    left, never = health.unallocated(work, before=True), health.unallocated(work, before=False)
    remedy = "Import who holds them, or when they were closed: nobody answers for what falls due of them."
    yield _cases(work, "that nobody holds any more", left, remedy)
    remedy = "Import who holds them, or when they were closed: their clocks don't run."
    yield _cases(work, "that nobody holds", never, remedy)
    remedy = (
        f"{obligation_words.contact(work)} Or look whether the import gave them the right service and categories: "
        "the bot reminds nobody of them."
    )
    ruleless = by_kind(WITHOUT_RULE, shown(work, health.cases_without_rule(work)))
    yield look(ruleless, remedy) if ruleless else fine(f"There are no open cases {WITHOUT_RULE}.")
    yield from (look(said, to_do) for said, to_do in waiting(work))


def _cases(work: Work, which: str, references: Sequence[str], remedy: str) -> Finding:
    return _listed("open case", "open cases", which, [*case_names(work, references).values()], remedy)


def _supervision(work: Work) -> Iterator[Finding]:
    alone, leading = health.without_supervisor(work), health.supervisors(work)
    below, top = [n for n in alone if n not in leading], [n for n in alone if n in leading]
    yield _people(
        work,
        "without a supervisor",
        below,
        "Import who supervises them: nobody is reminded of their supervision.",
    )
    yield _people(
        work,
        "beginning later without a supervisor",
        health.starting_without_supervisor(work),
        "Import who supervises them from their first day: from then on nobody is reminded of their supervision.",
    )
    yield _people(
        work,
        "with two line supervisors at once",
        health.several_supervisors(work),
        "Import one of them with the day on which it ended (until): the bot takes one, whoever is meant.",
    )
    yield _people(
        work,
        "whose supervisor has left",
        health.of_leavers(work),
        "Import who supervises them now: until then the next manager up answers for them.",
    )
    yield _people(
        work,
        "for whom the policy has no rule about supervision",
        health.without_rule(work),
        f"{obligation_words.contact(work)} The bot never assumes one, and reminds nobody of their supervision.",
    )
    if beside := [rule.id for rule in work.rules.asking(Duty.SUPERVISE) if beside_the_line(rule)]:
        yield _people(
            work,
            "without the professional supervisor whom the policy wants",
            health.without_professional(work, beside),
            "Import who that is: nobody else's session counts.",
        )
    if len(top) > 1:
        remedy = (
            "One is the most senior. For each other the bot has nobody to turn to when something is late."
        )
        yield look(f"Supervisors without a line manager: {some(_named(work, top))}.", remedy)


def _roles(work: Work) -> Iterator[Finding]:
    if not administrators(work):
        yield look(
            "Nobody is an administrator.",
            "Name one (person set STAFF-NUMBER administrator=yes): who can't be reached is reported to them.",
        )
    if not health.has_policy_owner(work):
        yield look(
            "Nobody is the policy owner.",
            "Name one (person set STAFF-NUMBER policy_owner=yes): gaps in the policy are theirs to answer.",
        )


def _people(work: Work, which: str, numbers: Sequence[str], remedy: str) -> Finding:
    return _listed("person", "people", which, _named(work, numbers), remedy)


def _named(work: Work, numbers: Sequence[str]) -> list[str]:
    """With what they are called, as far as they are listed."""
    listed = [by_staff_number(work, number) for number in numbers[:LISTED]]
    return [*(f"{one.name} ({one.staff_number})" for one in listed if one), *numbers[LISTED:]]


def _listed(one: str, many: str, which: str, names: Sequence[str], remedy: str) -> Finding:
    if not names:
        return fine(f"There are no {many} {which}.")
    return look(f"{plural(one, len(names), many)} {which}: {some(names)}.", remedy)
