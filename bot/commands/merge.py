"""``merge``: makes one person or case of two that are stored in two spellings, as ``doctor`` lists them."""

from __future__ import annotations

from collections.abc import Callable

from bot.clock import SystemClock
from bot.commands.leave_trace import account
from bot.settings import SettingsError, read_settings
from bot.wiring import wire
from storage.importing import runs
from storage.merging import CannotMergeError, merge_cases, merge_people
from storage.migrate import check
from storage.work import Work


def people(give_up: str, keep: str) -> int:
    """By staff number. Raises SettingsError where they can't be merged."""
    return _merged(merge_people, give_up, keep)


def cases(give_up: str, keep: str) -> int:
    """By reference. Raises SettingsError where they can't be merged."""
    return _merged(merge_cases, give_up, keep)


def _merged(merge: Callable[[Work, str, str, str], None], give_up: str, keep: str) -> int:
    settings = read_settings()
    bot = wire(settings, SystemClock())
    try:
        if wrong := check(bot.engine):
            raise SettingsError(wrong)
        with bot.work() as work:
            if runs.applying(work):
                raise SettingsError("an import is under way: merge when it is in")
            merge(work, give_up, keep, account())
    except CannotMergeError as error:
        raise SettingsError(str(error)) from None
    finally:
        bot.engine.dispose()
    print(f"{give_up} is {keep} now. What is due is worked out again by serve, or the next import.")
    return 0
