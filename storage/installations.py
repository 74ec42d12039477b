"""Where a platform's app is installed, its tokens sealed."""

from __future__ import annotations

from sqlalchemy import delete, select
from sqlmodel import col

from storage import tables as t
from storage.work import Work, upsert


def save(work: Work, platform: str, enterprise: str, team: str, data: str) -> None:
    """In place of an earlier installation at the same place."""
    where = {"platform": platform, "enterprise": enterprise, "team": team}
    values = {"sealed_data": work.cipher.seal(data), "installed_at": work.now}
    insert = upsert(work, t.Installation.__table__).values(**where, **values)
    work.connection.execute(insert.on_conflict_do_update(index_elements=list(where), set_=values))
    work.log("installation.saved", platform=platform, enterprise=enterprise, team=team)


def find(work: Work, platform: str, enterprise: str, team: str) -> str | None:
    """The workspace's own installation, else its organisation's."""
    i = t.Installation
    teams = (team, "") if enterprise else (team,)
    there = (col(i.platform) == platform, col(i.enterprise) == enterprise, col(i.team).in_(teams))
    query = select(col(i.sealed_data)).where(*there).order_by(col(i.team).desc()).limit(1)
    sealed = work.connection.execute(query).scalar()
    return work.cipher.open(sealed) if sealed else None


def everywhere(work: Work, platform: str) -> list[tuple[str, str]]:
    """Enterprise and team of each installation, the oldest first."""
    i = t.Installation
    query = select(col(i.enterprise), col(i.team)).where(col(i.platform) == platform).order_by(col(i.id))
    return [(row.enterprise, row.team) for row in work.connection.execute(query)]


def remove(work: Work, platform: str, enterprise: str, team: str) -> None:
    """The app was taken out: its tokens are forgotten."""
    i = t.Installation
    work.connection.execute(
        delete(i).where(col(i.platform) == platform, col(i.enterprise) == enterprise, col(i.team) == team)
    )
    work.log("installation.removed", platform=platform, enterprise=enterprise, team=team)
