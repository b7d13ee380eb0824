"""What counts of a person's past."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from scheduling.fairness import Asking, History, a_year_before, history, past
from scheduling.lifecycle import OfferState

TODAY = date(2026, 5, 4)

askings = st.builds(
    Asking,
    day=st.dates(date(2024, 1, 1), TODAY),
    state=st.sampled_from(OfferState),
    reached=st.booleans(),
)


def test_what_counts_is_the_last_twelve_months():
    whole = past(
        [
            Asking(date(2025, 5, 4), OfferState.ACCEPTED),
            Asking(date(2025, 5, 5), OfferState.ACCEPTED),
            Asking(date(2026, 2, 1), OfferState.NOT_CHOSEN),
        ],
        [date(2025, 5, 4), date(2025, 6, 1)],
    )

    assert history(whole, today=TODAY) == History(
        last_asked_on=date(2026, 2, 1), asked=2, worked=1, worked_ever=2, days_here=365
    )


def test_a_year_before_a_leap_day_is_the_last_of_february():
    assert a_year_before(date(2028, 2, 29)) == date(2027, 2, 28)


@given(st.lists(askings), st.lists(st.dates(date(2024, 1, 1), TODAY)))
def test_declines_and_calls_that_did_not_reach_anyone_change_nothing(offers, missed):
    with_declines = offers + [Asking(day, OfferState.DECLINED) for day in missed]
    with_missed = offers + [Asking(day, OfferState.EXPIRED, reached=False) for day in missed]

    plain = past(offers, [])

    assert past(with_declines, []) == plain
    assert past(with_missed, []) == plain
