"""Sums are compared with a step below a ceiling, so that many questions do not find it."""

from alembic import op

from app.storage.migrations.policies import CHOSEN

revision = "0023"
down_revision = "0022"

# 1, 2, 5, 10, 20, 50 … cents: the last step that is not above the ceiling.
STEP = """
  (select max(step) from (select (first * 10::numeric ^ power)::bigint as step
    from unnest(array[1, 2, 5]) as first, generate_series(0, 8) as power) as steps
    where step <= ceiling.cents)"""
OVER = """
create or replace function over_own_ceiling(expert_ids bigint[], sums bigint[])
returns table (expert_id bigint) language sql stable security definer
set search_path = public, pg_temp as $$
  select ceiling.expert_id
  from unnest(expert_ids, sums) as foreseen (expert_id, cents)
  join income_ceilings as ceiling
    on ceiling.expert_id = foreseen.expert_id and ceiling.organisation_id = {chosen}
  where foreseen.cents > {limit}
$$"""


def upgrade() -> None:
    op.execute(OVER.format(chosen=CHOSEN, limit=STEP))


def downgrade() -> None:
    op.execute(OVER.format(chosen=CHOSEN, limit="ceiling.cents"))
