"""Finance writes down what the organisation has decided: prices, pay codes and pay days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.access import Actor
from app.database import Refusal, transaction
from app.now import today
from app.storage import changes, fee_tables, pay_days, statements, tables
from app.storage.changes import Subject
from app.storage.fee_tables import ExpensePayCode, FeeTable, Rate
from app.storage.pay_days import PayDay
from app.storage.statements import AlreadyRun
from invoices import fee_table, pay_calendar
from invoices.fee_table import PriceUnit, Work
from scheduling.kinds import RequestKind


class TableHasBegun(Refusal):
    """Prices that have been in force never change; a new table begins on a coming day."""

    code = "table_has_begun"


class PayCodeIsSet(Refusal):
    code = "pay_code_is_set"


@dataclass(frozen=True, kw_only=True)
class Price:
    """Without a `request_kind` it is for every kind of request that has no price of its own."""

    work: Work
    unit: PriceUnit
    cents: int
    request_kind: RequestKind | None = None
    pay_code: str | None = None

    @property
    def code(self) -> str:
        return f"{self.work}_{self.request_kind}" if self.request_kind else str(self.work)


def add_fee_table(
    *, by: Actor, valid_from: date, decision_number: str, rates: Iterable[Price]
) -> FeeTable:
    """Prices from a day on. Only the first table of all may begin in the past.

    Raises TwoRatesForWork, TableHasBegun, AlreadyThere.
    """
    prices = list(rates)
    _refuse_two_for_one(valid_from, decision_number, prices)
    with transaction():
        if fee_tables.all_tables() and valid_from <= today():
            raise TableHasBegun
        table = tables.add(FeeTable(valid_from=valid_from, decision_number=decision_number))
        for price in prices:
            tables.add(
                Rate(
                    fee_table_id=table.id,
                    code=price.code,
                    work=price.work,
                    request_kind=price.request_kind,
                    unit=price.unit,
                    cents=price.cents,
                    pay_code=price.pay_code,
                )
            )
        changes.note(Subject.RATE, table.id, "added", by=by)
    return table


def name_pay_code(*, by: Actor, rate_id: int, pay_code: str) -> Rate:
    """Add the pay code that a price lacks. Raises Missing, PayCodeIsSet."""
    with transaction():
        rate = tables.get(Rate, rate_id, lock=True)
        if rate.pay_code not in (None, pay_code):
            raise PayCodeIsSet
        rate.pay_code = pay_code
        changes.note(Subject.RATE, rate.fee_table_id, "pay_code_named", by=by)
    return rate


def set_pay_day(*, by: Actor, cut_off_on: date, pay_on: date) -> PayDay:
    """Of the month of `pay_on`; may be moved until the period is run.

    Raises PaidBeforeCutOff, AlreadyRun.
    """
    month = pay_calendar.PayDay(cut_off_on=cut_off_on, pay_on=pay_on).month
    with transaction():
        if statements.find_run(month) is not None:
            raise AlreadyRun
        day = pay_days.find(month) or tables.add(
            PayDay(month=month, cut_off_on=cut_off_on, pay_on=pay_on)
        )
        day.cut_off_on, day.pay_on = cut_off_on, pay_on
        changes.note(Subject.RATE, day.id, "pay_day_set", by=by, reason=month)
    return day


def set_expense_pay_codes(*, by: Actor, pay_codes: Mapping[str, str]) -> None:
    """Pay code by kind of cost; entries approved earlier keep theirs."""
    with transaction():
        stored = fee_tables.expense_rows()
        for kind, pay_code in pay_codes.items():
            row = stored.get(kind) or tables.add(ExpensePayCode(kind=kind, pay_code=pay_code))
            row.pay_code = pay_code
            changes.note(Subject.RATE, row.id, "expense_pay_code_set", by=by, reason=kind)


def _refuse_two_for_one(valid_from: date, decision_number: str, prices: list[Price]) -> None:
    """The rule's own check, before anything is stored."""
    fee_table.FeeTable(
        valid_from=valid_from,
        decision_number=decision_number,
        rates=tuple(
            fee_table.Rate(
                code=price.code,
                work=price.work,
                unit=price.unit,
                cents=price.cents,
                request_kind=price.request_kind,
                pay_code=price.pay_code,
            )
            for price in prices
        ),
    )
