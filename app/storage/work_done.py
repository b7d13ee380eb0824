"""What a person has done: approved hours of a period, by kind of request."""

from collections import Counter
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select

from app.database import current_organisation, db
from app.storage.assignments import Assignment
from app.storage.hour_entries import HourEntry
from app.storage.requests import ExpertRequest
from scheduling.lifecycle import EntryState


@dataclass(frozen=True)
class WorkDone:
    """times: assignments with approved work, by kind of request."""

    first: date
    last: date
    minutes: int
    times: Counter[str]


def of_expert(expert_id: int, first: date, last: date) -> WorkDone | None:
    """None when nothing has been approved of those days."""
    question = (
        select(HourEntry.day, HourEntry.minutes, HourEntry.assignment_id, ExpertRequest.kind)
        .join(HourEntry.assignment)
        .join(Assignment.request)
        .where(
            HourEntry.organisation_id == current_organisation(),
            HourEntry.expert_id == expert_id,
            HourEntry.state.in_((EntryState.APPROVED, EntryState.HELD)),
            HourEntry.day.between(first, last),
        )
        .order_by(HourEntry.day, HourEntry.id)
    )
    rows = list(db.session.execute(question))
    if not rows:
        return None
    kinds = {row.assignment_id: str(row.kind) for row in rows}
    return WorkDone(
        first=rows[0].day,
        last=rows[-1].day,
        minutes=sum(row.minutes for row in rows),
        times=Counter(kinds.values()),
    )
