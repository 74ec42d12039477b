"""How the ids of accounts look on a chat platform: each platform says it of itself."""

from __future__ import annotations

from typing import NamedTuple


class AccountShape(NamedTuple):
    """``pattern``: what an id matches as a whole, once folded; ``said``: the same for people."""

    pattern: str
    said: str
