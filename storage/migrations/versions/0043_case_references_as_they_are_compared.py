"""case references as they are compared"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from policy.folding import fold

revision = "0043"
down_revision: str | None = "0042"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    op.add_column("case", sa.Column("folded", sa.String(), server_default=sa.text("''"), nullable=False))
    case, rows = sa.table("case", sa.column("id"), sa.column("reference"), sa.column("folded")), op.get_bind()
    kept = sa.update(case).where(case.c.id == sa.bindparam("the_id")).values(folded=sa.bindparam("folds"))
    found = rows.execute(sa.select(case.c.id, case.c.reference)).all()
    if found:
        rows.execute(kept, [{"the_id": one.id, "folds": fold(one.reference)} for one in found])
    op.create_index("ix_case_folded", "case", ["folded"])


def downgrade() -> None:
    op.drop_index("ix_case_folded", "case")
    op.drop_column("case", "folded")
