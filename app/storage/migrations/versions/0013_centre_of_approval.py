"""An approved entry keeps the cost centre and the project it was approved for."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"

ENTRIES = ("hour_entries", "expense_entries")

AS_THE_REQUEST_NOW = """
update {0} as entry set cost_centre_id = asked.cost_centre_id, project_code = asked.project_code
from assignments
join expert_requests as asked on asked.organisation_id = assignments.organisation_id
  and asked.id = assignments.request_id
where assignments.organisation_id = entry.organisation_id
  and assignments.id = entry.assignment_id and entry.approved_by is not null"""


def upgrade() -> None:
    for table in ENTRIES:
        op.add_column(table, sa.Column("cost_centre_id", sa.BigInteger(), nullable=True))
        op.add_column(table, sa.Column("project_code", sa.Text(), nullable=True))
        op.create_foreign_key(
            op.f(f"fk_{table}_organisation_id_cost_centre_id"),
            table,
            "cost_centres",
            ["organisation_id", "cost_centre_id"],
            ["organisation_id", "id"],
        )
        op.execute(f"alter table {table} disable trigger lock_approved")
        op.execute(AS_THE_REQUEST_NOW.format(table))
        op.execute(f"alter table {table} enable trigger lock_approved")


def downgrade() -> None:
    for table in ENTRIES:
        op.drop_column(table, "project_code")
        op.drop_column(table, "cost_centre_id")
