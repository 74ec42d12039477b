"""A story's people in Teams: they type commands, press buttons, fill in dialogs, and see what Teams shows."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from typing import Any

from bot.settings import Settings
from bot.teams.app import TeamsConnection
from bot.teams.connector import Connector
from bot.teams.rate_limit import RateLimiter
from bot.teams.requests import TimeLimits
from bot.wiring import Bot
from cards import teams, teams_fields
from tests.stories.chat import ChatDriver, Served, at_once, joined, known
from tests.stories.council import NAMES, STAFF
from tests.stories.driver import Seen
from tests.teams.fake import APP, SECRET, TENANT, FakeTeams, Json
from tests.teams.reading import actions_in, inputs_in, sets_in, words


def settings(fake: FakeTeams, **more: Any) -> Settings:
    given = {
        "teams_app_id": APP,
        "teams_app_secret": SECRET,
        "teams_tenants": [TENANT],
        "teams_login_url": f"{fake.url}/login",
        "teams_openid_url": f"{fake.url}/openid",
    }
    return Settings(**(given | more), _env_file=None)


#: A story is about what is said and done: how long it may take on a machine with much else to do, others test.
UNHURRIED = TimeLimits(60, 60)


class Running(Served):
    """A bot with its Teams side, as ``serve`` has it."""

    def __init__(
        self, bot: Bot, fake: FakeTeams, given: Settings | None = None, limits: TimeLimits = UNHURRIED
    ) -> None:
        self.fake = fake
        given = given or settings(fake)
        hours = count(step=3600)
        limiter = RateLimiter(clock=lambda: float(next(hours)), sleep=at_once)
        connector = Connector(given, sleep=at_once, chance=lambda: 0.0)
        self.side = TeamsConnection(bot, given, limiter, limits, connector)
        bot.platforms = {"teams": self.side.platform}
        super().__init__(bot, self.side, self._listens_at)

    def _listens_at(self, url: str) -> None:
        self.fake.bot_url = f"{url}/api/messages"


class TeamsDriver(ChatDriver):
    """Implements ``tests.stories.driver.Driver``. Teams itself lives on when the bot restarts."""

    def __init__(self, made: Callable[[], Bot], fake: FakeTeams) -> None:
        super().__init__(made)
        self.fake = fake
        for name in STAFF:
            fake.add(name, f"{name.lower()}@example.org", NAMES[name])

    def _serve(self) -> Running:
        return Running(self.bot, self.fake)

    async def _open(self) -> None:
        await super()._open()
        for name in STAFF:
            if not self.fake.personal(name).installed:
                await self.fake.is_met(name)

    async def types(self, who: str, command: str) -> Seen:
        account = self.fake.accounts[who]
        account.dialog = None
        await self.fake.types(who, command)
        card = shown(account.said[-1])
        buttons = actions_in(card)
        if [b["title"] for b in buttons] in (["Open the form"], ["Read"]):
            await self.fake.presses(who, account.said[-1], buttons[0])
        return await self._then(who)

    def _shown(self, who: str) -> Seen:
        account = self.fake.accounts[who]
        return seen(account.dialog or shown(account.said[-1]))

    async def presses(self, who: str, button: str, on: str = "") -> Seen:
        account = self.fake.accounts[who]
        if account.dialog and (action := _action(account.dialog, button, on)):
            await self.fake.submits(who, _sent(account.dialog, action))
            return await self._then(who)
        account_said = account.said[-1:]
        for message in [*account_said, *self.fake.history(who)]:
            if message.get("attachments") and (action := _action(shown(message), button, on)):
                account.dialog = None
                await self.fake.presses(who, message, action)
                return await self._then(who)
        raise await self._no_button(who, button, on, self._latest(who))

    def _latest(self, who: str) -> Seen | None:
        account = self.fake.accounts[who]
        newest = account.dialog or (shown(account.said[-1]) if account.said else None)
        return seen(newest) if newest else None

    async def fills(self, who: str, button: str, **answers: object) -> Seen:
        account = self.fake.accounts[who]
        assert account.dialog, f"no form is open for {who}"
        if back := _action(account.dialog, teams.BACK, ""):
            await self.fake.submits(who, back["data"])  # reads what was shown, and goes on with the form
        dialog = account.dialog
        inputs = inputs_in(dialog)
        known(answers, inputs)
        for name, value in answers.items():
            inputs[name]["value"] = _entered(inputs[name], value)
        action = _action(dialog, button, "")
        assert action, f"no button “{button}”: {seen(dialog).buttons}"
        await self.fake.submits(who, _sent(dialog, action))
        return await self._then(who)

    def token(self, who: str, button: str) -> str:
        account = self.fake.accounts[who]
        newest = [account.dialog] if account.dialog else [shown(m) for m in account.said[-1:]]
        there = [*newest, *(shown(m) for m in self.fake.history(who))]
        found = next((a for a in (_action(card, button, "") for card in there) if a), None)
        assert found, f"the last answer to {who} has no button “{button}”"
        return str(found["data"]["token"])

    async def sends(self, who: str, token: str) -> Seen:
        await self.fake.submits(who, {"token": token})
        return await self._then(who)

    async def messages(self, who: str) -> list[Seen]:
        return [seen(shown(message)) for message in self.fake.history(who)]

    def options(self, who: str) -> dict[str, str]:
        dialog = self.fake.accounts[who].dialog
        assert dialog, f"no form is open for {who}"
        fields = inputs_in(dialog).values()
        return {
            c["title"]: _value({"id": "one:x", "value": c["value"]})
            for f in fields
            for c in f.get("choices", ())
        }


# What a person reads and sends


def shown(message: Json) -> Json:
    card: Json = message["attachments"][0]["content"]
    return card


def said(fake: FakeTeams, name: str) -> str:
    """What their newest answer says."""
    return seen(shown(fake.accounts[name].said[-1])).text


def seen(card: Json) -> Seen:
    title, fields = words(card["body"][0]), inputs_in(card)
    # What leads back to a form is Teams' own, as closing what lies above it is elsewhere.
    buttons = tuple(joined(a["title"]) for a in actions_in(card) if a["title"] != teams.BACK)
    errors = {
        e["id"].partition(":")[2]: joined(words(e)).removeprefix("⚠ ")
        for e in card["body"]
        if str(e.get("id", "")).startswith("error:")
    }
    values = {name: _value(field) for name, field in fields.items()}
    return Seen(joined(title), joined(words(card)), buttons, tuple(fields), errors, values)


def _value(field: Json) -> str:
    """As the bot reads it."""
    found = next(iter(teams_fields.typed({field["id"]: field.get("value", "")}).values()))
    return ",".join(found) if isinstance(found, list) else found


def _action(card: Json, label: str, on: str) -> Json | None:
    """The button with this label whose matter (or the whole, if it has one) holds these words."""
    found = list(sets_in(card))
    whole = joined(words(card))
    for actions, around in found:
        text = whole if len(found) == 1 else joined(around)
        for action in actions:
            if joined(action["title"]) == label and on in text:
                return action
    return None


def _sent(dialog: Json, action: Json) -> Json:
    """A submitted dialog sends every input that holds something, beside the button's own data."""
    typed: Json = {
        f["id"]: str(f["value"]) for f in inputs_in(dialog).values() if f.get("value") not in (None, "")
    }
    return {**typed, **action["data"]}


def _entered(field: Json, value: object) -> str:
    values = list(value) if isinstance(value, list | tuple) else [value] if value is not None else []
    if field["type"] != "Input.ChoiceSet":
        return str(values[0]) if values else ""
    return ",".join(_choice(field, str(one)) for one in values)


def _choice(field: Json, value: str) -> str:
    sent = (c["value"] for c in field.get("choices", ()))
    return next((s for s in sent if _value({"id": "one:x", "value": s}) == value), value)
