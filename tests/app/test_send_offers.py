"""Whom to invite, in which order, and how it reaches them."""

from datetime import timedelta

import pytest

from app.database import transaction
from app.now import now
from app.storage import candidates, messages, offers, requests
from app.storage.messages import MessageState
from app.use_cases.answer_offer import Answer, answer_offer
from app.use_cases.ask_next import ask_next, invite_next, next_ones
from app.use_cases.new_offer import NothingToOffer, NotMatching
from app.use_cases.send_offers import Choice, TurnReasonNeeded, send_offers
from app.use_cases.withdraw_offer import withdraw_offer
from scheduling.kinds import Channel, TurnReason
from scheduling.lifecycle import OfferState, RequestState
from scheduling.offers import Mode
from tests import build
from tests.app.offer_story import as_expert, asks_by_itself, invite, who_is_asked


def test_in_turn_only_as_many_are_asked_as_there_are_seats(app):
    first, second = build.a_candidate(), build.a_candidate()
    [[offer], none] = invite(first, second, mode=Mode.IN_TURN)
    assert none == []
    assert next_ones(requests.get(offer.request_id)) == []

    answer_offer({offer.id: Answer.NO}, by=as_expert(first))
    ask_next(offer.request_id, by=build.an_actor())

    assert who_is_asked(offer.request_id) == [second.id]
    assert ask_next(offer.request_id, by=build.an_actor()) == 0
    assert len(offers.of_request(offer.request_id)) == 2


def test_the_next_is_asked_by_itself_only_where_the_organisation_wants_it(app):
    first, second = build.a_candidate(), build.a_candidate()
    [[offer], _] = invite(first, second, mode=Mode.IN_TURN)
    answer_offer({offer.id: Answer.NO}, by=as_expert(first))

    invite_next(offer.request_id)
    assert who_is_asked(offer.request_id) == []
    assert next_ones(requests.get(offer.request_id)) == [second.id]

    asks_by_itself()
    invite_next(offer.request_id)
    assert who_is_asked(offer.request_id) == [second.id]


def test_those_chosen_together_come_before_the_rest(app):
    first, passed_over, third = build.a_candidate(), build.a_candidate(), build.a_candidate()
    [[offer], _] = invite(
        first, third, mode=Mode.IN_TURN, turn_reason=TurnReason.SPECIAL_EXPERIENCE
    )
    answer_offer({offer.id: Answer.NO}, by=as_expert(first))
    assert next_ones(requests.get(offer.request_id)) == [third.id]

    ask_next(offer.request_id, by=build.an_actor())
    answer_offer({offers.of_request(offer.request_id)[1].id: Answer.NO}, by=as_expert(third))
    assert next_ones(requests.get(offer.request_id)) == [passed_over.id]


def test_who_waited_longest_is_first_and_another_choice_needs_a_reason(app):
    asked, waited = build.a_candidate(), build.a_candidate()
    newcomer = build.a_candidate(joined_on=now().date() - timedelta(days=100))
    [[old]] = invite(waited, turn_reason=TurnReason.SHORT_NOTICE)
    invite(asked, turn_reason=TurnReason.SHORT_NOTICE)
    with transaction():
        offers.get(old.id, lock=True).sent_at = now() - timedelta(days=200)

    order = candidates.ranking(build.a_brief(), today=now().date()).ids.tolist()
    assert order == [waited.id, newcomer.id, asked.id]
    with pytest.raises(TurnReasonNeeded):
        invite(asked)
    [[offer]] = invite(asked, turn_reason=TurnReason.SPECIAL_EXPERIENCE)
    assert offer.position == 3


def test_who_declined_is_asked_again_only_on_purpose(app):
    expert, request = build.a_candidate(), build.a_brief()
    [[offer]] = invite(expert, request=request)
    answer_offer({offer.id: Answer.NO}, by=as_expert(expert))

    with pytest.raises(TurnReasonNeeded):
        invite(expert, request=request)
    invite(expert, request=request, turn_reason=TurnReason.ASKED_BY_NAME)


def test_nothing_is_sent_before_the_brief_is_reviewed_or_without_times(app):
    request = build.a_brief(state=RequestState.SENT)
    with pytest.raises(NotMatching):
        invite(build.a_candidate(), request=request)
    with pytest.raises(NothingToOffer):
        send_offers(
            by=build.an_actor(),
            request_id=build.a_brief().id,
            choice=Choice(expert_ids=[build.a_candidate().id], mode=Mode.ONE),
        )


def test_an_invitation_goes_by_the_persons_own_channel(app):
    by_letter = build.a_candidate(channel=Channel.LETTER)
    [[offer]] = invite(by_letter)
    message = messages.find(f"offer_sent:{offer.id}", f"expert:{by_letter.id}")
    assert message.state == MessageState.TO_PRINT
    assert "Puheenvuoro" not in message.subject + message.body


def test_what_is_read_aloud_speaks_of_no_link(app):
    rung = build.a_candidate(channel=Channel.PHONE)
    [[offer]] = invite(rung)
    asked = messages.find(f"offer_sent:{offer.id}", f"expert:{rung.id}")
    answer_offer({offer.id: Answer.YES}, by=as_expert(rung))
    told = messages.in_state(MessageState.TO_RING)

    assert "Vastaa tästä" not in asked.body
    [booked] = [each for each in told if each.recipient == asked.recipient and each != asked]
    assert "linkistä" not in booked.body
    assert "soita meille, vaikka samana aamuna" in booked.body


def test_withdrawing_twice_is_one_withdrawal(app):
    [[offer]] = invite(build.a_candidate())
    withdraw_offer(offer.id, by=build.an_actor())
    assert withdraw_offer(offer.id, by=build.an_actor()).state == OfferState.WITHDRAWN
