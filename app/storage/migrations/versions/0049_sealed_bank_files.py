"""The file for the bank is kept sealed, for it holds accounts; its sum is of what the bank gets."""

from alembic import op

revision = "0049"
down_revision = "0048"

NAME = op.f("ck_bank_batches_sum_of_its_file")


def upgrade() -> None:
    op.drop_constraint(NAME, "bank_batches", type_="check")


def downgrade() -> None:
    """What was sealed meanwhile is not counted anew."""
    rule = "check (sha256 = encode(sha256(file), 'hex')) not valid"
    op.execute(f"alter table bank_batches add constraint {NAME} {rule}")
