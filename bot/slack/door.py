"""Whatever a person does in Slack, from the verified request to the acknowledgement: who, what, in time, shown how."""

from __future__ import annotations

import asyncio
import html
import re
import time
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from typing import Any

import aiohttp
from sqlalchemy.exc import OperationalError

from bot.inbound import commands, reception
from bot.inbound.batch_reads import Glances, Look
from bot.inbound.deadline import Counter, SeenError, TooLateError
from bot.inbound.reception import Answer
from bot.logs import log
from bot.platform import TryLaterError, UnreachableError
from bot.slack.people import StrangerError, account, changed, known, meet
from bot.slack.workspaces import Json, Workspace, Workspaces
from bot.wiring import Bot
from cards import slack
from cards.limits import CannotShowError, is_view
from cards.model import Card, Option, Paragraph
from storage import people

Act = Callable[[Bot, int], Answer]

NOTHING_CHANGED = "Nothing was changed."
TOO_LATE = f"That took too long just now. {NOTHING_CHANGED} Try again in a moment."
SEEN = "This was received already, and nothing was done a second time."
FAULT = f"Something went wrong on our side. {NOTHING_CHANGED} It is noted; try again, or use the command."
NOT_SHOWN = "Slack couldn't show this just now. Press or type it again."
TOO_LARGE = "There is more here than Slack can show at once. It is noted; tell whoever looks after this bot."
NO_SHORTCUT = (
    "This entry of the menu isn't known here. Your Slack administrator can update the app from its manifest."
)
COMMAND = "/supervision"
HOME = {"ways": commands.ways(COMMAND)}
#: What is chosen in the menu of a message, by the manifest's ``callback_id``, and the intent whose form it opens.
ON_A_MESSAGE = {"decision": "decision_form"}
_MENTION = re.compile(r"<@([A-Z0-9]+)(?:\|([^>]*))?>")


@dataclass(frozen=True, slots=True)
class Patience:
    """Seconds from a request's arrival for everything up to the commit, and for showing what came of it. Slack waits
    for 3."""

    commit: float = 2.5
    show: float = 2.9


@dataclass(frozen=True, slots=True)
class Asked:
    """A request's body, and the workspace whose installation answers it."""

    body: Json
    workspace: Workspace
    came: float = field(default_factory=time.monotonic)

    @property
    def user(self) -> str:
        return str(self.body.get("user_id") or (self.body.get("user") or {}).get("id") or "")

    @property
    def view(self) -> Json:
        return self.body.get("view") or {}

    def left(self, patience: float) -> float:
        """Seconds of that patience that are left."""
        return self.came + patience - time.monotonic()

    @property
    def trigger(self) -> str:
        return str(self.body.get("trigger_id") or "")


class Door:
    """``changed`` is called after something changed, so that what follows goes out at once."""

    def __init__(
        self, bot: Bot, workspaces: Workspaces, changed: Callable[[], None], patience: Patience
    ) -> None:
        self._bot, self._workspaces, self._changed, self._patience = bot, workspaces, changed, patience
        self._counter = Counter(bot)
        self.glances = Glances(bot)

    async def close(self) -> None:
        await self.glances.close()
        self._counter.close()

    # A typed command

    async def command(self, asked: Asked) -> Json:
        words = await self._words(asked)
        answer = await self._told(lambda: self._commanded(asked, words))
        if answer.card and not is_view(answer.card):
            return {"response_type": "ephemeral", **slack.render_message(answer.card)}
        if await self._open(asked, _view(answer)):
            return {}
        return {"response_type": "ephemeral", **slack.render_card(_refusal(NOT_SHOWN))}

    async def _commanded(self, asked: Asked, words: str) -> Answer:
        """Most ask for a case's date alone, and have it at once; all else waits for the one writer."""
        reference = commands.case_of(words)
        if reference:
            look = Look(account(asked.workspace, asked.user), reference, _claim(asked.body))
            async with asyncio.timeout(asked.left(self._patience.commit)):
                card = await self.glances.look(look)
            if card:
                return Answer(card)
        return await self._served(asked, lambda bot, who: reception.command(bot, who, words, COMMAND))

    async def _words(self, asked: Asked) -> str:
        """What was typed, with people named by their staff number, and anybody else as they were named."""
        words = str(asked.body.get("text") or "")[:500]
        for user, name in set(_MENTION.findall(words)):
            number = await self._number(asked, user)
            words = re.sub(rf"<@{user}(?:\|[^>]*)?>", f"@{number or name or user}", words)
        return html.unescape(words)

    async def _number(self, asked: Asked, user: str) -> str:
        """The staff number of whoever has this account; empty for nobody's."""
        try:
            person_id = await asyncio.to_thread(known, self._bot, asked.workspace, user)
            if person_id is None:
                async with asyncio.timeout(asked.left(self._patience.commit)):
                    person_id = await meet(self._bot, self._workspaces, asked.workspace, user)
        except (StrangerError, TryLaterError, UnreachableError, TimeoutError):
            return ""
        return await asyncio.to_thread(self._staff_number, person_id)

    def _staff_number(self, person_id: int) -> str:
        with self._bot.look() as work:
            return people.person(work, person_id).staff_number

    # The menu of a message

    async def shortcut(self, asked: Asked) -> None:
        """Opens the form. Of the message, which is somebody's words, nothing is read, kept or passed on."""
        intent = ON_A_MESSAGE.get(str(asked.body.get("callback_id")))
        answer = await self._answer(asked, lambda bot, who: _opened(bot, who, intent))
        if not await self._open(asked, _view(answer)):
            await self._say(asked, _refusal(NOT_SHOWN), replace=False)

    # A button

    async def pressed(self, asked: Asked) -> Json:
        token = str(asked.body["actions"][0].get("value") or "")
        typed = slack.typed(asked.view.get("state") or {})
        answer = await self._answer(asked, lambda bot, who: reception.press(bot, who, token, typed))
        kind = asked.view.get("type", "message")
        shown = {"message": self._on_message, "home": self._on_home}.get(kind, self._in_modal)
        await shown(asked, answer)
        return {}

    async def _on_message(self, asked: Asked, answer: Answer) -> None:
        """A form or somebody's words open a view; all else is said to the asker only, and what was said so is itself
        replaced. The message changes with what follows, as wherever else it was shown."""
        if answer.form or (answer.card and is_view(answer.card)):
            if not await self._open(asked, _view(answer)):
                await self._say(asked, _refusal(NOT_SHOWN), replace=False)
        elif answer.card:
            own = bool((asked.body.get("container") or {}).get("is_ephemeral"))
            await self._say(asked, answer.card, replace=own and answer.changed)

    async def _on_home(self, asked: Asked, answer: Answer) -> None:
        await self._open(asked, _view(answer))
        if answer.changed:
            await self._show_home(asked)

    async def _in_modal(self, asked: Asked, answer: Answer) -> None:
        """What doesn't end the form lies on top of it, so that nothing typed is lost."""
        filling = bool(asked.view.get("submit")) and not answer.changed and answer.form is None
        view, view_id = _view(answer), str(asked.view.get("id"))
        if filling and await self._call(asked, "views.push", trigger_id=asked.trigger, view=view):
            return
        await self._call(asked, "views.update", view_id=view_id, view=view)

    # A form

    async def submitted(self, asked: Asked) -> Json:
        token = str(asked.view.get("private_metadata") or "")
        typed = slack.typed(asked.view.get("state") or {})
        answer = await self._answer(asked, lambda bot, who: reception.press(bot, who, token, typed))
        if answer.form and answer.form.errors:
            beside = slack.errors_beside(answer.form, asked.view)
            if beside:
                return {"response_action": "errors", "errors": beside}
        on_top = answer.refused and not asked.view.get("previous_view_id")
        return {"response_action": "push" if on_top else "update", "view": _view(answer)}

    # A search in a long list

    async def options(self, asked: Asked) -> Json:
        return slack.options(await asyncio.to_thread(self._found, asked, str(asked.body.get("value") or "")))

    def _found(self, asked: Asked, words: str) -> list[Option]:
        try:
            if known(self._bot, asked.workspace, asked.user) is None:
                return []
        except StrangerError:
            return []
        with self._bot.look() as work:
            return [
                Option(p.staff_number, f"{p.name} ({p.staff_number})", p.team)
                for p in people.find(work, words)
            ]

    # Events

    async def event(self, asked: Asked) -> None:
        event = asked.body.get("event") or {}
        if event.get("type") == "app_home_opened" and event.get("tab", "home") == "home":
            await self._show_home(replace(asked, body={**asked.body, "user_id": event["user"]}))
        elif event.get("type") == "user_change":
            await changed(self._bot, asked.workspace, event["user"])
        elif event.get("type") in ("app_uninstalled", "tokens_revoked"):
            await self._workspaces.forget(asked.workspace.enterprise, asked.workspace.team)

    async def _show_home(self, asked: Asked) -> None:
        answer = await self._answer(asked, lambda bot, who: reception.intend(bot, who, "home", HOME))
        if answer.card:
            view = slack.render_home(slack.shortened(answer.card, most=100))
            await self._call(asked, "views.publish", user_id=asked.user, view=view)

    # How it is done

    async def _answer(self, asked: Asked, act: Act) -> Answer:
        return await self._told(lambda: self._served(asked, act))

    async def _told(self, answered: Callable[[], Awaitable[Answer]]) -> Answer:
        """The answer, committed; or one that says why nothing was changed."""
        try:
            answer = await answered()
        except StrangerError as error:
            return _refused(error.sentence)
        except SeenError:
            return _refused(SEEN)
        except (TooLateError, TimeoutError, TryLaterError, UnreachableError, OperationalError) as error:
            log.warning("slack.too.late", why=type(error).__name__)
            return _refused(TOO_LATE)
        except Exception as error:  # noqa: BLE001 - rolled back, named in the log, and the asker told
            log.error("slack.fault", error=type(error).__name__, exc_info=error)
            return _refused(FAULT)
        if answer.changed:
            self._changed()
        return answer

    async def _served(self, asked: Asked, act: Act) -> Answer:
        """Whoever isn't met yet is looked up first, outside any transaction."""

        def met(bot: Bot) -> Answer | None:
            who = known(bot, asked.workspace, asked.user)
            return act(bot, who) if who is not None else None

        claim = _claim(asked.body)
        answer = await self._counter.serve(claim, met, asked.left(self._patience.commit))
        if answer is not None:
            return answer
        async with asyncio.timeout(asked.left(self._patience.commit)):
            who = await meet(self._bot, self._workspaces, asked.workspace, asked.user)
        return await self._counter.serve(claim, lambda bot: act(bot, who), asked.left(self._patience.commit))

    async def _open(self, asked: Asked, view: Json) -> bool:
        return await self._call(asked, "views.open", trigger_id=asked.trigger, view=view)

    async def _call(self, asked: Asked, method: str, **arguments: Any) -> bool:
        """Whether Slack showed it. What can't be shown is named in the log, never its content."""
        try:
            async with asyncio.timeout(asked.left(self._patience.show)):
                await self._workspaces.call(asked.workspace, method, **arguments)
        except (TryLaterError, UnreachableError) as error:
            log.warning("slack.not.shown", method=method, why=error.reason)
            return False
        except TimeoutError:
            log.warning("slack.not.shown", method=method, why="timeout")
            return False
        return True

    async def _say(self, asked: Asked, card: Card, *, replace: bool) -> None:
        """To the asker only, beside the message whose button it was."""
        message = {
            "response_type": "ephemeral",
            "replace_original": replace,
            **slack.render_message(card),
        }
        url = str(asked.body.get("response_url") or "")
        try:
            async with asyncio.timeout(asked.left(self._patience.show)):
                async with self._workspaces.session.post(url, json=message) as answer:
                    if answer.status >= 400:
                        log.warning("slack.not.shown", method="response_url", why=answer.status)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            log.warning("slack.not.shown", method="response_url", why=type(error).__name__)


def _claim(body: Json) -> str:
    """What is the same in a resend, and only there."""
    unique = body.get("event_id") or body.get("trigger_id") or (body.get("view") or {}).get("hash", "")
    kind = body.get("type") or "command"
    acts = ":".join(str(a.get("action_ts", "")) for a in body.get("actions", ()))
    return f"slack:{kind}:{unique}:{acts}"[:255]


def _opened(bot: Bot, who: int, intent: str | None) -> Answer:
    return reception.intend(bot, who, intent, {}) if intent else _refused(NO_SHORTCUT)


def _view(answer: Answer) -> Json:
    try:
        if answer.form:
            return slack.render_form(answer.form)
        assert answer.card
        return slack.render_view(slack.shortened(answer.card, most=100))
    except CannotShowError:
        log.error("slack.view.too_large")
        return slack.render_view(_refusal(TOO_LARGE))


def _refusal(sentence: str) -> Card:
    return Card("Not done", "Your answer is ready", (Paragraph((sentence,)),))


def _refused(sentence: str) -> Answer:
    return Answer(card=_refusal(sentence), refused=True)
