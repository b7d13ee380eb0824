"""How evenly work is spread, as exact figures."""

from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.spread import gini, spread_of

counts = st.lists(st.integers(0, 50), max_size=40)
some = counts.filter(any)


@pytest.mark.parametrize(
    ("shares", "figure"),
    [
        ([], 0),
        ([0, 0], 0),
        ([7], 0),
        ([3, 3, 3], 0),
        ([0, 1], Fraction(1, 2)),
        ([0, 0, 0, 9], Fraction(3, 4)),
        ([1, 2, 3], Fraction(2, 9)),
    ],
)
def test_gini_of_known_spreads(shares, figure):
    assert gini(shares) == figure


def test_half_of_the_work_was_done_by_the_fewest_that_it_takes():
    assert spread_of([1, 1, 1, 1, 4]).half_by == 1
    assert spread_of([1, 1, 1, 1, 3]).half_by == 2
    assert spread_of([0, 0]).half_by == 0


def test_a_figure_for_people_is_rounded_half_up_to_hundredths():
    assert spread_of([1, 2, 3]).gini_hundredths == 22
    assert spread_of([0] * 7 + [1]).gini_hundredths == 88  # 0.875


@given(counts)
def test_gini_is_half_the_mean_difference_of_two_over_the_mean(shares):
    differences = sum(abs(one - other) for one in shares for other in shares)
    expected = Fraction(differences, 2 * len(shares) * sum(shares)) if any(shares) else 0

    assert gini(shares) == expected
    assert 0 <= gini(shares) < 1


@given(some, st.integers(1, 9))
def test_gini_knows_no_order_no_size_and_no_number_of_people(shares, times):
    assert gini(shares) == gini(shares[::-1])
    assert gini(shares) == gini([times * each for each in shares])
    assert gini(shares) == gini(shares * times)


@given(some)
def test_giving_one_from_who_has_most_to_who_has_least_never_raises_gini(shares):
    most, least = shares.index(max(shares)), shares.index(min(shares))
    if shares[most] - shares[least] > 1:
        given_on = list(shares)
        given_on[most] -= 1
        given_on[least] += 1

        assert gini(given_on) < gini(shares)


@given(counts)
def test_the_curve_goes_from_nothing_to_all_and_bends_only_upwards(shares):
    curve = spread_of(shares).tenths
    steps = [after.share - before.share for before, after in zip(curve, curve[1:], strict=False)]

    assert [point.people for point in curve] == [Fraction(tenth, 10) for tenth in range(11)]
    assert (curve[0].share, curve[-1].share) == (0, 1)
    assert steps == sorted(steps)
    assert all(point.share <= point.people for point in curve)


@given(some.map(lambda shares: shares * 10))
def test_at_each_tenth_the_curve_is_what_that_many_people_have(shares):
    ordered, tenth = sorted(shares), len(shares) // 10

    for point in spread_of(shares).tenths:
        first = ordered[: int(point.people * 10) * tenth]
        assert point.share == Fraction(sum(first), sum(shares))


@given(counts)
def test_nobody_fewer_has_half(shares):
    found = spread_of(shares)
    ordered = sorted(shares, reverse=True)

    assert 2 * sum(ordered[: found.half_by]) >= sum(shares)
    assert found.half_by == 0 or 2 * sum(ordered[: found.half_by - 1]) < sum(shares)
    assert found.without == shares.count(0)
