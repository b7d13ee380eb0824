"""What a price says is changed only as somebody has asked for, or by the pay code it lacked."""

from alembic import op

from app.storage.migrations.guards import function, refuse

revision = "0072"
down_revision = "0071"

MENDED = "array['cents', 'terms', 'examples', 'origin']"

# Who asks does not decide: see two_people of corrections.
MEND = f"""
begin
  if to_jsonb(new) - {MENDED} - 'pay_code' <> to_jsonb(old) - {MENDED} - 'pay_code'
    or (old.pay_code is not null and new.pay_code is distinct from old.pay_code)
    or (to_jsonb(new) - 'pay_code' <> to_jsonb(old) - 'pay_code' and not exists (
      select from corrections as asked
      where asked.organisation_id = new.organisation_id and asked.rate_id = new.id
        and asked.state = 'waiting' and asked.cents = new.cents
        and (asked.terms is null or asked.terms = new.terms)
    ))
  then
    {refuse("prices_are_mended_by_two")};
  end if;
  return new;
end"""


def upgrade() -> None:
    function("mend_rates_as_asked", MEND)
    op.execute(
        "create trigger mend_rates_as_asked before update on rates for each row"
        " execute function mend_rates_as_asked()"
    )


def downgrade() -> None:
    op.execute("drop function mend_rates_as_asked() cascade")
