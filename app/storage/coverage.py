"""What is asked for and who there is for it: by theme, language and area; what found nobody."""

from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import ColumnElement, and_, exists, func, select

from app.database import current_organisation, db
from app.storage import candidates
from app.storage.assignments import Assignment
from app.storage.experts import Expert, ExpertTheme, is_here
from app.storage.fairness import Period
from app.storage.requests import ExpertRequest, RequestTheme
from app.storage.units import Unit
from scheduling.lifecycle import BEFORE_MATCHING, RequestState
from scheduling.reasons import Against
from scheduling.small_groups import shown

MOST_EXAMINED = 30
MOST_REASONS = 3
# Looked for: the unit's words are clear and the coordinator has taken the request up.
WANTED = tuple(set(RequestState) - set(BEFORE_MATCHING))


@dataclass(frozen=True)
class Covered:
    """One theme, language or area.

    people    who have it now; None: fewer than may be told
    wanted    requests of the period that asked for it
    nobody    those of them that have nobody
    """

    key: Any
    people: int | None
    wanted: int
    nobody: int


@dataclass(frozen=True)
class Unmet:
    """A request nobody comes to, and the reasons that are in most people's way today."""

    request: ExpertRequest
    could_be_asked: int
    reasons: tuple[tuple[Against, int], ...]


def by_theme(period: Period) -> list[Covered]:
    """Themes that somebody has or that were wanted; least covered first."""
    has = select(ExpertTheme.theme_id, func.count(ExpertTheme.expert_id.distinct())).join(
        Expert,
        and_(
            Expert.organisation_id == ExpertTheme.organisation_id,
            Expert.id == ExpertTheme.expert_id,
        ),
    )
    wanted = select(RequestTheme.theme_id, func.count(), func.count().filter(_nobody())).join(
        ExpertRequest,
        and_(
            ExpertRequest.organisation_id == RequestTheme.organisation_id,
            ExpertRequest.id == RequestTheme.request_id,
        ),
    )
    return _covered(
        has.where(_here()).group_by(ExpertTheme.theme_id),
        wanted.where(_asked(period)).group_by(RequestTheme.theme_id),
    )


def by_language(period: Period) -> list[Covered]:
    code = func.unnest(Expert.languages).label("code")
    has = select(code, func.count()).where(_here()).group_by(code)
    wanted = select(ExpertRequest.language, func.count(), func.count().filter(_nobody()))
    speak = select(func.count()).where(_here(), func.cardinality(Expert.languages) > 0)
    return _covered(
        has,
        wanted.where(_asked(period)).group_by(ExpertRequest.language),
        everybody=db.session.scalar(speak),
    )


def by_municipality(period: Period) -> list[Covered]:
    """Key None: unknown. Requests for remote work are in none of them."""
    place = func.coalesce(ExpertRequest.municipality_code, Unit.municipality_code)
    has = select(Expert.municipality_code, func.count()).where(_here())
    wanted = (
        select(place, func.count(), func.count().filter(_nobody()))
        .join(
            Unit,
            and_(
                Unit.organisation_id == ExpertRequest.organisation_id,
                Unit.id == ExpertRequest.unit_id,
            ),
        )
        .where(_asked(period), ExpertRequest.is_remote.is_(False))
    )
    return _covered(
        has.group_by(Expert.municipality_code),
        wanted.group_by(place),
        everybody=db.session.scalar(select(func.count()).where(_here())),
    )


def without_anybody(period: Period, today: date) -> list[Unmet]:
    """Newest first, at most as many as can be looked into one by one."""
    theirs = select(ExpertRequest).where(_asked(period), _nobody())
    newest = theirs.order_by(ExpertRequest.created_at.desc(), ExpertRequest.id.desc())
    return [_examined(each, today) for each in db.session.scalars(newest.limit(MOST_EXAMINED))]


def _examined(request: ExpertRequest, today: date) -> Unmet:
    ranked = candidates.ranking(request, today=today)
    usual = Counter(ranked.counts).most_common(MOST_REASONS)
    return Unmet(request, len(ranked), tuple(usual))


def _covered(has: Any, wanted: Any, *, everybody: int | None = None) -> list[Covered]:
    people: dict[Hashable, int] = {key: count for key, count in db.session.execute(has)}
    asked = {key: (count, nobody) for key, count, nobody in db.session.execute(wanted)}
    told = shown({key: people.get(key, 0) for key in {*people, *asked}}, everybody=everybody)
    rows = (Covered(key, told[key], *asked.get(key, (0, 0))) for key in told)
    return sorted(rows, key=lambda each: (-each.nobody, -each.wanted, str(each.key)))


def _here() -> ColumnElement[bool]:
    return and_(
        Expert.organisation_id == current_organisation(),
        is_here(),
    )


def _asked(period: Period) -> ColumnElement[bool]:
    return and_(
        ExpertRequest.organisation_id == current_organisation(),
        ExpertRequest.state.in_(WANTED),
        period.has(ExpertRequest.created_at),
    )


def _nobody() -> ColumnElement[bool]:
    """Nobody has ever had a seat, and it was not called off."""
    seat = exists().where(
        Assignment.organisation_id == ExpertRequest.organisation_id,
        Assignment.request_id == ExpertRequest.id,
    )
    return and_(ExpertRequest.state != RequestState.CANCELLED, ~seat)
