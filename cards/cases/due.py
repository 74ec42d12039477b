"""Answers to "when is it due?": a case for anyone, a case for its line, everything of mine, my team's."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, TypeAlias

from cards.cases import acts
from cards.cases.asks import DueForMe, DueInTeam, LateBefore, Why
from cards.examples import example
from cards.message import MOST, Joint, Message, MessageItem, contact_note, message_card
from cards.model import Block, Bullets, Button, Card, Day, Facts, Note, Paragraph, Part
from cards.sessions.asks import BookForm, GroupForm
from cards.shared.derivation import sentence, why
from cards.shared.due_lines import DueLine, day_and_left, notice_of, said_once, when
from cards.shared.meeting import NextMeeting, next_booked
from cards.words import day, listing, plural
from policy.obligations import Step, Waiting, is_overdue


def case_for_anyone(reference: str, due: date | None, today: date) -> Card:
    """The date and the days left, nothing more."""
    title = f"{reference}: when it is next due"
    if due is None:
        return Card(title, "Your answer is ready", (Paragraph(("There is no date for this case.",)),))
    return Card(
        title, "Your answer is ready", (Paragraph(("To be discussed by ", *day_and_left(due, today), ".")),)
    )


def unknown_case(reference: str) -> Card:
    """The same for a case nobody has and for one that is restricted."""
    text = "No date can be shown for that reference. Check it, or ask the case's team."
    return Card(f"{reference}: no date to show", "Your answer is ready", (Paragraph((text,)),))


def case_for_line(
    reference: str, kind: str, worker: str, lines: Sequence[DueLine], today: date, unset: str = ""
) -> Card:
    """For those in the case's line: each duty, what it rests on, and Why? ``unset``: what the policy leaves open."""
    rows = (("Kind of case", (kind,)), ("Worker", (worker or "nobody: not allocated",)))
    parts = tuple(_part(line, today) for line in lines)
    return Card(
        f"{reference}: when it is next due",
        "Your answer is ready",
        (Facts(rows), *parts, *((Note((unset,)),) if unset else ())),
    )


def _part(line: DueLine, today: date) -> Part:
    body: list[Block] = [Paragraph(when(line, today))]
    if line.target and not is_overdue(line.target, today):
        body.append(Note(("Aim for ", Day(line.target), ".")))
    if line.rule:
        body.append(Note((line.rule,)))
    body += [Note(said) for said in line.beside]
    why_ = Button("Why?", Why(obligation=line.obligation_id))
    return Part(line.what, tuple(body), (*line.acts, why_))


def kind_of_case(service: str, categories: Sequence[str]) -> str:
    return f"{service}: {'; '.join(categories)}" if categories else service


def no_interval(council: str, contact: str) -> str:
    """``contact``: whom to ask, in a sentence; here and below."""
    return f"{council}'s policy sets no interval for discussing a case. {contact}"


def left_open(blanks: Sequence[str], contact: str) -> str:
    """``blanks``: what a rule leaves to somebody, in its own words."""
    return f"The policy doesn't say: {' '.join(blanks)} {contact}"


ListAsk: TypeAlias = type[DueForMe | DueInTeam | LateBefore]
#: By the ask that shows it: what a list is called, and what it says when it is empty.
TITLES: Final[Mapping[ListAsk, tuple[str, str]]] = {
    LateBefore: ("Late before the bot came", "Nothing that was late before the bot came is open."),
    DueForMe: ("What is due for you", "Nothing is due for you."),
    DueInTeam: ("What is due in your team", "Nothing is due in your team."),
}


@dataclass(frozen=True, slots=True)
class Page:
    """Of a long list the lines from one on (the first is 0); ``ask`` shows the next."""

    ask: ListAsk
    first: int = 0


def listed(
    lines: Sequence[DueLine],
    today: date,
    page: Page,
    gaps: Sequence[DueLine] = (),
    foot: Sequence[str] = (),
    ask: str = "",
) -> Card:
    """Soonest first. What has no date comes last. Beside the first page, ``gaps``: records owed by somebody who is
    away; ``foot``: what was missed, how much the team holds. ``ask``: whom to ask about what the policy leaves open."""
    title, empty = TITLES[page.ask]
    first = page.first if page.first < len(lines) else 0
    missing = () if first else (*_gaps(gaps, today), *(Note((said,)) for said in foot))
    if not lines:
        return Card(title, "Your answer is ready", (Paragraph((empty,)), *missing))
    page_ = lines[first : first + MOST]
    shown = tuple(_part(line, today) for line in page_)
    contact = contact_note(ask if any(line.blank for line in page_) else "")
    rest = _rest(len(lines), page.ask, first + MOST)
    body = (Paragraph((_head(lines, today),)), *shown, *contact, *rest, *missing)
    return Card(title, "Your answer is ready", body)


def missed(what: str, windows: Sequence[str]) -> str:
    """``windows``: those that ended without it, each with what explains it."""
    return f"{what}, missed: {listing(windows)}."


def before_bot(due: Sequence[date]) -> str:
    """Of so many things that were past before the bot's first day, that they aren't asked."""
    return (
        f"{plural('thing', len(due))} fell due before the bot began, the first on {day(min(due))}: not asked."
    )


def _head(lines: Sequence[DueLine], today: date) -> str:
    late = sum(is_overdue(line.due, today) for line in lines)
    order = " Soonest first." if len(lines) > 1 else ""
    return f"{plural('thing', len(lines))}{f', {late} overdue' if late else ''}.{order}"


def _rest(count: int, ask: ListAsk, following: int) -> tuple[Part, ...]:
    if count <= following:
        return ()
    button = Button("Show the rest", ask(first=following))
    return (Part(f"And {count - following} more, later than these", (), (button,)),)


def _gaps(gaps: Sequence[DueLine], today: date) -> tuple[Block, ...]:
    if not gaps:
        return ()
    text = "Not recorded yet, by somebody in your line who is away. Who held a session writes its record."
    items = tuple((f"{line.what}: ", *when(line, today)) for line in gaps[:MOST])
    return (Paragraph((text,)), Bullets(items))


@dataclass(frozen=True, slots=True)
class FallsDue(Message):
    """A nudge about a date. ``worker``: whom it is about, of whom all is said together; ``meets``: when the pair next
    meets; ``books``: how its reader sees to that. To a line manager it says that it is practice."""

    line: DueLine
    today: date
    worker: str = ""
    escalates: bool = field(kw_only=True)
    meets: NextMeeting = field(kw_only=True, default=NextMeeting())
    books: Button | None = field(kw_only=True, default=None)

    def item(self) -> MessageItem:
        said = Paragraph(said_once(self.line, self.today))
        rule = (Note((self.line.rule,)),) if self.line.rule else ()
        buttons = (*self._books(), Button("Why?", Why(obligation=self.line.obligation_id)))
        return MessageItem(
            self.line.what,
            notice_of(self.line, self.today),
            (said, self._booked(), *self._notes(), *rule, *self._practice()),
            buttons,
            joint=self._joint(),
            late=is_overdue(self.line.due, self.today),
        )

    def _joint(self) -> Joint | None:
        if not self.worker:
            return None
        return Joint(
            ("falls due", self.worker, self.escalates),
            self.worker,
            (f"{self.line.what}. ", *said_once(self.line, self.today)),
            once=(self._booked(), *self._practice()),
            buttons=self._books(),
            why=self.line.obligation_id,
        )

    def _booked(self) -> Paragraph:
        return Paragraph(next_booked(self.meets, they=self.escalates))

    def _notes(self) -> Iterator[Note]:
        if self.line.target and not is_overdue(self.line.target, self.today):
            yield Note(("Aim for ", Day(self.line.target), "."))
        yield from (Note(said) for said in self.line.beside)

    def _practice(self) -> tuple[Note, ...]:
        said = "Telling you is this council's practice; the policy sets the date only."
        return (Note((said,)),) if self.escalates else ()

    def _books(self) -> tuple[Button, ...]:
        return (self.books,) if self.books else ()


def book_button(supervisee: int, supervisor: int, *, asks: bool) -> Button:
    """``asks``: read by the supervisee, who asks for a session; else it is booked."""
    label = "Ask for a session" if asks else "Book a session"
    return Button(label, BookForm(supervisee=supervisee, supervisor=supervisor))


def group_button(replaces: int | None = None) -> Button:
    """``replaces``: the cancelled one that the group would stand in for."""
    return Button("Book group supervision", GroupForm(after=replaces, replaces=replaces))


@dataclass(frozen=True, slots=True)
class MadeGood(Message):
    """To whoever was told that it was late: it took place, which was noted later."""

    what: str
    window: str

    def item(self) -> MessageItem:
        text = f"It took place in its time after all, which has now been noted: {self.window} isn't missed."
        return MessageItem(self.what, "Something in supervision took place after all", (Paragraph((text,)),))


def derivation(
    title: str,
    steps: tuple[Step, ...],
    waiting: Waiting | None,
    version: str,
    events: Mapping[str, str] | None = None,
    left_open: str = "",
) -> Card:
    """Why? in full. ``events``: what the council calls what may start a clock; ``left_open``: what the policy leaves
    unsaid, and whom to ask."""
    unsaid = (Note((left_open,)),) if left_open else ()
    return Card(
        f"Why: {title}", "Your answer is ready", (*why(steps, waiting, events), *unsaid, Note((version,)))
    )


def derivations(cards: Sequence[Card]) -> Card:
    """Those of several that were said together, in one."""
    if len(cards) == 1:
        return cards[0]
    parts = tuple(Part(one.title, one.body) for one in cards)
    return Card(f"Why: {plural('date', len(cards))}", "Your answer is ready", parts)


_TODAY: Final = date(2026, 11, 24)
_STEPS: Final = (
    Step("start", fact="discussion", on=date(2026, 11, 2)),
    Step(
        "every",
        amount="4 weeks",
        rule="B10",
        clause="Frequency of case supervisions, first note",
        interpretation="3 weeks is the target and 4 the limit.",
        result=date(2026, 11, 30),
    ),
)


@example("due_case_for_anyone")
def _example_anyone() -> Card:
    return case_for_anyone("CB-10234", date(2026, 11, 30), _TODAY)


@example("due_unknown_case")
def _example_unknown() -> Card:
    return unknown_case("CB-99999")


@example("due_case_for_line")
def _example_line() -> Card:
    lines = (
        DueLine(
            1,
            "Discuss CB-10234",
            date(2026, 11, 30),
            target=date(2026, 11, 23),
            rule="B10: every 3 to 4 weeks",
        ),
        DueLine(
            2,
            "Review the plan of CB-10234",
            date(2026, 11, 20),
            rule="B11: every 3 months",
            beside=(sentence(Step("waits", str(Waiting.PLAN_INTERVAL), rule="B9", clause="Appendix 3")),),
        ),
    )
    return case_for_line("CB-10234", "Family support: child in need", "Amara Example", lines, _TODAY)


@example("due_mine")
def _example_mine() -> Card:
    lines = (
        DueLine(1, "Record CB-10234, supervision with Amara Example", date(2026, 11, 23)),
        DueLine(2, "Discuss CB-10240", date(2026, 11, 30)),
        DueLine(3, "Rebook supervision with Tomasz Sample", None, Waiting.RETURN),
        DueLine(4, "Record the notes, personal supervision", None, Waiting.NO_DEADLINE, blank=True),
    )
    ask = "Ask Adel Madeup, who keeps the rule set."
    return listed(lines, _TODAY, Page(DueForMe), ask=ask)


@example("due_mine_long")
def _example_long() -> Card:
    gaps = (DueLine(99, "Record CB-10300, supervision with Tomasz Sample", date(2026, 11, 20)),)
    ways = acts.agree(4, signs=False)
    lines = [
        DueLine(n, f"Agree the record of CB-{10300 + n}", date(2026, 11, 30), rule="B16: agreed", acts=ways)
        for n in range(45)
    ]
    return listed(lines, _TODAY, Page(DueForMe), gaps)


@example("due_why")
def _example_why() -> Card:
    return derivation("Discuss CB-10234", _STEPS, None, "Central Bedfordshire Council, version 1")


@example("due_why_several")
def _example_why_several() -> Card:
    some = ("Discuss CB-10234", "Supervision for Amara Example")
    return derivations(
        [derivation(title, _STEPS, None, "Central Bedfordshire Council, version 1") for title in some]
    )


@example("made_good")
def _example_made_good() -> Card:
    return message_card([MadeGood("Supervision for Amara Example", "October 2026").item()])


@example("reminder")
def _example_reminder() -> Card:
    line = DueLine(
        1, "Discuss CB-10234", date(2026, 11, 30), target=date(2026, 11, 23), rule="B10: every 3 to 4 weeks"
    )
    books = book_button(1, 2, asks=False)
    return message_card([FallsDue(line, _TODAY, escalates=False, books=books).item()])


@example("reminders_of_one")
def _example_reminders_of_one() -> Card:
    """What falls due for one person is said together, whatever else there is."""
    books = book_button(1, 2, asks=False)
    some = [
        FallsDue(
            DueLine(n, what, due, rule="B10: every 3 to 4 weeks"),
            _TODAY,
            "Amara Example",
            escalates=False,
            books=books,
        ).item()
        for n, (what, due) in enumerate(
            [
                ("Discuss CB-10234 with Amara Example", date(2026, 11, 30)),
                ("Discuss CB-10240 with Amara Example", date(2026, 11, 20)),
                ("Supervision for Amara Example", date(2026, 11, 30)),
            ]
        )
    ]
    other = DueLine(9, "Discuss CB-10251 with Tomasz Sample", date(2026, 12, 1))
    return message_card([*some, FallsDue(other, _TODAY, "Tomasz Sample", escalates=False).item()])
