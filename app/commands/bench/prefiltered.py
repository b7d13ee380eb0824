"""Matching as most would write it: SQL finds those who may do, Python ranks what it loads."""

from datetime import date

from sqlalchemy import ColumnElement, and_, any_, func, literal, not_, or_, select
from sqlalchemy.dialects.postgresql import TSTZRANGE

from app.commands.bench.registry import municipalities
from app.database import current_organisation, db
from app.storage.assignments import Booking
from app.storage.boundaries import Boundary, OwnUnit, TimeAway
from app.storage.expert_facts import facts_of_experts
from app.storage.experts import Agreement, Expert, ExpertTheme, Training
from scheduling.availability import Interval
from scheduling.eligibility import reasons_against, standing_in, work_days
from scheduling.facts import ExpertFacts, RequestFacts
from scheduling.fairness import history
from scheduling.figures import Figures
from scheduling.kinds import Fluency
from scheduling.matching import Candidate
from scheduling.merits import reasons_for
from scheduling.obstacles import days_of, week_parts
from scheduling.points import points, waited
from scheduling.travel_time import estimated_road_km
from scheduling.weights import Weights

Condition = ColumnElement[bool]
Order = tuple[list[tuple[int, int]], list[Candidate]]
LIMITS = (20, 50, 100, 200)  # kilometres people have chosen


def rank(
    request: RequestFacts, *, today: date, weights: Weights, figures: Figures, shown: int
) -> Order:
    """Everybody's id and points in order, and the first with their reasons; none for the others."""
    wanted = select(Expert.id).where(
        Expert.organisation_id == current_organisation(), *_conditions(request, today)
    )
    ids = list(db.session.scalars(wanted))
    people = [
        each
        for each in facts_of_experts(request.occasions, only=ids)
        if not reasons_against(each, request, today)
    ]
    db.session.expunge_all()
    placed = sorted(
        (_place(each, request, today, weights, figures), each.id, each) for each in people
    )
    order = [(who, -minus) for (minus, _wait), who, _ in placed]
    first = [
        Candidate(who, -minus, reasons_for(each, request, today))
        for (minus, _wait), who, each in placed[:shown]
    ]
    return order, first


def _place(
    expert: ExpertFacts, request: RequestFacts, today: date, weights: Weights, figures: Figures
) -> tuple[int, int]:
    earned = points(expert, request, today=today, weights=weights, figures=figures)
    return -earned, -waited(history(expert.past, today=today), today=today, figures=figures)


def _conditions(request: RequestFacts, today: date) -> list[Condition]:
    """What SQL can say well; ways and rests around an occasion are left to Python."""
    days = work_days(request, today)
    return [
        Expert.stopped_at.is_(None),
        Expert.hidden_at.is_(None),
        or_(Expert.paused_until.is_(None), Expert.paused_until <= today),
        Expert.id.not_in([who for who in request.offers if standing_in(request, who)]),
        _lists(Expert.role_kinds, request.kind),
        _lists(Expert.levels, request.level),
        _has(ExpertTheme, ExpertTheme.theme_id.in_(request.themes)),
        _speaks(request),
        *([_trained(day) for day in days] if request.needs_training else []),
        _has(Agreement, and_(*(_is_valid(Agreement, day) for day in days))),
        or_(not_(Expert.is_minor), Expert.guardian_consent_on.is_not(None)),
        *_suits(request),
        *_reaches(request),
        or_(*(_is_free(each) for each in request.occasions)),
    ]


def _lists(column, value: str) -> Condition:
    """An empty list is any."""
    return or_(_is_empty(column), literal(value) == any_(column))


def _is_empty(column) -> Condition:
    return func.cardinality(column) == 0


def _speaks(request: RequestFacts) -> Condition:
    code = literal(request.language)
    native, spoken = code == any_(Expert.native_languages), code == any_(Expert.languages)
    if request.fluency == Fluency.NATIVE:
        return native
    only_a_little = code == any_(Expert.basic_languages)
    return spoken if request.fluency == Fluency.BASIC else and_(spoken, not_(only_a_little))


def _trained(day: date) -> Condition:
    valid = or_(Training.valid_until.is_(None), Training.valid_until >= day)
    return _has(Training, and_(Training.finished_on <= day, valid))


def _is_valid(agreement: type[Agreement], day: date) -> Condition:
    until = agreement.valid_until
    return and_(agreement.signed_on <= day, or_(until.is_(None), until >= day))


def _suits(request: RequestFacts) -> list[Condition]:
    avoided = or_(
        Boundary.theme_id.in_(request.themes),
        Boundary.municipality_code == request.municipality,
        Boundary.unit_id == request.unit_id,
    )
    return [not_(_has(Boundary, avoided)), not_(_has(OwnUnit, OwnUnit.unit_id == request.unit_id))]


def _reaches(request: RequestFacts) -> list[Condition]:
    if not request.on_site:
        return [Expert.may_act_remotely.is_(True)] if request.remote else []
    far = {code: estimated_road_km(home, request.place) or 0 for code, home in municipalities()}
    within = (
        and_(
            Expert.travels_km == limit,
            Expert.municipality_code.in_([code for code in far if far[code] <= limit]),
        )
        for limit in LIMITS
    )
    remotely = [Expert.may_act_remotely.is_(True)] if request.remote else []
    return [or_(Expert.travels_km.is_(None), *within, *remotely)]


def _is_free(occasion: Interval) -> Condition:
    first, last = days_of(occasion)
    parts = [literal(f"{weekday}-{part}") for weekday, part in week_parts(occasion)]
    during = func.tstzrange(occasion.starts_at, occasion.ends_at, type_=TSTZRANGE)
    taken = select(Booking.id).where(
        Booking.person_id == Expert.person_id, Booking.during.op("&&")(during)
    )
    away = _has(TimeAway, and_(TimeAway.first_on <= last, TimeAway.last_on >= first))
    return and_(
        not_(taken.exists()),
        not_(away),
        or_(_is_empty(Expert.available), and_(*(each == any_(Expert.available) for each in parts))),
    )


def _has(kind, condition: Condition) -> Condition:
    """A row of hers that fulfils it."""
    mine = select(kind.id).where(
        kind.organisation_id == Expert.organisation_id, kind.expert_id == Expert.id, condition
    )
    return mine.exists()
