"""A bot that only reads: for ``due``, ``simulate`` and ``doctor``, which change nothing and need no key."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, datetime
from typing import Final

from bot.clock import MovableClock, SystemClock
from bot.platform import account_shapes
from bot.settings import PREFIX, Settings, SettingsError, read_settings
from bot.wiring import Bot, versions_of
from policy.loader import calendar_of
from policy.written_days import full_year, in_plain_words, written
from storage import people
from storage.cipher import UnreadableError
from storage.copying import open_read_only
from storage.council import council
from storage.migrate import check
from storage.work import CouncilConfig, Work

KEY_GONE: Final = (
    f"{PREFIX}ENCRYPTION_KEYS: some words were sealed with a key that isn't there. Set it beside the others"
)


def nobody_has(number: str) -> str:
    return f"Nobody has the staff number {number}."


def near_number(work: Work, number: str) -> str:
    """What to do about a staff number that nobody has."""
    found = people.with_zeros(work, number)
    return f"{found} is known: zeros in front belong to it" if found else "give it as the staff list has it"


class NoKey:
    """Implements ``storage.cipher.Cipher`` for a reader that has no business with anyone's words."""

    def seal(self, words: str) -> bytes:  # noqa: ARG002
        raise UnreadableError("nothing is written here")

    def open(self, sealed: bytes | None) -> str:
        if sealed is None:
            return ""
        raise UnreadableError("no words are read here")


def chosen(database: str, rules: str) -> Settings:
    """The settings, with the database and rule set that the command line names."""
    given = {"database_url": database, "rules": rules}
    return read_settings(**{name: value for name, value in given.items() if value})


def keyless_config(settings: Settings) -> CouncilConfig:
    """Rules and calendar. Raises RuleSetError for a rule set with faults."""
    versions = versions_of(settings)
    references = tuple(settings.case_references)
    return CouncilConfig(
        versions, calendar_of(versions.latest), NoKey(), references=references, accounts=account_shapes()
    )


@contextmanager
def opened(settings: Settings) -> Iterator[Bot]:
    """The database as it is, at its own moment: a sample's clock, else the present. The database itself refuses every
    write. Raises NoDatabaseError, or SettingsError for tables that aren't this code's."""
    engine = open_read_only(settings.database_url)
    try:
        wrong = check(engine)
        if wrong:
            raise SettingsError(f"{PREFIX}DATABASE_URL: {wrong}")
        bot = Bot(engine, keyless_config(settings), SystemClock())
        bot.clock = MovableClock(_now(bot))
        yield bot
    finally:
        engine.dispose()


def _now(bot: Bot) -> datetime:
    with bot.read() as work:
        found = council(work)
        if found is None:
            raise SettingsError(
                f"{PREFIX}DATABASE_URL: nothing was brought in yet. Begin with: python app.py import"
            )
        return found.sample_now or work.now


def at_day(bot: Bot, day: date) -> Bot:
    """The same, at the beginning of a day in the council's zone."""
    return replace(bot, clock=MovableClock(bot.config.calendar.start_of(day)))


def read_day(option: str, typed: str) -> date:
    """A date as it was typed: 2026-12-24 or 24/12/2026. Raises SettingsError."""
    said = written(in_plain_words(typed))
    found = said.in_year(full_year(said.year)) if said and said.year else None
    if found is None:
        wrong = "there is no such day; " if said and said.year else ""
        raise SettingsError(f"{option} {typed}: {wrong}write a date as 2026-12-24 or 24/12/2026")
    return found


def require_order(first: date | None, last: date | None) -> None:
    """Of ``--from`` and ``--to``, either of which may be left out. Raises SettingsError."""
    if first and last and last < first:
        raise SettingsError(f"--to {last}: that is before --from {first}")
