"""``keys rotate``: everything that is sealed is sealed anew with the first key, so that the others can be taken out."""

from __future__ import annotations

from bot.clock import SystemClock
from bot.commands.leave_trace import account
from bot.commands.progress import counting
from bot.commands.reading import KEY_GONE
from bot.settings import PREFIX, SettingsError, read_settings
from bot.wiring import Bot, wire
from cards.formats import plural
from storage import keys
from storage.cipher import FernetCipher, UnreadableError
from storage.health import sealed_columns
from storage.migrate import check


def rotate() -> int:
    """Goes on where it was cut short; the bot may run meanwhile. Raises SettingsError where a key is missing."""
    settings = read_settings()
    bot = wire(settings, SystemClock())
    try:
        if wrong := check(bot.engine):
            raise SettingsError(f"{PREFIX}DATABASE_URL: {wrong}")
        cipher = FernetCipher([k.get_secret_value() for k in settings.encryption_keys])
        try:
            renewed = _renewed(bot, cipher)
        except UnreadableError:
            raise SettingsError(KEY_GONE) from None
        with bot.work() as work:
            work.log("keys.rotated", count=renewed, account=account())
    finally:
        bot.engine.dispose()
    print(
        f"Sealed anew: {plural('text', renewed)}. Only the first key opens anything now; the others can be taken out"
    )
    print(f"of {PREFIX}ENCRYPTION_KEYS. Backups made before still need them.")
    return 0


def _renewed(bot: Bot, cipher: FernetCipher) -> int:
    with bot.read() as work:
        total = keys.sealed(work)
    renewed = 0
    with counting("Sealing anew", total) as progress:
        for table, column in sealed_columns():
            after: int | None = 0
            while after is not None:
                with bot.work() as work:
                    after, looked_at, changed = keys.renew(work, cipher, table, column, after)
                renewed += changed
                progress(looked_at)
    return renewed
