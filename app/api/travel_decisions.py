"""What the organisation has decided to pay of travel, as JSON: each decision valid from a day."""

from app.access import Permission, actor, needs
from app.api.once import once_with_key
from app.api.resource import Resource
from app.schemas.pages import PageSchema
from app.schemas.rates import TravelDecisionSchema
from app.schemas.shown import rates as shown
from app.schemas.shown.offers import NothingMore
from app.storage import pages
from app.storage.travel_terms import TravelDecision
from app.use_cases import confirm_prices, decide_travel

api = Resource("travel-decisions", __name__, description="What travel is paid")


@api.get("")
@needs(Permission.SEE_RATES)
@api.arguments(PageSchema, location="query")
@api.response(200, shown.TravelDecisionPage)
def list_decisions(wanted):
    """Those that wait for another person and those withdrawn, too."""
    return pages.page(TravelDecision, **wanted)


@api.post("")
@needs(Permission.EDIT_RATES)
@once_with_key
@api.arguments(TravelDecisionSchema)
@api.response(201, shown.TravelDecisionShown)
def add(values):
    """Sums left out are the national maximum. In force when another person has confirmed it."""
    return decide_travel.decide_travel(by=actor(), **values)


@api.post("/<id:decision_id>/confirm")
@needs(Permission.EDIT_RATES)
@once_with_key
@api.arguments(NothingMore)
@api.response(200, shown.TravelDecisionShown)
def confirm(_values, decision_id):
    """By another person than who wrote it."""
    return confirm_prices.confirm_travel(by=actor(), decision_id=decision_id)


@api.post("/<id:decision_id>/withdraw")
@needs(Permission.EDIT_RATES)
@once_with_key
@api.arguments(NothingMore)
@api.response(200, shown.TravelDecisionShown)
def withdraw(_values, decision_id):
    """One that waits at once; a confirmed one when a second person asks for the same."""
    return confirm_prices.withdraw_travel(by=actor(), decision_id=decision_id)
