"""Warns before a yes takes a payment month over the person's own ceiling of income. Reads only."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from app.database import Missing
from app.readings.expect_pay import coming_in_month, expected, most_in_a_month
from app.storage import experts, income_ceilings, occasions, pay_days, requests
from app.storage.experts import Expert
from app.storage.occasions import Occasion
from app.storage.offers import Offer
from app.storage.requests import ExpertRequest
from scheduling.guard import EVERYDAY_CENTS, Fee, fitting, month_of, month_sums
from scheduling.matching import Candidate
from scheduling.reasons import Because, Reason

DAY = timedelta(days=1)
MOST_MARKED = 50  # nobody chooses from further down the order without a call


@dataclass(frozen=True)
class Later:
    """A pay day with room: the fee waits until payroll's cut-off is on `pay_from` or after it."""

    pay_on: date
    pay_from: date


@dataclass(frozen=True)
class BeforeYes:
    """What the person herself is told; her figure is not repeated.

    months  that would go over, if she said yes to everything
    fits    the offers that stay within, taken in order
    later   for the others, the first pay day with room, if the calendar knows one
    """

    months: tuple[date, ...]
    fits: frozenset[int]
    later: Mapping[int, Later]


def ask_first(
    request: ExpertRequest, expert_ids: Iterable[int], times: Sequence[Occasion] | None = None
) -> set[int]:
    """Whom to ask before confirming: the request would take a month near or over her own ceiling.

    Everybody, when it brings more than an everyday sum: who has a ceiling is not told by that.
    times  only these, though they may be full; otherwise all that have free seats
    """
    asked = list(expert_ids)
    if times is None:
        times = [each for each in occasions.of_request(request.id) if each.free_seats > 0]
    if most_in_a_month(request, times) > EVERYDAY_CENTS:
        return set(asked)
    if not (having := income_ceilings.having_one(asked)):
        return set()
    people = experts.by_id(having).values()
    return income_ceilings.over({each.id: _most(each, request, times) for each in people})


def marked(
    candidates: Sequence[Candidate],
    request: ExpertRequest,
    times: Sequence[Occasion] | None = None,
) -> list[Candidate]:
    """The same people; beside those to be asked first it says so."""
    near = [each.expert_id for each in candidates[:MOST_MARKED]]
    asked_first = ask_first(request, near, times)
    note = Reason(Because.ASK_BEFORE_CONFIRMING)
    return [
        replace(each, reasons=(*each.reasons, note)) if each.expert_id in asked_first else each
        for each in candidates
    ]


def before_yes(offers: Sequence[Offer]) -> BeforeYes | None:
    """Only for the person herself; None: nothing to warn of."""
    if not offers:
        return None
    expert, request = offers[0].expert, requests.get(offers[0].request_id)
    ceiling = income_ceilings.find_own(expert.id)
    if ceiling is None:
        return None
    fees, known = _fees(
        expert, request, {each.id: occasions.get(each.occasion_id) for each in offers}
    )
    over = [month for month, cents in month_sums(known, fees).items() if cents > ceiling.cents]
    if not over:
        return None
    fits = fitting(known, fees, ceiling.cents)
    return BeforeYes(
        months=tuple(sorted(over)),
        fits=fits,
        later=_room_later(expert, [fee for fee in fees if fee.id not in fits], ceiling.cents),
    )


def later_pay_day(pay_on: date, after: date | None) -> Later:
    """A pay day of the calendar, later than `after`. Raises Missing."""
    days = pay_days.all_days()
    for before, day in zip(days, days[1:], strict=False):
        if day.pay_on == pay_on and (after is None or pay_on > after):
            return Later(day.pay_on, before.cut_off_on + DAY)
    raise Missing("PayDay", pay_on)


def _most(expert: Expert, request: ExpertRequest, times: Sequence[Occasion]) -> int:
    """What would come in the fullest of the payment months."""
    fees, known = _fees(expert, request, {each.id: each for each in times})
    return max(month_sums(known, fees).values(), default=0)


def _fees(
    expert: Expert, request: ExpertRequest, times: Mapping[int, Occasion]
) -> tuple[list[Fee], dict[date, int]]:
    """A fee for each of `times`, by its key, and what is expected already in their months."""
    fees, known = [], {}
    for key, occasion in times.items():
        told = expected(expert=expert, request=request, occasion=occasion)
        if told.pay_on is not None and told.fee_most_cents:
            fees.append(Fee(key, told.pay_on, told.fee_most_cents))
            known[month_of(told.pay_on)] = told.gross_in_month_cents - told.fee_cents
    return fees, known


def _room_later(expert: Expert, fees: Iterable[Fee], ceiling_cents: int) -> dict[int, Later]:
    """Each fee in the first later payment month that still has room for it."""
    days, taken, found = pay_days.all_days(), dict[str, int](), dict[int, Later]()
    for fee in fees:
        for before, day in zip(days, days[1:], strict=False):
            if month_of(day.pay_on) <= month_of(fee.pay_day):
                continue
            sum_then = coming_in_month(expert.id, day.month) + taken.get(day.month, 0)
            if sum_then + fee.cents <= ceiling_cents:
                taken[day.month] = taken.get(day.month, 0) + fee.cents
                found[fee.id] = Later(day.pay_on, before.cut_off_on + DAY)
                break
    return found
