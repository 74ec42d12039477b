"""A rule set back in plain English, for the officer to lay beside the document."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date
from typing import Final

from policy import dates
from policy.explain_practice import reminders, settings
from policy.facts import SessionKind
from policy.given import FirstOf, LaterOf
from policy.periods import Period
from policy.ruleset import (
    CLOCK_SHAPES,
    Calendar,
    CaseCondition,
    Condition,
    Duty,
    FormPart,
    Guidance,
    GuidancePoint,
    LongerInterval,
    Phase,
    Role,
    Row,
    Rule,
    RuleSet,
    Vocabulary,
    WorkloadLimit,
    condition_of,
    in_words,
)
from policy.words import a_, all_of, answering, either, how_much

DUTIES: Final = {
    Duty.DISCUSS: "discusses the case in full",
    Duty.REVIEW_PLAN: "reviews the plan",
    Duty.ACKNOWLEDGE: "acknowledges that the case is open",
    Duty.RECORD_INTERVAL: "confirms that the longer interval is on the supervision record",
    Duty.RAISE: "is prompted to put the case on the agenda",
    Duty.RECORD_DECISION: "records the decision on the child's file",
    Duty.SUPERVISE: "holds supervision",
    Duty.PREPARE: "prepares",
    Duty.CHECK: "looks through the cases",
    Duty.SAY_HELD: "says whether the session took place",
    Duty.RECORD: "records the session",
    Duty.AGREE: "agrees the record",
    Duty.CLOSE: "closes the record that was taken as agreed",
    Duty.SETTLE: "settles the disagreement about the record",
    Duty.OVERSEE: "looks over the record",
    Duty.REBOOK: "sees that another session takes place",
    Duty.NOTE_GAP: "notes the gap on each file",
    Duty.REPORT_ABSENCE: "reports the absence",
    Duty.ARRANGE_COVER: "makes other arrangements for the absence",
}
#: From what a deadline counts, where the rule doesn't say.
COUNTED: Final = {
    Duty.MILESTONE: "the start of the post",
    Duty.PREPARE: "the session",
    Duty.CHECK: "the session",
    Duty.SAY_HELD: "the session",
    Duty.RECORD: "the session",
    Duty.AGREE: "the arrival of the request",
    Duty.REBOOK: "the cancellation",
    Duty.NOTE_GAP: "the cancellation",
    Duty.RECORD_DECISION: "the decision",
    Duty.DISCUSS: "the last discussion",
    Duty.RECORD_INTERVAL: "the grant",
    Duty.CLOSE: "its being taken as agreed",
    Duty.SETTLE: "the disagreement",
    Duty.OVERSEE: "the record",
    Duty.REPORT_ABSENCE: "the first day away",
    Duty.ARRANGE_COVER: "the first day away",
}
#: From what the first of many counts.
FIRST: Final = {
    Duty.MILESTONE: "the start of the post",
    Duty.DISCUSS: "allocation",
    Duty.REVIEW_PLAN: "allocation",
}
_STARTS: Final = {
    "start": "the start of the post",
    "new_supervisor": "a change of supervisor",
    "new_relationship": "each new supervisory relationship",
    "return_to_work": "the return to work",
    "asye": "the start of the ASYE",
    "session": "the day it was booked for",
    "report": "the first report",
}

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
_REASONS: Final = {"emergency": "an emergency", "no_show": "a no-show", "other": "another reason"}
_DECISIONS: Final = {
    "informal": "informally",
    "in_absence": "in the supervisor's absence",
    "one_to_one": "in a one-to-one",
}


def explain(rules: RuleSet, only: str = "") -> list[str]:
    """The whole rule set as lines, or one entry by its id (with those that belong to it, and who is reminded of it).
    Empty for an unknown id."""
    found = [line for names, lines in _entries(rules) if _wanted(names, only) for line in (*lines, "")]
    return found if only else [*_head(rules), *found]


def _entries(rules: RuleSet) -> Iterator[tuple[tuple[str, ...], list[str]]]:
    """Every entry's names (its id; of reminders also the rules that they are for) and its lines; practice last."""
    for rule in rules.rules:
        yield (rule.id,), _rule(rules.vocabulary, rule)
    for limit in rules.limits:
        yield (limit.id,), [_titled(limit), f"    {_limit(rules, limit)}"]
    for part in rules.parts:
        yield (part.id,), [_titled(part), *_part(part)]
    for text in rules.guidance:
        yield (text.id,), [_titled(text), *_guidance(text)]
    yield ("practice",), settings(rules)
    for rule in rules.practice.duties:
        yield (rule.id,), _rule(rules.vocabulary, rule)
    yield from reminders(rules)


def _part(part: FormPart) -> Iterator[str]:
    yield f"    {_plain(part.form).capitalize()}: {'; '.join(part.headings)}"
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


def _titled(entry: WorkloadLimit | FormPart | Guidance) -> str:
    return f"{entry.id}  {entry.title} (“{entry.clause}”)"


def _wanted(names: Sequence[str], only: str) -> bool:
    return not only or any(name == only or name.startswith(f"{only}.") for name in names)


def _head(rules: RuleSet) -> list[str]:
    lines = [
        f"{rules.council}: {rules.title}",
        f"Version {rules.version}, in force from {dates.day(rules.in_force_from)}.",
    ]
    if rules.review_by:
        lines.append(f"To be reviewed by {dates.day(rules.review_by)}.")
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
    extra = all_of([dates.day(day) for day in sorted((*calendar.closures, *calendar.extra_holidays))] or [""])
    yield f"{off}{f' and {extra}' if extra else ''}."
    if calendar.terms:
        terms = (f"{name}, {dates.day(t.first)} to {dates.day(t.last)}" for name, t in calendar.terms.items())
        yield f"Terms: {'; '.join(terms)}."


def _marked(words: Vocabulary) -> Iterator[str]:
    """What the vocabulary marks."""
    if words.judged:
        judged = "; ".join(words.categories[name] for name in words.judged)
        yield f"A manager's judgement, recorded with who and why: {judged}."
    if words.safeguarding:
        events = "; ".join(words.events[name] for name in words.safeguarding)
        yield f"Recording one of these doesn't replace the safeguarding procedure: {events}."


def _rule(words: Vocabulary, rule: Rule) -> list[str]:
    source = f"“{rule.clause}”" if rule.clause else "the council's own practice"
    lines = [f"{rule.id}  {rule.title} ({source})"]
    lines += [f"    {sentence}" for row in rule.rows for sentence in _row(words, rule, row)]
    lines += [f"    Longer, where that is more: {_tier(words, tier)}." for tier in rule.longer]
    if rule.beside:
        lines.append(f"    Beside {all_of(rule.beside)}: where both fit, the stricter holds.")
    lines += [f"    Our reading: {note}" for note in rule.interpretations]
    lines += [f"    The policy does not say: {blank}" for blank in rule.blanks]
    return lines


def _row(words: Vocabulary, rule: Rule, row: Row) -> Iterator[str]:
    whom = whom_words(words, condition_of(rule, row))
    sentence = f"{whom}{_who(rule)} {_does(rule)}{clock_words(words, rule, row)}."
    yield sentence[0].upper() + sentence[1:]
    yield from (f"Longer: {_tier(words, tier)}." for tier in row.longer if tier not in rule.longer)
    yield from _extras(words, row)
    if row.interpretation:
        yield f"Our reading: {row.interpretation}"


def _who(rule: Rule) -> str:
    starts = rule.rows[0].starts if rule.duty is Duty.MILESTONE else None
    if rule.answers is Role.HOLDER and isinstance(starts, str):
        return f"whoever did the {_plain(starts)}"
    if rule.answers is Role.HOLDER and rule.duty is Duty.RECORD_DECISION:
        return "whoever made it"
    return answering(rule.answers)


def _does(rule: Rule) -> str:
    if rule.duty is Duty.MILESTONE:
        return f"sees to the {_plain(rule.what or '')}"
    return f"{DUTIES[rule.duty]} ({_plain(rule.what)})" if rule.what else DUTIES[rule.duty]


def _plain(word: str) -> str:
    """A name of the file as words; one without a vowel is an abbreviation, such as PDR."""
    return " ".join(part if set(part) & set("aeiouy") else part.upper() for part in word.split("_"))


def _inside(words: str) -> str:
    """What people read, inside a sentence: its first letter small, unless it begins an abbreviation."""
    return words if words[1:2].isupper() else words[:1].lower() + words[1:]


def _event(words: Vocabulary, name: str) -> str:
    """An event in the council's words; a milestone of the policy by its name."""
    return _inside(words.events[name]) if name in words.events else f"the {_plain(name)}"


# Whom it applies to


def whom_words(words: Vocabulary, when: Condition) -> str:
    """'Social worker, on the ASYE: ' before the sentence, or nothing where it holds for all."""
    found = [*_people(words, when), *_cases(words, when), *_sessions(when)]
    return f"{', '.join(found)}: " if found else ""


def _people(words: Vocabulary, when: Condition) -> Iterator[str]:
    if when.role:
        yield either([words.roles[r] for r in when.role])
    flags = (
        (when.asye, "on the ASYE", "not on the ASYE"),
        (when.qualified, "qualified in social work", "not qualified in social work"),
        (when.supervises, "supervising others", "not supervising others"),
        (when.part_time, "part-time", "full-time"),
        (when.in_group, "in group supervision", "not in group supervision"),
        (when.line_qualified, "line manager a social worker", "line manager not a social worker"),
    )
    yield from (yes if flag else no for flag, yes, no in flags if flag is not None)
    if when.holds_case:
        yield f"holding a case ({', '.join(_cases(words, when.holds_case))})"


def _cases(words: Vocabulary, when: Condition | CaseCondition) -> Iterator[str]:
    known = {**words.categories, **words.events}
    if when.service:
        yield either([words.services[s] for s in when.service])
    if when.any_of:
        yield either([known[c] for c in when.any_of])
    if when.all_of:
        yield " and also ".join(known[c] for c in when.all_of)
    if when.none_of:
        yield _neither([known[c] for c in when.none_of])
    if when.worker:
        yield f"allocated to {either([a_(words.roles[w]) for w in when.worker])}"


def _neither(found: Sequence[str]) -> str:
    return f"neither {' nor '.join(found)}" if len(found) > 1 else f"not {found[0]}"


def _sessions(when: Condition) -> Iterator[str]:
    if when.session:
        yield f"{either([str(k) for k in when.session])} sessions"
    if when.cancelled_for:
        yield f"cancelled for {either([_REASONS.get(r, r) for r in when.cancelled_for])}"
    if when.not_cancelled_for:
        yield f"cancelled for anything but {either([_REASONS.get(r, r) for r in when.not_cancelled_for])}"
    if when.decision:
        yield f"a decision made {either([_DECISIONS[d] for d in when.decision])}"
    if when.of_case is not None:
        yield "on a child's file" if when.of_case else "without a case"
    if when.safeguarding is not None:
        yield "a safeguarding issue that needs action" if when.safeguarding else "no safeguarding issue"
    if when.unplanned is not None:
        yield "an unplanned absence" if when.unplanned else "a planned absence"


# The clock


def clock_words(words: Vocabulary, rule: Rule, row: Row) -> str:
    """By when, in words, as the sentence goes on: with the space or comma before them."""
    if row.phases:
        started = _phases_start(words, rule, row)
        return f" {'; then '.join(_phase(words, phase, started) for phase in row.phases)}"
    if row.in_each or row.in_month:
        return f" {_window(row)}"
    if row.every:
        return _every(words, rule, row)
    if row.checkpoints:
        return f" {all_of([str(p) for p in row.checkpoints])} after {_start(words, rule, row)}"
    return _single(words, rule, row)


def _phases_start(words: Vocabulary, rule: Rule, row: Row) -> str:
    if row.starts:
        return _start(words, rule, row)
    return "the start of the ASYE" if condition_of(rule, row).asye else "the start of the post"


def _single(words: Vocabulary, rule: Rule, row: Row) -> str:
    if row.at_every:
        return " at every session"
    if row.ahead:
        return f" {row.ahead.by} before {either([_ahead(words, e) for e in row.ahead.of])}"
    if row.after:
        return _lasted(words, rule, row, row.after)
    if row.within is None:
        return _undated(words, rule, row)
    if isinstance(row.within, Period) and row.within.amount == 0:
        ready = rule.duty in (Duty.PREPARE, Duty.CHECK)
        return f" {'in time for' if ready else 'on the day of'} {_start(words, rule, row)}"
    return f" {_limit_words(words, row.within, _start(words, rule, row))}"


def _lasted(words: Vocabulary, rule: Rule, row: Row, longest: Period) -> str:
    """'once it has lasted more than 14 days, and within 2 working days of that'."""
    lasted = f" once it has lasted more than {longest}"
    later = f" or of {_start(words, rule, row)}, whichever is later" if row.starts else ""
    limit = _limit_words(words, row.within, "that") if row.within else "with no deadline from that"
    return f"{lasted}, {limit}{later}" if row.within or row.starts else lasted


def _ahead(words: Vocabulary, event: str) -> str:
    return "the session" if event == "session" else _event(words, event)


def _undated(words: Vocabulary, rule: Rule, row: Row) -> str:
    if row.yields_to:
        return f" as often as the {_plain(row.yields_to)} says"
    if rule.duty in (Duty.SUPERVISE, Duty.DISCUSS, Duty.REVIEW_PLAN):
        return "; how often is not set"
    begins = f", and it starts with {_start(words, rule, row)}" if row.starts else ""
    return f"; no deadline is set{begins}"


def _limit_words(words: Vocabulary, limit: Period | FirstOf, start: str) -> str:
    """'within 6 weeks of the start of the post or by the next review, whichever comes first'."""
    if isinstance(limit, Period):
        return f"within {limit} of {start}"
    each = [_limit_word(words, one, start) for one in limit.first_of]
    return f"{' or '.join(each)}{', whichever comes first' if len(each) > 1 else ''}"


def _limit_word(words: Vocabulary, one: Period | date | str, start: str) -> str:
    if isinstance(one, Period):
        return f"within {one} of {start}"
    return f"by {dates.day(one) if isinstance(one, date) else _event(words, one)}"


def _start(words: Vocabulary, rule: Rule, row: Row) -> str:
    if isinstance(row.starts, str):
        return _start_named(words, row.starts)
    if row.starts:
        names = row.starts.later_of if isinstance(row.starts, LaterOf) else row.starts.first_of
        kind = "later" if isinstance(row.starts, LaterOf) else "first"
        return f"the {kind} of {all_of([_start_named(words, str(n)) for n in names])}"
    return COUNTED.get(rule.duty, "what starts it")


def _start_named(words: Vocabulary, name: str) -> str:
    return _STARTS.get(name) or _event(words, name)


def _every(words: Vocabulary, rule: Rule, row: Row) -> str:
    if isinstance(row.every, str):
        return f" {row.every}, if that is at most {row.at_most}" if row.at_most else f" {row.every}"
    if row.every is None:
        return ""
    started = _start(words, rule, row) if row.starts else FIRST.get(rule.duty, "what starts it")
    begins = f", first {_limit_words(words, row.first_within, started)}, then" if row.first_within else ""
    counted = f", counted from {started}" if row.starts and not row.first_within else ""
    aim = f", aiming for every {in_words(row.target)}" if row.target else ""
    return f"{begins} at least every {in_words(row.every)}{counted}{aim}"


def _phase(words: Vocabulary, phase: Phase, started: str) -> str:
    often = f"every {in_words(phase.every)}" if phase.every else how_much(phase)
    long = f", at least {phase.minutes} minutes each," if phase.minutes else ""
    if phase.until:
        return f"{often}{long} until {phase.until} after {started}"
    if phase.lasts:
        return f"{often}{long} for {phase.lasts}"
    if phase.ends_by:
        ended = "the ASYE has ended" if phase.ends_by == "asye" else _event(words, phase.ends_by)
        return f"{often}{long} until {ended}"
    return f"{often}{long.removesuffix(',')}"


def _window(row: Row) -> str:
    if row.drawn:
        many = "1 case" if row.at_least == 1 else f"{row.at_least} cases"
        return f"for {many} of that person's team, drawn at random, in each {row.in_each}"
    if row.in_each:
        return f"at least {how_much(row)}"
    many = f"at least {row.at_least} times" if row.at_least > 1 else "at least once"
    months = [
        m.by.capitalize() if m.opens == m.by else f"{m.opens.capitalize()} or {m.by.capitalize()}"
        for m in row.in_month
    ]
    return f"each year, {' and '.join(f'{many} in {m}' for m in months)}"


def _tier(words: Vocabulary, tier: LongerInterval) -> str:
    known = {**words.categories, **words.events}
    what = f" for a case that is {' and '.join(known[c] for c in tier.case_is)}" if tier.case_is else ""
    who = either([_holder(words, r) for r in tier.granted_by])
    confirmed = (
        ", once the supervisor confirms that it is on the supervision record" if tier.confirmed else ""
    )
    ended = f"; ended by {_event(words, tier.ended_by)}" if tier.ended_by else ""
    return f"up to {tier.up_to}{what}, if granted by {who}{confirmed}{ended}"


def _holder(words: Vocabulary, name: str) -> str:
    """A role of the vocabulary, or a relation such as the supervisor."""
    return a_(words.roles[name]) if name in words.roles else f"the {_plain(name)}"


_USUAL: Final = (SessionKind.CASE, SessionKind.PERSONAL)


def _extras(words: Vocabulary, row: Row) -> Iterator[str]:
    """What else the row's lines say, a sentence each."""
    if row.yields_to and any(getattr(row, shape) for shape in CLOCK_SHAPES):
        yield f"Where the {_plain(row.yields_to)} says otherwise, that holds."
    if row.counts != _USUAL:
        yield f"Only {either([str(k) for k in row.counts])} sessions count."
    if row.filled:
        yield f"The council's own number, where the policy leaves a blank: {all_of([_plain(n) for n in row.filled])}."
    if row.held_by:
        who = either([_holder(words, h) for h in row.held_by])
        yield f"Only what was held or done by {who} counts."
    if row.minutes:
        yield f"Only sessions of at least {row.minutes} minutes count."
    if row.uplift:
        after = _event(words, row.uplift.after)
        yield f"For {row.uplift.lasts} after {after}: every {in_words(row.uplift.every)}."
    yield from (text for said, text in _flags(row) if said)


def _flags(row: Row) -> tuple[tuple[bool, str], ...]:
    return (
        (row.pro_rata is True, f"In proportion to hours worked: at half time {_halved(row)}."),
        (row.pro_rata is False, "The same whatever the hours worked."),
        (row.first_window == "whole", "Whoever joins inside one owes the whole of it."),
        (row.first_window == "in proportion", "Whoever joins inside one owes a share of it, by days."),
        (row.first_window == "not asked", "Whoever joins inside one owes nothing until the next."),
        (row.past_at_start is not None, "What was past when the bot started runs again from its first day."),
        (row.pauses_while_away, "The days pause while the supervisee is away."),
        (row.silence_agrees, "Without a reply by then it is taken as agreed."),
        (row.counts_from is not None, "The day of the event counts as the first."),
        (row.bank_holidays is not None, "Bank holidays count as working days."),
    )


def _halved(row: Row) -> str:
    return "half as much in each" if row.in_each or row.in_month else "twice as long between one and the next"


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
    return f"More than {limit.at_most} {limit.counts} for {staff}{of} of a team: {warned}.{newly}"
