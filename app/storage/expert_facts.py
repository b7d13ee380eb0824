"""What matching needs to know of the people in the registry, gathered in few questions."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, date, datetime, timedelta
from operator import attrgetter
from typing import Any

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import TSTZRANGE
from sqlalchemy.types import BigInteger

from app.database import current_organisation, db
from app.municipalities import find_municipality
from app.storage import boundaries, organisations, record_checks
from app.storage.assignments import Assignment
from app.storage.boundaries import TimeAway
from app.storage.experts import Agreement, Expert, ExpertTheme, Training
from app.storage.occasions import Occasion
from app.storage.offers import Offer
from scheduling.availability import DaySpan, Interval, Validity
from scheduling.facts import ExpertFacts, OfferedTheme
from scheduling.fairness import Asking, past
from scheduling.kinds import Channel, DayPart, Fluency, Level, RequestKind
from scheduling.lifecycle import SEATED, AssignmentState, OfferState
from scheduling.travel_time import Place
from scheduling.wall_clock import day_of

WIDE = timedelta(days=2)  # the longest way and rest around an occasion
EVER = (Interval(datetime(1970, 1, 3, tzinfo=UTC), datetime(2999, 1, 1, tzinfo=UTC)),)
MINUTE = timedelta(minutes=1)


def facts_of_experts(
    times: Sequence[Interval] = (), *, only: Iterable[int] | None = None
) -> list[ExpertFacts]:
    """The whole registry, or `only` these; busy times are asked around `times`."""
    question = select(Expert).where(Expert.organisation_id == current_organisation())
    if only is not None:
        question = question.where(Expert.id.in_(list(only)))
    people = list(db.session.scalars(question.order_by(Expert.id)))
    ids = [each.id for each in people]
    themes, agreements = _by_expert(ExpertTheme, ids), _by_expert(Agreement, ids)
    trainings, away = _by_expert(Training, ids), _by_expert(TimeAway, ids)
    limits, checked = boundaries.limits(ids), record_checks.latest(ids)
    askings, works = _askings(ids), _works(ids)
    promised = _promised([each.id for each in people if each.wished_minutes_a_month])
    busy = _busy([each.person_id for each in people], times)
    version = _version_to_be_signed()
    return [
        ExpertFacts(
            id=each.id,
            kinds=frozenset(map(RequestKind, each.role_kinds or RequestKind)),
            themes=frozenset(
                OfferedTheme(row.theme_id, row.perspective) for row in themes[each.id]
            ),
            trainings=tuple(
                Validity(row.finished_on, row.valid_until) for row in trainings[each.id]
            ),
            blocked=tuple(DaySpan(row.first_on, row.last_on) for row in away[each.id]),
            avoids_themes=frozenset(limits[each.id].themes),
            avoids_municipalities=frozenset(limits[each.id].municipalities),
            avoids_units=frozenset(limits[each.id].units),
            own_units=frozenset(limits[each.id].own_units),
            record_checked_on=checked.get(each.id),
            promised=promised[each.id],
            busy=tuple(busy[each.person_id]),
            past=past(askings[each.id], works[each.id], each.joined_on),
            **_agreement(agreements[each.id], version),
            **_told(each),
        )
        for each in people
    ]


def place_of(municipality_code: str | None) -> Place | None:
    found = find_municipality(municipality_code) if municipality_code else None
    if found is None or found.latitude is None or found.longitude is None:
        return None
    return Place(found.latitude, found.longitude)


def _told(each: Expert) -> dict[str, Any]:
    """What stands in the person's own row."""
    return {
        "languages": _fluency(each),
        "levels": frozenset(map(Level, each.levels)),
        "good_at": frozenset(map(RequestKind, each.good_at)),
        "learns": frozenset(map(RequestKind, each.learns)),
        "home": place_of(each.municipality_code),
        "municipality": each.municipality_code,
        "travels_km": each.travels_km,
        "works_remotely": each.may_act_remotely,
        "stopped": each.stopped_at is not None,
        "hidden": each.hidden_at is not None,
        "paused_until": each.paused_until,
        "needs_support": bool(each.support_ticks or each.support_needs),
        "is_minor": each.is_minor,
        "guardian_consents": each.guardian_consent_on is not None,
        "guardian_latest_minute": each.guardian_latest_minute,
        "guardian_day_minutes": each.guardian_day_minutes,
        "rest_minutes": each.rest_minutes,
        "available": frozenset(map(_part_of_week, each.available)),
        "wished_minutes_a_month": each.wished_minutes_a_month,
        "age_band": each.age_band,
        "group": each.own_group,
    }


def _fluency(each: Expert) -> dict[str, Fluency]:
    spoken = dict.fromkeys(each.languages, Fluency.GOOD)
    spoken |= dict.fromkeys(each.basic_languages, Fluency.BASIC)
    return spoken | dict.fromkeys(each.native_languages, Fluency.NATIVE)


def _part_of_week(code: str) -> tuple[int, DayPart]:
    weekday, _, part = code.partition("-")
    return int(weekday), DayPart(part)


def _version_to_be_signed() -> str | None:
    """None: what was signed once stays good, whatever the text says now."""
    mine = organisations.get(current_organisation())
    return mine.agreement_version if mine.agreement_signed_anew else None


def _agreement(signed: Sequence[Agreement], version: str | None) -> dict[str, Any]:
    if not signed:
        return {}
    newest = max(signed, key=attrgetter("signed_on", "id"))
    return {
        "agreement_from": newest.signed_on,
        "agreement_until": newest.valid_until,
        "agreement_is_current": version is None or newest.text_version == version,
    }


def _by_expert(kind: Any, ids: list[int]) -> Mapping[int, list[Any]]:
    mine = select(kind).where(
        kind.organisation_id == current_organisation(), kind.expert_id.in_(ids)
    )
    found = defaultdict(list)
    for row in db.session.scalars(mine.order_by(kind.id)):
        found[row.expert_id].append(row)
    return found


def _askings(ids: list[int]) -> Mapping[int, list[Asking]]:
    """One for each sending, however many times it asked about."""
    sent = select(
        Offer.expert_id,
        Offer.round_id,
        Offer.sent_at,
        Offer.state,
        Offer.channel,
        Offer.answered_at,
    ).where(Offer.organisation_id == current_organisation(), Offer.expert_id.in_(ids))
    best: dict[tuple[int, int], Asking] = {}
    for row in db.session.execute(sent.order_by(Offer.id)):
        reached = row.channel != Channel.PHONE or row.answered_at is not None
        asking = Asking(day_of(row.sent_at), row.state, reached)
        key = (row.expert_id, row.round_id)
        if key not in best or best[key].state == OfferState.DECLINED:
            best[key] = asking
    found = defaultdict(list)
    for (expert_id, _), asking in best.items():
        found[expert_id].append(asking)
    return found


def _works(ids: list[int]) -> Mapping[int, list[date]]:
    done = (
        select(Assignment.expert_id, Occasion.starts_at, Occasion.due_on)
        .join(Assignment.occasion)
        .where(
            Assignment.organisation_id == current_organisation(),
            Assignment.expert_id.in_(ids),
            Assignment.state == AssignmentState.DONE,
        )
    )
    found: defaultdict[int, list[date]] = defaultdict(list)
    for expert_id, starts_at, due_on in db.session.execute(done):
        day = day_of(starts_at) if starts_at else due_on
        if day:
            found[expert_id].append(day)
    return found


def _promised(ids: list[int]) -> Mapping[int, dict[date, int]]:
    """Minutes of accepted occasions, by the first day of their month."""
    seats = (
        select(Assignment.expert_id, Occasion.starts_at, Occasion.ends_at)
        .join(Assignment.occasion)
        .where(
            Assignment.organisation_id == current_organisation(),
            Assignment.expert_id.in_(ids),
            Assignment.state.in_(SEATED),
            Occasion.starts_at.is_not(None),
        )
    )
    found: defaultdict[int, dict[date, int]] = defaultdict(dict)
    for expert_id, starts_at, ends_at in db.session.execute(seats):
        month = day_of(starts_at).replace(day=1)
        minutes = (ends_at - starts_at) // MINUTE
        found[expert_id][month] = found[expert_id].get(month, 0) + minutes
    return found


def _busy(person_ids: list[int], times: Sequence[Interval]) -> Mapping[int, list[Interval]]:
    """Promised times in any organisation; ranges only, nothing of whose they are."""
    found: dict[int, list[Interval]] = defaultdict(list)
    if not times:
        return found
    question = text(
        "select person, taken.during from unnest(cast(:people as bigint[])) as person,"
        " lateral busy(person, :start, :end) as taken order by 1, 2"
    ).columns(person=BigInteger, during=TSTZRANGE)
    rows = db.session.execute(question.bindparams(people=person_ids), _around(times))
    for person_id, during in rows:
        found[person_id].append(Interval(during.lower, during.upper))
    return found


def _around(times: Sequence[Interval]) -> dict[str, datetime]:
    return {
        "start": min(each.starts_at for each in times) - WIDE,
        "end": max(each.ends_at for each in times) + WIDE,
    }
