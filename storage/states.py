"""What a row's state or reason may be. The database holds the codes; ``cards/`` has the words that people read."""

from __future__ import annotations

from enum import StrEnum


class AbsenceState(StrEnum):
    """``said``: by a supervisee, not yet a fact. ``withdrawn``: a later import has it no more."""

    SAID = "said"
    CONFIRMED = "confirmed"
    REFUSED = "refused"
    WITHDRAWN = "withdrawn"


class ImportState(StrEnum):
    """``applying``: some of it may be in. ``refused``: by faults, nothing was changed. ``failed``: a part is in, and
    the rest can't be brought in."""

    APPLYING = "applying"
    FINISHED = "finished"
    REFUSED = "refused"
    FAILED = "failed"


class RequestAnswer(StrEnum):
    """How something that one person asked of another ended. ``withdrawn``: by the asker, or since there are no
    two any more whom it concerns. Rows keep the codes."""

    DONE = "done"
    DECLINED = "declined"
    ASKED_ANEW = "overtaken"
    WITHDRAWN = "withdrawn"


class MessageState(StrEnum):
    """``sending``: somebody's until their lease ends. ``dropped``: nothing in it was to be told any more."""

    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    FAILED = "failed"
    DROPPED = "dropped"


class MessageEnd(StrEnum):
    """Why a message was never sent. For a failed one also a platform's own code, such as ``user_not_found``.
    ``other``: kept by an earlier version in words."""

    NOT_TRUE = "not_true"
    REDIRECTED = "redirected"
    JOINED = "joined"
    NOTHING_TO_REPLACE = "nothing_to_replace"
    SHOWN_ALREADY = "shown_already"
    LEFT = "left"
    NO_ADDRESS = "no_address"
    OTHER = "other"


class NudgeEnd(StrEnum):
    """Why a nudge isn't told. ``overtaken``: a later step was due too; ``moved``: its day changed, and the step is
    planned again; ``met``, ``missed``, ``withdrawn``: its obligation is. ``other``: kept by an earlier version in
    words."""

    OVERTAKEN = "overtaken"
    MOVED = "moved"
    MET = "met"
    MISSED = "missed"
    WITHDRAWN = "withdrawn"
    DONE_BY_CLOCK = "done_by_clock"
    NOT_TRUE = "not_true"
    REDIRECTED = "redirected"
    OTHER = "other"


class OutlookFault(StrEnum):
    """Why a calendar in Outlook couldn't be read, or an event written. ``sign_in``: Entra refuses the bot;
    ``not_allowed``: it lacks the permission; ``own_mailbox``: the mailbox it asks through isn't one; ``no_mailbox``:
    Outlook knows no such person; ``no_answer``: none came, or one that says nothing."""

    SIGN_IN = "sign_in"
    NOT_ALLOWED = "not_allowed"
    OWN_MAILBOX = "own_mailbox"
    NO_MAILBOX = "no_mailbox"
    NO_ANSWER = "no_answer"
