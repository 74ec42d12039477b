"""Who is who, on any platform: met once, written to where they are, and known no longer once they have left."""

from __future__ import annotations

import sqlite3
import time
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import date

import pytest
from sqlalchemy import update
from sqlalchemy.exc import OperationalError

from bot.clock import MovableClock
from bot.commands import doctor_accounts
from bot.inbound.accounts import Account, Sender, StrangerError, join, known
from bot.inbound.matching import Matching
from bot.inbound.receiver import Incoming, Receiver
from bot.platform import (
    MissingPermissionError,
    NotAllowedError,
    NotSignedInError,
    Traits,
    TryLaterError,
    UnreachableError,
)
from bot.wiring import Bot
from storage import contacts
from storage import tables as t
from storage.engine import open_engine
from tests.infra.databases import Databases
from tests.stories import council

HALL, POST = Traits("hall", "Hall"), Traits("post", "Post", finds_by_email=True)
PLATFORMS = ("hall", "post")


@pytest.fixture
def databases(sqlite: Databases) -> Databases:
    return sqlite


@pytest.fixture
def bot(databases: Databases) -> Iterator[Bot]:
    engine = open_engine(council.copied(databases))
    yield Bot(engine, council.a_book(), MovableClock(council.START))
    engine.dispose()


def account(name: str, email: str = "", amiss: str = "") -> Account:
    return Account(name, email or f"{name}@example.org", {"id": name}, amiss)


def change(bot: Bot, staff_number: str, **values: object) -> None:
    p = t.Person.__table__
    with bot.work() as work:
        work.connection.execute(update(p).where(p.c.staff_number == staff_number).values(**values))


def contact(bot: Bot, person_id: int) -> str:
    with bot.read() as work:
        found = contacts.preferred_contact(work, person_id, PLATFORMS)
        return found.platform if found else ""


# One contact


async def says(bot: Bot, platform: Traits, name: str, words: str = "due") -> str:
    async def asked() -> Account:
        return account(name)

    receiver = Receiver(bot, platform)
    claim = f"{platform.name}:{time.monotonic()}"
    answer = await receiver.command(Incoming(Sender(name, asked), claim, time.monotonic() + 60), words)
    await receiver.close()
    return str(answer.card)


async def test_a_person_is_told_where_they_wrote_last_unless_the_staff_list_says_where(bot: Bot) -> None:
    await says(bot, HALL, "amara")
    assert contact(bot, 1) == "hall"
    join(bot, POST, account("amara"))
    assert contact(bot, 1) == "hall", "an account that was only found is not used"
    await says(bot, POST, "amara")
    assert contact(bot, 1) == "post"
    change(bot, "S101", contact="hall")
    assert contact(bot, 1) == "hall"
    with bot.work() as work:
        contacts.set_works(work, "hall", "amara", False)
    assert contact(bot, 1) == "post", "an account that was stopped is no contact"


async def test_whoever_only_asks_for_a_date_is_told_where_they_asked(bot: Bot) -> None:
    await says(bot, HALL, "tomasz")
    join(bot, POST, account("tomasz"))
    assert "CB-10234" in await says(bot, POST, "tomasz", "due CB-10234")
    assert contact(bot, 2) == "post"


async def test_whoever_writes_first_on_a_second_platform_is_told_there(bot: Bot) -> None:
    await says(bot, HALL, "amara")
    await says(bot, POST, "amara")
    assert contact(bot, 1) == "post"


def test_doctor_says_who_is_where(bot: Bot, monkeypatch: pytest.MonkeyPatch) -> None:
    @dataclass
    class Named:
        TRAITS: Traits

    monkeypatch.setattr(doctor_accounts, "package", lambda name: Named({"hall": HALL, "post": POST}[name]))
    join(bot, HALL, account("amara"))
    join(bot, POST, account("tomasz"))
    join(bot, HALL, account("tomasz"))
    change(bot, "S201", contact="pigeon")
    with bot.read() as work:
        said = [f.what for f in doctor_accounts.accounts(work, PLATFORMS)]
    assert "1 person told on Hall: S101." in said
    assert "1 person told on Post: S102." in said
    assert "1 person whose contact is no platform in use: S201." in said


# Joined once


def test_a_join_ends_when_its_person_has_left(bot: Bot) -> None:
    """The account, and its email, may then be somebody else's."""
    assert join(bot, HALL, account("amara")) == 1
    change(bot, "S101", left_on=date(2026, 10, 30))
    assert known(bot, HALL, "amara") is None
    with pytest.raises(StrangerError, match="unknown"):
        join(bot, HALL, account("amara"))
    change(bot, "S102", email="Amara@example.org")
    assert join(bot, HALL, account("amara")) == 2
    found = known(bot, HALL, "amara")
    assert found
    assert found.person_id == 2


def test_an_account_of_somebody_in_post_is_not_taken_from_them(bot: Bot) -> None:
    join(bot, HALL, account("amara"))
    change(bot, "S101", email="amara.new@example.org")
    change(bot, "S102", email="amara@example.org")
    with pytest.raises(StrangerError, match="taken"):
        join(bot, HALL, account("amara"))
    found = known(bot, HALL, "amara")
    assert found
    assert found.person_id == 1


def test_an_account_on_the_staff_list_is_known_by_its_id_whatever_its_email(bot: Bot) -> None:
    change(bot, "S101", account="4f0c")
    with pytest.raises(StrangerError, match="unknown"):
        join(bot, HALL, account("tenant:other", "amara@example.org"))
    assert join(bot, HALL, account("tenant:4F0C", "tomasz@example.org")) == 1
    assert join(bot, HALL, account("tenant:5", "tomasz@example.org")) == 2


@pytest.mark.parametrize("amiss", ["guest", "deactivated", "bot"])
def test_a_guest_is_nobody(bot: Bot, amiss: str) -> None:
    with pytest.raises(StrangerError, match=amiss):
        join(bot, HALL, account("amara", amiss=amiss))
    assert known(bot, HALL, "amara") is None


# Before either writes


@dataclass
class Listing:
    """Implements ``bot.inbound.accounts.Directory``: a platform that lists whom it knows, or is asked for each."""

    traits: Traits
    listed: list[Account] = field(default_factory=list)
    sought: list[str] = field(default_factory=list)

    async def by_email(self, email: str) -> Account | None:
        self.sought.append(email)
        return None

    async def roster(self) -> list[Account]:
        return self.listed


async def test_whom_a_platform_lists_is_met_and_the_rest_sought_only_where_it_can(bot: Bot) -> None:
    hall = Listing(
        HALL, [account("amara"), account("tomasz", amiss="guest"), account("x", "nobody@example.org")]
    )
    assert await Matching(bot, hall).match() == 1
    assert known(bot, HALL, "amara")
    assert known(bot, HALL, "tomasz") is None
    assert hall.sought == []
    post = Listing(POST, [account("priya")])
    assert await Matching(bot, post).match() == 1
    assert "priya@example.org" not in post.sought
    assert len(post.sought) == len(council.STAFF) - 1


async def test_whom_a_platform_lists_is_met_by_id_too(bot: Bot) -> None:
    change(bot, "S101", account="4f0c", email=None)
    assert await Matching(bot, Listing(HALL, [account("tenant:4f0c", "else@example.org")])).match() == 1
    assert known(bot, HALL, "tenant:4f0c")


# What is said


def database_error(code: int) -> OperationalError:
    """As SQLite's driver has it."""
    error = sqlite3.OperationalError("x")
    error.sqlite_errorcode = code
    return OperationalError("x", None, error)


DISK_FULL = database_error(sqlite3.SQLITE_FULL)
LOCKED = database_error(sqlite3.SQLITE_BUSY_SNAPSHOT)


@pytest.mark.parametrize(
    ("error", "sentence"),
    [
        (
            TryLaterError("timeout"),
            "Hall couldn't say just now who you are. Nothing was changed. Try again",
        ),
        (NotAllowedError("access_denied"), "Hall doesn't let this bot see who you are (access_denied)."),
        (MissingPermissionError("missing_scope"), "a permission that Hall asks for (missing_scope)."),
        (
            NotSignedInError("token_revoked"),
            "Hall doesn't take this bot's own sign-in, or no longer (token_revoked).",
        ),
        (DISK_FULL, "Our records can't be reached just now. Nothing was changed. Try again later"),
        (LOCKED, "That took too long just now. Nothing was changed. Try again in a moment."),
        (TimeoutError(), "That took too long just now."),
        (UnreachableError("user_not_found"), "Hall doesn't know your account"),
    ],
)
async def test_each_way_in_which_a_platform_refuses_has_its_own_words(
    bot: Bot, error: Exception, sentence: str
) -> None:
    async def asked() -> Account:
        raise error

    receiver = Receiver(bot, HALL)
    answer = await receiver.command(Incoming(Sender("amara", asked), "c1", time.monotonic() + 60), "due")
    await receiver.close()
    assert sentence in str(answer.card)
    assert answer.refused
