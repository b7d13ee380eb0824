"""Allowances split by what is free of tax count as uses of a figure, too."""

from alembic import op

revision = "0042"
down_revision = "0041"

BEFORE = "kind in ('kilometres', 'meal', 'per_diem')"
AFTER = (
    "kind in ('kilometres', 'kilometres_above', 'meal', 'per_diem', 'partial_per_diem',"
    " 'allowance_above')"
)


def upgrade() -> None:
    _rewrite(BEFORE, AFTER)


def downgrade() -> None:
    _rewrite(AFTER, BEFORE)


def _rewrite(one: str, other: str) -> None:
    """The same function, with other words in one place."""
    op.execute(
        "do $do$ begin execute replace("
        f"pg_get_functiondef('keep_used_figures()'::regprocedure), $a${one}$a$, $b${other}$b$"
        "); end $do$"
    )
