"""What `bulk_core` writes, from rows it has read: lines, and the columns of both tables."""

from typing import Any

from app.storage.statement_lines import clock_times
from app.storage.statements import StatementRun
from invoices.statements.statement import Line, Statement


def name_of(row: dict[str, Any]) -> str:
    return f"{'hour' if row['is_work'] else 'expense'}-{row['id']}"


def line_of(row: dict[str, Any]) -> Line:
    price = row["price"]
    return Line(
        entry=name_of(row),
        kind=str(row["kind"]),
        day=row["day"],
        quantity=price.quantity,
        unit=price.unit,
        price_cents=price.unit_cents,
        amount_cents=price.cents,
        pay_code=row["pay_code"],
        cost_centre=row["cost_centre"] or "",
        project_code=row["project_code"] or "",
        purpose=row["purpose"] or "",
        route=row["route"] or "",
        times=clock_times(row["leaves_at"], row["returns_at"]),
        waived=price.waived,
        title=row["title"],
        decision_number=row["decision"],
        breakdown=price.breakdown,
    )


def statement(
    drawn: Statement, expert_id: int, run: StatementRun, before: str, own: str
) -> dict[str, Any]:
    heading = drawn.heading
    return {
        "run_id": run.id,
        "expert_id": expert_id,
        "series": heading.number.series,
        "year": heading.number.year,
        "number": heading.number.serial,
        "language": heading.language,
        "payer_name": heading.payer_name,
        "payer_business_id": heading.payer_business_id,
        "payee_name": heading.person_name,
        "payroll_number": heading.person_number,
        "month": heading.month,
        "pay_on": heading.pay_on,
        "fee_cents": drawn.taxable_cents,
        "tax_free_cents": drawn.tax_free_cents,
        "total_cents": drawn.gross_cents,
        "issued_at": run.run_at,
        "issued_by": run.run_by,
        "previous_hash": before,
        "hash": own,
    }


def stored(line: Line, row: dict[str, Any], statement_id: int) -> dict[str, Any]:
    return {
        "statement_id": statement_id,
        "position": line.position,
        "hour_entry_id": row["id"] if row["is_work"] else None,
        "expense_entry_id": None if row["is_work"] else row["id"],
        "kind": line.kind,
        "title": line.title,
        "pay_code": line.pay_code,
        "cost_centre": line.cost_centre,
        "project_code": line.project_code,
        "day": line.day,
        "quantity": line.quantity,
        "unit": line.unit,
        "unit_cents": line.price_cents,
        "amount_cents": line.amount_cents,
        "is_taxable": line.is_taxable,
        "purpose": line.purpose,
        "route": line.route,
        "leaves_at": row["leaves_at"],
        "returns_at": row["returns_at"],
        "breakdown": list(line.breakdown),
        "decision_number": line.decision_number,
    }
