"""The job queue's tables: the SQL of Procrastinate 3.10, kept here so that it never changes.

A later Procrastinate brings its own steps from here on; each becomes the next migration.
"""

from pathlib import Path

from alembic import op

revision = "0009"
down_revision = "0008"

SCHEMA = Path(__file__).with_suffix(".sql")


def upgrade() -> None:
    many = op.get_bind().connection.cursor()  # past SQLAlchemy, which takes one at a time
    many.execute(SCHEMA.read_text("utf-8"))


def downgrade() -> None:
    op.execute("""
        do $$ declare it record; begin
            for it in select oid::regclass::text as name from pg_class
                      where relname like 'procrastinate\\_%' and relkind = 'r' loop
                execute format('drop table %s cascade', it.name);
            end loop;
            for it in select oid::regprocedure::text as name from pg_proc
                      where proname like 'procrastinate\\_%' loop
                execute format('drop function %s cascade', it.name);
            end loop;
            for it in select oid::regtype::text as name from pg_type
                      where typname like 'procrastinate\\_%' and typtype in ('c', 'e') loop
                execute format('drop type %s cascade', it.name);
            end loop;
        end $$
    """)
