"""Whoever is simulated as prompt answers each matter of a message, not the first of each label."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, cast

import pytest

from bot.commands.robot import Robot
from bot.inbound import router
from bot.inbound.router import Answer
from bot.wiring import Bot
from cards.model import Button, Card, Part, Style


def _matter(title: str, token: str) -> Part:
    return Part(title, buttons=(Button("I agree", style=Style.PRIMARY, token=token), Button("I don't agree")))


def test_each_matter_of_a_digest_is_answered_once(monkeypatch: pytest.MonkeyPatch) -> None:
    digest = Card(
        "2 things for you", "Supervision", (_matter("Monday's record", "m"), _matter("Tuesday's record", "t"))
    )
    pressed: list[str] = []

    def press(_bot: Bot, _person: int, token: str, _fields: Mapping[str, Any]) -> Answer:
        pressed.append(token)
        return Answer(card=digest, changed=True)

    monkeypatch.setattr(router, "press", press)
    played = Robot(cast("Bot", None))
    played.delivered(1, "message", digest)
    assert played.act()
    assert sorted(pressed) == ["m", "t"]
    assert not played.act()
