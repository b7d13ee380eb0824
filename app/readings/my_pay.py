"""What an expert sees of her money: what comes and when, what waits and why, what was paid."""

from dataclasses import dataclass
from datetime import date

from app.database import Missing
from app.gateways.own_papers import HowTaxed
from app.now import today
from app.readings.expect_pay import coming_in_month
from app.readings.how_taxed import how_taxed
from app.readings.money_come_back import paid_anew, pays_all
from app.readings.paid_days import paid_days
from app.readings.year_of_pay import taken_in
from app.storage import earnings, income_ceilings, pay_days, payable, payroll_answers, statements
from app.storage.statements import Statement
from app.storage.withheld import Month
from invoices.statements.held import HeldReason
from scheduling.lifecycle import StatementState

ON_ITS_WAY = (StatementState.ISSUED, StatementState.HANDED_OVER)


@dataclass(frozen=True)
class Coming:
    """Fees before tax in cents; settled: on a statement already, otherwise an estimate."""

    pay_on: date
    month: date
    cents: int
    settled: bool


@dataclass(frozen=True)
class MyPay:
    """year: of payment; sums are in cents, before tax. ceiling: her own, for a payment month.

    taken: what the payer withheld in the year, by month of payment; empty where payroll does it
    came_on: by statement, the day on which its money came
    came_back: statements the bank could not pay after all, with the day of the next try, if known
    """

    year: int
    coming: list[Coming]
    waiting: list[tuple[HeldReason, int]]
    statements: list[Statement]
    came_on: dict[int, date]
    came_back: dict[int, date | None]
    paid_fee_cents: int
    paid_travel_cents: int
    on_its_way_cents: int
    taxed: HowTaxed
    taken: list[Month]
    overpaid_cents: int
    ceiling_cents: int | None


def pay_of(expert_id: int | None) -> MyPay:
    """Reads only. Raises Missing for somebody who is no expert."""
    if expert_id is None:
        raise Missing("Expert", expert_id)
    year, own = today().year, statements.of_expert(expert_id)
    days = paid_days(own)
    paid = [one for one in own if one.id in days and days[one.id].year == year]
    back = paid_anew([one.id for one in own])
    stops = payroll_answers.open_stops([one.id for one in own])
    moving = [
        one for one in own if one.id in back or (one.state in ON_ITS_WAY and one.id not in stops)
    ]
    return MyPay(
        year=year,
        coming=coming_to(expert_id),
        waiting=[
            *_waiting(expert_id),
            *((HeldReason.BY_FINANCE, one.total_cents) for one in own if one.id in stops),
        ],
        statements=own,
        came_on=days,
        came_back=back,
        paid_fee_cents=sum(one.fee_cents for one in paid),
        paid_travel_cents=sum(one.tax_free_cents for one in paid),
        on_its_way_cents=sum(one.total_cents for one in moving if one.total_cents > 0),
        taxed=how_taxed(paid, days),
        taken=taken_in(year, expert_id),
        overpaid_cents=-sum(
            one.total_cents
            for one in own
            if one.state in ON_ITS_WAY and one.total_cents < 0 and not pays_all(one)
        ),
        ceiling_cents=_ceiling(expert_id),
    )


def coming_to(expert_id: int) -> list[Coming]:
    """The coming pay days that bring something, soonest first."""
    done = earnings.months_run()
    found = [
        Coming(
            pay_on=day.pay_on,
            month=day.pay_on.replace(day=1),
            cents=coming_in_month(expert_id, day.month),
            settled=day.month in done,
        )
        for day in pay_days.all_days()
        if day.pay_on >= today()
    ]
    return [each for each in found if each.cents]


def _ceiling(expert_id: int) -> int | None:
    """Her own, which nobody else may read."""
    found = income_ceilings.find_own(expert_id)
    return None if found is None else found.cents


def _waiting(expert_id: int) -> list[tuple[HeldReason, int]]:
    """Held work by reason."""
    sums: dict[HeldReason, int] = {}
    for row in payable.held(expert_id):
        reason = row.entry.held_because or HeldReason.NOT_PRICED
        sums[reason] = sums.get(reason, 0) + (row.entry.price_cents or 0)
    return list(sums.items())
