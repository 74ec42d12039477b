"""A command that was pasted is understood, and what may be private isn't said again where it isn't."""

from __future__ import annotations

import pytest

from bot.wiring import Bot
from cards.absence.asks import AwayCommand
from cards.cases.asks import Due, DueOf
from cards.sessions.asks import BookCommand
from handlers.commands import parse
from handlers.shared.base import Refusal
from tests.handlers import test_case_spellings as spellings

bot = spellings.bot


@pytest.mark.parametrize(
    "end", ["!", "?", "…", ")", "’s", "'s", "’s:", "!?", "”", "*", "`", "›", "」", "＂", "."]
)
def test_punctuation_behind_a_mention(end: str) -> None:
    assert parse(f"book @amara{end} friday 2pm") == BookCommand(words="@amara friday 2pm")


@pytest.mark.parametrize(
    "around", ["‹›", "‚‘", "``", "**", "「」", "＂＂", "()", "[]", "“”", "__", "«»", "<>"]
)
def test_quotes_and_brackets(around: str) -> None:
    first, last = around[0], around[1]
    assert parse(f"due {first}@amara{last}") == DueOf(person="@amara")
    assert parse(f"{first}due CB-10234{last}") == Due(case="CB-10234")


def test_what_a_word_needs_stays() -> None:
    for words in ("@J. O'Neill-Óg friday 2 p.m", "@S101 10 nov - 20 nov", "@amara 10/11 2pm- 3pm"):
        assert parse(f"away {words}") == AwayCommand(words=words)
    for end in ("-", "–", " -", ".", " …"):
        assert parse(f"book @amara friday 2pm{end}") == BookCommand(words="@amara friday 2pm")


@pytest.mark.parametrize(
    "code", [0x200B, 0x2060, 0xFEFF, 0x180E, 0x3164, 0x115F, 0x1160, 0xFFA0, 0x2800, 0xA0]
)
def test_what_looks_like_nothing_is_a_space(code: int) -> None:
    assert parse(f"due{chr(code)}CB-10234") == Due(case="CB-10234")
    assert parse(f"{chr(code)}due{chr(code)}@amara{chr(code)}") == DueOf(person="@amara")


def test_a_reference_that_was_joined_stays_one() -> None:
    assert parse("due CB\u2060-\u206010\u200b234") == Due(case="CB-10234")


@pytest.mark.parametrize("private", ["QUIXWORTH 7", "QZX 41", "ΩΨΞ 55"])
def test_what_may_be_private_is_not_said_again(bot: Bot, private: str) -> None:
    for before in (
        *(
            "due @amara",
            "held",
            "cancel",
            "move",
            "book @amara",
            "book",
            "done",
            "done @amara",
            "agreement @amara",
        ),
        *(
            "help",
            "team",
            "policy",
            "away",
            "away @amara",
            "back @amara",
            "extra @amara",
            "due met @amara",
            "report",
        ),
        *(
            "disclosed @amara",
            "frequency @amara",
            "group",
            "due @",
            "my",
            "series",
            "supervisor",
            "concern",
            "",
            "book @",
        ),
    ):
        with_time = f"{before} {private} friday 2pm"
        for typed in (f"{before} {private}", with_time):
            answer = spellings.said(bot, spellings.PRIYA, typed)
            assert not any(w in answer.lower() for w in ("quixworth", "qzx", "ωψξ")), (typed, answer)


def test_a_near_command_is_named() -> None:
    with pytest.raises(Refusal, match=r"There is no such command\. Did you mean: "):
        parse("deu CB-10234")
