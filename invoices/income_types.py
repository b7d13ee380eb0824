"""Income types of the Incomes Register, and which one a payment is: by contract and by day."""

import tomllib
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum
from pathlib import Path

from invoices.parameters import SURE
from invoices.refusals.tax import (
    ForOthersOnly,
    InsuranceIsFixed,
    NoIncomeType,
    NotAPayment,
    ReasonMissing,
    TaxFreeForWagesOnly,
    TradeIncomeIsNoWage,
    UnconfirmedIncomeType,
    UnknownIncomeType,
)


class Insurance(StrEnum):
    PENSION = "pension"
    ACCIDENT = "accident"
    UNEMPLOYMENT = "unemployment"
    HEALTH = "health"


class Contract(StrEnum):
    FEE = "fee"  # a meeting or lecture fee outside employment: wage in tax law
    EMPLOYMENT = "employment"
    ASSIGNMENT = "assignment"  # trade income
    VOLUNTEER = "volunteer"  # of a non-profit: costs only


class PaymentKind(StrEnum):
    MEETING = "meeting"
    LECTURE = "lecture"
    WORK = "work"
    MATERIAL = "material"  # royalty for what the person has made
    KILOMETRES = "kilometres"
    KILOMETRES_ABOVE = "kilometres_above"  # what goes above the tax-exempt maximum
    MEAL_MONEY = "meal_money"
    PARTIAL_PER_DIEM = "partial_per_diem"
    FULL_PER_DIEM = "full_per_diem"
    NIGHT_MONEY = "night_money"
    ALLOWANCE_ABOVE = "allowance_above"
    RECEIPT = "receipt"  # a ticket or other cost with its receipt
    NO_RECEIPT = "no_receipt"  # own explanation only
    THING = "thing"  # a gift card is pay
    OVERPAYMENT = "overpayment"


@dataclass(frozen=True, kw_only=True)
class IncomeType:
    """method: 1 together, 2 itemised, 0 beside either. `only` names whose it is, if not ours."""

    code: int
    name: str
    method: int
    insured: frozenset[Insurance]
    changeable: bool
    recoverable: bool
    only: str
    first_day: date
    confidence: str


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


TAX_EXEMPT = frozenset({303, 311, 331, 357, 358})
FIRST_DEDUCTION = 401
TRADE_INCOME = frozenset({336, 340, 353, 356})
ALLOWANCES = {
    PaymentKind.MEAL_MONEY: 1,
    PaymentKind.PARTIAL_PER_DIEM: 2,
    PaymentKind.FULL_PER_DIEM: 3,
}
NOT_REPORTED = 0
WORK = (PaymentKind.MEETING, PaymentKind.LECTURE, PaymentKind.WORK)
_TRAVEL = {PaymentKind.KILOMETRES: 311, **dict.fromkeys(ALLOWANCES, 331)}
_EVERYBODY = {PaymentKind.MATERIAL: 313, PaymentKind.OVERPAYMENT: 359}
_WAGES = {**_EVERYBODY, **_TRAVEL, PaymentKind.RECEIPT: NOT_REPORTED}
RULES: Mapping[Contract, Mapping[PaymentKind, int]] = {
    Contract.FEE: {**_WAGES, PaymentKind.MEETING: 210, PaymentKind.LECTURE: 214},
    Contract.EMPLOYMENT: {
        **_WAGES,
        **dict.fromkeys(WORK, 201),
        PaymentKind.KILOMETRES_ABOVE: 209,
    },
    Contract.ASSIGNMENT: {
        **_EVERYBODY,
        **dict.fromkeys(WORK, 336),
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


def classify(
    kind: PaymentKind,
    contract: Contract,
    pay_on: date,
    *,
    override: Override | None = None,
    non_profit: bool = False,
    confirmed: Collection[int] = (),
) -> Classification:
    """The income type of a payment on the day it is paid, and what it is insured for.

    override   finance's decision for the assignment, with its reason
    confirmed  income types whose flags the organisation has checked for the year itself
    Raises NoIncomeType, ReasonMissing, UnknownIncomeType, UnconfirmedIncomeType, NotAPayment,
    ForOthersOnly, TaxFreeForWagesOnly, TradeIncomeIsNoWage, InsuranceIsFixed.
    """
    if override and not override.reason.strip():
        raise ReasonMissing()
    reason = override.reason if override else ""
    code = _code(kind, contract, override)
    if code == NOT_REPORTED:
        return Classification(income_type=None, reason=reason)
    income_type = _known(code, pay_on)
    _check(income_type, contract, non_profit)
    _sure(income_type, pay_on, confirmed)
    return Classification(
        income_type=code,
        **_insurance(income_type, override),
        allowance=ALLOWANCES.get(kind) if code == 331 else None,
        reason=reason,
    )


def income_type_on(code: int, pay_on: date, confirmed: Collection[int] = ()) -> IncomeType:
    """Raises UnknownIncomeType, UnconfirmedIncomeType."""
    return _sure(_known(code, pay_on), pay_on, confirmed)


def _known(code: int, pay_on: date) -> IncomeType:
    income_type = INCOME_TYPES.get(code)
    if income_type is None or pay_on < income_type.first_day:
        raise UnknownIncomeType(code, pay_on)
    return income_type


def _sure(income_type: IncomeType, pay_on: date, confirmed: Collection[int]) -> IncomeType:
    sure = income_type.confidence == SURE or income_type.code in confirmed
    if pay_on > CONFIRMED_UNTIL or not sure:
        raise UnconfirmedIncomeType(income_type.code, pay_on.year)
    return income_type


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


def _read(table: dict) -> dict[int, IncomeType]:
    return {
        int(code): IncomeType(
            code=int(code),
            name=row["name"],
            method=row["method"],
            insured=_insured(row.get("insured", [])),
            changeable=row.get("changeable", False),
            recoverable=row.get("recoverable", True),
            only=row.get("only", ""),
            first_day=row.get("first_day", table["first_day"]),
            confidence=row.get("confidence", "medium"),
        )
        for code, row in table["income_types"].items()
    }


def _insured(names: str | list[str]) -> frozenset[Insurance]:
    return frozenset(Insurance if names == "all" else map(Insurance, names))


_TABLE = tomllib.loads(Path(__file__).with_name("income_types.toml").read_text("utf-8"))
CONFIRMED_UNTIL: date = _TABLE["confirmed_until"]
INCOME_TYPES = _read(_TABLE)
