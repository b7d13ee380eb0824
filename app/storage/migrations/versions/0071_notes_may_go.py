"""What a person wrote beside approved hours may be forgotten; it may not be written anew."""

from alembic import op

revision = "0071"
down_revision = "0070"

COMPARED = "  if before = after and new.state "
NOTE_APART = """  if to_jsonb(new) ->> 'note' is null then
    before := before - 'note';
    after := after - 'note';
  end if;
"""


def upgrade() -> None:
    _in_the_lock(COMPARED, NOTE_APART + COMPARED)


def downgrade() -> None:
    _in_the_lock(NOTE_APART + COMPARED, COMPARED)


def _in_the_lock(before: str, after: str) -> None:
    op.execute(
        "do $$ begin execute replace(pg_get_functiondef('lock_approved'::regproc),"
        f" $old${before}$old$, $new${after}$new$); end $$"
    )
