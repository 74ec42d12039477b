"""What somebody asked of others and has no answer to yet: how each stands, to whoever asked alone."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from cards.answers.asks import Concern
from cards.cases.asks import IntervalForm
from cards.formats import listing, with_capital
from cards.model import Block, Button, Day, Heading, Moment, Note, Paragraph, Part, Text
from cards.sessions.asks import RebookForm, SessionMoveForm, SessionWish, another_time
from cards.shared.claims import NobodyBooked, NotedFor
from cards.shared.duty_claims import is_asked
from cards.shared.home_buttons import ASK
from cards.shared.meeting import Meeting
from cards.shared.uncovered import until_back

#: As many as are shown.
SHOWN: Final = 5


@dataclass(frozen=True, slots=True)
class Waited:
    """``title``: what was asked; ``said``: of whom and when, and how it stands."""

    title: str
    said: Text
    buttons: tuple[Button, ...] = ()


def agreement(name: str, on: date) -> Waited:
    said: Text = (f"You asked {name} on ", Day(on), " to sign it. Not answered yet.")
    return Waited(f"A supervision agreement with {name}", said)


def to_be_signed(by: str, of: str, on: date) -> Text:
    """Where an agreement is owed that one of the two has sent. ``by``, ``of``: whoever signed it, and whoever is asked
    to, by name; empty for the reader."""
    whose = f"{of}'s" if of else "your"
    return (f"{by or 'You'} signed it on ", Day(on), f". It waits for {whose} answer.")


def meeting(name: str, on: date, arranged_for: date | None, *, over: bool) -> Waited:
    """``over``: the day that was arranged is behind."""
    stands: Text = ("Not answered yet.",)
    if arranged_for:
        stands = ("You were to meet on " if over else "You are to meet on ", Day(arranged_for), ".")
    said: Text = (f"You asked {name} on ", Day(on), ". ", *stands)
    return Waited(f"A meeting with {name}", said, (Button("How it stands", Concern()),))


def move(session: int, kind: str, name: str, to: Moment, booked: Moment) -> Waited:
    """``kind``: as in ``Meeting``."""
    said: Text = ("You proposed ", to, f". {name} hasn't answered yet; it stays on ", booked, ".")
    another = Button("Propose another time", SessionMoveForm(session=session))
    return Waited(f"Another time for {kind} with {name}", said, (another,))


def not_booked_yet(name: str, to: Moment) -> Text:
    """Of a time that the reader proposed to ``name``."""
    return ("You proposed ", to, f". {name} hasn't booked it yet")


def new_time(session: int, kind: str, name: str, to: Moment, was: Moment) -> Waited:
    """In place of the session that was to be then, which was cancelled."""
    said: Text = (*not_booked_yet(name, to), "; it is in place of ", was, ".")
    another = Button("Propose another time", RebookForm(session=session))
    return Waited(f"A new time for {kind} with {name}", said, (another,))


def session(kind: str, name: str, at: Moment, now: str, away: Text) -> Waited:
    """``now``: who is asked since, where ``name`` no longer supervises; ``away``: as in ``just_asked``."""
    then = (f" {now} is asked now.",) if now else ()
    said: Text = (f"You asked {name} for ", at, ". Not booked yet.", *then, *((" ", *away) if away else ()))
    return Waited(f"{with_capital(kind)} that you asked for", said)


def session_over(kind: str, name: str, at: Moment, wish: SessionWish) -> Waited:
    """Its time is over, and nothing was booked. ``wish``: of whom it is asked now."""
    said: Text = (f"You asked {name} for ", NobodyBooked(wish.supervisee or 0, at))
    again = Button(ASK, another_time(wish))
    return Waited(f"{with_capital(kind)} that you asked for", said, (again,))


def noted(session: Meeting, name: str) -> Waited:
    """One that the reader noted. ``name``: who is asked whether it took place."""
    said: Text = (
        "You noted it for ",
        NotedFor(session.id, session.starts, asked=False),
        f" {is_asked(name)}",
    )
    return Waited(f"{with_capital(session.kind)} with {session.name}", said)


def interval(case_id: int, reference: str, every: str, on: date, asked: Sequence[str]) -> Waited:
    """``asked``: the names of those who may decide; empty where the case has nobody who may."""
    who = f" It waits for {listing(asked, 'or')}." if asked else ""
    said: Text = (
        "You asked for it on ",
        Day(on),
        f". Nobody has decided yet; until then the usual interval stands.{who}",
    )
    return Waited(
        f"Every {every} for {reference}", said, (Button("How it stands", IntervalForm(case=case_id)),)
    )


def refer_meanwhile(away: Text, *, refers: bool) -> Text:
    """Of a record that its reader doesn't agree. ``away``: that its author is unavailable; ``refers``: the policy names
    a next tier."""
    return (*away, " You can refer it to the next tier now.") if refers else until_back(away)[1:]


def disagreement(
    what: str,
    on: date,
    name: str,
    verb: str,
    *,
    settles: bool,
    away: Text = (),
    refer: tuple[Button, ...] = (),
) -> Waited:
    """``what``: whose record it is of, held ``on`` that day; ``verb``: as of ``Written``; ``settles``: who wrote it,
    else the next tier decides. ``away``: that whoever is to settle it is unavailable; ``refer``: to the next tier."""
    does: Text = (
        f"{name} is to discuss it with you, and asks you again." if settles else f"{name} is to decide.",
    )
    if away:
        does = refer_meanwhile(away, refers=bool(refer))
    said: Text = (f"You don't {verb} the record of ", Day(on), ". ", *does)
    return Waited(f"The record of {what}", said, refer if settles else ())


def claim(name: str, asked: str) -> Waited:
    """That ``name`` is away; ``asked``: to confirm it."""
    said = f"You said so. {asked} is asked to confirm it; until then nothing changes."
    return Waited(f"Whether {name} is away", (said,))


def cover(name: str, on: date) -> Waited:
    """Somebody to supervise the reader while ``name`` is away."""
    said: Text = ("You reported it on ", Day(on), ". Nobody is named yet.")
    return Waited(f"Somebody to supervise you while {name} is away", said)


def to_amend(what: str, by: str, on: date, name: str, away: Text) -> Waited:
    """The next tier decided that the record of ``what`` is amended; ``name``: by whom; ``away``: that they are
    unavailable."""
    asks = f". {name} is to amend it, and asks you again."
    said: Text = (f"{by} decided on ", Day(on), asks, *until_back(away))
    return Waited(f"The record of {what}", said)


def listed(waited: Sequence[Waited]) -> Iterator[Block]:
    if not waited:
        return
    yield Heading(f"You wait for an answer: {len(waited)}")
    yield from (Part(one.title, (Paragraph(one.said),), one.buttons) for one in waited[:SHOWN])
    if len(waited) > SHOWN:
        yield Note((f"And {len(waited) - SHOWN} more.",))
