"""Runs past their time go with all they are tied to, or stay; the chain of numbers goes on."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.statements.disposal import DestroyedNumbers, may_go
from invoices.statements.hash_chain import chain
from invoices.statements.statement import Number, business_columns
from invoices.statements.verify import find_broken_chain, find_gap
from tests.invoices.money_strategies import several_statements

OPEN = None


@pytest.mark.parametrize(
    ("last_years", "ties", "going"),
    [
        ({1: 2026, 2: 2027}, [], {1}),
        ({1: 2026, 2: OPEN}, [], {1}),
        ({1: 2026, 2: 2027}, [(1, 2)], set()),
        ({1: 2026, 2: 2026, 3: 2026}, [(3, 2)], {1, 2, 3}),
        ({1: 2026, 2: 2026, 3: OPEN, 4: 2026}, [(1, 2), (3, 2)], {4}),
        ({}, [], set()),
    ],
)
def test_what_is_tied_goes_together_or_not_at_all(last_years, ties, going):
    assert may_go(last_years, ties, 2026) == going


RUNS = st.dictionaries(st.integers(1, 9), st.none() | st.integers(2024, 2028), min_size=1)


@given(RUNS, st.data())
def test_nothing_that_stays_is_tied_to_what_goes(last_years, choices):
    run = st.sampled_from(sorted(last_years))
    ties = choices.draw(st.lists(st.tuples(run, run), max_size=9))

    going = may_go(last_years, ties, 2026)

    assert all((one in going) == (other in going) for one, other in ties)
    assert all((last_years[run] or 9999) <= 2026 for run in going)


@given(several_statements(), st.data())
def test_the_chain_and_the_numbers_hold_beside_what_was_destroyed(issued, choices):
    hashes = list(chain(map(business_columns, issued)))
    serials = [one.heading.number.serial for one in issued]
    first = choices.draw(st.integers(0, len(issued) - 1))
    last = choices.draw(st.integers(first, len(issued) - 1))
    number = issued[0].heading.number
    gone = DestroyedNumbers(number.series, number.year, serials[first], serials[last], hashes[last])
    left = [*range(first), *range(last + 1, len(issued))]
    stored = [(issued[place], hashes[place]) for place in left]
    numbers = [issued[place].heading.number for place in left]

    assert find_broken_chain(stored, [gone]) is None
    assert find_gap(numbers, [gone]) is None
    assert find_gap(numbers, [gone, gone])
    if last + 1 < len(issued):
        assert find_broken_chain(stored, [replace(gone, last_hash="0" * 64)])
        assert find_gap(numbers)


def test_numbers_are_told_as_they_were_printed():
    one = DestroyedNumbers(series="", year=2026, first=4, last=4, last_hash="")

    assert str(one) == "2026-000004"
    assert str(replace(one, last=7)) == "2026-000004–2026-000007"
    assert find_gap([Number(year=2026, serial=5)], [replace(one, first=1)]) is None
