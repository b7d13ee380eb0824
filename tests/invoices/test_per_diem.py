"""When a per diem or meal money is payable, why not, and what goes above it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.refusals import MoneyRefusal
from invoices.statements.statement import amount_of
from invoices.travel.above_maximum import Split, split_allowance, split_kilometres
from invoices.travel.per_diem import meal_money, per_diems
from invoices.travel.trip import Trip, travel_days
from tests.invoices.build import cases, name_of

FACTS = ("starts_at", "ends_at", "from_start_tenths", "from_home_tenths", "from_work_tenths")


@pytest.mark.parametrize("case", cases("per_diems"), ids=name_of)
def test_each_day_of_a_trip_brings_the_per_diem_of_its_case(case):
    if "refused" in case:
        refused(case, lambda: per_diems(a_trip(case)))
        return
    found = per_diems(a_trip(case))
    assert [
        {"kind": str(day.kind or ""), "cents": day.cents, "why": [str(why) for why in day.why]}
        for day in found
    ] == case["days"]


@pytest.mark.parametrize("case", cases("meal_money"), ids=name_of)
def test_meal_money_comes_to_what_its_case_says(case):
    asked = (case["meals"], case["day"])
    if "refused" in case:
        refused(case, lambda: meal_money(*asked, per_diem_cents=case["per_diem_cents"]))
        return
    found = meal_money(*asked, per_diem_cents=case["per_diem_cents"])
    assert (found.cents, *found.why) == (case["cents"], case["why"])


@pytest.mark.parametrize("case", cases("above_maximum"), ids=name_of)
def test_what_goes_above_the_maximum_is_pay(case):
    found = split(case)

    assert found.tax_free.cents == case["tax_free_cents"]
    assert (found.taxable.cents if found.taxable else 0) == case["taxable_cents"]


@given(st.integers(0, 20_000), st.integers(0, 200), st.integers(0, 4))
def test_each_part_of_a_drive_is_its_distance_times_its_price(tenths, paid_cents, passengers):
    found = split_kilometres(tenths, date(2026, 5, 4), paid_cents=paid_cents, passengers=passengers)

    parts = [part for part in (found.tax_free, found.taxable) if part]
    assert sum(part.unit_cents for part in parts) == paid_cents
    for part in parts:
        assert part.cents == amount_of(part.quantity, part.unit, part.unit_cents)
    assert found.tax_free.unit_cents <= 55 + 4 * passengers


@given(st.integers(0, 6 * 24 * 60))
def test_the_days_of_travel_are_the_whole_trip(minutes):
    starts_at = datetime(2026, 3, 27, 6, tzinfo=UTC)  # over the change of clocks
    ends_at = starts_at + timedelta(minutes=minutes)
    trip = Trip(starts_at=starts_at, ends_at=ends_at, from_start_tenths=400, from_home_tenths=400)

    days = travel_days(trip)

    assert sum(day.minutes for day in days) == minutes
    assert [day.is_first for day in days] == [n == 0 for n in range(len(days))]


def a_trip(case) -> Trip:
    facts = {name: case[name] for name in FACTS if name in case}
    return Trip(**facts, free_meals=tuple(case.get("free_meals", ())))


def split(case) -> Split:
    if "most_cents" in case:
        return split_allowance(case["paid_cents"], case["most_cents"])
    drive = {name: case[name] for name in ("paid_cents", "passengers")}
    return split_kilometres(case["kilometre_tenths"], case["day"], **drive)


def refused(case, deciding) -> None:
    with pytest.raises(MoneyRefusal) as refusal:
        deciding()
    assert refusal.value.code == case["refused"]
