"""What a payment is for the tax and the insurer: by its contract and its day, or by decision."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from invoices.refusals.tax import (
    ForOthersOnly,
    InsuranceIsFixed,
    NoIncomeType,
    NotAPayment,
    ReasonMissing,
    TaxFreeForWagesOnly,
    TradeIncomeIsNoWage,
)
from invoices.tax.income_types import (
    FIRST_DEDUCTION,
    INCOME_TYPES,
    TAX_EXEMPT,
    TRADE_INCOME,
    Confirmed,
    IncomeType,
    Insurance,
    income_type_on,
    known_on,
)


class Contract(StrEnum):
    FEE = "fee"  # a meeting or lecture fee outside employment: wage in tax law
    EMPLOYMENT = "employment"
    ASSIGNMENT = "assignment"  # trade income
    VOLUNTEER = "volunteer"  # of a non-profit: costs only


class PaymentKind(StrEnum):
    MEETING = "meeting"
    LECTURE = "lecture"
    WORK = "work"
    KILOMETRES = "kilometres"
    KILOMETRES_ABOVE = "kilometres_above"  # what goes above the tax-exempt maximum
    MEAL_MONEY = "meal_money"
    PARTIAL_PER_DIEM = "partial_per_diem"
    FULL_PER_DIEM = "full_per_diem"
    ALLOWANCE_ABOVE = "allowance_above"
    RECEIPT = "receipt"  # a ticket or other cost with its receipt
    NO_RECEIPT = "no_receipt"  # own explanation only
    THING = "thing"  # a gift card is pay


@dataclass(frozen=True, kw_only=True)
class Override:
    """What finance decided for one assignment, and why. insured: what differs from the type."""

    reason: str
    income_type: int | None = None
    insured: Mapping[Insurance, bool] = field(default_factory=dict)


@dataclass(frozen=True, kw_only=True)
class Classification:
    """income_type None is not reported. changed: the insurance flags that a report must tell."""

    income_type: int | None
    insured: frozenset[Insurance] = frozenset()
    changed: tuple[tuple[Insurance, bool], ...] = ()
    allowance: int | None = None
    reason: str = ""

    @property
    def is_taxable(self) -> bool:
        return self.income_type is not None and self.income_type not in TAX_EXEMPT


ALLOWANCES = {
    PaymentKind.MEAL_MONEY: 1,
    PaymentKind.PARTIAL_PER_DIEM: 2,
    PaymentKind.FULL_PER_DIEM: 3,
}
NOT_REPORTED = 0
WORK = (PaymentKind.MEETING, PaymentKind.LECTURE, PaymentKind.WORK)
_TRAVEL = {PaymentKind.KILOMETRES: 311, **dict.fromkeys(ALLOWANCES, 331)}
_WAGES = {**_TRAVEL, PaymentKind.RECEIPT: NOT_REPORTED}
RULES: Mapping[Contract, Mapping[PaymentKind, int]] = {
    Contract.FEE: {**_WAGES, PaymentKind.MEETING: 210, PaymentKind.LECTURE: 214},
    Contract.EMPLOYMENT: {
        **_WAGES,
        **dict.fromkeys(WORK, 201),
        PaymentKind.KILOMETRES_ABOVE: 209,
    },
    Contract.ASSIGNMENT: {
        **dict.fromkeys((*WORK, PaymentKind.THING), 336),
        **dict.fromkeys((*_TRAVEL, PaymentKind.RECEIPT, PaymentKind.NO_RECEIPT), 353),
        **dict.fromkeys((PaymentKind.KILOMETRES_ABOVE, PaymentKind.ALLOWANCE_ABOVE), 353),
    },
    Contract.VOLUNTEER: {
        PaymentKind.KILOMETRES: 357,
        PaymentKind.PARTIAL_PER_DIEM: 358,
        PaymentKind.FULL_PER_DIEM: 358,
        PaymentKind.RECEIPT: NOT_REPORTED,
    },
}

BY_DECISION = frozenset(
    {216, 234, 313, 314, 316, 317}
)  # nothing comes to these but by finance's decision
CHOOSABLE = tuple(
    sorted(
        {code for rules in RULES.values() for code in rules.values() if code != NOT_REPORTED}
        | BY_DECISION
    )
)


def choosable(*, non_profit: bool) -> tuple[int, ...]:
    """What finance may decide on; what is for non-profits only is for them."""
    return tuple(code for code in CHOOSABLE if not INCOME_TYPES[code].only or non_profit)


def classify(
    kind: PaymentKind,
    contract: Contract,
    pay_on: date,
    *,
    override: Override | None = None,
    non_profit: bool = False,
    confirmed: Confirmed = (),
) -> Classification:
    """The income type of a payment on the day it is paid, and what it is insured for.

    override   finance's decision for the assignment, with its reason
    confirmed  income types and years whose flags the organisation has checked itself
    Raises NoIncomeType, ReasonMissing, UnknownIncomeType, UnconfirmedIncomeType, NotAPayment,
    ForOthersOnly, TaxFreeForWagesOnly, TradeIncomeIsNoWage, InsuranceIsFixed.
    """
    if override and not override.reason.strip():
        raise ReasonMissing()
    reason = override.reason if override else ""
    code = _code(kind, contract, override)
    if code == NOT_REPORTED:
        return Classification(income_type=None, reason=reason)
    _check(known_on(code, pay_on), contract, non_profit)
    income_type = income_type_on(code, pay_on, confirmed)
    return Classification(
        income_type=code,
        **_insurance(income_type, override),
        allowance=ALLOWANCES.get(kind) if code == 331 else None,
        reason=reason,
    )


def contract_after(contract: Contract, override: Override | None) -> Contract:
    """A decision into trade income takes the costs with it, and one out of it too."""
    code = override.income_type if override else None
    if code is None or (code in TRADE_INCOME) == (contract == Contract.ASSIGNMENT):
        return contract
    return Contract.ASSIGNMENT if code in TRADE_INCOME else Contract.FEE


def _code(kind: PaymentKind, contract: Contract, override: Override | None) -> int:
    if override and override.income_type is not None:
        return override.income_type
    code = RULES[contract].get(kind)
    if code is None:
        raise NoIncomeType(kind, contract)
    return code


def _check(income_type: IncomeType, contract: Contract, non_profit: bool) -> None:
    code = income_type.code
    if code >= FIRST_DEDUCTION:
        raise NotAPayment(code)
    if income_type.only and not (non_profit and income_type.only == "non-profits"):
        raise ForOthersOnly(code, income_type.only)
    if contract == Contract.ASSIGNMENT and code in TAX_EXEMPT:
        raise TaxFreeForWagesOnly(code)
    if _mixed(contract, income_type):
        raise TradeIncomeIsNoWage(code, contract)


def _mixed(contract: Contract, income_type: IncomeType) -> bool:
    if contract == Contract.ASSIGNMENT:
        return income_type.method != 0
    return contract == Contract.EMPLOYMENT and income_type.code in TRADE_INCOME


def _insurance(income_type: IncomeType, override: Override | None) -> dict:
    asked = override.insured if override else {}
    changed = {kind: on for kind, on in asked.items() if on != (kind in income_type.insured)}
    if changed and not income_type.changeable:
        raise InsuranceIsFixed(income_type.code)
    insured = {kind for kind in Insurance if changed.get(kind, kind in income_type.insured)}
    in_order = tuple((kind, changed[kind]) for kind in Insurance if kind in changed)
    return {"insured": frozenset(insured), "changed": in_order}
