"""A correction pays anew what came back from the bank, in place of what it corrects."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.guards import function, refuse

revision = "0047"
down_revision = "0046"

LIVE = "('planned', 'approved', 'exported', 'confirmed')"
CHECK = """
declare
  found statements%rowtype;
begin
  select * into found from statements
  where organisation_id = new.organisation_id and id = new.statement_id for update;
  if {states} or found.batch_id is not null
    or not exists (
      select from net_pays
      where organisation_id = new.organisation_id and id = new.net_pay_id
        and statement_id = new.statement_id and net_cents = new.cents
    )
  then
    {refuse};
  end if;
  return new;
end"""
BEFORE = "found.state not in ('issued', 'handed_over', 'paid')"
# What came back after its correction was paid by a net of its own is paid by itself, too.
AFTER = f"""(
    found.state not in ('issued', 'handed_over', 'paid')
    and (found.state <> 'corrected' or not exists (
      select from statements as document
      join net_pays on net_pays.organisation_id = document.organisation_id
        and net_pays.statement_id = document.id and net_pays.replaces_id is null
      where document.organisation_id = found.organisation_id
        and document.refers_to_id = found.id and document.total_cents > 0
    ))
  ) or exists (
    select from net_pays
    where organisation_id = new.organisation_id and replaces_id = new.net_pay_id
  ) or exists (
    select from net_pays as anew
    join net_pays as back on back.organisation_id = anew.organisation_id
      and back.id = anew.replaces_id
    join payments on payments.organisation_id = anew.organisation_id
      and payments.statement_id = back.statement_id
    where anew.organisation_id = new.organisation_id and anew.id = new.net_pay_id
      and payments.state in {LIVE}
  )"""


def upgrade() -> None:
    op.add_column("net_pays", sa.Column("replaces_id", sa.BigInteger(), nullable=True))
    op.create_foreign_key(
        op.f("fk_net_pays_organisation_id_replaces_id"),
        "net_pays",
        "net_pays",
        ["organisation_id", "replaces_id"],
        ["organisation_id", "id"],
    )
    op.create_index(
        "one_replacement_of_a_net",
        "net_pays",
        ["organisation_id", "replaces_id"],
        unique=True,
        postgresql_where="replaces_id is not null",
    )
    _check(AFTER)


def downgrade() -> None:
    _check(BEFORE)
    op.drop_column("net_pays", "replaces_id")


def _check(states: str) -> None:
    body = CHECK.format(states=states, refuse=refuse("payment_is_of_a_payable_statement"))
    function("pay_only_what_is_payable", body, anew=True)
