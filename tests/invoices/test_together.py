"""What several entries of one person come to together."""

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.pricing.fee_table import PriceUnit, Rate, Work
from invoices.pricing.fees import price_hours
from invoices.pricing.price import Hours
from invoices.pricing.terms import Cap, Period, Terms
from invoices.pricing.together import Counted, Issued, name_of, settle, whole_cents
from tests.invoices.price_strategies import caps

MONDAY = date(2026, 11, 2)


def by_the_hour(*caps: Cap, cents: int = 4000) -> Rate:
    terms = Terms(caps=caps)
    return Rate(code="talk", work=Work.ACTIVITY, unit=PriceUnit.HOUR, cents=cents, terms=terms)


def by_the_day(half_day_minutes: int = 240) -> Rate:
    terms = Terms(half_day_minutes=half_day_minutes)
    return Rate(code="day", work=Work.ACTIVITY, unit=PriceUnit.DAY, cents=18_000, terms=terms)


def counted(number: int, rate: Rate, *, minutes: int = 60, day: date = MONDAY) -> Counted:
    hours = Hours(minutes=minutes)
    price = price_hours(hours, rate)
    return Counted(entry=f"hour-{number}", day=day, hours=hours, rate=rate, price=price)


def cents_of(entries, paid_before=None):
    return {name: price.cents for name, price in settle(entries, paid_before or {}).items()}


def test_two_short_pieces_make_a_whole_day():
    morning, evening = counted(1, by_the_day(), minutes=150), counted(2, by_the_day(), minutes=100)

    assert cents_of([evening, morning]) == {"hour-1": 18_000, "hour-2": 0}


def test_two_pieces_that_stay_within_half_a_day_are_half_a_day():
    pieces = [counted(n, by_the_day(), minutes=100) for n in (1, 2)]

    assert cents_of(pieces) == {"hour-1": 9_000, "hour-2": 0}


def test_pieces_of_two_days_are_two_days():
    pieces = [counted(n, by_the_day(), minutes=300, day=MONDAY + timedelta(n)) for n in (1, 2)]

    assert cents_of(pieces) == {"hour-1": 18_000, "hour-2": 18_000}


def paid_in_turn(*statements):
    """Cents by entry, when each of these is issued after those before it."""
    found, issued, paid = {}, [], {}
    for entries in statements:
        prices = settle(entries, paid, issued)
        for each in entries:
            found[each.entry] = cents = prices[each.entry].cents
            issued.append(Issued(each, cents))
            for period in Period:
                place = each.rate.code, period, name_of(period, each.day)
                paid[place] = paid.get(place, 0) + cents
    return found


def test_a_later_statement_carries_only_what_the_day_still_owes():
    morning, evening = counted(1, by_the_day(), minutes=150), counted(2, by_the_day(), minutes=100)

    assert paid_in_turn([morning], [evening]) == {"hour-1": 9_000, "hour-2": 9_000}
    assert paid_in_turn([evening], [morning]) == {"hour-2": 9_000, "hour-1": 9_000}


def test_a_day_that_is_issued_whole_or_dearer_owes_nothing():
    long, short = counted(1, by_the_day(), minutes=300), counted(2, by_the_day(), minutes=60)

    assert paid_in_turn([long], [short]) == {"hour-1": 18_000, "hour-2": 0}
    assert settle([short], {}, [Issued(long, 20_000)])["hour-2"].cents == 0


def test_what_was_issued_of_the_day_is_a_step_of_the_breakdown():
    morning, evening = counted(1, by_the_day(), minutes=150), counted(2, by_the_day(), minutes=100)

    [price] = settle([evening], {}, [Issued(morning, 9_000)]).values()

    assert price.breakdown == (
        {"code": "day", "rate": "day", "rate_cents": 18_000, "cents": 18_000},
        {"code": "issued_before", "cents": -9_000},
        {"code": "settled", "alone_cents": 9_000, "cents": 0},
    )


def test_a_day_is_one_sum_also_over_two_statements():
    morning, evening = counted(1, by_the_day(), minutes=150), counted(2, by_the_day(), minutes=100)
    day = counted(3, by_the_day(), minutes=300)

    [rest] = settle([evening], {}, [Issued(morning, 9_000)]).values()
    [nothing] = settle([evening], {}, [Issued(day, 18_000)]).values()

    assert (rest.cents, whole_cents(rest)) == (9_000, 18_000)
    assert whole_cents(day.price) == 18_000
    assert whole_cents(nothing) == 0  # which nobody needs to approve


def test_what_was_issued_of_another_day_or_by_the_hour_takes_nothing_off():
    piece = counted(1, by_the_day(), minutes=100)
    others = [
        counted(2, by_the_day(), minutes=100, day=MONDAY + timedelta(1)),
        counted(3, by_the_hour(), minutes=100),
    ]

    issued = [Issued(each, each.price.cents) for each in others]

    assert settle([piece], {}, issued) == {"hour-1": piece.price}


@given(st.lists(st.tuples(st.integers(1, 400), st.integers(0, 2)), max_size=6))
def test_a_day_comes_to_the_same_in_however_many_statements(pieces):
    entries = [counted(n, by_the_day(), minutes=minutes) for n, (minutes, _) in enumerate(pieces)]
    in_turn = [
        [each for each, (_, at) in zip(entries, pieces, strict=True) if at == turn]
        for turn in range(3)
    ]

    assert sum(paid_in_turn(*in_turn).values()) == sum(cents_of(entries).values())


def test_without_what_was_issued_each_statement_would_pay_a_whole_day():
    first, second = (counted(n, by_the_day(), minutes=300) for n in (1, 2))

    forgetful = cents_of([first]) | cents_of([second])

    assert sum(forgetful.values()) == 2 * sum(paid_in_turn([first], [second]).values())


def test_a_cap_of_a_day_cuts_the_later_entry():
    rate = by_the_hour(Cap(per=Period.DAY, cents=10_000))
    entries = [counted(1, rate, minutes=120), counted(2, rate, minutes=60)]

    assert cents_of(entries) == {"hour-1": 8_000, "hour-2": 2_000}


def test_the_cut_is_a_step_of_the_breakdown():
    rate = by_the_hour(Cap(per=Period.DAY, cents=5_000))
    [price] = settle([counted(1, rate, minutes=120)], {}).values()

    assert price.breakdown[-2:] == (
        {"code": "cap", "name": "day", "limit_cents": 5_000, "cents": -3_000},
        {"code": "settled", "alone_cents": 8_000, "cents": 0},
    )


def test_what_was_paid_earlier_in_the_month_leaves_less_room():
    rate = by_the_hour(Cap(per=Period.MONTH, cents=50_000))
    paid = {("talk", Period.MONTH, "2026-11"): 48_000}

    assert cents_of([counted(1, rate)], paid) == {"hour-1": 2_000}


def test_a_year_that_is_full_pays_nothing_and_more_than_full_takes_nothing_back():
    rate = by_the_hour(Cap(per=Period.YEAR, cents=50_000))
    paid = {("talk", Period.YEAR, "2026"): 51_000}

    assert cents_of([counted(1, rate)], paid) == {"hour-1": 0}


def test_the_cap_of_another_year_is_its_own():
    rate = by_the_hour(Cap(per=Period.YEAR, cents=4_000))
    entries = [counted(1, rate, day=date(2026, 12, 31)), counted(2, rate, day=date(2027, 1, 1))]

    assert cents_of(entries) == {"hour-1": 4_000, "hour-2": 4_000}


@pytest.mark.parametrize(
    ("before", "since", "paid"),
    [(5_000, 9_000, 4_000), (9_000, 5_000, 0), (None, 10_000, 2_000)],
    ids=["raised", "lowered", "decided"],
)
def test_a_cap_decided_within_the_year_leaves_what_is_left_of_it(before, since, paid):
    old = by_the_hour(*([Cap(per=Period.YEAR, cents=before)] if before else []))
    new = by_the_hour(Cap(per=Period.YEAR, cents=since))
    first = counted(1, old, minutes=120)
    entries = [first, counted(2, new, minutes=60, day=MONDAY + timedelta(1))]

    at_once = cents_of(entries)
    already = {("talk", Period.YEAR, "2026"): at_once["hour-1"]}

    assert at_once["hour-2"] == paid
    assert cents_of(entries[1:], already)["hour-2"] == paid


def test_what_has_no_terms_over_several_entries_stays_as_it_is():
    entries = [counted(n, by_the_hour()) for n in range(3)]

    assert settle(entries, {}) == {each.entry: each.price for each in entries}


@pytest.mark.parametrize(
    ("period", "name"),
    [(Period.DAY, "2026-11-02"), (Period.MONTH, "2026-11"), (Period.YEAR, "2026")],
)
def test_a_period_has_a_name(period, name):
    assert name_of(period, MONDAY) == name


@st.composite
def months(draw) -> list[Counted]:
    rates = [by_the_hour(*draw(caps)), by_the_day(draw(st.integers(0, 400)))]
    return [
        counted(
            n,
            draw(st.sampled_from(rates)),
            minutes=draw(st.integers(0, 600)),
            day=MONDAY + timedelta(draw(st.integers(0, 70))),
        )
        for n in range(draw(st.integers(0, 12)))
    ]


@given(months(), st.randoms())
def test_the_order_of_entries_does_not_matter(entries, random):
    shuffled = list(entries)
    random.shuffle(shuffled)

    assert settle(shuffled, {}) == settle(entries, {})


@given(months())
def test_no_period_pays_more_than_its_cap_and_no_entry_more_than_alone(entries):
    found = settle(entries, {})

    for period in Period:
        paid: dict[str, int] = {}
        most: dict[str, int] = {}
        for each in entries:
            for cap in each.rate.terms.caps:
                if cap.per == period:
                    name = name_of(period, each.day)
                    paid[name] = paid.get(name, 0) + found[each.entry].cents
                    most[name] = cap.cents
        assert all(paid[name] <= most[name] for name in paid)
    for each in entries:
        price = found[each.entry]
        assert price.cents == sum(step["cents"] for step in price.breakdown)
        assert each.rate.unit == PriceUnit.DAY or 0 <= price.cents <= each.price.cents
