"""Everything that is held of one person or case as a page that prints."""

from __future__ import annotations

from bot.desk.printed import printed
from cards.evidence import export as words
from cards.evidence.export import PersonExport


def page(held: PersonExport) -> str:
    """The whole document."""
    return printed("held.html", held.title, held.council, held=held, cares=words.CARES, column=words.column)
