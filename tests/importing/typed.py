"""What a test of the command writes and counts: files in the folder it stands in, rows of the database."""

from __future__ import annotations

import csv
from pathlib import Path

from sqlalchemy import create_engine, text

from storage.importing.tables.files import Rows


def written(rows: Rows) -> str:
    with Path(rows.name).open("w", newline="", encoding="utf-8") as file:
        csv.writer(file).writerows([rows.heading, *rows.rows])
    return rows.name


def count(url: str, table: str) -> int:
    engine = create_engine(url)
    with engine.connect() as connection:
        found: int = connection.execute(text(f"SELECT count(*) FROM {table}")).scalar_one()
    engine.dispose()
    return found
