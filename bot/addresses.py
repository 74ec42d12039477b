"""Where a message goes: to its reader's one contact, or to where an earlier attempt may have arrived."""

from __future__ import annotations

from bot.platform import Address
from bot.wiring import Bot
from storage import people
from storage.contacts import EMAIL, contact_of, preferred_contact
from storage.sending import Claimed
from storage.work import Work


def of_message(work: Work, bot: Bot, claim: Claimed) -> Address | None:
    """Where an earlier attempt may have arrived, wherever its reader is by now; else where they are reached."""
    there = on_platform(work, bot, claim.recipient_id, claim.tried) if claim.tried else None
    return there or of_person(work, bot, claim.recipient_id)


def on_platform(work: Work, bot: Bot, person_id: int, platform: str) -> Address | None:
    """Where somebody was reached on that platform, wherever they are told by now. None once it isn't in use, or their
    account there mustn't be."""
    preferred = of_person(work, bot, person_id)
    if preferred and preferred.platform == platform:
        return preferred
    found = contact_of(work, person_id, platform) if platform in bot.platforms else None
    usable = found is not None and found.reachable
    return Address(person_id, platform, tuple(sorted(found.data.items()))) if found and usable else None


def of_person(work: Work, bot: Bot, person_id: int) -> Address | None:
    """Where a person is reached: their one contact, or an account that a platform can look for by their email."""
    everybody = next((p.traits.name for p in bot.platforms.values() if p.traits.reaches_everybody), None)
    if everybody:
        return Address(person_id, everybody)
    found = preferred_contact(work, person_id, tuple(bot.platforms))
    if found is None:
        return _by_email(work, bot, person_id)
    return Address(person_id, found.platform, tuple(sorted(found.data.items())))


def _by_email(work: Work, bot: Bot, person_id: int) -> Address | None:
    """Somebody whom a platform never met, and can look for; whose account there was stopped isn't looked for again."""
    email = people.person(work, person_id).email
    for name, platform in bot.platforms.items():
        if platform.traits.finds_by_email and email and contact_of(work, person_id, name) is None:
            return Address(person_id, name, ((EMAIL, email),))
    return None
