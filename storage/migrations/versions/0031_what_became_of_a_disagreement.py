"""what became of a disagreement"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision: str | None = "0030"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("record", sa.Column("decision", sa.String(), nullable=True))
    op.add_column("record", sa.Column("decided_on", sa.Date(), nullable=True))
    op.add_column("record", sa.Column("decided_by_id", sa.Integer(), nullable=True))
    op.add_column("record", sa.Column("amended", sa.Boolean(), nullable=True))
    op.add_column("record", sa.Column("sealed_outcome", sa.LargeBinary(), nullable=True))


def downgrade() -> None:
    op.drop_column("record", "sealed_outcome")
    op.drop_column("record", "amended")
    op.drop_column("record", "decided_by_id")
    op.drop_column("record", "decided_on")
    op.drop_column("record", "decision")
