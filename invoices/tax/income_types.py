"""Income types of the Incomes Register: what each is, since when, and what it is insured for."""

import tomllib
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from pathlib import Path

from invoices.parameters import SURE
from invoices.refusals.tax import UnconfirmedIncomeType, UnknownIncomeType


class Insurance(StrEnum):
    PENSION = "pension"
    ACCIDENT = "accident"
    UNEMPLOYMENT = "unemployment"
    HEALTH = "health"


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


Confirmed = Collection[tuple[int, int]]  # income type and year
TAX_EXEMPT = frozenset({303, 311, 331, 357, 358})
TRADE_INCOME = frozenset({336, 340, 353, 356})
FIRST_DEDUCTION = 401


def income_type_on(code: int, pay_on: date, confirmed: Confirmed = ()) -> IncomeType:
    """The income type of a payment made on the day, when its flags are sure.

    confirmed  income types and years whose flags the organisation has checked itself
    Raises UnknownIncomeType, UnconfirmedIncomeType.
    """
    income_type = known_on(code, pay_on)
    sure = income_type.confidence == SURE and pay_on <= CONFIRMED_UNTIL
    if not sure and (code, pay_on.year) not in confirmed:
        raise UnconfirmedIncomeType(code, pay_on.year)
    return income_type


def known_on(code: int, pay_on: date) -> IncomeType:
    """The income type, sure or not. Raises UnknownIncomeType."""
    income_type = INCOME_TYPES.get(code)
    if income_type is None or pay_on < income_type.first_day:
        raise UnknownIncomeType(code, pay_on)
    return income_type


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
