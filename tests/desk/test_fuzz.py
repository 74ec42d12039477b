"""The desk's endpoints, whatever is sent to them: a browser's pages and forms, and bytes that no browser sends."""

from __future__ import annotations

import asyncio
import io
from typing import Any, Final

from hypothesis import strategies as st

from tests.infra.databases import Databases
from tests.infra.junk import MARK, texts, tries
from tests.stories.conftest import desk_story
from tests.stories.desk import DeskDriver, posted

#: Whose form, and what opens it.
FORMS: Final = (
    ("Amara", "prepare CB-10234", ""),
    ("Amara", "away", ""),
    ("Amara", "away 10 nov to 20 nov", ""),
    ("Priya", "move", "Move it"),
    ("Priya", "cancel", "Cancel it"),
    ("Priya", "series", ""),
    ("Priya", "interval CB-10234", ""),
    ("Priya", "judge CB-10251", ""),
    ("Priya", "agreement @amara", ""),
    ("Priya", "disclosed @amara", ""),
    ("Helen", "audit CB-10234", ""),
    ("Helen", "report", ""),
)


async def test_a_form_filled_with_anything(sqlite: Databases, logged: io.StringIO) -> None:
    async with desk_story(sqlite) as story:
        forms = [await _opened(story, *one) for one in FORMS]

        async def sends(sent: tuple[tuple[str, str, list[str]], dict[str, list[str]]]) -> None:
            (who, token, _), typed = sent
            pairs = [(name, value) for name, several in typed.items() for value in several]
            status, text = await _posted(story, who, "/press", [("token", token), *pairs])
            assert status < 500
            assert "went wrong" not in text

        await tries(20, st.sampled_from(forms).flatmap(_filled), sends)
    assert MARK not in logged.getvalue()


async def test_a_command_of_anything(sqlite: Databases, logged: io.StringIO) -> None:
    words = st.sampled_from(
        ["due", "book", "away", "back", "prepare", "done", "policy", "team", "held", "group", ""]
    )
    async with desk_story(sqlite) as story:

        async def sends(sent: tuple[str, str, str, str]) -> None:
            word, rest, who, path = sent
            data = [("command", f"{word} {rest}"), ("token", rest), ("move", rest)]
            status, text = await _posted(story, who, path, data)
            assert status < 500
            assert "went wrong" not in text

        people = st.sampled_from(["Amara", "Priya", "Sam"])
        await tries(
            20, st.tuples(words, texts, people, st.sampled_from(["/command", "/command", "/press"])), sends
        )
    assert MARK not in logged.getvalue()


RAW: Final = (
    b"GET / HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nCookie: desk=COOKIE\r\nConnection: close\r\n\r\n",
    b"GET /form?x=COOKIE HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nCookie: desk=COOKIE.COOKIE\r\nConnection: close\r\n\r\n",
    b"GET /report/COOKIE/page HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nConnection: close\r\n\r\n",
    b"POST /press HTTP/1.1\r\nHost: 127.0.0.1:PORT\r\nCookie: desk=COOKIE\r\nContent-Length: 20\r\n"
    b"Content-Type: application/x-www-form-urlencoded\r\nConnection: close\r\n\r\ncsrf=COOKIE&token=1234",
    b"POST /who HTTP/1.1\r\nHost: COOKIE\r\nOrigin: COOKIE\r\nContent-Type: COOKIE\r\nContent-Length: 3\r\n"
    b"Connection: close\r\n\r\nabc",
)


async def test_bytes_that_no_browser_sends(sqlite: Databases, logged: io.StringIO) -> None:
    """Among them a cookie that isn't ASCII."""
    junk = st.one_of(st.binary(max_size=30), texts.map(lambda text: text.encode(errors="replace")))
    async with desk_story(sqlite) as story:
        port = int(story.base.rpartition(":")[2])

        async def sends(sent: tuple[bytes, bytes, int]) -> None:
            request, cookie, cut = sent
            whole = request.replace(b"PORT", b"%d" % port).replace(b"COOKIE", cookie)
            answer = await _raw(port, whole[: len(whole) - cut])
            assert not answer.startswith(b"HTTP/1.1 5"), whole
            assert b"Traceback" not in answer

        cuts = st.sampled_from([0, 0, 0, 1, 7])
        await tries(40, st.tuples(st.sampled_from(RAW), junk, cuts), sends)
    assert MARK not in logged.getvalue()


async def _raw(port: int, request: bytes) -> bytes:
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    writer.write(request)
    writer.write_eof()
    try:
        return await asyncio.wait_for(reader.read(), 10)
    finally:
        writer.close()


async def _opened(story: DeskDriver, who: str, command: str, button: str) -> tuple[str, str, list[str]]:
    """Whose it is, what its first button sends, and its fields."""
    form = await story.types(who, command)
    if button:
        form = await story.presses(who, button, on="Case supervision")
    assert form.fields, (who, command)
    return who, story.token(who, form.buttons[0]), sorted({*form.fields} - {"token"})


def _filled(form: tuple[str, str, list[str]]) -> st.SearchStrategy[Any]:
    several = st.lists(texts, min_size=1, max_size=2)
    return st.tuples(
        st.just(form), st.dictionaries(st.sampled_from([*form[2], "other"]), several, max_size=5)
    )


async def _posted(story: DeskDriver, who: str, path: str, data: list[tuple[str, str]]) -> tuple[int, str]:
    return await posted(await story._session(who), path, await story._home(who), data)
