"""What the clock does by itself where practice says so, rather than tell somebody."""

from __future__ import annotations

from collections.abc import Callable

from handlers.sessions import auto_rebook
from storage.duties import KeptObligation
from storage.work import Work

AUTOMATIC_ACTIONS: dict[str, Callable[[Work, KeptObligation], None]] = {
    "rebook": auto_rebook.rebook_automatically
}
