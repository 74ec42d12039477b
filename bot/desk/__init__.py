"""The desk: the embedded platform, a local page over a sample council."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from bot.platform import Traits

if TYPE_CHECKING:
    from bot.settings import Settings

TRAITS: Final = Traits(
    "desk", "the desk", can_be_asked=True, reaches_everybody=True, sample_only=True, guide="README.md"
)


def lacking(_settings: Settings) -> list[str]:
    """It needs nothing but a sample's database."""
    return []
