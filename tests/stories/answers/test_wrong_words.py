"""A word that means nothing after a command is refused with what would be right: an answer that left it out would be to
something else than what was asked."""

from __future__ import annotations

import pytest

from handlers.commands import READERS
from tests.stories.driver import Driver

#: A reference that nobody has is answered as one that the reader mustn't see.
ANSWERED = ("due nonsense",)


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_no_command_leaves_out_what_it_does_not_understand(story: Driver) -> None:
    for word in (*READERS, "help"):
        for rest in ("nonsense", "@Amara nonsense"):
            typed = f"{word} {rest}"
            answer = await story.types("Priya", typed)
            assert (answer.title == "Not done") is (typed not in ANSWERED), f"{typed}: {answer.text}"


async def test_what_would_be_right_is_said(story: Driver) -> None:
    for typed, right in (
        ("done nonsense", "is called that. Choose among these: case audit, peer observation, agreement."),
        ("done @Amara nonsense", "Nothing of this kind about Amara Example is called that."),
        ("due @Amara nonsense", "Not all of that can be read after “due”. Write it like: "),
        ("team nonsense", "team [late] [all]"),
        ("cancel nonsense", "Not all of that can be read after “cancel”."),
        ("supervisor nonsense", "supervisor away"),
        ("help awa", "There is no such command. Did you mean: "),
    ):
        assert right in await story.types("Priya", typed), typed
    assert "Supervision agreement signed by both" in await story.types("Amara", "done agreement")
    assert (await story.types("Amara", "supervisor")).title == "Priya Invented is away"
    assert (await story.types("Priya", "team late")).title == "What is late in your team"


async def test_a_near_miss_is_shown_what_was_probably_meant(story: Driver) -> None:
    """A person's name after ``due`` was an unknown reference; ``/help`` meant ``held`` and leave meant ``done``."""
    for typed, right in (
        ("due Amara", "Did you mean: due @Amara Example?"),
        ("due amara example", "Did you mean: due @Amara Example?"),
        ("due today", "Write it like: due [CASE or @person] [met]"),
        ("due this week", "Write it like: due [CASE or @person] [met]"),
        ("due10234", "Did you mean: due CASE?"),
        ("dueCB-10234", "Did you mean: due CASE?"),
        ("10234", "Did you mean: due CASE?"),
        ("CB-10234", "Did you mean: due CASE?"),
        ("book@amara", "Did you mean: book?"),
        ("hlep", "Did you mean: help?"),
        ("on leave 10 nov", "Did you mean: away?"),
        ("sick today", "Did you mean: away?"),
    ):
        said = (await story.types("Priya", typed)).text.replace("/supervision ", "")
        assert right in said, f"{typed}: {said}"
    mine = await story.types("Amara", "due")
    assert (await story.types("Amara", "due me")).text == mine.text
    assert "Did you mean" not in await story.types("Amara", "due Helen"), "above her, not in what she may see"
    helped = await story.types("Amara", "help")
    assert (await story.types("Amara", "/help")).text == helped.text
    case = await story.types("Amara", "due CB-10234")
    assert (await story.types("Amara", "supervision due CB-10234")).text == case.text


@pytest.mark.parametrize("stage", ["desk"], indirect=True)
async def test_known_words_of_a_command_are_understood_in_any_order(story: Driver) -> None:
    """“No date can be shown for that reference” was the answer to ``due late`` and ``due met @Amara``."""
    for typed, title in (
        ("due late", "What is late, or waits for you"),
        ("due late below", "What is late below you"),
        ("due below late", "What is late below you"),
        ("team below late", "What is late below you"),
        ("due all", "Everybody below you"),
    ):
        assert (await story.types("Priya", typed)).title == title, typed
    for about in ("@Amara", "CB-10234", ""):
        one = await story.types("Priya", f"due {about} met".replace("  ", " "))
        assert one.title not in ("Not done", "met")
        assert (await story.types("Priya", f"due met {about}")).text == one.text, about
    assert (await story.types("Amara", "away supervisor")).title == "Priya Invented is away"
    for typed, right in (("late", "due late"), ("met", "due met"), ("below", "team below")):
        assert f"Did you mean: {right}" in (await story.types("Priya", typed)).text.replace(
            "/supervision ", ""
        )


async def test_an_administrator_who_supervises_nobody_reads_what_they_can_do(story: Driver) -> None:
    """They were to ask an administrator."""
    for typed in ("book", "held last friday 2pm", "cancel", "extra", "supervisor away"):
        said = await story.types("Sam", typed)
        assert said.title == "Not done", typed
        assert "Import who supervises whom." in said, f"{typed}: {said.text}"
        assert "an administrator" not in said, f"{typed}: {said.text}"
