"""Home, shown anew to whoever has opened it once what it shows has changed."""

from __future__ import annotations

import asyncio
import json
import re
from hashlib import sha256
from typing import Final

from bot.background import HANGS, PerPerson
from bot.inbound import router
from bot.logs import log
from bot.platform import TryLaterError, UnreachableError
from bot.slack import TRAITS
from bot.slack.workspaces import Json, Workspace, Workspaces
from bot.wiring import Bot
from cards import slack
from cards.answers.asks import HomePage
from cards.model import Card, seal
from handlers.routes import ROUTES
from handlers.shared.base import Reply, Request
from storage import contacts, people, visits
from storage.engine import UNAVAILABLE
from storage.importing import runs

HOME: Final = HomePage()
#: Seconds between two looks at what happened.
EVERY: Final = 10.0
#: Calls under way at once, each for another person.
AT_ONCE: Final = 8
#: What differs between two views that say the same.
_TOKENS: Final = re.compile(r'"value": "[^"]*"')


def view_of(card: Card) -> Json:
    """A sealed card as Home."""
    return slack.render_home(slack.shortened(card, most=100))


class Homes:
    """What happened since the last look says whose Home may show something else; it is published where it does. After a
    start everybody's is taken for fresh: Slack asks for it anew whenever it is opened."""

    def __init__(self, bot: Bot, workspaces: Workspaces) -> None:
        self._bot, self._workspaces = bot, workspaces
        self._seen: int | None = None
        self._waiting: dict[int, None] = {}
        self._shown: dict[str, str] = {}
        self._publishing, self._calls, self._fails = PerPerson(), asyncio.Semaphore(AT_ONCE), False

    def note(self, workspace: Workspace, user: str, view: Json) -> None:
        """This was published for them now."""
        self._shown[f"{workspace.place} {user}"] = _digest(view)

    async def refresh(self, patience: float | None = HANGS) -> None:
        """Publishes what changed since the last look; what Slack or the database doesn't take now waits. What is
        under way after so many seconds goes on, and holds only its own reader's."""
        self._waiting |= dict.fromkeys(await asyncio.to_thread(self._concerned))
        self._fails = False
        begun = [person_id for person_id in self._waiting if person_id not in self._publishing.busy]
        for person_id in begun:
            del self._waiting[person_id]
            self._publishing.begin(person_id, self._publish_or_wait(person_id))
        await self._publishing.wait(begun, patience)
        self._publishing.ended()

    async def close(self) -> None:
        await self._publishing.stop()

    async def _publish_or_wait(self, person_id: int) -> int:
        """After one that failed, the others of that look wait too."""
        async with self._calls:
            try:
                if self._fails:
                    self._waiting[person_id] = None
                    return 0
                await self._publish(person_id)
            except UnreachableError as error:
                log.info("slack.home.unreached", person=person_id, why=error.reason)
                return 0
            except (TryLaterError, *UNAVAILABLE):
                self._waiting[person_id], self._fails = None, True
                raise
        return 1

    def _concerned(self) -> list[int]:
        with self._bot.read() as work:
            if runs.applying(work):
                return []
            before, now = self._seen, visits.latest_event(work)
            found = [] if before is None else visits.concerned_since(work, before)
            self._seen = now
            return found

    async def _publish(self, person_id: int) -> None:
        found = await asyncio.to_thread(self._found, person_id)
        if found is None:
            return
        account, card = found
        workspace = await self._workspaces.find(account.get("enterprise", ""), account.get("team", ""))
        if workspace is None or self._shows(workspace, account["user"], card):
            return
        answer = await asyncio.to_thread(router.answer, self._bot, person_id, HOME)
        if answer.card:
            view = view_of(answer.card)
            await self._workspaces.call(workspace, "views.publish", user_id=account["user"], view=view)
            self.note(workspace, account["user"], view)

    def _found(self, person_id: int) -> tuple[dict[str, str], Card] | None:
        """Their account, and the card as it is now; None for whoever has no account here."""
        with self._bot.read() as work:
            account, who = contacts.contact_of(work, person_id, TRAITS.name), people.person(work, person_id)
            if account is None or not account.reachable or not who.in_post(work.today):
                return None
            outcome = ROUTES[HOME.kind].handle(Request(who, HOME), work)
            assert isinstance(outcome, Reply)
            return dict(account.data), outcome.card

    def _shows(self, workspace: Workspace, user: str, card: Card) -> bool:
        as_now = _digest(view_of(seal(card, lambda _ask: "-")))
        return self._shown.get(f"{workspace.place} {user}") == as_now


def _digest(view: Json) -> str:
    return sha256(_TOKENS.sub("", json.dumps(view)).encode()).hexdigest()
