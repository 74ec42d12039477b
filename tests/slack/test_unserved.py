"""What somebody reads while the bot can't tell whose workspace it is: it started while Slack couldn't be asked, or its
token is renewed just then."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.exc import OperationalError

from bot.inbound.receiver import Receiver
from bot.slack.requests import TimeLimits
from tests.slack.conftest import Place
from tests.slack.driver import Running, said, seen
from tests.slack.fake import FakeSlack, NotDispatchedError
from tests.slack.test_bad_input import button
from tests.stories.chat import Counted

pytestmark = pytest.mark.usefixtures("running")
OUTAGE = ("answers", 503, "text/plain", "upstream connect error")
#: Until Slack answers.
NOT_NOW = "Slack couldn't say just now who you are. Nothing was changed. Try again in a moment."


def unknown_again(running: Running, fake: FakeSlack) -> None:
    """As after a start in an outage that goes on."""
    running.side.workspaces._known.clear()
    fake.faults["auth.test"].append(OUTAGE)


async def test_whatever_is_asked_is_answered_in_words(
    running: Running, fake: FakeSlack, rows: Counted
) -> None:
    await fake.types("UAMARA", "prepare CB-10234")
    window = fake.accounts["UAMARA"].modals[-1]
    before = rows()
    unknown_again(running, fake)
    await fake.types("UAMARA", "due")
    assert NOT_NOW in said(fake, "UAMARA")
    unknown_again(running, fake)
    await fake.submits("UAMARA")
    assert NOT_NOW in seen(fake.accounts["UAMARA"].modals[-1]).text
    assert fake.accounts["UAMARA"].modals[-2]["id"] == window["id"], "what was typed lies beneath"
    fake.accounts["UAMARA"].said.clear()
    unknown_again(running, fake)
    await fake.presses("UAMARA", "token")
    assert NOT_NOW in said(fake, "UAMARA")
    fake.accounts["UAMARA"].said.clear()
    unknown_again(running, fake)
    await fake.uses_shortcut("UAMARA", "decision", "words")
    assert NOT_NOW in said(fake, "UAMARA")
    assert rows() == before


async def test_what_cant_be_answered_without_a_token_is_slacks_to_say_or_send_again(
    running: Running, fake: FakeSlack
) -> None:
    home = await fake.opens_home("UAMARA")
    assert home
    for does in (
        lambda: fake.opens_home("UAMARA"),
        lambda: fake.presses("UAMARA", button(home, "Ask for a session"), home),
        lambda: fake.searches("UAMARA", "Priya"),
    ):
        unknown_again(running, fake)
        with pytest.raises(NotDispatchedError, match="503"):
            await does()
    assert await fake.opens_home("UAMARA")


async def test_a_question_to_slack_that_hangs_is_answered_in_time(place: Place, fake: FakeSlack) -> None:
    async with place.running(TimeLimits(0.5, 1.0)) as running:
        running.side.workspaces._known.clear()
        fake.faults["auth.test"].append(("slow", 2.0))
        await fake.types("UAMARA", "due")
        assert "took too long" in said(fake, "UAMARA")
        assert fake.acknowledged[-1] < 2.0


@pytest.mark.parametrize("road", ["read", "work"])
async def test_a_database_that_is_gone_is_no_delay(
    running: Running, fake: FakeSlack, road: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    await fake.types("UAMARA", "due")

    def full(*_: Any, **__: Any) -> Any:
        raise OperationalError("x", {}, OSError("disk full"))

    with monkeypatch.context() as patch:
        for kind in (type(running.bot), *type(running.bot).__subclasses__()):
            patch.setattr(kind, road, full)
        await fake.types("UAMARA", "team")
        assert "Our records can't be reached just now. Nothing was changed." in said(fake, "UAMARA")
    assert isinstance(running.side.requests.receiver, Receiver)
