"""“Note a decision” in the menu of a message: the form opens, and of the message nothing is read or kept."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.slack.conftest import Place
from tests.slack.driver import seen
from tests.slack.fake import FakeSlack
from tests.slack.web_api import entered
from tests.stories.chat import Counted

pytestmark = pytest.mark.usefixtures("running")
WORDS = "Zebra quince: we agreed she moves on Friday"


@pytest.mark.policy("york")
async def test_a_decision_is_taken_down_from_a_message_without_its_words(
    place: Place, fake: FakeSlack, capfd: pytest.CaptureFixture[str]
) -> None:
    await fake.uses_shortcut("UPRIYA", "decision", WORDS)
    account = fake.accounts["UPRIYA"]
    form = account.modals[-1]
    assert "Only that a decision was made" in seen(form).text
    filled = {"case": "CB-10234", "kind": "informal", "made_on": "2026-11-03", "made_by": "S201"}
    for block in form["blocks"]:
        if block["type"] == "input":
            value = filled[block["block_id"].partition(":")[2]]
            form["state"]["values"][block["block_id"]] = {"entry": entered(block["element"]["type"], value)}
    assert await fake.submits("UPRIYA") == {}
    assert "Noted: a decision about CB-10234" in seen(account.modals[-1]).title
    assert "Zebra" not in json.dumps([account.modals, account.said, fake.calls])
    assert "Zebra" not in "".join(capfd.readouterr())
    for file in Path(place.url.removeprefix("sqlite:///")).parent.glob("*.db*"):
        assert b"Zebra" not in file.read_bytes()


async def test_a_policy_without_the_rule_says_so(fake: FakeSlack, rows: Counted) -> None:
    await fake.types("UPRIYA", "due")
    before = rows()
    await fake.uses_shortcut("UPRIYA", "decision", WORDS)
    assert "no rule about decisions made outside supervision" in seen(fake.accounts["UPRIYA"].modals[-1]).text
    assert rows() == before


async def test_an_entry_that_is_not_ours_and_somebody_who_is_nobody(fake: FakeSlack, rows: Counted) -> None:
    fake.add("USTRANGE", "nobody@example.org")
    await fake.types("UPRIYA", "due")
    before = rows()
    await fake.uses_shortcut("UPRIYA", "sign", WORDS)
    assert "isn't known here" in seen(fake.accounts["UPRIYA"].modals[-1]).text
    await fake.uses_shortcut("USTRANGE", "decision", WORDS)
    assert "isn't on the staff list" in seen(fake.accounts["USTRANGE"].modals[-1]).text
    assert rows() == before


async def test_a_trigger_that_expired_is_said(fake: FakeSlack) -> None:
    fake.trigger_seconds = -1
    await fake.uses_shortcut("UPRIYA", "decision", WORDS)
    assert "Press or type it again" in seen(fake.accounts["UPRIYA"].said[-1]).text
