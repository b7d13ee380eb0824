"""National figures an organisation enters itself: proposed by one person, confirmed by another."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.guards import allow_only, function, keep, refuse
from app.storage.migrations.policies import protect

revision = "0038"
down_revision = "0037"

SUBJECTS = (
    "expert",
    "request",
    "occasion",
    "offer",
    "assignment",
    "hour_entry",
    "expense_entry",
    "statement",
    "statement_run",
    "rate",
    "outcome",
    "plan",
    "unit",
    "user",
    "weights",
)
# Where a confirmed figure of the same year has been counted by, another begins later.
KEEP_USED = f"""
begin
  if tg_op = 'INSERT' then
    if num_nonnulls(new.confirmed_at, new.refused_at) > 0 then
      {refuse("figure_is_proposed_first")};
    end if;
  elsif old.confirmed_at is null and new.confirmed_at is not null
    and new.family <> 'income_types'
    and exists (
      select from figures as earlier
      where earlier.organisation_id = new.organisation_id and earlier.name = new.name
        and earlier.id <> new.id and earlier.confirmed_at is not null
        and extract(year from earlier.first_day) = extract(year from new.first_day)
    )
    and (
      new.family in ('kilometres', 'meal_money', 'per_diems', 'travel_conditions') and exists (
        select from expense_entries
        where organisation_id = new.organisation_id and day >= new.first_day
          and kind in ('kilometres', 'meal', 'per_diem') and price_cents is not null
      )
      or new.family not in ('kilometres', 'meal_money', 'per_diems', 'travel_conditions')
      and exists (
        select from net_pays
        where organisation_id = new.organisation_id and pay_on >= new.first_day
      )
    )
  then
    {refuse("used_figure_stays")};
  end if;
  return new;
end"""


def upgrade() -> None:
    op.create_table(
        "figures",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("family", sa.Text(), nullable=False),
        sa.Column("name", sa.Text(), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("value", sa.BigInteger(), nullable=False),
        sa.Column("source", sa.Text(), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("proposed_by", sa.BigInteger(), nullable=False),
        sa.Column("proposer_name", sa.Text(), nullable=False),
        sa.Column("confirmed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("confirmed_by", sa.BigInteger(), nullable=True),
        sa.Column("refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("refused_by", sa.BigInteger(), nullable=True),
        sa.CheckConstraint(
            "confirmed_by <> proposed_by", name=op.f("ck_figures_confirmed_by_another")
        ),
        sa.CheckConstraint(
            "num_nulls(confirmed_at, confirmed_by) in (0, 2)",
            name=op.f("ck_figures_confirmed_whole"),
        ),
        sa.CheckConstraint(
            "num_nulls(refused_at, refused_by) in (0, 2)", name=op.f("ck_figures_refused_whole")
        ),
        sa.CheckConstraint(
            "confirmed_at is null or refused_at is null", name=op.f("ck_figures_one_answer")
        ),
        sa.CheckConstraint("value >= 0", name=op.f("ck_figures_value_not_negative")),
        sa.ForeignKeyConstraint(
            ["organisation_id"], ["organisations.id"], name=op.f("fk_figures_organisation_id")
        ),
        *(
            sa.ForeignKeyConstraint([column], ["users.id"], name=op.f(f"fk_figures_{column}"))
            for column in ("proposed_by", "confirmed_by", "refused_by")
        ),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_figures")),
    )
    op.create_index(
        "one_figure_waits",
        "figures",
        ["organisation_id", "name", "first_day"],
        unique=True,
        postgresql_where="confirmed_at is null and refused_at is null",
    )
    protect("figures")
    function("keep_used_figures", KEEP_USED)
    op.execute(
        "create trigger keep_used_figures before insert or update on figures for each row"
        " execute function keep_used_figures()"
    )
    keep("figures", once="{confirmed_at,confirmed_by,refused_at,refused_by}")
    allow_only("changes", "subject", (*SUBJECTS, "figure"), name="subject")


def downgrade() -> None:
    allow_only("changes", "subject", SUBJECTS, name="subject")
    op.drop_table("figures")
    op.execute("drop function keep_used_figures()")
