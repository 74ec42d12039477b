"""What the clock does by itself where practice says so, rather than tell somebody."""

from __future__ import annotations

from collections.abc import Callable

from handlers.sessions import rebook
from storage.duties import Kept
from storage.work import Work

ACTS: dict[str, Callable[[Work, Kept], None]] = {"rebook": rebook.by_the_clock}
