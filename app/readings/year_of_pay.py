"""A year of pay: what was paid, by the month of payment and by the month of the work. Reads."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from app.access import Actor
from app.now import today
from app.readings.my_pay import is_paid
from app.readings.own import refuse_others
from app.storage import experts, statements
from app.storage.experts import Expert
from app.storage.statements import Statement
from invoices.statements.statement import StatementKind


@dataclass(frozen=True)
class Sum:
    """month: its first day; cents before tax."""

    month: date
    fee_cents: int
    tax_free_cents: int

    @property
    def total_cents(self) -> int:
        return self.fee_cents + self.tax_free_cents


@dataclass(frozen=True)
class Payment:
    """worked: days of the work that was paid, the first and the last."""

    number: str
    paid_on: date
    worked: tuple[date, date]
    fee_cents: int
    tax_free_cents: int


@dataclass(frozen=True)
class YearOfPay:
    """overpaid_cents: paid too much, which payroll decides about; not taken off here."""

    expert: Expert
    year: int
    years: list[int]
    by_payment: list[Sum]
    by_work: list[Sum]
    fee_cents: int
    tax_free_cents: int
    overpaid_cents: int


def year_of(expert_id: int, year: int | None, by: Actor) -> YearOfPay:
    """None: the latest year with a payment. Raises Missing, also for somebody else."""
    refuse_others(by, expert_id)
    expert = experts.get(expert_id)
    issued = statements.of_expert(expert_id)
    paid = [each for each in issued if is_paid(each)]
    years = sorted({_paid_on(each).year for each in paid}, reverse=True)
    chosen = year or (years[0] if years else today().year)
    own = [each for each in paid if _paid_on(each).year == chosen]
    return YearOfPay(
        expert=expert,
        year=chosen,
        years=years,
        by_payment=_by_payment(own),
        by_work=_by_work(own),
        fee_cents=sum(each.fee_cents for each in own),
        tax_free_cents=sum(each.tax_free_cents for each in own),
        overpaid_cents=-sum(
            each.total_cents
            for each in issued
            if each.kind == StatementKind.CORRECTION
            and each.total_cents < 0
            and each.month.startswith(f"{chosen}-")
        ),
    )


def payments(expert_id: int, first: date, last: date, by: Actor) -> list[Payment]:
    """Paid from the first day to the last, the earliest first. Raises Missing."""
    refuse_others(by, expert_id)
    paid = [
        each
        for each in statements.of_expert(expert_id)
        if is_paid(each) and first <= _paid_on(each) <= last
    ]
    return [
        Payment(
            number=each.printed_number,
            paid_on=_paid_on(each),
            worked=(min(line.day for line in each.lines), max(line.day for line in each.lines)),
            fee_cents=each.fee_cents,
            tax_free_cents=each.tax_free_cents,
        )
        for each in sorted(paid, key=lambda one: (_paid_on(one), one.id))
    ]


def _paid_on(statement: Statement) -> date:
    return statement.paid_on or statement.pay_on


def _by_payment(own: Iterable[Statement]) -> list[Sum]:
    return _sums(
        (_paid_on(each), cents, is_taxable)
        for each in own
        for cents, is_taxable in ((each.fee_cents, True), (each.tax_free_cents, False))
    )


def _by_work(own: Iterable[Statement]) -> list[Sum]:
    return _sums(
        (line.day, line.amount_cents, line.is_taxable) for each in own for line in each.lines
    )


def _sums(rows: Iterable[tuple[date, int, bool]]) -> list[Sum]:
    """By month, the earliest first."""
    cents: dict[tuple[date, bool], int] = defaultdict(int)
    for day, amount, is_taxable in rows:
        cents[day.replace(day=1), is_taxable] += amount
    months = sorted({month for month, _ in cents})
    return [Sum(month, cents[month, True], cents[month, False]) for month in months]
