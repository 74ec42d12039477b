"""What ``doctor`` says of certificates that the bot itself holds: until when they are good. The reverse proxy's is the
proxy's to renew."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path
from typing import Final

from cryptography import x509
from sqlalchemy.engine import make_url

from bot.commands.findings import Finding, fine, look, wrong
from bot.platform import package
from bot.settings import PREFIX, Settings
from cards.formats import day

#: A certificate that ends within as long is worth a look.
SOON: Final = timedelta(days=30)


def certificates(settings: Settings, now: datetime) -> Iterator[Finding]:
    """One finding for each."""
    for name, file in _held(settings):
        yield _looked_at(name, Path(file), now)


def _held(settings: Settings) -> Iterator[tuple[str, str]]:
    """What each is for, and its file: what the platforms have, and what the database's address names for TLS."""
    for setting in (package(name).TRAITS.certificate for name in settings.platforms):
        if setting and getattr(settings, setting):
            yield f"{PREFIX}{setting.upper()}", getattr(settings, setting)
    query = make_url(settings.database_url).query
    for option in ("sslcert", "sslrootcert"):
        file = query.get(option)
        if isinstance(file, str) and file != "system":
            yield f"{option} in {PREFIX}DATABASE_URL", file


def _looked_at(name: str, file: Path, now: datetime) -> Finding:
    try:
        ends = min(one.not_valid_after_utc for one in x509.load_pem_x509_certificates(file.read_bytes()))
    except (OSError, ValueError) as error:
        return wrong(f"{name}: {file} can't be read ({type(error).__name__}).", "It is a PEM file.")
    said, remedy = f"{name} is good until {day(ends.date())}", "Have it renewed, and restart serve."
    if ends <= now:
        return wrong(f"{name} ended on {day(ends.date())}.", remedy)
    return look(f"{said}.", remedy) if ends - now < SOON else fine(f"{said}.")
