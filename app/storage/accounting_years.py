"""How many statements were last paid in each year: accounting keeps them by it."""

from typing import NamedTuple

from sqlalchemy import func, select

from app.database import current_organisation, db
from app.storage.hand_payments import HandPayment
from app.storage.payments import Payment
from app.storage.statements import Statement


class YearOfAccounting(NamedTuple):
    """year: of the last payment; of what was never paid, that of its pay day."""

    year: int
    statements: int
    people: int


def all_of_them() -> list[YearOfAccounting]:
    """Oldest first."""
    tries = [
        select(func.max(table.paid_on))
        .where(
            table.organisation_id == Statement.organisation_id, table.statement_id == Statement.id
        )
        .scalar_subquery()
        for table in (Payment, HandPayment)
    ]
    last = func.greatest(
        Statement.pay_on, Statement.paid_on, *tries
    )  # greatest() passes nulls over
    year = func.extract("year", last)
    years = (
        select(year, func.count(), func.count(Statement.expert_id.distinct()))
        .where(Statement.organisation_id == current_organisation())
        .group_by(year)
        .order_by(year)
    )
    return [YearOfAccounting(int(row[0]), row[1], row[2]) for row in db.session.execute(years)]
