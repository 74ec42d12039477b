"""What a chat platform must do for us, what it says of itself, and which there are. Slack, Teams and the desk are
packages: each has ``TRAITS`` and ``lacking`` in itself, which is light, and ``connect`` in its module ``app``."""

from __future__ import annotations

import importlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final, Protocol

from cards.model import Card
from storage.account_shapes import AccountShape

if TYPE_CHECKING:
    from aiohttp import web

    from bot.settings import Settings
    from bot.wiring import Bot

#: Where each platform lives, by its name in settings and rows. A package is imported when its platform is in use.
PACKAGES: Final = {"slack": "bot.slack", "teams": "bot.teams", "desk": "bot.desk"}


@dataclass(frozen=True, slots=True)
class Traits:
    """What a platform can do, whether it is connected or not.

    ``name``: in settings and rows; ``title``: as people call it. ``can_be_asked``: a message whose sending was cut
    short can be looked up by its key. ``finds_by_email``: an account can be looked for before its holder first writes.
    ``reaches_everybody``: nobody needs an account of their own there. ``sample_only``: it shows a sample council, and
    runs beside no other. ``certificate``: the setting that may name a file with one, which ends some day.
    ``guide``: the page that says how it is connected. ``account``: how the id of somebody's account looks, where people
    have one."""

    name: str
    title: str
    can_be_asked: bool = False
    finds_by_email: bool = False
    reaches_everybody: bool = False
    sample_only: bool = False
    certificate: str = ""
    guide: str = ""
    account: AccountShape | None = None


@dataclass(frozen=True, slots=True)
class Address:
    """Where one person is reached: ids of the platform's own, opaque to us (Slack: team and user; Teams: conversation
    id, service URL, tenant)."""

    person_id: int
    platform: str
    data: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Sent:
    """The platform's own reference of a message, enough to find and replace it."""

    reference: str


class TryLaterError(Exception):
    """A passing fault; the message stays ours to send. ``after``: seconds, from Retry-After where there is one."""

    def __init__(self, reason: str, after: float | None = None) -> None:
        super().__init__(reason)
        self.reason, self.after = reason, after


class RefusedError(TryLaterError):
    """A passing fault after which the message certainly didn't arrive: the platform said no, or wasn't asked."""


class NotAllowedError(RefusedError):
    """The platform refuses the bot itself: its token, or what it may do. The administrator can put it right; until then
    the message stays ours to send. ``reason``: the platform's own word."""


class NotSignedInError(NotAllowedError):
    """The platform takes none of the bot's own credentials: withdrawn, or never right."""


class MissingPermissionError(NotAllowedError):
    """The bot was never given a permission that the platform asks for."""


class UnreachableError(Exception):
    """It cannot arrive: the person left the platform, the bot was removed. ``reason`` is one word, never content."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class NotInstalledError(Exception):
    """A platform's own library is missing. The sentence says which, and where it is told how to install it."""


class Platform(Protocol):
    @property
    def traits(self) -> Traits: ...

    async def send(self, to: Address, /, key: str, card: Card) -> Sent:
        """Deliver a sealed card once. Raises TryLaterError or UnreachableError; any other error counts as TryLater,
        is logged by its type and tried again."""

    async def find(self, to: Address, /, key: str) -> Sent | None:
        """The message with that key if it arrived. Only called where it ``can_be_asked``."""

    async def replace(self, to: Address, /, sent: Sent, card: Card) -> None:
        """Show ``card`` in place of a message sent earlier. Raises as ``send``; a message that is gone is no error."""


class Connection(Protocol):
    """A platform that a running bot speaks on."""

    @property
    def platform(self) -> Platform: ...

    def serve_on(self, app: web.Application) -> None:
        """Adds its routes to the bot's web server, with which it starts and stops. Its start raises SettingsError where
        the platform refuses a setting, and waits out an outage."""

    @property
    def connected(self) -> bool:
        """Whether people's requests can reach the bot, as far as can be told from here."""


class Package(Protocol):
    """What a platform's package exports."""

    TRAITS: Traits

    def lacking(self, settings: Settings) -> list[str]:
        """The settings that the platform needs and that aren't set, by their names in the environment."""


class PackageApp(Protocol):
    """What its module ``app`` exports, which may import the platform's own library."""

    def connect(self, bot: Bot, settings: Settings) -> Connection:
        """Ready to be started. Raises SettingsError for what is lacking, or what its platform doesn't allow."""


def package(name: str) -> Package:
    """Raises KeyError for a name that isn't one of ``PACKAGES``."""
    found: Package = importlib.import_module(PACKAGES[name])
    return found


def connect(name: str, bot: Bot, settings: Settings) -> Connection:
    """As ``PackageApp.connect``, for the platform of that name. Raises NotInstalledError too."""
    try:
        app: PackageApp = importlib.import_module(f"{PACKAGES[name]}.app")
    except ModuleNotFoundError as error:
        guide = package(name).TRAITS.guide
        raise NotInstalledError(
            f"{name}: {error.name} isn't installed. {guide} says what to install"
        ) from error
    return app.connect(bot, settings)


def lacking(settings: Settings, name: str) -> str:
    """What a platform needs and isn't set, in one sentence; empty when all is there."""
    found, traits = package(name).lacking(settings), package(name).TRAITS
    wanted = f"needed for {traits.title} and not set. {traits.guide} says where each is found"
    return f"{', '.join(found)}: {wanted}" if found else ""


def account_shapes() -> dict[str, AccountShape]:
    """How the ids of accounts look, by the platforms on which people have one."""
    traits = (package(name).TRAITS for name in PACKAGES)
    return {one.name: one.account for one in traits if one.account}


def guides() -> str:
    """Which page connects which platform, in one clause; a sample's is connected by none."""
    traits = (package(name).TRAITS for name in PACKAGES)
    return ", ".join(f"{one.guide} connects {one.title}" for one in traits if not one.sample_only)


def titles(names: Sequence[str]) -> list[str]:
    """As people call them."""
    return [package(name).TRAITS.title for name in names]
