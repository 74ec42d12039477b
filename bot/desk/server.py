"""The desk's pages over HTTP: who you are, what you see, what you press. On loopback, over a sample database only."""

from __future__ import annotations

import asyncio
import contextlib
import hmac
import secrets
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, Final

from aiohttp import web

from bot import faults
from bot.calendar_feed import add_calendars
from bot.clock import MovableClock
from bot.desk import TRAITS, pages
from bot.desk.platform import Desk
from bot.inbound import router
from bot.inbound.receiver import records_sentence
from bot.inbound.router import Answer
from bot.logs import log
from bot.moving_clock import advance, next_message_due, settle_now
from bot.report_page import add_reports
from bot.wiring import Bot
from cards import not_done
from cards.commands import COMMANDS, SHORTCUTS
from cards.model import Moment, Part, card_from_json, card_to_json, form_from_json, form_to_json
from handlers.shared.person_lookup import person_picked
from storage import desk as kept
from storage import people, supervision
from storage.engine import UNAVAILABLE
from storage.people import Person
from storage.work import Work

COOKIE: Final = "desk"
LOCAL: Final = ("127.0.0.1", "localhost", "[::1]")
#: The most that a form's post may hold, in bytes.
LARGEST: Final = 512 * 1024
#: By how much a button moves the clock of a trial.
AHEAD: Final = {"hour": timedelta(hours=1), "day": timedelta(days=1), "fortnight": timedelta(days=14)}
STALE: Final = (
    "That page was opened as somebody else, or before the desk was started anew: one browser is one person at a "
    "time. To be two people at once, open a private window for the second."
)


@dataclass(slots=True)
class DeskServer:
    """One sample council's pages. ``secret`` signs who you are, and the forms of one who is."""

    bot: Bot
    clock: MovableClock
    desk: Desk
    secret: bytes

    def app(self) -> web.Application:
        """Its pages, and beside them what ``serve`` has for everybody: calendars and reports."""
        app = web.Application(client_max_size=LARGEST)
        self.serve_on(app)
        add_calendars(app, self.bot)
        add_reports(app, self.bot)
        return app

    def serve_on(self, app: web.Application) -> None:
        """Adds its pages. Whatever else is on this server has the desk's guard in front of it, too; a report's address
        is on it."""
        app.middlewares.extend([self._errors, self._guard])
        app.router.add_get("/", self.home)
        app.router.add_get("/who", self.who)
        app.router.add_post("/who", self.choose)
        app.router.add_get("/form", self.form)
        app.router.add_post("/press", self.press)
        app.router.add_post("/command", self.command)
        app.router.add_post("/clock", self.move)
        app.router.add_get("/events", self.events)
        app.router.add_static("/static/", pages.STATIC)
        self.bot.config = replace(self.bot.config, report_address="")

    # Who may talk to us

    @web.middleware
    async def _guard(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        """Only this machine's own browser and pages of ours: Host, Origin and, for posts, the form's own token."""
        here = [f"{name}:{_port(request)}" for name in LOCAL]
        origin = request.headers.get("Origin")
        if request.host not in here or origin not in (None, *(f"http://{place}" for place in here)):
            elsewhere = f"It answers this machine only, at http://{here[0]}/"
            return self._wrong("The desk isn't here", elsewhere, 403)
        if request.method == "POST" and not await self._form_is_ours(request):
            return self._wrong("Nothing was done", STALE, 403)
        return await handler(request)

    async def _form_is_ours(self, request: web.Request) -> bool:
        """Whether the page it comes from was made for whoever the browser says now that it is."""
        return hmac.compare_digest(
            str((await request.post()).get("csrf", "")).encode(), self._csrf(request).encode()
        )

    @web.middleware
    async def _errors(
        self, request: web.Request, handler: Callable[[web.Request], Awaitable[web.StreamResponse]]
    ) -> web.StreamResponse:
        try:
            response = await handler(request)
        except web.HTTPNotFound:
            response = self._wrong("There is no such page", "Go back to your messages.", 404)
        except web.HTTPRequestEntityTooLarge:
            response = self._wrong("That is too long", "Go back, shorten it and send it again.", 413)
        except web.HTTPMethodNotAllowed:
            response = _go_to("/")  # the address of a form that was sent, opened as a page
        except ConnectionResetError:
            response = self._wrong("Only half of that came", "Send it again.", 400)
        except web.HTTPException:
            raise
        except Exception as error:  # noqa: BLE001 - named in the log, and said; nothing of it was kept
            response = self._failed(error)
        for name, value in pages.SECURITY_HEADERS.items():
            response.headers.setdefault(name, value)
        return response

    def _failed(self, error: Exception) -> web.Response:
        if isinstance(error, UNAVAILABLE):
            log.warning("request.refused", platform=TRAITS.name, why=type(error).__name__)
            return self._wrong("Not done", records_sentence(error), 503)
        faults.report("request.fault", error, platform=TRAITS.name)
        return self._wrong("Something went wrong", not_done.FAULT, 500)

    def _wrong(self, title: str, text: str, status: int) -> web.Response:
        return self._page(pages.render_error(pages.ErrorPage(title, text)), status)

    @staticmethod
    def _page(text: str, status: int = 200) -> web.Response:
        return web.Response(text=text, status=status, content_type="text/html")

    def _csrf(self, request: web.Request) -> str:
        return hmac.new(self.secret, f"csrf:{request.cookies.get(COOKIE, '')}".encode(), "sha256").hexdigest()

    def _cookie(self, staff_number: str) -> str:
        return f"{staff_number}.{hmac.new(self.secret, staff_number.encode(), 'sha256').hexdigest()}"

    async def _me(self, request: web.Request) -> Person:
        """Who the cookie says; otherwise off to the picker."""
        number, _, _ = request.cookies.get(COOKIE, "").rpartition(".")
        if number and hmac.compare_digest(self._cookie(number), request.cookies[COOKIE]):
            found = await asyncio.to_thread(self._by_number, number)
            if found:
                return found
        raise web.HTTPSeeOther("/who")  # aiohttp's way to answer from within a helper

    def _by_number(self, number: str) -> Person | None:
        with self.bot.read() as work:
            return person_picked(work, number)

    # Pages

    async def who(self, request: web.Request) -> web.Response:
        page = await asyncio.to_thread(self._who_page, self._csrf(request), request.query.get("search", ""))
        return self._page(pages.render_who(page))

    def _who_page(self, csrf: str, search: str) -> pages.WhoPage:
        with self.bot.read() as work:
            everyone = people.everyone(work)
            teams = tuple(
                pages.Team(team or "No team", tuple(self._shown(work, p) for p in members))
                for team, members in groupby(everyone, key=lambda p: p.team)
            )
            first = tuple(replace(self._shown(work, p), why=why) for p, why in _worth_trying(work, everyone))
            return pages.WhoPage(
                kept.council_name(work), pages.found(teams, search) if search else teams, csrf, first, search
            )

    @staticmethod
    def _shown(work: Work, who: Person) -> pages.PersonChoice:
        return pages.PersonChoice(
            who.staff_number, who.name, work.rules.vocabulary.roles.get(who.role, who.role)
        )

    async def choose(self, request: web.Request) -> web.StreamResponse:
        number = str((await request.post()).get("person", ""))
        if await asyncio.to_thread(self._by_number, number) is None:
            return self._wrong("Nobody has that staff number", "Choose somebody from the list.", 404)
        response = _go_to("/")
        response.set_cookie(COOKIE, self._cookie(number), httponly=True, samesite="Strict")
        return response

    async def home(self, request: web.Request) -> web.Response:
        me = await self._me(request)
        page = await asyncio.to_thread(self._home_page, me, self._csrf(request), "answer" in request.query)
        return self._page(pages.render_home(page))

    def _home_page(self, me: Person, csrf: str, with_answer: bool) -> pages.DeskPage:
        following = next_message_due(self.bot)
        with self.bot.read() as work:
            answer = kept.answer(work, me.id) if with_answer else None
            return pages.DeskPage(
                council=kept.council_name(work),
                person=self._shown(work, me),
                csrf=csrf,
                clock=self._clock(work, following),
                messages=tuple(self._message(work, m) for m in kept.messages(work, me.id)),
                answer=_answer(answer) if answer and answer[0] != "form" else None,
                shortcuts=tuple(pages.Shortcut(label, words) for label, words in SHORTCUTS),
                help=tuple(pages.CommandHelp(c.usage, c.meaning) for c in COMMANDS.values()),
            )

    def _clock(self, work: Work, following: datetime | None) -> pages.ClockPanel:
        def shown(instant: datetime) -> Moment:
            return Moment(instant, work.calendar.wall(instant))

        return pages.ClockPanel(shown(work.now), shown(following) if following else None)

    @staticmethod
    def _message(work: Work, message: kept.DeskMessageView) -> pages.InboxMessage:
        card = card_from_json(message.card)
        asks = bool(card.buttons) or any(isinstance(b, Part) and b.buttons for b in card.body)
        came = Moment(message.sent_at, work.calendar.wall(message.sent_at))
        return pages.InboxMessage(f"m{message.id}", came, card, settled=message.replaced and not asks)

    async def form(self, request: web.Request) -> web.Response:
        me = await self._me(request)
        page = await asyncio.to_thread(self._form_page, me, self._csrf(request))
        if page is None:
            return _go_to("/")
        return self._page(pages.render_form(page))

    def _form_page(self, me: Person, csrf: str) -> pages.FormPage | None:
        following = next_message_due(self.bot)
        with self.bot.read() as work:
            answer = kept.answer(work, me.id)
            if answer is None or answer[0] != "form":
                return None
            clock = self._clock(work, following)
            return pages.FormPage(
                kept.council_name(work),
                self._shown(work, me),
                clock,
                form_from_json(answer[1]),
                "/press",
                csrf,
            )

    # Doing

    async def press(self, request: web.Request) -> web.StreamResponse:
        me, posted = await self._me(request), await request.post()
        typed = {name: _typed(posted.getall(name)) for name in posted if name not in ("csrf", "token")}
        answer = await asyncio.to_thread(router.press, self.bot, me.id, str(posted.get("token", "")), typed)
        return await self._answered(me, answer)

    async def command(self, request: web.Request) -> web.StreamResponse:
        me, posted = await self._me(request), await request.post()
        words = str(posted.get("command", ""))[:500]
        return await self._answered(me, await asyncio.to_thread(router.command, self.bot, me.id, words))

    async def _answered(self, me: Person, answer: Answer) -> web.StreamResponse:
        """Keeps the answer, sends what follows from it, and goes to the page that shows it."""
        await asyncio.to_thread(self._keep, me, answer)
        await settle_now(self.bot)
        await self.desk.refresh_pages()
        return _go_to("/form" if answer.form else "/?answer=1")

    def _keep(self, me: Person, answer: Answer) -> None:
        with self.bot.work() as work:
            if answer.form:
                kept.keep_answer(work, me.id, "form", form_to_json(answer.form))
            elif answer.card:
                kept.keep_answer(
                    work, me.id, "refused" if answer.refused else "card", card_to_json(answer.card)
                )

    async def move(self, request: web.Request) -> web.StreamResponse:
        await self._me(request)
        to = await asyncio.to_thread(self._target, str((await request.post()).get("move", "")))
        if to is None:
            return self._wrong("The clock can't move there", "Use one of its buttons.", 400)
        await advance(self.bot, self.clock, to)
        await asyncio.to_thread(self._keep_clock)
        await self.desk.refresh_pages()
        return _go_to("/")

    def _target(self, move: str) -> datetime | None:
        """The instant that a button of the clock means; None for one there isn't."""
        calendar, now = self.bot.config.calendar, self.clock.now()
        wall = calendar.wall(now)
        if move == "next":
            return next_message_due(self.bot) or now
        if move == "workday":
            begins = self.bot.config.rules(wall.date()).practice.day_starts
            return calendar.at(calendar.add_working(wall.date(), 1), begins)
        return now + AHEAD[move] if move in AHEAD else None

    def _keep_clock(self) -> None:
        with self.bot.work() as work:
            kept.keep_clock(work)

    async def events(self, request: web.Request) -> web.StreamResponse:
        """Says that there is news, until the page goes away; what the news is, the page fetches."""
        await self._me(request)
        response = web.StreamResponse(headers={"Content-Type": "text/event-stream", **pages.SECURITY_HEADERS})
        with contextlib.suppress(ConnectionResetError):  # the page went away, at whatever moment
            await response.prepare(request)
            version = self.desk.version
            while True:
                seen, version = version, await self._news(version)
                await response.write(b": still here\n\n" if version == seen else b"data: news\n\n")
        return response

    async def _news(self, version: int) -> int:
        """The version after that one; the same one when nothing happened for a while."""
        try:
            return await asyncio.wait_for(self.desk.news_after(version), timeout=20)
        except TimeoutError:
            return version


def _port(request: web.Request) -> int:
    """The one that this request came to."""
    name = request.transport.get_extra_info("sockname") if request.transport else None
    return int(name[1]) if name else 0


def _go_to(place: str) -> web.Response:
    """After a post: look there, so that a reload repeats nothing."""
    return web.Response(status=303, headers={"Location": place})


def _typed(values: list[Any]) -> str | list[str]:
    """One value or several; lines end as people expect. Files aren't taken."""
    words = [v.replace("\r\n", "\n") for v in values if isinstance(v, str)]
    return words[0] if len(words) == 1 else words


def _answer(answer: tuple[str, str]) -> pages.LastAnswer:
    return pages.LastAnswer(card_from_json(answer[1]), "refused" if answer[0] == "refused" else "done")


def _worth_trying(work: Work, everyone: list[Person]) -> list[tuple[Person, str]]:
    """One line of the council from the case to the top, for the picker: most can be seen as these."""
    worker = next((p for p in everyone if p.role == "social_worker"), None)
    chosen = [(worker, "has cases, and a supervisor")] if worker else []
    for why in ("supervises {}", "manages {}"):
        above = supervision.line_supervisor(work, chosen[-1][0].id) if chosen else None
        if above:
            chosen.append((people.person(work, above), why.format(chosen[-1][0].name)))
    chosen += [(p, "administrator") for p in everyone if p.administrator][:1]
    return chosen


def new_secret() -> bytes:
    return secrets.token_bytes(32)
