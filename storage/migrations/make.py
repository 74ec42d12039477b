"""Writes a migration from what the tables declare and the migrations lack.

`python -m storage.migrations.make "what changed"` adds one. Before the first release
`python -m storage.migrations.make --first` writes the only one afresh.
"""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from alembic.autogenerate import produce_migrations, render_python_code
from alembic.autogenerate.api import AutogenContext
from alembic.migration import MigrationContext
from alembic.operations.ops import DowngradeOps, UpgradeOps
from sqlalchemy import Engine, False_, True_
from sqlmodel import SQLModel
from sqlmodel.sql.sqltypes import AutoString

import storage.tables  # noqa: F401  (declares them)
from storage.engine import open_engine, reading
from storage.migrate import MIGRATIONS, migrate, revisions
from storage.sql_types import Code, Instant

_FILE: Final = '''"""{title}"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "{revision}"
down_revision: str | None = {down}
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    {upgrade}


def downgrade() -> None:
    {downgrade}
'''


def main(arguments: list[str]) -> int:
    first = arguments == ["--first"]
    if first:
        _remove_all()
    path = write(
        "The tables as first released." if first else " ".join(arguments), "first" if first else None
    )
    print(path or "Nothing to do: the migrations have all that the tables declare.")  # noqa: T201
    return 0


def _remove_all() -> None:
    """Only while there is at most one: released migrations are never rewritten."""
    if len(revisions()) > 1:
        raise SystemExit("There is more than one migration: add one with a title instead of --first.")
    for path in (MIGRATIONS / "versions").glob("0001_*.py"):
        path.unlink()


def write(title: str, name: str | None = None) -> Path | None:
    """The new file; None when nothing differs."""
    if not title:
        raise SystemExit(
            'What changed? For example: python -m storage.migrations.make "a person\'s preferred name"'
        )
    known = revisions()
    upgrade, downgrade = _operations(known)
    if upgrade.is_empty():
        return None
    revision = f"{len(known) + 1:04}"
    slug = name or re.sub(r"\W+", "_", title.lower()).strip("_")[:40]
    path = MIGRATIONS / "versions" / f"{revision}_{slug}.py"
    down = f'"{known[-1]}"' if known else "None"
    body = _FILE.format(
        title=title, revision=revision, down=down, upgrade=_code(upgrade), downgrade=_code(downgrade)
    )
    path.write_text(body, encoding="utf-8")
    subprocess.run([sys.executable, "-m", "ruff", "format", "--quiet", str(path)], check=True)  # noqa: S603
    return path


def _operations(known: list[str]) -> tuple[UpgradeOps, DowngradeOps]:
    with tempfile.TemporaryDirectory() as folder:
        engine = open_engine(f"sqlite:///{Path(folder) / 'migrated.db'}")
        try:
            return _compared(engine, known)
        finally:
            engine.dispose()


def _compared(engine: Engine, known: list[str]) -> tuple[UpgradeOps, DowngradeOps]:
    if known:
        migrate(engine)
    with reading(engine) as connection:
        found = produce_migrations(MigrationContext.configure(connection), SQLModel.metadata)
    return found.upgrade_ops or UpgradeOps(), found.downgrade_ops or DowngradeOps()


def _code(operations: UpgradeOps | DowngradeOps) -> str:
    lines = render_python_code(operations, render_item=_plain_type).splitlines()
    return "\n".join(line for line in lines if not line.lstrip().startswith("# ###")).lstrip()


def _plain_type(kind: str, item: Any, _context: AutogenContext) -> Any:
    """Migrations name no type of ours, whose meaning may change after they were written, and no database's own word
    for true and false."""
    if kind == "server_default" and isinstance(arg := getattr(item, "arg", None), True_ | False_):
        return f"sa.{arg}()"
    if kind == "type" and isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if kind == "type" and isinstance(item, AutoString | Code):
        return "sa.String()"
    return False


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
