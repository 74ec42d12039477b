"""What ``doctor`` says of people's accounts: who isn't met, whose differs from the staff list, who is told where."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from bot.commands.findings import Finding, fine, look, some
from bot.platform import Traits, package
from cards.formats import day, plural
from storage import unreached
from storage.contacts import by_platform, chosen_elsewhere, unmet, with_another_email
from storage.work import Work


def accounts(work: Work, names: Sequence[str]) -> Iterator[Finding]:
    """For whom something waits; and who is where, of the platforms on which people have accounts."""
    yield _unreached(work)
    platforms = [traits for name in names if not (traits := package(name).TRAITS).reaches_everybody]
    for traits in platforms:
        yield _unmet(work, traits)
        yield from _stopped(work, traits)
        yield from _other_emails(work, traits)
    if len(platforms) > 1:
        yield from _contacts(work, platforms)


def _unreached(work: Work) -> Finding:
    found = unreached.everybody(work)
    if not found:
        return fine("Nothing waits for somebody who can't be reached.")
    who = f"{plural('person', len(found), 'people')} can't be reached"
    waits = plural("message", sum(one.waiting for one in found))
    since = day(min(one.since for one in found))
    remedy = "See that they have an account with the email of the staff list, and the app; they then get all of it."
    what = f"{who}, and {waits} to them {'waits' if waits.startswith('1 ') else 'wait'}, since {since}"
    return look(f"{what}: {some([one.staff_number for one in found])}.", remedy)


def _unmet(work: Work, platform: Traits) -> Finding:
    """Whoever has no account there: serve looks for each, once a day."""
    found = [one.staff_number for one in unmet(work, platform.name) if not one.stopped]
    if not found:
        return fine(f"Everybody in post was met on {platform.title}.")
    remedy = "Compare their emails with their accounts there; guests and deactivated accounts aren't taken."
    people = plural("person", len(found), "people")
    return look(f"{people} not met on {platform.title} yet: {some(found)}.", remedy)


def _stopped(work: Work, platform: Traits) -> Iterator[Finding]:
    found = [one.staff_number for one in unmet(work, platform.name) if one.stopped]
    if found:
        remedy = (
            "It was deactivated or made a guest's. If they left, import when; if not, have it restored there."
        )
        people = plural("person", len(found), "people")
        yield look(
            f"{people} whose account on {platform.title} can't be used any more: {some(found)}.", remedy
        )


def _other_emails(work: Work, platform: Traits) -> Iterator[Finding]:
    found = with_another_email(work, platform.name)
    if found:
        remedy = "They stay joined. See that each account is that person's, and put right whichever email is wrong."
        what = f"{plural('account', len(found))} on {platform.title} with another email than the staff list's"
        yield look(f"{what}: {some(found)}.", remedy)


def _contacts(work: Work, platforms: Sequence[Traits]) -> Iterator[Finding]:
    """Where each is told, of several platforms; and whom the staff list sends to one that isn't in use."""
    found = by_platform(work, [one.name for one in platforms])
    for one in platforms:
        people = plural("person", len(found[one.name]), "people")
        names = f": {some(found[one.name])}" if found[one.name] else ""
        yield fine(f"{people} told on {one.title}{names}.")
    elsewhere = chosen_elsewhere(work, [one.name for one in platforms])
    if elsewhere:
        what = f"{plural('person', len(elsewhere), 'people')} whose contact is no platform in use"
        yield look(
            f"{what}: {some(elsewhere)}.", "Put their contact right in the people file, or leave it empty."
        )
