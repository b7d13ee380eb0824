"""The last step of a payroll run: numbered statements and their lines, frozen from then on."""

from dataclasses import dataclass

from sqlalchemy import select

from app.database import current_organisation, db
from app.storage.run_tables import ask
from app.storage.statements import Statement, StatementRun

STATEMENTS = """
insert into statements (organisation_id, id, run_id, expert_id, series, year, number, state,
  language, payer_name, payer_business_id, payee_name, payroll_number, month, pay_on,
  fee_cents, tax_free_cents, total_cents, issued_at, issued_by, previous_hash, hash)
select :mine, statement_id, :run_id, expert_id, :series, :year, serial, 'issued',
  language, payer_name, :payer_business_id, payee_name, payroll_number, :month, :pay_on,
  fee_cents, tax_free_cents, fee_cents + tax_free_cents, :issued_at, :issued_by,
  lag(hash, 1, cast(:last_hash as text)) over (order by serial), hash
from run_people
join unnest(cast(:hashes as text[])) with ordinality as own (hash, place)
  on serial = :last_number + place
order by serial"""

LINES = """
insert into statement_lines (organisation_id, statement_id, position, hour_entry_id,
  expense_entry_id, is_live, kind, title, pay_code, cost_centre, project_code, day, quantity,
  unit, unit_cents, amount_cents, is_taxable, purpose, route, leaves_at, returns_at, breakdown,
  decision_number)
select :mine, statement_id, position, case when is_work then entry_id end,
  case when not is_work then entry_id end, true, kind, title, pay_code, cost_centre,
  project_code, day, quantity, unit, unit_cents, cents, is_taxable, purpose, route, leaves_at,
  returns_at, breakdown, decision_number
from run_rows join run_people using (by_name) where reason is null"""


@dataclass(frozen=True, kw_only=True)
class Chained:
    """The hashes of a run's statements in the order of numbers; last_*: given before the run."""

    year: int
    last_number: int
    last_hash: str
    hashes: list[str]


def issue(run: StatementRun, chained: Chained, *, business_id: str) -> None:
    """Everything that was drawn up, numbered and bound to what was issued before."""
    ask(
        STATEMENTS,
        mine=current_organisation(),
        run_id=run.id,
        series="",
        year=chained.year,
        payer_business_id=business_id,
        month=run.month,
        pay_on=run.pay_on,
        issued_at=run.run_at,
        issued_by=run.run_by,
        last_number=chained.last_number,
        last_hash=chained.last_hash,
        hashes=chained.hashes,
    )
    ask(LINES, mine=current_organisation())


def issued(run_id: int, first: int, last: int) -> list[Statement]:
    """Statements of a run with these numbers, in their order."""
    theirs = select(Statement).where(
        Statement.organisation_id == current_organisation(),
        Statement.run_id == run_id,
        Statement.number.between(first, last),
    )
    return list(db.session.scalars(theirs.order_by(Statement.number)))
