"""Invitations whose time has ended close by themselves, and the next in turn is asked."""

from datetime import date

from app.access import the_service
from app.database import transaction
from app.now import now
from app.storage import changes, offers, requests
from app.storage.changes import Subject
from app.use_cases import seats
from scheduling.lifecycle import OfferState, next_offer_state


def expire_offers(_day: date) -> int:
    """How many ended. "Ring me" has no end, so it is left alone."""
    by = the_service()
    with transaction():
        ended = 0
        for request_id in sorted({each.request_id for each in offers.run_out(now())}):
            request = requests.get(request_id, lock=True)
            late = [each for each in offers.run_out(now()) if each.request_id == request_id]
            for offer in late:
                offer.state = next_offer_state(offer.state, OfferState.EXPIRED)
                changes.note(Subject.OFFER, offer.id, offer.state, by=by)
            if late:
                seats.ask_next(request)
            ended += len(late)
    return ended
