"""Lists that were asked for: what is due for me, my cases, what was late before the bot came."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Final, TypeAlias, TypeVar

from cards.cases.asks import AboutMe, DueForMe, DueInTeam, DueOf, LateBefore, Section
from cards.examples import example
from cards.formats import later_than_these, listing, plural
from cards.message import MOST, MessageItem, contact_note
from cards.model import Block, Bullets, Button, Card, Claim, Heading, Moment, Note, Paragraph, Part, Text
from cards.shared import line_buttons
from cards.shared.asked_parts import asked_parts, owed_parts
from cards.shared.at_next import AtNext
from cards.shared.claims import NextMeets, NobodySaid
from cards.shared.due_lines import DueLine, count_of, late_of, when
from cards.shared.duty_claims import NOTHING_DUE, NothingDue, NothingDueAbout
from cards.shared.line_parts import bulleted, line_parts
from cards.shared.outcome import outcomes
from cards.shared.still_with import COVERED, SHOWN, StillWith, beyond, still_with
from cards.shared.unheld import NOTHING_TO_ALLOCATE, UNHELD, ToAllocate, unheld
from cards.shared.waited import Waited
from cards.shared.waited import listed as waiting
from policy.obligations import Waiting

#: What shows a list; its ``first`` is the line that the page begins with.
ListAsk: TypeAlias = DueForMe | AboutMe | LateBefore
#: What shows a page of one.
Paged: TypeAlias = DueForMe | AboutMe | LateBefore | DueInTeam | DueOf
Line = TypeVar("Line")
#: What a list is called, and what it says when it is empty.
_SECTIONS: Final = {
    Section.ALL: ("What is due for you", "Nothing is due for you."),
    Section.QUESTIONS: ("What waits for your answer", "Nothing waits for your answer."),
    Section.RECORDS: ("Records to write", "There is no record for you to write."),
    Section.DATES: ("Dates that you answer for", "No date is due for you."),
    Section.LATE: ("What is late, or waits for you", "Nothing that you answer for is late."),
    Section.AWAY: (
        "Not recorded yet, by somebody who is away",
        "Nobody in your line who is away has a record to write.",
    ),
    Section.COVERS: (COVERED, "Nothing is asked any more of whoever covered for you."),
    Section.UNHELD: (UNHELD, "No case waits to be allocated by you."),
    Section.NOBODY: ("What nobody answers for", "Nothing late is known for which nobody answers."),
}

#: The same of one session alone, whose records they are.
_OF_SESSION: Final = ("Records of one session to write", "You have no record of that session left to write.")
#: What isn't the reader's own to do.
OF_OTHERS: Final = (Section.AWAY, Section.COVERS, Section.UNHELD, Section.NOBODY)


def _named(ask: ListAsk) -> tuple[str, str]:
    match ask:
        case DueForMe() if ask.session:
            return _OF_SESSION
        case DueForMe():
            return _SECTIONS[ask.section]
        case AboutMe(cases=True):
            return "Your cases", "No case of yours has a date."
        case AboutMe():
            return "About you and your cases", "Nothing is due about you."
        case LateBefore():
            return "Late before the bot came", "Nothing that was late before the bot came is open."


@dataclass(frozen=True, slots=True)
class Beside:
    """What stands on a list's first page besides. ``gaps``: records owed by somebody who is away; ``about``: what
    others answer for and is about the reader; ``by``: who does, each for so many; ``alone``: that their supervisor is
    away and nobody covers; ``foot``: what was missed, how much the team holds; ``asked``: what others asked of them;
    ``covers``: what whoever covered for them is still asked; ``waited``: what they asked of others and have no answer
    to; ``unheld``: of cases that nobody holds, which they are to have allocated; ``owed``: sessions that were cancelled
    and have no new time."""

    gaps: Sequence[DueLine] = ()
    about: Sequence[DueLine] = ()
    by: Sequence[tuple[str, int]] = ()
    alone: Text = ()
    foot: Sequence[str] = ()
    asked: Sequence[MessageItem] = ()
    covers: Sequence[StillWith] = ()
    waited: Sequence[Waited] = ()
    unheld: ToAllocate = NOTHING_TO_ALLOCATE
    owed: Sequence[MessageItem] = ()


NOTHING_BESIDE: Final = Beside()


def listed(
    lines: Sequence[DueLine],
    today: date,
    page: ListAsk,
    reader: int,
    beside: Beside = NOTHING_BESIDE,
    ask: str = "",
) -> Card:
    """Soonest first. What has no date comes last. ``ask``: whom to ask about what the policy leaves open."""
    title, empty = _named(page)
    first, page_ = page_of(lines, page)
    asked = () if first else tuple(_asked(beside.asked))
    more = () if first else _more(beside, today)
    if not lines:
        said = NOTHING_DUE if beside.about else empty
        waits = asked or beside.unheld.lines or beside.owed
        nothing = () if waits else (Paragraph((_nothing(page, said, reader),)),)
        return Card(title, "Your answer is ready", (*asked, *nothing, *more))
    folds = isinstance(page, DueForMe) and page.section is not Section.LATE
    shown = line_parts(page_, today, folds=folds)
    contact = contact_note(ask if any(line.blank for line in page_) else "")
    head = Paragraph((paged(lines, first, today),))
    return Card(
        title, "Your answer is ready", (head, *shown, *contact, *_rest(lines, page, first), *asked, *more)
    )


def _nothing(page: ListAsk, said: str, reader: int) -> Claim | str:
    match page:
        case DueForMe(session=0) if page.section not in OF_OTHERS:
            return NothingDue(reader, said, page.section)
        case AboutMe():
            return NothingDueAbout(reader, said, page.cases)
        case _:
            return said


def _more(beside: Beside, today: date) -> tuple[Block, ...]:
    owed = (*_gaps(beside.gaps, today), *still_with(beside.covers, today))
    return (
        *owed_parts(beside.owed),
        *unheld(beside.unheld, today),
        *_about(beside, today),
        *waiting(beside.waited),
        *owed,
        *_foot(beside.foot),
    )


def handed_back(names: Sequence[str]) -> str:
    """To whoever covered: what was late is still, with others. ``names``: of those who answer for it now."""
    return f"What is late of those you covered for is with {listing(names)} now."


def page_of(lines: Sequence[Line], page: Paged) -> tuple[int, Sequence[Line]]:
    """With which line the page begins, and its lines: the first page where the list has become shorter."""
    first = page.first if page.first < len(lines) else 0
    return first, lines[first : first + MOST]


def the_rest(count: int, page: Paged, first: int) -> tuple[Button, ...]:
    """To the next page, where there is one."""
    following = first + MOST
    return (Button("Show the rest", replace(page, first=following)),) if following < count else ()


def some_of(count: int, first: int) -> str:
    """``21 to 40 of``, before how many there are; empty for a list of one page."""
    return f"{first + 1} to {min(first + MOST, count)} of " if count > MOST else ""


def paged(lines: Sequence[DueLine], first: int, today: date) -> str:
    """``21 to 40 of 57 things, 12 late. Soonest first.`` What hangs on a line is counted with it."""
    late, order = late_of(lines, today), " Soonest first." if len(lines) > 1 else ""
    before, shown = count_of(lines[:first]), count_of(lines[first : first + MOST])
    some = f"{before + 1} to {before + shown} of " if len(lines) > MOST else ""
    return f"{some}{plural('thing', count_of(lines))}{f', {late} late' if late else ''}.{order}"


def _rest(lines: Sequence[DueLine], page: ListAsk, first: int) -> tuple[Part, ...]:
    button, more = the_rest(len(lines), page, first), count_of(lines[first + MOST :])
    return (Part(later_than_these(more), (), button),) if button else ()


def _asked(asked: Sequence[MessageItem]) -> Iterator[Block]:
    if asked:
        yield Heading(f"Asked of you: {len(asked)}")
    yield from asked_parts(asked)


def _about(beside: Beside, today: date) -> tuple[Block, ...]:
    if not beside.about:
        return ()
    by = _who_answers(beside.by, len(beside.about))
    late = late_of(beside.about, today)
    said: Text = (f"{plural('date', len(beside.about))}{f', {late} late' if late else ''}.{by}",)
    alone = (" ", *beside.alone) if beside.alone else ()
    why = Button("All of these, and why", AboutMe())
    return (
        Part(
            "About you and your cases", (Paragraph((*said, *alone)), *bulleted(beside.about, today)), (why,)
        ),
    )


def _who_answers(by: Sequence[tuple[str, int]], number: int) -> str:
    """``number``: how many dates there are."""
    if not by:
        return ""
    (name, many), *others = by
    if many == number:
        return f" {name} answers for them."
    return f" {', '.join((f'{name} answers for {many} of them', *(f'{who} for {n}' for who, n in others)))}."


def _gaps(gaps: Sequence[DueLine], today: date) -> tuple[Block, ...]:
    if not gaps:
        return ()
    text = "Not recorded yet, by somebody in your line who is away. Who held a session writes its record."
    items = tuple((f"{line.what}: ", *when(line, today)) for line in gaps[:SHOWN])
    return (Paragraph((text,)), Bullets(items), *beyond(len(gaps), Section.AWAY))


def _foot(said: Sequence[str]) -> tuple[Note, ...]:
    return tuple(Note((one,)) for one in said)


_TODAY: Final = date(2026, 11, 24)
_AT: Final = datetime.fromisoformat("2026-11-27T14:00:00+00:00")
_BOOKED: Final = Moment(_AT, _AT)


@example("due_mine")
def _example_mine() -> Card:
    lines = (
        DueLine(1, "Record CB-10234, supervision with Amara Example", date(2026, 11, 23)),
        DueLine(2, "Discuss CB-10240", date(2026, 11, 30)),
        DueLine(3, "Rebook supervision with Tomasz Sample", None, Waiting.RETURN),
        DueLine(4, "Record the notes, personal supervision", None, Waiting.NO_DEADLINE, blank=True),
    )
    return listed(lines, _TODAY, DueForMe(), 1, ask="Ask Adel Madeup, who keeps the rule set.")


@example("due_mine_awaiting")
def _example_awaiting() -> Card:
    """What hangs on whether a session took place is one line with the question."""
    beside: tuple[Text, ...] = ((NobodySaid(1, date(2026, 11, 20)),),)
    hangs = (
        DueLine(2, "Discuss CB-10240 with Amara Example", date(2026, 11, 20), beside=beside, unknown=True),
        DueLine(3, "Discuss CB-10234 with Amara Example", date(2026, 11, 30), beside=beside),
    )
    what = "Say whether case supervision with Amara Example on Friday 20 November 2026 took place"
    return listed(
        (DueLine(1, what, date(2026, 11, 20), acts=outcomes(7), hangs=hangs),), _TODAY, DueForMe(), 1
    )


@example("due_mine_long")
def _example_long() -> Card:
    gaps = (DueLine(99, "Record CB-10300, supervision with Tomasz Sample", date(2026, 11, 20)),)
    ways = line_buttons.agree(4, signs=False)
    lines = [
        DueLine(n, f"Agree the record of CB-{10300 + n}", date(2026, 11, 30), rule="B16: agreed", acts=ways)
        for n in range(45)
    ]
    held = StillWith(
        "Owen Sample", DueLine(98, "Record CB-10234, supervision with Amara Example", date(2026, 11, 26))
    )
    return listed(lines, _TODAY, DueForMe(), 1, Beside(gaps, covers=(held,)))


@example("due_about_me")
def _example_about() -> Card:
    """A worker's, whose cases are late though nothing is due from them."""
    about = (DueLine(1, "Discuss CB-10240 with Amara Example", date(2026, 11, 9)),)
    missed = ("Supervision for Amara Example, missed: September 2026.",)
    return listed(
        (), _TODAY, DueForMe(), 1, Beside(about=about, by=(("Priya Invented", len(about)),), foot=missed)
    )


@example("my_cases")
def _example_cases() -> Card:
    lines = (DueLine(1, "CB-10240", date(2026, 11, 9)), DueLine(2, "CB-10234", date(2026, 11, 30)))
    return listed(lines, _TODAY, AboutMe(cases=True), 1)


@example("due_mine_covered")
def _example_covered_by_one() -> Card:
    """What the pair's next session covers is one sentence; what else there is to say has its line."""
    meets: tuple[Text, ...] = ((NextMeets(1, _BOOKED),),)
    what = (
        ("CB-10234", date(2026, 11, 19)),
        ("CB-10240", date(2026, 11, 25)),
        ("CB-10251", date(2026, 12, 9)),
    )
    lines = [
        DueLine(
            n,
            f"Discuss {name} with Amara Example",
            due,
            beside=meets,
            together="Amara Example",
            at_next=AtNext(1, _BOOKED.wall.date(), name, due, case=True),
        )
        for n, (name, due) in enumerate(what, 1)
    ]
    return listed(lines, _TODAY, DueForMe(), 2)
