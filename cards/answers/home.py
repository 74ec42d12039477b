"""“My supervision”: where one person stands, and a way to everything without remembering a command."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from typing import Final

from cards.answers.asks import Help
from cards.cases.asks import DueForMe, DueInTeam
from cards.examples import example
from cards.message import contact_note
from cards.model import Block, Bullets, Button, Card, Moment, Note, Paragraph, Part, Strong, Style
from cards.preparing.asks import AgendaOpened, PrepareCommand
from cards.sessions.asks import BookCommand, GroupAgenda
from cards.shared.due_lines import DueLine, left, when
from cards.shared.meeting import Meeting
from cards.words import listing, plural
from policy.obligations import Waiting, is_overdue

#: Lines under one heading; the rest is one press away.
SHOWN: Final = 5
#: Buttons side by side.
A_SET: Final = 6


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
class Home:
    """``questions``: what waits for the reader's answer; ``team``: what concerns those they supervise; None: nobody.
    ``ask``: whom to ask about what the policy leaves open."""

    name: str
    today: date
    coming: Sequence[ComingSession]
    questions: Sequence[DueLine]
    records: Sequence[DueLine]
    mine: Sequence[DueLine]
    team: Sequence[DueLine] | None
    ways: Sequence[Button]
    ask: str = ""


def home(shown: Home) -> Card:
    parts: list[Block] = [
        *(_next(coming, "Then" if n else "Next session") for n, coming in enumerate(shown.coming)),
        *([] if shown.coming else [Part("Next session", (Paragraph(("No session is booked.",)),))]),
        *_list("Waiting for your answer", shown.questions, shown.today),
        *_list("Records to write", shown.records, shown.today),
        _mine(shown),
        *contact_note(shown.ask if _blank_shown(shown) else ""),
        *([_team(shown.team, shown.today)] if shown.team is not None else []),
        *_ways(shown.ways),
    ]
    return Card("My supervision", "Your supervision", (*parts, Note(("Only you see this page.",))))


def _blank_shown(shown: Home) -> bool:
    """Whether a line that is to be read here says that the policy sets no deadline."""
    lists = (shown.questions, shown.records, shown.mine)
    return any(line.blank for lines in lists for line in lines[:SHOWN])


def _ways(ways: Sequence[Button]) -> list[Part]:
    """In sets that every platform shows."""
    sets = [tuple(ways[n : n + A_SET]) for n in range(0, len(ways), A_SET)]
    return [Part("More" if n else "Everything you can do", (), buttons) for n, buttons in enumerate(sets)]


def _next(coming: ComingSession, title: str) -> Part:
    meeting = coming.meeting
    first = (Strong(f"{meeting.kind.capitalize()} with {meeting.name}"), ", ", meeting.starts, ".")
    body: list[Block] = [Paragraph(first)]
    if coming.provisional:
        body.append(Note(("Provisional: the bot booked it, and nobody has confirmed it yet.",)))
    if coming.prepares:
        body.append(Paragraph((_prepared(coming),)))
    return Part(title, tuple(body), _buttons(coming))


def _prepared(coming: ComingSession) -> str:
    said = [f"Shared: {listing(coming.shared)}."] if coming.shared else []
    said += [f"Draft, seen by nobody but you: {listing(coming.drafts)}."] if coming.drafts else []
    return " ".join(said) or "Nothing is prepared yet."


def _buttons(coming: ComingSession) -> tuple[Button, ...]:
    prepare = (Button("Prepare", PrepareCommand(), style=Style.PRIMARY),) if coming.prepares else ()
    ask = AgendaOpened(session=coming.meeting.id) if coming.case else GroupAgenda(session=coming.meeting.id)
    return (*prepare, *((Button("Open the agenda", ask),) if coming.case or coming.group else ()))


def _list(title: str, lines: Sequence[DueLine], today: date) -> list[Part]:
    if not lines:
        return []
    items = tuple((f"{line.what}: ", *when(line, today)) for line in lines[:SHOWN])
    return [
        Part(
            title,
            (Bullets(items), *_more(lines)),
            (Button("All of these, and why", DueForMe()),),
        )
    ]


def _more(lines: Sequence[DueLine]) -> tuple[Block, ...]:
    return (Note((f"And {plural('more', len(lines) - SHOWN, 'more')}.",)),) if len(lines) > SHOWN else ()


def _mine(shown: Home) -> Part:
    if not shown.mine:
        return Part("Due for you", (Paragraph(("Nothing is due for you.",)),))
    items = tuple((f"{line.what}: ", *when(line, shown.today)) for line in shown.mine[:SHOWN])
    return Part(
        "Due for you", (Bullets(items), *_more(shown.mine)), (Button("All that is due, and why", DueForMe()),)
    )


def _team(lines: Sequence[DueLine], today: date) -> Part:
    dated = [line for line in lines if line.due]
    late = sum(is_overdue(line.due, today) for line in dated)
    if not lines:
        return Part("In your team", (Paragraph(("Nothing is due in your team.",)),))
    head = f"{plural('thing', len(lines))}, {late} overdue." if late else f"{plural('thing', len(lines))}."
    first = dated[0] if dated else None
    soonest = f" Soonest: {first.what}, {left(first.due, today)}." if first and first.due else ""
    return Part("In your team", (Paragraph((head + soonest,)),), (Button("Show my team", DueInTeam()),))


@example("home")
def _example() -> Card:
    starts = Moment(datetime(2026, 11, 26, 14, 0, tzinfo=UTC), datetime.combine(date(2026, 11, 26), time(14)))
    meeting = Meeting(1, "case supervision", "Priya Invented", starts)
    today = date(2026, 11, 24)
    discuss = DueLine(2, "Discuss CB-10240 with Amara Example", date(2026, 11, 30))
    agree = DueLine(
        3, "Agree the record of CB-10234, case supervision with Amara Example", date(2026, 11, 25)
    )
    ways = (Button("Prepare", PrepareCommand()), Button("Help", Help()))
    return home(
        Home(
            "Amara",
            today,
            [ComingSession(meeting, True, True, ("CB-10234",), ("CB-10240",))],
            [agree],
            [],
            [discuss],
            None,
            ways,
        )
    )


@example("home_supervisor")
def _example_supervisor() -> Card:
    today = date(2026, 11, 24)
    records = [
        DueLine(n, f"Record CB-1023{n}, case supervision with Amara Example", date(2026, 11, 20 + n))
        for n in range(7)
    ]
    team = [DueLine(9, "Discuss CB-10240 with Amara Example", date(2026, 11, 23))]
    rebook = DueLine(8, "Rebook personal supervision", None, Waiting.NO_DEADLINE, blank=True)
    config, ask = Button("Book", BookCommand()), "Ask Adel Madeup, who keeps the rule set."
    return home(Home("Priya", today, [], [rebook], records, [], team, (config,), ask))
