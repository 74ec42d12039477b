"""What went wrong, in a sentence that names the setting or file and the remedy."""

from __future__ import annotations

from typing import Final

from sqlalchemy.exc import ArgumentError, DataError, DBAPIError, IntegrityError, NoSuchModuleError

from bot.logs import fault
from bot.platform import NotInstalledError
from bot.settings import PREFIX, WRITE_DATABASE, SettingsError
from policy.loader import RuleSetError
from storage.cipher import BadKeyError
from storage.copying import NoDatabaseError
from storage.migrate import NewerDatabaseError

#: Faults of ours, in whose words the database repeats what it was given.
QUOTING: Final = (IntegrityError, DataError)
DATABASE: Final = f"{PREFIX}DATABASE_URL"


def explained(error: Exception) -> str | None:
    """The sentence for a fault that whoever runs the bot can put right; None for a fault of ours."""
    match error:
        case SettingsError() | NotInstalledError():
            return str(error)
        case RuleSetError():
            return f"{error}\nThe rule set cannot be used. It is proved by: python app.py policy check {error.name}"
        case BadKeyError():
            return f"{PREFIX}ENCRYPTION_KEYS: {error}"
        case NewerDatabaseError() | NoDatabaseError():
            return f"{DATABASE}: {error}"
        case ArgumentError() | NoSuchModuleError():
            return f"{DATABASE}: {WRITE_DATABASE}"
        case DBAPIError() if not isinstance(error, QUOTING):
            return f"{DATABASE}: the database cannot be used ({_first_line(error)}). {_remedy(error)}"
        case OSError() if error.filename:
            return f"{error.filename or 'A file'}: {error.strerror or error}. Choose a place that can be written."
    return None


def ours(error: Exception) -> str:
    """The sentence for a fault of ours: what and where, never its own words, which may quote somebody's."""
    said = fault(error)
    return f"A fault of the bot's own ({said['error']}). Report it with this line: {said['where']}"


def _first_line(error: DBAPIError) -> str:
    return str(error.orig).strip().splitlines()[0]


def _remedy(error: DBAPIError) -> str:
    if "sqlite" in type(error.orig).__module__:
        return "Check that its folder exists, can be written, and that the file is a database."
    return "Check the address, the name and the password, and that the server runs."
