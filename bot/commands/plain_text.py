"""Lines of text on the terminal."""

from __future__ import annotations

from rich.console import Console


def print_text(to: Console, text: str) -> None:
    """As it stands: it may hold what files say."""
    to.print(text, markup=False, highlight=False, soft_wrap=True)
