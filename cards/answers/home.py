"""“My supervision”: where one person stands, and a way to everything without remembering a command."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from itertools import chain
from typing import Final

from cards.absence.asks import Back
from cards.answers.asks import Help
from cards.cases.asks import AboutMe, DueForMe, DueInTeam, Section
from cards.examples import example
from cards.formats import listing, plain_text, plural
from cards.message import MOST_ITEMS, MessageItem, contact_note
from cards.model import Block, Button, Card, Claim, Facts, Heading, Moment, Note, Paragraph, Part, Style, Text
from cards.preparing.asks import AgendaOpened, PrepareCommand
from cards.sessions.asks import BookCommand, GroupAgenda
from cards.shared import home_buttons as way_words
from cards.shared import line_buttons, waited
from cards.shared.asked_parts import asked_parts, owed_parts
from cards.shared.claims import HeldInYear, LastMet, NothingAhead, RecordedAway, Unconfirmed
from cards.shared.due_lines import DueLine, late_of
from cards.shared.duty_claims import NothingDue, NothingLate
from cards.shared.line_parts import bulleted, grouped, short_parts
from cards.shared.meeting import Meeting
from cards.shared.uncovered import Uncovered
from cards.shared.unheld import NOTHING_TO_ALLOCATE, ToAllocate, unheld
from cards.shared.waited import Waited, listed
from policy.obligations import Waiting

#: Lines under one heading; the rest is one press away.
SHOWN: Final = 5
#: Buttons side by side.
A_SET: Final = 6

WELCOME: Final = (
    "This page is yours. It says when you next meet, what waits for your answer, and when supervision and cases are "
    "due.",
    "Your supervisor and the managers above see the same dates, and what was held, late or missed. That somebody "
    "looked at a case's date is recorded.",
)
#: Likewise, where the policy has a form to prepare.
OF_PREPARING: Final = (
    "Nobody is told whether you prepare, and nobody reads what you write before you share it."
)


@dataclass(frozen=True, slots=True)
class ComingSession:
    """A session to come. ``case``: about cases; ``prepares``: by the reader. ``shared`` and ``drafts``: references of
    the reader's own preparation; to anybody else empty."""

    meeting: Meeting
    case: bool = True
    prepares: bool = False
    shared: tuple[str, ...] = ()
    drafts: tuple[str, ...] = ()
    provisional: bool = False
    group: bool = False


@dataclass(frozen=True, slots=True)
class Year:
    """The reader's own supervision of the last twelve months: how many sessions of each kind were held, and in words
    what was missed, with what explains it; ``reported``: when the last was that the staff system alone knows of, where
    no session was held since."""

    held: HeldInYear
    missed: Sequence[str] = ()
    reported: LastMet | None = None


@dataclass(frozen=True, slots=True)
class TeamStands:
    """Those the reader supervises, and the names of those with something late; ``uncovered``: who is away while nobody
    covers for them."""

    people: tuple[int, ...]
    late: Sequence[str]
    uncovered: Sequence[Uncovered] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Home:
    """``questions``: what waits for the reader's answer; ``cases``: the reader's own; ``about``: their own
    supervision, for which others answer; ``year``: None for whoever isn't supervised; ``team``: None for whoever
    supervises nobody; ``books``: how a session is booked or asked for; ``ask``: whom to ask about what the policy
    leaves open; ``first``: it is their first day here, ``prepares``: the policy has a form for it; ``asked``: what
    others asked of them; ``meanwhile``: who supervises them while their supervisor is away, or that nobody does;
    ``owed``: what was cancelled and is to be held still; ``away``: the reader is; ``unheld``: of cases that nobody
    holds, which they are to have allocated; ``to_be_held``: the reader is to say of a session, once it is over,
    whether it took place."""

    reader: int
    today: date
    coming: Sequence[ComingSession] = ()
    questions: Sequence[DueLine] = ()
    records: Sequence[DueLine] = ()
    mine: Sequence[DueLine] = ()
    cases: Sequence[DueLine] = ()
    about: Sequence[DueLine] = ()
    year: Year | None = None
    team: TeamStands | None = None
    ways: Sequence[Button] = ()
    books: Button | None = None
    ask: str = ""
    first: bool = False
    prepares: bool = True
    waited: Sequence[Waited] = ()
    asked: Sequence[MessageItem] = ()
    meanwhile: Text = ()
    owed: Sequence[MessageItem] = ()
    away: RecordedAway | None = None
    unheld: ToAllocate = NOTHING_TO_ALLOCATE
    to_be_held: bool = False


#: Beside a session to come.
_NOTHING_ELSE: Final = "Nothing else is due from you."


def home(shown: Home) -> Card:
    parts: list[Block] = [
        *(Paragraph((said,)) for said in (_welcome(shown) if shown.first else ())),
        *(_away(shown.away) if shown.away else ()),
        *_coming(shown),
        *_asked(shown),
        *(block for one in _lists(shown)[1:] for block in _listed(*one, shown.today)),
        *unheld(shown.unheld, shown.today),
        *listed(shown.waited),
        *_nothing(shown),
        *_cases(shown),
        *_supervision(shown),
        *contact_note(shown.ask if _blank_shown(shown) else ""),
        *(_team(shown.team) if shown.team else ()),
        *(_year(shown.year) if shown.year else ()),
        *_ways([one for one in shown.ways if not (shown.away and one.label == way_words.BACK)]),
    ]
    body = (*parts, Note(("Only you see this page.",)))
    return Card("My supervision", "Your supervision", body, states=tuple(_stated(shown)))


def _welcome(shown: Home) -> tuple[str, ...]:
    return (*WELCOME, OF_PREPARING) if shown.prepares else WELCOME


def _stated(shown: Home) -> Iterator[Claim]:
    """What titles of parts say."""
    if not shown.coming:
        yield NothingAhead(shown.reader)
    if shown.team and not shown.team.late:
        yield _nothing_late(shown.team)


def _lists(shown: Home) -> tuple[tuple[str, Sequence[DueLine], Section], ...]:
    return (
        ("Waiting for your answer", shown.questions, Section.QUESTIONS),
        ("Records to write", shown.records, Section.RECORDS),
        ("Due from you", shown.mine, Section.DATES),
    )


def _cases(shown: Home) -> tuple[Block, ...]:
    if not shown.cases:
        return ()
    every = Button("All of these, and why", AboutMe(cases=True))
    title = Heading(f"Your cases: {_counted(shown.cases, shown.today)}")
    return (title, Part("Soonest first", bulleted(shown.cases, shown.today), (every,)))


def _supervision(shown: Home) -> tuple[Block, ...]:
    return (
        (Heading("Your supervision"), *short_parts(grouped(shown.about), shown.today)) if shown.about else ()
    )


def _counted(lines: Sequence[DueLine], today: date, more: int = 0) -> str:
    """A question counts once, or as what is late while nobody answers it."""
    late = late_of(lines, today)
    open_ = sum(not late_of([line], today) for line in lines)
    return f"{open_ + late + more}{f', {late} late' if late else ''}"


def _asked(shown: Home) -> Iterator[Block]:
    """What waits for the reader's answer: duties, and what others asked of them."""
    title, lines, which = _lists(shown)[0]
    yield from _listed(title, lines, which, shown.today, len(shown.asked))
    yield from asked_parts(shown.asked)


def _listed(
    title: str, lines: Sequence[DueLine], which: Section, today: date, more: int = 0
) -> Iterator[Block]:
    """``more``: how many others are counted with them."""
    if not lines and not more:
        return
    yield Heading(f"{title}: {_counted(lines, today, more)}")
    items = grouped(lines)
    yield from short_parts(items[:SHOWN], today)
    beyond = sum(map(len, items[SHOWN:]))
    if beyond or any(len(some) > MOST_ITEMS for some in items):
        title = f"And {beyond} more" if beyond else "Not all of them stand here"
        yield Part(title, (), (Button("All of these", DueForMe(section=which)),))


def drawn(lines: Sequence[DueLine]) -> Iterator[DueLine]:
    """Of one of the reader's lists, what is drawn: the rest is only counted."""
    return chain.from_iterable(grouped(lines)[:SHOWN])


def _nothing(shown: Home) -> tuple[Block, ...]:
    lists = (shown.questions, shown.records, shown.mine, shown.asked, shown.unheld.lines)
    if any(lists):
        return ()
    nothing = NothingDue(shown.reader)
    nothing = NothingDue(shown.reader, _NOTHING_ELSE, Section.DATES) if shown.to_be_held else nothing
    return Heading("Due from you"), Paragraph((nothing,))


def _blank_shown(shown: Home) -> bool:
    """Whether a line that is drawn here says that the policy sets no deadline."""
    listed = (one for _, lines, _ in _lists(shown) for one in drawn(lines))
    return any(line.blank for line in (*listed, *shown.cases[:MOST_ITEMS], *shown.about))


def _ways(ways: Sequence[Button]) -> Iterator[Block]:
    """In sets that every platform shows."""
    for n in range(0, len(ways), A_SET):
        yield Part("More" if n else "Everything you can do", (), tuple(ways[n : n + A_SET]))


def _away(away: RecordedAway) -> tuple[Block, ...]:
    """What waits for the reader's return is among what follows."""
    back = Button(way_words.BACK, Back(), style=Style.PRIMARY)
    return (Part("You are away", (Paragraph((away,)),), (back,)),)


def _coming(shown: Home) -> Iterator[Block]:
    yield Heading("Next session")
    if not shown.coming:
        books = (shown.books,) if shown.books else ()
        yield Part(plain_text((NothingAhead(shown.reader),)), (), books)
    yield from (_next(coming) for coming in shown.coming)
    yield from owed_parts(shown.owed)
    if shown.meanwhile:
        yield Paragraph(shown.meanwhile)


def _next(coming: ComingSession) -> Part:
    meeting = coming.meeting
    body: list[Block] = [Paragraph((meeting.booked, "."))]
    if coming.provisional:
        body.append(Note((Unconfirmed(meeting.id, meeting.starts, alone=True),)))
    if coming.prepares:
        body.append(Paragraph((_prepared(coming),)))
    return Part(f"{meeting.kind.capitalize()} with {meeting.name}", tuple(body), _buttons(coming))


def _prepared(coming: ComingSession) -> str:
    said = [f"Shared: {listing(coming.shared)}."] if coming.shared else []
    said += [f"Draft, seen by nobody but you: {listing(coming.drafts)}."] if coming.drafts else []
    return " ".join(said) or "Nothing is prepared yet."


def _buttons(coming: ComingSession) -> tuple[Button, ...]:
    prepare = (Button("Prepare", PrepareCommand(), style=Style.PRIMARY),) if coming.prepares else ()
    ask = AgendaOpened(session=coming.meeting.id) if coming.case else GroupAgenda(session=coming.meeting.id)
    return (*prepare, *((Button("Open the agenda", ask),) if coming.case or coming.group else ()))


def _team(team: TeamStands) -> tuple[Block, ...]:
    """Who has something late, by name; the rest is one press away."""
    some, more = team.late[:SHOWN], len(team.late) - SHOWN
    late = f"Something is late with {listing([*some, f'{more} more'] if more > 0 else some)}"
    only = (Button("Only what is late", DueInTeam(late=True)),) if team.late else ()
    said = late if team.late else plain_text((_nothing_late(team),))
    part = Part(said, (), (Button("Show my team", DueInTeam()), *only))
    alone = (Part(f"{one.name} is away", (one.note(),), (one.button(),)) for one in team.uncovered)
    return (Heading(f"Your team: {plural('person', len(team.people), 'people')}"), *alone, part)


def _nothing_late(team: TeamStands) -> NothingLate:
    return NothingLate(team.people, "Nothing is late")


def _year(year: Year) -> tuple[Block, ...]:
    said = [Paragraph((year.held,)), *([Paragraph((year.reported,))] if year.reported else [])]
    said += (Paragraph((one,)) for one in year.missed)
    return (Heading("The last twelve months"), *said)


_TODAY: Final = date(2026, 11, 24)


_WAITED: Final = (
    waited.agreement("Priya Invented", date(2026, 11, 19)),
    waited.meeting("Helen Fictional", date(2026, 11, 20), date(2026, 11, 30), over=False),
)


@example("home")
def _example() -> Card:
    starts = Moment(datetime(2026, 11, 26, 14, 0, tzinfo=UTC), datetime.combine(date(2026, 11, 26), time(14)))
    meeting = Meeting(1, "case supervision", "Priya Invented", starts)
    line = DueLine(
        3,
        "Agree the record of CB-10234, case supervision with Amara Example",
        date(2026, 11, 25),
        acts=line_buttons.agree(3, signs=False),
    )
    cases = [DueLine(2, "CB-10240", date(2026, 11, 20)), DueLine(4, "CB-10234", date(2026, 11, 30))]
    about = [DueLine(5, "Supervision for Amara Example", date(2026, 11, 30))]
    year = Year(
        HeldInYear(1, (("case", 9), ("personal", 2))),
        ["Supervision for Amara Example, missed: September 2026."],
    )
    return home(
        Home(
            reader=1,
            today=_TODAY,
            coming=[ComingSession(meeting, True, True, ("CB-10234",), ("CB-10240",))],
            questions=[line],
            cases=cases,
            about=about,
            year=year,
            waited=_WAITED,
            ways=(Button("Prepare", PrepareCommand()), Button("Help", Help())),
        )
    )


@example("home_supervisor")
def _example_supervisor() -> Card:
    records = [
        DueLine(
            n,
            f"Record CB-1023{n}, case supervision with Amara Example",
            date(2026, 11, 20 + n),
            acts=line_buttons.record(n),
        )
        for n in range(7)
    ]
    rebook = DueLine(8, "Rebook personal supervision", None, Waiting.NO_DEADLINE, blank=True)
    team, ways = (
        TeamStands((1, 2, 3, 4), ["Amara Example", "Tomasz Sample"]),
        (Button("Book", BookCommand()),),
    )
    ask = "Ask Adel Madeup, who keeps the rule set."
    books = Button("Book a session", BookCommand())
    facts = Facts((("Case", ("CB-10300",)), ("In full at least every", ("12 weeks",))))
    grant = Button("Grant", BookCommand(), style=Style.PRIMARY)
    asked = MessageItem("Every 12 weeks for CB-10300?", "Somebody asks for your decision", (facts,), (grant,))
    return home(
        Home(
            reader=1,
            today=_TODAY,
            questions=[rebook],
            records=records,
            team=team,
            ways=ways,
            books=books,
            ask=ask,
            asked=(asked,),
        )
    )


@example("home_first")
def _example_first() -> Card:
    """Whoever comes for the first time, with nothing due."""
    return home(
        Home(reader=1, today=_TODAY, year=Year(HeldInYear(1, ())), ways=(Button("Help", Help()),), first=True)
    )


@example("home_away")
def _example_away() -> Card:
    """Whoever reported an absence that runs still."""
    away = RecordedAway(1, date(2026, 11, 11), None)
    return home(Home(reader=1, today=_TODAY, away=away, ways=(Button("Help", Help()),)))
