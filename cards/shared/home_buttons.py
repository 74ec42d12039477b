"""What each button of the page that people open first is called."""

from __future__ import annotations

from typing import Final

BOOK: Final = "Book a session"
ASK: Final = "Ask for a session"
PREPARE: Final = "Prepare"
CHANGE: Final = "Cancel or move a session"
EXTRA: Final = "Ask for an extra session"
AWAY: Final = "I am away"
BACK: Final = "I am back"
SUPERVISOR_AWAY: Final = "My supervisor is away"
POLICY: Final = "What the policy says"
CONCERN: Final = "A concern about supervision"
HELP: Final = "All commands"
