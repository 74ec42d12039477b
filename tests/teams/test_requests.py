"""What the endpoint promises: known by its Entra id, answered in private, committed before answered, once
however often it is sent; and what is sent unasked arrives where its reader is."""

from __future__ import annotations

import asyncio
import sys
from datetime import timedelta
from typing import Any, cast

import pytest

from bot.clock import MovableClock
from bot.platform import NotAllowedError, NotInstalledError, TryLaterError, UnreachableError, connect
from bot.settings import SettingsError
from bot.teams import lacking, package
from bot.teams.connector import Connector
from bot.teams.credentials import Credentials
from bot.teams.rate_limit import RateLimiter
from bot.teams.requests import TimeLimits
from cards.model import Card
from storage import contacts
from tests.infra.certificate import pem
from tests.stories.chat import Counted, at_once
from tests.stories.conftest import on_teams
from tests.stories.records.test_record import hold
from tests.teams.conftest import Place
from tests.teams.driver import Running, TeamsDriver, said, seen, settings, shown
from tests.teams.fake import APP, SECRET, TENANT, FakeTeams, signing_key
from tests.teams.reading import actions_in, words

pytestmark = pytest.mark.usefixtures("running")


# Messages


async def test_a_notification_gives_nothing_away(fake: FakeTeams) -> None:
    await fake.types("Amara", "due CB-10234")
    message = fake.personal("Amara").messages[-1]
    assert "text" not in message
    assert "CB-10234" not in message["summary"]


async def test_my_supervision_is_fresh_whenever_it_is_seen(running: Running, fake: FakeTeams) -> None:
    await fake.installs("Amara")
    [home] = fake.personal("Amara").messages
    assert "Monday 9 November 2026, in 6 days" in words(shown(home))
    clock = cast(MovableClock, running.bot.clock)
    clock.move_to(clock.now() + timedelta(days=1))
    await fake.sees("Amara", home)
    assert "Monday 9 November 2026, in 5 days" in words(shown(home))
    assert fake.personal("Amara").messages == [home]
    fake.accounts["Amara"].zone = "America/New_York"
    await fake.sees("Amara", home)
    assert "9:00 am where you are" in words(shown(home))
    before = shown(home)
    with running.bot.work() as work:
        contacts.set_works(work, "teams", f"{TENANT}:{fake.accounts['Amara'].entra}", works=False)
    await fake.sees("Amara", home)
    assert shown(home) == before
    await fake.types("Owen", "due")
    assert "refresh" not in shown(fake.accounts["Owen"].said[-1])


async def test_what_is_done_from_my_supervision_is_said_beside_it_and_it_shows_what_is_left(
    place: Place,
) -> None:
    async with on_teams(place.bot) as story:
        await hold(story, "CB-10234")
        await story.presses("Priya", "Recorded")
        await story.types("Amara", "my")
        amara = cast(TeamsDriver, story).fake.accounts["Amara"]
        home = amara.said[-1]
        assert "Agree the record of CB-10234" in words(shown(home))
        agreed = await story.presses("Amara", "I agree", on="Agree the record of CB-10234")
        assert agreed.title == "Agreed"
        assert words(shown(home)).startswith("My supervision")
        assert "Agree the record" not in words(shown(home))
        assert "refresh" in shown(home)


# The pages that the app's page in Teams links


async def test_what_it_keeps_and_is_for_can_be_read_and_names_nobody(
    running: Running, fake: FakeTeams
) -> None:
    developer = package.manifest(APP, running.url, "Story Council", "1.0.0", slash=False)["developer"]
    pages = {}
    for link in ("websiteUrl", "privacyUrl", "termsOfUseUrl"):
        async with fake._session.get(developer[link]) as answer:
            assert (answer.status, answer.content_type) == (200, "text/html")
            pages[link] = await answer.text()
    assert "buttons that were used, and forms that were never sent: 3 months after use" in pages["privacyUrl"]
    assert "Outlook" not in pages["privacyUrl"]
    assert "they stand in Teams, which keeps" in pages["privacyUrl"]
    assert "safeguarding procedure first" in pages["termsOfUseUrl"]
    assert not any(name in page for page in pages.values() for name in ("Amara", "Priya", "Sam Pretend"))


# Presses


async def test_a_press_that_needs_a_form_opens_a_dialog_and_errors_stand_beside_their_fields(
    fake: FakeTeams,
) -> None:
    await fake.types("Amara", "prepare CB-10234")
    card = shown(fake.accounts["Amara"].said[-1])
    [opens] = actions_in(card)
    assert opens["data"]["msteams"] == {"type": "task/fetch"}
    await fake.presses("Amara", fake.accounts["Amara"].said[-1], opens)
    dialog = fake.accounts["Amara"].dialog
    assert dialog
    share = actions_in(dialog)[0]["data"]
    await fake.submits("Amara", {**share, "entry:helped": "kept as typed"})
    again = fake.accounts["Amara"].dialog
    assert again
    assert "worrying" in seen(again).errors


async def test_a_refusal_in_a_dialog_keeps_what_was_typed(
    place: Place, fake: FakeTeams, rows: Counted
) -> None:
    """The one writer is held for longer than Teams waits: nothing is changed, and the form says so."""
    from threading import Event

    async with place.running(TimeLimits(60, 1.0)) as running:
        await fake.types("Amara", "prepare CB-10234")
        await fake.presses(
            "Amara", fake.accounts["Amara"].said[-1], actions_in(shown(fake.accounts["Amara"].said[-1]))[0]
        )
        dialog = fake.accounts["Amara"].dialog
        assert dialog
        before, held, free = rows(), Event(), Event()
        holder = asyncio.create_task(asyncio.to_thread(_hold, running, held, free))
        await asyncio.to_thread(held.wait)
        share = actions_in(dialog)[0]["data"]
        await fake.submits("Amara", {**share, "entry:worrying": "Attendance"})
        free.set()
        await holder
        refused = fake.accounts["Amara"].dialog
        assert refused
        assert "Nothing was changed" in seen(refused).text
        await fake.submits("Amara", actions_in(refused)[-1]["data"])
        after = fake.accounts["Amara"].dialog
        assert after
        assert seen(after).values["worrying"] == "Attendance"
        assert rows() == before


def _hold(running: Running, held: Any, free: Any) -> None:
    with running.bot.work():
        held.set()
        free.wait(20)


async def test_an_activity_delivered_again_is_done_once(fake: FakeTeams, rows: Counted) -> None:
    await fake.types("Amara", "due")
    activity = fake.activity("Amara", "message", text="away 5 nov")
    await fake.send(activity)
    before = rows()
    await asyncio.gather(*(fake.send(activity) for _ in range(3)))
    assert "received already" in said(fake, "Amara")
    assert rows() == before


async def test_the_message_extension_opens_the_page_from_which_all_can_be_done(fake: FakeTeams) -> None:
    await fake.uses_extension("Amara", "home")
    dialog = fake.accounts["Amara"].dialog
    assert dialog
    assert seen(dialog).title == "My supervision"
    prepare = next(a for a in actions_in(dialog) if a["title"].startswith("Prepare"))
    await fake.submits("Amara", prepare["data"])
    assert fake.accounts["Amara"].dialog != dialog
    await fake.uses_extension("Amara", "prepare")
    assert fake.accounts["Amara"].dialog


async def test_people_are_found_as_a_name_is_typed(fake: FakeTeams) -> None:
    fake.add("Stranger", "nobody@example.org")
    assert await fake.searches("Stranger", "Pri") == []
    await fake.types("Amara", "due")
    assert [found["value"] for found in await fake.searches("Amara", "Pri")] == ["S201"]


# The connector


def connector(fake: FakeTeams, **more: Any) -> Connector:
    return Connector(settings(fake, **more), sleep=at_once, chance=lambda: 0.0)


@pytest.mark.parametrize("status", [408, 412, 429, 500, 502, 503, 504])
async def test_what_passes_is_tried_again(fake: FakeTeams, status: int) -> None:
    fake.personal("Amara").installed = True
    fake.faults["send"].append(("status", status))
    one = connector(fake)
    assert await one.send(fake.service, "a:Amara", {"type": "message", "text": "x"})
    await one.close()
    assert len(fake.personal("Amara").messages) == 1


async def test_a_long_wait_is_left_to_the_dispatcher(fake: FakeTeams) -> None:
    fake.faults["send"].append(("status", 429, {"Retry-After": "30"}))
    one = connector(fake)
    with pytest.raises(TryLaterError) as met:
        await one.send(fake.service, "a:Amara", {})
    await one.close()
    assert (met.value.reason, met.value.after) == ("ratelimited", 30.0)


async def test_a_lost_answer_isnt_sent_again_at_once(fake: FakeTeams) -> None:
    """It may have arrived: the dispatcher counts the second attempt as one."""
    fake.personal("Amara").installed = True
    fake.faults["send"].append(("lost",))
    one = connector(fake)
    with pytest.raises(TryLaterError):
        await one.send(fake.service, "a:Amara", {"type": "message", "text": "x"})
    await one.close()
    assert len(fake.personal("Amara").messages) == 1


@pytest.mark.parametrize(
    ("status", "kind"), [(403, UnreachableError), (404, UnreachableError), (400, NotAllowedError)]
)
async def test_what_is_final(fake: FakeTeams, status: int, kind: type[Exception]) -> None:
    fake.faults["send"].append(("status", status))
    one = connector(fake)
    with pytest.raises(kind):
        await one.send(fake.service, "a:Amara", {})
    await one.close()
    assert [what for what, _ in fake.calls].count("send") == 1


async def test_a_refused_token_is_replaced_once(fake: FakeTeams) -> None:
    fake.personal("Amara").installed = True
    one = connector(fake)
    await one.check()
    fake.tokens.clear()
    assert await one.send(fake.service, "a:Amara", {"type": "message", "text": "x"})
    await one.close()


async def test_wrong_credentials_are_said_at_the_start(place: Place) -> None:
    with pytest.raises(SettingsError, match="Entra refuses them"):
        async with place.running(teams_app_secret="wrong"):
            pass


async def test_an_outage_at_the_start_is_waited_out(place: Place, fake: FakeTeams) -> None:
    fake.faults["token"].append(("status", 503))
    async with place.running():
        await fake.types("Amara", "due")
        assert "for you" in said(fake, "Amara")


async def test_a_message_that_is_gone_is_no_error(running: Running, fake: FakeTeams) -> None:
    from bot.platform import Address, Sent

    await fake.installs("Amara")
    entra = fake.accounts["Amara"].entra
    data = {"service": fake.service, "tenant": TENANT, "user": "29:Amara", "entra": entra}
    to = Address(1, "teams", tuple(data.items()))
    await running.side.platform.replace(to, Sent("a:Amara m999"), Card("T", "N"))


def test_one_conversation_is_written_to_no_faster_than_teams_allows() -> None:
    asyncio.run(_paced())


async def _paced() -> None:
    now, slept = [0.0], list[float]()

    async def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += seconds

    limiter = RateLimiter(clock=lambda: now[0], sleep=sleep)
    for _ in range(7):
        await limiter.wait("a", TENANT)
    assert slept == []
    await limiter.wait("a", TENANT)
    assert slept == [1.0]
    await limiter.wait("a", TENANT)
    assert slept == [1.0, 1.0]
    for n in range(100):
        await limiter.wait(f"other {n}", TENANT)
    assert len(slept) > 2
    with pytest.raises(TryLaterError, match="throttled"):
        await _many(limiter)


async def _many(limiter: RateLimiter) -> None:
    for _ in range(60):
        await limiter.wait("a", TENANT)


# Settings


def test_what_is_lacking_is_named(fake: FakeTeams) -> None:
    assert lacking(settings(fake)) == []
    assert lacking(settings(fake, teams_app_secret=None, teams_tenants=[])) == [
        "SUPERVISION_TEAMS_TENANTS",
        "SUPERVISION_TEAMS_APP_SECRET",
    ]
    assert lacking(settings(fake, teams_app_id="", teams_app_secret=SECRET, teams_playground=True)) == []


async def test_a_certificate_in_place_of_the_secret(fake: FakeTeams, tmp_path: Any) -> None:
    file = tmp_path / "bot.pem"
    file.write_bytes(pem(key=signing_key()))
    one = connector(fake, teams_app_secret=None, teams_certificate=str(file))
    await one.check()
    await one.close()
    with pytest.raises(SettingsError, match="TEAMS_CERTIFICATE"):
        Credentials(settings(fake, teams_certificate=str(tmp_path / "none.pem")))


def test_without_its_library_it_is_said_what_to_install(
    place: Place, fake: FakeTeams, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delitem(sys.modules, "bot.teams.app")
    monkeypatch.setitem(sys.modules, "botbuilder.integration.aiohttp", None)
    bot = place.bot()
    with pytest.raises(NotInstalledError, match="says what to install"):
        connect("teams", bot, settings(fake))
    bot.engine.dispose()
