"""The registry as a list: searched, in the order of names, page by page."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select, tuple_
from sqlalchemy.orm import selectinload

from app.database import current_organisation, db
from app.language import sort_key
from app.storage.experts import Expert, ExpertTheme, is_here

PAGE = 50
LONGEST_PAGE = 200


@dataclass(frozen=True)
class Page:
    """next_after: the id to go on from; None on the last page."""

    experts: list[Expert]
    total: int
    next_after: int | None


class Home(NamedTuple):
    """travels_km  one way; None: as far as it takes"""

    municipality_code: str
    travels_km: int | None
    people: int


def page(
    *,
    name: str = "",
    theme_id: int | None = None,
    municipality_code: str | None = None,
    after: int | None = None,
    limit: int = PAGE,
) -> Page:
    """name: every word of it has to be found in the name, from wherever."""
    limit = min(limit, LONGEST_PAGE)
    mine = _filters(name, theme_id, municipality_code)
    total = db.session.scalar(select(func.count()).select_from(Expert).where(*mine)) or 0
    if after is not None:
        mine.append(_later_than(after))
    question = select(Expert).where(*mine).order_by(Expert.sort_key, Expert.id).limit(limit + 1)
    found = list(db.session.scalars(question.options(selectinload(Expert.themes))))
    more = found[limit - 1].id if len(found) > limit else None
    return Page(found[:limit], total, more)


def all_ids() -> list[int]:
    """Stopped and hidden people too."""
    mine = select(Expert.id).where(Expert.organisation_id == current_organisation())
    return list(db.session.scalars(mine.order_by(Expert.id)))


def others_than(expert_ids: Iterable[int]) -> list[Expert]:
    """Who may be booked besides these, by name."""
    others = select(Expert).where(
        Expert.organisation_id == current_organisation(),
        Expert.id.not_in(list(expert_ids)),
        is_here(),
    )
    return list(db.session.scalars(others.order_by(Expert.sort_key, Expert.id)))


def homes() -> list[Home]:
    """Where those live who are here, counted together with how far they travel."""
    place = (Expert.municipality_code, Expert.travels_km)
    counted = select(*place, func.count()).where(
        Expert.organisation_id == current_organisation(),
        Expert.municipality_code.is_not(None),
        is_here(),
    )
    return [Home(*row) for row in db.session.execute(counted.group_by(*place).order_by(*place))]


def _filters(
    name: str, theme_id: int | None, municipality_code: str | None
) -> list[ColumnElement[bool]]:
    filters: list[ColumnElement[bool]] = [Expert.organisation_id == current_organisation()]
    filters += [Expert.sort_key.contains(word, autoescape=True) for word in sort_key(name).split()]
    if theme_id is not None:
        theirs = select(ExpertTheme.expert_id).where(
            ExpertTheme.organisation_id == current_organisation(), ExpertTheme.theme_id == theme_id
        )
        filters.append(Expert.id.in_(theirs))
    if municipality_code is not None:
        filters.append(Expert.municipality_code == municipality_code)
    return filters


def _later_than(expert_id: int) -> ColumnElement[bool]:
    last = select(Expert.sort_key).where(
        Expert.organisation_id == current_organisation(), Expert.id == expert_id
    )
    return tuple_(Expert.sort_key, Expert.id) > tuple_(last.scalar_subquery(), expert_id)
