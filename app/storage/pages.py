"""A long list a page at a time, in the order of ids, so that nothing is skipped or seen twice."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, select

from app.database import current_organisation, db
from app.storage.tables import OfOrganisation


@dataclass(frozen=True)
class Page:
    """Rows, and the id after which the next page begins; None when this is the last one."""

    rows: list[Any]
    next_cursor: int | None


def page(
    kind: type[OfOrganisation], *filters: ColumnElement[bool], cursor: int | None, limit: int
) -> Page:
    """At most `limit` rows of the organisation acted in, by id, after the id `cursor`."""
    mine = select(kind).where(kind.organisation_id == current_organisation(), *filters)
    if cursor is not None:
        mine = mine.where(kind.id > cursor)
    rows = list(db.session.scalars(mine.order_by(kind.id).limit(limit + 1)))
    return Page(rows[:limit], rows[limit - 1].id if len(rows) > limit else None)
