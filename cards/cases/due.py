"""Answers to "when is it due?" of one case, why, and what is told of a date."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Final

from cards.cases.asks import Why
from cards.examples import example
from cards.formats import plural
from cards.message import Joint, Message, MessageItem, about_a_person, message_card
from cards.model import Block, Button, Card, Day, Facts, Note, Paragraph, Part, Style, Text
from cards.sessions.asks import BookForm, GroupForm
from cards.shared.at_next import AtNext
from cards.shared.claims import NobodySaidBack
from cards.shared.derivation import sentence, why
from cards.shared.due_lines import DueLine, day_and_left, notice_of, text_once
from cards.shared.duty_claims import DoneOn, IntervalDecidedBy, NobodyHolds, WhoSays
from cards.shared.duty_words import REBOOKING
from cards.shared.endings import ALLOCATE
from cards.shared.line_buttons import back_at_work
from cards.shared.line_parts import bulleted, line_parts
from cards.shared.meeting import Meeting, NextMeeting, next_booked
from cards.shared.outcome import of_outcome, outcomes
from cards.shared.uncovered import Uncovered, covered_meanwhile
from policy.obligations import Step, Waiting, is_overdue


def case_for_anyone(reference: str, due: date | None, today: date) -> Card:
    """The date and the days left, nothing more."""
    by: Text = ("To be discussed by ", *day_and_left(due, today), ".") if due else (NO_DATE,)
    return Card(f"{reference}: when it is next due", "Your answer is ready", (Paragraph(by),))


def case_nobody_holds(case: int, reference: str, lines: Sequence[DueLine], today: date) -> Card:
    """For those who may have it allocated: each of its dates, which run on."""
    dates = bulleted(lines, today, len(lines)) if lines else (Paragraph((NO_DATE,)),)
    body = (*dates, Note((NobodyHolds((case,)), " ", ALLOCATE)))
    return Card(f"{reference}: when it is next due", "Your answer is ready", body)


NO_DATE: Final = "There is no date for this case."


def case_is_closed(reference: str, on: date) -> Card:
    """For whoever held it last, and those above them."""
    said = Paragraph((f"{reference} was closed on ", Day(on), ". It isn't to be discussed any more."))
    return Card(f"{reference} is closed", "Your answer is ready", (said,))


def case_for_line(
    reference: str, kind: str, worker: str, lines: Sequence[DueLine], today: date, unset: str = ""
) -> Card:
    """For those in the case's line: each duty, what it rests on, and Why? ``unset``: what the policy leaves open."""
    rows = (("Kind of case", (kind,)), ("Worker", (worker or "nobody: not allocated",)))
    parts = line_parts(lines, today)
    return Card(
        f"{reference}: when it is next due",
        "Your answer is ready",
        (Facts(rows), *parts, *((Note((unset,)),) if unset else ())),
    )


def kind_of_case(service: str, categories: Sequence[str]) -> str:
    return f"{service}: {'; '.join(categories)}" if categories else service


def no_interval(council: str, contact: str) -> str:
    """``contact``: whom to ask, in a sentence; here and below."""
    return f"{council}'s policy sets no interval for discussing a case. {contact}"


def left_open(blanks: Sequence[str], contact: str) -> str:
    """``blanks``: what a rule leaves to somebody, in its own words."""
    return f"The policy doesn't say: {' '.join(blanks)} {contact}"


#: In its day's place, where that would tell of somebody's reason.
PASSED: Final = "The time for it has passed."
#: Likewise, before it has.
TO_MAKE_UP_FOR: Final = "It is still to be made up for."


@dataclass(frozen=True, slots=True)
class FallsDue(Message):
    """A nudge about a date. ``worker``: whom it is about, of whom all is said together; ``meets``: when the pair next
    meets; ``acts``: how its reader sees to that; ``asks``: the session that is over on which it hangs, of which its
    reader is asked whether it took place, which ``noted_by`` noted, where nobody had booked it. To a line manager it
    says that it is practice, and who is away meanwhile (``uncovered``); ``absent``: that whom it is about is away on
    its day; ``hides``: its day, which would tell of somebody's reason, isn't named, ``ahead``: nor has it passed.
    ``unsaid``: it waits for a return that nobody has said; ``covered``: who covers for whoever is away; ``says``: who
    else is asked of the session that is over; ``asked``: that whom it is about asked or proposed to meet;
    ``at_next``: what of it their next session sees to."""

    line: DueLine
    today: date
    worker: str = ""
    escalates: bool = field(kw_only=True)
    meets: NextMeeting = field(kw_only=True)
    acts: tuple[Button, ...] = field(kw_only=True, default=())
    asks: Meeting | None = field(kw_only=True, default=None)
    noted_by: str = field(kw_only=True, default="")
    uncovered: Uncovered | None = field(kw_only=True, default=None)
    absent: Text = field(kw_only=True, default=())
    hides: bool = field(kw_only=True, default=False)
    ahead: bool = field(kw_only=True, default=False)
    unsaid: NobodySaidBack | None = field(kw_only=True, default=None)
    covered: Text = field(kw_only=True, default=())
    says: WhoSays | None = field(kw_only=True, default=None)
    asked: Text = field(kw_only=True, default=())
    at_next: AtNext | None = field(kw_only=True, default=None)

    def item(self) -> MessageItem:
        said = Paragraph(self._sentence())
        rule = (Note((self.line.rule,)),) if self.line.rule not in ("", REBOOKING) else ()
        asked = outcomes(self.asks.id, Style.PRIMARY) if self.asks else ()
        why = () if self.hides else (Button("Why?", Why(obligation=self.line.obligation_id)),)
        buttons = (*asked, *self._acts(), *why)
        return MessageItem(
            self.line.what,
            notice_of(self.line, self.today),
            (said, *self._booked(), *self._away(), *self._notes()),
            buttons,
            joint=self._joint(),
            late=self.line.is_late(self.today),
            foot=(*rule, *self._practice()),
            first=self.asks is not None,
        )

    def _sentence(self) -> Text:
        if self.hides:
            return (self.unsaid or (TO_MAKE_UP_FOR if self.ahead else PASSED),)
        unsaid: Text = (" ", self.unsaid) if self.unsaid else ()
        return (*text_once(self.line, self.today), *unsaid)

    def _joint(self) -> Joint | None:
        line: Text = (f"{self.line.what}. ", *self._sentence())
        why = None if self.hides else self.line.obligation_id
        if self.asks:
            return replace(of_outcome(self.asks, self.noted_by), line=line, why=why)
        if not self.worker:
            return None
        once: tuple[Block, ...] = (*self._booked(), *self._away())
        return about_a_person(
            self.worker,
            line,
            escalates=self.escalates,
            why=why,
            once=once,
            buttons=self._acts(),
            at_next=None if self.hides or self._own_words() else self.at_next,
        )

    def _own_words(self) -> bool:
        return bool(self.line.beside or self.absent or self.unsaid or self.asked)

    def _acts(self) -> tuple[Button, ...]:
        return (*self.acts, self.uncovered.button()) if self.uncovered else self.acts

    def _away(self) -> tuple[Note, ...]:
        absent = (Note(self.absent),) if self.absent and not self.hides else ()
        covered = (Note(self.covered),) if self.covered else ()
        return (*absent, *covered, self.uncovered.note()) if self.uncovered else (*absent, *covered)

    def _booked(self) -> tuple[Paragraph, ...]:
        """Of a case that nobody holds no session can be booked, nor while nobody has said when somebody is back, which
        is said of it already."""
        held = self.meets.whose is not None or self.meets.group
        if self.unsaid and not (self.meets.starts or self.meets.over):
            return ()
        says: Text = (" ", self.says) if self.says else ()
        booked = (*next_booked(self.meets, they=self.escalates), *says)
        return tuple(Paragraph(one) for one in (booked, self.asked) if one) if held else ()

    def _notes(self) -> Iterator[Note]:
        if self.line.target and not is_overdue(self.line.target, self.today):
            yield Note(("Aim for ", Day(self.line.target), "."))
        yield from (Note(said) for said in self.line.beside)

    def _practice(self) -> tuple[Note, ...]:
        date_only = "" if self.unsaid else "; the policy sets the date only"
        return (Note((f"Telling you is this council's practice{date_only}.",)),) if self.escalates else ()


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

    obligation: int
    what: str
    window: str
    on: date

    def item(self) -> MessageItem:
        text = f"It took place in its time after all, which has now been noted: {self.window} isn't missed."
        said = Paragraph((DoneOn(self.obligation, self.on, text),))
        return MessageItem(self.what, "Something in supervision took place after all", (said,))


def derivation(
    title: str,
    steps: tuple[Step, ...],
    waiting: Waiting | None,
    version: str,
    events: Mapping[str, str] | None = None,
    left_open: str = "",
    ask: str = "",
    decided: Sequence[IntervalDecidedBy] = (),
) -> Card:
    """Why? in full. ``events``: what the council calls what may start a clock; ``left_open``: what the policy leaves
    unsaid, and whom to ask; ``ask``: whom, where it has no rule; ``decided``: who decided how often."""
    unsaid = (Note((left_open,)),) if left_open else ()
    return Card(
        f"Why: {title}",
        "Your answer is ready",
        (*why(steps, waiting, events, ask), *(Note((one,)) for one in decided), *unsaid, Note((version,))),
    )


#: Why? of a session that was cancelled for a reason of somebody's own.
LIMIT_BY_REASON: Final = "By when another is to be held depends on the reason, so its rule isn't shown."


def derivations(cards: Sequence[Card]) -> Card:
    """Those of several that were said together, in one."""
    if len(cards) == 1:
        return cards[0]
    parts = tuple(Part(one.title, one.body) for one in cards)
    return Card(f"Why: {plural('date', len(cards))}", "Your answer is ready", parts)


_TODAY: Final = date(2026, 11, 24)
_NAMES: Final = ("Owen Placeholder", "Amara Example", "Priya Sample")
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


@example("due_case_nobody_holds")
def _example_unheld() -> Card:
    """To whoever managed its last worker, and to an administrator."""
    what = ("Discuss CB-10234, which nobody holds", "Review the plan of CB-10234, which nobody holds")
    due = (date(2026, 11, 30), date(2026, 11, 20))
    return case_nobody_holds(
        1, "CB-10234", [DueLine(n, *one) for n, one in enumerate(zip(what, due, strict=True))], _TODAY
    )


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
    return message_card(
        [MadeGood(1, "Supervision for Amara Example", "October 2026", date(2026, 10, 20)).item()]
    )


@example("reminder")
def _example_reminder() -> Card:
    line = DueLine(
        1, "Discuss CB-10234", date(2026, 11, 30), target=date(2026, 11, 23), rule="B10: every 3 to 4 weeks"
    )
    acts = (book_button(1, 2, asks=False),)
    return message_card([FallsDue(line, _TODAY, escalates=False, meets=NextMeeting(1), acts=acts).item()])


@example("reminder_no_day_named")
def _example_no_day_named() -> Card:
    """To those above, of a session cancelled for somebody's days away: its day would tell of the reason."""
    line = DueLine(1, "Rebook case supervision with Amara Example", date(2026, 11, 20))
    meets = NextMeeting(1)
    return message_card([FallsDue(line, _TODAY, escalates=True, meets=meets, hides=True).item()])


@example("reminder_up_covered")
def _example_covered() -> Card:
    """To those above, while somebody covers for whoever is away."""
    line, covered = DueLine(1, "Discuss CB-10234", date(2026, 11, 20)), covered_meanwhile(3, 1, _NAMES)
    shown = FallsDue(line, _TODAY, escalates=True, meets=NextMeeting(1), covered=covered)
    return message_card([shown.item()])


@example("reminder_return_unsaid")
def _example_return_unsaid() -> Card:
    """Of a session cancelled for somebody's days away, which are over as far as is known."""
    line = DueLine(1, "Rebook case supervision with Amara Example", None, Waiting.RETURN)
    acts, unsaid = (back_at_work(7, own=False),), NobodySaidBack(7, "Amara Example")
    shown = FallsDue(line, _TODAY, escalates=False, meets=NextMeeting(1), acts=acts, unsaid=unsaid)
    return message_card([shown.item()])


@example("reminder_another_is_asked")
def _example_another_is_asked() -> Card:
    line, says = (
        DueLine(1, "Supervision for Amara Example", date(2026, 11, 30)),
        WhoSays(4, "Owen Placeholder"),
    )
    meets = NextMeeting(1, over=date(2026, 11, 20))
    return message_card([FallsDue(line, _TODAY, escalates=False, meets=meets, says=says).item()])


@example("reminders_of_one")
def _example_reminders_of_one() -> Card:
    """What falls due for one person is said together, whatever else there is."""
    acts = (book_button(1, 2, asks=False),)
    some = [
        FallsDue(
            DueLine(n, what, due, rule="B10: every 3 to 4 weeks"),
            _TODAY,
            "Amara Example",
            escalates=False,
            meets=NextMeeting(1),
            acts=acts,
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
    absent: Text = ("Tomasz Sample is unavailable until ", Day(date(2026, 12, 4)), ".")
    last = FallsDue(other, _TODAY, "Tomasz Sample", escalates=False, meets=NextMeeting(2), absent=absent)
    return message_card([*some, last.item()])
