"""What a unit sees of its own: who comes, what it has asked for, what waits for its word."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy.orm import joinedload

from app.database import current_organisation, db
from app.storage import agenda
from app.storage.assignments import Assignment
from app.storage.occasions import Occasion
from app.storage.requests import ExpertRequest
from scheduling.lifecycle import AssignmentState, RequestState
from scheduling.wall_clock import HELSINKI

UNDER_WAY = (RequestState.MATCHING, RequestState.FILLED)
LATEST = 20


def coming(unit_id: int, moment: datetime) -> list[tuple[Occasion, list[Assignment]]]:
    """Times still ahead, in order, each with those who come."""
    today = moment.astimezone(HELSINKI).date()
    ahead = (
        select(Occasion)
        .join(Occasion.request)
        .where(
            Occasion.organisation_id == current_organisation(),
            ExpertRequest.unit_id == unit_id,
            ExpertRequest.state.in_(UNDER_WAY),
            Occasion.cancelled_at.is_(None),
            or_(Occasion.ends_at > moment, Occasion.due_on >= today),
        )
        .options(joinedload(Occasion.request))
    )
    times = list(db.session.scalars(ahead.order_by(Occasion.starts_at, Occasion.id)))
    seats = agenda.seated([one.id for one in times])
    return [(one, seats.get(one.id, [])) for one in times]


def waiting_for_outcome(unit_id: int) -> list[ExpertRequest]:
    """Held, and nothing told of it yet; oldest first."""
    return _in_state(unit_id, RequestState.DONE)


def waiting_for_answer(unit_id: int) -> list[ExpertRequest]:
    """The coordinator has asked for more; oldest first."""
    return _in_state(unit_id, RequestState.CLARIFYING)


def latest(unit_id: int) -> list[ExpertRequest]:
    """Newest first."""
    theirs = select(ExpertRequest).where(
        ExpertRequest.organisation_id == current_organisation(), ExpertRequest.unit_id == unit_id
    )
    return list(db.session.scalars(theirs.order_by(ExpertRequest.id.desc()).limit(LATEST)))


def those_who_came(request_id: int) -> list[Assignment]:
    """One row of each expert, to be thanked."""
    theirs = (
        select(Assignment)
        .where(
            Assignment.organisation_id == current_organisation(),
            Assignment.request_id == request_id,
            Assignment.state == AssignmentState.DONE,
        )
        .options(joinedload(Assignment.expert))
    )
    first: dict[int, Assignment] = {}
    for one in db.session.scalars(theirs.order_by(Assignment.id)):
        first.setdefault(one.expert_id, one)
    return list(first.values())


def _in_state(unit_id: int, state: RequestState) -> list[ExpertRequest]:
    theirs = select(ExpertRequest).where(
        ExpertRequest.organisation_id == current_organisation(),
        ExpertRequest.unit_id == unit_id,
        ExpertRequest.state == state,
    )
    return list(db.session.scalars(theirs.order_by(ExpertRequest.id)))
