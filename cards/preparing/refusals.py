"""Why something about preparing isn't done, and what is wrong beside a form's field."""

from __future__ import annotations

from typing import Final

from cards.to_type import to_type

# Whose it is to ask

NO_CASES: Final = "No case is allocated to you, so there is nothing to prepare."
NOT_YOUR_CASE: Final = f"That isn't one of your cases. For those you can prepare: {to_type('prepare')}"
ONLY_WRITER_SHARES: Final = "Only who wrote it can share it or take it back. Ask them to."
NOT_SHARED_WITH_YOU: Final = "This wasn't shared with you. Ask whoever wrote it to share it."
NOT_HELD: Final = "Nobody has said that it took place, so there is nothing to copy yet."
ONLY_HOLDER_COPIES: Final = (
    "Only who writes the records of a session can open the text for them. Ask them for it."
)
NO_ACTION_OPEN: Final = "No action is open between the two of you, so there is nothing to tick off."
ONLY_PAIR_OPENS_AGENDA: Final = "Only the two who are to meet can open the agenda. Ask one of them."

# Nothing to be done, or nobody to do it with

NO_FORM: Final = "This council's policy has no form for preparing a session, so there is nothing to fill in."
NO_DRAFT: Final = "There is no draft of yours any more."
NOBODY_READS: Final = "No supervisor is recorded for you, so nobody could read it."
NO_SUPERVISOR: Final = f"{NOBODY_READS} Tell an administrator."
SESSION_OVER: Final = (
    f"This was for a session that has taken place. To prepare for the next one: {to_type('prepare')}"
)

READ_ALREADY: Final = "It has been read, so it can't be taken back. You can change it and share it again."
NOT_SHARED: Final = "This isn't shared with anybody, so there is nothing to take back."

# Beside fields

CHOOSE_CASE: Final = "Choose one of your cases."
NOTHING_TO_SAVE: Final = "Write something first. One note is enough."
NOTHING_TO_SHARE: Final = "Write something before you share it. One note is enough."
TICK_ACTION: Final = "Tick at least one that is done, of those shown."
NOTHING_TO_COPY: Final = "There is nothing to copy yet."
