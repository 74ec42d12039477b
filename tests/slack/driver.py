"""A story's people in Slack: they type commands, press buttons, fill in modals, and see what Slack shows."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

from bot.settings import Settings
from bot.slack.app import SlackConnection
from bot.slack.rate_limit import RateLimiter
from bot.slack.requests import TimeLimits
from bot.wiring import Bot
from tests.slack.blocks import buttons_in
from tests.slack.fake import FakeSlack
from tests.slack.web_api import APP_TOKEN, SECRET, TOKEN, Json, entered
from tests.stories.chat import ChatDriver, Served, at_once, joined, known
from tests.stories.council import NAMES, STAFF
from tests.stories.driver import Seen


def settings(fake: FakeSlack, **more: Any) -> Settings:
    given = {
        "slack_bot_token": TOKEN,
        "slack_signing_secret": SECRET,
        "slack_app_token": APP_TOKEN,
        "slack_mode": "socket" if fake.socket_mode else "http",
        "slack_api_url": f"{fake.url}/api/",
    }
    return Settings(**(given | more), _env_file=None)


#: A story is about what is said and done: how long it may take on a machine with much else to do, others test.
UNHURRIED = TimeLimits(60, 90)


class Running(Served):
    """A bot with its Slack side, as ``serve`` has it."""

    def __init__(
        self, bot: Bot, fake: FakeSlack, given: Settings | None = None, limits: TimeLimits = UNHURRIED
    ) -> None:
        self.fake = fake
        self.side = SlackConnection(
            bot, given or settings(fake), limiter=RateLimiter(sleep=at_once), limits=limits
        )
        bot.platforms = {"slack": self.side.platform}
        super().__init__(bot, self.side, self._listens_at)

    def _listens_at(self, url: str) -> None:
        self.fake.events_url = f"{url}/slack/events"


class SlackDriver(ChatDriver):
    """Implements ``tests.stories.driver.Driver``. Slack itself lives on when the bot restarts."""

    def __init__(self, made: Callable[[], Bot], fake: FakeSlack) -> None:
        super().__init__(made)
        self.fake = fake
        fake.trigger_seconds = fake.acknowledge_seconds = UNHURRIED.show
        for name in STAFF:
            fake.add(_user(name), f"{name.lower()}@example.org", NAMES[name])
        self._errors: dict[str, dict[str, str]] = {}

    def _serve(self) -> Running:
        return Running(self.bot, self.fake)

    async def types(self, who: str, command: str) -> Seen:
        account = self._closed(who)
        mentioned = re.sub(
            r"@(\w+)", lambda m: f"<@{_user(m[1])}|{m[1].lower()}>" if m[1] in STAFF else m[0], command
        )
        await self.fake.types(account.id, mentioned)
        return await self._then(who)

    def _closed(self, who: str) -> Any:
        """Whoever types or presses a message has closed the modal that lay above."""
        account = self.fake.accounts[_user(who)]
        account.modals.clear()
        self._errors.pop(who, None)
        return account

    def _shown(self, who: str) -> Seen:
        account = self.fake.accounts[_user(who)]
        if account.modals:
            return seen(account.modals[-1], self._errors.get(who, {}))
        assert account.said, f"nothing is shown to {who}"
        return seen(account.said[-1])

    async def presses(self, who: str, button: str, on: str = "") -> Seen:
        account = self.fake.accounts[_user(who)]
        if account.modals and (value := _value(account.modals[-1], button, on)):
            await self._presses_in_modal(who, button, value)
            return await self._then(who)
        for number, shown in enumerate([*account.said[-1:], *self.fake.history(account.id)]):
            if value := _value(shown, button, on):
                self._closed(who)
                await self.fake.presses(account.id, value, ephemeral=not number and bool(account.said))
                return await self._then(who)
        raise await self._no_button(who, button, on, self._latest(who))

    def _latest(self, who: str) -> Any:
        account = self.fake.accounts[_user(who)]
        return (
            seen(account.modals[-1]).buttons
            if account.modals
            else account.said and seen(account.said[-1]).buttons
        )

    async def _presses_in_modal(self, who: str, button: str, value: str) -> None:
        account = self.fake.accounts[_user(who)]
        view = account.modals[-1]
        if (view.get("submit") or {}).get("text") == button:
            found = await self.fake.submits(account.id)
            self._errors[who] = {block_id.partition(":")[2]: text for block_id, text in found.items()}
        else:
            self._errors.pop(who, None)
            await self.fake.presses(account.id, value, view)

    async def fills(self, who: str, button: str, **answers: object) -> Seen:
        account = self.fake.accounts[_user(who)]
        assert account.modals, f"no form is open for {who}"
        if not account.modals[-1].get("submit") and len(account.modals) > 1:
            account.modals.pop()  # reads what lies on top, closes it, and goes on with the form
        view = account.modals[-1]
        inputs = {b["block_id"].partition(":")[2]: b for b in view["blocks"] if b["type"] == "input"}
        known(answers, inputs)
        for name, value in answers.items():
            block = inputs[name]
            view["state"]["values"][block["block_id"]] = {"entry": _entered(block["element"], value)}
        value = _value(view, button, "")
        assert value, f"no button “{button}”: {seen(view).buttons}"
        await self._presses_in_modal(who, button, value)
        return await self._then(who)

    def token(self, who: str, button: str) -> str:
        account = self.fake.accounts[_user(who)]
        there = [(account.modals or account.said)[-1], *self.fake.history(account.id)]
        found = next(filter(None, (_value(shown, button, "") for shown in there)), "")
        assert found, f"the last answer to {who} has no button “{button}”"
        return found

    async def sends(self, who: str, token: str) -> Seen:
        await self.fake.presses(self._closed(who).id, token)
        return await self._then(who)

    async def messages(self, who: str) -> list[Seen]:
        return [seen(message) for message in self.fake.history(_user(who))]

    def options(self, who: str) -> dict[str, str]:
        view = self.fake.accounts[_user(who)].modals[-1]
        elements = [b["element"] for b in view["blocks"] if b["type"] == "input"]
        found = [o for element in elements for o in _options(element)]
        described = [o for o in found if "description" in o]
        return {o["text"]["text"]: o["value"] for o in found} | {
            f"{o['text']['text']} ({o['description']['text']})": o["value"] for o in described
        }


def _user(name: str) -> str:
    return f"U{name.upper()}"


def _entered(element: Json, value: object) -> Json:
    many = element["type"] in ("checkboxes", "multi_static_select")
    given = list(value) if isinstance(value, list | tuple) else [value] if many and value else value
    return entered(element["type"], given if many else str(given) if given is not None else None)


def _options(element: Json) -> list[Json]:
    groups = element.get("option_groups")
    return [o for g in groups for o in g["options"]] if groups else list(element.get("options", ()))


# What a person reads


def said(fake: FakeSlack, user: str) -> str:
    """What their newest answer says."""
    return seen(fake.accounts[user].said[-1]).text


def seen(shown: Json, errors: dict[str, str] | None = None) -> Seen:
    blocks = shown.get("blocks") or []
    title = next((b["text"]["text"] for b in blocks if b["type"] == "header"), str(shown.get("text", "")))
    inputs = [b for b in blocks if b["type"] == "input"]
    if not inputs:
        return Seen(joined(title), joined(" ".join(_words(blocks))), _labels(shown))
    beside = {b["block_id"].split(":", 1)[1]: " ".join(_words([b])) for b in blocks if _is_error(b)}
    found = {name: joined(text) for name, text in {**beside, **(errors or {})}.items()}
    values = {b["block_id"].partition(":")[2]: _held(shown, b) for b in inputs}
    text = joined(" ".join([*_words(blocks), *found.values()]))
    return Seen(joined(title), text, _labels(shown), tuple(values), found, values)


def _is_error(block: Json) -> bool:
    return str(block.get("block_id", "")).startswith("error ")


def _held(view: Json, block: Json) -> str:
    entry = view["state"]["values"][block["block_id"]]["entry"]
    if "selected_options" in entry:
        return ",".join(o["value"] for o in entry["selected_options"])
    if "selected_option" in entry:
        return str((entry["selected_option"] or {}).get("value", ""))
    return str(entry.get("value") or entry.get("selected_date") or entry.get("selected_time") or "")


def _labels(shown: Json) -> tuple[str, ...]:
    submit = [shown["submit"]["text"]] if shown.get("submit") else []
    inside = [e["text"]["text"] for e in buttons_in(shown.get("blocks") or [])]
    return tuple(joined(label) for label in (*submit, *inside))


def _words(blocks: list[Json]) -> Iterator[str]:
    for block in blocks:
        if block["type"] == "rich_text":
            yield from (_rich(element) for element in block["elements"])
        elif block["type"] == "input":
            yield from _asked(block)
        elif block["type"] == "header":
            yield block["text"]["text"]
        elif block["type"] == "actions":
            yield from (e["text"]["text"] for e in buttons_in([block]))
        else:
            yield from (
                e["text"] if isinstance(e["text"], str) else e["text"]["text"]
                for e in block.get("elements", ())
            )


def _asked(block: Json) -> Iterator[str]:
    yield block["label"]["text"]
    yield block.get("hint", {}).get("text", "")
    for option in _options(block["element"]):
        yield option["text"]["text"]
        yield option.get("description", {}).get("text", "")
    yield block["element"].get("initial_value", "")


def _rich(element: Json) -> str:
    if element["type"] == "rich_text_list":
        return " ".join(_rich(item) for item in element["elements"])
    return "".join(e.get("text") or e.get("fallback") or "" for e in element["elements"])


def _value(shown: Json, button: str, on: str) -> str:
    """What the button with this label would send, where its matter (or the whole, if it has one) holds these words."""
    whole = joined(" ".join(_words(shown.get("blocks") or [])))
    if (shown.get("submit") or {}).get("text") == button and on in whole:
        return str(shown["private_metadata"])
    sets = [b for b in shown.get("blocks") or [] if b["type"] == "actions"]
    above: list[Json] = []
    for block in shown.get("blocks") or []:
        if block["type"] != "actions":
            above.append(block)
            continue
        text = whole if len(sets) == 1 or block["block_id"] == "buttons" else joined(" ".join(_words(above)))
        for element in buttons_in([block]):
            if joined(element["text"]["text"]) == button and on in text:
                return str(element["value"])
        above = []
    return ""
