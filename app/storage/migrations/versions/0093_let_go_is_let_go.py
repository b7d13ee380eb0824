"""What finance let go of a person before rows kept their reason waits no longer."""

from alembic import op

revision = "0093"
down_revision = "0092"

SUBJECTS = {"hour_entries": "hour_entry", "expense_entries": "expense_entry"}


def upgrade() -> None:
    """Rows held by finance before their person was let go, whom nobody keeps back now."""
    for table, subject in SUBJECTS.items():
        op.execute(
            f"""with freed as (
              update {table} as entry
              set state = 'approved', held_because = null, version = version + 1
              from (
                select distinct on (organisation_id, expert_id)
                  organisation_id, expert_id, released_at
                from pay_holds
                order by organisation_id, expert_id, released_at desc nulls first
              ) as hold
              where held_because = 'by_finance'
                and hold.organisation_id = entry.organisation_id
                and hold.expert_id = entry.expert_id
                and hold.released_at > (
                  select max(at) from changes
                  where organisation_id = entry.organisation_id and subject = '{subject}'
                    and subject_id = entry.id and became = 'held')
              returning entry.organisation_id, entry.id)
            insert into changes
              (organisation_id, subject, subject_id, became, role, actor_name, reason, at)
            select organisation_id, '{subject}', id, 'approved', 'finance', '', 'released', now()
            from freed"""
        )


def downgrade() -> None:
    """The version before would have let them go by its next run."""
