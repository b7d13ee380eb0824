"""One packed record of each person for matching, its version, and the log that keeps it fresh."""

import sqlalchemy as sa
from alembic import op

from app.storage.migrations.policies import protect

revision = "0019"
down_revision = "0018"

# Rows that belong to a person, and the column that says to whom.
SOURCES = {
    "experts": "id",
    **dict.fromkeys(
        (
            "expert_themes",
            "trainings",
            "agreements",
            "boundaries",
            "own_units",
            "times_away",
            "record_checks",
            "offers",
            "assignments",
        ),
        "expert_id",
    ),
}
EVENTS = {"insert": ("became",), "update": ("was", "became"), "delete": ("was",)}
LOG = """
insert into match_changes (organisation_id, expert_id, made_in)
select organisation_id, expert_id, pg_current_xact_id()::text::bigint
from ({0}) as changed (organisation_id, expert_id)"""

# Another organisation learns that the same person's time changed, and nothing more.
OF_BOOKINGS = """
select experts.organisation_id, experts.id from experts
join (select person_id from {0}) as booked using (person_id)"""
OF_OCCASIONS = """
select assignments.organisation_id, assignments.expert_id from assignments
join (select organisation_id, id from was union select organisation_id, id from became)
  as moved on moved.organisation_id = assignments.organisation_id
  and moved.id = assignments.occasion_id"""
OF_ORGANISATIONS = """
select experts.organisation_id, experts.id from experts
join became on became.id = experts.organisation_id
join was on was.id = became.id
where (was.agreement_version, was.agreement_signed_anew)
  <> (became.agreement_version, became.agreement_signed_anew)"""


def upgrade() -> None:
    _tables()
    op.create_index(op.f("ix_experts_person_id"), "experts", ["person_id"])
    op.create_index(op.f("ix_bookings_person_id"), "bookings", ["person_id"])
    for table, column in SOURCES.items():
        for event, seen in EVENTS.items():
            rows = " union ".join(f"select organisation_id, {column} from {each}" for each in seen)
            _log(table, event, rows)
    for event, seen in EVENTS.items():
        people = " union ".join(f"select person_id from {each}" for each in seen)
        rows = OF_BOOKINGS.format(f"({people}) as people")
        _log("bookings", event, rows, across=True)
    _log("occasions", "update", OF_OCCASIONS)
    _log("organisations", "update", OF_ORGANISATIONS, across=True)
    op.execute(LOG.format("select organisation_id, id from experts"))


def downgrade() -> None:
    for table, event in [
        *((table, event) for table in (*SOURCES, "bookings") for event in EVENTS),
        ("occasions", "update"),
        ("organisations", "update"),
    ]:
        op.execute(f"drop function log_{event}_of_{table}() cascade")
    op.drop_index(op.f("ix_bookings_person_id"), "bookings")
    op.drop_index(op.f("ix_experts_person_id"), "experts")
    for table in ("match_changes", "match_versions", "match_records"):
        op.drop_table(table)


def _tables() -> None:
    op.create_table(
        "match_records",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.Column("record", sa.LargeBinary(), nullable=True),
        sa.PrimaryKeyConstraint("organisation_id", "expert_id", name=op.f("pk_match_records")),
    )
    op.create_index(
        op.f("ix_match_records_organisation_id_version"),
        "match_records",
        ["organisation_id", "version"],
    )
    op.create_table(
        "match_versions",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("version", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", name=op.f("pk_match_versions")),
    )
    op.create_table(
        "match_changes",
        sa.Column("organisation_id", sa.BigInteger(), nullable=False),
        sa.Column("id", sa.BigInteger(), sa.Identity(always=False), nullable=False),
        sa.Column("expert_id", sa.BigInteger(), nullable=False),
        sa.Column("made_in", sa.BigInteger(), nullable=False),
        sa.PrimaryKeyConstraint("organisation_id", "id", name=op.f("pk_match_changes")),
    )
    protect("match_records", "match_versions", "match_changes")


def _log(table: str, event: str, rows: str, *, across: bool = False) -> None:
    """Once for each statement, whatever the number of its rows."""
    name = f"log_{event}_of_{table}"
    seen = {"was": "old table as was", "became": "new table as became"}
    tables = " ".join(seen[each] for each in EVENTS[event])
    powers = " security definer set search_path = public, pg_temp" if across else ""
    op.execute(
        f"create function {name}() returns trigger language plpgsql{powers} as"
        f" $$begin {LOG.format(rows)}; return null; end$$"
    )
    op.execute(
        f"create trigger log_{event} after {event} on {table} referencing {tables}"
        f" for each statement execute function {name}()"
    )
