"""What each kind of nudge says: a duty's name, or an event's, and the function that words it now."""

from __future__ import annotations

from handlers import due, hold, record, sign
from handlers.tellings import Teller

TELLERS: dict[str, Teller] = {
    "discuss": due.tell,
    "review_plan": due.tell,
    "supervise": due.tell,
    "milestone": due.tell,
    "prepare": due.tell,
    "check": due.tell,
    "rebook": due.tell,
    "note_gap": due.tell,
    "report_absence": due.tell,
    "arrange_cover": due.tell,
    "say_held": hold.tell_say_held,
    "record": record.tell_record,
    "delegated": record.tell_delegated,
    "agree_request": sign.tell_request,
    "agree": sign.tell_agree,
    "settle": sign.tell_settle,
    "referred": sign.tell_referred,
    "close": sign.tell_close,
}
