"""What is paid of travel: decisions by day, the facts of a trip, and the parts of one claim."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.storage.migrations.policies import protect

revision = "0039"
down_revision = "0038"

SUMS = ("kilometre_cents", "full_cents", "partial_cents", "meal_cents", "own_word_cents")
KINDS = ("kilometres", "ticket", "other", "bought_by_us", "meal", "per_diem")
MORE_KINDS = (*KINDS, "partial_per_diem", "kilometres_above", "allowance_above")
DRIVEN = "(kind {0}) = (kilometre_tenths is not null)"
CHECKS = {
    "a_trip_says_when_and_how_far": "kind not in"
    " ('per_diem', 'partial_per_diem', 'meal', 'allowance_above')"
    " or num_nulls(leaves_at, returns_at, distance_tenths) = 0",
    "distance_sensible": "distance_tenths between 0 and 20000",
    "work_distance_sensible": "work_distance_tenths between 0 and 20000",
    "a_part_is_of_another": "(part > 0) = (part_of_id is not null)",
}
ARRAYS, NUMBERS = ("free_meals", "meals"), ("distance_tenths", "work_distance_tenths")


def upgrade() -> None:
    op.create_table(
        "travel_decisions",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("decision_number", sa.Text(), nullable=False),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in SUMS),
        sa.Column("pays_per_diems", sa.Boolean(), nullable=False),
        sa.Column("pays_meals", sa.Boolean(), nullable=False),
        sa.CheckConstraint(
            f"least({', '.join(SUMS)}) >= 0", name=op.f("ck_travel_decisions_sums_not_negative")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_travel_decisions_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_travel_decisions")),
        sa.UniqueConstraint(
            "organisation_id",
            "valid_from",
            name=op.f("uq_travel_decisions_organisation_id_valid_from"),
        ),
    )
    protect("travel_decisions")
    for name in NUMBERS:
        op.add_column("expense_entries", sa.Column(name, sa.BigInteger(), nullable=True))
    for name in ARRAYS:
        of_days = postgresql.ARRAY(sa.Integer())
        op.add_column("expense_entries", _filled(name, of_days, "{}"))
    op.add_column("expense_entries", _filled("for_companion", sa.Boolean(), "false"))
    op.add_column("expense_entries", _filled("part", sa.BigInteger(), "0"))
    op.add_column("expense_entries", sa.Column("part_of_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_expense_entries_organisation_id_part_of_id"),
        "expense_entries",
        "expense_entries",
        ["organisation_id", "part_of_id"],
        ["organisation_id", "id"],
    )
    op.create_index(
        "one_part_of_a_claim",
        "expense_entries",
        ["organisation_id", "part_of_id", "part"],
        unique=True,
        postgresql_where="part > 0 and state <> 'returned'",
    )
    _take_kinds(MORE_KINDS, "in ('kilometres', 'kilometres_above')")
    for name, rule in CHECKS.items():
        op.create_check_constraint(op.f(f"ck_expense_entries_{name}"), "expense_entries", rule)


def downgrade() -> None:
    for name in CHECKS:
        op.drop_constraint(op.f(f"ck_expense_entries_{name}"), "expense_entries", type_="check")
    _take_kinds(KINDS, "= 'kilometres'")
    op.drop_index("one_part_of_a_claim", "expense_entries")
    for name in ("part_of_id", "part", "for_companion", *ARRAYS, *NUMBERS):
        op.drop_column("expense_entries", name)
    op.drop_table("travel_decisions")


def _filled(name: str, kind: sa.types.TypeEngine, value: str) -> sa.Column:
    return sa.Column(name, kind, nullable=False, server_default=value)


def _take_kinds(kinds: tuple[str, ...], driven: str) -> None:
    listed = ", ".join(f"'{kind}'" for kind in kinds)
    for name, rule in (
        ("expensekind", f"kind in ({listed})"),
        ("kilometres_when_driven", DRIVEN.format(driven)),
    ):
        full = op.f(f"ck_expense_entries_{name}")
        op.drop_constraint(full, "expense_entries", type_="check")
        op.create_check_constraint(full, "expense_entries", rule)
