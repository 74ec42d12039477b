"""A team, by person: when they last met and next meet, and what is late."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from typing import Final, NamedTuple

from cards.cases.asks import DueInTeam, DueOf
from cards.cases.lists import page_of, paged, some_of, the_rest
from cards.evidence.asks import ReportForm
from cards.examples import example
from cards.formats import day, listing, plural
from cards.message import contact_note
from cards.model import Block, Button, Card, Heading, Moment, Note, Paragraph, Part, Strong, Text
from cards.shared import line_buttons
from cards.shared.claims import LastMet, NextMeets, NobodySaid, NoneBooked
from cards.shared.due_lines import DueLine
from cards.shared.duty_claims import NothingDueAbout, NothingLate, TheirsStayLate
from cards.shared.left_out import without_rebooking
from cards.shared.line_parts import line_parts
from cards.shared.meeting import Meeting
from cards.shared.uncovered import Uncovered
from policy.ruleset import Duty


@dataclass(frozen=True, slots=True)
class LateInTeam:
    """How much is late with somebody: cases to discuss, ``plans`` to review, records, or since when their supervision
    is, and the groups that carry their casework.
    ``other``: what else, in few words; ``unanswered``: sessions of which it is to be said whether they took place."""

    supervision: date | None = None
    cases: int = 0
    records: int = 0
    other: tuple[str, ...] = ()
    unanswered: int = 0
    groups: date | None = None
    plans: int = 0

    @property
    def any(self) -> bool:
        counted = self.cases or self.records or self.unanswered or self.plans
        return bool(self.supervision or self.groups or counted or self.other)


class NobodyAnswered(NamedTuple):
    """The day of a session that is over, of which nobody has said whether it took place. ``noted``: nobody had booked
    it; ``before``: the days of others before it."""

    on: date
    noted: bool = False
    group: bool = False
    before: tuple[date, ...] = ()


@dataclass(frozen=True, slots=True)
class PersonStands:
    """One supervisee. ``met``: when they were last supervised; ``begun``: the next has, and isn't over yet;
    ``missed``: windows, with what explains each; ``away``: today; ``above``: whoever supervises them, where that isn't
    the reader; ``books``: for whoever may; ``answers``: how much that concerns others is late and theirs to do;
    ``uncovered``: they are away, and nobody covers for whom they supervise; ``owed``: a session with the reader
    that was cancelled and has no new time."""

    id: int
    name: str
    met: LastMet
    meets: Moment | None
    late: LateInTeam
    unanswered: Sequence[NobodyAnswered] = ()
    missed: Sequence[str] = ()
    away: bool = False
    above: str = ""
    books: Button | None = None
    answers: TheirsStayLate | None = None
    uncovered: Uncovered | None = None
    begun: bool = False
    owed: Meeting | None = None


@dataclass(frozen=True, slots=True)
class LeaverStands:
    """Somebody who has left, about whom something is late; ``opens``: the reader can see all that is due."""

    id: int
    name: str
    late: LateInTeam
    opens: bool = False


#: What somebody answers for that concerns others, as their manager reads it.
ANSWERS: Final = "Late, and theirs to do"


def team(
    people: Sequence[PersonStands],
    ask: DueInTeam,
    foot: Sequence[str],
    *,
    more_below: bool,
    leavers: int = 0,
    left: Sequence[LeaverStands] = (),
    rebooks: bool = False,
) -> Card:
    """``more_below``: whether some of them supervise others in their turn; ``leavers``: how much is late about people
    who have left, and (``left``) about whom; ``rebooks``: as for ``without_rebooking``."""
    title = "Everybody below you" if ask.below else "Your team"
    first, shown = page_of(people, ask)
    said = (*(Note((one,)) for one in foot), *without_rebooking(rebooks=rebooks))
    notes = () if first else said
    rest = the_rest(len(people), ask, first)
    some_late = _late(people) or leavers
    further = ask.below or any(one.answers for one in people)
    late = (Button("Only what is late", DueInTeam(late=True, below=further)),) if some_late else ()
    below = (Button("Everybody below me", DueInTeam(below=True)),) if more_below and not ask.below else ()
    period = Button("A report of a period", ReportForm(), aside=True)
    gone = () if first else tuple(_of_leaver(one) for one in left)
    body = (Paragraph(_head(people, first, leavers)), *_by_manager(shown), *gone, *notes)
    return Card(title, "Your answer is ready", body, (*rest, *late, *below, period))


def _late(people: Sequence[PersonStands]) -> int:
    return sum(one.late.any or one.answers is not None for one in people)


def _head(people: Sequence[PersonStands], first: int, leavers: int) -> Text:
    late, some = _late(people), some_of(len(people), first)
    said: Text = (f", {late} with something late.",) if late else (".",)
    if not late and not leavers:
        said = (". ", NothingLate(tuple(one.id for one in people)))
    left = f" Late about people who have left: {plural('thing', leavers)}." if leavers else ""
    return (f"{some}{plural('person', len(people), 'people')}", *said, left)


def _by_manager(people: Sequence[PersonStands]) -> Iterator[Block]:
    above = ""
    for one in people:
        if one.above != above:
            above = one.above
            yield Heading(f"Supervised by {above}")
        yield _part(one)


def _part(one: PersonStands) -> Part:
    unanswered = (Note((_unless_held(one, over),)) for over in one.unanswered)
    missed = (Note((f"Missed: {listing(one.missed)}.",)),) if one.missed else ()
    about = (
        ()
        if one.answers and not one.late.any
        else (Paragraph(_late_words(one.id, one.late, said=bool(one.unanswered))),)
    )
    answers = (Paragraph((one.answers,)),) if one.answers else ()
    alone = (one.uncovered.note(),) if one.uncovered else ()
    owed, another = no_new_time(one.owed)
    body = (Paragraph(_meetings(one)), *alone, *about, *answers, *owed, *unanswered, *missed)
    everything = Button("All that is due", DueOf(person=one.id))
    title = f"{one.name}, away today" if one.away else one.name
    covers = (one.uncovered.button(),) if one.uncovered else ()
    return Part(title, body, (*covers, everything, *another, *((one.books,) if one.books else ())))


def no_new_time(owed: Meeting | None) -> tuple[tuple[Block, ...], tuple[Button, ...]]:
    """Of a session that was cancelled, to whoever books another: so, and how."""
    if owed is None:
        return (), ()
    said: Text = (
        f"{owed.kind.capitalize()} was cancelled and has no new time. It was booked for ",
        owed.was,
        ".",
    )
    return (Paragraph(said),), line_buttons.rebook(owed.id)


def _of_leaver(one: LeaverStands) -> Part:
    opens = (Button("All that is due", DueOf(person=one.id)),) if one.opens else ()
    return Part(f"{one.name} has left", (Paragraph(_late_words(one.id, one.late)),), opens)


def _unless_held(one: PersonStands, over: NobodyAnswered) -> NobodySaid:
    late = (one.late.groups if over.group else one.late.supervision) or one.late.cases or one.late.plans
    return NobodySaid(one.id, over.on, bool(late), over.noted, over.before)


def _meetings(one: PersonStands) -> Text:
    return (one.met, *_following(one))


def _following(one: PersonStands) -> Text:
    if one.meets and one.begun:
        return (NextMeets(one.id, one.meets, begun=True),)
    return ("Next: ", one.meets, ".") if one.meets else (NoneBooked(one.id),)


def _late_words(person: int, late: LateInTeam, *, said: bool = False) -> Text:
    """``said``: of sessions that nobody has answered for it is said beside it."""
    counted = [plural("case", late.cases)] if late.cases else []
    counted += [plural("plan to review", late.plans, "plans to review")] if late.plans else []
    counted += [plural("record", late.records)] if late.records else []
    since = [f"supervision since {day(late.supervision)}"] if late.supervision else []
    since += [f"group supervision since {day(late.groups)}"] if late.groups else []
    found = [*since, *counted, *late.other]
    sessions = [plural("unanswered session", late.unanswered)] if late.unanswered else []
    found += () if said and found else sessions
    return (Strong(f"Late: {listing(found)}."),) if found else (NothingLate((person,)),)


#: What else than supervision, cases and records, by duty.
_ASKED: Final = {
    Duty.ACKNOWLEDGE: ("case to acknowledge", "cases to acknowledge"),
    Duty.RECORD_DECISION: ("decision to record", "decisions to record"),
    Duty.RECORD_INTERVAL: ("longer interval to record", "longer intervals to record"),
    Duty.REBOOK: ("session to rebook", "sessions to rebook"),
    Duty.SIGN: ("agreement to sign", "agreements to sign"),
    Duty.ARRANGE_COVER: ("cover to arrange", "covers to arrange"),
}
_OTHER: Final = ("other date", "other dates")


def others(asked: Sequence[str], titles: Sequence[tuple[str, bool]]) -> tuple[str, ...]:
    """In few words. ``asked``: kinds of duty; ``titles``: of the rules by which something is asked now and then, each
    with whether it is the reader's to do."""
    counted = Counter(_ASKED.get(Duty(one), _OTHER) for one in asked)
    found = (plural(one, number, many) for (one, many), number in counted.items())
    return (*found, *(f"“{title}”{' (yours to do)' if yours else ''}" for title, yours in titles))


def late_list(
    lines: Sequence[DueLine],
    today: date,
    ask: DueInTeam,
    people: Sequence[int],
    contact: str = "",
    theirs: Sequence[tuple[str, TheirsStayLate]] = (),
    *,
    rebooks: bool = False,
) -> Card:
    """Only what is late about these ``people``, soonest first. ``contact``, here and below: whom to ask about what the
    policy leaves open. ``theirs``: by name, of those who answer for others, how much is late and theirs to do;
    ``rebooks``: as for ``without_rebooking``."""
    title = "What is late below you" if ask.below else "What is late in your team"
    foot: tuple[Block, ...] = tuple(Paragraph((Strong(f"{name}. "), said)) for name, said in theirs)
    foot = () if page_of(lines, ask)[0] else foot
    foot += without_rebooking(rebooks=rebooks)
    more = theirs and not ask.below
    further = (Button("What is late below you", DueInTeam(late=True, below=True)),) if more else ()
    if not lines:
        about = "those below you" if ask.below else "those whom you supervise"
        said = f"Nothing is late about {about}." if theirs else "Nothing is late."
        nothing = Paragraph((NothingLate(tuple(people), said),))
        return Card(title, "Your answer is ready", (nothing, *foot), further)
    made = _list(title, lines, today, ask, contact)
    return replace(made, body=(*made.body, *foot), buttons=(*made.buttons, *further))


def person_list(
    person: int,
    name: str,
    lines: Sequence[DueLine],
    today: date,
    ask: DueOf,
    foot: Sequence[str],
    contact: str = "",
    uncovered: Uncovered | None = None,
    names: str = "",
    offers: bool = False,
    *,
    rebooks: bool = False,
    owed: Meeting | None = None,
) -> Card:
    """All that is open about one person, whoever answers for it. ``uncovered``: who would and is away, while nobody
    covers; ``names``: who can name somebody, where that isn't the reader; ``offers``: it is; ``rebooks``: as for
    ``without_rebooking``; ``owed``: as in ``PersonStands``."""
    said = tuple(Note((one,)) for one in foot)
    cancelled, another = no_new_time(owed)
    again = (Part("Cancelled", cancelled, another),) if owed else ()
    notes = () if page_of(lines, ask)[0] else (*again, *said, *without_rebooking(rebooks=rebooks))
    alone = (uncovered.to_others(names),) if uncovered else ()
    button = (uncovered.button(),) if uncovered and offers else ()
    title = f"What is due for {name}"
    if not lines:
        nothing = Paragraph((NothingDueAbout(person),))
        return Card(title, "Your answer is ready", (*alone, nothing, *notes), button)
    made = _list(title, lines, today, ask, contact)
    return replace(made, body=(*alone, *made.body, *notes), buttons=(*button, *made.buttons))


def _list(title: str, lines: Sequence[DueLine], today: date, ask: DueInTeam | DueOf, contact: str) -> Card:
    first, page = page_of(lines, ask)
    head = Paragraph((paged(lines, first, today),))
    shown = line_parts(page, today)
    foot = contact_note(contact if any(line.blank for line in page) else "")
    rest = the_rest(len(lines), ask, first)
    return Card(title, "Your answer is ready", (head, *shown, *foot), rest)


_TODAY: Final = date(2026, 11, 24)
_NEXT: Final = Moment(datetime(2026, 11, 26, 14, 0, tzinfo=UTC), datetime.fromisoformat("2026-11-26T14:00"))
_AMARA: Final = PersonStands(
    1,
    "Amara Example",
    LastMet(1, date(2026, 10, 20)),
    None,
    LateInTeam(None, 3, 1, (), 1),
    unanswered=(NobodyAnswered(date(2026, 11, 9)),),
    missed=["September 2026"],
)
_TOMASZ: Final = PersonStands(2, "Tomasz Sample", LastMet(2, None), _NEXT, LateInTeam(), away=True)


@example("team")
def _example_team() -> Card:
    theirs = TheirsStayLate(3, ANSWERS, 4, date(2026, 11, 9))
    late = LateInTeam(groups=date(2026, 11, 16))
    met = LastMet(3, date(2026, 11, 3), reported=True)
    priya = PersonStands(3, "Priya Invented", met, None, late, answers=theirs)
    some = [_AMARA, priya, _TOMASZ]
    return team(some, DueInTeam(), ["Family Support North: 12 cases."], more_below=True, rebooks=True)


@example("team_below")
def _example_below() -> Card:
    people = [
        replace(
            _AMARA, id=n, above="Priya Invented" if n < 12 else "Owen Placeholder", name=f"Worker {n} Example"
        )
        for n in range(25)
    ]
    return team(people, DueInTeam(below=True), (), more_below=True)


@example("team_late")
def _example_late() -> Card:
    lines = [DueLine(1, "Discuss CB-10240 with Amara Example", date(2026, 11, 9))]
    return late_list(lines, _TODAY, DueInTeam(late=True), (1, 2), rebooks=True)


@example("team_late_below")
def _example_late_below() -> Card:
    theirs = TheirsStayLate(3, ANSWERS, 4, date(2026, 11, 9))
    return late_list((), _TODAY, DueInTeam(late=True), (1, 2), "", [("Priya Invented", theirs)])


@example("due_of")
def _example_due_of() -> Card:
    lines = [DueLine(1, "Discuss CB-10240 with Amara Example", date(2026, 11, 30), rule="B10: every 4 weeks")]
    return person_list(
        1, "Amara Example", lines, _TODAY, DueOf(person=1), ["Supervision, missed: September 2026."]
    )
