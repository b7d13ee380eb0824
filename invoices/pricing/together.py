"""What is settled only over several entries of one person: days by their length, and caps."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
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


SETTLED = "settled"  # the step that says what the entry came to alone
PaidBefore = Mapping[tuple[str, Period, str], int]
"""Cents by (code of the rate, period, its name from `name_of`) on earlier statements."""


def settle(entries: Iterable[Counted], paid_before: PaidBefore) -> dict[str, Price]:
    """The prices of one person's entries, by entry; the order they come in does not matter.

    A day priced by its length counts all its entries of that price: the first carries the whole
    or the half fee. Under a cap earlier days, and earlier entries of a day, are paid first; what an
    earlier fee table paid by the same code counts, whatever its own cap was.
    Waived fees count for nothing. A price that comes out otherwise than alone says what it was
    alone; the others stay as they are.
    """
    entries = sorted(entries, key=_place)
    found = {each.entry: each for each in entries}
    for same_day in _by_length(found.values()):
        found |= {each.entry: each for each in _one_day(same_day)}
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


def _told(price: Price, alone: Price) -> Price:
    if price == alone:
        return price
    step = Step(code=SETTLED, alone_cents=alone.cents, cents=0)
    return replace(price, breakdown=(*price.breakdown, step))


def _place(each: Counted) -> tuple[date, int, str]:
    return each.day, len(each.entry), each.entry


def _by_length(entries: Iterable[Counted]) -> Iterable[list[Counted]]:
    days = defaultdict(list)
    for each in entries:
        if each.rate.unit == PriceUnit.DAY and each.price.cents:
            days[each.rate.code, each.day].append(each)
    return [same_day for same_day in days.values() if len(same_day) > 1]


def _one_day(entries: list[Counted]) -> Iterable[Counted]:
    first, *others = entries
    minutes = sum(each.hours.minutes for each in entries)
    yield replace(first, price=price_hours(replace(first.hours, minutes=minutes), first.rate))
    for each in others:
        counted = price_hours(replace(each.hours, already_priced=True), each.rate)
        yield replace(each, price=counted)


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
