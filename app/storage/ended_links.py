"""Which links have done their work: nobody needs them any more, and an old letter opens nothing."""

from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Date, Select, cast, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute

from app.database import current_organisation
from app.storage.assignments import Assignment
from app.storage.expense_entries import ExpenseEntry
from app.storage.hour_entries import HourEntry
from app.storage.links import LinkKind
from app.storage.occasions import Occasion
from app.storage.offers import Offer
from app.storage.requests import ExpertRequest
from app.storage.statement_lines import StatementLine
from app.storage.statements import Statement
from scheduling.lifecycle import OPEN_OFFER, RequestState, StatementState
from scheduling.wall_clock import HELSINKI

LONGEST = timedelta(days=365)  # after the day of an assignment, paid here or not
Ids = Select[int]


def of_expert(expert_id: int) -> dict[LinkKind, Ids]:
    """Everything that links open to one person."""
    return {
        LinkKind.OFFER: _offers().where(Offer.expert_id == expert_id),
        LinkKind.ASSIGNMENT: _assignments().where(Assignment.expert_id == expert_id),
    }


def over_by(moment: datetime) -> dict[LinkKind, Ids]:
    """What was answered, paid or closed before `moment`."""
    return {
        LinkKind.OFFER: _offers().where(~_still_asked(moment)),
        LinkKind.ASSIGNMENT: _assignments().where(
            or_(_all_paid(moment), ~_held_after(Assignment.occasion_id, moment - LONGEST))
        ),
        LinkKind.REQUEST: _closed(moment),
    }


def _offers() -> Ids:
    return select(Offer.id).where(Offer.organisation_id == current_organisation())


def _assignments() -> Ids:
    return select(Assignment.id).where(Assignment.organisation_id == current_organisation())


def _closed(moment: datetime) -> Ids:
    later = exists().where(
        Occasion.organisation_id == ExpertRequest.organisation_id,
        Occasion.request_id == ExpertRequest.id,
        _ends() > moment.astimezone(HELSINKI).date(),
    )
    return select(ExpertRequest.id).where(
        ExpertRequest.organisation_id == current_organisation(),
        ExpertRequest.state.in_((RequestState.CLOSED, RequestState.CANCELLED)),
        ~later,
    )


def _still_asked(moment: datetime) -> ColumnElement[bool]:
    """Whether something of the same sending is open or was answered lately."""
    other = Offer.__table__.alias("other")
    touched = func.coalesce(other.c.answered_at, other.c.expires_at, other.c.sent_at)
    return (
        exists()
        .where(
            other.c.organisation_id == Offer.organisation_id,
            other.c.round_id == Offer.round_id,
            other.c.expert_id == Offer.expert_id,
            or_(other.c.state.in_(OPEN_OFFER), touched > moment),
        )
        .correlate(Offer)
    )


def _held_after(occasion_id: InstrumentedAttribute[int], moment: datetime) -> ColumnElement[bool]:
    return exists().where(
        Occasion.organisation_id == current_organisation(),
        Occasion.id == occasion_id,
        _ends() > moment.astimezone(HELSINKI).date(),
    )


def _ends() -> ColumnElement:
    return func.coalesce(Occasion.due_on, cast(Occasion.ends_at, Date))


def _all_paid(moment: datetime) -> ColumnElement[bool]:
    """Something was told of it, and all of that has been paid."""
    hours, costs = _told(HourEntry), _told(ExpenseEntry)
    unpaid_hours, unpaid_costs = _unpaid(HourEntry, moment), _unpaid(ExpenseEntry, moment)
    return or_(hours.exists(), costs.exists()) & ~unpaid_hours & ~unpaid_costs


def _told(entry: type[HourEntry] | type[ExpenseEntry]) -> Select:
    return select(entry.id).where(
        entry.organisation_id == Assignment.organisation_id, entry.assignment_id == Assignment.id
    )


def _unpaid(entry: type[HourEntry] | type[ExpenseEntry], moment: datetime) -> ColumnElement[bool]:
    own = StatementLine.hour_entry_id if entry is HourEntry else StatementLine.expense_entry_id
    paid = (
        select(StatementLine.id)
        .join(
            Statement,
            (Statement.organisation_id == StatementLine.organisation_id)
            & (Statement.id == StatementLine.statement_id),
        )
        .where(
            StatementLine.organisation_id == entry.organisation_id,
            StatementLine.is_live,
            own == entry.id,
            Statement.state == StatementState.PAID,
            Statement.paid_on <= moment.astimezone(HELSINKI).date(),
        )
        .correlate(entry)
    )
    return _told(entry).where(~paid.exists()).exists()
