"""``person``: shows one member of staff, and puts right what is stored, by the import's own rules, without a file."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Final

from sqlalchemy import select

from bot.clock import SystemClock
from bot.commands.leave_trace import account, changing, leave
from bot.commands.reading import near_number, opened, read_day
from bot.settings import Settings, SettingsError, read_settings
from bot.wiring import Bot, config_of
from cards.formats import day as day_words
from handlers.absence import absence
from handlers.people import leaving
from policy.facts import Subject, SubjectKind
from storage import absences, contacts, supervision
from storage import people as staff
from storage import tables as t
from storage.engine import open_engine
from storage.importing.columns.file_columns import PEOPLE
from storage.importing.faults import TYPED, BadFilesError
from storage.importing.options import ImportOptions
from storage.importing.run import bring_in
from storage.importing.runs import EndedError, UnderWayError
from storage.importing.tables.files import Rows
from storage.importing.tables.headings import plain
from storage.transactions import write_transaction
from storage.work import Work

_NEEDED: Final = tuple(c.name for c in PEOPLE.columns if c.needed and c.name != "staff_number")


def show(staff_number: str) -> int:
    """Prints who they are, who supervises them, and which accounts are joined to them."""
    settings = read_settings()
    with opened(settings) as bot:
        with bot.read() as work:
            person = _person(work, staff_number)
        leave(bot, settings.database_url, "person.shown", Subject(SubjectKind.PERSON, person.id))
        _show(bot, person)
    return 0


def _show(bot: Bot, person: staff.Person) -> None:
    with bot.read() as work:
        above = supervision.supervisor_now(work, person.id)
        supervisor = staff.person(work, above).staff_number if above else ""
        for name, value in {**_row(work, person.id), "supervisor": supervisor}.items():
            print(f"{name:16} {value}".rstrip())
        for one in contacts.accounts_of(work, person.id):
            print(f"{one.platform:16} {one.external_id}{'' if one.works else ' (can’t be used any more)'}")


def change(staff_number: str, columns: Sequence[str]) -> int:
    """Each column as in the file of people: ``email=amara@example.org``. Somebody new is added."""
    given = dict(_given(one) for one in columns)
    settings = read_settings()
    with opened(settings) as bot, bot.read() as work:
        known = staff.by_staff_number(work, staff_number)
        stored = _row(work, known.id) if known else {}
    cells = {name: stored[name] for name in _NEEDED if name in stored} | given
    return _bring(settings, Rows(TYPED, ["staff_number", *cells], [[staff_number, *cells.values()]]))


def supervise(staff_number: str, supervisor: str, since: str) -> int:
    """From a day on, ``supervisor`` is their line supervisor; the one before ends by itself."""
    heading = ["supervisee", "supervisor", "since"]
    return _bring(read_settings(), Rows(TYPED, heading, [[staff_number, supervisor, since]]))


def unjoin(staff_number: str, platform: str) -> int:
    """Ends the join of their account: it is met anew by the email of the staff list. 1 where there is none."""
    settings = read_settings()
    with opened(settings) as bot, changing(bot, settings.database_url) as work:
        who = _person(work, staff_number)
        ended = contacts.unbind(work, who.id, platform)
        if ended:
            subject = Subject(SubjectKind.PERSON, who.id)
            work.log("reach.unjoined", subject, account=account(), platform=platform)
    print(
        f"{who.name}’s account on {platform} is joined to nobody now: it is met anew by its email."
        if ended
        else f"{staff_number} has no account on {platform}."
    )
    return 0 if ended else 1


def not_away(staff_number: str, day: str) -> int:
    """An absence that a file brought isn't so. 1 where there is none, or chat said it: it is taken back there."""
    settings = read_settings()
    on = read_day("DAY", day)
    with opened(settings) as bot, changing(bot, settings.database_url) as work:
        who = _person(work, staff_number)
        theirs, in_chat = absences.brought_in(work, who.id, on)
        for one in theirs:
            absence.withdraw(work, one, account())
            last = f"to {day_words(one.last)}" if one.last else "with no last day"
            print(f"{who.name} wasn’t away from {day_words(one.first)} {last}: that is withdrawn.")
    if in_chat:
        print(f"{who.name} was said to be away on {day_words(on)} in chat: it is taken back there.")
    elif not theirs:
        print(f"By no file {who.name} is away on {day_words(on)}.")
    if theirs:
        print(
            "Sessions that it cancelled stay cancelled; whoever is to find new times for them, or read of it, is told. "
            "A file that still has it changes nothing: put it right there."
        )
    return 0 if theirs and not in_chat else 1


def _given(typed: str) -> tuple[str, str]:
    name, equals, value = typed.partition("=")
    column = plain(name)
    if not equals or column not in PEOPLE.names:
        raise SettingsError(f"{typed}: write column=value, with one of {', '.join(PEOPLE.names[1:])}")
    return column, value


def _bring(settings: Settings, rows: Rows) -> int:
    """Raises SettingsError where there is no database of this code's, and while somebody else's import is under way."""
    with opened(settings):
        engine = open_engine(settings.database_url)
    try:
        config, now = config_of(settings), SystemClock().now()
        result = bring_in(engine, config, now, [rows], ImportOptions(account=account()))
        with write_transaction(engine, config, now) as work:
            leaving.follow(work)
    except (UnderWayError, EndedError) as error:
        raise SettingsError(str(error)) from None
    except BadFilesError as error:
        print(error)
        return 1
    finally:
        engine.dispose()
    for line in result.lines:
        print(replace(line, file="", line=0))
    if not result.lines:
        print("Nothing was changed: it is so already.")
    return 0


def _row(work: Work, person_id: int) -> Mapping[str, str]:
    """As the file of people would say it."""
    p = t.Person.__table__
    columns = [p.c[name] for name in PEOPLE.names if name in p.c]
    row = work.connection.execute(select(*columns).where(p.c.id == person_id)).mappings().one()
    return {name: _words(value) for name, value in row.items()}


def _words(value: object) -> str:
    if isinstance(value, bool):
        return "yes" if value else "no"
    return "" if value is None else str(value)


def _person(work: Work, words: str) -> staff.Person:
    """By their staff number, or in post by what they are called in chat. Raises SettingsError for nobody or several."""
    found = staff.by_staff_number(work, words)
    called = [found] if found else staff.find(work, words)
    if len(called) == 1:
        return called[0]
    if called:
        numbers = ", ".join(f"{p.name} ({p.staff_number})" for p in called)
        raise SettingsError(f"several people are called {words}: {numbers}. Give the staff number")
    raise SettingsError(
        f"there is nobody with the staff number {words}, or called so: {near_number(work, words)}"
    )
