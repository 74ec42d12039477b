"""A whole rule set, or one entry of it, in plain English."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Final

from policy import date_words
from policy.explain.names import plain
from policy.explain.practice import reminders, settings
from policy.explain.rules import rule_words
from policy.ruleset import (
    Calendar,
    FormPart,
    Guidance,
    GuidancePoint,
    Role,
    RuleSet,
    Vocabulary,
    WorkloadLimit,
)
from policy.words import all_of, answering, either

#: When guidance is shown; some of it only to whoever asks what the policy says.
MOMENTS: Final = {
    GuidancePoint.PREPARE: "Shown when preparing",
    GuidancePoint.SHARE: "Shown when a preparation is shared",
    GuidancePoint.CHECK: "Shown when looking through the cases before a session",
    GuidancePoint.HELD_CASE: "Shown when saying how a case session went",
    GuidancePoint.HELD_PERSONAL: "Shown when saying how a personal session went",
    GuidancePoint.RECORD: "Shown when recording",
    GuidancePoint.DISAGREE: "Shown when a record is not agreed",
    GuidancePoint.CANCEL: "Shown when cancelling a session",
    GuidancePoint.SICKNESS: "Shown when somebody is off sick",
    GuidancePoint.ABSENCE: "Shown when an absence is reported or planned",
    GuidancePoint.BOOK: "Shown when booking a session",
    GuidancePoint.AGREEMENT: "Shown with the supervision agreement",
    GuidancePoint.CONCERN: "Shown to whoever has a concern about supervision",
    GuidancePoint.HELP: "Shown with the help",
    GuidancePoint.READ: "Said to whoever asks about confidentiality",
    GuidancePoint.AGREE: "Said to whoever asks about signing",
    GuidancePoint.REBOOK: "Said to whoever asks about cancelling",
    GuidancePoint.QUALITY: "Said to whoever asks about quality",
    GuidancePoint.ACCESS_REQUEST: "Said to whoever asks about access to files",
}


def explain(rules: RuleSet, only: str = "") -> list[str]:
    """The whole rule set as lines, or one entry by its id (with those that belong to it, and who is reminded of it).
    Empty for an unknown id."""
    found = [line for names, lines in _entries(rules) if _wanted(names, only) for line in (*lines, "")]
    return found if only else [*_head(rules), *found]


def _entries(rules: RuleSet) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Every entry's names (its id; of reminders also the rules that they are for) and its lines; practice last."""
    for rule in rules.rules:
        yield (rule.id,), rule_words(rules.vocabulary, rule)
    for limit in rules.limits:
        yield (limit.id,), [_titled(limit), f"    {_limit(rules, limit)}"]
    for part in rules.parts:
        yield (part.id,), [_titled(part), *_part(part)]
    for text in rules.guidance:
        yield (text.id,), [_titled(text), *_guidance(text)]
    yield ("practice",), settings(rules)
    for rule in rules.practice.duties:
        yield (rule.id,), rule_words(rules.vocabulary, rule)
    yield from reminders(rules)


def _part(part: FormPart) -> Iterator[str]:
    yield f"    {plain(part.form).capitalize()}: {'; '.join(part.headings)}"
    if part.note:
        yield f"    {part.note}"
    if part.reads_policy:
        yield "    Both say in it that they have read the policy."


def _guidance(text: Guidance) -> Iterator[str]:
    yield f"    {MOMENTS[text.moment]}: {text.text}"
    yield from (f"    The policy does not say: {blank}" for blank in text.blanks)
    if text.meeting:
        yield f"    Whoever has a concern may ask {answering(Role(text.meeting))} for a meeting."
    if text.delegates:
        kinds = either([str(kind) for kind in text.delegates])
        yield f"    Whoever held {kinds} sessions may name a delegate who writes the record."
    if text.refers:
        yield f"    Either of the two may refer a disagreement that stays to {answering(Role(text.refers))}."

    if text.discloses:
        yield f"    May be discussed with {either([plain(one) for one in text.discloses.to])}; the supervisee is told."


def _titled(entry: WorkloadLimit | FormPart | Guidance) -> str:
    return f"{entry.id}  {entry.title} (“{entry.clause}”)"


def _wanted(names: Sequence[str], only: str) -> bool:
    return not only or any(name == only or name.startswith(f"{only}.") for name in names)


def _head(rules: RuleSet) -> list[str]:
    lines = [
        f"{rules.council}: {rules.title}",
        f"Version {rules.version}, in force from {date_words.day(rules.in_force_from)}.",
    ]
    if rules.review_by:
        lines.append(f"To be reviewed by {date_words.day(rules.review_by)}.")
    if rules.part_time_below < 100:
        lines.append(f"Part-time is less than {rules.part_time_below}% of full time.")
    lines.append(
        f"Running clocks are counted again, with {rules.running.notice} of notice."
        if rules.running.recompute
        else "A running clock keeps the version it started under."
    )
    return [*lines, *_calendar(rules.calendar), *_marked(rules.vocabulary), ""]


def _calendar(calendar: Calendar) -> Iterator[str]:
    """Which days are working days, and when the terms are."""
    off = f"Working days: Monday to Friday, less the bank holidays of {calendar.nation}"
    extra = all_of(
        [date_words.day(day) for day in sorted((*calendar.closures, *calendar.extra_holidays))] or [""]
    )
    yield f"{off}{f' and {extra}' if extra else ''}."
    if calendar.terms:
        terms = (
            f"{name}, {date_words.day(t.first)} to {date_words.day(t.last)}"
            for name, t in calendar.terms.items()
        )
        yield f"Terms: {'; '.join(terms)}."


def _marked(words: Vocabulary) -> Iterator[str]:
    """What the vocabulary marks."""
    if words.supervising:
        yield f"Who supervises, and is asked first to cover: {'; '.join(words.roles[r] for r in words.supervising)}."
    if words.never_cover:
        yield f"Not asked to cover: {'; '.join(words.roles[r] for r in words.never_cover)}."
    if words.judged:
        judged = "; ".join(words.categories[name] for name in words.judged)
        yield f"A manager's judgement, recorded with who and why: {judged}."
    if words.safeguarding:
        events = "; ".join(words.events[name] for name in words.safeguarding)
        yield f"Recording one of these doesn't replace the safeguarding procedure: {events}."


#: What holds for every limit.
_OWN_SHARES: Final = " Whose record says what share of a full load is theirs counts as that."


def _limit(rules: RuleSet, limit: WorkloadLimit) -> str:
    told = all_of([f"the {rules.vocabulary.roles.get(r, r)}" for r in limit.tell])
    warned = f"{told} {'are' if len(limit.tell) > 1 else 'is'} warned"
    newly = (
        f" Somebody on the ASYE counts as {limit.newly_qualified_percent}%."
        if limit.newly_qualified_percent < 100
        else ""
    )
    staff = "one member of staff" if limit.per_staff == 1 else f"{limit.per_staff} staff"
    which = either([rules.vocabulary.roles.get(r, r) for r in limit.staff]) if limit.staff else ""
    of = f" ({which})" if which else ""
    return (
        f"More than {limit.at_most} {limit.counts} for {staff}{of} of a team: {warned}.{newly}{_OWN_SHARES}"
    )
