"""What the rules need to know of a person and of a request."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import NamedTuple

from scheduling.availability import DaySpan, Interval, Validity
from scheduling.fairness import Past
from scheduling.kinds import AgeBand, DayPart, Fluency, Level, Perspective, RequestKind
from scheduling.lifecycle import OfferState
from scheduling.travel_time import Place


class OfferedTheme(NamedTuple):
    theme_id: int
    perspective: Perspective


@dataclass(frozen=True, kw_only=True)
class ExpertFacts:
    """One person, whatever the day; what is left at its default asks nothing."""

    id: int
    kinds: frozenset[RequestKind]
    themes: frozenset[OfferedTheme]
    languages: Mapping[str, Fluency]
    levels: frozenset[Level] = frozenset()  # empty: any
    trainings: tuple[Validity, ...] = ()
    learns: frozenset[RequestKind] = frozenset()
    good_at: frozenset[RequestKind] = frozenset()

    home: Place | None = None
    municipality: str | None = None  # the code of it
    travels_km: int | None = None  # one way; None: as far as it takes
    works_remotely: bool = True

    stopped: bool = False
    hidden: bool = False
    paused_until: date | None = None  # asked again from this day on
    agreement_from: date | None = None  # None: no agreement
    agreement_until: date | None = None  # the last valid day; None: until further notice
    agreement_is_current: bool = True  # the text signed is the one in force
    record_checked_on: date | None = None
    needs_support: bool = False

    is_minor: bool = False
    guardian_consents: bool = False
    guardian_latest_minute: int | None = None  # of the day by the clock: work has ended by then
    guardian_day_minutes: int | None = None

    busy: tuple[Interval, ...] = ()  # ways and rests included, in any organisation
    rest_minutes: int = 0
    available: frozenset[tuple[int, DayPart]] = frozenset()  # 0 is Monday; empty: any time
    blocked: tuple[DaySpan, ...] = ()
    wished_minutes_a_month: int | None = None  # at most
    promised: Mapping[date, int] = field(default_factory=dict)  # minutes by first of the month

    # Her boundaries and her own service units: they only filter and are never shown.
    avoids_themes: frozenset[int] = frozenset()
    avoids_municipalities: frozenset[str] = frozenset()
    avoids_units: frozenset[int] = frozenset()
    own_units: frozenset[int] = frozenset()

    # Told by herself or not at all; they only keep a team from being all alike.
    age_band: AgeBand | None = None
    group: str | None = None

    past: Past = Past()


@dataclass(frozen=True, kw_only=True)
class RequestFacts:
    """One request as it stands now."""

    kind: RequestKind
    level: Level
    themes: frozenset[int]  # empty: any
    language: str
    fluency: Fluency = Fluency.GOOD  # at least
    needs_training: bool = False
    on_site: bool = True
    remote: bool = False  # both: each person chooses
    place: Place | None = None
    municipality: str | None = None
    unit_id: int | None = None
    occasions: tuple[Interval, ...] = ()  # none: open-ended, or a task by a day
    due_on: date | None = None
    seats: int = 1
    with_minors: bool = False
    checks_records: bool = False  # a public organisation; never an association's own people
    offers: Mapping[int, OfferState] = field(default_factory=dict)  # a person's latest here
    holders: frozenset[int] = frozenset()  # of a seat
    continues: frozenset[int] = frozenset()  # held a seat earlier in the same series
    asked_by_name: frozenset[int] = frozenset()
    ask_before_confirming: frozenset[int] = frozenset()  # whose own ceiling of income is near
