"""What an entry is worth by the prices of the day of work; nothing is stored here."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from app.readings.expense_pieces import pieces_of
from app.storage import entry_lists, fee_tables, figures, travel_terms
from app.storage.assignments import Assignment
from app.storage.entry_lists import AnyEntry
from app.storage.expense_entries import ExpenseEntry
from app.storage.hour_entries import HourEntry
from invoices.parameters import Figure
from invoices.payers import Payee, Payer
from invoices.pricing.fee_table import PAID_ONCE, FeeTable, Rate, Work, rate_for, table_on
from invoices.pricing.fees import price_hours
from invoices.pricing.price import Clock, Hours, Price, Step
from invoices.pricing.terms import DayKind
from invoices.refusals.pricing import NoRateYet
from invoices.travel.costs import ExpenseKind
from invoices.travel.pieces import Piece, nothing_above
from invoices.travel.travel_terms import TravelTerms
from scheduling.kinds import Attendance, CancelReason
from scheduling.wall_clock import minutes_between, pieces_by_day
from scheduling.working_days import is_public_holiday

BY_UNIT = (CancelReason.UNIT_CANCELLED, CancelReason.MOVED)  # others call off for reasons of hers


@dataclass(frozen=True)
class Priced:
    """`rest`: what a travel claim brings beside its own line, each piece with its pay code.

    kind, day  of its own line, where they are told by the rules
    """

    price: Price
    pay_code: str | None
    kind: ExpenseKind | None = None
    day: date | None = None
    rest: tuple["Priced", ...] = ()

    @property
    def place(self) -> tuple[ExpenseKind | None, date | None]:
        """Which row of its claim it is."""
        return self.kind, self.day

    @property
    def cents(self) -> int:
        """In all."""
        return self.price.cents + sum(each.price.cents for each in self.rest)

    @property
    def steps(self) -> list[Step]:
        """In all."""
        return [step for each in (self, *self.rest) for step in each.price.breakdown]


@dataclass(frozen=True)
class Prices:
    """The organisation's fee tables, pay codes and own national figures, read once."""

    tables: list[FeeTable]
    expense_pay_codes: dict[str, str]
    figures: tuple[Figure, ...] = ()
    travel: Sequence[TravelTerms] = ()
    agreed: Mapping[int, int] = field(default_factory=dict)  # by assignment, instead of its own

    def of(self, entry: AnyEntry, *, earlier: Iterable[Sequence[Any]] = ()) -> Priced:
        """earlier: breakdowns of the same assignment and work, one of which may carry its one fee.

        Raises MoneyRefusal: no price for the work yet, or a national figure not confirmed.
        """
        if isinstance(entry, ExpenseEntry):
            return self._expense(entry)
        return self._hours(entry, earlier)

    def _hours(self, entry: HourEntry, earlier: Iterable[Sequence[Any]]) -> Priced:
        assignment = entry.assignment
        if (unpaid := _not_paid_by_us(assignment)) is not None:
            return Priced(unpaid, None)
        rate = rate_of(entry, self.tables)
        hours = replace(
            hours_of(entry),
            agreed_cents=self.agreed.get(assignment.id, assignment.agreed_cents),
            already_priced=rate.unit in PAID_ONCE and any(map(_carries_fee, earlier)),
        )
        return Priced(price_hours(hours, rate, assignment.fee_choice), rate.pay_code)

    def _expense(self, entry: ExpenseEntry) -> Priced:
        if (unpaid := _not_paid_by_us(entry.assignment)) is not None:
            return Priced(unpaid, None)
        found = [self._piece(piece) for piece in pieces_of(entry, self.travel, self.figures)]
        if not entry.part:
            return replace(found[0], rest=tuple(found[1:]))
        same = (each for each in found if each.place == (entry.kind, entry.day))
        nothing = nothing_above(entry.kind, entry.day, entry.kilometre_tenths)
        return next(same, self._piece(nothing))

    def _piece(self, piece: Piece) -> Priced:
        return Priced(piece.price, self.expense_pay_codes.get(piece.kind), piece.kind, piece.day)


def read_prices() -> Prices:
    return Prices(fee_tables.price_list(), *_beside_prices())


def prices_that_stay() -> Prices:
    """Inside a transaction: nobody mends them before it has ended."""
    return Prices(fee_tables.price_list_that_stays(), *_beside_prices())


def _beside_prices() -> tuple[dict[str, str], tuple[Figure, ...], list[TravelTerms]]:
    return fee_tables.expense_pay_codes(), figures.in_force(), travel_terms.decided()


def earlier_fees(entry: AnyEntry) -> list[list[Any]]:
    """What `Prices.of` needs to give a meeting's or an assignment's fee only once."""
    if isinstance(entry, ExpenseEntry):
        return []
    priced = entry_lists.priced_fees_of(entry.assignment_id, Work(entry.work))
    return [other.breakdown or [] for other in priced]


def rate_of(entry: HourEntry, tables: Iterable[FeeTable]) -> Rate:
    """Raises NoRateYet, NoRateForWork."""
    table = table_on(tables, entry.day)
    return rate_for(table, Work(entry.work), entry.assignment.request.kind)


def find_activity_rate(assignment: Assignment) -> Rate | None:
    """What its activity is paid by on the planned day; None when there is no price yet."""
    kind, day = assignment.request.kind, assignment.occasion.day
    return fee_tables.find_rate(Work.ACTIVITY, kind, day)


def is_paid_though_cancelled(assignment: Assignment) -> bool:
    """Whether a fee is due for what was called off so late."""
    if assignment.cancel_reason not in BY_UNIT or _not_paid_by_us(assignment) is not None:
        return False
    rate, notice = find_activity_rate(assignment), _notice(assignment)
    if rate is None or notice is None:
        return False
    return any(
        notice < each.under_minutes and each.percent for each in rate.terms.late_cancellation
    )


def hours_of(entry: HourEntry) -> Hours:
    """The entry as its price sees it, as if no other carried the fee."""
    assignment, is_activity = entry.assignment, entry.work == Work.ACTIVITY
    return Hours(
        minutes=entry.minutes,
        attended=not (is_activity and assignment.attendance == Attendance.ABSENT),
        clocks=clocks_of(entry.starts_at, entry.ends_at),
        role=assignment.role if is_activity else None,
        notice_minutes=_notice(assignment) if is_activity else None,
        agreed_cents=assignment.agreed_cents,
    )


def clocks_of(starts_at: datetime | None, ends_at: datetime | None) -> tuple[Clock, ...]:
    """What supplements look at; nothing where the times are not known."""
    if starts_at is None or ends_at is None:
        return ()
    return tuple(
        Clock(day_kind=_kind_of(day), starts=starts, ends=ends)
        for day, starts, ends in pieces_by_day(starts_at, ends_at)
    )


def _kind_of(day: date) -> DayKind:
    if is_public_holiday(day):
        return DayKind.HOLIDAY
    weekend = {5: DayKind.SATURDAY, 6: DayKind.SUNDAY}
    return weekend.get(day.weekday(), DayKind.WEEKDAY)


def _notice(assignment: Assignment) -> int | None:
    """How many minutes before its beginning it was called off; below zero is none."""
    starts_at = assignment.occasion.starts_at
    if assignment.cancelled_at is None or starts_at is None:
        return None
    return max(0, minutes_between(assignment.cancelled_at, starts_at))


def works_with_a_price(assignment: Assignment, day: date) -> list[Work]:
    """What can be reported: every work when somebody else pays or no prices are known yet."""
    try:
        table = table_on(fee_tables.price_list(), day)
    except NoRateYet:
        return list(Work)
    if _not_paid_by_us(assignment) is not None:
        return list(Work)
    kinds = (None, assignment.request.kind)
    return [
        work
        for work in Work
        if any(rate.work == work and rate.request_kind in kinds for rate in table.rates)
    ]


def _not_paid_by_us(assignment: Assignment) -> Price | None:
    """Hours for the statistics only."""
    if assignment.payer == Payer.OTHER_PAYS:
        return Price(0, (Step(code="other_pays", cents=0),), 1, "piece", 0)
    if assignment.payee == Payee.NOTHING:
        return Price(0, (Step(code="nobody_is_paid", cents=0),), 1, "piece", 0)
    return None


def _carries_fee(breakdown: Iterable[Any]) -> bool:
    """Whether the one fee was given here, waived or not."""
    return any(step["code"] in PAID_ONCE for step in breakdown)
