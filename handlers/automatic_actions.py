"""What the clock does by itself: where practice says so, rather than tell somebody; and once silence is agreement."""

from __future__ import annotations

from typing import Final

from handlers.notifications.due_nudges import ON_SILENCE, REBOOKS, Action
from handlers.records.notices import notify_silence
from handlers.sessions import auto_rebook

AUTOMATIC_ACTIONS: Final[dict[str, Action]] = {
    REBOOKS: auto_rebook.rebook_automatically,
    ON_SILENCE: notify_silence,
}
