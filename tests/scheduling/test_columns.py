"""Columns say exactly what the plain rules say, also after any number of changes."""

from dataclasses import replace
from datetime import timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from app.commands.bench import registry
from scheduling import matching
from scheduling.columns import ranking
from scheduling.columns.pool import Columns
from scheduling.columns.record import HEADER, pack
from scheduling.figures import figures_of
from scheduling.reasons import Against
from tests.scheduling.strategies import TODAY, experts, pools, requests, weights

changes = st.lists(
    st.tuples(
        st.lists(experts, max_size=4, unique_by=lambda each: each.id),
        st.sets(st.integers(1, 12), max_size=2),
    ),
    max_size=3,
)


def columns(pool):
    return Columns([pack(each) for each in pool])


def assert_alike(store, pool, request, weights, today=TODAY):
    plain = matching.rank(pool, request, today=today, weights=weights)
    quick = ranking.rank(store, request, today=today, weights=weights)

    assert tuple(quick.first()) == plain.candidates
    assert quick.ids.tolist() == [each.expert_id for each in plain.candidates]
    assert quick.points.tolist() == [each.points for each in plain.candidates]
    assert quick.counts == plain.counts
    assert quick.adds == plain.adds
    assert tuple(quick.why_not(each.id for each in pool)) == plain.excluded
    codes = [
        frozenset(code for n, code in enumerate(Against) if mask >> n & 1)
        for mask in quick.mask.tolist()
    ]
    against = {each.expert_id: frozenset(r.code for r in each.reasons) for each in plain.excluded}
    assert codes == [against.get(who, frozenset()) for who in sorted(each.id for each in pool)]


@settings(max_examples=150, deadline=None)
@given(pools, requests, weights)
def test_columns_judge_rank_and_explain_as_the_plain_rules_do(pool, request, weights):
    assert_alike(columns(pool), pool, request, weights)


@settings(max_examples=80, deadline=None)
@given(pools, requests, weights, changes, st.integers(0, 400), st.booleans())
def test_columns_stay_alike_through_changes_and_days(
    pool, request, weights, changes, later, looked
):
    store, people = columns(pool), {each.id: each for each in pool}
    today = TODAY + timedelta(days=later)
    for changed, gone in changes:
        if looked:
            ranking.rank(store, request, today=TODAY)
        store.patch([pack(each) for each in changed], gone)
        people = {each: people[each] for each in people if each not in gone}
        people |= {each.id: each for each in changed}
        assert_alike(store, list(people.values()), request, weights)

    assert_alike(store, list(people.values()), request, weights, today)


@settings(deadline=None)
@given(pools, requests, st.sampled_from(Against))
def test_what_one_reason_keeps_out_is_ranked_alike(pool, request, code):
    figures = figures_of(pool, today=TODAY)
    weights = matching.PUBLISHED

    quick = ranking.rank(columns(pool), request, today=TODAY).relaxed(code)

    assert tuple(quick) == matching.relaxed(
        pool, request, code, today=TODAY, weights=weights, figures=figures
    )


@given(pools, requests, st.sampled_from(Against))
def test_those_one_reason_leaves_out_are_listed_by_id(pool, request, code):
    plain = matching.rank(pool, request, today=TODAY)
    left_out = [each for each in plain.excluded if code in {reason.code for reason in each.reasons}]

    ranked = ranking.rank(columns(pool), request, today=TODAY)

    assert ranked.left_out(code) == left_out
    assert ranked.left_out(code, 2) == left_out[:2]


@given(pools)
def test_figures_are_counted_alike(pool):
    assert columns(pool).figures(TODAY) == figures_of(pool, today=TODAY)


@given(pools, requests, weights)
def test_a_code_that_nobody_can_have_finds_nobody(pool, request, weights):
    strange = replace(request, language="savolax", municipality="Savonlinna")

    assert_alike(columns(pool), pool, strange, weights)


def test_a_record_of_another_layout_is_refused():
    with pytest.raises(ValueError, match="layout"):
        Columns([bytes(HEADER.itemsize)])


def test_thousands_of_changes_leave_no_trace_of_what_was_before():
    people = {each.id: each for each in registry.experts(300)}
    wanted = registry.requests(3, len(people))
    others = registry.experts(300, seed=8)
    store = columns(people.values())

    for n in range(60):
        changed = [others[(7 * n + each) % 300] for each in range(150)]
        store.patch([pack(each) for each in changed])
        people |= {each.id: each for each in changed}
        if n % 20 == 0:
            for request in wanted:
                assert_alike(store, list(people.values()), request, matching.PUBLISHED)

    for request in wanted:
        tomorrow = TODAY + timedelta(days=1)
        assert_alike(store, list(people.values()), request, matching.PUBLISHED, tomorrow)
