"""What the database itself refuses: wrong steps, lost seats, own work, late changes."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.guards import allow_steps, function, look_at_the_end, refuse

revision = "0008"
down_revision = "0007"

STEPS = {
    "request": {
        "draft": "sent cancelled",
        "sent": "clarifying matching cancelled",
        "clarifying": "sent matching cancelled",
        "matching": "filled cancelled",
        "filled": "matching done cancelled",
        "done": "answered closed",
        "answered": "closed",
    },
    "offer": {
        "sent": "seen asks_first accepted declined expired withdrawn not_chosen",
        "seen": "asks_first accepted declined expired withdrawn not_chosen",
        "asks_first": "accepted declined withdrawn not_chosen",
        "expired": "accepted declined",
        "not_chosen": "accepted",
    },
    "assignment": {
        "planned": "confirmed done cancelled replaced",
        "confirmed": "done cancelled replaced",
    },
    "entry": {
        "draft": "reported",
        "reported": "confirmed returned",
        "confirmed": "checked returned",
        "checked": "approved returned",
        "returned": "reported",
        "approved": "held",
        "held": "approved",
    },
    "statement": {
        "issued": "handed_over credited",
        "handed_over": "paid credited",
        "paid": "corrected",
    },
}
STEPPING = {
    "expert_requests": "request",
    "offers": "offer",
    "assignments": "assignment",
    "hour_entries": "entry",
    "expense_entries": "entry",
    "statements": "statement",
}
ENTRIES = ("hour_entries", "expense_entries")


FUNCTIONS = {
    "take_only_allowed_steps": f"""
begin
  if new.state is distinct from old.state and not exists (
    select from steps
    where subject = tg_argv[0] and from_state = old.state and to_state = new.state
  ) then
    {refuse("only_allowed_steps")};
  end if;
  return new;
end""",
    # The update waits for the occasion's row, so two last seats are never given at once.
    "count_seats": """
declare
  sat boolean := tg_op <> 'INSERT' and old.state in ('planned', 'confirmed', 'done');
  sits boolean := tg_op <> 'DELETE' and new.state in ('planned', 'confirmed', 'done');
begin
  if sat and not sits then
    update occasions set accepted_count = accepted_count - 1
    where organisation_id = old.organisation_id and id = old.occasion_id;
  elsif sits and not sat then
    update occasions set accepted_count = accepted_count + 1
    where organisation_id = new.organisation_id and id = new.occasion_id;
  end if;
  return null;
end""",
    "keep_booking": """
begin
  delete from bookings where organisation_id = new.organisation_id and assignment_id = new.id;
  if new.state in ('planned', 'confirmed', 'done') then
    insert into bookings (organisation_id, assignment_id, person_id, during, is_overridden)
    select new.organisation_id, new.id, experts.person_id,
      tstzrange(
        starts_at - new.minutes_before * interval '1 minute',
        ends_at + new.minutes_after * interval '1 minute'
      ),
      new.is_overridden
    from occasions
    join experts on experts.organisation_id = new.organisation_id and experts.id = new.expert_id
    where occasions.organisation_id = new.organisation_id and occasions.id = new.occasion_id
      and starts_at is not null;
  end if;
  return null;
end""",
    "move_bookings": """
begin
  update bookings
  set during = tstzrange(
    new.starts_at - assignments.minutes_before * interval '1 minute',
    new.ends_at + assignments.minutes_after * interval '1 minute'
  )
  from assignments
  where assignments.organisation_id = new.organisation_id
    and assignments.occasion_id = new.id
    and bookings.organisation_id = new.organisation_id
    and bookings.assignment_id = assignments.id;
  return null;
end""",
    "refuse_the_stopped": f"""
begin
  if new.expert_id is not null and exists (
    select from experts
    where organisation_id = new.organisation_id and id = new.expert_id
      and stopped_at is not null
  ) then
    {refuse("expert_is_stopped")};
  end if;
  return new;
end""",
    "keep_four_eyes": f"""
declare
  centre bigint;
begin
  if exists (
    select from users
    join experts on experts.person_id = users.person_id
    where users.id in (new.checked_by, new.approved_by)
      and experts.organisation_id = new.organisation_id and experts.id = new.expert_id
  ) then
    {refuse("nobody_checks_or_approves_their_own")};
  end if;
  if new.approved_by is not null and new.approved_by is distinct from old.approved_by then
    select cost_centre_id into centre
    from assignments
    join expert_requests on expert_requests.organisation_id = assignments.organisation_id
      and expert_requests.id = assignments.request_id
    where assignments.organisation_id = new.organisation_id
      and assignments.id = new.assignment_id;
    if not exists (
      select from approvers as chosen
      where chosen.organisation_id = new.organisation_id
        and chosen.cost_centre_id = centre
        and chosen.user_id = new.approved_by
        and chosen.id = (
          select newest.id from approvers as newest
          where newest.organisation_id = chosen.organisation_id
            and newest.cost_centre_id = chosen.cost_centre_id
            and newest.is_deputy = chosen.is_deputy
            and newest.valid_from <= (new.approved_at at time zone 'Europe/Helsinki')::date
          order by newest.valid_from desc, newest.id desc
          limit 1
        )
    ) then
      {refuse("approver_of_the_cost_centre")};
    end if;
  end if;
  return new;
end""",
    "lock_approved": f"""
begin
  if old.state in ('approved', 'held') and (
    tg_op = 'DELETE'
    or (to_jsonb(new) - array['state', 'held_because', 'version'])
      <> (to_jsonb(old) - array['state', 'held_because', 'version'])
  ) then
    {refuse("approved_entry_is_locked")};
  end if;
  if tg_op = 'DELETE' then
    return old;
  end if;
  return new;
end""",
    "freeze_statement": f"""
declare
  filled text;
begin
  if tg_op = 'DELETE'
    or (to_jsonb(new) - array['state', 'batch_id', 'pdf_sha256', 'handed_over_at', 'paid_on'])
      <> (to_jsonb(old) - array['state', 'batch_id', 'pdf_sha256', 'handed_over_at', 'paid_on'])
  then
    {refuse("issued_statement_is_frozen")};
  end if;
  foreach filled in array array['batch_id', 'pdf_sha256', 'handed_over_at', 'paid_on'] loop
    if to_jsonb(old) -> filled <> 'null' and to_jsonb(old) -> filled <> to_jsonb(new) -> filled
    then
      {refuse("issued_statement_is_frozen")};
    end if;
  end loop;
  return new;
end""",
    "freeze_line": f"""
begin
  if tg_op = 'DELETE' or (new.is_live and not old.is_live)
    or (to_jsonb(new) - 'is_live') <> (to_jsonb(old) - 'is_live')
  then
    {refuse("issued_statement_is_frozen")};
  end if;
  return new;
end""",
    "sum_lines": f"""
declare
  organisation bigint := new.organisation_id;
  statement bigint := (
    case when tg_table_name = 'statements' then to_jsonb(new) -> 'id'
    else to_jsonb(new) -> 'statement_id' end
  )::bigint;
begin
  if not exists (
    select from statements
    join (
      select count(*) as lines, coalesce(sum(amount_cents), 0) as total,
        coalesce(sum(amount_cents) filter (where is_taxable), 0) as fee
      from statement_lines
      where organisation_id = organisation and statement_id = statement
    ) as summed on lines > 0 and total = total_cents and fee = fee_cents
    where statements.organisation_id = organisation and statements.id = statement
  ) then
    {refuse("statement_is_the_sum_of_its_lines")};
  end if;
  return null;
end""",
    "only_add": f"""
begin
  {refuse("history_is_only_added_to")};
end""",
}

TRIGGERS = [
    *(
        f"take_only_allowed_steps before update of state on {table} for each row"
        f" execute function take_only_allowed_steps('{subject}')"
        for table, subject in STEPPING.items()
    ),
    "count_seats after insert or update of state or delete on assignments for each row"
    " execute function count_seats()",
    "keep_booking after insert"
    " or update of state, minutes_before, minutes_after, is_overridden on assignments"
    " for each row execute function keep_booking()",
    "move_bookings after update of starts_at, ends_at on occasions for each row"
    " execute function move_bookings()",
    *(
        f"refuse_the_stopped before insert on {table} for each row"
        " execute function refuse_the_stopped()"
        for table in ("offers", "assignments", "messages")
    ),
    *(
        f"keep_four_eyes before insert or update of checked_by, approved_by on {table}"
        " for each row execute function keep_four_eyes()"
        for table in ENTRIES
    ),
    *(
        f"lock_approved before update or delete on {table} for each row"
        " execute function lock_approved()"
        for table in ENTRIES
    ),
    "freeze_statement before update or delete on statements for each row"
    " execute function freeze_statement()",
    "freeze_line before update or delete on statement_lines for each row"
    " execute function freeze_line()",
    "only_add before update or delete on changes for each row execute function only_add()",
]
SUMS = ("statements", "statement_lines")

# Ranges of any organisation, and nothing of whose they are.
BUSY = """
create function busy(person bigint, from_moment timestamptz, to_moment timestamptz)
returns table (during tstzrange) language sql stable security definer
set search_path = public, pg_temp as $$
  select bookings.during from bookings
  where bookings.person_id = person and bookings.during && tstzrange(from_moment, to_moment)
$$"""


def upgrade() -> None:
    op.create_table(
        "steps",
        sa.Column("subject", sa.Text, primary_key=True),
        sa.Column("from_state", sa.Text, primary_key=True),
        sa.Column("to_state", sa.Text, primary_key=True),
    )
    allow_steps(STEPS)
    for name, body in FUNCTIONS.items():
        function(name, body)
    for trigger in TRIGGERS:
        op.execute(f"create trigger {trigger}")
    look_at_the_end("sum_lines", *SUMS)
    op.execute(BUSY)


def downgrade() -> None:
    op.execute("drop function busy(bigint, timestamptz, timestamptz)")
    for name in FUNCTIONS:
        op.execute(f"drop function {name}() cascade")
    op.drop_table("steps")
