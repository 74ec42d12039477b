"""Whom Slack knows, as accounts of ours."""

from __future__ import annotations

from bot.inbound.accounts import Account, Sender
from bot.platform import UnreachableError
from bot.slack import TRAITS
from bot.slack.workspaces import Json, Workspace, Workspaces


class Directory:
    """Implements ``bot.inbound.accounts.Directory``."""

    traits = TRAITS

    def __init__(self, workspaces: Workspaces) -> None:
        self._workspaces = workspaces

    def sender(self, workspace: Workspace, user: str) -> Sender:
        """Whoever sent a request from there."""

        async def account() -> Account:
            said = await self._workspaces.call(workspace, "users.info", user=user)
            return as_account(workspace, said["user"])

        return Sender(account_name(workspace, user), account)

    async def by_email(self, email: str) -> Account | None:
        """In the first workspace that has it."""
        for workspace in await self._workspaces.everywhere():
            try:
                said = await self._workspaces.call(workspace, "users.lookupByEmail", email=email)
            except UnreachableError:
                continue
            return as_account(workspace, said["user"])
        return None

    async def roster(self) -> list[Account]:
        """Slack is asked for each by email: a list of a whole workspace is more than the bot has business with."""
        return []


def account_name(workspace: Workspace, user: str) -> str:
    """The account's name among ours."""
    return f"{workspace.place}:{user}"


def as_account(workspace: Workspace, user: Json) -> Account:
    """What ``users.info`` says, as we keep it."""
    data = {"enterprise": workspace.enterprise, "team": workspace.team, "user": str(user["id"])}
    email = str((user.get("profile") or {}).get("email") or "").strip().lower()
    return Account(account_name(workspace, str(user["id"])), email, data, _amiss(user, workspace))


def _amiss(user: Json, workspace: Workspace) -> str:
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
