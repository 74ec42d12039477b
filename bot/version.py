"""The bot's own version: the one in ``pyproject.toml``, which lies beside the code."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Final

_PROJECT: Final = Path(__file__).parents[1] / "pyproject.toml"


def version() -> str:
    """As it is released: ``0.1.0``."""
    return str(tomllib.loads(_PROJECT.read_text(encoding="utf-8"))["project"]["version"])


def named_version() -> str:
    """``Supervision bot 0.1.0``."""
    return f"Supervision bot {version()}"
