"""What a payroll period would pay, line by line, and why some rows wait. Reads only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property

from app.now import today
from app.readings.settle_together import settled_or_held
from app.storage import earnings, engines, fee_tables, pay_days, pay_holds, payable, payouts
from app.storage.engines import Engine
from app.storage.experts import Expert
from app.storage.hour_entries import HourEntry
from app.storage.pay_days import PayDay
from app.storage.payable import Payable
from app.storage.statement_lines import clock_times
from invoices.pricing.fee_table import FeeTable, Rate, rate_for, table_on
from invoices.pricing.price import Price
from invoices.refusals import MoneyRefusal
from invoices.statements.held import HeldReason, Row, reasons_to_hold
from invoices.statements.statement import GIVEN, Line


@dataclass(frozen=True)
class Prices:
    """What lines copy from: the fee tables and the pay codes of costs."""

    tables: Sequence[FeeTable]
    expense_pay_codes: Mapping[str, str]

    def pay_code(self, row: Payable) -> str | None:
        """The entry's own, else the one the price or the kind of cost has now."""
        if row.entry.pay_code:
            return row.entry.pay_code
        if not isinstance(row.entry, HourEntry):
            return self.expense_pay_codes.get(row.kind)
        rate = self._rate(row)
        return rate.pay_code if rate else None

    def kind(self, row: Payable) -> str:
        """What its line is: of work that a thing is given for, that."""
        rate = self._rate(row)
        return GIVEN if rate and rate.given else row.kind

    def decision_number(self, row: Payable) -> str:
        if not isinstance(row.entry, HourEntry):
            return ""
        try:
            return table_on(self.tables, row.entry.day).decision_number
        except MoneyRefusal:
            return ""

    def _rate(self, row: Payable) -> Rate | None:
        if not isinstance(row.entry, HourEntry):
            return None
        try:
            table = table_on(self.tables, row.entry.day)
            return rate_for(table, row.entry.work, str(row.request.kind))
        except MoneyRefusal:
            return None


@dataclass(frozen=True)
class Held:
    row: Payable
    reason: HeldReason


@dataclass(frozen=True)
class Period:
    """What goes and what waits when the period is run."""

    payable: Sequence[Payable]
    held: Sequence[Held]
    late: int
    settled: Mapping[str, Price] = field(default_factory=dict)  # otherwise than alone, by entry

    def price_of(self, row: Payable) -> Price:
        return self.settled.get(row.name, row.entry.price)

    @property
    def persons(self) -> int:
        return len({row.expert.id for row in self.payable})

    @property
    def total_cents(self) -> int:
        return sum(self.price_of(row).cents for row in self.payable)

    @cached_property
    def by_person(self) -> list[tuple[Expert, list[Payable]]]:
        """In the order of names."""
        people: dict[int, tuple[Expert, list[Payable]]] = {}
        for row in self.payable:
            people.setdefault(row.expert.id, (row.expert, []))[1].append(row)
        return list(people.values())

    @cached_property
    def held_by_person(self) -> list[tuple[Expert, HeldReason, int]]:
        """Who waits, for what and for how many cents, in the order of names."""
        sums: dict[tuple[int, HeldReason], int] = {}
        people = {each.row.expert.id: each.row.expert for each in self.held}
        for each in self.held:
            key = (each.row.expert.id, each.reason)
            sums[key] = sums.get(key, 0) + (each.row.entry.price_cents or 0)
        return [(people[person], reason, cents) for (person, reason), cents in sums.items()]


def prices() -> Prices:
    return Prices(fee_tables.price_list(), fee_tables.expense_pay_codes())


def look_ahead(cut_off_on: date, found: Prices) -> Period:
    """What a run with this cut-off would do now."""
    late = payable.count_approved_after(cut_off_on)
    return sorted_out(payable.approved_by(cut_off_on), cut_off_on, found, late=late)


def sorted_out(
    rows: Iterable[Payable], cut_off_on: date, found: Prices, *, late: int = 0
) -> Period:
    """What of these goes and what waits."""
    kept_back, by_bank = pay_holds.held_people(), _paid_by_bank()
    going: list[Payable] = []
    waiting: list[Held] = []
    for row in rows:
        reasons = reasons_to_hold(_facts(row, found, kept_back, by_bank, cut_off_on))
        if reasons:
            waiting.append(Held(row, reasons[0]))
        else:
            going.append(row)
    settled = settled_or_held(going, found.tables)
    waiting += [Held(row, HeldReason.SECOND_APPROVAL) for row in going if row.name in settled.held]
    going = [row for row in going if row.name not in settled.held]
    return Period(going, waiting, late, settled.prices)


def next_period() -> PayDay | None:
    """The earliest payroll period that has not been run, from the calendar."""
    done = earnings.months_run()
    coming = (day for day in pay_days.all_days() if day.month not in done)
    return next((day for day in coming if day.pay_on >= today() or _has_rows(day)), None)


def line_of(row: Payable, price: Price, found: Prices) -> Line:
    """A copy of the entry as it is paid."""
    entry = row.entry
    return Line(
        entry=row.name,
        kind=found.kind(row),
        day=entry.day,
        quantity=price.quantity,
        unit=price.unit,
        price_cents=price.unit_cents,
        amount_cents=price.cents,
        pay_code=found.pay_code(row) or "",
        cost_centre=row.cost_centre or "",
        project_code=entry.project_code or "",
        purpose="" if isinstance(entry, HourEntry) else entry.purpose or "",
        route="" if isinstance(entry, HourEntry) else entry.route or "",
        times=clock_times(*times_of(row)),
        waived=price.waived,
        title=row.request.title,
        decision_number=found.decision_number(row),
        breakdown=price.breakdown,
    )


def times_of(row: Payable) -> tuple[datetime | None, datetime | None]:
    """When the activity or the journey began and ended."""
    if isinstance(row.entry, HourEntry):
        return row.entry.starts_at, row.entry.ends_at
    return row.entry.leaves_at, row.entry.returns_at


def _paid_by_bank() -> set[int] | None:
    """Who can be paid, where the organisation pays by itself; None: payroll pays."""
    on = Engine.PAYMENT_FILE in engines.switched_on()
    return payouts.people_with_payout() if on else None


def _facts(
    row: Payable, found: Prices, kept_back: set[int], by_bank: set[int] | None, cut_off_on: date
) -> Row:
    chosen = row.pay_from if isinstance(row.entry, HourEntry) else None  # costs never wait
    return Row(
        person_number=row.expert.payroll_number,
        finance_has_data=row.expert.finance_has_it,
        stopped=row.expert.stopped_at is not None,
        pay_code=found.pay_code(row),
        cost_centre=row.cost_centre,
        amount_cents=row.entry.price_cents,
        held_by_finance=row.expert.id in kept_back,
        later_chosen=chosen is not None and chosen > cut_off_on,
        paid_by_bank=by_bank is not None,
        has_payout_data=row.expert.id in (by_bank or ()),
        second_approved_cents=row.entry.second_approved_cents,
        held_because=row.entry.held_because,
    )


def _has_rows(day: PayDay) -> bool:
    """Whether a past period was left unrun with something to pay."""
    return payable.any_approved_by(day.cut_off_on)
