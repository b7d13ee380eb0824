"""What payroll answered of what it was given; invoices of work, never beside a fee."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.guards import function
from app.storage.migrations.policies import protect

revision = "0033"
down_revision = "0032"

TABLES = ("payroll_answers", "payroll_stops", "received_invoices", "sent_invoices")
REFUSE = (
    "raise exception using errcode = 'check_violation',"
    " constraint = 'fee_or_invoice', message = 'fee_or_invoice'"
)
# The same event: the occasion and the person, whichever assignment it was done under.
SAME_EVENT = """
  join assignments as any_of on any_of.organisation_id = own.organisation_id
    and any_of.occasion_id = own.occasion_id and any_of.expert_id = own.expert_id
  join {entries} as entry on entry.organisation_id = any_of.organisation_id
    and entry.assignment_id = any_of.id
  join {lines} as line on line.organisation_id = entry.organisation_id
    and line.{column} = entry.id and line.is_live and line.amount_cents > 0"""
KINDS = (("hour_entries", "hour_entry_id"), ("expense_entries", "expense_entry_id"))
PAID_AS_FEE = " or ".join(
    "exists (select from assignments as own"
    + SAME_EVENT.format(entries=entries, lines="statement_lines", column=column)
    + " where own.organisation_id = new.organisation_id and own.id = new.assignment_id)"
    for entries, column in KINDS
)
INVOICED = " or ".join(
    "exists (select from received_invoices as invoice"
    " join assignments as own on own.organisation_id = invoice.organisation_id"
    " and own.id = invoice.assignment_id"
    + SAME_EVENT.format(entries=entries, lines="added", column=column)
    + ")"
    for entries, column in KINDS
)
FUNCTIONS = {
    "refuse_invoice_of_paid": f"""
begin
  if {PAID_AS_FEE} then
    {REFUSE};
  end if;
  return new;
end""",
    "refuse_fee_of_invoiced": f"""
begin
  if exists (select from received_invoices) and ({INVOICED}) then
    {REFUSE};
  end if;
  return null;
end""",
}


def upgrade() -> None:
    _table(
        "payroll_answers",
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("file_name", sa.Text(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=True),
        sa.Column("rows", sa.BigInteger(), nullable=False),
        sa.Column("paid", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("uploaded_at", sa.DateTime(timezone=True), nullable=False),
        _user("payroll_answers", "uploaded_by"),
        sa.Column("read_in_at", sa.DateTime(timezone=True), nullable=True),
        sa.UniqueConstraint(
            "organisation_id", "sha256", name=op.f("uq_payroll_answers_organisation_id_sha256")
        ),
    )
    _table(
        "payroll_stops",
        sa.Column("statement_id", sa.BigInteger(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("stopped_at", sa.DateTime(timezone=True), nullable=False),
        _user("payroll_stops", "stopped_by"),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["organisation_id", "statement_id"],
            ["statements.organisation_id", "statements.id"],
            name=op.f("fk_payroll_stops_organisation_id_statement_id"),
        ),
    )
    op.create_index(
        "one_open_stop",
        "payroll_stops",
        ["organisation_id", "statement_id"],
        unique=True,
        postgresql_where="ended_at is null",
    )
    for table, more in (
        (
            "received_invoices",
            (
                sa.Column("prepayment_checked_on", sa.Date(), nullable=False),
                sa.Column("yel_checked_on", sa.Date(), nullable=True),
                sa.CheckConstraint(
                    "cents >= 0", name=op.f("ck_received_invoices_cents_not_negative")
                ),
            ),
        ),
        ("sent_invoices", ()),
    ):
        _table(
            table,
            sa.Column("assignment_id", sa.BigInteger(), nullable=False),
            sa.Column("number", sa.Text(), nullable=False),
            sa.Column("invoiced_on", sa.Date(), nullable=False),
            sa.Column("cents", sa.BigInteger(), nullable=False),
            *more,
            sa.Column("noted_at", sa.DateTime(timezone=True), nullable=False),
            _user(table, "noted_by"),
            sa.ForeignKeyConstraint(
                ["organisation_id", "assignment_id"],
                ["assignments.organisation_id", "assignments.id"],
                name=op.f(f"fk_{table}_organisation_id_assignment_id"),
            ),
            sa.UniqueConstraint(
                "organisation_id",
                "assignment_id",
                name=op.f(f"uq_{table}_organisation_id_assignment_id"),
            ),
        )
    op.create_index(
        op.f("ix_sent_invoices_organisation_id_number"),
        "sent_invoices",
        ["organisation_id", "number"],
    )
    protect(*TABLES)
    for name, body in FUNCTIONS.items():
        function(name, body)
    op.execute(
        "create trigger fee_or_invoice before insert on received_invoices for each row"
        " execute function refuse_invoice_of_paid()"
    )
    op.execute(
        "create trigger fee_or_invoice after insert on statement_lines"
        " referencing new table as added for each statement"
        " execute function refuse_fee_of_invoiced()"
    )


def downgrade() -> None:
    for name in FUNCTIONS:
        op.execute(f"drop function {name}() cascade")
    for table in reversed(TABLES):
        op.drop_table(table)


def _table(name: str, *columns: sa.schema.SchemaItem) -> None:
    op.create_table(
        name,
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        *columns,
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f(f"fk_{name}_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f(f"pk_{name}")),
    )


def _user(table: str, column: str) -> sa.Column:
    reference = sa.ForeignKey("users.id", name=op.f(f"fk_{table}_{column}"))
    return sa.Column(column, sa.BigInteger(), reference, nullable=False)
