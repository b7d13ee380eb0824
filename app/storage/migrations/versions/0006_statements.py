"""Payroll periods, statements and what is handed over."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

from app.storage.migrations.policies import protect

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    op.create_table(
        "statement_runs",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("cut_off_on", sa.Date(), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column("run_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("run_by", sa.BigInteger(), nullable=False),
        sa.Column("persons", sa.BigInteger(), nullable=False),
        sa.Column("total_cents", sa.BigInteger(), nullable=False),
        sa.Column("held", sa.BigInteger(), nullable=False),
        sa.Column("late", sa.BigInteger(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_statement_runs_organisation_id"),
        ),
        sa.ForeignKeyConstraint(["run_by"], ["users.id"], name=op.f("fk_statement_runs_run_by")),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_statement_runs")),
        sa.UniqueConstraint(
            "organisation_id", "month", name=op.f("uq_statement_runs_organisation_id_month")
        ),
    )
    op.create_table(
        "payment_batches",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("persons", sa.BigInteger(), nullable=False),
        sa.Column("total_cents", sa.BigInteger(), nullable=False),
        sa.Column("per_person", sa.LargeBinary(), nullable=False),
        sa.Column("per_person_sha256", sa.Text(), nullable=False),
        sa.Column("per_line", sa.LargeBinary(), nullable=False),
        sa.Column("per_line_sha256", sa.Text(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("created_by", sa.BigInteger(), nullable=False),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["created_by"], ["users.id"], name=op.f("fk_payment_batches_created_by")
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "run_id"],
            ["statement_runs.organisation_id", "statement_runs.id"],
            name=op.f("fk_payment_batches_organisation_id_run_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_payment_batches_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_payment_batches")),
        sa.UniqueConstraint(
            "organisation_id", "run_id", name=op.f("uq_payment_batches_organisation_id_run_id")
        ),
    )
    op.create_table(
        "statement_counters",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("last_number", sa.BigInteger(), nullable=False),
        sa.Column("last_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_statement_counters_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_statement_counters")),
        sa.UniqueConstraint(
            "organisation_id",
            "series",
            "year",
            name=op.f("uq_statement_counters_organisation_id_series_year"),
        ),
    )
    op.create_table(
        "statements",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("run_id", sa.BigInteger(), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("batch_id", sa.BigInteger(), nullable=True),
        sa.Column("refers_to_id", sa.BigInteger(), nullable=True),
        sa.Column("series", sa.Text(), nullable=False),
        sa.Column("year", sa.BigInteger(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(
                "issued",
                "handed_over",
                "paid",
                "credited",
                "corrected",
                name="statementstate",
                native_enum=False,
                create_constraint=True,
                length=40,
            ),
            nullable=False,
        ),
        sa.Column("language", sa.Text(), nullable=False),
        sa.Column("payer_name", sa.Text(), nullable=False),
        sa.Column("payer_business_id", sa.Text(), nullable=True),
        sa.Column("payee_name", sa.Text(), nullable=False),
        sa.Column("payroll_number", sa.Text(), nullable=False),
        sa.Column("month", sa.Text(), nullable=False),
        sa.Column("pay_on", sa.Date(), nullable=False),
        sa.Column("fee_cents", sa.BigInteger(), nullable=False),
        sa.Column("tax_free_cents", sa.BigInteger(), nullable=False),
        sa.Column("total_cents", sa.BigInteger(), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("issued_by", sa.BigInteger(), nullable=False),
        sa.Column("previous_hash", sa.Text(), nullable=False),
        sa.Column("hash", sa.Text(), nullable=False),
        sa.Column("pdf_sha256", sa.Text(), nullable=True),
        sa.Column("handed_over_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("paid_on", sa.Date(), nullable=True),
        sa.CheckConstraint(
            "total_cents = fee_cents + tax_free_cents",
            name=op.f("ck_statements_total_is_fee_and_travel"),
        ),
        sa.ForeignKeyConstraint(["issued_by"], ["users.id"], name=op.f("fk_statements_issued_by")),
        sa.ForeignKeyConstraint(
            ["organisation_id", "batch_id"],
            ["payment_batches.organisation_id", "payment_batches.id"],
            name=op.f("fk_statements_organisation_id_batch_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expert_id"],
            ["experts.organisation_id", "experts.id"],
            name=op.f("fk_statements_organisation_id_expert_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "refers_to_id"],
            ["statements.organisation_id", "statements.id"],
            name=op.f("fk_statements_organisation_id_refers_to_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "run_id"],
            ["statement_runs.organisation_id", "statement_runs.id"],
            name=op.f("fk_statements_organisation_id_run_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_statements_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_statements")),
        sa.UniqueConstraint(
            "organisation_id",
            "refers_to_id",
            name=op.f("uq_statements_organisation_id_refers_to_id"),
        ),
        sa.UniqueConstraint(
            "organisation_id",
            "series",
            "year",
            "number",
            name=op.f("uq_statements_organisation_id_series_year_number"),
        ),
    )
    op.create_index(
        op.f("ix_statements_organisation_id_expert_id"),
        "statements",
        ["organisation_id", "expert_id"],
        unique=False,
    )
    op.create_index(
        op.f("ix_statements_organisation_id_run_id"),
        "statements",
        ["organisation_id", "run_id"],
        unique=False,
    )
    op.create_table(
        "statement_lines",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("statement_id", sa.BigInteger(), nullable=False),
        sa.Column("position", sa.BigInteger(), nullable=False),
        sa.Column("hour_entry_id", sa.BigInteger(), nullable=True),
        sa.Column("expense_entry_id", sa.BigInteger(), nullable=True),
        sa.Column("is_live", sa.Boolean(), nullable=False),
        sa.Column("kind", sa.Text(), nullable=False),
        sa.Column("title", sa.Text(), nullable=False),
        sa.Column("pay_code", sa.Text(), nullable=False),
        sa.Column("cost_centre", sa.Text(), nullable=True),
        sa.Column("project_code", sa.Text(), nullable=True),
        sa.Column("day", sa.Date(), nullable=False),
        sa.Column("quantity", sa.BigInteger(), nullable=False),
        sa.Column("unit", sa.Text(), nullable=False),
        sa.Column("unit_cents", sa.BigInteger(), nullable=False),
        sa.Column("amount_cents", sa.BigInteger(), nullable=False),
        sa.Column("is_taxable", sa.Boolean(), nullable=False),
        sa.Column("purpose", sa.Text(), nullable=True),
        sa.Column("route", sa.Text(), nullable=True),
        sa.Column("leaves_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("returns_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("breakdown", postgresql.JSONB(astext_type=sa.Text()), nullable=False),
        sa.Column("decision_number", sa.Text(), nullable=True),
        sa.CheckConstraint(
            "num_nonnulls(hour_entry_id, expense_entry_id) = 1",
            name=op.f("ck_statement_lines_of_one_entry"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "expense_entry_id"],
            ["expense_entries.organisation_id", "expense_entries.id"],
            name=op.f("fk_statement_lines_organisation_id_expense_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "hour_entry_id"],
            ["hour_entries.organisation_id", "hour_entries.id"],
            name=op.f("fk_statement_lines_organisation_id_hour_entry_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id", "statement_id"],
            ["statements.organisation_id", "statements.id"],
            name=op.f("fk_statement_lines_organisation_id_statement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"],
            ["organisations.id"],
            name=op.f("fk_statement_lines_organisation_id"),
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_statement_lines")),
        sa.UniqueConstraint(
            "organisation_id",
            "statement_id",
            "position",
            name=op.f("uq_statement_lines_organisation_id_statement_id_position"),
        ),
    )
    op.create_index(
        "one_live_line_per_expense_entry",
        "statement_lines",
        ["organisation_id", "expense_entry_id"],
        unique=True,
        postgresql_where="is_live and expense_entry_id is not null",
    )
    op.create_index(
        "one_live_line_per_hour_entry",
        "statement_lines",
        ["organisation_id", "hour_entry_id"],
        unique=True,
        postgresql_where="is_live and hour_entry_id is not null",
    )
    op.create_table(
        "documents",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("statement_id", sa.BigInteger(), nullable=False),
        sa.Column("pdf", sa.LargeBinary(), nullable=False),
        sa.Column("sha256", sa.Text(), nullable=False),
        sa.Column("printed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["organisation_id", "statement_id"],
            ["statements.organisation_id", "statements.id"],
            name=op.f("fk_documents_organisation_id_statement_id"),
        ),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_documents_organisation_id")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_documents")),
    )
    op.create_index(
        op.f("ix_documents_organisation_id_statement_id"),
        "documents",
        ["organisation_id", "statement_id"],
        unique=True,
    )
    protect(
        "statement_runs",
        "payment_batches",
        "statement_counters",
        "statements",
        "statement_lines",
        "documents",
    )


def downgrade() -> None:
    op.drop_table("documents")
    op.drop_table("statement_lines")
    op.drop_table("statements")
    op.drop_table("statement_counters")
    op.drop_table("payment_batches")
    op.drop_table("statement_runs")
