"""What is settled only over several entries of one person: days by their length, and caps."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from invoices.pricing.fee_table import PriceUnit, Rate
from invoices.pricing.fees import price_hours
from invoices.pricing.price import Hours, Price, Step, in_one_piece
from invoices.pricing.terms import Period


@dataclass(frozen=True, kw_only=True)
class Counted:
    """An entry priced alone, and what it was priced by.

    entry  as hour-17; within a day the order of entries is the order of their numbers
    """

    entry: str
    day: date
    hours: Hours
    rate: Rate
    price: Price


@dataclass(frozen=True)
class Issued:
    """An entry on an earlier statement, and the cents of its line there."""

    counted: Counted
    cents: int


SETTLED = "settled"  # the step that says what the entry came to alone
ISSUED_BEFORE = "issued_before"  # the step that takes off what earlier statements carry of the day
PaidBefore = Mapping[tuple[str, Period, str], int]
"""Cents by (code of the rate, period, its name from `name_of`) on earlier statements."""


def settle(
    entries: Iterable[Counted], paid_before: PaidBefore, issued: Iterable[Issued] = ()
) -> dict[str, Price]:
    """The prices of one person's entries, by entry; the order they come in does not matter.

    A day priced by its length counts all its entries of that price: the first carries the whole
    or the half fee, less what earlier statements carry of that day. Under a cap earlier days, and
    earlier entries of a day, are paid first; what an earlier fee table paid by the same code
    counts, whatever its own cap was.
    Waived fees count for nothing. A price that comes out otherwise than alone says what it was
    alone; the others stay as they are.
    """
    entries = sorted(entries, key=_place)
    found = {each.entry: each for each in entries}
    for same_day, before in _by_length(found.values(), issued):
        found |= {each.entry: each for each in _one_day(same_day, before)}
    paid = defaultdict(int, paid_before)
    for name, each in found.items():
        found[name] = replace(each, price=_capped(each, paid))
        for period in Period:
            paid[_room(each, period)] += found[name].price.cents
    alone = {each.entry: each.price for each in entries}
    return {name: _told(each.price, alone[name]) for name, each in found.items()}


def name_of(period: Period, day: date) -> str:
    """As 2026-11-05, 2026-11 or 2026."""
    return {Period.DAY: f"{day}", Period.MONTH: f"{day:%Y-%m}", Period.YEAR: f"{day:%Y}"}[period]


def whole_cents(price: Price) -> int:
    """With what earlier statements carry of the same day; nothing where nothing is left to pay."""
    if not price.cents:
        return 0
    before = (step["cents"] for step in price.breakdown if step["code"] == ISSUED_BEFORE)
    return price.cents - sum(before)


def _told(price: Price, alone: Price) -> Price:
    if price == alone:
        return price
    step = Step(code=SETTLED, alone_cents=alone.cents, cents=0)
    return replace(price, breakdown=(*price.breakdown, step))


def _place(each: Counted) -> tuple[date, int, str]:
    return each.day, len(each.entry), each.entry


def _by_length(
    entries: Iterable[Counted], issued: Iterable[Issued]
) -> Iterable[tuple[Sequence[Counted], Sequence[Issued]]]:
    """The pieces of each day that has several, and those of them issued earlier."""
    days = defaultdict(list)
    for each in filter(_is_piece, entries):
        days[each.rate.code, each.day].append(each)
    before = defaultdict(list)
    for one in issued:
        if _is_piece(one.counted):
            before[one.counted.rate.code, one.counted.day].append(one)
    for place, same_day in days.items():
        if len(same_day) + len(before[place]) > 1:
            yield same_day, before[place]


def _is_piece(each: Counted) -> bool:
    return each.rate.unit == PriceUnit.DAY and each.price.cents > 0


def _one_day(entries: Sequence[Counted], issued: Sequence[Issued]) -> Iterable[Counted]:
    every = sorted([*entries, *(one.counted for one in issued)], key=_place)
    minutes = sum(each.hours.minutes for each in every)
    whole = price_hours(replace(every[0].hours, minutes=minutes), every[0].rate)
    first, *others = entries
    yield replace(first, price=_left(whole, sum(one.cents for one in issued)))
    for each in others:
        counted = price_hours(replace(each.hours, already_priced=True), each.rate)
        yield replace(each, price=counted)


def _left(whole: Price, issued_cents: int) -> Price:
    """Nothing where more is issued than the day now comes to."""
    if not issued_cents:
        return whole
    step = Step(code=ISSUED_BEFORE, cents=-min(issued_cents, whole.cents))
    return in_one_piece((*whole.breakdown, step))


def _capped(each: Counted, paid: PaidBefore) -> Price:
    """paid: so far, this entry left out."""
    caps = {cap.per: cap.cents for cap in each.rate.terms.caps}
    price = each.price
    for period in Period:
        if period not in caps:
            continue
        over = price.cents - max(0, caps[period] - paid[_room(each, period)])
        if over > 0:
            step = Step(code="cap", name=str(period), limit_cents=caps[period], cents=-over)
            price = in_one_piece((*price.breakdown, step))
    return price


def _room(each: Counted, period: Period) -> tuple[str, Period, str]:
    return each.rate.code, period, name_of(period, each.day)
