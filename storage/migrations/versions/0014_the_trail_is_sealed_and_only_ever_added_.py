"""the trail is sealed and only ever added to"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision: str | None = "0013"
branch_labels: None = None
depends_on: None = None

_SUBJECT = sa.table(
    "subject", sa.column("kind", sa.String()), sa.column("reassess_at", sa.DateTime(timezone=True))
)
#: Past by any clock, a sample's too.
_AT_ONCE = datetime(2000, 1, 1, tzinfo=UTC)

_REFUSED = "the trail is only ever added to"
#: A row may go only inside a sealed batch that was marked as dropped.
_DROPPED = (
    "EXISTS (SELECT 1 FROM seal WHERE sealed_table = '{table}' AND dropped_at IS NOT NULL "
    "AND OLD.id BETWEEN first_id AND last_id)"
)
_KEPT = ("id", "sealed_table", "first_id", "last_id", "rows", "previous", "digest", "at")


def _marked_once(same: str) -> str:
    """A seal may only be marked as dropped, once."""
    kept = " AND ".join(f"NEW.{name} {same} OLD.{name}" for name in _KEPT)
    return f"OLD.dropped_at IS NULL AND NEW.dropped_at IS NOT NULL AND {kept}"


def _sqlite() -> Iterator[str]:
    refuse = f"BEGIN SELECT RAISE(ABORT, '{_REFUSED}'); END"
    for table in ("event", "look"):
        unless = _DROPPED.format(table=table)
        yield f"CREATE TRIGGER {table}_no_update BEFORE UPDATE ON {table} {refuse}"
        yield f"CREATE TRIGGER {table}_no_delete BEFORE DELETE ON {table} WHEN NOT {unless} {refuse}"
    yield f"CREATE TRIGGER seal_no_update BEFORE UPDATE ON seal WHEN NOT ({_marked_once('IS')}) {refuse}"
    yield f"CREATE TRIGGER seal_no_delete BEFORE DELETE ON seal {refuse}"


def _postgresql() -> Iterator[str]:
    for table in ("event", "look"):
        yield from _guarded(table, "DELETE", _DROPPED.format(table=table), "OLD")
    yield from _guarded("seal", "UPDATE", _marked_once("IS NOT DISTINCT FROM"), "NEW")


def _guarded(table: str, operation: str, condition: str, gives: str) -> Iterator[str]:
    function = f"{table}_only_added_to()"
    yield (
        f"CREATE FUNCTION {function} RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
        f"IF TG_OP = '{operation}' THEN IF {condition} THEN RETURN {gives}; END IF; END IF; "
        f"RAISE EXCEPTION '{_REFUSED}'; END $$"
    )
    for what, each in (("update", "ROW"), ("delete", "ROW"), ("truncate", "STATEMENT")):
        yield (
            f"CREATE TRIGGER {table}_no_{what} BEFORE {what.upper()} ON {table} "
            f"FOR EACH {each} EXECUTE FUNCTION {function}"
        )


def upgrade() -> None:
    op.create_table(
        "seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sealed_table", sa.String(), nullable=False),
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("last_id", sa.Integer(), nullable=False),
        sa.Column("rows", sa.Integer(), nullable=False),
        sa.Column("previous", sa.String(), nullable=False),
        sa.Column("digest", sa.String(), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("dropped_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_seal")),
        sa.UniqueConstraint("digest", name=op.f("uq_seal_digest")),
    )
    op.create_index(op.f("ix_seal_sealed_table"), "seal", ["sealed_table"], unique=False)
    for statement in _sqlite() if op.get_bind().dialect.name == "sqlite" else _postgresql():
        op.execute(statement)
    # A window that went by says until when from now on.
    of = _SUBJECT.c.kind.in_(("person", "case"))
    op.execute(sa.update(_SUBJECT).where(of).values(reassess_at=_AT_ONCE))


def downgrade() -> None:
    for table in ("event", "look"):
        for what in ("update", "delete", "truncate"):
            on = "" if op.get_bind().dialect.name == "sqlite" else f" ON {table}"
            op.execute(f"DROP TRIGGER IF EXISTS {table}_no_{what}{on}")
    op.drop_index(op.f("ix_seal_sealed_table"), table_name="seal")
    op.drop_table("seal")
    if op.get_bind().dialect.name != "sqlite":
        for table in ("event", "look", "seal"):
            op.execute(f"DROP FUNCTION {table}_only_added_to()")
