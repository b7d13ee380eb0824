"""The rows that a payroll run leaves behind, history and jobs too, inserted again as they are.

Into the same tables, with the same triggers. What a run reads, locks and changes in rows that stood
there before is not part of it. Two ways: a program that has the rows at hand hands them over, and
the database moves them from tables of its own, which no program could.
"""

from typing import Any

from psycopg import Connection
from psycopg.types.string import TextLoader
from sqlalchemy import text

from app.commands.bench.paid_month import PaidMonth
from app.database import db, transaction

# Whatever a run adds rows to, in an order that their references allow.
ADDED_TO = (
    "statement_counters",
    "statement_runs",
    "statements",
    "statement_lines",
    "changes",
    "procrastinate_jobs",
)


class FinishedRows:
    """What stands in the tables now."""

    def __init__(self, month: PaidMonth) -> None:
        for table in ADDED_TO:
            month.as_owner(
                f"create unlogged table finished_{table} as select * from {table} order by id",
                f"grant select on finished_{table} to public",
                f"analyze finished_{table}",
            )
        with transaction():
            self.at_hand = {table: _rows(table) for table in ADDED_TO}

    def hand_over(self) -> None:
        """Through a temporary table each: COPY does not write where rows belong to somebody."""
        with transaction(), _driver().cursor() as cursor:
            for table, rows in self.at_hand.items():
                cursor.execute(f"create temporary table handed (like {table}) on commit drop")
                with cursor.copy("copy handed from stdin") as copy:
                    for row in rows:
                        copy.write_row(row)
                cursor.execute(f"insert into {table} select * from handed")
                cursor.execute("drop table handed")

    def move(self) -> None:
        with transaction():
            for table in ADDED_TO:
                db.session.execute(text(f"insert into {table} select * from finished_{table}"))


def _rows(table: str) -> list[tuple[Any, ...]]:
    """JSON as the text it is handed over as."""
    with _driver().cursor() as cursor:
        for kind in ("json", "jsonb"):
            cursor.adapters.register_loader(kind, TextLoader)
        return cursor.execute(f"select * from {table} order by id").fetchall()


def _driver() -> Connection[Any]:
    connection: Any = db.session.connection().connection.driver_connection
    return connection
