"""What was agreed of a fee is told as long as the statement that paid it, however long before."""

from alembic import op

revision = "0095"
down_revision = "0094"

# A live and a dead line are looked for apart: each has an index of its own.
LINE = """exists (
      select from hour_entries as entry
      join statement_lines as line on line.organisation_id = entry.organisation_id
        and line.hour_entry_id = entry.id and {} line.is_live
      where entry.organisation_id = step.organisation_id
        and entry.assignment_id = step.subject_id
    )"""
IS_ACCOUNTED = f"""
create function is_accounted(step changes) returns boolean language sql stable as $$
  select step.subject = 'assignment'
    and step.became in ('fee_agreed', 'fee_mended', 'invoice_received', 'invoice_sent',
      'invoice_mended', 'invoice_withdrawn')
    and ({LINE.format("")} or {LINE.format("not")})
$$"""
# The guard stands on other tables, too, whose rows are of other columns.
STEP = "jsonb_populate_record(null::changes, to_jsonb(old))"
FORGETS = (
    "if tg_op = 'UPDATE' and tg_table_name = 'changes'",
    f"if tg_op = 'UPDATE' and tg_table_name = 'changes' and not is_accounted({STEP})",
)


def upgrade() -> None:
    op.execute(IS_ACCOUNTED)
    _in_only_add(*FORGETS)


def downgrade() -> None:
    _in_only_add(*reversed(FORGETS))
    op.execute("drop function is_accounted(changes)")


def _in_only_add(before: str, after: str) -> None:
    op.execute(
        "do $$ begin execute replace(pg_get_functiondef('only_add'::regproc),"
        f" $old${before}$old$, $new${after}$new$); end $$"
    )
