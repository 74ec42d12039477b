"""A run in Microsoft's Agents Playground, in a network of its own: what was seen there, as one line of JSON.

``python -m tests.teams.playground FOLDER NODE_MODULES`` inside ``unshare -rn``: the Playground listens on every
interface."""

from __future__ import annotations

import asyncio
import json
import os
import re
import subprocess
import sys
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Any

import aiohttp

from bot.commands.playground import CONFIG
from tests.teams.reading import Json, actions_in, inputs_in, sets_in, words

ROOT = Path(__file__).parents[2]
PLAYGROUND = "http://127.0.0.1:56150"
WORKER, MANAGER = "Amara Larkfield", "Priya Mosswell"
CHAT = "personal-chat"
#: Seconds that a start, and an answer, may take on a machine with much else to do.
PATIENT = 90


class Seen:
    """What the person sees: the cards of the chat, as they are now, in their order."""

    def __init__(self) -> None:
        self.cards: dict[str, Json] = {}
        self.replaced = 0
        self._news = asyncio.Event()

    def hear(self, event: Json) -> None:
        message = event.get("message") or {}
        attachments = message.get("attachments") or []
        if attachments:
            key = str(message.get("messageId"))
            self.replaced += key in self.cards
            self.cards[key] = attachments[0]["content"]
        self._news.set()

    async def card(self, title: str) -> Json:
        """The newest card with this title, waited for."""
        await self._until(lambda: self._titled(title))
        return self._titled(title)[0]

    async def changed(self, title: str, says: str) -> str:
        """What the newest card with this title says once that was changed in its place to say this too."""
        await self._until(lambda: any(says in words(c) for c in self._titled(title)))
        return words(self._titled(title)[0])

    def _titled(self, title: str) -> list[Json]:
        return [c for c in self._newest() if words(c["body"][0]).startswith(title)]

    def _newest(self) -> list[Json]:
        return list(self.cards.values())[::-1]

    async def _until(self, there: Callable[[], object]) -> None:
        async with asyncio.timeout(PATIENT):
            while not there():
                self._news.clear()
                await self._news.wait()


class Person:
    """Whoever uses the Playground: types, and opens forms by the message extension."""

    def __init__(self, session: aiohttp.ClientSession, seen: Seen, user: str) -> None:
        self._session, self.seen, self._user = session, seen, user
        self.dialog: Json = {}

    async def post(self, path: str, body: Json) -> Any:
        async with self._session.post(PLAYGROUND + path, json=body) as answer:
            text = await answer.text()
            assert answer.status == 200, f"{path}: {answer.status} {text[:300]}"
            return json.loads(text) if text else {}

    async def types(self, text: str) -> None:
        body = {"from": {"id": self._user}, "text": text, "textFormat": "plain"}
        await self.post(f"/_conversation/v1/conversations/{CHAT}/messages", body)

    async def opens(self, command: str) -> Json:
        return await self._extension("fetchTask", {"commandId": command})

    async def presses(self, label: str, on: str = "", **typed: str) -> Json:
        """A button of the dialog, of the matter that holds these words, which sends what it holds."""
        there = (a for actions, around in sets_in(self.dialog) if on in around for a in actions)
        action = next((a for a in there if a["title"].startswith(label)), None)
        assert action, f"no button {label}: {[a['title'] for a in actions_in(self.dialog)]}"
        held = {f["id"]: f["value"] for f in inputs_in(self.dialog).values() if f.get("value")}
        entered = {inputs_in(self.dialog)[name]["id"]: value for name, value in typed.items()}
        return await self._extension("submitAction", {"data": held | entered | action["data"]})

    async def acts(self, label: str, on: Json) -> None:
        """A button of a card of the chat that opens no dialog."""
        action = next(a for a in actions_in(on) if a["title"].startswith(label))
        asked = {key: action[key] for key in ("type", "title", "verb", "data") if key in action}
        body = {
            "name": "adaptiveCard/action",
            "from": {"id": self._user},
            "conversation": {"id": CHAT},
            "replyToId": next(key for key, card in self.seen.cards.items() if card is on),
            "value": {"action": asked, "trigger": "manual"},
        }
        await self.post("/_conversation/v1/invoke", body)

    async def _extension(self, what: str, value: Json) -> Json:
        body = {
            "name": f"composeExtension/{what}",
            "from": {"id": self._user},
            "conversation": {"id": CHAT},
            "value": {"commandId": "home", "commandContext": "compose", **value},
        }
        said = await self.post("/_conversation/v1/invoke", body)
        self.dialog = said["task"]["value"]["card"]["content"]
        return self.dialog


@asynccontextmanager
async def started(command: list[str], folder: Path, ready: str) -> AsyncIterator[None]:
    """A process that is ready once it has said so, ended with the block."""
    environment = {**os.environ, "PYTHONUNBUFFERED": "1", "PYTHONPATH": str(ROOT)}
    process = await asyncio.create_subprocess_exec(
        *command, cwd=folder, env=environment, stdout=subprocess.PIPE, stderr=subprocess.STDOUT
    )
    assert process.stdout
    try:
        async with asyncio.timeout(PATIENT):
            async for line in process.stdout:
                print(line.decode().rstrip(), file=sys.stderr)
                if ready in line.decode():
                    break
        draining = asyncio.create_task(_drain(process.stdout))
        yield
        draining.cancel()
    finally:
        process.terminate()
        await process.wait()


async def _drain(stream: asyncio.StreamReader) -> None:
    async for line in stream:
        print(line.decode().rstrip(), file=sys.stderr)


async def listening(session: aiohttp.ClientSession) -> None:
    """The Playground says that it listens before it does."""
    async with asyncio.timeout(PATIENT):
        while True:
            try:
                async with session.get(f"{PLAYGROUND}/_debug/ping") as answer:
                    if answer.status == 200:
                        return
            except aiohttp.ClientError:
                await asyncio.sleep(0.2)


async def told(person: Person) -> Json:
    """Install, a message that comes by itself, a command, a preparation."""
    seen, read = person.seen, {}
    await person.post(f"/_debug/conversation/{CHAT}/installation", {})
    read["home"] = words(await seen.card("My supervision"))
    # With a case that is theirs since lately, in one message to whoever is met
    read["invited"] = words(await seen.card("2 things for you"))
    await person.types("due SC-10234")
    due = await seen.card("SC-10234: when it is next due")
    read["due"] = words(due)
    await person.acts("Why?", due)
    read["why"] = words(await seen.card("Why: Discuss SC-10234"))
    await person.opens("prepare")
    await person.presses("Prepare SC-10234")
    read["wrong"] = words(await person.presses("Share with my supervisor"))
    shared = await person.presses("Share with my supervisor", worrying="Attendance", decided="Visit weekly")
    changed = await seen.changed("1 thing for you", "Shared on")
    return {**read, "shared": words(shared), "changed": changed, "replaced": seen.replaced}


async def rebooked(person: Person) -> Json:
    """A session cancelled, and booked again: the answers alone say it to whoever does it."""
    seen = person.seen
    await person.post(f"/_debug/conversation/{CHAT}/installation", {})
    await seen.card("My supervision")
    await person.opens("cancel")
    await person.presses("Cancel it", on="Friday 6 November 2026")
    reasons = {c["title"]: c["value"] for c in inputs_in(person.dialog)["reason"]["choices"]}
    before = words(await person.presses("Cancel the session", reason=reasons["Other work had to come first"]))
    await person.opens("home")
    await person.presses("Find a time")
    booked = words(await person.presses("Book it"))
    return {"cancelled": before, "booked": booked}


async def main(folder: Path, modules: Path) -> None:
    """As docs/teams.md has it: as a social worker, then both are stopped and begun again as her supervisor."""
    first, kept = await life(folder, modules, WORKER, told)
    then, more = await life(folder, modules, MANAGER, rebooked)
    print(json.dumps({**first, **then, "kept": kept + more}))


async def life(
    folder: Path, modules: Path, who: str, does: Callable[[Person], Awaitable[Json]]
) -> tuple[Json, list[str]]:
    """What was read, and what stands in the chat at the end."""
    bot = [sys.executable, str(ROOT / "app.py"), "teams", "playground", "--folder", str(folder)]
    cli = str(modules / "@microsoft/m365agentsplayground/cli.js")
    at = ["-e", "http://127.0.0.1:3978/api/messages", "-c", "msteams", "--disable-telemetry"]
    async with (
        started([*bot, "--person", who], ROOT, "Listening on"),
        started(["node", cli, "start", *at], folder, "Listening on"),
        aiohttp.ClientSession(timeout=aiohttp.ClientTimeout(PATIENT)) as session,
    ):
        await listening(session)
        seen = Seen()
        stream = f"{PLAYGROUND.replace('http', 'ws')}/_ws_conversation/v1/conversations/stream"
        async with session.ws_connect(stream) as socket:
            hearing = asyncio.create_task(_hear(socket, seen))
            found = await does(Person(session, seen, current_user(folder)))
            await asyncio.sleep(2)
            hearing.cancel()
        return found, [words(card) for card in seen.cards.values()]


def current_user(folder: Path) -> str:
    """Whom the bot has made the Playground's user."""
    found = re.search(r"currentUser: \{id: ([^,]+),", (folder / CONFIG).read_text(encoding="utf-8"))
    assert found
    return found[1]


async def _hear(socket: aiohttp.ClientWebSocketResponse, seen: Seen) -> None:
    async for message in socket:
        print(str(message.data)[:300], file=sys.stderr)
        seen.hear(json.loads(message.data))


if __name__ == "__main__":
    asyncio.run(main(Path(sys.argv[1]), Path(sys.argv[2])))
