"""The sample council: plainly invented people and cases, for the desk, for measuring and for trying things out."""

from __future__ import annotations

from bot.sample.build import build, build_large, build_small, first_moment
from bot.sample.large import rows_for

__all__ = ["build", "build_large", "build_small", "first_moment", "rows_for"]
