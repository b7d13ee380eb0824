"""Work that others pay for directly: its hours, summed by the unit that asked and pays."""

from dataclasses import dataclass
from datetime import date

from sqlalchemy import and_, case, func, select

from app.database import current_organisation, db
from app.storage.assignments import Assignment
from app.storage.hour_entries import HourEntry
from app.storage.requests import ExpertRequest
from app.storage.units import Unit
from invoices.payers import Payer
from invoices.pricing.fee_table import Work
from scheduling.lifecycle import APPROVED, EntryState

SEEN = (EntryState.CONFIRMED, EntryState.CHECKED, *APPROVED)  # by the unit at least


@dataclass(frozen=True)
class PaidByOther:
    """times: assignments; activity_minutes: of all the minutes, those of the work itself."""

    unit: str
    persons: int
    times: int
    activity_minutes: int
    minutes: int


def sums(first: date, last: date) -> list[PaidByOther]:
    """Of work done from the first day to the last, in the order of units' names."""
    activity = case((HourEntry.work == Work.ACTIVITY, HourEntry.minutes), else_=0)
    question = (
        select(
            Unit.name,
            func.count(HourEntry.expert_id.distinct()),
            func.count(HourEntry.assignment_id.distinct()),
            func.sum(activity),
            func.sum(HourEntry.minutes),
        )
        .select_from(HourEntry)
        .join(HourEntry.assignment)
        .join(Assignment.request)
        .join(
            Unit,
            and_(
                Unit.organisation_id == ExpertRequest.organisation_id,
                Unit.id == ExpertRequest.unit_id,
            ),
        )
        .where(
            HourEntry.organisation_id == current_organisation(),
            Assignment.payer == Payer.OTHER_PAYS,
            HourEntry.state.in_(SEEN),
            HourEntry.day.between(first, last),
        )
        .group_by(Unit.id, Unit.name)
        .order_by(Unit.name, Unit.id)
    )
    return [
        PaidByOther(name, persons, times, int(of_work), int(minutes))
        for name, persons, times, of_work, minutes in db.session.execute(question)
    ]
