"""Money is whole cents (`int`) everywhere inside the service."""

from decimal import ROUND_CEILING, ROUND_FLOOR, ROUND_HALF_UP, Decimal

HUNDRED = 100
_ROUNDINGS = {"nearest": ROUND_HALF_UP, "up": ROUND_CEILING, "down": ROUND_FLOOR}


def to_cents(exact: Decimal) -> int:
    """Round an exact amount of cents half up; a credit rounds to the exact opposite."""
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def share(amount_cents: int, part: int, whole: int) -> int:
    """`part` of `whole` at `amount_cents` for the whole, rounded half up to a cent, once."""
    return to_cents(Decimal(amount_cents * part) / whole)


def percent_of(amount_cents: int, percent: Decimal) -> int:
    """Rounded half up to a cent, once."""
    return to_cents(amount_cents * percent / HUNDRED)


def to_multiple(amount_cents: int, of_cents: int, towards: str) -> int:
    """The nearest whole multiple, or the next one "up" or "down"; a half goes away from zero."""
    times = (Decimal(amount_cents) / of_cents).quantize(Decimal(1), rounding=_ROUNDINGS[towards])
    return int(times) * of_cents
