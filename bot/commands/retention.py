"""``retention``: what has been kept for its term is deleted, or would be; legal holds are placed, lifted and listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import AbstractContextManager, nullcontext, suppress
from functools import partial

from bot.commands.due import Answering, subject_names, subject_of, there_is_no
from bot.commands.leave_trace import account, changing, leave
from bot.commands.reading import chosen, opened
from bot.retention import run_in_steps
from cards.formats import plural
from policy.date_words import day
from policy.ruleset import KINDS, Kept
from storage.retention import holds as legal_holds
from storage.work import Work


class _UndoneError(Exception):
    """What was tried isn't kept."""


def run(dry_run: bool, database: str, rules: str) -> int:
    """In steps until nothing is left; the bot may run meanwhile. Dry: all in one transaction, which is undone."""
    settings = chosen(database, rules)
    with opened(settings) as bot:
        opens = partial(changing, bot, settings.database_url)
        gone = _tried(opens) if dry_run else run_in_steps(opens, account())
        with bot.read() as work:
            held = legal_holds.everything_is_held(work)
    for kind, count in gone.items():
        print(f"{count:>8,}  {KINDS[Kept(kind)]}")
    print(_summed(sum(gone.values()), dry_run, held))
    return 0


def _summed(total: int, dry_run: bool, held: bool) -> str:
    if held:
        return "A legal hold is over everything: nothing is deleted until it is lifted."
    if not total:
        return "Nothing has been kept for its term."
    would = "would be" if dry_run else "was" if total == 1 else "were"
    return f"{plural('row', total)} {would} deleted or emptied."


def _tried(opens: Callable[[], AbstractContextManager[Work]]) -> Counter[str]:
    gone = Counter[str]()
    with suppress(_UndoneError), opens() as work:
        gone = run_in_steps(lambda: nullcontext(work), account())
        _undo()
    return gone


def _undo() -> None:
    raise _UndoneError


def hold(reference: str, case: str, person: str, everything: bool, database: str) -> int:
    """1 for a case or person there isn't, 2 unless one thing is named."""
    if [bool(case), bool(person), everything].count(True) != 1:
        print("Say what it is over: --case REFERENCE, --person STAFF-NUMBER or --everything.")
        return 2
    settings = chosen(database, "")
    with opened(settings) as bot:
        with bot.read() as work:
            subject = subject_of(work, case, person)
        if subject is None and not everything:
            print(there_is_no(work, case, person))
            return 1
        with changing(bot, settings.database_url) as work:
            legal_holds.place(work, subject, reference, account())
    print(f"Held, as {reference}: nothing under it is deleted until `retention lift {reference}`.")
    return 0


def lift(reference: str, database: str) -> int:
    """1 where no hold has that reference."""
    settings = chosen(database, "")
    with opened(settings) as bot, changing(bot, settings.database_url) as work:
        lifted = legal_holds.lift(work, reference, account())
    print(f"Lifted: {plural('hold', lifted)}." if lifted else f"No hold is called {reference}.")
    return 0 if lifted else 1


def holds(database: str) -> int:
    settings = chosen(database, "")
    with opened(settings) as bot:
        leave(bot, settings.database_url, "holds.shown")
        with bot.read() as work:
            standing = legal_holds.standing(work)
            _list(work, standing)
    if not standing:
        print("There is no legal hold.")
    return 0


def _list(work: Work, standing: Sequence[legal_holds.HoldView]) -> None:
    named = subject_names(work, sorted({h.subject for h in standing if h.subject}), Answering(work))
    for one in standing:
        over = " ".join(named[one.subject].values()) if one.subject else "everything"
        on = day(work.calendar.day_of(one.placed_at))
        print(f"{one.reference}  over {over}, placed on {on} by {one.placed_by}")
