"""case references by digits and letters"""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from policy.folding import digits, letters

revision = "0048"
down_revision: str | None = "0047"
branch_labels: None = None
depends_on: None = None


def upgrade() -> None:
    for name in ("digits", "letters"):
        op.add_column("case", sa.Column(name, sa.String(), server_default=sa.text("''"), nullable=False))
    case = sa.table("case", *map(sa.column, ("id", "reference", "digits", "letters")))
    rows = op.get_bind()
    kept = sa.update(case).where(case.c.id == sa.bindparam("the_id"))
    kept = kept.values(digits=sa.bindparam("its_digits"), letters=sa.bindparam("its_letters"))
    found = rows.execute(sa.select(case.c.id, case.c.reference)).all()
    if found:
        made = [(one.id, digits(one.reference), letters(one.reference)) for one in found]
        rows.execute(kept, [{"the_id": id_, "its_digits": d, "its_letters": w} for id_, d, w in made])
    for name in ("digits", "letters"):
        op.create_index(f"ix_case_{name}", "case", [name])


def downgrade() -> None:
    for name in ("digits", "letters"):
        op.drop_index(f"ix_case_{name}", "case")
        op.drop_column("case", name)
