"""`rinnalla bench freshness`: what it takes that the columns of a process are never stale."""

import gc
from collections.abc import Iterator, Sequence
from random import Random

from app.commands.bench import filled, registry
from app.commands.bench.cases import Case, at_least, at_most, fastest
from app.database import transaction
from app.storage import match_records, pool

CHANGES, COMPARED = 100, 300
TIMES_SOONER = 9
# All that a ranking asks of the people, as it stands in the tables: only read, nothing built.
TABLES = (
    "select id, person_id, role_kinds, levels, learns, good_at, languages, basic_languages,"
    " native_languages, municipality_code, travels_km, may_act_remotely, stopped_at, hidden_at,"
    " paused_until, is_minor, guardian_consent_on, guardian_latest_minute, guardian_day_minutes,"
    " rest_minutes, available, wished_minutes_a_month, joined_on, support_ticks from experts",
    "select expert_id, theme_id, perspective from expert_themes",
    "select expert_id, finished_on, valid_until from trainings",
    "select expert_id, text_version, signed_on, valid_until from agreements",
    "select expert_id, theme_id, municipality_code, unit_id from boundaries",
    "select expert_id, unit_id from own_units",
    "select expert_id, first_on, last_on from times_away",
    "select expert_id, round_id, sent_at, state, channel, answered_at from offers",
    "select assignments.expert_id, assignments.state, starts_at, ends_at, due_on from assignments"
    " join occasions on occasions.organisation_id = assignments.organisation_id"
    " and occasions.id = assignments.occasion_id",
    "select person_id, during from bookings",
)
TOUCH = """
    with newer as (
      update match_versions set version = version + 1 where organisation_id = %(mine)s
      returning version)
    update match_records set version = newer.version from newer
    where organisation_id = %(mine)s and expert_id = any(%(people)s) returning 1"""
BYTES = "select avg(octet_length(record))::float8 from match_records"


class Unequal(Exception):
    """The records measured are not those of the tables: no figure of them counts."""


def cases(quick: bool) -> Iterator[Case]:
    count = 10_000 if quick else 100_000
    people = registry.experts(count)
    with filled.registry(people):
        ids = [each.id for each in people]
        _refuse_unequal(Random(2).sample(ids, COMPARED))
        del people
        gc.collect()
        yield from _measured(ids, f"{count:,} people", ease=2 if quick else 1)


def _measured(ids: Sequence[int], case: str, *, ease: float) -> Iterator[Case]:
    pool.columns()
    asked = fastest(pool.state, 2000)
    yield at_most(case, "is anything newer", 1_000_000 * asked, "µs", goal=20 * ease)
    patched = min(_patched(Random(n).sample(ids, CHANGES)) for n in range(41))
    yield at_most(
        case, f"{CHANGES} changes read and patched", 1000 * patched, "ms", goal=0.7 * ease
    )
    built = fastest(lambda: pool.Pool().refresh(), 7)
    yield at_most(case, "built from the records", 1000 * built, "ms", goal=150)
    read = fastest(_read_tables, 3)
    sooner = TIMES_SOONER / ease
    yield at_least(case, "sooner than only reading the tables", read / built, "×", goal=sooner)
    ((size,),) = pool.ask(BYTES)
    yield at_most(case, "in the database for each", size, "B", goal=176)


def _patched(changed: list[int]) -> float:
    with transaction():
        pool.ask(TOUCH, people=changed)
    pool.state()  # a read is open, as it is in a request that has told who asks
    return fastest(pool.columns, 1)


def _read_tables() -> None:
    for question in TABLES:
        pool.ask(question)


def _refuse_unequal(some: list[int]) -> None:
    """Raises Unequal."""
    if dict(match_records.packed(some)) != dict(pool.ask(pool.OF_THESE, people=some)):
        raise Unequal("The records are not what the tables make of them.")
