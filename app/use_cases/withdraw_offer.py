"""An invitation taken back by the coordinator; it leaves no mark on the person's turn."""

from app.access import Actor
from app.database import transaction
from app.gateways import mail
from app.storage import changes, experts, occasions, offers, requests
from app.storage.changes import Subject
from app.storage.offers import Offer
from scheduling.lifecycle import OfferState, next_offer_state


def withdraw_offer(offer_id: int, *, by: Actor, reason: str | None = None) -> Offer:
    """A second time changes nothing. Raises Missing, WrongStep."""
    with transaction():
        requests.get(offers.get(offer_id).request_id, lock=True)
        offer = offers.get(offer_id, lock=True)
        if offer.state == OfferState.WITHDRAWN:
            return offer
        offer.state = next_offer_state(offer.state, OfferState.WITHDRAWN)
        changes.note(Subject.OFFER, offer.id, offer.state, by=by, reason=reason)
        mail.tell_expert(
            experts.get(offer.expert_id),
            "offer_withdrawn",
            event=f"offer_withdrawn:{offer.id}",
            occasion=occasions.get(offer.occasion_id),
        )
    return offer
