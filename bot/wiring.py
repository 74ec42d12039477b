"""Puts the parts together, in one place: ``serve``, ``demo``, ``simulate`` and the tests all start here."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, field

from sqlalchemy import Engine

from bot.clock import Clock
from bot.diary import Diary
from bot.heartbeat import Heartbeat
from bot.platform import Platform, account_shapes
from bot.settings import PREFIX, Settings, SettingsError, rules_text
from policy.loader import calendar_of, load
from policy.versions import RuleBook
from storage.cipher import FernetCipher
from storage.contacts import InUse
from storage.engine import open_engine
from storage.transactions import read_transaction, write_transaction
from storage.work import CouncilConfig, Work


def _nothing() -> None:
    """Whoever runs no clock waits for nothing."""


@dataclass(slots=True)
class Bot:
    """A council's bot at work: its database, its rules, its clock and the platforms it can speak on. ``changed`` is
    called after somebody changed something, so that what follows goes out at once; ``diary``: what can be asked when
    people are busy, where anything can."""

    engine: Engine
    config: CouncilConfig
    clock: Clock
    platforms: Mapping[str, Platform] = field(default_factory=dict)
    heartbeat: Heartbeat = field(default_factory=Heartbeat)
    changed: Callable[[], None] = _nothing
    diary: Diary | None = None

    def work(self) -> AbstractContextManager[Work]:
        """A write transaction at the clock's moment."""
        return write_transaction(self.engine, self.config, self.clock.now())

    def read(self) -> AbstractContextManager[Work]:
        """A read at the clock's moment."""
        return read_transaction(self.engine, self.config, self.clock.now())

    @property
    def in_use(self) -> InUse | None:
        """The platforms as storage knows them; None where one reaches everybody."""
        traits = [p.traits for p in self.platforms.values()]
        if any(one.reaches_everybody for one in traits):
            return None
        return InUse(
            tuple(one.name for one in traits), tuple(one.name for one in traits if one.finds_by_email)
        )


def config_of(settings: Settings) -> CouncilConfig:
    """Rules, calendar and key. Raises SettingsError without a key, RuleSetError for a rule set with faults."""
    keys = [k.get_secret_value() for k in settings.encryption_keys]
    if not keys:
        raise SettingsError(
            "SUPERVISION_ENCRYPTION_KEYS is not set: people's words are kept encrypted. Make a key with "
            "`python app.py doctor --new-key` and keep it apart from the database"
        )
    versions = versions_of(settings)
    references = tuple(settings.case_references)
    return CouncilConfig(
        versions,
        calendar_of(versions.latest),
        FernetCipher(keys),
        references=references,
        calendar_address=settings.calendar_address.rstrip("/"),
        calendar_cases=settings.calendar_cases,
        record_links=settings.record_patterns,
        report_address=settings.report_address.rstrip("/") or None,
        outlook=bool(settings.outlook_mailbox),
        outlook_events=settings.outlook_events,
        accounts=account_shapes(),
    )


def versions_of(settings: Settings) -> RuleBook:
    """Every version that the setting names. Raises SettingsError, RuleSetError for a rule set with faults."""
    own = {"council": settings.council, "case_system": settings.case_system}
    said = {name: value for name, value in own.items() if value}
    versions = [load(*rules_text(name)) for name in settings.rules]
    versions = [one.model_copy(update=said) for one in versions] if said else versions
    try:
        return RuleBook(versions)
    except ValueError as error:
        raise SettingsError(f"{PREFIX}RULES: {error}") from None


def wire(settings: Settings, clock: Clock, *platforms: Platform) -> Bot:
    """A bot on the database that the settings name. Nothing is migrated, nothing runs yet."""
    by_name = {p.traits.name: p for p in platforms}
    return Bot(open_engine(settings.database_url), config_of(settings), clock, by_name)
