"""Choosing against the order takes one of six reasons, wherever one can choose."""

from datetime import timedelta

import pytest

from app.access import Role
from app.database import transaction
from app.now import now
from app.storage import assignments, candidates, offers, organisations, requests
from app.storage.assignments import AlreadyHasSeat
from app.use_cases.answer_offer import Answer, answer_offer
from app.use_cases.book_group import book_group
from app.use_cases.call_round import record_call
from app.use_cases.cancel_assignment import cancel_assignment, replace
from app.use_cases.send_offers import TurnReasonNeeded
from app.use_cases.share_seats import share_seats
from scheduling.fairness import history
from scheduling.kinds import TurnReason
from scheduling.offers import CallResult, Mode
from tests import build
from tests.app.offer_story import as_expert, invite
from tests.sign_in import signed_in

BALANCE = TurnReason.BALANCE_OF_GROUP


@pytest.fixture
def people(app):
    return [build.a_candidate(first_name=name) for name in ("Eka", "Toka", "Kolmas")]


@pytest.fixture
def coordinator(app):
    return signed_in(app, Role.COORDINATOR)


@pytest.fixture
def talk(app):
    request = build.a_brief()
    build.an_occasion(request)
    return request


def rings(request, expert, result=CallResult.YES, **more):
    return record_call(
        by=build.an_actor(), request_id=request.id, expert_id=expert.id, result=result, **more
    )


def test_in_a_call_round_nobody_is_passed_over_without_a_reason(people, talk):
    _, second, _ = people
    with pytest.raises(TurnReasonNeeded):
        rings(talk, second)
    assert assignments.of_request(talk.id) == []

    rings(talk, second, turn_reason=BALANCE, turn_note="Toinen näkökulma")

    [seat] = assignments.of_request(talk.id)
    assert (seat.expert_id, seat.turn_reason, seat.turn_note) == (
        second.id,
        BALANCE,
        "Toinen näkökulma",
    )


def test_who_was_rung_and_not_reached_is_not_passed_over_and_has_not_been_asked(people, talk):
    first, second, _ = people
    rings(talk, first, CallResult.NOT_REACHED)

    rings(talk, second)

    [seat] = assignments.of_request(talk.id)
    assert (seat.expert_id, seat.turn_reason) == (second.id, None)
    [person] = candidates.facts_of_experts(only=[first.id])
    assert history(person.past, today=now().date()).asked == 0


def test_a_stand_in_out_of_turn_needs_a_reason(people, talk):
    first, second, third = people
    [[offer]] = invite(first, request=talk)
    answer_offer({offer.id: Answer.YES}, by=as_expert(first))
    [seat] = assignments.of_request(talk.id)
    cancel_assignment(seat.id, by=as_expert(first))

    with pytest.raises(TurnReasonNeeded):
        replace(seat.id, third.id, by=build.an_actor())
    stand_in = replace(seat.id, third.id, by=build.an_actor(), turn_reason=BALANCE)

    assert stand_in.turn_reason == BALANCE
    assert second.id not in {each.expert_id for each in assignments.of_request(talk.id)}


def test_a_group_in_order_needs_no_reason_and_another_one_does(people):
    first, second, third = people
    meeting = build.an_occasion(build.a_brief(seats=2), seats=2)
    with pytest.raises(TurnReasonNeeded):
        book_group(meeting.id, [first.id, third.id], by=build.an_actor())

    seats = book_group(meeting.id, [second.id, first.id], by=build.an_actor())

    assert [each.turn_reason for each in seats] == [None, None]


def test_whoever_is_booked_in_a_group_is_not_asked_for_the_same_seat_any_more(people):
    request = build.a_brief(seats=2)
    meeting = build.an_occasion(request, seats=2)
    [[one], [two], [_]] = invite(*people, request=request)
    answer_offer({one.id: Answer.YES}, by=as_expert(people[0]))

    seats = book_group(meeting.id, [people[0].id, people[1].id], by=build.an_actor())

    assert [each.offer_id for each in seats] == [one.id, two.id]
    assert [str(each.state) for each in offers.of_request(request.id)] == [
        "accepted",
        "accepted",
        "not_chosen",
    ]
    assert share_seats(one.round_id)
    assert len(assignments.of_request(request.id)) == 2


def test_the_pages_ask_for_the_reason(people, talk, coordinator):
    _, second, third = people
    path = f"/requests/{talk.id}/calls"
    assert "Toka" in coordinator.get(path).text
    said = {"expert_id": second.id, "result": "yes"}
    answer = coordinator.post(path, data=said | {"turn_note": "Kiire", "fee_choice": "nothing"})
    assert answer.status_code == 422
    assert '<details class="more" open>' in answer.text
    assert f'id="turn-{second.id}-error"' in answer.text
    assert 'value="Kiire"' in answer.text
    assert '<option value="nothing" selected>' in answer.text
    assert coordinator.post(path, data=said | {"turn_reason": "short_notice"}).status_code == 303
    [seat] = assignments.of_request(talk.id)

    answer = coordinator.post(f"/assignments/{seat.id}/stand-ins", data={"expert_id": third.id})
    assert answer.status_code == 422
    assert f'id="turn-{third.id}-error"' in answer.text
    assert '<details class="more" open>' in answer.text
    said = {"expert_id": third.id, "turn_reason": "special_experience", "fee_choice": "nothing"}
    path = f"/assignments/{seat.id}/stand-ins"
    assert coordinator.get(path).status_code == 200
    assert coordinator.post(path, data=said).status_code == 303


def test_the_group_page_ticks_a_suggestion_and_folds_the_rest(people, coordinator):
    build.an_expert(first_name="Sopimukseton")
    meeting = build.an_occasion(build.a_brief(seats=2), seats=2)
    page = coordinator.get(f"/occasions/{meeting.id}/group").text
    assert page.count(" checked>") == 2
    assert page.index("Eka") < page.index("Toka") < page.index("Sopimukseton")

    path = f"/occasions/{meeting.id}/group"
    chosen = {"expert_ids": [people[2].id]}
    answer = coordinator.post(path, data=chosen)
    assert answer.status_code == 422
    assert 'id="turn_reason-error"' in answer.text
    chosen |= {"turn_reason": "continues_earlier_work", "turn_note": "Raadin jäsen"}
    assert coordinator.post(path, data=chosen).status_code == 303
    [seat] = assignments.on_occasion(meeting.id)
    assert (seat.turn_reason, seat.turn_note) == ("continues_earlier_work", "Raadin jäsen")


def test_one_is_rung_again_at_the_time_she_chose(people, talk, coordinator):
    path = f"/requests/{talk.id}/calls"
    said = {"expert_id": people[0].id, "result": "ring_again", "again_clock": "16.30"}
    assert coordinator.post(path, data=said | {"again_clock": "26.30"}).status_code == 422
    assert coordinator.post(path, data=said).status_code == 303

    [call] = offers.calls_of(talk.id)
    assert f"{call.ring_again_at:%H:%M}" == "14:30"
    home = coordinator.get("/requests/home").text
    assert "16.30" in home
    assert people[0].name in home

    rings(talk, people[0], CallResult.NO)
    assert "16.30" not in coordinator.get("/requests/home").text


def test_a_no_of_a_stand_in_while_the_seat_is_still_promised_is_written_down(people, talk):
    [[offer]] = invite(people[0], request=talk)
    answer_offer({offer.id: Answer.YES}, by=as_expert(people[0]))

    rings(talk, people[1], CallResult.NO)

    assert [str(each.result) for each in offers.calls_of(talk.id)] == ["no"]
    assert len(offers.of_request(talk.id)) == 1


def test_the_home_tells_whom_to_ring_first_unless_the_next_is_asked_by_itself(
    people, talk, coordinator
):
    first, second, _ = people
    [[offer], _, _] = invite(*people, request=talk, mode=Mode.IN_TURN)
    assert second.name not in coordinator.get("/requests/home").text
    answer_offer({offer.id: Answer.NO}, by=as_expert(first))
    assert second.name in coordinator.get("/requests/home").text

    path = f"/requests/{talk.id}/candidates"
    assert "Toka" in coordinator.get(path).text
    with transaction():
        organisations.get(talk.organisation_id).asks_next = True
    assert second.name not in coordinator.get("/requests/home").text
    assert coordinator.post(f"{path}/next").status_code == 303
    assert [each.expert_id for each in offers.of_request(talk.id)] == [first.id, second.id]
    assert coordinator.post(f"{path}/next").status_code == 303
    assert len(offers.of_request(talk.id)) == 2


def test_a_yes_that_could_not_be_booked_is_on_the_home(people, talk, coordinator):
    first, second, third = people
    sent = invite(*people, request=talk)
    answer_offer({sent[0][0].id: Answer.YES}, by=as_expert(first))
    for expert, [offer] in ((second, sent[1]), (third, sent[2])):
        answer_offer({offer.id: Answer.NO}, by=as_expert(expert))
    with transaction():
        first.agreements[0].valid_until = now().date() - timedelta(days=1)
    share_seats(sent[0][0].round_id)

    assert assignments.of_request(talk.id) == []
    assert requests.get(talk.id).state == "matching"
    assert first.name in coordinator.get("/requests/home").text


def has_worked(expert, times):
    for _ in range(times):
        held = build.an_occasion(
            build.a_brief(state="closed"),
            starts_at=now() - timedelta(days=30),
            ends_at=now() - timedelta(days=30, hours=-2),
        )
        build.an_assignment(expert, held, state="done", is_overridden=True, override_reason="koe")


def test_a_stand_in_keeps_the_pair_rule_without_a_reason(app, coordinator):
    first_timer, leaves = build.a_candidate(), build.a_candidate()
    newcomer, experienced = build.a_candidate(), build.a_candidate(first_name="Kokenut")
    has_worked(leaves, 3)
    has_worked(experienced, 3)
    request = build.a_brief(seats=2)
    meeting = build.an_occasion(request, seats=2)
    seats = book_group(
        meeting.id, [first_timer.id, leaves.id], by=build.an_actor(), turn_reason=BALANCE
    )
    cancel_assignment(seats[1].id, by=as_expert(leaves))

    page = coordinator.get(f"/assignments/{seats[1].id}/stand-ins").text
    assert page.index(experienced.name) < page.index(newcomer.name)
    assert page.count("Ehdotamme ensin") == 1
    assert f'value="{leaves.id}"' not in page, "who has just said that she cannot come"
    stand_in = replace(seats[1].id, experienced.id, by=build.an_actor())

    assert (stand_in.expert_id, stand_in.turn_reason) == (experienced.id, None)


def test_a_no_by_phone_leaves_a_promised_seat_as_it_is(people, talk):
    first, _, _ = people
    occasion = build.an_occasion(talk, seats=2)
    rings(talk, first, occasion_ids=[occasion.id])
    before = len(offers.of_request(talk.id))

    with pytest.raises(AlreadyHasSeat):
        rings(talk, first, CallResult.NO, occasion_ids=[occasion.id])

    assert len(offers.of_request(talk.id)) == before
    rings(talk, first, CallResult.NO)
    declined = [each for each in offers.of_request(talk.id) if each.state == "declined"]
    assert occasion.id not in {each.occasion_id for each in declined}
