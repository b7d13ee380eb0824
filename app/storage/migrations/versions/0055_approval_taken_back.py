"""An approval may be taken back as long as nothing of the work has been on a statement."""

from alembic import op

from app.storage.migrations.guards import function, refuse

revision = "0055"
down_revision = "0054"

STEPS = (("approved", "checked"), ("held", "checked"))
OF_APPROVAL = (
    "'approved_at', 'approved_by', 'price_cents', 'breakdown', 'pay_code', 'cost_centre_id',"
    " 'project_code'"
)
# A part of a claim is left behind, returned, once its claim is no longer approved.
TAKEN_BACK = f"""
  if new.state = 'checked' then
    if was_billed or is_billed or (before - array[{OF_APPROVAL}] - array['kind'])
      <> (after - array[{OF_APPROVAL}] - array['kind'])
    then
      {refuse("approved_entry_is_locked")};
    end if;
    return new;
  end if;
  if new.state = 'returned' and (before -> 'part')::integer > 0 and not is_billed
    and not was_billed and (before - array[{OF_APPROVAL}] - array['kind', 'returned_because'])
      = (after - array[{OF_APPROVAL}] - array['kind', 'returned_because'])
    and not exists (select from expense_entries as claim
      where claim.organisation_id = old.organisation_id
        and claim.id = (before -> 'part_of_id')::bigint and claim.state in ('approved', 'held'))
  then
    return new;
  end if;"""


def upgrade() -> None:
    for before, after in STEPS:
        op.execute(
            "insert into steps (subject, from_state, to_state)"
            f" values ('entry', '{before}', '{after}')"
        )
    function("lock_approved", _lock(TAKEN_BACK, "not in ('returned', 'checked')"), anew=True)


def downgrade() -> None:
    function("lock_approved", _lock("", "<> 'returned'"), anew=True)
    for before, after in STEPS:
        op.execute(
            "delete from steps where subject = 'entry'"
            f" and from_state = '{before}' and to_state = '{after}'"
        )


def _lock(taken_back: str, stays: str) -> str:
    return f"""
declare
  before jsonb := to_jsonb(old) - array['state', 'held_because', 'version'];
  after jsonb;
  is_billed boolean;
  was_billed boolean;
begin
  if old.state not in ('approved', 'held') then
    return case tg_op when 'DELETE' then old else new end;
  end if;
  if tg_op = 'DELETE' then
    {refuse("approved_entry_is_locked")};
  end if;
  after := to_jsonb(new) - array['state', 'held_because', 'version'];
  if before = after and new.state {stays} then
    return new;
  end if;
  if tg_table_name = 'hour_entries' then
    is_billed := exists (select from statement_lines where is_live
      and organisation_id = old.organisation_id and hour_entry_id = old.id);
    was_billed := exists (select from statement_lines where not is_live
      and organisation_id = old.organisation_id and hour_entry_id = old.id);
  else
    is_billed := exists (select from statement_lines where is_live
      and organisation_id = old.organisation_id and expense_entry_id = old.id);
    was_billed := exists (select from statement_lines where not is_live
      and organisation_id = old.organisation_id and expense_entry_id = old.id);
  end if;{taken_back}
  if new.state <> 'returned' then
    before := before - array['price_cents', 'breakdown', 'pay_code'];
    after := after - array['price_cents', 'breakdown', 'pay_code'];
    was_billed := was_billed or current_setting('app.mends_price', true) = 'yes';
  end if;
  if is_billed or was_billed is not true or (new.state <> 'returned' and before <> after) then
    {refuse("approved_entry_is_locked")};
  end if;
  return new;
end"""
