"""The organisation's own list of income types: of a kind of work or cost, from a day of payment."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from invoices.tax.classification import Contract, Override, PaymentKind

# What else than the fee of a kind of request the rules leave open for fees outside employment.
OWN_KINDS = (
    *(PaymentKind.THING, PaymentKind.NO_RECEIPT),
    *(PaymentKind.KILOMETRES_ABOVE, PaymentKind.ALLOWANCE_ABOVE),
)


@dataclass(frozen=True, kw_only=True)
class OwnType:
    """what: a kind of request, whose fees these are, or one of OWN_KINDS; income_type None ends
    an earlier one."""

    what: str
    income_type: int | None
    first_day: date
    reason: str


def own_type_on(types: Iterable[OwnType], what: str, pay_on: date) -> OwnType | None:
    """The one in force on the day of payment; of the same first day the last one told."""
    begun = [each for each in types if each.what == what and each.first_day <= pay_on]
    found = max(begun, key=lambda each: each.first_day, default=None)
    last = [each for each in begun if found and each.first_day == found.first_day]
    return last[-1] if last and last[-1].income_type is not None else None


def with_own_type(
    override: Override | None, own: OwnType | None, contract: Contract
) -> Override | None:
    """The decision of one assignment goes before the list, which is for fees outside employment."""
    if own is None or contract != Contract.FEE or (override and override.income_type is not None):
        return override
    return Override(
        reason=override.reason if override else own.reason,
        income_type=own.income_type,
        insured=override.insured if override else {},
    )
