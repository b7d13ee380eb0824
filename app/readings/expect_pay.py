"""What an occasion is expected to pay, when the money comes, and what comes in the same month."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

from app.now import today
from app.readings.entry_prices import clocks_of
from app.readings.expectation import Expectation
from app.readings.late_notice import find_rate, late_on
from app.storage import earnings, fee_tables, figures, occasions, pay_days, travel_terms
from app.storage.expert_facts import place_of
from app.storage.experts import Expert
from app.storage.occasions import Occasion
from app.storage.requests import ExpertRequest
from invoices.pay_calendar import Earning, PayDay, expected_pay_day, gross_in_month
from invoices.payers import Payer
from invoices.pricing.fee_table import BY_TIME, FeeTable, PriceUnit, Work
from invoices.pricing.forecast import Forecast, Foreseen, forecast
from invoices.pricing.price import FeeChoice
from invoices.refusals import MoneyRefusal
from invoices.travel.travel_terms import terms_on
from scheduling.reminders import SILENT_AFTER_DAYS
from scheduling.travel_time import estimated_minutes, estimated_road_km
from scheduling.wall_clock import minutes_between

TENTHS_THERE_AND_BACK = 20


def expected(
    *,
    expert: Expert,
    request: ExpertRequest,
    occasion: Occasion,
    fee_choice: FeeChoice = FeeChoice.FULL,
    agreed_cents: int | None = None,
    role: str | None = None,
) -> Expectation:
    """What one expert may count on for one occasion. Reads only."""
    one_way = one_way_km(expert, request)
    if request.payer == Payer.OTHER_PAYS:
        return _paid_elsewhere(request, one_way)
    tables = fee_tables.price_list()
    foreseen = replace(
        as_planned(request, occasion, tables, one_way, _first_time(request)),
        agreed_cents=agreed_cents,
        role=role,
    )
    found = forecast(tables, foreseen, fee_choice, figures.in_force())
    unknown = not_known(found, request, occasion, tables)
    if one_way is None:
        unknown.append("distance_unknown")
    pay_on, gross = _payment(expert, _ready_on(foreseen.day), found.fee_cents, unknown)
    return Expectation(
        fee_cents=found.fee_cents,
        travel_cents=found.travel_cents,
        preparation_minutes=request.preparation_minutes,
        kilometres=None if one_way is None else 2 * one_way,
        pay_on=pay_on,
        gross_in_month_cents=gross,
        unknown=unknown,
        fee_most_cents=found.fee_most_cents,
        foreseen={
            "parts": found.parts(),
            "unknown": unknown,
            "late": late_on(tables, foreseen.day, request) if found.fee_most_cents else [],
        },
    )


def most_in_a_month(request: ExpertRequest, times: Iterable[Occasion]) -> int:
    """Fees in cents that these times bring to anybody in the fullest of their payment months."""
    if request.payer == Payer.OTHER_PAYS:
        return 0
    tables, open_days, sums = fee_tables.price_list(), _open(pay_days.calendar()), Counter[str]()
    first, entered = _first_time(request), figures.in_force()
    for occasion in times:
        foreseen = as_planned(request, occasion, tables, None, first)
        try:
            month = expected_pay_day(open_days, _ready_on(foreseen.day)).month
        except MoneyRefusal:
            continue
        sums[month] += forecast(tables, foreseen, entered=entered).fee_most_cents
    return max(sums.values(), default=0)


def coming_in_month(expert_id: int, month: str) -> int:
    """Fees in cents that are to reach the expert in the payment month, before tax.

    Raises NoSuchPayMonth.
    """
    every_day = pay_days.calendar()
    settled = gross_in_month(every_day, earnings.issued(expert_id), month)
    still_open = _open(every_day)
    if month not in {pay_day.month for pay_day in still_open}:
        return settled
    return settled + gross_in_month(still_open, _not_settled(expert_id), month)


def one_way_km(expert: Expert, request: ExpertRequest) -> int | None:
    if request.is_remote:
        return 0
    here, there = expert.municipality_code, request.municipality_code
    return estimated_road_km(place_of(here), place_of(there))


def as_planned(
    request: ExpertRequest,
    occasion: Occasion,
    tables: list[FeeTable],
    one_way: int | None,
    first_id: int | None,
) -> Foreseen:
    """One seat of an occasion, for somebody who lives so many kilometres away.

    first_id  the occasion that carries a lump sum
    """
    day = occasion.day
    travel = 2 * (estimated_minutes(one_way) or 0) if one_way else 0
    return Foreseen(
        day=day,
        request_kind=str(request.kind),
        activity_minutes=_minutes(occasion),
        preparation_minutes=request.preparation_minutes,
        travel_minutes=travel if _unit_of(tables, day, Work.TRAVEL, request) else 0,
        kilometre_tenths=TENTHS_THERE_AND_BACK * (one_way or 0),
        own_kilometre_cents=terms_on(travel_terms.decided(), day).kilometre_cents,
        later_occasion=first_id not in (None, occasion.id),
        clocks=clocks_of(occasion.starts_at, occasion.ends_at),
    )


def not_known(
    found: Forecast, request: ExpertRequest, occasion: Occasion, tables: list[FeeTable]
) -> list[str]:
    """Codes, each once: prices that do not exist, and the length of a task paid by the hour."""
    codes = [refusal.code for refusal in found.unknown.values()]
    unit = _unit_of(tables, occasion.day, Work.ACTIVITY, request)
    if occasion.starts_at is None and unit in BY_TIME:
        codes.append("time_unknown")
    return list(dict.fromkeys(codes))


def _payment(
    expert: Expert, ready_on: date, fee_cents: int, unknown: list[str]
) -> tuple[date | None, int]:
    """The pay day and the gross of its month; what is not known is added to `unknown`."""
    try:
        pay_day = expected_pay_day(_open(pay_days.calendar()), ready_on)
    except MoneyRefusal as refusal:
        unknown.append(refusal.code)
        return None, fee_cents
    return pay_day.pay_on, fee_cents + coming_in_month(expert.id, pay_day.month)


def _open(calendar: list[PayDay]) -> list[PayDay]:
    """What is not on a statement yet comes in a period that has not been run."""
    done = earnings.months_run()
    return [pay_day for pay_day in calendar if pay_day.month not in done]


def _not_settled(expert_id: int) -> list[Earning]:
    promised = (
        replace(earning, ready_on=_ready_on(earning.ready_on))
        for earning in earnings.promised(expert_id)
    )
    return [*earnings.approved(expert_id), *promised]


def _ready_on(day: date) -> date:
    """The unit has its days to confirm before the work is approved."""
    return max(day, today()) + timedelta(days=SILENT_AFTER_DAYS)


def _paid_elsewhere(request: ExpertRequest, one_way: int | None) -> Expectation:
    return Expectation(
        fee_cents=0,
        travel_cents=0,
        preparation_minutes=request.preparation_minutes,
        kilometres=None if one_way is None else 2 * one_way,
        pay_on=None,
        gross_in_month_cents=0,
        unknown=["other_pays"],
        fee_most_cents=0,
        foreseen={"parts": [], "unknown": ["other_pays"]},
    )


def _first_time(request: ExpertRequest) -> int | None:
    """Of those that are not cancelled."""
    times = occasions.of_request(request.id)
    return next((each.id for each in times if each.cancelled_at is None), None)


def _unit_of(
    tables: list[FeeTable], day: date, work: Work, request: ExpertRequest
) -> PriceUnit | None:
    rate = find_rate(tables, day, work, request)
    return rate.unit if rate else None


def _minutes(occasion: Occasion) -> int:
    return minutes_between(*occasion.during) if occasion.during else 0
