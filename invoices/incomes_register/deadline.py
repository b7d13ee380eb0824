"""By when a payment is reported to the Incomes Register."""

from datetime import date, timedelta

import holidays

from invoices.parameters import value_on

SATURDAY = 5
DAY = timedelta(days=1)


def report_by(pay_on: date) -> date:
    """The last day to report: five calendar days after, moved forward to a working day.

    Saturdays, Sundays and Finnish holidays are no working days, nor are the eves of Midsummer
    and Christmas. Raises NoFigureYet, UnconfirmedFigure.
    """
    day = pay_on + timedelta(days=value_on("report_within", pay_on))
    days_off = holidays.country_holidays("FI", years=(day.year, day.year + 1))
    while day.weekday() >= SATURDAY or day in days_off:
        day += DAY
    return day


def report_from(pay_on: date) -> date:
    """The first day on which the register takes the report."""
    return pay_on - timedelta(days=value_on("report_ahead", pay_on))
