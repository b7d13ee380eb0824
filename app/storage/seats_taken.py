"""The seats of a request that are taken: whose way it is, and what was promised."""

from collections import defaultdict
from typing import NamedTuple

from sqlalchemy import and_, func, select

from app.database import current_organisation, db
from app.storage.assignments import Assignment
from app.storage.experts import Expert
from app.storage.offers import Offer
from scheduling.lifecycle import SEATED


class SeatTaken(NamedTuple):
    """travel_cents  as the invitation told it, else as it was foreseen when booked"""

    municipality_code: str | None
    travel_cents: int
    agreed_cents: int | None
    role: str | None


def of_request(request_id: int) -> dict[int, list[SeatTaken]]:
    """By occasion, in the order given."""
    mine = Assignment.organisation_id
    taken = (
        select(
            Assignment.occasion_id,
            Expert.municipality_code,
            func.coalesce(Offer.travel_cents, Assignment.travel_cents),
            Assignment.agreed_cents,
            Assignment.role,
        )
        .join(Expert, and_(Expert.organisation_id == mine, Expert.id == Assignment.expert_id))
        .outerjoin(Offer, and_(Offer.organisation_id == mine, Offer.id == Assignment.offer_id))
        .where(
            mine == current_organisation(),
            Assignment.request_id == request_id,
            Assignment.state.in_(SEATED),
        )
        .order_by(Assignment.id)
    )
    found = defaultdict(list)
    for occasion_id, municipality_code, travel_cents, agreed_cents, role in db.session.execute(
        taken
    ):
        found[occasion_id].append(SeatTaken(municipality_code, travel_cents, agreed_cents, role))
    return found
