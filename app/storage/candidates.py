"""What matching needs to know: everybody's facts and one request's, gathered in few questions."""

from datetime import date

from app.storage import matching_weights, pool
from app.storage.expert_facts import facts_of_experts, place_of
from app.storage.occasions import Occasion
from app.storage.request_facts import facts_of_requests
from app.storage.requests import ExpertRequest
from scheduling.columns.ranking import Ranked
from scheduling.facts import RequestFacts

__all__ = ["facts_of_experts", "facts_of_request", "facts_of_requests", "place_of", "ranking"]


def ranking(request: ExpertRequest, *, today: date, occasion: Occasion | None = None) -> Ranked:
    """Everybody in the registry, in fair order or left out with reasons; read it before the next.

    occasion  only this one, though it may be full: for its stand-ins
    """
    facts, weights = facts_of_request(request, occasion), matching_weights.on(today)
    return pool.ranked(facts, today=today, weights=weights)


def facts_of_request(request: ExpertRequest, occasion: Occasion | None = None) -> RequestFacts:
    """Cancelled and full times are not asked for any more, unless one of them is named."""
    return facts_of_requests([request], occasion)[request.id]
