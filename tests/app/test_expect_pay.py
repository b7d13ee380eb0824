"""What an invitation tells: the fee, the way, the day of payment and the month's sum."""

from datetime import date

from app.readings.expect_pay import coming_in_month, expected
from app.readings.forecast_costs import expected_for_request
from app.storage import requests
from invoices.payers import Payer
from invoices.pricing.price import FeeChoice
from tests import build


def test_a_remote_talk_is_told_with_its_fee_pay_day_and_the_months_gross(app):
    build.a_fee_table()
    build.a_pay_day("2027-01-15", "2026-12-31")
    expert = build.an_expert()
    request = build.a_brief(preparation_minutes=60)
    occasion = build.an_occasion(request)

    told = expected(expert=expert, request=request, occasion=occasion)

    assert (told.fee_cents, told.travel_cents, told.kilometres) == (10000, 0, 0)
    assert (told.pay_on, told.gross_in_month_cents) == (date(2027, 1, 15), 10000)
    assert told.unknown == []


def test_what_is_already_promised_for_the_month_is_counted_in(app):
    build.a_fee_table()
    build.a_pay_day("2027-01-15", "2026-12-31")
    expert = build.an_expert()
    earlier = build.an_occasion(build.a_brief())
    build.an_assignment(expert, earlier, fee_cents=8000)
    request = build.a_brief()
    later = build.an_occasion(
        request, starts_at="2026-12-16 07:00+00", ends_at="2026-12-16 08:00+00"
    )

    told = expected(expert=expert, request=request, occasion=later)

    assert (told.fee_cents, told.gross_in_month_cents) == (4000, 12000)
    assert coming_in_month(expert.id, "2027-01") == 8000


def test_the_way_is_counted_there_and_back(app):
    build.a_fee_table()
    expert = build.an_expert(municipality_code="091")
    request = build.a_brief(municipality_code="049")
    occasion = build.an_occasion(request)

    told = expected(expert=expert, request=request, occasion=occasion)

    assert told.kilometres > 0
    assert told.travel_cents == told.kilometres * 55


def test_what_cannot_be_said_is_said_to_be_unknown(app):
    expert = build.an_expert()
    request = build.a_brief(municipality_code="049")
    occasion = build.an_occasion(request)

    told = expected(expert=expert, request=request, occasion=occasion)

    assert (told.fee_cents, told.kilometres, told.pay_on) == (0, None, None)
    assert told.unknown == ["no_rate_yet", "distance_unknown", "no_pay_day_yet"]


def test_a_fee_given_up_is_not_expected(app):
    build.a_fee_table()
    request = build.a_brief()
    occasion = build.an_occasion(request)

    told = expected(
        expert=build.an_expert(),
        request=request,
        occasion=occasion,
        fee_choice=FeeChoice.COSTS_ONLY,
    )

    assert told.fee_cents == 0


def test_another_payer_tells_its_own_fee(app):
    request = build.a_brief(payer=Payer.OTHER_PAYS)
    occasion = build.an_occasion(request)

    told = expected(expert=build.an_expert(), request=request, occasion=occasion)

    assert told.unknown == ["other_pays"]


def test_a_brief_is_forecast_for_every_seat_and_occasion(app):
    build.a_fee_table()
    request = build.a_brief()
    build.an_occasion(request, seats=2)
    build.an_occasion(
        request, seats=2, starts_at="2026-12-16 07:00+00", ends_at="2026-12-16 08:00+00"
    )

    told = expected_for_request(requests.get(request.id))

    assert (told.fee_cents, told.occasions) == (24000, 2)
