"""Invitations: how many at once, when sent, until when answered."""

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduling.kinds import Channel
from scheduling.offers import (
    Mode,
    expires_at,
    how_many_now,
    is_quiet,
    moment_of_answer,
    send_at,
    suggested_mode,
)
from scheduling.refusals import AnswerBeforeAsked, AnswerInFuture, OfferExpired
from scheduling.wall_clock import HELSINKI, day_of, to_moment
from scheduling.working_days import is_working_day

HOUR = timedelta(hours=1)


def at(day, clock, month=5):
    return to_moment(date(2026, month, day), clock)


TUESDAY_TEN = at(5, "10:00")


def test_there_are_two_working_days_to_answer_an_e_mail():
    assert expires_at(TUESDAY_TEN, Channel.EMAIL) == at(7, "10:00")


def test_phone_and_letter_people_have_longer():
    assert expires_at(TUESDAY_TEN, Channel.PHONE) == at(8, "10:00")
    assert expires_at(TUESDAY_TEN, Channel.LETTER) == at(15, "10:00")


def test_a_weekend_stops_the_clock():
    assert expires_at(at(8, "10:00"), Channel.EMAIL) == at(12, "10:00")


def test_easter_and_midsummer_stop_the_clock():
    thursday_before_easter = at(2, "10:00", month=4)
    thursday_before_midsummer = at(18, "10:00", month=6)

    assert expires_at(thursday_before_easter, Channel.EMAIL) == at(8, "10:00", month=4)
    assert expires_at(thursday_before_midsummer, Channel.EMAIL) == at(23, "10:00", month=6)


def test_what_is_sent_on_a_sunday_counts_from_monday_morning():
    assert expires_at(at(3, "15:00"), Channel.EMAIL) == at(6, "08:00")


def test_what_would_end_at_night_ends_in_the_morning():
    assert expires_at(at(5, "21:00"), Channel.EMAIL) == at(8, "08:00")
    assert expires_at(at(6, "21:00"), Channel.EMAIL) == at(11, "08:00")


def test_an_organisation_may_give_other_hours():
    assert expires_at(TUESDAY_TEN, Channel.EMAIL, hours=4) == at(5, "14:00")


def test_an_invitation_never_outlives_the_start():
    starts_at = at(6, "09:00")

    assert expires_at(TUESDAY_TEN, Channel.EMAIL, starts_at=starts_at) == starts_at


@given(st.integers(0, 366 * 24 * 60), st.sampled_from(Channel))
def test_an_invitation_ends_by_day_on_a_working_day(minutes, channel):
    sent = datetime(2026, 1, 1, tzinfo=UTC) + timedelta(minutes=minutes)

    ends = expires_at(sent, channel)

    assert ends > sent
    assert is_working_day(day_of(ends))
    assert 8 <= ends.astimezone(HELSINKI).hour < 20


def test_messages_wait_for_the_morning_unless_urgent():
    evening, night, day = at(5, "20:00"), at(6, "02:00"), at(5, "19:59")

    assert is_quiet(evening)
    assert send_at(evening) == send_at(night) == at(6, "08:00")
    assert send_at(day) == day
    assert send_at(night, urgent=True) == night


def test_under_72_hours_to_start_people_are_rung():
    assert suggested_mode(TUESDAY_TEN, TUESDAY_TEN + 71 * HOUR) == Mode.CALL_ROUND
    assert suggested_mode(TUESDAY_TEN, TUESDAY_TEN + 72 * HOUR) == Mode.IN_TURN
    assert suggested_mode(TUESDAY_TEN, None) == Mode.IN_TURN


@pytest.mark.parametrize(
    ("mode", "free_seats", "open_offers", "now"),
    [
        (Mode.ONE, 2, 0, 1),
        (Mode.ONE, 2, 1, 0),
        (Mode.IN_TURN, 2, 0, 2),
        (Mode.IN_TURN, 2, 1, 1),
        (Mode.IN_TURN, 1, 2, 0),
        (Mode.TO_ALL, 1, 3, 9),
        (Mode.CALL_ROUND, 1, 0, 9),
        (Mode.CALL_ROUND, 0, 0, 0),
        (Mode.IN_TURN, 20, 0, 9),
    ],
)
def test_how_many_are_asked_at_once(mode, free_seats, open_offers, now):
    counted = how_many_now(mode, free_seats=free_seats, open_offers=open_offers, candidates=9)

    assert counted == now


def test_an_answer_counts_until_the_moment_of_expiry():
    ends = at(7, "10:00")

    assert moment_of_answer(ends - HOUR, ends) == ends - HOUR
    with pytest.raises(OfferExpired):
        moment_of_answer(ends, ends)


def test_an_answer_given_by_phone_counts_from_when_it_was_given():
    ends, said, now = at(7, "10:00"), at(7, "09:00"), at(8, "12:00")

    assert moment_of_answer(now, ends, answered_at=said, on_behalf=True) == said
    with pytest.raises(OfferExpired):
        moment_of_answer(now, ends, answered_at=ends, on_behalf=True)


def test_nobody_backdates_her_own_answer():
    ends, now = at(7, "10:00"), at(8, "12:00")

    with pytest.raises(OfferExpired):
        moment_of_answer(now, ends, answered_at=at(6, "12:00"))


def test_an_answer_is_not_given_in_the_future():
    with pytest.raises(AnswerInFuture):
        moment_of_answer(TUESDAY_TEN, None, answered_at=TUESDAY_TEN + HOUR, on_behalf=True)


def test_nobody_has_answered_days_before_she_was_asked():
    ends, sent = at(9, "10:00"), at(7, "09:00")

    told = {"sent_at": sent, "on_behalf": True}
    said = sent - HOUR
    assert moment_of_answer(at(8, "12:00"), ends, answered_at=said, **told) == said
    with pytest.raises(AnswerBeforeAsked):
        moment_of_answer(at(8, "12:00"), ends, answered_at=at(5, "09:00"), **told)


def test_who_asked_to_be_rung_may_answer_whenever():
    assert moment_of_answer(at(30, "12:00"), None) == at(30, "12:00")
