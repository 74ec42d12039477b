"""``due``: obligations with their derivations, for whoever runs the bot. Assessed afresh; only the trail is written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from rich.console import Console
from rich.markup import escape
from rich.table import Table

from bot.commands import leave_trace
from bot.commands.due_head import FEW, print_head
from bot.commands.progress import counting
from bot.commands.reading import at_day, chosen, near_number, opened, read_day
from bot.settings import SettingsError
from bot.wiring import Bot
from cards.formats import day, listing
from cards.model import Card
from cards.plain import render_card
from cards.shared.derivation import sentence, waits_for, why
from cards.shared.due_lines import left
from cards.shared.duty_words import not_covered
from handlers.shared import awaiting_outcome, obligation_words, redaction
from policy.facts import Subject, SubjectKind
from policy.obligations import Obligation, State, Step, Waiting, days_left, is_overdue
from storage import absences, answering, cases, council, drift, obligations, people, sessions
from storage.derivations import step_to_json
from storage.duties import KeptObligation
from storage.facts import load
from storage.references import repeated, unlike
from storage.sessions import SessionView
from storage.work import Work

#: Beside a day by which something would be late.
_NOT_SAID: Final = "nobody said when the last was"
#: Subjects assessed at a time.
BATCH: Final = 500


@dataclass(frozen=True, slots=True)
class OpenObligation:
    """An open obligation, in words, with who answers for it on that day. People by staff number. ``unknown``: by its
    day it is late, and nobody said when what it counts from last took place; ``ask``: as in ``DueLine``."""

    obligation: Obligation
    says: str
    subject: dict[str, str]
    answers: people.Person | None
    worker: people.Person | None
    holder: people.Person | None
    unknown: bool = False
    ask: str = ""


def due(
    case: str, person: str, on: str, as_json: bool, database: str, rules: str, everything: bool = False
) -> int:
    """Prints them, of a whole council what is late by team, unless ``everything`` is asked for; 1 for a case or person
    there isn't. Raises SettingsError for a day in the past."""
    settings = chosen(database, rules)
    with opened(settings) as bot:
        today = bot.config.calendar.day_of(bot.clock.now())
        day_ = read_day("--on", on) if on else today
        if day_ < today:
            raise SettingsError(
                f"--on {on}: that is past. What was due then can't be told from what is known now"
            )
        then = at_day(bot, day_)
        unknown = unknown_name(then, case, person)
        if unknown:
            print(unknown)
            return 1
        leave_look(bot, settings.database_url, case, person)
        _answer(then, case, person, as_json=as_json, everything=everything)
    return 0


def leave_look(bot: Bot, url: str, case: str, person: str, **about: str) -> None:
    """That what is due, or was done, was read: of a case or person, or of everybody."""
    with bot.read() as work:
        subject = subject_of(work, case, person)
    leave_trace.leave(bot, url, "due.shown", subject, **about)


def _answer(bot: Bot, case: str, person: str, *, as_json: bool, everything: bool) -> None:
    found = sorted(_found(bot, case, person), key=_soonest)
    today = bot.config.calendar.day_of(bot.clock.now())
    if as_json:
        print_json(bot, today, found)
        return
    open_ones = [one for one in found if one.obligation.is_open]
    if len(open_ones) > FEW and not (case or person or everything):
        print_head(open_ones, today)
    else:
        print_table(open_ones, today, steps=bool(case))


def unknown_name(bot: Bot, case: str, person: str) -> str:
    """What there isn't, in a sentence; empty if all there is."""
    with bot.read() as work:
        found = can_be(work, case)
        if len(found) > 1:
            return f"That can be {listing([c.reference for c in found[:5]], 'or')}. Write it exactly."
        if case and not found:
            return there_is_no(work, case)
        if person and by_number(work, person) is None:
            return f"Nobody in post has the staff number {person}: {near_number(work, person)}."
    return ""


def can_be(work: Work, typed: str) -> list[cases.CaseView]:
    """The cases that a reference means, in whatever spelling; else the open ones with its digits."""
    return (cases.spelt_alike(work, typed) or cases.with_digits(work, typed)) if typed else []


def case_meant(work: Work, typed: str) -> cases.CaseView | None:
    """The one case that it can be."""
    found = can_be(work, typed)
    return found[0] if len(found) == 1 else None


def by_number(work: Work, number: str) -> people.Person | None:
    found = people.by_staff_number(work, number)
    return found if found and found.in_post(work.today) else None


def _soonest(found: OpenObligation) -> tuple[bool, date, str]:
    return found.obligation.due is None, found.obligation.due or date.max, found.says


def _found(bot: Bot, case: str, person: str) -> Iterator[OpenObligation]:
    with bot.read() as work:
        one = case_meant(work, case)
        wanted = by_number(work, person) if person else None
        batches = [[one.subject]] if one else _batches(work)
        who = Answering(work)
        for batch in batches:
            for found in _assessed(work, batch, who):
                if wanted is None or (found.answers and found.answers.id == wanted.id):
                    yield found


def _batches(work: Work) -> Iterator[list[Subject]]:
    """Every subject, with progress."""
    with counting("Working out what is due", council.subjects(work)) as progress:
        batch = drift.every_subject(work, limit=BATCH)
        while batch:
            yield batch
            progress(len(batch))
            batch = drift.every_subject(work, batch[-1], BATCH)


class Answering:
    """Who answers for what, as of the work's day; each question is asked once."""

    def __init__(self, work: Work) -> None:
        self._work = work
        self._people: dict[int, people.Person] = {}
        self._roles: dict[tuple[object, ...], int | None] = {}

    def person(self, person_id: int | None) -> people.Person | None:
        if person_id is not None and person_id not in self._people:
            self._people[person_id] = people.person(self._work, person_id)
        return self._people[person_id] if person_id is not None else None

    def answers(self, o: Obligation) -> people.Person | None:
        asked = (o.key.duty, o.answers, o.worker_id, o.holder_id, None if o.worker_id else o.key.subject)
        if asked not in self._roles:
            self._roles[asked] = answering.who_answers(self._work, o)
        return self.person(self._roles[asked])


def _assessed(work: Work, subjects: list[Subject], who: Answering) -> Iterator[OpenObligation]:
    fresh = obligations.assessed(work, load(work, subjects))
    every = (o for s in subjects if s in fresh for o in fresh[s].obligations)
    standing = (o for o in every if o.state is not State.MET)
    kept = [KeptObligation(number, o, o.state, None, None, None) for number, o in enumerate(standing)]
    words, named = obligation_words.describe(work, kept), subject_names(work, subjects, who)
    unknown = awaiting_outcome.unknown_reviews(work, (one for one in kept if one.obligation.is_open))
    for one in kept:
        o = one.obligation
        shown = who.answers(o), who.person(o.worker_id), who.person(o.holder_id)
        says, subject, ask = words[one.id], named[o.key.subject], obligation_words.ask_of(work, o)
        yield OpenObligation(redaction.exported(work, o), says, subject, *shown, one.id in unknown, ask)


def subject_of(work: Work, case: str, person: str) -> Subject | None:
    """The case of a reference, or the person of a staff number, as typed; None where neither is given or there is
    none."""
    if case:
        found = case_meant(work, case)
        return found.subject if found else None
    who = people.by_staff_number(work, person) if person else None
    return Subject(SubjectKind.PERSON, who.id) if who else None


def there_is_no(work: Work, case: str, person: str = "") -> str:
    """For what ``subject_of`` doesn't find. What can be no reference, a name perhaps, isn't said again."""
    if not case:
        return f"There is no person {person}."
    shapes = work.config.references
    said = f"There is no case {repeated(case, shapes, 'with that reference')}."
    return f"{said} {unlike(case, shapes) or f'References are written as in {work.rules.case_system}.'}"


def subject_names(work: Work, subjects: list[Subject], who: Answering) -> dict[Subject, dict[str, str]]:
    """What each subject is called outside: a case's reference, staff numbers (of an absence, whose it is), a session's
    pair and wall time."""
    ids = {kind: [s.id for s in subjects if s.kind is kind] for kind in SubjectKind}
    named = {s: {"kind": str(s.kind)} for s in subjects}
    for case in cases.cases(work, ids[SubjectKind.CASE]).values():
        named[case.subject]["reference"] = case.reference
    for view in sessions.sessions(work, ids[SubjectKind.SESSION]):
        named[Subject(SubjectKind.SESSION, view.id)] |= _session(work, view)
    for absence in absences.absences(work, ids[SubjectKind.ABSENCE]):
        named[absence.subject]["person"] = absence.person.staff_number
    for id_ in ids[SubjectKind.PERSON]:
        named[Subject(SubjectKind.PERSON, id_)]["person"] = _number(who.person(id_)) or ""
    return named


def _session(work: Work, view: SessionView) -> dict[str, str]:
    return {
        "supervisee": view.supervisee.staff_number,
        "supervisor": view.supervisor.staff_number,
        "starts": work.calendar.wall(view.starts_at).isoformat(timespec="minutes"),
    }


def _number(who: people.Person | None) -> str | None:
    return who.staff_number if who else None


# Shown


def print_json(bot: Bot, day_: date, found: list[OpenObligation]) -> None:
    rules = bot.config.rules(day_)
    shown = {
        "on": day_.isoformat(),
        "rules": {"name": rules.name, "version": rules.version},
        "obligations": [as_json(f, day_, rules.vocabulary.events) for f in found],
    }
    print(json.dumps(shown, ensure_ascii=False, indent=2))


def as_json(found: OpenObligation, today: date, events: Mapping[str, str]) -> dict[str, Any]:
    """Dates as ISO 8601; what there isn't is null. ``events``: as for ``sentence``."""
    o = found.obligation
    return {
        "duty": o.key.kind_of_duty,
        "says": found.says,
        "subject": found.subject,
        "rule": o.rule,
        "version": o.version,
        "state": str(o.state),
        "started": o.started.isoformat(),
        "due": _iso(o.due),
        "target": _iso(o.target),
        "days_left": days_left(o.due, today) if o.due else None,
        "overdue": o.is_open and is_overdue(o.due, today) and not found.unknown,
        "unknown": found.unknown,
        "ended": str(o.ended) if o.ended else None,
        "waiting_for": str(o.waiting_for) if o.waiting_for else None,
        "answers": {"role": o.answers, "person": _number(found.answers)},
        "worker": _number(found.worker),
        "holder": _number(found.holder),
        "derivation": [_step(step, events) for step in o.derivation],
    }


def _step(step: Step, events: Mapping[str, str]) -> dict[str, Any]:
    """With the sentence that Why? shows."""
    return {**step_to_json(step), "says": "".join(str(s) for s in sentence(step, events))}


def _iso(day_: date | None) -> str | None:
    return day_.isoformat() if day_ else None


def print_table(found: list[OpenObligation], today: date, *, steps: bool) -> None:
    """A line each, soonest first; with ``steps`` what each date rests on."""
    console = Console()
    if not found:
        console.print("Nothing is due.")
        return
    table = Table(title=f"Due, as of {day(today)}", title_justify="left", box=None, pad_edge=False)
    for heading in ("By", "", "What", "Who answers", "Rule"):
        table.add_column(heading, no_wrap=heading in ("By", "Rule"))
    for one in found:
        table.add_row(*_row(one, today))
    console.print(table)
    for one in found if steps else ():
        blocks = why(one.obligation.derivation, one.obligation.waiting_for, ask=one.ask)
        print("\n" + render_card(Card(f"Why: {one.says}", "Why", blocks)), end="")


def _row(found: OpenObligation, today: date) -> tuple[str, str, str, str, str]:
    o = found.obligation
    by = day(o.due) if o.due else "no date yet"
    how = left(o.due, today) if o.due else (waits_for(o.waiting_for, found.ask) if o.waiting_for else "")
    who = f"{found.answers.name} ({found.answers.staff_number})" if found.answers else f"nobody ({o.answers})"
    rule = not_covered(o.rule) if o.waiting_for is Waiting.NO_RULE else o.rule
    return by, _NOT_SAID if found.unknown else how, escape(found.says), escape(who), rule
