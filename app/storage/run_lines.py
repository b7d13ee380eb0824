"""What a payroll run issues, as one set: who gets a statement, its lines in order, its bytes."""

import json
from collections.abc import Generator, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from itertools import groupby
from operator import itemgetter
from typing import Any

from sqlalchemy import text

from app.database import current_organisation, db
from app.storage.canonical import line_around_breakdown, statement_around_lines
from app.storage.run_tables import ask
from invoices.statements.hash_chain import canonical_json

PEOPLE = """
insert into run_people
select *, {before}, {behind} from (
  select :last_number + row_number() over (order by sort_key collate "C", expert.id) as serial,
    expert.id, expert.language,
    case expert.language when 'sv' then cast(:payer_in_swedish as text)
      else cast(:payer as text) end as payer_name,
    expert.first_name || ' ' || expert.last_name as payee_name,
    coalesce(expert.payroll_number, '') as payroll_number, fee_cents, tax_free_cents
  from (
    select expert_id, coalesce(sum(cents) filter (where is_taxable), 0) as fee_cents,
      coalesce(sum(cents) filter (where not is_taxable), 0) as tax_free_cents
    from run_rows where reason is null group by expert_id
  ) as summed
  join experts as expert on expert.organisation_id = :mine and expert.id = summed.expert_id
) as person"""

# As `invoices.pricing.priced.read_price` reads a breakdown, whose total comes last.
LINES = """
create temporary table run_lines on commit drop as
select serial, row_number() over (partition by serial order by day, place, going.entry_id)
    as position, is_work, is_taxable, going.entry_id, day, kind, title, pay_code,
  cost_centre, project_code, purpose, route, leaves_at, returns_at, decision_number, going.cents,
  coalesce(settled.quantity, (total ->> 'quantity')::bigint, 1) as quantity,
  coalesce(settled.unit, total ->> 'unit', 'piece') as unit,
  coalesce(settled.unit_cents, (total ->> 'unit_cents')::bigint, going.cents) as unit_cents,
  coalesce(settled.waived, (total ->> 'waived')::boolean, false) as waived,
  coalesce(settled.breakdown, case when total is null then going.breakdown
    else going.breakdown - (-1) end) as breakdown
from run_rows as going
join run_people using (expert_id)
left join run_settled as settled on is_work and settled.entry_id = going.entry_id
cross join lateral (
  select case when going.breakdown -> -1 ->> 'code' = 'total' then going.breakdown -> -1 end
    as total offset 0
) as priced
where reason is null
order by serial, day, place, going.entry_id"""


class OutOfOrder(RuntimeError):
    """Lines were not read as they were written, so that their hash would be of something else."""


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


def draw_up(same: Same) -> None:
    """Number the people in the order of names and their lines within each statement."""
    before, behind = statement_around_lines()
    ask(
        PEOPLE.format(before=before, behind=behind),
        mine=current_organisation(),
        last_number=same.last_number,
        year=str(same.year),
        month=same.month,
        issued_on=same.issued_on,
        pay_on=same.pay_on,
        payer=same.payer,
        payer_in_swedish=same.payer_in_swedish,
        payer_business_id=same.payer_business_id,
    )
    ask("analyze run_people (serial, expert_id)")
    ask(LINES)
    ask("analyze run_lines (serial)")


def canonical_statements() -> Iterator[tuple[int, bytes]]:
    """Serial number and canonical JSON of each statement, in the order of numbers.

    Raises OutOfOrder.
    """
    head, tail = line_around_breakdown()
    around = "select serial, before_lines, behind_lines from run_people order by serial"
    people = db.session.execute(text(around)).all()
    question = f"select serial, position, {head}, breakdown::text, {tail} from run_lines"
    with closing(_read(question)) as rows:
        lines = groupby(rows, key=itemgetter(0))
        for (serial, before, behind), (of_serial, theirs) in zip(people, lines, strict=True):
            if serial != of_serial:
                raise OutOfOrder(serial)
            yield serial, f"{before}[{','.join(_written(theirs))}]{behind}".encode()


def _read(question: str) -> Generator[tuple[Any, ...], None, None]:
    """The rows of a table in the order they were written in."""
    connection: Any = db.session.connection().connection.driver_connection
    with (
        connection.cursor() as cursor,
        cursor.copy(f"copy ({question}) to stdout (format binary)") as copy,
    ):
        copy.set_types(["int8", "int8", "text", "text", "text"])
        yield from copy.rows()


def _written(lines: Iterator[tuple[Any, ...]]) -> Iterator[str]:
    for place, (serial, position, head, breakdown, tail) in enumerate(lines, start=1):
        if position != place:
            raise OutOfOrder(serial)
        yield head + _canonical(breakdown) + tail


@lru_cache(maxsize=1 << 16)
def _canonical(breakdown: str) -> str:
    """Many entries come about in the same way."""
    return canonical_json(json.loads(breakdown)).decode()
