"""Hour or expense entries a page at a time, narrowed to what the reader may see."""

from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, select

from app.access import Actor, Role
from app.database import Missing, current_organisation, db
from app.storage import approver_lists, pages
from app.storage.assignments import Assignment
from app.storage.entries import EntryKind
from app.storage.entry_lists import KINDS, AnyEntry
from app.storage.pages import Page
from app.storage.requests import ExpertRequest


def page(
    kind: EntryKind,
    *,
    by: Actor,
    day: date,
    cursor: int | None,
    limit: int,
    **equal: Any,
) -> Page:
    """By id. An expert sees her own, an approver those of the own cost centres on `day`."""
    model = KINDS[kind]
    filters = [getattr(model, name) == value for name, value in equal.items()]
    return pages.page(model, *filters, *_seen_by(by, model, day), cursor=cursor, limit=limit)


def get(kind: EntryKind, entry_id: int, *, by: Actor, day: date) -> AnyEntry:
    """Raises Missing, also when the reader may not see it."""
    model = KINDS[kind]
    mine = select(model).where(
        model.organisation_id == current_organisation(),
        model.id == entry_id,
        *_seen_by(by, model, day),
    )
    if (found := db.session.scalar(mine)) is None:
        raise Missing(model.__name__, entry_id)
    return found  # type: ignore[return-value]  # one of KINDS


def _seen_by(by: Actor, model: Any, day: date) -> list[ColumnElement[bool]]:
    if by.role is Role.EXPERT:
        return [model.expert_id == by.expert_id]
    if by.role is not Role.APPROVER:
        return []
    centres = approver_lists.cost_centres_of(by.user_id or 0, day)
    theirs = (
        select(Assignment.id)
        .join(Assignment.request)
        .where(
            Assignment.organisation_id == current_organisation(),
            ExpertRequest.cost_centre_id.in_(centres),
        )
    )
    return [model.assignment_id.in_(theirs)]
