"""Many asked for few seats: a yes waits, and the fair order shares the seats once."""

from datetime import UTC, datetime, timedelta

import pytest

from app.database import transaction
from app.now import now
from app.storage import assignments, candidates, messages, occasions, offers, requests
from app.storage.assignments import DoubleBooked
from app.use_cases.answer_offer import Answer, answer_offer, record_answer
from app.use_cases.ask_next import ask_next, next_ones
from app.use_cases.expire_offers import expire_offers
from app.use_cases.share_seats import share_due_seats, share_seats
from invoices.pricing.price import FeeChoice
from scheduling.fairness import history
from scheduling.kinds import OnBehalf
from scheduling.lifecycle import OfferState, RequestState
from scheduling.offers import Mode
from scheduling.refusals import OfferExpired, TooSoonToWait
from tests import build
from tests.app.offer_story import as_expert, invite, who_is_asked


@pytest.fixture
def three(app):
    return [build.a_candidate() for _ in range(3)]


def says(answer, *, expert, offer, **more):
    return answer_offer({offer.id: answer}, by=as_expert(expert), **more)


def the_deadline_passes(offer):
    with transaction():
        sending = offers.get_round(offer.round_id, lock=True)
        sending.decides_at = now() - timedelta(minutes=1)
        for each in offers.of_round(sending.id):
            each.expires_at = each.expires_at and sending.decides_at


def states(request_id):
    return [str(each.state) for each in offers.of_request(request_id)]


def seated(request_id):
    return [each.expert_id for each in assignments.of_request(request_id)]


def test_the_quickest_yes_does_not_win(three):
    first, second, third = three
    [[one], [two], [three_]] = invite(*three)

    says(Answer.YES, expert=third, offer=three_)
    says(Answer.YES, expert=second, offer=two)
    assert not share_seats(one.round_id)
    assert seated(one.request_id) == []
    says(Answer.NO, expert=first, offer=one)

    assert share_seats(one.round_id)
    assert seated(one.request_id) == [second.id]
    assert states(one.request_id) == ["declined", "accepted", "not_chosen"]
    assert messages.find(f"offer_not_chosen:{three_.id}", f"expert:{third.id}")
    assert requests.get(one.request_id).state == RequestState.FILLED


def test_seats_are_shared_at_the_deadline_and_only_once(three):
    _, second, third = three
    [[one], [two], [three_]] = invite(*three)
    says(Answer.YES, expert=third, offer=three_)
    says(Answer.YES, expert=second, offer=two, fee_choice=FeeChoice.NOTHING)
    the_deadline_passes(one)

    expire_offers(now().date())
    assert states(one.request_id) == ["sent", "seen", "seen"]
    assert share_due_seats(now().date()) == 1
    assert share_due_seats(now().date()) == 0
    assert not share_seats(one.round_id)

    [seat] = assignments.of_request(one.request_id)
    assert (seat.expert_id, seat.fee_choice) == (second.id, FeeChoice.NOTHING)
    assert states(one.request_id) == ["expired", "accepted", "not_chosen"]


def test_not_chosen_counts_as_asked(three):
    [[one], [two], [three_]] = invite(*three)
    for expert, offer in zip(three, (one, two, three_), strict=True):
        says(Answer.YES, expert=expert, offer=offer)
    share_seats(one.round_id)

    [person] = candidates.facts_of_experts(only=[three[2].id])
    assert history(person.past, today=now().date()).asked == 1


def test_a_yes_after_the_deadline_is_too_late_even_before_the_seats_are_shared(three):
    [[one], *_] = invite(*three)
    the_deadline_passes(one)

    with pytest.raises(OfferExpired):
        says(Answer.YES, expert=three[0], offer=one)


def test_a_yes_said_by_phone_before_the_deadline_is_shared_among(three):
    first, second, _ = three
    [[one], [two], _] = invite(*three)
    says(Answer.YES, expert=second, offer=two)
    the_deadline_passes(one)

    said_at = now() - timedelta(minutes=5)
    record_answer({one.id: Answer.YES}, by=build.an_actor(), how=OnBehalf.PHONE, said_at=said_at)
    share_seats(one.round_id)

    [seat] = assignments.of_request(one.request_id)
    assert (seat.expert_id, seat.accepted_how, seat.accepted_at) == (
        first.id,
        OnBehalf.PHONE,
        said_at,
    )


def test_a_waiting_yes_may_be_taken_back_without_a_word(three):
    first, second, third = three
    [[one], [two], [three_]] = invite(*three)
    says(Answer.YES, expert=first, offer=one)
    says(Answer.YES, expert=first, offer=one)
    says(Answer.NO, expert=first, offer=one)
    says(Answer.YES, expert=second, offer=two)
    says(Answer.NO, expert=third, offer=three_)

    share_seats(one.round_id)

    assert seated(one.request_id) == [second.id]


def test_who_wants_a_call_is_waited_for_until_the_deadline_and_rung_still_if_a_seat_is_left(three):
    first, second, third = three
    request = build.a_brief()
    build.an_occasion(request, seats=2)
    [[one], [two], [three_]] = invite(*three, request=request)
    says(Answer.RING_ME, expert=first, offer=one)
    says(Answer.YES, expert=second, offer=two)
    says(Answer.NO, expert=third, offer=three_)
    assert not share_seats(one.round_id)

    the_deadline_passes(one)
    share_seats(one.round_id)
    assert states(request.id) == ["asks_first", "accepted", "declined"]

    record_answer({one.id: Answer.YES}, by=build.an_actor(), how=OnBehalf.PHONE)
    assert seated(request.id) == [second.id, first.id]


def test_every_time_is_shared_by_itself(three):
    first, second, _ = three
    request, later = build.a_brief(), datetime(2026, 12, 16, 7, tzinfo=UTC)
    build.an_occasion(request)
    build.an_occasion(request, starts_at=later, ends_at=later + timedelta(hours=2))
    [[one, one_later], [two, two_later]] = invite(first, second, request=request)
    answer_offer({one.id: Answer.YES, one_later.id: Answer.NO}, by=as_expert(first))
    answer_offer({two.id: Answer.YES, two_later.id: Answer.YES}, by=as_expert(second))

    share_seats(one.round_id)

    assert seated(request.id) == [first.id, second.id]


def test_one_who_was_promised_elsewhere_meanwhile_makes_room_for_the_next(three):
    first, second, third = three
    [[one], [two], [three_]] = invite(*three)
    [[elsewhere]] = invite(first)
    says(Answer.YES, expert=first, offer=one)
    says(Answer.YES, expert=first, offer=elsewhere)
    says(Answer.YES, expert=second, offer=two)
    says(Answer.NO, expert=third, offer=three_)

    share_seats(one.round_id)

    assert seated(one.request_id) == [second.id]
    assert offers.get(one.id).state == OfferState.NOT_CHOSEN


def test_a_yes_to_a_time_promised_elsewhere_is_refused_at_once(three):
    first, *_ = three
    [[one], *_] = invite(*three)
    [[elsewhere]] = invite(first)
    says(Answer.YES, expert=first, offer=elsewhere)

    with pytest.raises(DoubleBooked):
        says(Answer.YES, expert=first, offer=one)


def test_many_are_not_asked_to_wait_when_it_begins_soon(three):
    request, soon = build.a_brief(), now() + timedelta(hours=71)
    build.an_occasion(request, starts_at=soon, ends_at=soon + timedelta(hours=2))

    with pytest.raises(TooSoonToWait):
        invite(*three, request=request)
    assert offers.newest_round(request.id) is None


def test_everybody_asked_has_the_same_deadline(three):
    [[one], [two], _] = invite(*three)
    sending = offers.get_round(one.round_id)
    assert one.expires_at == two.expires_at == sending.decides_at
    [occasion] = occasions.of_request(one.request_id)
    assert sending.decides_at < occasion.starts_at - timedelta(hours=23)


def test_the_next_wave_goes_when_the_one_before_has_ended(three):
    first, second, third = three
    [[one], [two], nothing] = invite(*three, mode=Mode.WAVES, wave=2)
    assert nothing == []
    request_id = one.request_id
    says(Answer.NO, expert=first, offer=one)
    assert next_ones(requests.get(request_id)) == []
    says(Answer.NO, expert=second, offer=two)
    assert ask_next(request_id, by=build.an_actor()) == 0, "the wave has not been closed yet"

    share_seats(one.round_id)
    assert next_ones(requests.get(request_id)) == [third.id]
    ask_next(request_id, by=build.an_actor())

    assert who_is_asked(request_id) == [third.id]
    newest = offers.newest_round(request_id)
    assert (newest.mode, newest.wave, newest.id != one.round_id) == (Mode.WAVES, 2, True)
