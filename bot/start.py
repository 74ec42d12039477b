"""What every start on a database does first: bring it to the code's tables, and notice that the rules changed, or the
code that assesses by them. Every night looks for the second again: on the day of a new version its practice holds
without a restart."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache
from hashlib import sha256
from importlib.metadata import version
from pathlib import Path

import policy
from bot.logs import log
from bot.wiring import Bot
from policy.ruleset import RuleSet
from policy.versions import RuleBook
from storage import council, facts
from storage.migrate import migrate

#: Told how many of how many subjects were marked.
Progress = Callable[[int, int], None]


def start(bot: Bot, progress: Progress = lambda _done, _total: None) -> bool:
    """Migrates, and sees whether everything is to be assessed again; True if so. Raises NewerDatabaseError."""
    migrate(bot.engine)
    return see_rules(bot, progress)


def see_rules(bot: Bot, progress: Progress = lambda _done, _total: None) -> bool:
    """Marks everything for the clock to assess again if the rules changed, another version of them is in force than
    when that was last looked at, or an update assesses otherwise; True if so.

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
        what = (
            "bot.updated" if found and _of_rules(found.rules_digest) == _of_rules(digest) else "rules.changed"
        )
        work.log(what, version=work.rules.version, digest=digest)
        log.info(what, rules=work.rules.name, version=work.rules.version)
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
    force, and the bank holidays; and the code that reads and assesses."""
    rules = sha256(f"{_bank_holidays()} {in_force.version} {versions.text}".encode()).hexdigest()
    return f"{rules} {_code()}"


def _of_rules(digest: str) -> str:
    return digest.partition(" ")[0]


@cache
def _code() -> str:
    found, rooms = sha256(), (policy.__file__, facts.__file__)
    for room in (Path(one).parent for one in rooms):
        for file in sorted(room.rglob("*.py")):
            found.update(file.read_bytes())
    return found.hexdigest()


@cache
def _bank_holidays() -> str:
    """The release of the library that knows them."""
    return version("holidays")
