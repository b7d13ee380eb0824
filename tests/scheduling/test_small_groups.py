"""Nobody in a small group is told of, neither by its count nor by what the others add up to."""

from collections import defaultdict
from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from scheduling.small_groups import LEAST, shown

counts = st.dictionaries(st.integers(0, 9), st.integers(0, 12))
MOST_TOGETHER = 18


def test_a_group_of_fewer_than_five_is_hidden_and_an_empty_one_is_not():
    groups = {"fi": 40, "sv": 5, "en": 4, "se": 1, "fse": 0}

    assert shown(groups) == {"fi": 40, "sv": 5, "en": None, "se": None, "fse": 0}


def test_where_the_total_would_give_one_away_the_next_bigger_group_is_hidden_too():
    places = {"Vaasa": 20, "Seinäjoki": 6, "Lapua": 6, "Kauhava": 2}

    assert shown(places, everybody=34) == {
        "Vaasa": 20,
        "Seinäjoki": None,
        "Lapua": None,
        "Kauhava": None,
    }
    assert shown({"Vaasa": 20, "Lapua": 6}, everybody=26) == {"Vaasa": 20, "Lapua": 6}


def test_groups_that_overlap_give_nothing_away_when_those_shown_could_be_everybody():
    assert shown({"fi": 36, "sv": 4}, everybody=40) == {"fi": None, "sv": None}
    assert shown({"fi": 40, "en": 12, "sv": 4}, everybody=40) == {"fi": 40, "en": 12, "sv": None}


@given(counts, st.none() | st.integers(0, 80))
def test_what_is_shown_is_true_and_never_small(groups, everybody):
    for group, count in shown(groups, everybody=everybody).items():
        assert count is None or count == groups[group]
        assert count is None or count == 0 or count >= LEAST


def test_no_hidden_count_follows_from_the_total_and_from_how_groups_are_hidden():
    """All ways in which up to four groups can share up to eighteen people, compared."""
    looks_alike = defaultdict(list)
    for groups in range(1, 5):
        for sizes in product(range(MOST_TOGETHER + 1), repeat=groups):
            if sum(sizes) <= MOST_TOGETHER:
                told = shown(dict(enumerate(sizes)), everybody=sum(sizes))
                page = tuple(told.values())
                looks_alike[page, sum(sizes)].append(sizes)

    for (page, _), worlds in looks_alike.items():
        for group, count in enumerate(page):
            something_bigger = any(size >= LEAST for size in worlds[0])
            if count is None and something_bigger:
                assert len({sizes[group] for sizes in worlds}) > 1, (page, worlds)
