"""Why nothing could be read from Outlook."""

from __future__ import annotations

from storage.states import OutlookFault


class OutlookError(Exception):
    """``word``: the other side's own word for it, or the error's type; never its text, which may name people."""

    def __init__(self, why: OutlookFault, word: str) -> None:
        super().__init__(f"{why}: {word}")
        self.why, self.word = why, word
