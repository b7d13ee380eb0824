"""Rules of the lines of one report: those that the schema does not know.

Source: Tax Administration, Incomes Register unit: schema descriptions, codes and checks of earnings
payment reports, 2022.
"""

from collections.abc import Collection, Iterable, Sequence
from datetime import date

from invoices.incomes_register.report import IncomeLine, InsuranceCode, Period
from invoices.refusals import incomes_register as facts
from invoices.refusals.tax import InsuranceIsFixed, NonResidentByHand
from invoices.tax.income_types import Confirmed, IncomeType, Insurance, income_type_on

MAY_BE_NEGATIVE = frozenset({402, 404, 412, 413, 414})
NON_RESIDENT = frozenset({362, 404, 405, 412})
TAX, DEDUCTION, MEAL_ALLOWANCE = 402, 419, 303
KILOMETRES, DAILY_ALLOWANCE, MEAL_MONEY = 311, 331, 1
ALLOWANCE_CODES = frozenset(range(1, 6))
# What 419 is deducted from at most.
DEDUCTED_FROM = frozenset(
    {
        *range(101, 107),
        *range(201, 208),
        *range(209, 228),
        *range(230, 240),
        *(308, 315, 316, 320, 326, 336, 339, 351, 353, 354, 355, 359),
    }
)
CODES = {
    Insurance.PENSION: InsuranceCode.PENSION,
    Insurance.HEALTH: InsuranceCode.HEALTH,
    Insurance.UNEMPLOYMENT: InsuranceCode.UNEMPLOYMENT,
    Insurance.ACCIDENT: InsuranceCode.ACCIDENT,
}


def check_lines(
    report_id: str, lines: Sequence[IncomeLine], pay_on: date, confirmed: Confirmed = ()
) -> None:
    """Raises a MoneyRefusal of `invoices.refusals.incomes_register` or `.tax`."""
    if not lines:
        raise facts.NothingToReport(report=report_id)
    for line in lines:
        income_type = income_type_on(line.income_type, pay_on, confirmed)
        _check_sum(report_id, line, income_type, pay_on)
        _check_insurance(report_id, line, income_type)
        _check_travel(report_id, line)
        check_periods(report_id, line.earned)
    _check_together(report_id, lines, pay_on, confirmed)


def check_periods(report_id: str, periods: Iterable[Period]) -> None:
    """Raises PeriodBackwards."""
    for period in periods:
        if period.ends_on < period.starts_on:
            raise facts.PeriodBackwards(report=report_id)


def is_insured(line: IncomeLine, insurance: Insurance, income_type: IncomeType) -> bool:
    """What the line says goes before what its income type says."""
    said = dict(line.insurance)
    default = said.get(InsuranceCode.ALL, insurance in income_type.insured)
    return said.get(CODES[insurance], default)


def _check_sum(report_id: str, line: IncomeLine, income_type: IncomeType, pay_on: date) -> None:
    if line.income_type in NON_RESIDENT:
        raise NonResidentByHand()
    if line.cents < 0 and line.income_type not in MAY_BE_NEGATIVE:
        raise facts.NegativeIncome(report=report_id, income_type=line.income_type)
    if (line.unjust or line.recovery) and not income_type.recoverable:
        raise facts.NoUnjustAllowance(report=report_id, income_type=line.income_type)
    recovery = line.recovery
    if recovery and (recovery.day > pay_on or not recovery.original):
        raise facts.RecoveryIncomplete(report=report_id)


def _check_insurance(report_id: str, line: IncomeLine, income_type: IncomeType) -> None:
    if line.insurance and not income_type.changeable:
        raise InsuranceIsFixed(line.income_type)
    told = [code for code, _ in line.insurance]
    if len(set(told)) < len(told) or (InsuranceCode.ALL in told and len(told) > 1):
        raise facts.InsuranceTwice(report=report_id)


def _check_travel(report_id: str, line: IncomeLine) -> None:
    is_daily = line.income_type == DAILY_ALLOWANCE
    if is_daily and not (line.allowances and ALLOWANCE_CODES.issuperset(line.allowances)):
        raise facts.AllowanceCodeMissing(report=report_id)
    if line.allowances and not is_daily:
        raise facts.AllowanceCodeMisplaced(report=report_id)
    if line.kilometres is not None and (line.income_type != KILOMETRES or line.kilometres < 0):
        raise facts.KilometresMisplaced(report=report_id)


def _check_together(
    report_id: str, lines: Sequence[IncomeLine], pay_on: date, confirmed: Confirmed
) -> None:
    methods = {income_type_on(line.income_type, pay_on, confirmed).method for line in lines}
    if {1, 2} <= methods:
        raise facts.MixedMethods(report=report_id)
    codes = {line.income_type for line in lines}
    if MEAL_ALLOWANCE in codes and any(MEAL_MONEY in line.allowances for line in lines):
        raise facts.MealAllowanceTwice(report=report_id)
    if any(line.recovery for line in lines) and _sum_of(lines, {TAX}) < 0:
        raise facts.NegativeTaxWithRecovery(report=report_id)
    if _sum_of(lines, {DEDUCTION}) > _sum_of(lines, DEDUCTED_FROM):
        raise facts.DeductionAboveIncome(report=report_id)


def _sum_of(lines: Iterable[IncomeLine], codes: Collection[int]) -> int:
    return sum(line.cents for line in lines if line.income_type in codes)
