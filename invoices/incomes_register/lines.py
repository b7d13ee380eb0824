"""The lines of a report from what one statement paid: summed by income type, to the cent."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from invoices.incomes_register.line_rules import CODES
from invoices.incomes_register.report import IncomeLine, Period
from invoices.money import share
from invoices.tax.classification import Classification
from invoices.tax.income_types import TRADE_INCOME

TAX, PENSION_SHARE, UNEMPLOYMENT_SHARE = 402, 413, 414
KILOMETRES = 311
TENTHS_PER_KILOMETRE = 10


@dataclass(frozen=True, kw_only=True)
class Paid:
    """One line of a statement and what it is. in_register: trade income of a registered payee.

    is_given  a thing handed over, which is worth the cents and is no money
    """

    classification: Classification
    cents: int
    kilometre_tenths: int = 0
    in_register: bool = False
    is_given: bool = False

    @property
    def is_reported(self) -> bool:
        """Trade income of a registered payee only when it is insured."""
        if self.in_register and self.classification.income_type in TRADE_INCOME:
            return bool(self.classification.insured)
        return self.classification.income_type is not None


def report_lines(
    paid: Iterable[Paid],
    *,
    withheld_cents: int = 0,
    pension_cents: int = 0,
    unemployment_cents: int = 0,
    earned: Period | None = None,
) -> tuple[IncomeLine, ...]:
    """By income type, then the deductions; what comes to nothing is left out.

    earned  the time in which the pay was earned; allowances have none
    Kilometres are summed in tenths and rounded half up to a whole kilometre, once.
    """
    groups: dict[tuple, list[Paid]] = {}
    for one in paid:
        if one.is_reported:
            what = one.classification
            groups.setdefault((what.income_type, what.changed), []).append(one)
    pay = [_line(key[0], groups[key], earned) for key in sorted(groups)]
    deductions = (
        (TAX, withheld_cents),
        (PENSION_SHARE, pension_cents),
        (UNEMPLOYMENT_SHARE, unemployment_cents),
    )
    taken = [IncomeLine(income_type=code, cents=cents) for code, cents in deductions]
    return tuple(line for line in (*pay, *taken) if line.cents)


def _line(income_type: int, group: Sequence[Paid], earned: Period | None) -> IncomeLine:
    what = group[0].classification
    tenths = sum(one.kilometre_tenths for one in group)
    allowances = {one.classification.allowance for one in group}
    return IncomeLine(
        income_type=income_type,
        cents=sum(one.cents for one in group),
        insurance=tuple((CODES[insurance], on) for insurance, on in what.changed),
        earned=(earned,) if earned and what.is_taxable else (),
        allowances=tuple(sorted(code for code in allowances if code)),
        kilometres=share(1, tenths, TENTHS_PER_KILOMETRE) if income_type == KILOMETRES else None,
    )
