"""A team for several seats."""

from itertools import combinations

from hypothesis import given, settings
from hypothesis import strategies as st

from scheduling.kinds import AgeBand, Perspective
from scheduling.team import EXPERIENCED, Member, experienced_from, suggest

OWN, CARER = frozenset({Perspective.OWN}), frozenset({Perspective.CARER})


def test_a_first_timer_goes_with_an_experienced_one():
    order = [Member(1, 900, 0), Member(2, 800, 1), Member(3, 100, 5)]

    assert suggest(order, 2) == ((1, 3), True)
    assert suggest(order, 3) == ((1, 2, 3), True)


def test_nobody_has_to_wait_for_company_that_there_is_not():
    assert suggest([Member(1, 900, 0), Member(2, 800, 0)], 2) == ((1, 2), False)
    assert suggest([Member(1, 900, 0), Member(2, 800, 5)], 1) == ((1,), True)


def test_where_hardly_anybody_has_been_three_times_whoever_has_been_most_is_the_experienced_one():
    new, once, twice = Member(1, 900, 0), Member(2, 800, 1), Member(3, 100, 2)

    assert suggest([new, once, twice], 2) == ((1, 3), True)
    assert suggest([new, once], 2) == ((1, 2), True)
    assert suggest([new, once, twice, Member(4, 50, 3)], 2) == ((1, 4), True)


def test_fewer_times_will_do_only_while_too_few_have_three():
    assert experienced_from([9, 5, 0, 0], enough=2) == 3
    assert experienced_from([9, 2, 1, 0], enough=2) == 2
    assert experienced_from([9, 0, 0, 0], enough=2) == experienced_from([], enough=1) == 1


@settings(deadline=None, max_examples=30)
@given(st.integers(4, 20), st.integers(2, 5), st.randoms(use_true_random=False))
def test_in_a_registry_that_starts_from_nothing_every_team_has_a_newcomer_until_all_have_been(
    people, seats, random
):
    """Whose turn it is decides alone; who has worked as often as another comes by chance."""
    worked = dict.fromkeys(range(people), 0)

    while fresh := sum(not times for times in worked.values()):
        turns = sorted(worked, key=lambda each: (worked[each], random.random()))
        order = [Member(each, 1000 // (1 + worked[each]), worked[each]) for each in turns]
        team = suggest(order, seats).expert_ids
        for each in team:
            worked[each] += 1
        assert sum(not times for times in worked.values()) < fresh


@given(st.integers(0, 4), st.lists(st.integers(1, 5), min_size=1, max_size=6), st.integers(2, 4))
def test_whoever_is_new_and_first_in_order_is_suggested_whenever_anybody_has_worked(
    others, worked, seats
):
    new = [Member(n, 1000 - n, 0) for n in range(1 + others)]
    known = [Member(10 + n, 100 - n, times) for n, times in enumerate(worked)]

    assert suggest([*new, *known], seats).expert_ids[0] == 0


def test_a_stand_in_keeps_the_pair_rule_too():
    order = [Member(1, 900, 2), Member(2, 800, 7)]

    assert suggest(order, 1, already=[Member(9, 0, 0)]) == ((2,), True)
    assert suggest(order, 1, already=[Member(9, 0, 3)]) == ((1,), True)


def test_another_perspective_comes_first_when_points_are_near():
    order = [Member(1, 1000, 3, OWN), Member(2, 990, 3, OWN), Member(3, 960, 3, CARER)]

    assert suggest(order, 2).expert_ids == (1, 3)
    assert suggest([*order[:2], order[2]._replace(points=900)], 2).expert_ids == (1, 2)


def test_what_somebody_has_told_of_herself_counts_like_a_perspective():
    young, old = AgeBand.FROM_18, AgeBand.FROM_65
    order = [Member(n, 100, 3, OWN, band) for n, band in enumerate([young, young, old])]

    assert suggest(order, 2).expert_ids == (0, 2)


members = st.builds(
    Member,
    expert_id=st.integers(1, 9),
    points=st.integers(0, 1000),
    worked_ever=st.integers(0, 4),
    perspectives=st.frozensets(st.sampled_from(Perspective)),
    age_band=st.none() | st.sampled_from(AgeBand),
    group=st.none() | st.just("sv"),
)
orders = st.lists(members, max_size=7, unique_by=lambda each: each.expert_id).map(
    lambda found: sorted(found, key=lambda each: -each.points)
)
seated = st.lists(members, max_size=2).map(
    lambda found: [each._replace(expert_id=20 + n) for n, each in enumerate(found)]
)


@given(orders, st.integers(0, 5), seated)
def test_the_team_is_full_and_keeps_the_rule_whenever_some_team_could(order, seats, already):
    size = min(seats, len(order))

    team = suggest(order, seats, already=already)

    chosen = [each for each in order if each.expert_id in team.expert_ids]
    assert len(team.expert_ids) == len(chosen) == size
    if len(already) + seats >= 2:
        pool, pairs = [*already, *order], (len(already) + seats) // 2
        could = any(
            has_company([*already, *some], pool, pairs) for some in combinations(order, size)
        )
        assert has_company([*already, *chosen], pool, pairs) == team.keeps_pair_rule == could


def has_company(team, pool, pairs):
    """Each first-timer has an experienced one of her own, as this pool has them."""
    most = sorted((each.worked_ever for each in pool), reverse=True)[:pairs]
    least = max(1, min(EXPERIENCED, most[-1] if len(most) == pairs else 0))
    news = sum(each.worked_ever == 0 for each in team)
    return news <= sum(each.worked_ever >= least for each in team)


@given(orders, st.integers(1, 5))
def test_nobody_with_far_fewer_points_comes_before_somebody_of_the_same_experience(order, seats):
    team = suggest(order, seats).expert_ids
    by_id = {each.expert_id: each for each in order}

    for left_out in set(by_id) - set(team):
        rivals = [by_id[each] for each in team]
        alike = [each for each in rivals if each.worked_ever == by_id[left_out].worked_ever]
        assert all(each.points * 20 >= by_id[left_out].points * 19 for each in alike)
