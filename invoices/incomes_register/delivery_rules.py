"""Rules of a whole delivery, checked before a byte of its file is written.

Source: Tax Administration, Incomes Register unit: schema descriptions, codes and checks of earnings
payment reports, 2022.
"""

from collections.abc import Collection
from datetime import date, timedelta

from invoices.incomes_register.earner_rules import check_earner
from invoices.incomes_register.line_rules import check_lines, check_periods
from invoices.incomes_register.references import check_register_id
from invoices.incomes_register.report import Action, Delivery, Report
from invoices.parameters import Figure, value_on
from invoices.refusals import incomes_register as facts
from invoices.tax.income_types import Confirmed

FIRST_PAYMENT = date(2019, 1, 1)


def check(
    delivery: Delivery,
    today: date,
    confirmed: Confirmed = (),
    entered: Collection[Figure] = (),
) -> None:
    """confirmed: income types and years whose flags the organisation has checked itself.

    entered  national figures that it has entered itself, for years ours do not reach
    Raises a MoneyRefusal of `invoices.refusals.incomes_register` or `.tax`; `report` names which.
    """
    pay_on = delivery.period.pay_on
    _check_day(pay_on, today, entered)
    check_periods("", [delivery.period])
    if not delivery.reports:
        raise facts.NothingToReport()
    _check_once(delivery.reports)
    for report in delivery.reports:
        _check_reference(report)
        check_lines(report.report_id, report.lines, pay_on, confirmed)
        check_earner(report, delivery.payer, pay_on, confirmed)


def report_from(pay_on: date, entered: Collection[Figure] = ()) -> date:
    """The first day on which the register takes the report of a payment.

    The last day is `banking_days.incomes_register_deadline`.
    Raises NoFigureYet, UnconfirmedFigure.
    """
    return pay_on - timedelta(days=value_on("report_ahead", pay_on, entered))


def _check_day(pay_on: date, today: date, entered: Collection[Figure]) -> None:
    if pay_on < FIRST_PAYMENT or today < report_from(pay_on, entered):
        raise facts.PaymentDateOutOfRange(pay_on=pay_on)


def _check_once(reports: Collection[Report]) -> None:
    """A new report and its replacement are the same report, too."""
    for ids in ([one.report_id for one in reports], [one.register_id for one in reports]):
        told = [one for one in ids if one]
        if len(set(told)) < len(told):
            twice = next(one for one in told if told.count(one) > 1)
            raise facts.ReportTwice(report=twice)


def _check_reference(report: Report) -> None:
    check_register_id(report.register_id)
    if report.action == Action.NEW and (report.register_id or report.version is not None):
        raise facts.NewIsNotKnownYet(report=report.report_id)
    if report.action == Action.REPLACE and not (report.register_id or report.report_id):
        raise facts.ReplacesNothing()
