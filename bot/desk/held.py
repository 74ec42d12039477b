"""Everything that is held of one person or case as a page that needs no server: it prints, and loads nothing."""

from __future__ import annotations

from markupsafe import Markup

from bot.desk.pages import STATIC, TEMPLATES
from cards.evidence import held as words
from cards.evidence.held import Held


def page(held: Held) -> str:
    style = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("desk.css", "report.css"))
    return TEMPLATES.get_template("held.html").render(
        held=held,
        style=Markup(style),  # noqa: S704  our own files
        cares=words.CARES,
        column=words.column,
    )
