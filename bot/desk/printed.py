"""A page that needs no server, in the desk's look: it prints, and loads nothing from anywhere."""

from __future__ import annotations

from typing import Any, Final

from markupsafe import Markup

from bot.desk.pages import STATIC, TEMPLATES

#: With which one is served.
HEADERS: Final = {
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "X-Content-Type-Options": "nosniff",
    "X-Robots-Tag": "noindex",
    "Referrer-Policy": "no-referrer",
    "Cache-Control": "no-store",
}


def printed(template: str, title: str, council: str, **shown: Any) -> str:
    """The whole document; ``template`` fills the blocks of ``printed.html``."""
    style = "".join((STATIC / name).read_text(encoding="utf-8") for name in ("desk.css", "report.css"))
    safe = Markup(style)  # noqa: S704  our own files
    return TEMPLATES.get_template(template).render(title=title, council=council, style=safe, **shown)
