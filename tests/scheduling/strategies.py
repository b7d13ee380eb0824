"""Random people and requests, close enough to each other that every rule comes into play."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from hypothesis import strategies as st

from scheduling.availability import DaySpan, Interval, Validity
from scheduling.facts import ExpertFacts, OfferedTheme, RequestFacts
from scheduling.fairness import Past
from scheduling.kinds import DayPart, Fluency, Level, Perspective, RequestKind
from scheduling.lifecycle import OfferState
from scheduling.travel_time import Place
from scheduling.weights import Weights

TODAY = date(2026, 3, 24)  # the clocks change within the days around it
PLACES = [
    Place(63.0951, 21.6165),
    Place(62.7877, 22.8503),
    Place(60.1699, 24.9384),
    Place(69.9078, 27.0269),
]
THEMES, UNITS, TOWNS = range(1, 20), [1, 2], ["905", "743", "091"]
EXPERTS = st.integers(1, 12)

EASY = {
    "kinds": frozenset(RequestKind),
    "levels": frozenset(),
    "stopped": False,
    "hidden": False,
    "paused_until": None,
    "agreement_from": date(2025, 1, 1),
    "agreement_until": None,
    "agreement_is_current": True,
    "guardian_consents": True,
    "works_remotely": True,
    "avoids_themes": frozenset(),
    "own_units": frozenset(),
}

days = st.integers(-20, 20).map(lambda n: TODAY + timedelta(days=n))
moments = st.integers(-96, 96 * 2).map(
    lambda hours: datetime(2026, 3, 28, 0, 15, tzinfo=UTC) + timedelta(hours=hours)
)
intervals = st.builds(
    lambda starts, minutes: Interval(starts, starts + timedelta(minutes=minutes)),
    moments,
    st.sampled_from([1, 45, 60, 105, 120, 300, 1440]),
)
spans = st.builds(lambda first, n: DaySpan(first, first + timedelta(days=n)), days, st.just(0))
pasts = st.builds(
    Past,
    asked_on=st.lists(st.dates(date(2024, 12, 1), date(2026, 3, 30)), max_size=4).map(
        lambda found: tuple(sorted(found))
    ),
    worked_on=st.lists(st.dates(date(2024, 12, 1), date(2026, 3, 30)), max_size=4).map(
        lambda found: tuple(sorted(found))
    ),
    since=st.none() | st.dates(date(2024, 12, 1), date(2026, 3, 30)),
)
rarely = st.sampled_from([False] * 9 + [True])
mostly = st.sampled_from([True] * 9 + [False])


def some(of, most=3):
    return st.frozensets(st.sampled_from(list(of)), max_size=most)


experts = st.builds(
    ExpertFacts,
    id=EXPERTS,
    kinds=some(RequestKind, 8).map(lambda found: found | {RequestKind.TALK}),
    levels=some(Level),
    themes=st.frozensets(
        st.builds(OfferedTheme, st.sampled_from(THEMES), st.sampled_from(Perspective)), max_size=6
    ),
    languages=st.dictionaries(
        st.sampled_from(["fi", "sv", "en", "se", "smn"]), st.sampled_from(Fluency), max_size=4
    ),
    trainings=st.lists(st.builds(Validity, days, st.none() | days), max_size=2).map(tuple),
    learns=some(RequestKind),
    good_at=some(RequestKind),
    home=st.none() | st.sampled_from(PLACES),
    travels_km=st.sampled_from([None, 0, 93, 120, 500]),
    works_remotely=st.booleans(),
    stopped=rarely,
    hidden=rarely,
    paused_until=st.none() | st.none() | days,
    agreement_from=st.sampled_from([date(2025, 1, 1)] * 8 + [None, date(2026, 3, 28)]),
    agreement_until=st.none() | st.none() | days,
    agreement_is_current=mostly,
    record_checked_on=st.none() | days,
    needs_support=st.booleans(),
    is_minor=rarely,
    guardian_consents=st.booleans(),
    guardian_latest_minute=st.sampled_from([None, 15 * 60, 1440]),
    guardian_day_minutes=st.sampled_from([None, 60]),
    busy=st.lists(intervals, max_size=2).map(tuple),
    rest_minutes=st.sampled_from([0, 0, 30, 600]),
    available=st.just(frozenset())
    | st.frozensets(st.tuples(st.integers(0, 6), st.sampled_from(DayPart)), max_size=21),
    blocked=st.lists(st.builds(DaySpan, days, st.just(date(2026, 4, 14))), max_size=1).map(tuple)
    | st.lists(spans, max_size=3).map(tuple),
    wished_minutes_a_month=st.sampled_from([None, None, 60, 300]),
    promised=st.dictionaries(
        st.sampled_from([date(2026, 3, 1), date(2026, 4, 1)]), st.integers(0, 300)
    ),
    avoids_themes=some(THEMES, 1),
    avoids_municipalities=some(TOWNS, 1),
    avoids_units=some(UNITS, 1),
    own_units=some(UNITS, 1),
    past=pasts,
)
# Nothing stands in their way but the time and the distance: so that there is an order.
willing = st.builds(
    lambda expert, request_themes: replace(
        expert,
        **EASY,
        themes=expert.themes | request_themes,
        languages={"fi": Fluency.NATIVE, "sv": Fluency.GOOD},
    ),
    experts,
    st.frozensets(st.builds(OfferedTheme, st.sampled_from(THEMES), st.just(Perspective.OWN))),
)
pools = st.lists(experts | willing | willing | willing, max_size=8, unique_by=lambda each: each.id)
requests = st.builds(
    RequestFacts,
    kind=st.just(RequestKind.TALK) | st.sampled_from(RequestKind),
    level=st.sampled_from(Level),
    themes=some(THEMES, 6),
    language=st.sampled_from(["fi", "fi", "sv", "et"]),
    fluency=st.sampled_from(Fluency),
    needs_training=rarely,
    on_site=st.booleans(),
    remote=st.booleans(),
    place=st.none() | st.sampled_from(PLACES),
    municipality=st.none() | st.sampled_from(TOWNS),
    unit_id=st.none() | st.sampled_from(UNITS),
    occasions=st.lists(intervals, max_size=3).map(tuple),
    due_on=st.none() | days,
    with_minors=st.booleans(),
    checks_records=st.booleans(),
    offers=st.dictionaries(EXPERTS, st.sampled_from(OfferState), max_size=2),
    holders=st.frozensets(EXPERTS, max_size=1),
    continues=st.frozensets(EXPERTS, max_size=2),
    asked_by_name=st.frozensets(EXPERTS, max_size=2),
    ask_before_confirming=st.frozensets(EXPERTS, max_size=2),
)
a_weight = st.integers(0, 100)
weights = st.builds(Weights, **{name: a_weight for name in Weights.__dataclass_fields__})
