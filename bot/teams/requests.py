"""Whatever a person does in Teams, from the verified activity to its answer: what it asks, and where that is shown."""

from __future__ import annotations

import asyncio
import html
import re
from collections import OrderedDict
from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, Final

from botbuilder.core import InvokeResponse, TurnContext
from botbuilder.schema import Activity

from bot.inbound.accounts import Account, Sender
from bot.inbound.receiver import Incoming, Receiver
from bot.inbound.router import Answer
from bot.logs import log
from bot.platform import TryLaterError, UnreachableError
from bot.teams import TRAITS
from bot.teams.asked import ReceivedActivity, as_object, claim_of
from bot.teams.connector import Json
from bot.teams.directory import Directory, account_name
from bot.teams.platform import Teams, message
from bot.teams.zones import Zones, localised
from bot.wiring import Bot
from cards import teams, teams_fields
from cards.answers.asks import HomePage
from cards.filled import filled
from cards.limits import CannotShowError, is_view
from cards.model import Card, Form
from cards.not_done import GONE, refusal, too_large
from handlers import commands
from storage import conversations
from storage.conversations import Conversation

IN_PRIVATE: Final = "I have answered you in our own chat."
IN_A_DIALOG: Final = (
    "That opens in a window of its own. Press its button where it was shown, or type the command."
)
TOO_LARGE: Final = too_large(TRAITS.title)
HOME: Final = HomePage()
#: What is typed to see it.
HOME_WORDS: Final = frozenset(("", "my", "home", "my supervision", "hello", "hi"))
#: Forms that are remembered while they are filled in, so that nothing typed is lost.
REMEMBERED: Final = 1000


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """Seconds from its arrival until what an activity asks must have committed. Teams waits 10 for a message, and shows
    an error where a press takes much over 3."""

    message: float = 8.0
    press: float = 2.5


class RequestHandler:
    """What the adapter calls for each activity. It answers whatever happens, in the time that Teams waits."""

    def __init__(self, bot: Bot, directory: Directory, platform: Teams, limits: TimeLimits) -> None:
        self._bot, self._directory = bot, directory
        self._platform, self._limits = platform, limits
        self.receiver = Receiver(bot, TRAITS)
        self._kept = set[tuple[str, str]]()
        self._forms: OrderedDict[str, Form] = OrderedDict()
        self._zones = Zones(bot)

    async def close(self) -> None:
        await self.receiver.close()

    async def on_turn(self, context: TurnContext) -> None:
        """Each kind of activity to its own; what is none of ours is passed over."""
        asked = ReceivedActivity(context.activity)
        match context.activity.type:
            case "message":
                await self._keep(asked)
                await self._message(asked)
            case "invoke":
                body = await self._invoked(asked)
                if body is not None:
                    answer = InvokeResponse(status=200, body=body)
                    await context.send_activity(Activity(type="invokeResponse", value=answer))
            case "installationUpdate":
                await self._installed(asked)
            case "conversationUpdate":
                await self._changed(asked)
            case _:
                pass
        await self._zones.keep(asked.account, asked.zone)

    # Messages

    async def _message(self, asked: ReceivedActivity) -> None:
        if "token" in asked.value:  # an older client, without Action.Execute
            answer = await self._press(asked, asked.value, self._limits.message)
            await self._say(asked, _kept(answer))
            return
        words = await self._words(asked)
        if words.lower() in HOME_WORDS:
            await self._say_home(asked, await self._home(asked, self._limits.message))
        else:
            incoming = self._incoming(asked, self._limits.message)
            answer = await self.receiver.command(incoming, words, opens=False)
            await self._say(asked, _kept(self._localised(asked, answer)))

    async def _words(self, asked: ReceivedActivity) -> str:
        """What was typed, without the bot's own name, and with people named by their staff number."""
        words = str(asked.activity.text or "")[:2000]
        for entity in filter(None, asked.activity.entities or ()):
            more = entity.additional_properties
            said, who = str(more.get("text") or ""), as_object(more.get("mentioned"))
            if entity.type == "mention" and said:
                words = words.replace(said, await self._mentioned(asked, who))
        plain = html.unescape(re.sub(r"<[^>]*>", " ", words))
        return " ".join(plain.split())[:500]

    async def _mentioned(self, asked: ReceivedActivity, who: Mapping[str, Any]) -> str:
        user = str(who.get("id") or "")
        if user == asked.activity.recipient.id:
            return " "
        sender = self._sender(asked, user, str(who.get("aadObjectId") or ""))
        return f"@{await self.receiver.staff_number(sender, 2.0) or str(who.get('name') or '')}"

    # My supervision, which is fresh whenever it is seen, as Slack's Home is

    async def _home(self, asked: ReceivedActivity, seconds: float) -> Answer:
        incoming = self._incoming(asked, seconds)
        own = replace(incoming, claim=f"{incoming.claim}:home"[-255:])
        return self._localised(asked, await self.receiver.answer(own, HOME))

    async def _say_home(self, asked: ReceivedActivity, answer: Answer) -> None:
        await self._say(asked, _kept(answer), fresh_for="" if answer.refused else asked.user)

    async def _refreshed(self, asked: ReceivedActivity) -> Json:
        """In place of the card that is seen again; where it can't be told now, that one stays."""
        answer = await self._home(asked, self._limits.press)
        if answer.refused or answer.card is None:
            why = {"code": "NotNow", "message": answer.card.title if answer.card else ""}
            return {"statusCode": 503, "type": "application/vnd.microsoft.error", "value": why}
        shown = teams.render_message(answer.card, answer=True, fresh_for=asked.user)
        return {"statusCode": 200, "type": teams.CONTENT_TYPE, "value": shown}

    # Presses and dialogs

    async def _invoked(self, asked: ReceivedActivity) -> Json | None:
        """The body of the answer; None for what isn't known here."""
        value = asked.value
        match asked.activity.name:
            case "adaptiveCard/action":
                return await self._executed(asked, as_object(as_object(value.get("action")).get("data")))
            case "task/fetch" | "task/submit" | "composeExtension/submitAction":
                return await self._in_dialog(asked, as_object(value.get("data")))
            case "composeExtension/fetchTask":
                return await self._from_the_box(asked, str(value.get("commandId") or ""))
            case "application/search":
                words = str(value.get("queryText") or "")[:100]
                sender = self._sender(asked, asked.user, "")
                return {"statusCode": 200, **teams_fields.options(await self.receiver.people(sender, words))}
            case _:
                return None

    async def _executed(self, asked: ReceivedActivity, data: Json) -> Json:
        """An answer to what was just asked is replaced by its outcome. A message that was sent changes with what
        follows, as wherever else it was shown: the outcome is said beside it."""
        if data.get("refresh"):
            return await self._refreshed(asked)
        answer = await self._press(asked, data, self._limits.press)
        card = _kept(answer)
        if answer.changed and data.get("answer"):
            shown = teams.render_message(card, answer=True)
            return {"statusCode": 200, "type": teams.CONTENT_TYPE, "value": shown}
        await self._say(asked, card)
        fresh = await self._refreshed(asked) if answer.changed and data.get("home") else {}
        if fresh.get("statusCode") == 200:
            return fresh
        return {
            "statusCode": 200,
            "type": "application/vnd.microsoft.activity.message",
            "value": card.title,
        }

    async def _in_dialog(self, asked: ReceivedActivity, data: Json) -> Json:
        if "back" in data:
            return self._back(data)
        answer = await self._press(asked, data, self._limits.press)
        if answer.card and not answer.changed and str(data.get("token")) in self._forms:
            return self._beside(answer.card, data)
        return self._dialog(answer)

    async def _from_the_box(self, asked: ReceivedActivity, command: str) -> Json:
        """The message extension: of the message it may be used on, which is somebody's words, nothing is read."""
        if command not in commands.READERS:
            return self._dialog(await self._home(asked, self._limits.press))
        answer = await self.receiver.command(self._incoming(asked, self._limits.press), command)
        return self._dialog(self._localised(asked, answer))

    async def _press(self, asked: ReceivedActivity, data: Json, seconds: float) -> Answer:
        token = str(data.get("token") or "")[:200]
        pressed = await self.receiver.press(self._incoming(asked, seconds), token, teams_fields.typed(data))
        return self._localised(asked, pressed)

    def _localised(self, asked: ReceivedActivity, answer: Answer) -> Answer:
        return localised(answer, asked.zone, self._bot.clock.now())

    def _beside(self, card: Card, data: Json) -> Json:
        """What doesn't end a form, such as a refusal, leads back to it, and to all that was typed."""
        typed = {name: value for name, value in data.items() if ":" in name}
        back = {"back": str(data.get("token")), **typed}
        return _task(_shown(lambda: teams.render_view(card, back=back)))

    def _back(self, data: Json) -> Json:
        form = self._forms.get(str(data["back"]))
        if form is None:
            return self._dialog(Answer(card=refusal(GONE)))
        return self._dialog(Answer(form=filled(form, teams_fields.typed(data))))

    def _dialog(self, answer: Answer) -> Json:
        form, card = answer.form, answer.card
        if form:
            self._remember(form)
            return _task(_shown(lambda: teams.render_form(form)))
        assert card
        return _task(_shown(lambda: teams.render_view(card)))

    def _remember(self, form: Form) -> None:
        self._forms.update(dict.fromkeys((button.token for button in form.buttons), form))
        while len(self._forms) > REMEMBERED:
            self._forms.popitem(last=False)

    # Where the bot can write

    async def _installed(self, asked: ReceivedActivity) -> None:
        """Whoever gets the app sees where they stand; a stranger, who may have it because everybody has, nothing."""
        if str(asked.activity.action or "").startswith("remove"):
            await asyncio.to_thread(self._forget, asked.conversation)
            return
        await self._keep(asked)
        if asked.personal:
            answer = await self._home(asked, self._limits.message)
            if not answer.refused:
                await self._say_home(asked, answer)

    async def _changed(self, asked: ReceivedActivity) -> None:
        itself = asked.activity.recipient.id
        if any(member.id == itself for member in asked.activity.members_removed or () if member):
            await asyncio.to_thread(self._forget, asked.conversation)
        elif asked.activity.members_added:
            await self._keep(asked)

    async def _keep(self, asked: ReceivedActivity) -> None:
        """Once for each conversation and service in a process's life."""
        if (asked.conversation, asked.service) in self._kept:
            return
        whose = asked.account if asked.personal else ""
        found = Conversation(asked.conversation, whose, asked.service, asked.tenant)
        await asyncio.to_thread(self._platform.keep, found)
        self._kept.add((asked.conversation, asked.service))
        self._directory.forget()

    def _forget(self, conversation: str) -> None:
        self._kept = {(known, service) for known, service in self._kept if known != conversation}
        with self._bot.work() as work:
            conversations.forget(work, TRAITS.name, conversation)

    # How it is done

    def _incoming(self, asked: ReceivedActivity, seconds: float) -> Incoming:
        sender = self._sender(asked, asked.user, str(asked.activity.from_property.aad_object_id or ""))
        return Incoming(sender, claim_of(asked), asked.came + seconds)

    def _sender(self, asked: ReceivedActivity, user: str, entra: str) -> Sender:
        async def account() -> Account:
            return await self._directory.ask(asked.service, asked.conversation, user, asked.tenant)

        name = asked.account if user == asked.user else account_name(asked.tenant, entra or user)
        return Sender(name, account)

    async def _say(self, asked: ReceivedActivity, card: Card, *, fresh_for: str = "") -> None:
        """To the asker alone: outside their own conversation only that it was answered is said."""
        said = message(card, answer=True, fresh_for=fresh_for)
        try:
            if asked.personal:
                place = Conversation(asked.conversation, asked.account, asked.service, asked.tenant)
                await self._platform.say(place, said, str(asked.activity.id or ""))
                return
            data = {"service": asked.service, "tenant": asked.tenant, "user": asked.user}
            await self._platform.say(await self._platform.own(asked.account, data), said)
            there = Conversation(str(asked.activity.conversation.id), "", asked.service, asked.tenant)
            line: Json = {"type": "message", "text": IN_PRIVATE}
            if asked.seen_by_asker_only:
                await self._platform.say(there, line | {"recipient": {"id": asked.user}})
            else:
                await self._platform.say(there, line, str(asked.activity.id or ""))
        except (TryLaterError, UnreachableError) as error:
            log.warning("teams.not.shown", why=error.reason)


def _kept(answer: Answer) -> Card:
    """What may stand in a message. A form, or what somebody prepared, is shown in a dialog only, whatever was sent."""
    shown = answer.card
    return shown if shown and not is_view(shown) else refusal(IN_A_DIALOG)


def _task(card: Json) -> Json:
    size = {"width": "medium", "height": "medium"}
    return {
        "task": {
            "type": "continue",
            "value": {"title": "Supervision", **size, "card": teams.attachment(card)},
        }
    }


def _shown(render: Any) -> Json:
    try:
        return dict(render())
    except CannotShowError:
        log.error("teams.dialog.too_large")
        return teams.render_view(refusal(TOO_LARGE))
