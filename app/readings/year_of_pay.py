"""A year of pay: what was paid, by the month of payment and by the month of the work. Reads."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.access import Actor
from app.gateways.own_papers import HowTaxed
from app.now import today
from app.readings.how_taxed import how_taxed, with_trade_costs, without_sums
from app.readings.net_on_paper import sees_tax
from app.readings.overpaid import Overpaid, overpaid_between
from app.readings.own import refuse_others
from app.readings.paid_days import paid_days
from app.storage import experts, statements, withheld
from app.storage.experts import Expert
from app.storage.statements import Statement
from app.storage.withheld import Month


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
    """worked: days of the work that was paid, the first and the last.

    trade_costs  some of its costs are taxed, as part of trade income
    """

    number: str
    paid_on: date
    worked: tuple[date, date]
    fee_cents: int
    tax_free_cents: int
    trade_costs: bool


@dataclass(frozen=True)
class YearOfPay:
    """overpaid_cents: paid too much, which payroll decides about; not taken off here, and neither
    is what payroll has settled.

    taken  what the payer withheld, by month of payment, the earliest first; empty where payroll
           does it, and for who does not see a tax card's percentages
    """

    expert: Expert
    year: int
    years: list[int]
    by_payment: list[Sum]
    by_work: list[Sum]
    fee_cents: int
    tax_free_cents: int
    taxed: HowTaxed
    taken: list[Month]
    overpaid_cents: int
    settled_cents: int


def year_of(expert_id: int, year: int | None, by: Actor) -> YearOfPay:
    """None: the latest year with a payment. Raises Missing, also for somebody else."""
    refuse_others(by, expert_id)
    expert = experts.get(expert_id)
    issued = statements.of_expert(expert_id)
    days = paid_days(issued)
    years = sorted({day.year for day in days.values()}, reverse=True)
    chosen = year or (years[0] if years else today().year)
    own = [each for each in issued if each.id in days and days[each.id].year == chosen]
    taxed = how_taxed(own, days)
    overpaid = overpaid_between(issued, days, date(chosen, 1, 1), date(chosen, 12, 31))
    return YearOfPay(
        expert=expert,
        year=chosen,
        years=years,
        by_payment=_by_payment(own, days),
        by_work=_by_work(own),
        fee_cents=sum(each.fee_cents for each in own),
        tax_free_cents=sum(each.tax_free_cents for each in own),
        taxed=taxed if sees_tax(by) else without_sums(taxed),
        taken=taken_in(chosen, expert_id) if sees_tax(by) else [],
        overpaid_cents=overpaid.open_cents,
        settled_cents=overpaid.settled_cents,
    )


def taken_in(year: int, expert_id: int) -> list[Month]:
    """By month of payment, the earliest first."""
    months = reversed(withheld.of_expert(expert_id))
    return [each for each in months if each.month.year == year]


def payments(expert_id: int, first: date, last: date, by: Actor) -> list[Payment]:
    """Paid from the first day to the last, the earliest first. Raises Missing."""
    refuse_others(by, expert_id)
    issued = statements.of_expert(expert_id)
    days = paid_days(issued)
    paid = [each for each in issued if each.id in days and first <= days[each.id] <= last]
    trade = with_trade_costs(paid)
    return [
        Payment(
            number=each.printed_number,
            paid_on=days[each.id],
            worked=(min(line.day for line in each.lines), max(line.day for line in each.lines)),
            fee_cents=each.fee_cents,
            tax_free_cents=each.tax_free_cents,
            trade_costs=each.id in trade,
        )
        for each in sorted(paid, key=lambda one: (days[one.id], one.id))
    ]


def overpaid(expert_id: int, first: date, last: date, by: Actor) -> Overpaid:
    """Of what was paid from the first day to the last. Raises Missing."""
    refuse_others(by, expert_id)
    issued = statements.of_expert(expert_id)
    return overpaid_between(issued, paid_days(issued), first, last)


def _by_payment(own: Iterable[Statement], days: Mapping[int, date]) -> list[Sum]:
    return _sums(
        (days[each.id], cents, is_taxable)
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
