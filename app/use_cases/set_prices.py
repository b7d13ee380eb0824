"""Finance writes down what the organisation has decided: prices, pay codes and pay days."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from app.access import Actor
from app.database import Refusal, transaction
from app.now import now
from app.storage import changes, fee_tables, pay_days, statements, tables
from app.storage.changes import Subject
from app.storage.fee_tables import ExpensePayCode, FeeTable, Rate
from app.storage.pay_days import PayDay
from app.storage.statements import AlreadyRun
from app.use_cases import confirm_prices
from invoices import pay_calendar
from invoices.pricing import fee_table
from invoices.pricing.fee_table import Origin, PriceUnit, Work
from invoices.pricing.terms import Terms
from invoices.pricing.terms_data import write_example, write_origin, write_terms
from invoices.pricing.worked_examples import Example, try_examples
from invoices.refusals.pricing import MoneyNeedsPayCode
from scheduling.kinds import RequestKind


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
    terms: Terms = Terms()
    origin: Origin | None = None
    given: str | None = None
    examples: tuple[Example, ...] = ()

    @property
    def code(self) -> str:
        return f"{self.work}_{self.request_kind}" if self.request_kind else str(self.work)

    def rate(self, *, tried: bool = True) -> fee_table.Rate:
        """As the rules of money read it; `tried` with its examples.

        Raises NegativeAmount, TermsContradict, ExampleDiffers.
        """
        rate = fee_table.Rate(
            code=self.code,
            work=self.work,
            unit=self.unit,
            cents=self.cents,
            request_kind=self.request_kind,
            pay_code=self.pay_code,
            terms=self.terms,
            origin=self.origin,
            given=self.given,
        )
        if tried:
            try_examples(rate, self.examples)
        return rate


def add_fee_table(
    *,
    by: Actor,
    valid_from: date,
    decision_number: str,
    rates: Iterable[Price],
    replaces_id: int | None = None,
) -> FeeTable:
    """Prices from a day on, in force when another person has confirmed them.

    valid_from   may be past, as long as no statement has been issued by what it replaces
    replaces_id  a table with a mistake; one that still waits is withdrawn at once
    Raises TwoRatesForWork, TermsContradict, ThingNeedsPayCode, ExampleDiffers, AlreadyThere,
    Missing, DecisionAnswered, PaidByOldPrices, WithoutNewPrice.
    """
    prices = list(rates)
    _refuse_what_does_not_fit(valid_from, decision_number, prices)
    with transaction():
        replaces_id = _mended(replaces_id, by)
        table = tables.add(
            FeeTable(
                valid_from=valid_from,
                decision_number=decision_number,
                proposed_at=now(),
                proposed_by=by.user_id,
                proposer_name=by.name,
                replaces_id=replaces_id,
            )
        )
        tables.add_all(_row(table, price) for price in prices)
        changes.note(Subject.RATE, table.id, "added", by=by)
        confirm_prices.refuse_effect(table)
    return table


def _mended(table_id: int | None, by: Actor) -> int | None:
    """The table that is withdrawn only when the one in its place is confirmed."""
    if table_id is None:
        return None
    table = tables.get(FeeTable, table_id, lock=True)
    if not table.waits:
        return table.id
    confirm_prices.end(table, by)
    return None


def _row(table: FeeTable, price: Price) -> Rate:
    return Rate(
        fee_table_id=table.id,
        code=price.code,
        work=price.work,
        request_kind=price.request_kind,
        unit=price.unit,
        cents=price.cents,
        pay_code=price.pay_code,
        terms=write_terms(price.terms),
        origin=price.origin and write_origin(price.origin),
        given=price.given,
        examples=[write_example(example) for example in price.examples],
    )


def name_pay_code(*, by: Actor, rate_id: int, pay_code: str) -> Rate:
    """Add the pay code that a price lacks. Raises Missing, PayCodeIsSet, ThingNeedsPayCode."""
    with transaction():
        rate = tables.get(Rate, rate_id, lock=True)
        if rate.pay_code not in (None, pay_code):
            raise PayCodeIsSet
        rate.pay_code = pay_code
        _refuse_pay_code_of_money(fee_tables.get_table(rate.fee_table_id).values().rates)
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
    """Pay code by kind of cost; entries approved earlier keep theirs. Raises MoneyNeedsPayCode."""
    with transaction():
        if shared := fee_tables.pay_codes(of_things=True) & set(pay_codes.values()):
            raise MoneyNeedsPayCode(min(shared))
        stored = fee_tables.expense_rows()
        for kind, pay_code in pay_codes.items():
            row = stored.get(kind) or tables.add(ExpensePayCode(kind=kind, pay_code=pay_code))
            row.pay_code = pay_code
            changes.note(Subject.RATE, row.id, "expense_pay_code_set", by=by, reason=kind)


def _refuse_what_does_not_fit(valid_from: date, decision_number: str, prices: list[Price]) -> None:
    """The rules' own checks, before anything is stored."""
    rates = tuple(price.rate() for price in prices)
    fee_table.FeeTable(valid_from=valid_from, decision_number=decision_number, rates=rates)
    _refuse_pay_code_of_money(rates)


def _refuse_pay_code_of_money(rates: Iterable[fee_table.Rate]) -> None:
    fee_table.refuse_pay_code_of_money(rates, fee_tables.expense_pay_codes().values())
