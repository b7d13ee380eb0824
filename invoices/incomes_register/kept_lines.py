"""The lines of a report as they are kept beside its file, and read again to be compared."""

from collections.abc import Iterable
from datetime import date
from typing import Any

from invoices.incomes_register.report import IncomeLine, InsuranceCode, Period
from invoices.tax.income_types import FIRST_DEDUCTION


def as_kept(lines: Iterable[IncomeLine]) -> list[dict[str, Any]]:
    """Plain values. Recoveries are told by hand and have no place here."""
    return [
        {
            "income_type": line.income_type,
            "cents": line.cents,
            "insurance": [[int(code), included] for code, included in line.insurance],
            "earned": [[str(each.starts_on), str(each.ends_on)] for each in line.earned],
            "allowances": list(line.allowances),
            "kilometres": line.kilometres,
            "unjust": line.unjust,
        }
        for line in lines
    ]


def as_told(kept: Iterable[dict[str, Any]]) -> tuple[IncomeLine, ...]:
    """What `as_kept` was given."""
    return tuple(
        IncomeLine(
            income_type=line["income_type"],
            cents=line["cents"],
            insurance=tuple((InsuranceCode(code), on) for code, on in line["insurance"]),
            earned=tuple(
                Period(starts_on=date.fromisoformat(first), ends_on=date.fromisoformat(last))
                for first, last in line["earned"]
            ),
            allowances=tuple(line["allowances"]),
            kilometres=line["kilometres"],
            unjust=line["unjust"],
        )
        for line in kept
    )


def paid_cents(lines: Iterable[IncomeLine]) -> int:
    """What was paid before anything was deducted."""
    return sum(line.cents for line in lines if line.income_type < FIRST_DEDUCTION)


def deducted_cents(lines: Iterable[IncomeLine]) -> int:
    """Tax and the person's own shares."""
    return sum(line.cents for line in lines if line.income_type >= FIRST_DEDUCTION)
