"""Offers as JSON: invitations sent, answered by oneself or on behalf, and taken back."""

from app.access import Permission, Role, actor, needs
from app.api.once import once_with_key
from app.api.resource import Resource
from app.schemas.shown import offers as shown
from app.storage import offers, pages
from app.storage.offers import Offer
from app.use_cases import answer_offer, send_offers, withdraw_offer
from app.use_cases.answer_offer import Answer

api = Resource("offers", __name__, description="Invitations and their answers")


@api.get("")
@needs(Permission.SEND_OFFERS, Permission.ANSWER_OFFERS)
@api.arguments(shown.OfferFilter, location="query")
@api.response(200, shown.OfferPage)
def list_offers(wanted):
    """An expert sees only her own."""
    cursor, limit = wanted.pop("cursor"), wanted.pop("limit")
    filters = [getattr(Offer, name) == value for name, value in wanted.items()]
    if actor().role is Role.EXPERT:
        filters.append(Offer.expert_id == actor().expert_id)
    return pages.page(Offer, *filters, cursor=cursor, limit=limit)


@api.post("")
@needs(Permission.SEND_OFFERS)
@once_with_key
@api.arguments(shown.NewOffers)
@api.response(201, shown.SendingShown)
def send(values):
    """Invite the chosen in fair order, as many at once as the mode allows."""
    request_id = values.pop("request_id")
    sending = send_offers.send_offers(
        by=actor(), request_id=request_id, choice=send_offers.Choice(**values)
    )
    names = ("id", "request_id", "mode", "wave", "decides_at", "sent_at")
    return {name: getattr(sending, name) for name in names} | {
        "offers": offers.of_round(sending.id)
    }


@api.post("/<id:offer_id>/accept")
@needs(Permission.ANSWER_OFFERS)
@once_with_key
@api.arguments(shown.Acceptance)
@api.response(200, shown.OfferShown)
def accept(values, offer_id):
    """A yes books the seat at once, or waits until the seats are shared."""
    answers = {offer_id: Answer.YES}
    return answer_offer.answer_offer(answers, by=actor(), **values)[0]


@api.post("/<id:offer_id>/decline")
@needs(Permission.ANSWER_OFFERS)
@once_with_key
@api.arguments(shown.NothingMore)
@api.response(200, shown.OfferShown)
def decline(_values, offer_id):
    return answer_offer.answer_offer({offer_id: Answer.NO}, by=actor())[0]


@api.post("/<id:offer_id>/ask")
@needs(Permission.ANSWER_OFFERS)
@once_with_key
@api.arguments(shown.NothingMore)
@api.response(200, shown.OfferShown)
def ask(_values, offer_id):
    """Ring me: the coordinator is told."""
    return answer_offer.answer_offer({offer_id: Answer.RING_ME}, by=actor())[0]


@api.post("/<id:offer_id>/record")
@needs(Permission.RECORD_ANSWERS)
@once_with_key
@api.arguments(shown.RecordedAnswer)
@api.response(200, shown.OfferShown)
def record(values, offer_id):
    """What somebody answered by phone, by letter or face to face."""
    answers = {offer_id: values.pop("answer")}
    return answer_offer.record_answer(answers, by=actor(), **values)[0]


@api.post("/<id:offer_id>/withdraw")
@needs(Permission.SEND_OFFERS)
@once_with_key
@api.arguments(shown.Withdrawal)
@api.response(200, shown.OfferShown)
def withdraw(values, offer_id):
    return withdraw_offer.withdraw_offer(offer_id, by=actor(), **values)
