"""The desk's driver: real pages over HTTP, plain forms, one browser session a person."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

import aiohttp
from aiohttp import web
from selectolax.lexbor import LexborHTMLParser, LexborNode

from bot.clock import MovableClock
from bot.desk.server import DeskServer, new_secret
from bot.moving_clock import advance, settle_now
from bot.wiring import Bot
from tests.stories.council import STAFF
from tests.stories.driver import Seen

_BLOCK_ENDS = re.compile(r"</(p|div|dt|dd|li|h\d|legend|label|button|section|figcaption|blockquote|option)>")


def _words(node: LexborNode | None) -> str:
    """The text as it is read: blocks apart, what stands within a sentence together."""
    if node is None:
        return ""
    apart = LexborHTMLParser(_BLOCK_ENDS.sub(" ", str(node.html)))
    return " ".join(apart.text(separator="").split())


class DeskDriver:
    """Implements ``driver.Driver``. ``made`` builds the bot, as ``demo`` does, and again after a restart."""

    def __init__(self, made: object) -> None:
        self._made = made
        self._sessions: dict[str, aiohttp.ClientSession] = {}
        self._shown: dict[str, LexborHTMLParser] = {}
        self._inbox: dict[str, LexborHTMLParser] = {}
        self._open: dict[str, LexborHTMLParser] = {}

    async def start(self) -> None:
        bot, clock, desk = self._made()  # type: ignore[operator]
        self.bot: Bot = bot
        self.clock: MovableClock = clock
        server = DeskServer(bot, clock, desk, new_secret())
        self._runner = web.AppRunner(server.app(), shutdown_timeout=0.2)
        await self._runner.setup()
        site = web.TCPSite(self._runner, "127.0.0.1", 0)
        await site.start()
        self.base = f"http://127.0.0.1:{self._runner.addresses[0][1]}"
        await settle_now(bot)

    async def stop(self) -> None:
        for session in self._sessions.values():
            await session.close()
        self._sessions.clear()
        self._open.clear()
        await self._runner.cleanup()
        self.bot.engine.dispose()

    async def restarts(self) -> None:
        now = self.clock.now()
        await self.stop()
        await self.start()
        self.clock.move_to(now)

    async def _session(self, who: str) -> aiohttp.ClientSession:
        if who not in self._sessions:
            session = aiohttp.ClientSession(self.base, cookie_jar=aiohttp.CookieJar(unsafe=True))
            self._sessions[who] = session
            async with session.get("/who") as answer:
                page = LexborHTMLParser(await answer.text())
            await self._post(session, "/who", page, {"person": STAFF[who]})
        return self._sessions[who]

    async def _post(
        self, session: aiohttp.ClientSession, path: str, page: LexborHTMLParser, data: dict[str, object]
    ) -> LexborHTMLParser:
        pairs = [(k, str(x)) for k, v in data.items() for x in (v if isinstance(v, list | tuple) else [v])]
        status, body = await posted(session, path, page, pairs)
        assert status < 400, f"{path}: {status} {body[:300]}"
        return LexborHTMLParser(body)

    async def _home(self, who: str) -> LexborHTMLParser:
        session = await self._session(who)
        async with session.get("/") as answer:
            assert answer.status == 200, await answer.text()
            return LexborHTMLParser(await answer.text())

    async def types(self, who: str, command: str) -> Seen:
        session = await self._session(who)
        page = await self._post(session, "/command", await self._looked_at(who), {"command": command})
        return self._answer(who, page)

    def _answer(self, who: str, page: LexborHTMLParser) -> Seen:
        self._shown[who] = self._open[who] = page
        form = page.css_first("form.form")
        if form:
            return _form(form)
        answer = page.css_first("#answer article")
        assert answer, "no answer is shown"
        return _card(answer)

    async def presses(self, who: str, button: str, on: str = "") -> Seen:
        page = await self._home(who)
        cards = [*self._latest(who), *page.css("#messages article")]
        for card in cards:
            parts = [(part, _words(part)) for part in card.css(".part")]
            own = card.css("form > .buttons") if parts else [card]
            for group, about in (*parts, *((node, _words(card)) for node in own)):
                token = _token(group, button)
                if token and on in about:
                    return self._answer(
                        who, await self._post(await self._session(who), "/press", page, {"token": token})
                    )
        shown = [(_words(c.css_first("h3")), [_words(b) for b in c.css("button")]) for c in cards]
        raise AssertionError(f"{who} has no button “{button}” on “{on}”, only: {shown}")

    async def _looked_at(self, who: str) -> LexborHTMLParser:
        """The page that this person has open: a command may be typed on any."""
        return self._open.get(who) or await self._home(who)

    def _latest(self, who: str) -> list[LexborNode]:
        """The form or the answer that this person looks at."""
        shown = self._shown.get(who)
        node = shown and (shown.css_first("form.form") or shown.css_first("#answer article"))
        return [node] if node else []

    async def fills(self, who: str, button: str, **answers: object) -> Seen:
        page = self._shown[who]
        form = page.css_first("form.form")
        assert form, f"no form is open for {who}"
        names = {n.attributes.get("name") for n in form.css("input, select, textarea")}
        assert set(answers) <= names, f"no such field: {set(answers) - names}; there are {names}"
        data = {**_filled(form), **answers, "token": _token(form, button)}
        assert data["token"], f"no button “{button}”: {[_words(b) for b in form.css('button')]}"
        return self._answer(who, await self._post(await self._session(who), "/press", page, data))

    def token(self, who: str, button: str) -> str:
        body = self._shown[who].body
        found = body and _token(body, button)
        assert found, f"the last answer to {who} has no button “{button}”"
        return found

    async def sends(self, who: str, token: str) -> Seen:
        return self._answer(
            who,
            await self._post(
                await self._session(who), "/press", await self._looked_at(who), {"token": token}
            ),
        )

    def message_token(self, who: str, button: str) -> str:
        """What a button of the newest message that has it would send."""
        found = next((x for m in self._inbox[who].css("#messages article") if (x := _token(m, button))), None)
        assert found, f"no message of {who}'s has a button “{button}”"
        return found

    def inbox(self, who: str) -> str:
        """The page on which this person's messages were last seen, as HTML."""
        return str(self._inbox[who].html)

    async def messages(self, who: str) -> list[Seen]:
        self._inbox[who] = await self._home(who)
        return [_card(c) for c in self._inbox[who].css("#messages article")]

    def options(self, who: str) -> dict[str, str]:
        """What can be chosen in the open form: labels and their values."""
        return options(self._shown[who])

    async def waits_until(self, moment: datetime) -> None:
        await advance(self.bot, self.clock, moment)


async def posted(
    session: aiohttp.ClientSession, path: str, page: LexborHTMLParser, pairs: Sequence[tuple[str, str]]
) -> tuple[int, str]:
    """A form of this page, as a browser sends it: the status and the page that is answered."""
    hidden = page.css_first("input[name=csrf]")
    assert hidden, "the page has no form to post"
    async with session.post(path, data=[("csrf", hidden.attributes["value"]), *pairs]) as answer:
        return answer.status, await answer.text()


def _token(node: LexborNode, label: str) -> str | None:
    return next(
        (b.attributes.get("value") for b in node.css("button[name=token]") if _words(b) == label), None
    )


def _card(node: LexborNode) -> Seen:
    buttons = tuple(_words(b) for b in node.css("button"))
    return Seen(_words(node.css_first(".card-title")), _words(node), buttons)


def _form(node: LexborNode) -> Seen:
    """Errors and values go by the field's name, as ``fills`` does."""
    errors = {}
    for field in node.css(".field"):
        error, control = field.css_first(".error"), field.css_first("input, select, textarea")
        if error and control:
            errors[str(control.attributes.get("name"))] = _words(error).removeprefix("Error: ")
    names = tuple(
        dict.fromkeys(
            str(n.attributes.get("name"))
            for n in node.css("input, select, textarea")
            if n.attributes.get("name") != "csrf"
        )
    )
    values = {k: ",".join(v) if isinstance(v, list) else str(v) for k, v in _filled(node).items()}
    return Seen(
        _words(node.css_first(".form-title")),
        _words(node),
        tuple(_words(b) for b in node.css("button")),
        names,
        errors,
        values,
    )


def _filled(form: LexborNode) -> dict[str, object]:
    """What the form holds as it stands, as a browser would send it."""
    data: dict[str, object] = {}
    for node in form.css("input, textarea"):
        name, kind = str(node.attributes.get("name")), node.attributes.get("type") or "text"
        if name in ("csrf", "token"):
            continue
        if kind in ("checkbox", "radio"):
            if "checked" in node.attributes:
                picked = data.setdefault(name, [])
                assert isinstance(picked, list)
                picked.append(str(node.attributes.get("value")))
        elif node.tag == "textarea":
            data[name] = node.text().removeprefix("\n")
        else:
            data[name] = node.attributes.get("value") or ""
    for node in form.css("select"):
        chosen = node.css_first("option[selected]")
        data[str(node.attributes.get("name"))] = chosen.attributes.get("value") if chosen else ""
    return data


def options(page: LexborHTMLParser) -> dict[str, str]:
    """The labels of the open form's boxes and lists, with their values."""
    found = {_words(o): str(o.attributes.get("value")) for o in page.css("form.form option")}
    for label in page.css("form.form .box label"):
        box = page.css_first(f"#{label.attributes['for']}")
        assert box, "a label without its box"
        found[_words(label)] = str(box.attributes.get("value"))
    return found
