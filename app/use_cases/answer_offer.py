"""Answering an invitation: yes, no or "ring me", by the expert or written down on her behalf."""

from collections.abc import Mapping
from datetime import date, datetime
from enum import StrEnum

from app.access import Actor
from app.database import Missing, transaction
from app.gateways import mail, queue
from app.now import now
from app.readings.own import refuse_others
from app.storage import assignments, changes, experts, occasions, offers, requests, users
from app.storage.assignments import Assignment
from app.storage.changes import Subject
from app.storage.experts import Expert
from app.storage.offers import Offer
from app.storage.requests import ExpertRequest
from app.use_cases import seats
from app.use_cases.share_seats import everybody_has_answered
from invoices.pricing.price import FeeChoice
from scheduling.kinds import OnBehalf
from scheduling.lifecycle import OPEN_OFFER, OfferState, next_offer_state
from scheduling.offers import moment_of_answer
from scheduling.sharing import yes_waits


class Answer(StrEnum):
    YES = "yes"
    NO = "no"
    RING_ME = "ring_me"


BECOMES = {
    Answer.YES: OfferState.ACCEPTED,
    Answer.NO: OfferState.DECLINED,
    Answer.RING_ME: OfferState.ASKS_FIRST,
}


def see_offer(offer_id: int, *, by: Actor) -> None:
    """The invitation was opened; all occasions of the sending with it. Raises Missing."""
    with transaction():
        first = offers.get(offer_id)
        refuse_others(by, first.expert_id)
        for offer in offers.of_sending(first.round_id, first.expert_id):
            if offer.state == OfferState.SENT:
                offer.state, offer.seen_at = OfferState.SEEN, now()
                changes.note(Subject.OFFER, offer.id, offer.state, by=by)


def answer_offer(
    answers: Mapping[int, Answer],
    *,
    by: Actor,
    fee_choice: FeeChoice = FeeChoice.FULL,
    pay_from: Mapping[int, date] | None = None,
) -> list[Offer]:
    """The expert's own answer to one or more occasions of one request, by the offer's id.

    A yes books the seat at once, or waits where the seats are shared later; the same answer
    again changes nothing.
    pay_from  of which offers the fee is to come later, and from which day payroll takes it
    Raises Missing, OfferExpired, WrongStep, SeatTaken, DoubleBooked, NotEligible, RequestEnded.
    """
    with transaction():
        return _answer(answers, by=by, fee_choice=fee_choice, pay_from=pay_from)


def record_answer(
    answers: Mapping[int, Answer],
    *,
    by: Actor,
    how: OnBehalf,
    said_at: datetime | None = None,
    fee_choice: FeeChoice = FeeChoice.FULL,
    override_reason: str | None = None,
) -> list[Offer]:
    """What she said by phone, by letter or face to face; it counts from when it was said.

    override_reason  books although something else is promised for that time
    Raises AnswerInFuture, AnswerBeforeAsked and the same as `answer_offer`.
    """
    with transaction():
        return _answer(
            answers,
            by=by,
            fee_choice=fee_choice,
            how=how,
            said_at=said_at,
            override_reason=override_reason,
        )


def _answer(
    answers: Mapping[int, Answer],
    *,
    by: Actor,
    fee_choice: FeeChoice,
    pay_from: Mapping[int, date] | None = None,
    how: OnBehalf | None = None,
    said_at: datetime | None = None,
    override_reason: str | None = None,
) -> list[Offer]:
    request, found = _locked(answers, by)
    expert = experts.get(found[0].expert_id)
    given: list[Assignment] = []
    for offer in found:
        answer = answers[offer.id]
        if offer.state == BECOMES[answer]:
            continue
        if pay_from is not None or answer != Answer.YES:
            offer.pay_from = (pay_from or {}).get(offer.id)
        if answer == Answer.YES and _waits(offer):
            continue
        if answer == Answer.YES and _is_shared_later(offer):
            seats.refuse_unable(expert, request, occasions.get(offer.occasion_id))
            _keep_yes(offer, fee_choice, by=by, how=how, said_at=said_at)
            continue
        _step(offer, answer, by=by, how=how, said_at=said_at)
        if answer == Answer.YES:
            given.append(
                _book(request, offer, expert, by, fee_choice, how, said_at, override_reason)
            )
    _tell(request, expert, found, answers, given, by=by)
    _share_early(found)
    return found


def _is_shared_later(offer: Offer) -> bool:
    sending = offers.get_round(offer.round_id)
    return offer.state in OPEN_OFFER and yes_waits(sending.decides_at, sending.decided_at)


def _waits(offer: Offer) -> bool:
    return offer.said_yes_at is not None and _is_shared_later(offer)


def _keep_yes(
    offer: Offer,
    fee_choice: FeeChoice,
    *,
    by: Actor,
    how: OnBehalf | None,
    said_at: datetime | None,
) -> None:
    """The offer stays open: the fair order decides among all who say yes in time."""
    moment = _moment(offer, how, said_at)
    if offer.state == OfferState.SENT:
        offer.state = next_offer_state(offer.state, OfferState.SEEN)
    offer.seen_at = offer.seen_at or moment
    offer.said_yes_at, offer.fee_choice = moment, fee_choice
    offer.answered_at, offer.answered_how, offer.answered_by = moment, how, by.user_id
    changes.note(Subject.OFFER, offer.id, "said_yes", by=by, how=how, said_at=said_at)


def _moment(offer: Offer, how: OnBehalf | None, said_at: datetime | None) -> datetime:
    """Raises AnswerInFuture, AnswerBeforeAsked, OfferExpired."""
    return moment_of_answer(
        now(),
        offer.expires_at,
        sent_at=offer.sent_at,
        answered_at=said_at,
        on_behalf=how is not None,
    )


def _share_early(found: list[Offer]) -> None:
    """Nobody waits for the deadline once everybody has answered."""
    for round_id in {each.round_id for each in found}:
        sending = offers.get_round(round_id)
        waits = yes_waits(sending.decides_at, sending.decided_at)
        if waits and everybody_has_answered(offers.of_round(round_id, lock=True)):
            queue.later("share_seats_of", round_id=round_id)


def _locked(answers: Mapping[int, Answer], by: Actor) -> tuple[ExpertRequest, list[Offer]]:
    """The request first and then its offers, always in this order, so that nobody waits in a ring.

    Raises Missing when they are not of one person and one request.
    """
    looked = [offers.get(each) for each in sorted(answers)]
    if len({(each.request_id, each.expert_id) for each in looked}) != 1:
        raise Missing(sorted(answers))
    refuse_others(by, looked[0].expert_id)
    request = requests.get(looked[0].request_id, lock=True)
    return request, [offers.get(each.id, lock=True) for each in looked]


def _step(
    offer: Offer, answer: Answer, *, by: Actor, how: OnBehalf | None, said_at: datetime | None
) -> None:
    moment = _moment(offer, how, said_at)
    offer.state = next_offer_state(offer.state, BECOMES[answer])
    offer.seen_at = offer.seen_at or moment
    if answer != Answer.YES:
        offer.said_yes_at = None  # she has changed her mind
    if answer == Answer.RING_ME:
        offer.expires_at = None  # the clock stops until somebody has rung
    else:
        offer.answered_at, offer.answered_how, offer.answered_by = moment, how, by.user_id
    changes.note(Subject.OFFER, offer.id, offer.state, by=by, how=how, said_at=said_at)


def _book(
    request: ExpertRequest,
    offer: Offer,
    expert: Expert,
    by: Actor,
    fee_choice: FeeChoice,
    how: OnBehalf | None,
    said_at: datetime | None,
    override_reason: str | None,
) -> Assignment:
    occasion = occasions.get(offer.occasion_id)
    return seats.give(
        by=by,
        request=request,
        occasion=occasion,
        expert=expert,
        offer=offer,
        replaces=assignments.find_vacancy(occasion.id),
        fee_choice=fee_choice,
        how=how,
        said_at=said_at,
        override_reason=override_reason,
    )


def _tell(
    request: ExpertRequest,
    expert: Expert,
    found: list[Offer],
    answers: Mapping[int, Answer],
    given: list[Assignment],
    *,
    by: Actor,
) -> None:
    seats.confirm_to(expert, given)
    if given:
        seats.settle(request, by=by)
    if Answer.NO in answers.values():
        seats.ask_next(request)
    if Answer.RING_ME in answers.values() and request.responsible_id:
        mail.tell_user(
            users.get(request.responsible_id),
            "ring_me",
            event=f"ring_me:{found[0].id}",
            expert=expert,
        )
