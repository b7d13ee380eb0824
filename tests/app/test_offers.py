"""Answering per occasion, and what becomes of those who were too late."""

from datetime import UTC, date, datetime, timedelta

import pytest

from app.database import Missing, acting_in, db, transaction
from app.now import now
from app.storage import assignments, experts, messages, offers, requests
from app.storage.assignments import DoubleBooked
from app.storage.occasions import SeatTaken
from app.storage.tables import ExpertIsStopped
from app.use_cases.answer_offer import Answer, answer_offer, record_answer, see_offer
from app.use_cases.expire_offers import expire_offers
from app.use_cases.seats import NotEligible
from app.use_cases.send_offers import NotACandidate
from app.use_cases.withdraw_offer import withdraw_offer
from invoices.pricing.price import FeeChoice
from scheduling.kinds import OnBehalf
from scheduling.lifecycle import AssignmentState, OfferState, RequestState
from scheduling.refusals import AnswerInFuture, OfferExpired, WrongStep
from tests import build
from tests.app.offer_story import as_expert, invite

LATER = datetime(2026, 12, 16, 7, tzinfo=UTC)


def test_a_yes_books_the_seat_and_fills_the_request(app):
    expert = build.a_candidate()
    [[offer]] = invite(expert)

    answer_offer({offer.id: Answer.YES}, by=as_expert(expert))

    [seat] = assignments.of_request(offer.request_id)
    assert (seat.expert_id, seat.state) == (expert.id, AssignmentState.PLANNED)
    assert offers.get(offer.id).state == OfferState.ACCEPTED
    assert requests.get(offer.request_id).state == RequestState.FILLED
    assert messages.find(f"seat_confirmed:{seat.id}", f"expert:{expert.id}")


def test_the_same_yes_twice_is_one_seat(app):
    expert = build.a_candidate()
    [[offer]] = invite(expert)

    answer_offer({offer.id: Answer.YES}, by=as_expert(expert))
    answer_offer({offer.id: Answer.YES}, by=as_expert(expert))

    assert len(assignments.of_request(offer.request_id)) == 1


def test_the_last_seat_closes_the_rest_with_thanks(app):
    quick, slow, request = build.a_candidate(), build.a_candidate(), build.a_brief()
    build.an_occasion(request)
    build.open_offers(request, quick, slow)
    first, second = offers.of_request(request.id)

    answer_offer({first.id: Answer.YES}, by=as_expert(quick))

    assert offers.get(second.id).state == OfferState.NOT_CHOSEN
    assert messages.find(f"offer_not_chosen:{second.id}", f"expert:{slow.id}")
    with pytest.raises(SeatTaken):
        answer_offer({second.id: Answer.YES}, by=as_expert(slow))


def test_every_occasion_is_answered_by_itself(app):
    expert, request = build.a_candidate(), build.a_brief()
    build.an_occasion(request)
    build.an_occasion(request, starts_at=LATER, ends_at=LATER + timedelta(hours=2))
    [[first, second]] = invite(expert, request=request)

    answer_offer({first.id: Answer.NO, second.id: Answer.YES}, by=as_expert(expert))

    assert [each.state for each in offers.of_request(request.id)] == ["declined", "accepted"]
    assert requests.get(request.id).state == RequestState.MATCHING


def test_ring_me_stops_the_clock_and_tells_the_coordinator(app):
    coordinator = build.an_actor()
    expert = build.a_candidate()
    request = build.a_brief(responsible_id=coordinator.user_id)
    [[offer]] = invite(expert, request=request)

    answer_offer({offer.id: Answer.RING_ME}, by=as_expert(expert))

    asked = offers.get(offer.id)
    assert (asked.state, asked.expires_at) == (OfferState.ASKS_FIRST, None)
    assert messages.find(f"ring_me:{offer.id}", f"user:{coordinator.user_id}")
    expire_offers(now().date())
    assert offers.get(offer.id).state == OfferState.ASKS_FIRST


def let_run_out(offer, since=timedelta(minutes=1)):
    with transaction():
        found = offers.get(offer.id, lock=True)
        found.expires_at = now() - since


def test_an_answer_after_the_end_is_refused_and_the_job_closes_it(app):
    expert = build.a_candidate()
    [[offer]] = invite(expert)
    let_run_out(offer)

    with pytest.raises(OfferExpired):
        answer_offer({offer.id: Answer.YES}, by=as_expert(expert))
    assert expire_offers(now().date()) == 1
    assert offers.get(offer.id).state == OfferState.EXPIRED


def test_a_yes_said_by_phone_in_time_counts_although_written_down_late(app):
    expert, coordinator = build.a_candidate(), build.an_actor()
    [[offer]] = invite(expert)
    let_run_out(offer)
    expire_offers(now().date())

    said_at = now() - timedelta(minutes=5)
    record_answer({offer.id: Answer.YES}, by=coordinator, how=OnBehalf.PHONE, said_at=said_at)

    [seat] = assignments.of_request(offer.request_id)
    assert (seat.accepted_how, seat.accepted_at) == (OnBehalf.PHONE, said_at)
    assert offers.get(offer.id).answered_by == coordinator.user_id


def test_an_answer_from_the_future_is_refused(app):
    [[offer]] = invite(build.a_candidate())
    with pytest.raises(AnswerInFuture):
        record_answer(
            {offer.id: Answer.YES},
            by=build.an_actor(),
            how=OnBehalf.MET,
            said_at=now() + timedelta(hours=1),
        )


def test_nobody_answers_for_another_person(app):
    [[offer]] = invite(build.a_candidate())
    stranger = as_expert(build.a_candidate())
    with pytest.raises(Missing):
        answer_offer({offer.id: Answer.YES}, by=stranger)
    with pytest.raises(Missing):
        see_offer(offer.id, by=stranger)


def test_another_organisations_offer_does_not_exist(app):
    expert = build.a_candidate()
    [[offer]] = invite(expert)
    offer_id = offer.id
    with acting_in(build.an_organisation().id), pytest.raises(Missing):
        answer_offer({offer_id: Answer.YES}, by=build.an_actor())


def test_a_person_promised_elsewhere_is_not_booked_twice(app):
    expert, coordinator = build.a_candidate(), build.an_actor()
    [[first]], [[second]] = invite(expert), invite(expert)

    answer_offer({first.id: Answer.YES}, by=as_expert(expert))
    with pytest.raises(DoubleBooked):
        answer_offer({second.id: Answer.YES}, by=as_expert(expert))
    assert offers.get(second.id).state == OfferState.SENT

    record_answer(
        {second.id: Answer.YES},
        by=coordinator,
        how=OnBehalf.PHONE,
        override_reason="Sama talo, ehtii molempiin",
    )
    [seat] = assignments.of_request(second.request_id)
    assert seat.is_overridden


def test_someone_without_an_agreement_is_neither_invited_nor_booked(app):
    with pytest.raises(NotACandidate):
        invite(build.an_expert())


def test_an_agreement_that_ended_meanwhile_stops_the_booking(app):
    expert = build.a_candidate()
    [[offer]] = invite(expert)
    with transaction():
        db.session.delete(expert.agreements[0])
    with pytest.raises(NotEligible):
        answer_offer({offer.id: Answer.YES}, by=as_expert(expert))


def test_a_stopped_person_gets_no_seat_and_no_message(app):
    expert = build.a_candidate()
    [[offer]] = invite(expert)
    build.stop(expert)
    with pytest.raises((NotEligible, ExpertIsStopped)):
        answer_offer({offer.id: Answer.YES}, by=as_expert(expert))
    withdraw_offer(offer.id, by=build.an_actor())
    assert messages.find(f"offer_withdrawn:{offer.id}", f"expert:{expert.id}") is None


def test_a_no_stays_a_no(app):
    expert = build.a_candidate()
    [[offer]] = invite(expert)
    answer_offer({offer.id: Answer.NO}, by=as_expert(expert))
    with pytest.raises(WrongStep):
        answer_offer({offer.id: Answer.YES}, by=as_expert(expert))


def test_the_chosen_fee_is_locked_with_the_yes(app):
    build.a_fee_table()
    expert = build.a_candidate()
    [[offer]] = invite(expert)
    assert offer.fee_cents == 8000

    answer_offer({offer.id: Answer.YES}, by=as_expert(expert), fee_choice=FeeChoice.NOTHING)

    [seat] = assignments.of_request(offer.request_id)
    assert (seat.fee_choice, seat.fee_cents) == (FeeChoice.NOTHING, 0)


def test_seen_is_told_once(app):
    expert = build.a_candidate()
    [[offer]] = invite(expert)
    see_offer(offer.id, by=as_expert(expert))
    first = offers.get(offer.id).seen_at
    see_offer(offer.id, by=as_expert(expert))
    assert offers.get(offer.id).seen_at == first


def later_wishes(expert, **wishes):
    with transaction():
        found = experts.get(expert.id, lock=True)
        for name, value in wishes.items():
            setattr(found, name, value)


@pytest.mark.parametrize(
    "wishes",
    [
        {"paused_until": date(2027, 1, 31)},
        {"wished_minutes_a_month": 1},
        {"available": ["0-evening"]},
        {"may_act_remotely": False},
    ],
)
def test_her_own_yes_beats_her_own_wishes(app, wishes):
    expert = build.a_candidate()
    [[offer]] = invite(expert)
    later_wishes(expert, **wishes)

    answer_offer({offer.id: Answer.YES}, by=as_expert(expert))

    assert len(assignments.of_request(offer.request_id)) == 1


@pytest.mark.parametrize(
    "limits",
    [
        {"guardian_consent_on": None},
        {"guardian_latest_minute": 10 * 60},
        {"guardian_day_minutes": 60},
    ],
)
def test_a_minors_own_yes_does_not_beat_her_guardian(app, limits):
    minor = build.a_candidate(
        is_minor=True, guardian_name="Hanna Huoltaja", guardian_consent_on="2026-01-01"
    )
    [[offer]] = invite(minor)
    later_wishes(minor, **limits)

    with pytest.raises(NotEligible):
        answer_offer({offer.id: Answer.YES}, by=as_expert(minor))
    assert assignments.of_request(offer.request_id) == []
