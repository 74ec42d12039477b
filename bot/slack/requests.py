"""Whatever a person does in Slack, from the verified request to the acknowledgement: what it asks, and where the answer
is shown."""

from __future__ import annotations

import asyncio
import html
import re
import time
from dataclasses import dataclass, field, replace
from typing import Any, Final

import aiohttp

from bot.inbound import accounts
from bot.inbound.accounts import Sender
from bot.inbound.receiver import Incoming, Receiver
from bot.inbound.router import Answer
from bot.logs import log
from bot.platform import TryLaterError, UnreachableError
from bot.slack import TRAITS
from bot.slack.directory import Directory, as_account
from bot.slack.homes import HOME, Homes, view_of
from bot.slack.workspaces import Json, Workspace, Workspaces
from bot.wiring import Bot
from cards import slack, slack_modals
from cards.ask import Ask
from cards.cases.asks import DecisionForm
from cards.limits import CannotShowError, is_view
from cards.model import Card
from cards.not_done import refusal, too_large
from cards.slack_fields import warning

NOT_SHOWN: Final = "Slack couldn't show this just now. Press or type it again."
DONE_NOT_SHOWN: Final = "It is done, but Slack couldn't show the answer just now."
#: Seconds beyond those for showing something, for saying that it couldn't be shown.
TO_SAY_SO: Final = 1.5
#: What of a view that Slack sends goes back to it.
_VIEW: Final = ("type", "title", "blocks", "private_metadata", "callback_id", "submit", "close")
_NOTE: Final = "not_shown"
TOO_LARGE: Final = too_large(TRAITS.title)
NO_SHORTCUT: Final = (
    "This entry of the menu isn't known here. Your Slack administrator can update the app from its manifest."
)
#: What is chosen in the menu of a message, by the manifest's ``callback_id``, and the ask whose form it opens.
ON_A_MESSAGE: Final[dict[str, Ask]] = {"decision": DecisionForm()}
_MENTION: Final = re.compile(r"<@([A-Z0-9]+)(?:\|([^>]*))?>")


@dataclass(frozen=True, slots=True)
class TimeLimits:
    """Seconds from a request's arrival for everything up to the commit, and for showing what came of it. Slack waits
    for 3."""

    commit: float = 2.5
    show: float = 2.9


@dataclass(frozen=True, slots=True)
class SlackRequest:
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

    def left(self, seconds: float) -> float:
        """How many of so many seconds from its arrival are left."""
        return self.came + seconds - time.monotonic()

    @property
    def trigger(self) -> str:
        return str(self.body.get("trigger_id") or "")


#: Of a request whose workspace's installation can't be had: nothing is called there.
_NOWHERE: Final = Workspace("", "", "")


class RequestHandler:
    """What Bolt's listeners call. Each answers whatever happens, in the time that Slack waits."""

    def __init__(
        self, bot: Bot, workspaces: Workspaces, directory: Directory, homes: Homes, limits: TimeLimits
    ) -> None:
        self._bot, self._workspaces, self._directory, self._limits = bot, workspaces, directory, limits
        self._homes = homes
        self.receiver = Receiver(bot, TRAITS)

    async def close(self) -> None:
        await self.receiver.close()

    def _incoming(self, request: SlackRequest) -> Incoming:
        sender = self._sender(request, request.user)
        return Incoming(sender, _claim(request.body), request.came + self._limits.commit)

    def _sender(self, request: SlackRequest, user: str) -> Sender:
        return self._directory.sender(request.workspace, user)

    # A typed command

    async def command(self, request: SlackRequest) -> Json:
        words = await self._words(request)
        answer = await self.receiver.command(self._incoming(request), words)
        if answer.card and not is_view(answer.card):
            return {"response_type": "ephemeral", **slack.render_message(answer.card)}
        if await self._open(request, _view(answer)):
            return {}
        return {"response_type": "ephemeral", **slack.render_card(refusal(NOT_SHOWN))}

    async def _words(self, request: SlackRequest) -> str:
        """What was typed, with people named by their staff number, and anybody else as they were named."""
        words = str(request.body.get("text") or "")[:500]
        for user, name in set(_MENTION.findall(words)):
            mentioned = self._sender(request, user)
            number = await self.receiver.staff_number(mentioned, request.left(self._limits.commit))
            words = re.sub(rf"<@{user}(?:\|[^>]*)?>", f"@{number or name or user}", words)
        return html.unescape(words)

    # The menu of a message

    async def shortcut(self, request: SlackRequest) -> None:
        """Opens the form. Of the message, which is somebody's words, nothing is read, kept or passed on."""
        ask = ON_A_MESSAGE.get(str(request.body.get("callback_id")))
        answer = (
            await self.receiver.answer(self._incoming(request), ask)
            if ask
            else Answer(card=refusal(NO_SHORTCUT), refused=True)
        )
        if not await self._open(request, _view(answer)):
            await self._say(request, refusal(NOT_SHOWN), replace=False)

    # A button

    async def pressed(self, request: SlackRequest) -> Json:
        action = request.body["actions"][0]
        token = str((action.get("selected_option") or action).get("value") or "")
        typed = slack_modals.typed(request.view.get("state") or {})
        answer = await self.receiver.press(self._incoming(request), token, typed)
        kind = request.view.get("type", "message")
        shown = {"message": self._on_message, "home": self._on_home}.get(kind, self._in_modal)
        await shown(request, answer)
        return {}

    async def _on_message(self, request: SlackRequest, answer: Answer) -> None:
        """A form or somebody's words open a view; all else is said to the asker only, and what was said so is itself
        replaced. The message changes with what follows, as wherever else it was shown."""
        if answer.form or (answer.card and is_view(answer.card)):
            if not await self._open(request, _view(answer)):
                await self._say(request, refusal(_unshown(answer)), replace=False)
        elif answer.card:
            own = bool((request.body.get("container") or {}).get("is_ephemeral"))
            await self._say(request, answer.card, replace=own and answer.changed)

    async def _on_home(self, request: SlackRequest, answer: Answer) -> None:
        opened = await self._open(request, _view(answer))
        if answer.changed:
            await self._show_home(request, "" if opened else DONE_NOT_SHOWN)
        elif not opened:
            view = _noted(request.view, NOT_SHOWN)
            await self._call(request, "views.publish", TO_SAY_SO, user_id=request.user, view=view)

    async def _in_modal(self, request: SlackRequest, answer: Answer) -> None:
        """What doesn't end the form lies on top of it, so that nothing typed is lost."""
        filling = bool(request.view.get("submit")) and not answer.changed and answer.form is None
        view, view_id = _view(answer), str(request.view.get("id"))
        if filling and await self._call(request, "views.push", trigger_id=request.trigger, view=view):
            return
        if filling or not await self._call(request, "views.update", view_id=view_id, view=view):
            noted = _noted(request.view, _unshown(answer))
            await self._call(request, "views.update", TO_SAY_SO, view_id=view_id, view=noted)

    # A form

    async def submitted(self, request: SlackRequest) -> Json:
        token = str(request.view.get("private_metadata") or "")
        typed = slack_modals.typed(request.view.get("state") or {})
        answer = await self.receiver.press(self._incoming(request), token, typed)
        if answer.form and answer.form.errors:
            beside = slack_modals.errors_beside(answer.form, request.view)
            if beside:
                return {"response_action": "errors", "errors": beside}
        return _over(request, answer)

    # A search in a long list

    async def options(self, request: SlackRequest) -> Json:
        words = str(request.body.get("value") or "")
        return slack_modals.options(await self.receiver.people(self._sender(request, request.user), words))

    # Events

    async def event(self, request: SlackRequest) -> None:
        event = request.body.get("event") or {}
        if event.get("type") == "app_home_opened" and event.get("tab", "home") == "home":
            await self._show_home(replace(request, body={**request.body, "user_id": event["user"]}))
        elif _is_message(event):
            await self._message(request, event)
        elif event.get("type") == "user_change":
            account = as_account(request.workspace, event["user"])
            await asyncio.to_thread(accounts.changed, self._bot, TRAITS, account)

    async def _message(self, request: SlackRequest, event: Json) -> None:
        """Words written into the bot's own tab are a command, answered beneath them; what opens a form is a button
        there."""
        asked = replace(request, body={**request.body, "user_id": event["user"], "text": event.get("text")})
        answer = await self.receiver.command(self._incoming(asked), await self._words(asked), opens=False)
        if answer.card and not answer.repeated:
            shown = slack.render_message(answer.card)
            await self._call(asked, "chat.postMessage", channel=event["channel"], **shown)

    async def _show_home(self, request: SlackRequest, note: str = "") -> None:
        """``note``: said above all else."""
        answer = await self.receiver.answer(self._incoming(request), HOME)
        if answer.card:
            view = view_of(answer.card)
            more = TO_SAY_SO if note else 0.0
            shown = _noted(view, note) if note else view
            if await self._call(request, "views.publish", more, user_id=request.user, view=shown):
                self._homes.note(request.workspace, request.user, view)

    # Where the workspace's installation can't be had

    async def unserved(self, body: Json, error: Exception) -> Json | None:
        """What the acknowledgement says, or was said beside it; None where nothing can be shown without a token: of a
        press in a window or on the home, a search, and an event."""
        kind, request = body.get("type"), SlackRequest(body, _NOWHERE)
        answer = self.receiver.refused(error)
        assert answer.card
        if not kind:
            return {"response_type": "ephemeral", **slack.render_message(answer.card)}
        if kind == "view_submission":
            return _over(request, answer)
        if not body.get("response_url"):
            return None
        await self._say(request, answer.card, replace=False)
        return {}

    # How it is done

    async def _open(self, request: SlackRequest, view: Json) -> bool:
        return await self._call(request, "views.open", trigger_id=request.trigger, view=view)

    async def _call(self, request: SlackRequest, method: str, more: float = 0.0, **arguments: Any) -> bool:
        """Whether Slack showed it. What can't be shown is named in the log, never its content. ``more``: seconds beyond
        those for showing something."""
        try:
            async with asyncio.timeout(request.left(self._limits.show) + more):
                await self._workspaces.call(request.workspace, method, **arguments)
        except (TryLaterError, UnreachableError) as error:
            log.warning("slack.not.shown", method=method, why=error.reason)
            return False
        except TimeoutError:
            log.warning("slack.not.shown", method=method, why="timeout")
            return False
        return True

    async def _say(self, request: SlackRequest, card: Card, *, replace: bool) -> None:
        """To the asker only, beside the message whose button it was."""
        message = {
            "response_type": "ephemeral",
            "replace_original": replace,
            **slack.render_message(card),
        }
        url = str(request.body.get("response_url") or "")
        try:
            async with asyncio.timeout(request.left(self._limits.show) + TO_SAY_SO):
                async with self._workspaces.session.post(url, json=message) as answer:
                    if answer.status >= 400:
                        log.warning("slack.not.shown", method="response_url", why=answer.status)
        except (aiohttp.ClientError, TimeoutError, ValueError) as error:
            log.warning("slack.not.shown", method="response_url", why=type(error).__name__)


def _is_message(event: Json) -> bool:
    """By a person, to the bot alone; neither the bot's own words nor a change of some."""
    to_the_bot = event.get("type") == "message" and event.get("channel_type") == "im"
    return to_the_bot and bool(event.get("user")) and not (event.get("bot_id") or event.get("subtype"))


def _claim(body: Json) -> str:
    """What is the same in a resend, and only there."""
    unique = body.get("event_id") or body.get("trigger_id") or (body.get("view") or {}).get("hash", "")
    kind = body.get("type") or "command"
    acts = ":".join(str(a.get("action_ts", "")) for a in body.get("actions", ()))
    return f"slack:{kind}:{unique}:{acts}"[:255]


def _unshown(answer: Answer) -> str:
    return DONE_NOT_SHOWN if answer.changed else NOT_SHOWN


def _noted(view: Json, note: str) -> Json:
    """The view as it is, whatever is typed in it, with a note above all else."""
    rest = [block for block in view.get("blocks") or () if block.get("block_id") != _NOTE]
    kept = {key: view[key] for key in _VIEW if view.get(key)}
    return {**kept, "blocks": [warning(note, _NOTE), *rest][:100]}


def _over(request: SlackRequest, answer: Answer) -> Json:
    """A refusal lies on top of the form that was sent, so that nothing typed is lost, where there is room for it."""
    on_top = answer.refused and not request.view.get("previous_view_id")
    return {"response_action": "push" if on_top else "update", "view": _view(answer)}


def _view(answer: Answer) -> Json:
    try:
        if answer.form:
            return slack_modals.render_form(answer.form)
        assert answer.card
        return slack_modals.render_view(slack.shortened(answer.card, most=100))
    except CannotShowError:
        log.error("slack.view.too_large")
        return slack_modals.render_view(refusal(TOO_LARGE))
