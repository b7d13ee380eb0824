"""Whom a payroll run pays, as one set: numbers in the order of names, sums, and what is hashed."""

from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import text

from app.database import db
from app.storage.canonical import line, statement_around_lines
from app.storage.run_tables import ask
from scheduling.wall_clock import TIME_ZONE

PEOPLE = """
insert into run_people
select *, {before}, {behind} from (
  select :last_number + row_number() over (order by by_name) as serial,
    nextval(pg_get_serial_sequence('statements', 'id')) as statement_id,
    by_name, expert_id, language,
    case language when 'sv' then cast(:payer_in_swedish as text)
      else cast(:payer as text) end as payer_name,
    payee_name, person_number as payroll_number, fee_cents, tax_free_cents
  from (
    select by_name, coalesce(sum(cents) filter (where is_taxable), 0) as fee_cents,
      coalesce(sum(cents) filter (where not is_taxable), 0) as tax_free_cents
    from run_rows where reason is null group by by_name
  ) as summed
  join run_experts using (by_name)
  order by by_name
) as person"""

IN_ORDER = """
create unique index run_rows_in_order on run_rows (by_name, position) where reason is null"""


@dataclass(frozen=True, kw_only=True)
class Same:
    """What is the same on every statement of a run; last_number: the last one given before it."""

    last_number: int
    year: int
    month: str
    issued_on: date
    pay_on: date
    payer: str
    payer_in_swedish: str
    payer_business_id: str


@dataclass(frozen=True)
class Sums:
    persons: int
    total_cents: int


def number(same: Same) -> Sums:
    """Give each person who is paid the next number, in the order of names."""
    ask(IN_ORDER)
    before, behind = statement_around_lines()
    ask(
        PEOPLE.format(before=before, behind=behind),
        last_number=same.last_number,
        year=str(same.year),
        month=same.month,
        issued_on=same.issued_on,
        pay_on=same.pay_on,
        payer=same.payer,
        payer_in_swedish=same.payer_in_swedish,
        payer_business_id=same.payer_business_id,
    )
    ask("analyze run_people (by_name)")
    sums = "select count(*), coalesce(sum(fee_cents + tax_free_cents), 0) from run_people"
    persons, total_cents = db.session.execute(text(sums)).one()
    return Sums(persons, int(total_cents))


def canonical_statements() -> Iterator[bytes]:
    """Canonical JSON of each statement, in the order of numbers."""
    around = "select before_lines, behind_lines from run_people order by by_name"
    people = db.session.execute(text(around)).all()
    question = (
        f"select string_agg({line()}, ',' order by position) from run_rows"
        " where reason is null group by by_name order by by_name"
    )
    ask(f"set local timezone = '{TIME_ZONE}'")
    with closing(_read(question)) as all_lines:
        for (before, behind), (lines,) in zip(people, all_lines, strict=True):
            yield b"%b[%b]%b" % (before.encode(), lines, behind.encode())
    ask("set local timezone to default")


def _read(question: str) -> Generator[tuple[Any, ...], None, None]:
    """Rows of one text, as its bytes."""
    connection: Any = db.session.connection().connection.driver_connection
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy ({question}) to stdout (format binary)") as copy,
    ):
        copy.set_types(["bytea"])
        yield from copy.rows()
