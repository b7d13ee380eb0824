"""A made-up registry in the service's own tables, in a database of its own."""

from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime, time
from functools import partial
from typing import Any

import psycopg
from psycopg import sql

from app.commands.bench.own_database import FIRST_ORGANISATION, ORGANISATION, own_database
from app.commands.bench.registry import THEMES
from app.config import Config
from scheduling.columns.record import pack
from scheduling.facts import ExpertFacts
from scheduling.kinds import Channel, Fluency
from scheduling.lifecycle import AssignmentState, OfferState

_LONG_AGO = datetime(2025, 1, 1, tzinfo=UTC)
_MINE = {"organisation_id": ORGANISATION}
_VERSIONED = {**_MINE, "version": 1}
Row = dict[str, Any]


def registry(people: Sequence[ExpertFacts]) -> AbstractContextManager[Config]:
    """Acting in the organisation that has them; every id is that of the facts."""
    return own_database(partial(_fill, people=people))


def _fill(url: str, *, people: Sequence[ExpertFacts]) -> None:
    """Rows only, without what triggers would add: nothing but matching looks at them."""
    with psycopg.connect(url) as connection:
        connection.execute("set session_replication_role = replica")
        connection.execute(FIRST_ORGANISATION)
        themes = ({"id": n, "name": f"Teema {n}", "is_heavy": False} for n in range(1, THEMES + 1))
        _copy(connection, "themes", ({**_MINE, **row} for row in themes))
        _copy(connection, "experts", map(_expert, people))
        for table, rows in _PARTS.items():
            theirs = (
                {**_MINE, "expert_id": each.id, **row} for each in people for row in rows(each)
            )
            _copy(connection, table, theirs)
        _copy_work(connection, people)
        records = ({"expert_id": each.id, "record": pack(_stored(each))} for each in people)
        _copy(connection, "match_records", ({**_VERSIONED, **row} for row in records))
        _copy(connection, "match_versions", [_VERSIONED])
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("vacuum analyze")


def _copy(connection: psycopg.Connection, table: str, rows: Any) -> None:
    rows = iter(rows)
    first = next(rows, None)
    if first is None:
        return
    names = sql.SQL(", ").join(map(sql.Identifier, first))
    question = sql.SQL("copy {} ({}) from stdin").format(sql.Identifier(table), names)
    with connection.cursor().copy(question) as copy:
        copy.write_row(list(first.values()))
        for row in rows:
            copy.write_row(list(row.values()))


def _copy_work(connection: psycopg.Connection, people: Sequence[ExpertFacts]) -> None:
    """What was done has a day only; what is promised has times, and keeps them."""
    days = sorted({day for each in people for day in each.past.worked_on})
    occasions = {day: n for n, day in enumerate(days, 1)}
    times: list[Row] = []
    seats: list[Row] = []
    bookings: list[Row] = []
    for each in people:
        seats += [_seat(each, occasions[day], AssignmentState.DONE) for day in each.past.worked_on]
        for time_ in each.busy:
            occasion = len(days) + len(times) + 1
            times.append({**_occasion(occasion), "starts_at": time_[0], "ends_at": time_[1]})
            seats.append(_seat(each, occasion, AssignmentState.PLANNED))
            during = f"[{time_.starts_at.isoformat()},{time_.ends_at.isoformat()})"
            bookings.append({"assignment_id": len(seats), "person_id": each.id, "during": during})
    _copy(connection, "occasions", ({**_occasion(n), "due_on": d} for d, n in occasions.items()))
    _copy(connection, "occasions", times)
    _copy(connection, "assignments", ({"id": n, **row} for n, row in enumerate(seats, 1)))
    _copy(connection, "bookings", ({**_MINE, **row, "is_overridden": False} for row in bookings))


def _stored(expert: ExpertFacts) -> ExpertFacts:
    """As the tables have it: without an agreement nothing says until when."""
    return expert if expert.agreement_from else replace(expert, agreement_until=None)


def _of(expert: ExpertFacts, row: Row) -> Row:
    return {**_MINE, "expert_id": expert.id, **row}


def _occasion(number: int) -> Row:
    return {**_VERSIONED, "id": number, "request_id": 1, "seats": 1, "accepted_count": 1}


def _seat(expert: ExpertFacts, occasion: int, state: AssignmentState) -> Row:
    nothing = dict.fromkeys(
        ("fee_cents", "travel_cents", "preparation_minutes", "minutes_before", "minutes_after"), 0
    )
    return {
        **_VERSIONED,
        **nothing,
        "request_id": 1,
        "occasion_id": occasion,
        "expert_id": expert.id,
        "state": state,
        "is_group": False,
        "payer": "we_pay",
        "payee": "payroll",
        "fee_choice": "full",
        "fee_chosen_at": _LONG_AGO,
        "is_overridden": False,
        "accepted_at": _LONG_AGO,
    }


def _expert(expert: ExpertFacts) -> Row:
    spoken = expert.languages
    return {
        **_VERSIONED,
        "id": expert.id,
        "person_id": expert.id,
        "first_name": "Koe",
        "last_name": f"Henkilö {expert.id}",
        "sort_key": f"henkilö {expert.id:06}",
        "channel": Channel.EMAIL,
        "language": "fi",
        "languages": list(spoken),
        "basic_languages": [code for code in spoken if spoken[code] == Fluency.BASIC],
        "native_languages": [code for code in spoken if spoken[code] == Fluency.NATIVE],
        "role_kinds": list(expert.kinds),
        "levels": list(expert.levels),
        "good_at": list(expert.good_at),
        "learns": list(expert.learns),
        "available": [f"{weekday}-{part}" for weekday, part in expert.available],
        "support_ticks": ["breaks"] if expert.needs_support else [],
        "municipality_code": expert.municipality,
        "travels_km": expert.travels_km,
        "may_act_remotely": expert.works_remotely,
        "rest_minutes": expert.rest_minutes,
        "wished_minutes_a_month": expert.wished_minutes_a_month,
        "joined_on": expert.past.since,
        "paused_until": expert.paused_until,
        "hidden_at": _LONG_AGO if expert.hidden else None,
        "stopped_at": _LONG_AGO if expert.stopped else None,
        "stop_reason": "illness" if expert.stopped else None,
        "finance_has_it": True,
        "responsible_id": 1,
        "is_minor": expert.is_minor,
        "guardian_name": "Koe Huoltaja" if expert.is_minor else None,
        "guardian_consent_on": date(2025, 1, 1) if expert.guardian_consents else None,
        "guardian_latest_minute": expert.guardian_latest_minute,
    }


def _offers(expert: ExpertFacts) -> Iterator[Row]:
    """One for each day she was asked, long answered."""
    for number, day in enumerate(expert.past.asked_on):
        yield {
            "version": 1,
            "round_id": expert.id * 100 + number,
            "request_id": 1,
            "occasion_id": number,
            "channel": Channel.EMAIL,
            "state": OfferState.NOT_CHOSEN,
            "position": 1,
            "sent_at": datetime.combine(day, time(12), UTC),
            "fee_cents": 0,
            "travel_cents": 0,
            "foreseen": "{}",
            "preparation_minutes": 0,
            "gross_in_month_cents": 0,
        }


def _themes(expert: ExpertFacts) -> Iterator[Row]:
    for theme, perspective in expert.themes:
        yield {"theme_id": theme, "perspective": perspective}


def _agreements(expert: ExpertFacts) -> Iterator[Row]:
    if expert.agreement_from:
        yield {
            "text_version": "1",
            "signed_on": expert.agreement_from,
            "valid_until": expert.agreement_until,
        }


def _trainings(expert: ExpertFacts) -> Iterator[Row]:
    for first, last in expert.trainings:
        yield {"name": "Koulutus", "finished_on": first, "valid_until": last}


def _boundaries(expert: ExpertFacts) -> Iterator[Row]:
    nothing = dict.fromkeys(("theme_id", "municipality_code", "unit_id"))
    yield from ({**nothing, "theme_id": each} for each in expert.avoids_themes)
    yield from ({**nothing, "municipality_code": each} for each in expert.avoids_municipalities)
    yield from ({**nothing, "unit_id": each} for each in expert.avoids_units)


def _own_units(expert: ExpertFacts) -> Iterator[Row]:
    yield from ({"unit_id": each} for each in expert.own_units)


def _away(expert: ExpertFacts) -> Iterator[Row]:
    yield from ({"first_on": first, "last_on": last} for first, last in expert.blocked)


_PARTS = {
    "expert_themes": _themes,
    "agreements": _agreements,
    "trainings": _trainings,
    "boundaries": _boundaries,
    "own_units": _own_units,
    "times_away": _away,
    "offers": _offers,
}
