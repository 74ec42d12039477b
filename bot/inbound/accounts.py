"""Who is who: a platform's account is joined once to the member of staff with its id or its email, never a guest's. A
join ends when its person has left."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

from bot.logs import log
from bot.platform import Traits
from bot.wiring import Bot
from cards import not_done
from policy.folding import fold
from storage import contacts
from storage.work import Work


@dataclass(frozen=True, slots=True)
class Account:
    """What a platform says of one account. ``name``: its own among ours, unique on that platform; ``email``: empty
    where there is none to see; ``data``: the platform's ids, enough to write to it; ``amiss``: one word on why it is
    none of ours (``guest``, ``deactivated``, ``bot``), empty when it is."""

    name: str
    email: str
    data: Mapping[str, str]
    amiss: str = ""

    @property
    def own_id(self) -> str:
        """The platform's id of it, within its tenant or workspace, folded."""
        return fold(self.name.rpartition(":")[2])


@dataclass(frozen=True, slots=True)
class Sender:
    """Whose request it is: the account's name among ours, and what asks the platform for the rest, once, at the first
    contact. ``account`` raises TryLaterError or UnreachableError."""

    name: str
    account: Callable[[], Awaitable[Account]]


class Directory(Protocol):
    """Whom a platform knows. Each raises TryLaterError or UnreachableError while the platform can't be asked."""

    @property
    def traits(self) -> Traits: ...

    async def by_email(self, email: str) -> Account | None:
        """The account with that email. Only called where the platform ``finds_by_email``."""

    async def roster(self) -> Sequence[Account]:
        """Every account that the platform lists for the bot; none where it lists nobody."""


class StrangerError(Exception):
    """Nobody the bot may talk to. ``why`` is one word; ``sentence`` tells them what to do."""

    def __init__(self, why: str, platform: Traits) -> None:
        super().__init__(why)
        words = {"unknown": not_done.unknown, "taken": not_done.taken, "stopped": not_done.stopped}
        self.why = why
        self.sentence = words[why](platform.title) if why in words else not_done.GUEST


def known(bot: Bot, platform: Traits, name: str) -> contacts.Bound | None:
    """Whose account this is, if it was met. Raises StrangerError for one that was stopped."""
    with bot.read() as work:
        found = contacts.bound(work, platform.name, name)
    if found is not None and not found.works:
        raise StrangerError("stopped", platform)
    return found


async def meet(bot: Bot, platform: Traits, sender: Sender) -> int:
    """First contact: asks the platform for the account and joins it. Raises StrangerError and as ``Sender.account``."""
    return await asyncio.to_thread(join, bot, platform, await sender.account())


def join(bot: Bot, platform: Traits, account: Account) -> int:
    """The person in post with the account's id or email, now joined to it. Raises StrangerError where there is none,
    or one of the two is joined to another."""
    try:
        with bot.work() as work:
            person_id = _joined(work, platform, account)
    except StrangerError as error:
        log.warning("account.stranger", platform=platform.name, why=error.why)
        raise
    log.info("account.met", platform=platform.name, person=person_id)
    return person_id


def _joined(work: Work, platform: Traits, account: Account) -> int:
    if account.amiss:
        raise StrangerError(account.amiss, platform)
    email = account.email.strip().lower()
    whose = contacts.staff_of(work, account.own_id, fold(email))
    if len(whose) != 1:
        raise StrangerError("unknown", platform)
    if not contacts.bind(
        work, whose[0], platform.name, account.name, {**account.data, contacts.EMAIL: email}
    ):
        raise StrangerError("taken", platform)
    return whose[0]


async def find_by_email(bot: Bot, directory: Directory, person_id: int, email: str) -> None:
    """Joins a member of staff who never wrote, so that they can be written to. Raises StrangerError where no account
    has that email, and as ``Directory.by_email``."""
    account = await directory.by_email(email)
    if account is None:
        log.warning("account.stranger", platform=directory.traits.name, why="unknown")
        raise StrangerError("unknown", directory.traits)
    if await asyncio.to_thread(join, bot, directory.traits, account) != person_id:
        raise StrangerError("taken", directory.traits)


def changed(bot: Bot, platform: Traits, account: Account) -> None:
    """The platform says how an account is now: one deactivated or made a guest's is used no more, one restored is. An
    email matches once; what it is later is kept, and ``doctor`` names whose differs from the staff list's."""
    with bot.read() as work:
        found = contacts.bound(work, platform.name, account.name)
    if found is None:
        return
    works, email = not account.amiss, account.email.strip().lower()
    if found.works != works:
        with bot.work() as work:
            contacts.set_works(work, platform.name, account.name, works)
        log.warning("account.changed", platform=platform.name, person=found.person_id, works=works)
    if email and found.email != email:
        with bot.work() as work:
            contacts.keep_data(work, found.person_id, platform.name, {contacts.EMAIL: email})
        log.warning("account.email.changed", platform=platform.name, person=found.person_id)
