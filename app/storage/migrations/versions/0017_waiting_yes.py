"""Waves, a yes that waits until the seats are shared, who is asked next, and why out of turn."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0017"
down_revision = "0016"

MODES = ("one", "in_turn", "to_all", "call_round")
REASONS = (
    "asked_by_name",
    "continues_earlier_work",
    "special_experience",
    "balance_of_group",
    "first_assignment",
    "short_notice",
)
FEE_CHOICES = ("full", "costs_only", "nothing")


def upgrade() -> None:
    _allow((*MODES, "waves"))
    op.add_column("offer_rounds", sa.Column("wave", sa.BigInteger(), nullable=True))
    op.add_column(
        "offer_rounds",
        sa.Column(
            "chosen_ids", postgresql.ARRAY(sa.BigInteger()), nullable=False, server_default="{}"
        ),
    )
    op.alter_column("offer_rounds", "chosen_ids", server_default=None)
    _add_moment("offer_rounds", "decides_at")
    _add_moment("offer_rounds", "decided_at")
    _check("offer_rounds", "wave_is_somebody", "wave > 0")
    _check(
        "offer_rounds",
        "decided_only_what_was_to_be",
        "decided_at is null or decides_at is not null",
    )
    _add_moment("offers", "said_yes_at")
    op.add_column("offers", sa.Column("fee_choice", _one_of("feechoice", FEE_CHOICES)))
    _check(
        "offers",
        "yes_comes_with_a_fee_choice",
        "said_yes_at is null or fee_choice is not null",
    )
    op.add_column("assignments", sa.Column("turn_reason", _one_of("overridereason", REASONS)))
    op.add_column("assignments", sa.Column("turn_note", sa.Text(), nullable=True))
    op.add_column(
        "organisations",
        sa.Column("asks_next", sa.Boolean(), nullable=False, server_default="false"),
    )
    op.alter_column("organisations", "asks_next", server_default=None)


def downgrade() -> None:
    op.drop_column("organisations", "asks_next")
    for column in ("turn_note", "turn_reason"):
        op.drop_column("assignments", column)
    for column in ("fee_choice", "said_yes_at"):
        op.drop_column("offers", column)
    for column in ("decided_at", "decides_at", "chosen_ids", "wave"):
        op.drop_column("offer_rounds", column)
    _allow(MODES)


def _allow(modes: tuple[str, ...]) -> None:
    name = op.f("ck_offer_rounds_mode")
    op.drop_constraint(name, "offer_rounds", type_="check")
    listed = ", ".join(f"'{mode}'" for mode in modes)
    op.create_check_constraint(name, "offer_rounds", f"mode in ({listed})")


def _add_moment(table: str, column: str) -> None:
    op.add_column(table, sa.Column(column, sa.DateTime(timezone=True), nullable=True))


def _check(table: str, name: str, rule: str) -> None:
    op.create_check_constraint(op.f(f"ck_{table}_{name}"), table, rule)


def _one_of(name: str, values: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(*values, name=name, native_enum=False, create_constraint=True, length=40)
