"""Where a platform can't open a form in answer to typed words, a card's one button does."""

from __future__ import annotations

from pathlib import Path

from bot.inbound import router
from cards.plain import render_card
from storage import tickets
from tests.infra.databases import SqliteDatabases, Templates
from tests.stories.conftest import desk_story


async def test_a_typed_command_that_needs_a_form_is_answered_with_a_button_that_opens_it(
    tmp_path: Path, templates: Templates
) -> None:
    async with desk_story(SqliteDatabases(tmp_path, templates)) as story:
        at_once = router.command(story.bot, 1, "prepare CB-10234")
        answer = router.command(story.bot, 1, "prepare CB-10234", opens=False)
        assert at_once.form
        assert answer.card
        assert answer.card.title == at_once.form.title
        opened = router.press(story.bot, 1, answer.card.buttons[0].token, {})
        assert opened.form
        assert [f.name for f in opened.form.fields] == [f.name for f in at_once.form.fields]


async def test_a_button_whose_ticket_doesnt_fit_any_more_says_so(
    tmp_path: Path, templates: Templates
) -> None:
    async with desk_story(SqliteDatabases(tmp_path, templates)) as story:
        for kind, fields in (("never_was", {}), ("record", {"record": "seven"}), ("record", {})):
            with story.bot.work() as work:
                token = tickets.issue(work, 1, kind, fields)
            answer = router.press(story.bot, 1, token, {})
            assert answer.refused
            assert answer.card
            assert "That button no longer works" in render_card(answer.card)
