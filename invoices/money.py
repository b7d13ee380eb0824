"""Money is whole cents (`int`) everywhere inside the service."""

from decimal import ROUND_HALF_UP, Decimal


def to_cents(exact: Decimal) -> int:
    """Round an exact amount of cents half up; a credit rounds to the exact opposite."""
    return int(exact.quantize(Decimal(1), rounding=ROUND_HALF_UP))


def share(amount_cents: int, part: int, whole: int) -> int:
    """`part` of `whole` at `amount_cents` for the whole, rounded half up to a cent, once."""
    return to_cents(Decimal(amount_cents * part) / whole)
