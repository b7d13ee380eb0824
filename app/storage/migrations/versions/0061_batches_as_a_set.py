"""Payments and reports are looked at as a set when they are added, not one by one.

Planned anew each time, and row-level security alone names the organisation: a plan made for a few
rows, or for a table the server has not counted yet, read all of an organisation's for each.
"""

from alembic import op

from app.storage.migrations.guards import function, look_at_the_end, refuse

revision = "0061"
down_revision = "0060"

LIVE = "(''planned'', ''approved'', ''exported'', ''confirmed'')"
PAYABLE = "payment_is_of_a_payable_statement"
PAID = "report_is_of_what_was_paid"
SUM_OF_PAYMENTS = "batch_is_the_sum_of_its_payments"
SUM_OF_REPORTS = "delivery_is_the_sum_of_its_reports"

# The statements' rows are locked, so that they cannot be credited at the same moment.
PAY = f"""
declare
  astray boolean;
begin
  execute 'select from statements where id in (select statement_id from added)
    order by id for update';
  execute 'select exists (
    select from added
    left join statements as found on found.id = added.statement_id
    left join net_pays as net on net.id = added.net_pay_id
    where (added.organisation_id, added.organisation_id, added.statement_id, added.cents)
      is distinct from (found.organisation_id, net.organisation_id, net.statement_id, net.net_cents)
      or found.batch_id is not null
      or (
        found.state not in (''issued'', ''handed_over'', ''paid'')
        and (found.state <> ''corrected'' or not exists (
          select from statements as document
          join net_pays as its on its.statement_id = document.id and its.replaces_id is null
          where document.refers_to_id = found.id and document.total_cents > 0
        ))
      )
      or exists (select from net_pays as anew where anew.replaces_id = net.id)
      or exists (
        select from net_pays as back
        join payments on payments.statement_id = back.statement_id
        where back.id = net.replaces_id and payments.state in {LIVE}
      )
  )' into astray;
  if astray then
    {refuse(PAYABLE)};
  end if;
  return null;
end"""

# The payments' rows are locked, so that they cannot bounce at the same moment.
REPORT = f"""
declare
  astray boolean;
begin
  execute 'select from payments where id in (select payment_id from added)
    order by id for update';
  execute 'select exists (
    select from added
    left join payments as found on found.id = added.payment_id
    where (added.organisation_id, added.statement_id)
      is distinct from (found.organisation_id, found.statement_id)
      or (added.action <> ''invalidate'' and found.state <> ''confirmed'')
  )' into astray;
  if astray then
    {refuse(PAID)};
  end if;
  return null;
end"""

# At the end of the transaction, of each one made or changed in it. Its sums never change.
SUM_PAYMENTS = f"""
declare
  items bigint;
  total bigint;
begin
  select count(*), coalesce(sum(cents), 0) into items, total
  from payments where payments.batch_id = new.id;
  if items <> new.payments or total <> new.cents then
    {refuse(SUM_OF_PAYMENTS)};
  end if;
  return null;
end"""
SUM_REPORTS = f"""
declare
  items bigint;
  paid bigint;
  deducted bigint;
begin
  select count(*), coalesce(sum(paid_cents), 0), coalesce(sum(deducted_cents), 0)
  into items, paid, deducted
  from register_reports where delivery_id = new.id;
  if items <> new.reports or paid <> new.paid_cents or deducted <> new.deducted_cents then
    {refuse(SUM_OF_REPORTS)};
  end if;
  return null;
end"""

# They come only in the transaction that makes or changes what they are summed in, which is looked
# at last.
ADD = """
declare
  astray boolean;
begin
  execute 'select exists (
    select from (select distinct organisation_id, {whole_id} as id from added) as summed
    left join {wholes} as whole on whole.id = summed.id
    where whole.xmin is distinct from pg_current_xact_id()::xid
      or whole.organisation_id <> summed.organisation_id)' into astray;
  if astray then
    {refused};
  end if;
  return null;
end"""
ADD_PAYMENTS = ADD.format(
    whole_id="batch_id", wholes="bank_batches", refused=refuse(SUM_OF_PAYMENTS)
)
ADD_REPORTS = ADD.format(
    whole_id="delivery_id", wholes="register_deliveries", refused=refuse(SUM_OF_REPORTS)
)

AS_A_SET = (
    ("bank_batches", "payments", "sum_payments", "add_payments"),
    ("register_deliveries", "register_reports", "sum_register_reports", "add_register_reports"),
)
LOOKED_AT = (
    ("payments", "pay_only_what_is_payable"),
    ("register_reports", "report_only_what_was_paid"),
)

PAY_ROW_BY_ROW = f"""
declare
  found statements%rowtype;
begin
  select * into found from statements
  where organisation_id = new.organisation_id and id = new.statement_id for update;
  if (
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
      and payments.state in {LIVE.replace("''", "'")}
  ) or found.batch_id is not null
    or not exists (
      select from net_pays
      where organisation_id = new.organisation_id and id = new.net_pay_id
        and statement_id = new.statement_id and net_cents = new.cents
    )
  then
    {refuse(PAYABLE)};
  end if;
  return new;
end"""
REPORT_ROW_BY_ROW = f"""
declare
  found payments%rowtype;
begin
  select * into found from payments
  where organisation_id = new.organisation_id and id = new.payment_id for update;
  if found.statement_id is distinct from new.statement_id
    or (new.action <> 'invalidate' and found.state <> 'confirmed')
  then
    {refuse(PAID)};
  end if;
  return new;
end"""
SUM_ROW_BY_ROW = """
declare
  organisation bigint := new.organisation_id;
  whole bigint := (
    case when tg_table_name = '{wholes}' then to_jsonb(new) -> 'id'
    else to_jsonb(new) -> '{whole_id}' end
  )::bigint;
begin
  if not exists (
    select from {wholes} as told
    join (
      select count(*) as items, {sums} from {parts}
      where organisation_id = organisation and {whole_id} = whole
    ) as summed on items = told.{parts_told} and {equal}
    where told.organisation_id = organisation and told.id = whole
  ) then
    {refused};
  end if;
  return null;
end"""
SUM_PAYMENTS_ROW_BY_ROW = SUM_ROW_BY_ROW.format(
    wholes="bank_batches",
    whole_id="batch_id",
    parts="payments",
    parts_told="payments",
    sums="coalesce(sum(cents), 0) as total",
    equal="total = told.cents",
    refused=refuse(SUM_OF_PAYMENTS),
)
SUM_REPORTS_ROW_BY_ROW = SUM_ROW_BY_ROW.format(
    wholes="register_deliveries",
    whole_id="delivery_id",
    parts="register_reports",
    parts_told="reports",
    sums="coalesce(sum(paid_cents), 0) as paid, coalesce(sum(deducted_cents), 0) as deducted",
    equal="paid = told.paid_cents and deducted = told.deducted_cents",
    refused=refuse(SUM_OF_REPORTS),
)


def upgrade() -> None:
    _forget_triggers()
    function("pay_only_what_is_payable", PAY, anew=True)
    function("report_only_what_was_paid", REPORT, anew=True)
    function("sum_payments", SUM_PAYMENTS, anew=True)
    function("add_payments", ADD_PAYMENTS)
    function("sum_register_reports", SUM_REPORTS, anew=True)
    function("add_register_reports", ADD_REPORTS)
    for table, name in LOOKED_AT:
        _look_at_added(table, name, name)
    for wholes, parts, name, add in AS_A_SET:
        op.execute(
            f"create constraint trigger {name} after insert or update on {wholes}"
            f" deferrable initially deferred for each row execute function {name}()"
        )
        _look_at_added(parts, name, add)


def downgrade() -> None:
    _forget_triggers()
    function("pay_only_what_is_payable", PAY_ROW_BY_ROW, anew=True)
    function("report_only_what_was_paid", REPORT_ROW_BY_ROW, anew=True)
    function("sum_payments", SUM_PAYMENTS_ROW_BY_ROW, anew=True)
    function("sum_register_reports", SUM_REPORTS_ROW_BY_ROW, anew=True)
    for table, name in LOOKED_AT:
        op.execute(
            f"create trigger {name} before insert on {table} for each row execute function {name}()"
        )
    for wholes, parts, name, add in AS_A_SET:
        op.execute(f"drop function {add}()")
        look_at_the_end(name, wholes, parts)


def _forget_triggers() -> None:
    for table, name in LOOKED_AT:
        op.execute(f"drop trigger {name} on {table}")
    for wholes, parts, name, _ in AS_A_SET:
        for table in (wholes, parts):
            op.execute(f"drop trigger {name} on {table}")


def _look_at_added(table: str, name: str, looks: str) -> None:
    op.execute(
        f"create trigger {name} after insert on {table}"
        f" referencing new table as added for each statement execute function {looks}()"
    )
