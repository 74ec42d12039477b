"""Who is who: a Slack account is bound once to the member of staff with its email, never a guest's."""

from __future__ import annotations

import asyncio

from bot.logs import log
from bot.platform import UnreachableError
from bot.slack.workspaces import Json, Workspace, Workspaces
from bot.wiring import Bot
from storage import people, reach


class StrangerError(Exception):
    """Nobody the bot may talk to; ``sentence`` tells them what to do."""

    def __init__(self, why: str, sentence: str) -> None:
        super().__init__(why)
        self.why, self.sentence = why, sentence


GUEST = "Guest accounts can't use this. Ask with your own council account, or ask a colleague."
UNKNOWN = (
    "The email of your Slack account isn't on the staff list, so there is nothing to show you. "
    "Ask whoever keeps the list for this bot to put it right."
)
TAKEN = (
    "Somebody with your email already uses this with another Slack account. Ask whoever keeps the staff list to "
    "look into it."
)
STOPPED = "This Slack account can't be used here any more. Ask whoever keeps the staff list for this bot."


def account(workspace: Workspace, user: str) -> str:
    """The account's name among ours."""
    return f"{workspace.place}:{user}"


def known(bot: Bot, workspace: Workspace, user: str) -> int | None:
    """The person whose account this is, if it was met. Raises StrangerError for one that was stopped."""
    with bot.look() as work:
        found = reach.bound(work, "slack", account(workspace, user))
    if found is not None and not found.works:
        raise StrangerError("stopped", STOPPED)
    return found.person_id if found else None


async def meet(bot: Bot, workspaces: Workspaces, workspace: Workspace, user: str) -> int:
    """First contact: looks the account up and binds it. Raises StrangerError, and as ``Workspaces.call``."""
    said = await workspaces.call(workspace, "users.info", user=user)
    why = amiss(said["user"], workspace)
    if why:
        raise _stranger(why)
    return await asyncio.to_thread(_bind, bot, workspace, user, email_of(said["user"]))


def amiss(user: Json, workspace: Workspace) -> str:
    """One word on why this account is none of ours; empty when it is."""
    if user.get("deleted"):
        return "deactivated"
    if user.get("is_bot"):
        return "bot"
    if user.get("is_restricted") or user.get("is_ultra_restricted") or user.get("is_stranger"):
        return "guest"
    return "" if _of_ours(user, workspace) else "guest"


def _of_ours(user: Json, workspace: Workspace) -> bool:
    """Somebody from another organisation can write in a shared channel."""
    if workspace.enterprise:
        return bool((user.get("enterprise_user") or {}).get("enterprise_id") == workspace.enterprise)
    return str(user.get("team_id", workspace.team)) == workspace.team


def email_of(user: Json) -> str:
    return str((user.get("profile") or {}).get("email") or "").strip().lower()


def _bind(bot: Bot, workspace: Workspace, user: str, email: str) -> int:
    data = {"enterprise": workspace.enterprise, "team": workspace.team, "user": user, reach.EMAIL: email}
    with bot.work() as work:
        same = (
            [p for p in people.find(work, email) if (p.email or "").strip().lower() == email] if email else []
        )
        if len(same) != 1:
            raise _stranger("unknown")
        if not reach.bind(work, same[0].id, "slack", account(workspace, user), data):
            raise _stranger("taken")
    log.info("slack.met", person=same[0].id)
    return same[0].id


def _stranger(why: str) -> StrangerError:
    log.warning("slack.stranger", why=why)
    return StrangerError(why, {"unknown": UNKNOWN, "taken": TAKEN}.get(why, GUEST))


async def find_by_email(bot: Bot, workspaces: Workspaces, person_id: int, email: str) -> None:
    """Binds a member of staff whom the bot never met, so that they can be written to. Raises StrangerError where no
    account has that email, and as ``Workspaces.call``."""
    for workspace in await workspaces.everywhere():
        user = await _looked_up(workspaces, workspace, email)
        if user is None:
            continue
        why = amiss(user, workspace)
        if why:
            raise _stranger(why)
        if (
            await asyncio.to_thread(_bind, bot, workspace, str(user["id"]), email.strip().lower())
            != person_id
        ):
            raise _stranger("taken")
        return
    raise _stranger("unknown")


async def _looked_up(workspaces: Workspaces, workspace: Workspace, email: str) -> Json | None:
    try:
        said = await workspaces.call(workspace, "users.lookupByEmail", email=email)
    except UnreachableError:
        return None
    return dict(said["user"])


async def changed(bot: Bot, workspace: Workspace, user: Json) -> None:
    """Slack says that an account changed: one deactivated or made a guest's is used no more, one restored is."""
    why = amiss(user, workspace)
    await asyncio.to_thread(_set_works, bot, account(workspace, str(user["id"])), not why)
    await compared(bot, workspace, user)


async def compared(bot: Bot, workspace: Workspace, user: Json) -> None:
    """An email matches once. What it is later is kept, and ``doctor`` names whose differs from the staff list's."""
    await asyncio.to_thread(_compare, bot, account(workspace, str(user["id"])), email_of(user))


def _set_works(bot: Bot, name: str, works: bool) -> None:
    with bot.work() as work:
        found = reach.bound(work, "slack", name)
        if found and found.works != works:
            reach.set_works(work, "slack", name, works)
            log.warning("slack.account.changed", person=found.person_id, works=works)


def _compare(bot: Bot, name: str, email: str) -> None:
    with bot.look() as work:
        found = reach.bound(work, "slack", name)
    if found is None or not email or found.email == email:
        return
    with bot.work() as work:
        reach.keep_data(work, found.person_id, "slack", {reach.EMAIL: email})
    log.warning("slack.email.changed", person=found.person_id)
