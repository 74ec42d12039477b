"""What every start on a database does first: bring it to the code's tables, and notice that the rules changed. Every
night looks for the second again: on the day of a new version its practice holds without a restart."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.metadata import version

from bot.logs import log
from bot.wiring import Bot
from policy.ruleset import RuleSet
from policy.versions import RuleBook
from storage import council
from storage.migrate import migrate

#: Told how many of how many subjects were marked.
Progress = Callable[[int, int], None]


def start(bot: Bot, progress: Progress = lambda _done, _total: None) -> bool:
    """Migrates, and sees whether the rules changed; True if they had. Raises NewerDatabaseError."""
    migrate(bot.engine)
    return see_rules(bot, progress)


def see_rules(bot: Bot, progress: Progress = lambda _done, _total: None) -> bool:
    """Marks everything for the clock to assess again if the rules changed, or another version of them is in force than
    when that was last looked at; True if so.

    Cut short, the next start begins again; what was marked twice is assessed once."""
    with bot.read() as work:
        digest = digest_of(work.config.versions, work.rules)
        found = council.council(work)
    if found and found.rules_digest == digest:
        return False
    with bot.work() as work:
        council.begin(work)
    _mark_all(bot, progress)
    with bot.work() as work:
        council.forget_plans(work)
        council.keep_digest(work, digest)
        work.log("rules.changed", version=work.rules.version, digest=digest)
        log.info("rules.changed", rules=work.rules.name, version=work.rules.version)
    return True


def _mark_all(bot: Bot, progress: Progress) -> None:
    with bot.read() as work:
        total, done, last = council.subjects(work), 0, None
    while True:
        with bot.work() as work:
            last = council.mark_all(work, last)
        if last is None:
            return
        done = min(done + council.BATCH, total)
        progress(done, total)


def digest_of(versions: RuleBook, in_force: RuleSet) -> str:
    """What assessment rests on beside the facts: the rules, whatever their files' layout, which of their versions is in
    force, and the bank holidays."""
    return sha256(f"{_bank_holidays()} {in_force.version} {versions.text}".encode()).hexdigest()


@cache
def _bank_holidays() -> str:
    """The release of the library that knows them."""
    return version("holidays")
