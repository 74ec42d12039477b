"""``doctor``: is everything in order? Each finding says what to do. It reads only."""

from __future__ import annotations

import gettext
import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from difflib import get_close_matches
from importlib.metadata import version
from importlib.util import find_spec
from pathlib import Path
from typing import Final

from rich.console import Console
from rich.markup import escape

from bot.clock import SystemClock
from bot.commands.case_names import stored_references
from bot.commands.doctor_accounts import accounts
from bot.commands.doctor_certificates import certificates
from bot.commands.doctor_identities import identities
from bot.commands.doctor_imports import imports
from bot.commands.doctor_machine import around
from bot.commands.doctor_outlook import calendars, outlook_settings, sessions_in_them
from bot.commands.doctor_people import cases, people
from bot.commands.doctor_stored import stored
from bot.commands.error_text import explained
from bot.commands.findings import LISTED, NEEDED_TO_START, Finding, Level, fine, look, wrong
from bot.commands.progress import counting
from bot.commands.reading import opened
from bot.logs import set_up
from bot.platform import guides, lacking, package
from bot.settings import PREFIX, Settings, SettingsError, read_settings, rules_text
from bot.start import digest_of
from bot.version import named_version
from bot.wiring import versions_of
from cards.formats import day, month, plural
from policy.check import check
from policy.ruleset import Duty
from storage import health, keys
from storage.cipher import BadKeyError, FernetCipher, UnreadableError
from storage.cipher import new_key as make_key
from storage.council import council, subjects
from storage.drift import Drift
from storage.migrate import head_revision
from storage.work import Work

_SETTINGS: Final = "docs/settings.md lists every setting."


#: Days after which the library of bank holidays may lack one.
OLD: Final = 365
#: Seconds that a message may be late before it is worth a look.
LATE: Final = 3600


def doctor(new_key: bool, drift: bool) -> int:
    """Prints every finding; 1 if something is wrong, 0 if all is fine or only worth a look."""
    if new_key:
        print(make_key())
        return 0
    set_up("error")
    found = []
    for finding in findings(drift=drift):
        found.append(finding)
        _show(finding)
    bad, odd = (sum(f.level is level for f in found) for level in (Level.WRONG, Level.LOOK))
    print(f"\n{len(found)} things looked at: {bad or 'none'} wrong, {odd or 'none'} worth a look.")
    return 1 if bad else 0


_STYLES: Final = {Level.FINE: "green", Level.LOOK: "yellow", Level.WRONG: "bold red"}


def _show(finding: Finding) -> None:
    console = Console(highlight=False, soft_wrap=True)
    console.print(f"[{_STYLES[finding.level]}]{finding.level:5}[/]  {escape(finding.what)}")
    if finding.remedy:
        console.print(f"       {escape(finding.remedy)}")


def findings(*, drift: bool = False) -> Iterator[Finding]:
    """Everything looked at, in order; what cannot be looked at for want of something before it is left out."""
    yield fine(f"This is {named_version()}, whose tables are of {head_revision()}.")
    try:
        settings = read_settings()
    except SettingsError as error:
        yield wrong(str(error), _SETTINGS)
        return
    now = SystemClock().now()
    today = now.date()
    yield from _unknown_settings()
    if not settings.platforms:
        yield look("No chat platform is set: what is to be told waits.", f"{guides()}.")
    yield _bank_holidays(today)
    cipher, key = _key(settings)
    yield key
    for name in settings.platforms:
        yield _connects(settings, name)
    yield from certificates(settings, now)
    yield from outlook_settings(settings)
    rules = list(_rule_book(settings, today))
    yield from rules
    if all(r.level is not Level.WRONG for r in rules):
        yield from _opened(settings, cipher, drift=drift)


# Settings


def _unknown_settings() -> Iterator[Finding]:
    """A misspelt setting would be passed over in silence."""
    known = {f"{PREFIX}{name.upper()}" for name in Settings.model_fields}
    known |= {f"{name}_FILE" for name in known}
    for name in sorted(os.environ.keys() - known):
        if name.startswith(PREFIX) and not name.startswith(f"{PREFIX}TEST_"):
            near = get_close_matches(name, known, n=1)
            meant = f"Was {near[0]} meant?" if near else _SETTINGS
            yield look(f"{name} is set, and there is no such setting.", meant)


def _bank_holidays(today: date) -> Finding:
    what = f"The library of bank holidays (holidays {version('holidays')})"
    newest = _newest_translation()
    if newest is None:
        return look(f"{what} doesn't say how old it is.", "See that it is from the last twelve months.")
    if (today - newest).days > OLD:
        remedy = "One may be missing: update it (make lock UPGRADE=--upgrade), or put the day in the rules."
        return look(f"{what} is over a year old.", remedy)
    return fine(f"{what} is from {month(newest)}.")


def _newest_translation() -> date | None:
    """Its release carries no date. Its translations do, and some are renewed for nearly every release."""
    found = find_spec("holidays")
    if found is None or found.origin is None:
        return None
    days = [_revised(file) for file in Path(found.origin).parent.glob("locale/*/LC_MESSAGES/*.mo")]
    return max((day for day in days if day), default=None)


def _revised(file: Path) -> date | None:
    with file.open("rb") as opened_file:
        said = gettext.GNUTranslations(opened_file).info().get("po-revision-date", "")
    try:
        return date.fromisoformat(said[:10])
    except ValueError:
        return None


def _key(settings: Settings) -> tuple[FernetCipher | None, Finding]:
    keys = [k.get_secret_value() for k in settings.encryption_keys]
    name = f"{PREFIX}ENCRYPTION_KEYS"
    if not keys:
        remedy = "Make one with: python app.py doctor --new-key. Keep a copy apart from the database and its backups."
        return None, wrong(f"{name} is not set: serve refuses to start.", remedy)
    try:
        cipher = FernetCipher(keys)
    except BadKeyError as error:
        return None, wrong(f"{name}: {error}", "Look whether it was cut short when it was copied.")
    return cipher, fine(
        f"{'An encryption key is' if len(keys) == 1 else f'{len(keys)} encryption keys are'} set."
    )


def _connects(settings: Settings, name: str) -> Finding:
    """Whether all is set; whether the platform takes it, ``serve`` says at its start."""
    wanted = lacking(settings, name)
    if wanted:
        return wrong(f"{wanted}.", NEEDED_TO_START)
    return fine(f"Every setting that {package(name).TRAITS.title} needs is there.")


def _rule_book(settings: Settings, today: date) -> Iterator[Finding]:
    """Each version by itself, then whether they go together."""
    found = [_rules(named, today) for named in settings.rules]
    yield from found
    if all(f.level is not Level.WRONG for f in found):
        try:
            later = versions_of(settings).versions[1:]
        except SettingsError as error:
            yield wrong(
                str(error), "Versions of one policy have one 'name', and each its own 'in_force_from'."
            )
            return
        for one in later:
            yield fine(f"Version {one.version} governs what starts from {day(one.in_force_from)}.")


def _rules(named: str, today: date) -> Finding:
    try:
        text, name = rules_text(named)
    except SettingsError as error:
        return wrong(str(error), "Shipped rule sets are listed by: python app.py policy list")
    report, see = check(text, name, today), f"See: python app.py policy check {named}"
    if report.errors:
        return wrong(
            f"The rule set {name} has {plural('fault', len(report.errors))} and cannot be used.", see
        )
    if report.warnings:
        return look(f"The rule set {name} has {plural('thing', len(report.warnings))} to look at.", see)
    return fine(f"The rule set {name} can be used.")


# The database


def _opened(settings: Settings, cipher: FernetCipher | None, *, drift: bool) -> Iterator[Finding]:
    try:
        with opened(settings) as bot:
            if cipher:
                bot.config = replace(bot.config, cipher=cipher)
            yield fine(f"The database can be read, and its tables are this code's, of {head_revision()}.")
            with bot.read() as work:
                known = stored_references(work)
            yield from known.findings()
            bot.config = replace(bot.config, references=known.shapes)
            with bot.read() as work:
                yield from _database(work, readable=cipher is not None)
                yield from accounts(work, settings.platforms)
                yield from calendars(work)
                yield from sessions_in_them(work)
                yield from around(work, settings.database_url)
                yield from identities(work)
                yield from imports(work)
                if drift:
                    yield _drift(work)
    except Exception as error:
        sentence = explained(error)
        if sentence is None:
            raise
        yield wrong(sentence, "Until then nothing in the database can be looked at.")


def _database(work: Work, *, readable: bool) -> Iterator[Finding]:
    if readable:
        yield (words := _words(work))
        if words.level is not Level.WRONG:
            yield from _old_keys(work)
    yield _assessed(work)
    yield stored(work)
    yield from people(work)
    yield from cases(work)
    yield from lengths(work)
    yield from _messages(work)


#: What there is to do about words that no key opens.
NO_KEY: Final = (
    "Set the key they were sealed with beside the new one. Without it nobody can ever read them again."
)


def _words(work: Work) -> Finding:
    tables = health.unopened(work)
    if tables:
        return wrong(f"No key opens the words kept in: {', '.join(tables)}.", NO_KEY)
    return fine("The key opens the words that are kept.")


def _old_keys(work: Work) -> Iterator[Finding]:
    """Where there are several keys, which of them still opens what."""
    cipher = work.config.cipher
    if not isinstance(cipher, FernetCipher) or cipher.number == 1:
        return
    try:
        opened_by = keys.opened_by(work, cipher)
    except UnreadableError:  # between those that were looked at
        yield wrong("No key opens some of the words that are kept.", NO_KEY)
        return
    old = sorted((number, tables) for number, tables in opened_by.items() if number)
    for number, tables in old:
        what = f"Key {number + 1} of {cipher.number} still opens {plural('text', tables.total())}"
        yield look(f"{what}, in: {', '.join(sorted(tables))}.", "Seal them anew: python app.py keys rotate.")
    if not old:
        yield fine("Only the first key opens anything: the others can be taken out, but for old backups.")


def _assessed(work: Work) -> Finding:
    kept, waiting = council(work), health.marked(work)
    if kept and kept.rules_digest and kept.rules_digest != digest_of(work.config.versions, work.rules):
        remedy = (
            "The next start of serve (or demo), or serve's coming night, has everything worked out again."
        )
        what = "The rules, the bank holidays or how the bot works things out have changed since it did."
        return look(what, remedy)
    if waiting:
        remedy = "serve does this as it runs. If the number doesn't fall, look at its log for tick.stuck."
        return look(f"{plural('matter', waiting)} still to be worked out again.", remedy)
    if kept and not kept.rules_digest:
        return fine("What was brought in is worked out; the first start of serve goes over it once more.")
    return fine("Everything due was worked out by the rules in force.")


def lengths(work: Work) -> Iterator[Finding]:
    """Where a rule asks how long a session lasted, one of unknown length counts: that is said."""
    rows = [row for rule in work.rules.asking(Duty.SUPERVISE) for row in rule.rows]
    if not any(row.in_total or any(phase.minutes for phase in row.stretches) for row in rows):
        return
    unknown = health.of_unknown_length(work)
    if not unknown:
        yield fine("Of every session held since the bot began it is known how long it lasted.")
        return
    has = "has" if unknown == 1 else "have"
    yield look(
        f"{plural('session', unknown)} held since the bot began {has} no length, and counts as long enough.",
        "Give minutes in the file of sessions: a rule asks how long a session lasts.",
    )


def _messages(work: Work) -> Iterator[Finding]:
    backlog = health.backlog(work)
    if backlog.oldest > LATE:
        what = f"{plural('message', backlog.late)} should have gone, the oldest {backlog.oldest / 3600:.0f} hours ago."
        yield look(what, "Is serve running, and is a chat platform set? Its log says why (message.delayed).")
    else:
        yield fine(f"{plural('message', backlog.waiting)} waiting for their time, none late.")
    for why, number in sorted(health.failed(work).items()):
        yield look(
            f"{plural('message', number)} never arrived ({why}).", "The administrators were told for whom."
        )


def _drift(work: Work) -> Finding:
    """Everything assessed afresh: what is stored must say the same."""
    found: list[Drift] = []
    with counting("Comparing", subjects(work)) as progress:
        for number, some in health.drifted(work):
            found += some
            progress(number)
    if not found:
        return fine("Everything that is stored is what working it out afresh says.")
    shown = "; ".join(
        f"{d.key.subject.kind} {d.key.subject.id}, {d.key.duty}: {d.what}" for d in found[:LISTED]
    )
    return wrong(
        f"What is stored differs in {plural('matter', len(found))}: {shown}.",
        "This is a fault in the bot: report it with this line.",
    )
