"""Help that fits one screen."""

from __future__ import annotations

from collections.abc import Sequence

from cards.answer import answer
from cards.commands import CommandWords
from cards.examples import example
from cards.formats import with_capital
from cards.model import Bullets, Card, Note, Paragraph, Span, Strong, Text
from cards.to_type import to_type


def commands(often: Sequence[CommandWords], seldom: Sequence[CommandWords], covers: Sequence[str]) -> Card:
    """Those that make sense for the reader: what is asked ``often`` with what it does, and the words of the others.
    ``covers``: whom the policy covers."""
    lines = Bullets(tuple((Strong(to_type(one.usage)), f": {one.meaning}") for one in often))
    more = (Paragraph(_now_and_then(seldom)),) if seldom else ()
    notes = ("What stands in [brackets] may be left out. Only you see the answer.", *covers)
    return Card("What you can ask", "Your answer is ready", (lines, *more, *(Note((n,)) for n in notes)))


def _now_and_then(seldom: Sequence[CommandWords]) -> Text:
    words: list[Span] = []
    for one in seldom:
        words += [Strong(one.usage.partition(" ")[0]), ", "]
    example_ = to_type(f"help {seldom[0].usage.partition(' ')[0]}")
    return ("Now and then: ", *words[:-1], ". What one of them does: ", Strong(example_))


def of_one(command: CommandWords) -> Card:
    return answer(command.usage, f"{with_capital(command.meaning)}.", f"Type: {to_type(command.usage)}")


@example("help")
def _example() -> Card:
    often = (
        CommandWords("due [CASE]", "what is due for you, or when a case is next due"),
        CommandWords("team", "what is due in your team"),
    )
    seldom = (CommandWords("interval CASE", ""), CommandWords("policy [topic]", ""))
    return commands(often, seldom, ["It covers social workers and their managers (B1, “1”)"])


@example("help_of_one")
def _example_of_one() -> Card:
    return of_one(CommandWords("interval CASE", "decide that a case is discussed more often"))
