"""Files for the Incomes Register, killed at every boundary and made by two at once: whole, and one.

SCALE=1 dies at every boundary and runs two hundred rounds of each race.
"""

from collections import Counter
from functools import partial

import pytest

from app.database import acting_in
from app.storage import register_deliveries, register_reports
from app.use_cases import enter_register_answer, tell_incomes_register
from scheduling.register_states import DeliveryState
from tests import build, build_engines
from tests.faults.killed import at_once
from tests.faults.test_money_at_once import ROUNDS
from tests.faults.wholeness import killed_everywhere, refuse_broken

TWICE = {"done", "nothing_to_tell", "reported_twice", "done_at_once"}


@pytest.fixture
def finance(house):
    return a_month_paid()


def a_month_paid():
    """Two people whom the bank has paid, and two people of finance."""
    one, other = build_engines.where_the_bank_pays()
    build_engines.register_on(one)
    build_engines.paid(one, other)
    return one, other


def test_a_file_is_made_whole_or_not_at_all(house, finance):
    killed_everywhere(lambda: tell_incomes_register.make(by=finance[0]))

    [delivery] = register_deliveries.all_of_them()
    assert delivery.reports == len(register_reports.of_delivery(delivery.id)) == 2
    assert house.broken() is None


def test_an_answer_is_taken_down_whole_or_not_at_all(house, finance):
    [delivery] = tell_incomes_register.make(by=finance[0])
    enter_register_answer.mark_delivered(by=finance[0], delivery_id=delivery.id)
    bad = register_reports.of_delivery(delivery.id)[0].id

    killed_everywhere(
        partial(enter_register_answer.accept, by=finance[0], delivery_id=delivery.id, but=[bad])
    )

    assert house.broken() is None


def test_two_press_make_at_once_and_each_payment_is_told_once(house):
    for _ in range(ROUNDS):
        with acting_in(build.an_organisation().id):
            one, other = a_month_paid()

            told = at_once(
                partial(tell_incomes_register.make, by=one),
                partial(tell_incomes_register.make, by=other),
            )

            assert Counter(told)["done"] == 1, told
            assert set(told) <= TWICE
            [delivery] = register_deliveries.all_of_them()
            assert len(register_reports.of_delivery(delivery.id)) == 2
            refuse_broken()


def test_a_file_is_uploaded_or_thrown_away_but_never_both(house):
    for _ in range(ROUNDS):
        with acting_in(build.an_organisation().id):
            one, other = a_month_paid()
            [delivery] = tell_incomes_register.make(by=one)

            told = at_once(
                partial(enter_register_answer.mark_delivered, by=one, delivery_id=delivery.id),
                partial(
                    enter_register_answer.discard, by=other, delivery_id=delivery.id, note="Väärä"
                ),
            )

            assert sorted(told) == ["done", "wrong_step"]
            [file] = register_deliveries.all_of_them()
            assert file.state in (DeliveryState.DELIVERED, DeliveryState.DISCARDED)
            refuse_broken()
