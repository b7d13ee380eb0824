"""Why somebody is asked out of turn has one name; an override is of a double booking only."""

from alembic import op

revision = "0024"
down_revision = "0023"

NAMES = {"override_reason": "turn_reason", "override_note": "turn_note"}
TABLES = ("offer_rounds", "assignments", "plan_places")


def upgrade() -> None:
    for old, new in NAMES.items():
        op.alter_column("offer_rounds", old, new_column_name=new)
    _rename_checks("overridereason", "turnreason")


def downgrade() -> None:
    _rename_checks("turnreason", "overridereason")
    for old, new in NAMES.items():
        op.alter_column("offer_rounds", new, new_column_name=old)


def _rename_checks(old: str, new: str) -> None:
    for table in TABLES:
        op.execute(f"alter table {table} rename constraint ck_{table}_{old} to ck_{table}_{new}")
