"""Seats shared in the fair order: when, among whom, and who is passed over."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.offers import Mode, how_many_now
from scheduling.refusals import TooSoonToWait
from scheduling.sharing import (
    give_back_until,
    in_fair_order,
    is_out_of_turn,
    when_shared,
    yes_waits,
)
from scheduling.wall_clock import to_moment

NOW = to_moment(date(2026, 5, 5), "10:00")
HOUR = timedelta(hours=1)
PEOPLE = st.lists(st.integers(1, 9), unique=True)


def test_the_seats_are_shared_when_the_slowest_has_had_her_time():
    by_mail, by_letter = NOW + 48 * HOUR, NOW + 240 * HOUR

    assert when_shared(NOW, [by_mail, by_letter]) == by_letter
    assert when_shared(NOW, [by_mail], NOW + 900 * HOUR) == by_mail


def test_everybody_knows_a_day_before_it_begins():
    starts_at = NOW + 100 * HOUR

    assert when_shared(NOW, [NOW + 240 * HOUR], starts_at) == starts_at - 24 * HOUR


def test_under_72_hours_nobody_is_asked_to_wait():
    assert when_shared(NOW, [NOW + 99 * HOUR], NOW + 72 * HOUR) == NOW + 48 * HOUR
    with pytest.raises(TooSoonToWait):
        when_shared(NOW, [NOW + 99 * HOUR], NOW + 71 * HOUR)


def test_a_yes_waits_only_until_the_seats_have_been_shared():
    assert yes_waits(NOW, None)
    assert not yes_waits(NOW, NOW)
    assert not yes_waits(None, None)


def test_who_is_asked_once_more_on_purpose_comes_last():
    assert in_fair_order([(3, 30), (0, 1), (1, 20), (2, 10)]) == [20, 10, 30, 1]


def test_waves_go_out_one_at_a_time():
    def now(**changes):
        usual = {"free_seats": 1, "open_offers": 0, "candidates": 9, "wave": 3}
        return how_many_now(Mode.WAVES, **(usual | changes))

    assert now() == 3
    assert now(open_offers=1) == 0
    assert now(candidates=2) == 2
    assert now(free_seats=0) == 0
    assert now(wave=None, free_seats=4) == 4


def test_the_first_ones_pass_nobody_over_and_those_tried_do_not_count():
    order = [1, 2, 3, 4]

    assert not is_out_of_turn([2, 1], order)
    assert is_out_of_turn([1, 3], order)
    assert not is_out_of_turn([1, 3], order, tried=[2])
    assert is_out_of_turn([9], order), "somebody a rule leaves out"
    assert not is_out_of_turn([], order)


@given(PEOPLE, st.data())
def test_nobody_is_passed_over_exactly_when_the_chosen_are_the_first_of_the_untried(order, data):
    tried = data.draw(st.sets(st.sampled_from(order))) if order else set()
    chosen = data.draw(st.sets(st.sampled_from(order))) if order else set()
    untried = [each for each in order if each not in tried or each in chosen]

    assert is_out_of_turn(chosen, order, tried) == (set(untried[: len(chosen)]) != chosen)


def test_a_seat_is_given_back_freely_until_a_call_round_would_be_needed():
    starts_at = datetime(2026, 5, 20, 7, tzinfo=UTC)

    assert give_back_until(starts_at) == starts_at - 72 * HOUR
    assert give_back_until(None) is None
