"""Who answers is another person than who asked, not only another user: at every act of two."""

from alembic import op

from app.storage.migrations.guards import function, refuse

revision = "0092"
down_revision = "0091"

# Who asked, and who answers.
CONFIRMED = ("proposed_by", "confirmed_by")
WITHDRAWN = ("withdrawal_asked_by", "withdrawn_by")
ENTERED, CHECKED = ("entered_by", "approved_by"), ("checked_by", "approved_by")
ACTS = {
    "bank_batches": [("created_by", "approved_by"), ("exported_by", "voided_by")],
    "corrections": [("asked_by", "decided_by")],
    "disposals": [CONFIRMED],
    "expense_entries": [ENTERED, CHECKED],
    "fee_tables": [CONFIRMED, WITHDRAWN],
    "figures": [CONFIRMED],
    "hand_payments": [("asked_by", "given_by"), ("given_by", "withdrawn_by")],
    "hour_entries": [ENTERED, CHECKED],
    "mended_years": [("asked_by", "confirmed_by")],
    "paying_accounts": [("asked_by", "confirmed_by")],
    "payout_accounts": [("asked_by", "confirmed_by")],
    "travel_decisions": [CONFIRMED, WITHDRAWN],
}
IS_ONE_PERSON = """
create function is_one_person(one bigint, other bigint) returns boolean
language sql stable strict as $$
  select (select person_id from users where id = one)
    = (select person_id from users where id = other)
$$"""

# Until now: of two tables only, by a function that looks for itself.
ASKED_BY = {"disposals": "proposed_by", "mended_years": "asked_by"}
LOOKS = f"""
begin
  if exists (
    select from users as one join users as other on other.person_id = one.person_id
    where one.id = (to_jsonb(new) ->> tg_argv[0])::bigint and other.id = new.confirmed_by
  ) then
    {refuse("answered_by_another")};
  end if;
  return new;
end"""


def upgrade() -> None:
    op.execute(IS_ONE_PERSON)
    _let_go(ASKED_BY)
    function("answered_by_another", f"begin {refuse('answered_by_another')}; end", anew=True)
    for table, acts in ACTS.items():
        columns = dict.fromkeys(column for act in acts for column in act)
        own = " or ".join(f"is_one_person(new.{asked}, new.{answers})" for asked, answers in acts)
        op.execute(
            f"create trigger answered_by_another before insert or update of {', '.join(columns)}"
            f" on {table} for each row when ({own}) execute function answered_by_another()"
        )


def downgrade() -> None:
    _let_go(ACTS)
    op.execute("drop function is_one_person(bigint, bigint)")
    function("answered_by_another", LOOKS, anew=True)
    for table, column in ASKED_BY.items():
        op.execute(
            f"create trigger answered_by_another before insert or update of confirmed_by on {table}"
            f" for each row execute function answered_by_another('{column}')"
        )


def _let_go(tables: dict) -> None:
    for table in tables:
        op.execute(f"drop trigger answered_by_another on {table}")
