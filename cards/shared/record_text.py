"""The button that opens what a session left to copy into the case system."""

from __future__ import annotations

from cards.model import Button
from cards.preparing.asks import RecordText


def record_text_button(session: int) -> Button:
    return Button("Text for the record", RecordText(session=session))
