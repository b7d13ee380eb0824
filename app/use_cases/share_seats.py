"""Sharing seats among those who said yes: once, in the fair order, not in that of the answers."""

from datetime import date

from app.access import Actor, the_service
from app.database import transaction
from app.now import now
from app.storage import assignments, changes, experts, occasions, offers, requests
from app.storage.assignments import Assignment, DoubleBooked
from app.storage.changes import Subject
from app.storage.occasions import Occasion
from app.storage.offers import Offer, OfferRound
from app.storage.requests import ExpertRequest
from app.use_cases import seats
from app.use_cases.seats import NotEligible
from invoices.pricing.price import FeeChoice
from scheduling.lifecycle import OPEN_OFFER, OfferState, RequestState, next_offer_state
from scheduling.sharing import in_fair_order


def share_due_seats(_day: date) -> int:
    """Every sending whose deadline has passed; how many were shared by this."""
    return sum(share_seats(each) for each in [each.id for each in offers.to_share(now())])


def share_seats(round_id: int) -> bool:
    """At the deadline, or as soon as everybody has answered; whether this call did it.

    Whoever said yes and cannot be booked any more keeps her yes for the coordinator to look at.
    """
    by = the_service()
    with transaction():
        request = requests.get(offers.get_round(round_id).request_id, lock=True)
        sending = offers.get_round(round_id, lock=True)
        asked = offers.of_round(round_id, lock=True)
        if not _is_ripe(sending, asked):
            return False
        sending.decided_at = now()
        _end_unanswered(asked, by)
        given: dict[int, list[Assignment]] = {}
        if request.state == RequestState.MATCHING:
            for occasion in occasions.of_request(request.id, fresh=True):
                for seat in _share(request, occasion, asked, by):
                    given.setdefault(seat.expert_id, []).append(seat)
        for expert_id, hers in given.items():
            seats.confirm_to(experts.get(expert_id), hers)
        seats.settle(request, by=by)
        seats.ask_next(request)
    return True


def everybody_has_answered(asked: list[Offer]) -> bool:
    """Nobody of the sending is still to say yes or no."""
    return not any(each.state in OPEN_OFFER and not each.said_yes_at for each in asked)


def _is_ripe(sending: OfferRound, asked: list[Offer]) -> bool:
    if sending.decides_at is None or sending.decided_at is not None:
        return False
    return sending.decides_at <= now() or everybody_has_answered(asked)


def _end_unanswered(asked: list[Offer], by: Actor) -> None:
    """Whoever has asked to be rung is still rung, if a seat is left."""
    for offer in asked:
        if offer.state in (OfferState.SENT, OfferState.SEEN) and not offer.said_yes_at:
            offer.state = next_offer_state(offer.state, OfferState.EXPIRED)
            changes.note(Subject.OFFER, offer.id, offer.state, by=by)


def _share(
    request: ExpertRequest, occasion: Occasion, asked: list[Offer], by: Actor
) -> list[Assignment]:
    waiting = {
        each.id: each
        for each in asked
        if each.occasion_id == occasion.id and each.said_yes_at and each.state in OPEN_OFFER
    }
    free, given = occasion.free_seats, list[Assignment]()
    for offer_id in in_fair_order((each.position, each.id) for each in waiting.values()):
        if len(given) >= free:
            break
        if seat := _seat(request, occasion, waiting[offer_id], by):
            given.append(seat)
    return given


def _seat(request: ExpertRequest, occasion: Occasion, offer: Offer, by: Actor) -> Assignment | None:
    expert = experts.get(offer.expert_id)
    try:
        seats.refuse_unable(expert, request, occasion)
    except (NotEligible, DoubleBooked):
        return None
    offer.state = next_offer_state(offer.state, OfferState.ACCEPTED)
    changes.note(Subject.OFFER, offer.id, offer.state, by=by)
    return seats.give(
        by=by,
        request=request,
        occasion=occasion,
        expert=expert,
        offer=offer,
        replaces=assignments.find_vacancy(occasion.id),
        fee_choice=offer.fee_choice or FeeChoice.FULL,
        how=offer.answered_how,
        said_at=offer.said_yes_at,
    )
