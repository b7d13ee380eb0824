"""How much reported work is worth, step by step."""

from dataclasses import replace

from invoices.money import share
from invoices.pricing.additions import add_and_cut
from invoices.pricing.fee_table import BY_TIME, PriceUnit, Rate
from invoices.pricing.price import FeeChoice, Hours, Price, Step, in_one_piece, waive
from invoices.refusals import NegativeTime
from invoices.refusals.pricing import NotAgreedYet, OutsideAgreedRange


def price_hours(hours: Hours, rate: Rate, fee_choice: FeeChoice = FeeChoice.FULL) -> Price:
    """The fee of one entry.

    hour, lesson   minutes x cents of one, each step rounded half up to a whole cent
    meeting        the fixed fee, once an occasion, whatever the minutes
    day            the fixed fee or its half by the length of the day
    lump           the fixed fee, once an assignment
    Where the price is a range, it is first what was agreed for the assignment. Then, in this
    order: supplements, role, late cancellation, least and most, rounding. The steps of the
    breakdown add up to the fee; a last one names what is given instead of money. The rate is the
    one in force on the day of work. A waived fee is 0 and says what was waived. Caps over several
    entries: see `together`.
    Raises NegativeTime, NotAgreedYet, OutsideAgreedRange.
    Source: the organisation's fee decision.
    """
    if hours.minutes < 0:
        raise NegativeTime(hours.minutes)
    if fee_choice == FeeChoice.FULL:
        return _unwaived(hours, rate)
    price = _unwaived(_at_least(hours, rate), rate)
    return waive(price, fee_choice) if price.cents else price


def _at_least(hours: Hours, rate: Rate) -> Hours:
    """What nobody takes need not be agreed: the least of the range is what is waived."""
    within = rate.terms.agreed
    if within is None or hours.agreed_cents is not None:
        return hours
    return replace(hours, agreed_cents=within.from_cents)


def _unwaived(hours: Hours, rate: Rate) -> Price:
    if not hours.attended:
        return Price(0, (Step(code="absent", cents=0),), 0, str(rate.unit), rate.cents)
    if hours.already_priced and not rate.is_by_time:
        step = Step(code="priced_once", rate=rate.code, unit=str(rate.unit), cents=0)
        return Price(0, (step,), 0, str(rate.unit), rate.cents)
    rate = _agreed(hours.agreed_cents, rate)
    base = _by_time(hours.minutes, rate) if rate.is_by_time else _fixed(hours, rate)
    adjusted = add_and_cut(hours, rate, base.breakdown)
    price = base if adjusted == base.breakdown else in_one_piece(adjusted)
    return _handed_over(price, rate.given) if rate.given and price.cents else price


def _handed_over(price: Price, thing: str) -> Price:
    """Worth as much as the price says, but not money."""
    step = Step(code="given", name=thing, cents=0)
    return replace(price, breakdown=(*price.breakdown, step))


def _by_time(minutes: int, rate: Rate) -> Price:
    counted = _counted(minutes, rate)
    steps = tuple(
        Step(
            code="hourly" if rate.unit == PriceUnit.HOUR else str(rate.unit),
            rate=rate.code,
            minutes=part,
            rate_cents=cents,
            cents=share(cents, part, BY_TIME[rate.unit]),
        )
        for part, cents in _tiers(counted, rate)
    )
    if counted != minutes:
        said = Step(code="counted_minutes", minutes=minutes, cents=0)
        steps = (said, *steps)
    if len(_tiers(counted, rate)) > 1:
        return in_one_piece(steps)
    last = steps[-1]
    return Price(last["cents"], steps, counted, str(rate.unit), last["rate_cents"])


def _counted(minutes: int, rate: Rate) -> int:
    """Minutes that are paid: without the free ones, at least the least, in started pieces."""
    terms = rate.terms
    paid = max(0, minutes - terms.free_minutes)
    if not paid:
        return 0
    paid = max(paid, terms.least_minutes)
    return -(-paid // terms.started_minutes) * terms.started_minutes


def _tiers(minutes: int, rate: Rate) -> list[tuple[int, int]]:
    """(minutes, cents of one hour or lesson) of each tier that the minutes reach, at least one."""
    starts = [0, *(tier.after_minutes for tier in rate.terms.tiers)]
    prices = [rate.cents, *(tier.cents for tier in rate.terms.tiers)]
    ends = [*starts[1:], max(minutes, starts[-1])]
    reached = [
        (min(minutes, end) - start, cents)
        for start, end, cents in zip(starts, ends, prices, strict=True)
        if start < minutes
    ]
    return reached or [(0, rate.cents)]


def _fixed(hours: Hours, rate: Rate) -> Price:
    step = Step(code=str(rate.unit), rate=rate.code, rate_cents=rate.cents, cents=rate.cents)
    if rate.unit == PriceUnit.DAY and hours.minutes <= rate.terms.half_day_minutes:
        half = share(rate.cents, 1, 2)
        step = Step(code="half_day", rate=rate.code, rate_cents=rate.cents, cents=half)
    return Price(step["cents"], (step,), 1, str(rate.unit), step["cents"])


def _agreed(cents: int | None, rate: Rate) -> Rate:
    """The price as it was agreed for the assignment, where it is a range."""
    within = rate.terms.agreed
    if within is None:
        return rate
    if cents is None:
        raise NotAgreedYet(within.from_cents, within.to_cents)
    if not within.from_cents <= cents <= within.to_cents:
        raise OutsideAgreedRange(cents, within.from_cents, within.to_cents)
    return replace(rate, cents=cents, origin=None, terms=replace(rate.terms, agreed=None))
