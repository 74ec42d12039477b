"""`python -m tests.infra.migration_check`: does an empty SQLite database at head have the declared tables?"""

import sys
import tempfile
from pathlib import Path

from sqlmodel import SQLModel

import storage.tables  # noqa: F401  (declares them)
from tests.infra.migrations import differences, upgrade_to_head


def main() -> int:
    with tempfile.TemporaryDirectory() as folder:
        migrated, declared = (f"sqlite:///{Path(folder) / name}" for name in ("migrated.db", "declared.db"))
        upgrade_to_head(migrated)
        found = differences(migrated, declared, SQLModel.metadata)
    for line in found:
        print(line)
    print(f"Migrations: {len(SQLModel.metadata.tables)} tables, {len(found)} differences")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
