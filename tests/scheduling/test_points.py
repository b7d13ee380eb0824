"""What each part of a ranking is worth."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.facts import ExpertFacts, OfferedTheme, RequestFacts
from scheduling.fairness import Past
from scheduling.figures import Figures, figures_of
from scheduling.kinds import Fluency, Level, Perspective, RequestKind
from scheduling.matching import rank
from scheduling.points import parts
from scheduling.travel_time import Place
from scheduling.weights import Weights

TODAY = date(2026, 5, 4)
COMMON, RARE = 7, 8
VAASA, SEINAJOKI = Place(63.0951, 21.6165), Place(62.7877, 22.8503)
AINO = ExpertFacts(
    id=1,
    kinds=frozenset(RequestKind),
    themes=frozenset({OfferedTheme(COMMON, Perspective.OWN)}),
    languages={"fi": Fluency.NATIVE},
    agreement_from=date(2026, 1, 1),
)
REQUEST = RequestFacts(
    kind=RequestKind.TALK,
    level=Level.TRAINING,
    themes=frozenset({COMMON}),
    language="fi",
    place=SEINAJOKI,
)
FIGURES = Figures(active=16, having={COMMON: 16, RARE: 2}, wait=40, asked=2, worked=1)


def of(expert=AINO, request=REQUEST, figures=FIGURES):
    return parts(expert, request, today=TODAY, figures=figures)


def asked(*days_ago, worked=()):
    days = [TODAY - timedelta(days=each) for each in days_ago]
    return replace(AINO, past=Past(tuple(days), tuple(TODAY - timedelta(each) for each in worked)))


def ids(pool, **weights):
    ranking = rank(pool, REQUEST, today=TODAY, weights=Weights(**weights))
    return [each.expert_id for each in ranking.candidates]


def test_a_rare_theme_counts_more_than_a_common_one():
    both = replace(REQUEST, themes=frozenset({COMMON, RARE}))
    rare = replace(AINO, themes=frozenset({OfferedTheme(RARE, Perspective.CARER)}))

    assert (FIGURES.rarity(COMMON), FIGURES.rarity(RARE)) == (1, 4)
    assert of(AINO, both).theme == 200
    assert of(rare, both).theme == 800
    assert of(replace(rare, themes=rare.themes | AINO.themes), both).theme == 1000
    assert of(rare, replace(REQUEST, themes=frozenset())).theme == 1000


@pytest.mark.parametrize(
    ("home", "remote", "part"),
    [(SEINAJOKI, False, 1000), (VAASA, False, 535), (VAASA, True, 1000), (None, False, 500)],
)
def test_the_nearer_the_better_and_the_unknown_is_in_the_middle(home, remote, part):
    assert of(replace(AINO, home=home), replace(REQUEST, remote=remote)).distance == part


def test_waiting_counts_up_to_twice_what_is_usual():
    assert [of(asked(days)).wait for days in (0, 20, 40, 80, 400)] == [0, 250, 500, 1000, 1000]


def test_who_is_asked_and_works_as_often_as_is_usual_has_half():
    assert of(asked(50, 60, worked=[50])).asked == of(asked(50, 60, worked=[50])).worked == 500
    assert of(asked(400)).asked == of(asked(400)).worked == 1000


def test_a_newcomer_starts_in_the_middle_of_all_three():
    assert of()[3:6] == (500, 500, 500)
    pool = [asked(10), replace(AINO, id=2), replace(asked(90), id=3), replace(asked(40), id=4)]

    assert ids(pool, asked=0, worked=0) == [3, 2, 4, 1]


def test_wishes_and_earlier_work_count():
    assert of().level == 500
    assert of(replace(AINO, levels=frozenset({Level.TRAINING}))).level == 1000
    assert of(replace(AINO, learns=frozenset({RequestKind.TALK}))).learning == 1000
    assert of(request=replace(REQUEST, continues=frozenset({1}))).continuity == 1000


def test_figures_are_of_the_active_and_of_those_ever_asked():
    pool = [
        replace(asked(10, 20), id=1),
        replace(asked(30), id=2),
        replace(AINO, id=3),
        replace(asked(200), id=4, stopped=True),
        replace(asked(200), id=5, hidden=True),
    ]

    assert figures_of(pool, today=TODAY) == Figures(
        active=3, having={COMMON: 3}, wait=10, asked=1, worked=1
    )


@pytest.mark.parametrize("weight", [-1, 101])
def test_a_weight_is_between_nothing_and_a_hundred(weight):
    with pytest.raises(ValueError, match="from 0 to 100"):
        Weights(theme=weight)


pasts = st.lists(st.integers(0, 500), max_size=4).map(lambda days: asked(*days).past)
pools = st.lists(pasts, max_size=12).map(
    lambda found: [replace(AINO, id=n, past=each) for n, each in enumerate(found)]
)


@given(pools, st.randoms())
def test_the_order_does_not_depend_on_who_is_listed_first(pool, random):
    shuffled = random.sample(pool, len(pool))

    assert ids(shuffled) == ids(pool)
    assert sorted(ids(pool)) == [each.id for each in pool]


@given(pools.filter(bool))
def test_who_is_asked_today_comes_after_all_who_have_waited_longer(pool):
    pool[0] = replace(pool[0], past=Past((*pool[0].past.asked_on, TODAY)))
    waiting = [each.id for each in pool if each.past.asked_on and max(each.past.asked_on) < TODAY]

    order = ids(pool, theme=0, distance=0, asked=0, worked=0)

    assert all(order.index(each) < order.index(pool[0].id) for each in waiting)


def here_for(days, *asked_days_ago):
    since = TODAY - timedelta(days=days)
    return replace(AINO, past=replace(asked(*asked_days_ago).past, since=since))


def test_who_is_never_asked_moves_up_by_each_day_she_waits():
    assert of(here_for(0))[3:6] == (500, 500, 500)
    assert of(here_for(40)).wait == 1000
    assert [of(here_for(days)).asked for days in (0, 73, 365, 800)] == [500, 555, 1000, 1000]


def test_being_asked_once_does_not_put_a_newcomer_before_the_others():
    assert of(here_for(73, 1)).asked == 434
    assert of(here_for(800, 1)).asked == 666


@given(pools.filter(bool))
def test_who_was_never_asked_in_a_year_comes_before_all_who_were(pool):
    pool[0] = replace(pool[0], past=here_for(365).past)
    a_year_ago = TODAY - timedelta(days=365)
    asked_lately = [
        each.id for each in pool if each.past.asked_on and max(each.past.asked_on) > a_year_ago
    ]

    order = ids(pool)

    assert all(order.index(pool[0].id) < order.index(each) for each in asked_lately)
