"""A second approval is of the sum that it was given for: more than that needs it anew."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.guards import function, refuse

revision = "0078"
down_revision = "0077"

ENTRIES = {"hour_entries": "hour_entry_id", "expense_entries": "expense_entry_id"}
ABOVE_CENTS = 200_000
GIVEN = "'second_approved_at', 'second_approved_by'"
# What an approved entry may change all the same, in the function that locks it.
FREE = f"array['state', 'held_because', 'version', {GIVEN}]"
FREE_TOO = f"array['state', 'held_because', 'version', {GIVEN}, 'second_approved_cents']"
WHOLE = (
    "num_nulls(second_approved_by, second_approved_at, second_approved_cents) in (0, 3)"
    " and (second_approved_by is null or approved_by is not null)"
)
WITHOUT_SUM = (
    "(second_approved_by is null) = (second_approved_at is null)"
    " and (second_approved_by is null or approved_by is not null)"
)
OF_A_SUM = """
  if new.second_approved_by is not distinct from old.second_approved_by
    and new.second_approved_at is not distinct from old.second_approved_at
    and new.second_approved_cents is not distinct from old.second_approved_cents
  then"""
AT_ONE_MOMENT = """
  if new.second_approved_by is not distinct from old.second_approved_by
    and new.second_approved_at is not distinct from old.second_approved_at
  then"""
ONCE_A_SUM = "new.second_approved_cents <= old.second_approved_cents"
ONCE = "old.second_approved_by is not null"


def _by_another(changes: str, is_given_already: str) -> str:
    return f"""
begin{changes}
    return new;
  end if;
  if new.second_approved_by is null and new.state not in ('approved', 'held') then
    return new;
  end if;
  if {is_given_already} or new.second_approved_by is null
    or new.state not in ('approved', 'held')
    or exists (
      select from users as second
      where second.id = new.second_approved_by and second.person_id in (
        select person_id from users where id = new.approved_by
        union all
        select person_id from experts
        where organisation_id = new.organisation_id and id = new.expert_id
      )
    )
  then
    {refuse("second_approval_by_another")};
  end if;
  return new;
end"""


def _before_a_statement(lacks: str) -> str:
    """A correction has been asked for by one person and decided by another."""
    return f"""
declare
  line record;
begin
  for line in select added.* from added where amount_cents > {ABOVE_CENTS} loop
    if exists (
        select from statements where organisation_id = line.organisation_id
          and id = line.statement_id and kind = 'statement'
      ) and (exists (
        select from hour_entries where organisation_id = line.organisation_id
          and id = line.hour_entry_id and {lacks}
      ) or exists (
        select from expense_entries where organisation_id = line.organisation_id
          and id = line.expense_entry_id and {lacks}
      ))
    then
      {refuse("second_approval_first")};
    end if;
  end loop;
  return null;
end"""


SO_MUCH = "coalesce(second_approved_cents, 0) < line.amount_cents"
ANY = f"price_cents > {ABOVE_CENTS} and second_approved_by is null"


def upgrade() -> None:
    _in_the_lock(FREE, FREE_TOO)
    function("second_approval_by_another", _by_another(OF_A_SUM, ONCE_A_SUM), anew=True)
    function("second_approval_first", _before_a_statement(SO_MUCH), anew=True)
    for table, column in ENTRIES.items():
        op.add_column(table, sa.Column("second_approved_cents", sa.BigInteger(), nullable=True))
        op.execute(
            f"update {table} as entry set second_approved_cents = greatest(price_cents, ("
            "   select max(amount_cents) from statement_lines as line where line.is_live"
            f"  and line.organisation_id = entry.organisation_id and line.{column} = entry.id))"
            " where second_approved_by is not null"
        )
        _constraint(table, WHOLE)


def downgrade() -> None:
    for table in ENTRIES:
        _constraint(table, WITHOUT_SUM)
        op.drop_column(table, "second_approved_cents")
    function("second_approval_first", _before_a_statement(ANY), anew=True)
    function("second_approval_by_another", _by_another(AT_ONE_MOMENT, ONCE), anew=True)
    _in_the_lock(FREE_TOO, FREE)


def _constraint(table: str, condition: str) -> None:
    name = op.f(f"ck_{table}_second_approval_is_of_an_approved")
    op.drop_constraint(name, table)
    op.create_check_constraint(name, table, condition)


def _in_the_lock(before: str, after: str) -> None:
    op.execute(
        "do $$ begin execute replace(pg_get_functiondef('lock_approved'::regproc),"
        f" $old${before}$old$, $new${after}$new$); end $$"
    )
