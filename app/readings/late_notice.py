"""What stays payable of a fee when the unit calls off late, as it is told before a yes."""

from datetime import date
from typing import Any

from app.now import today
from app.storage import fee_tables, occasions
from app.storage.requests import ExpertRequest
from invoices.payers import Payer
from invoices.pricing.fee_table import FeeTable, Rate, Work, rate_for, table_on
from invoices.refusals import MoneyRefusal


def late_of(request: ExpertRequest) -> list[dict[str, Any]]:
    """By the price of its first coming day: under how many minutes before, which percent."""
    if request.payer == Payer.OTHER_PAYS:
        return []
    times = occasions.of_request(request.id)
    day = next((each.day for each in times if each.cancelled_at is None), today())
    return late_on(fee_tables.price_list(), day, request)


def late_on(tables: list[FeeTable], day: date, request: ExpertRequest) -> list[dict[str, Any]]:
    """As it is kept with an offer."""
    rate = find_rate(tables, day, Work.ACTIVITY, request)
    return [
        {"under_minutes": each.under_minutes, "percent": str(each.percent)}
        for each in (rate.terms.late_cancellation if rate else ())
        if each.percent
    ]


def find_rate(tables: list[FeeTable], day: date, work: Work, request: ExpertRequest) -> Rate | None:
    try:
        return rate_for(table_on(tables, day), work, str(request.kind))
    except MoneyRefusal:
        return None
