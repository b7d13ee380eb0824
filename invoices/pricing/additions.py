"""What the terms of a price add to the fee of one entry and cut from it."""

from decimal import Decimal

from invoices.money import percent_of, share
from invoices.pricing.fee_table import BY_TIME, Rate
from invoices.pricing.price import Clock, Hours, Step
from invoices.pricing.terms import LateCancellation, Supplement


def add_and_cut(hours: Hours, rate: Rate, steps: tuple[Step, ...]) -> tuple[Step, ...]:
    """What is added to the price and cut from it; the sum so far is what percents are of."""
    found = list(steps)

    def total() -> int:
        return sum(step["cents"] for step in found)

    if not total():
        return steps
    worked = total()
    found += [
        Step(code="supplement", name=each.name, cents=cents)
        for each in rate.terms.supplements
        if (cents := _supplement(each, hours, rate, worked))
    ]
    found += [
        Step(code="role", name=each.role, cents=each.addition.on(worked))
        for each in rate.terms.roles
        if each.role == hours.role
    ]
    if (called_off := _called_off(hours, rate)) is not None:
        left = percent_of(total(), called_off.percent)
        percent = f"{called_off.percent.normalize():f}"
        found.append(Step(code="late_cancellation", percent=percent, cents=left - total()))
    found += _limits(total(), rate)
    return tuple(found)


def _supplement(supplement: Supplement, hours: Hours, rate: Rate, worked: int) -> int:
    inside = [_inside(supplement, clock) for clock in hours.clocks]
    if rate.is_by_time:
        an_hour = supplement.addition.on(rate.cents)
        return share(an_hour, min(sum(inside), hours.minutes), BY_TIME[rate.unit])
    begins = next(iter(hours.clocks), None)
    begins_inside = begins is not None and _inside(supplement, begins, only_start=True)
    return supplement.addition.on(worked) if begins_inside else 0


def _inside(supplement: Supplement, clock: Clock, *, only_start: bool = False) -> int:
    """Minutes within the supplement's hours; the first minute alone tells whether it begins so."""
    if clock.day_kind not in supplement.days:
        return 0
    ends = clock.starts + 1 if only_start else clock.ends
    return max(0, min(ends, supplement.to_minute) - max(clock.starts, supplement.from_minute))


def _called_off(hours: Hours, rate: Rate) -> LateCancellation | None:
    """The one of the shortest notice that was kept; None when it was not called off.

    Called off in good time nothing is payable.
    """
    if hours.notice_minutes is None:
        return None
    late = [
        each for each in rate.terms.late_cancellation if hours.notice_minutes < each.under_minutes
    ]
    free = LateCancellation(under_minutes=1, percent=Decimal(0))
    return min(late, key=lambda each: each.under_minutes, default=free)


def _limits(cents: int, rate: Rate) -> list[Step]:
    """Least and most, then rounding; each step says by how much it moves the fee."""
    terms, steps = rate.terms, []
    if not cents:
        return []
    if cents < terms.least_cents:
        limit = terms.least_cents
        steps.append(Step(code="least", limit_cents=limit, cents=limit - cents))
    if terms.most_cents is not None and cents > terms.most_cents:
        limit = terms.most_cents
        steps.append(Step(code="most", limit_cents=limit, cents=limit - cents))
    cents += sum(step["cents"] for step in steps)
    if rounding := terms.rounding.of(cents) - cents:
        steps.append(Step(code="rounded", limit_cents=terms.rounding.cents, cents=rounding))
    return steps
