"""Times of a request are added, moved and cancelled, and everybody concerned is told."""

from datetime import timedelta

from app.now import now
from app.storage import assignments, occasions, offers, requests
from app.use_cases.cancel_request import cancel_request
from app.use_cases.set_occasions import add_occasion, cancel_occasion, move_occasion
from scheduling.lifecycle import AssignmentState, OfferState, RequestState
from tests import build
from tests.app.request_story import LATER, SOON, TWO_HOURS, add_time, an_open_offer, filled, told


def test_a_moved_occasion_is_told_to_those_who_come_and_those_asked(app):
    request, occasion, assignment = filled()
    add_occasion(
        by=build.an_actor(), request_id=request.id, starts_at=LATER, ends_at=LATER + TWO_HOURS
    )
    assert requests.get(request.id).state is RequestState.MATCHING
    asked = build.an_expert()
    second = occasions.of_request(request.id)[1]
    an_open_offer(request, second, asked)

    move_occasion(
        by=build.an_actor(), occasion_id=occasion.id, starts_at=LATER, ends_at=LATER + TWO_HOURS
    )
    move_occasion(
        by=build.an_actor(), occasion_id=second.id, starts_at=SOON, ends_at=SOON + TWO_HOURS
    )

    assert told(f"expert:{assignment.expert_id}") == ["occasion_moved"]
    assert told(f"expert:{asked.id}") == ["occasion_moved"]


def test_whoever_is_still_asked_is_thanked_when_no_seat_is_left(app):
    request = build.a_brief()
    occasion = build.an_occasion(request, starts_at=SOON, ends_at=SOON + TWO_HOURS, seats=2)
    build.an_assignment(build.an_expert(), occasion)
    asked = build.an_expert()
    offer = an_open_offer(request, occasion, asked)

    move_occasion(
        by=build.an_actor(),
        occasion_id=occasion.id,
        starts_at=SOON,
        ends_at=SOON + TWO_HOURS,
        seats=1,
    )

    assert requests.get(request.id).state is RequestState.FILLED
    assert offers.get(offer.id).state is OfferState.NOT_CHOSEN
    assert told(f"expert:{asked.id}") == ["offer_not_chosen"]


def test_nobody_is_looked_for_to_a_time_that_is_over(app):
    request, _, _ = filled()
    yesterday = now() - timedelta(days=1)
    build.an_occasion(request, starts_at=yesterday, ends_at=yesterday + TWO_HOURS)
    add_time(request, LATER)
    assert requests.get(request.id).state is RequestState.MATCHING

    cancel_occasion(by=build.an_actor(), occasion_id=occasions.of_request(request.id)[2].id)

    assert requests.get(request.id).state is RequestState.FILLED


def test_the_same_occasion_is_added_once(app):
    request = build.a_brief()
    for _ in range(2):
        add_time(request, SOON)

    assert len(occasions.of_request(request.id)) == 1


def test_a_cancelled_occasion_frees_those_who_promised(app):
    request, occasion, assignment = filled()
    expert = build.an_expert()
    add_occasion(
        by=build.an_actor(), request_id=request.id, starts_at=LATER, ends_at=LATER + TWO_HOURS
    )
    build.an_assignment(expert, occasions.of_request(request.id)[1])

    cancel_occasion(by=build.an_actor(), occasion_id=occasion.id)
    cancel_occasion(by=build.an_actor(), occasion_id=occasion.id)

    assert assignments.get(assignment.id).state is AssignmentState.CANCELLED
    assert requests.get(request.id).state is RequestState.FILLED
    assert told(f"expert:{assignment.expert_id}") == ["occasion_cancelled"]
    assert told(f"expert:{expert.id}") == []


def test_a_cancelled_request_ends_offers_and_promises(app):
    request, occasion, assignment = filled(state=RequestState.MATCHING)
    offer = an_open_offer(request, occasion, build.an_expert())

    for _ in range(2):
        cancel_request(by=build.an_actor(), request_id=request.id, reason="Koulutus siirtyi")

    assert requests.get(request.id).state is RequestState.CANCELLED
    assert offers.get(offer.id).state is OfferState.WITHDRAWN
    assert assignments.get(assignment.id).state is AssignmentState.CANCELLED
    assert told(f"expert:{assignment.expert_id}") == ["request_cancelled"]
    assert told(f"unit:{request.unit_id}") == ["request_cancelled"]


def test_what_was_held_stays_when_the_rest_is_cancelled(app):
    request, occasion, held = filled(ended=True)
    add_occasion(
        by=build.an_actor(), request_id=request.id, starts_at=SOON, ends_at=SOON + TWO_HOURS
    )

    cancel_request(by=build.an_actor(), request_id=request.id, reason="Rahat loppuivat")

    assert assignments.get(held.id).state is AssignmentState.PLANNED
