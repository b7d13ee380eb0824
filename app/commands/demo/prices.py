"""The demonstration's prices, pay codes and pay days."""

from datetime import date
from decimal import Decimal

from app.access import Actor
from app.database import transaction
from app.now import now
from app.storage import tables
from app.storage.fee_tables import ExpensePayCode, FeeTable, Rate
from app.storage.pay_days import PayDay
from app.storage.travel_terms import TravelDecision
from invoices.pricing.fee_table import PriceUnit, Work
from invoices.pricing.terms import Addition, Supplement, Terms
from invoices.pricing.terms_data import write_terms
from invoices.travel.costs import ExpenseKind
from scheduling.kinds import RequestKind
from scheduling.working_days import working_day_until

PAID_ON_DAY, CUT_OFF_DAY = 15, 5
MONTHS_OF_PAY_DAYS = 18
EVENING = 18 * 60
_EVENINGS = write_terms(
    Terms(
        started_minutes=30,
        supplements=(
            Supplement(name="ilta", addition=Addition(percent=Decimal(20)), from_minute=EVENING),
        ),
    )
)
_EXPENSE_CODES = {
    ExpenseKind.KILOMETRES: "3110",
    ExpenseKind.TICKET: "3120",
    ExpenseKind.OTHER: "3130",
    ExpenseKind.BOUGHT_BY_US: "3190",
    ExpenseKind.PER_DIEM: "3140",
    ExpenseKind.PARTIAL_PER_DIEM: "3141",
    ExpenseKind.MEAL: "3142",
    ExpenseKind.KILOMETRES_ABOVE: "3150",
    ExpenseKind.ALLOWANCE_ABOVE: "3151",
    ExpenseKind.NO_RECEIPT: "3152",
}


def add_prices(first: date, *, cents_an_hour: int, by: Actor, confirmed_by: Actor) -> None:
    """One fee table, the pay codes of costs, and a pay day for each month."""
    proposed = {"proposed_at": now(), "proposed_by": by.user_id, "proposer_name": by.name}
    with transaction():
        table = tables.add(
            FeeTable(valid_from=first, decision_number="HVA/512/02.05/2025", **proposed)
        )
        rates: list[tuple[str, Work, RequestKind | None, PriceUnit, int, str]] = [
            ("H1", Work.ACTIVITY, None, PriceUnit.HOUR, cents_an_hour, "2140"),
            ("L1", Work.ACTIVITY, RequestKind.TALK, PriceUnit.MEETING, 10_000, "2140"),
            ("R1", Work.ACTIVITY, RequestKind.GROUP, PriceUnit.HOUR, cents_an_hour, "2140"),
            ("K1", Work.ACTIVITY, RequestKind.PANEL_MEETING, PriceUnit.MEETING, 6_000, "2100"),
            ("T1", Work.ACTIVITY, RequestKind.COMMENT_TASK, PriceUnit.LUMP, 5_000, "2140"),
            ("V1", Work.PREPARATION, None, PriceUnit.HOUR, 2_000, "2141"),
            ("M1", Work.TRAVEL, None, PriceUnit.HOUR, 0, "2142"),
            ("J1", Work.FOLLOW_UP, None, PriceUnit.HOUR, 2_000, "2141"),
        ]
        for code, work, kind, unit, cents, pay_code in rates:
            tables.add(
                Rate(
                    fee_table_id=table.id,
                    code=code,
                    work=work,
                    request_kind=kind,
                    unit=unit,
                    cents=cents,
                    pay_code=pay_code,
                    terms=_EVENINGS if kind is RequestKind.GROUP else {},
                )
            )
        travel = tables.add(
            TravelDecision(
                valid_from=first,
                decision_number="HVA/513/02.05/2025",
                pays_per_diems=True,
                pays_meals=True,
                own_word_cents=1_000,
                **proposed,
            )
        )
        for decision in (table, travel):
            decision.confirmed_at, decision.confirmed_by = now(), confirmed_by.user_id
        for expense, pay_code in _EXPENSE_CODES.items():
            tables.add(ExpensePayCode(kind=expense, pay_code=pay_code))
        for number in range(MONTHS_OF_PAY_DAYS):
            tables.add(_pay_day(first.year + number // 12, number % 12 + 1))


def _pay_day(year: int, month: int) -> PayDay:
    """The 15th, or the working day before it."""
    return PayDay(
        month=f"{year}-{month:02}",
        cut_off_on=date(year, month, CUT_OFF_DAY),
        pay_on=working_day_until(date(year, month, PAID_ON_DAY)),
    )
