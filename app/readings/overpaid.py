"""What was paid too much, by the day of the payment that was: taken off no sum of what came."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from app.readings.paid_days import PAID
from app.storage.statements import Statement
from invoices.statements.statement import StatementKind


@dataclass(frozen=True)
class Overpaid:
    """open_cents: payroll decides about it. settled_cents: it has."""

    open_cents: int
    settled_cents: int


def overpaid_between(
    issued: Sequence[Statement], days: Mapping[int, date], first: date, last: date
) -> Overpaid:
    """Of what was paid from the first day to the last.

    issued, days  all of one person, and the days of payment by `paid_days`
    """
    by_id = {each.id: each for each in issued}
    found = [
        each
        for each in issued
        if each.kind == StatementKind.CORRECTION
        and each.total_cents < 0
        and each.id not in days
        and first <= _paid_on(each, by_id, days) <= last
    ]
    settled = -sum(each.total_cents for each in found if each.state in PAID)
    return Overpaid(-sum(each.total_cents for each in found) - settled, settled)


def _paid_on(one: Statement, by_id: Mapping[int, Statement], days: Mapping[int, date]) -> date:
    """When what it corrects was paid, through corrections of corrections."""
    corrected = by_id.get(one.refers_to_id or 0)
    if corrected is None:
        return one.pay_on
    return days.get(corrected.id) or _paid_on(corrected, by_id, days)
