"""What a button in a test's own card asks for."""

from __future__ import annotations

from cards.ask import MayOpen, ask


@ask("pressed")
class Pressed(MayOpen):
    thing: int = 0
