"""What a price may say beyond its cents for a unit: how time counts, what is added, what is cut.

All of it is data of the organisation's own decision. A term that is not said changes nothing.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from invoices.money import percent_of, to_multiple
from invoices.refusals.pricing import TermsContradict

MINUTES_A_DAY = 24 * 60
ALL_OF_IT = Decimal(100)


def _refuse_unless(holds: bool, field: str) -> None:
    if not holds:
        raise TermsContradict(field)


class DayKind(StrEnum):
    """A public holiday is `holiday` on whatever day of the week."""

    WEEKDAY = "weekday"
    SATURDAY = "saturday"
    SUNDAY = "sunday"
    HOLIDAY = "holiday"


class Towards(StrEnum):
    NEAREST = "nearest"  # the half of one goes up
    UP = "up"
    DOWN = "down"


class Period(StrEnum):
    """Within which several entries of one person count together."""

    DAY = "day"
    MONTH = "month"
    YEAR = "year"


@dataclass(frozen=True, kw_only=True)
class Rounding:
    """The fee to whole multiples of `cents`, after everything else."""

    cents: int = 1
    towards: Towards = Towards.NEAREST

    def __post_init__(self) -> None:
        _refuse_unless(self.cents > 0, "rounding")

    def of(self, cents: int) -> int:
        return to_multiple(cents, self.cents, self.towards)


@dataclass(frozen=True, kw_only=True)
class Tier:
    """What an hour costs once `after_minutes` of the entry have passed."""

    after_minutes: int
    cents: int

    def __post_init__(self) -> None:
        _refuse_unless(self.after_minutes > 0 and self.cents >= 0, "tiers")


@dataclass(frozen=True, kw_only=True)
class Addition:
    """Percent of the fee, or cents; exactly one of the two."""

    percent: Decimal | None = None
    cents: int | None = None

    def __post_init__(self) -> None:
        _refuse_unless((self.percent is None) != (self.cents is None), "addition")
        _refuse_unless((self.percent or 0) >= 0 and (self.cents or 0) >= 0, "addition")

    def on(self, cents: int) -> int:
        return percent_of(cents, self.percent) if self.percent is not None else self.cents or 0


@dataclass(frozen=True, kw_only=True)
class Supplement:
    """Evening, night or weekend: wall-clock minutes of the day, on these kinds of day.

    On time work the addition is to each hour that falls inside, on a fixed fee to the whole of it
    when it begins inside. Two that overlap are both added.
    """

    name: str
    addition: Addition
    days: frozenset[DayKind] = frozenset(DayKind)
    from_minute: int = 0
    to_minute: int = MINUTES_A_DAY

    def __post_init__(self) -> None:
        in_order = 0 <= self.from_minute < self.to_minute <= MINUTES_A_DAY
        _refuse_unless(in_order and bool(self.days), "supplements")


@dataclass(frozen=True, kw_only=True)
class RoleAddition:
    """For a named role in the occasion, such as the chair's."""

    role: str
    addition: Addition


@dataclass(frozen=True, kw_only=True)
class LateCancellation:
    """The percent of the fee that stays payable when called off less than so long before."""

    under_minutes: int
    percent: Decimal

    def __post_init__(self) -> None:
        right = self.under_minutes > 0 and 0 <= self.percent <= ALL_OF_IT
        _refuse_unless(right, "late_cancellation")


@dataclass(frozen=True, kw_only=True)
class Agreed:
    """A range within which the fee is agreed for each assignment, both ends included."""

    from_cents: int
    to_cents: int

    def __post_init__(self) -> None:
        _refuse_unless(0 <= self.from_cents <= self.to_cents, "agreed")


@dataclass(frozen=True, kw_only=True)
class Cap:
    """The most that a person is paid by this price within one period."""

    per: Period
    cents: int

    def __post_init__(self) -> None:
        _refuse_unless(self.cents >= 0, "caps")


@dataclass(frozen=True, kw_only=True)
class Terms:
    """All minutes and cents are of one entry, except in `half_day_minutes` and `caps`.

    free_minutes       the first so many are not paid, as travel under half an hour
    least_minutes      shorter work counts as so long
    started_minutes    every started so many minutes count whole
    tiers              dearer or cheaper hours, in order
    least_cents        the fee is at least this, once anything at all is due
    most_cents         and at most this
    half_day_minutes   a day this long or shorter is half of the price (price by the day)
    Raises TermsContradict, naming the field.
    """

    free_minutes: int = 0
    least_minutes: int = 0
    started_minutes: int = 1
    tiers: tuple[Tier, ...] = ()
    supplements: tuple[Supplement, ...] = ()
    roles: tuple[RoleAddition, ...] = ()
    late_cancellation: tuple[LateCancellation, ...] = ()
    least_cents: int = 0
    most_cents: int | None = None
    half_day_minutes: int = 0
    agreed: Agreed | None = None
    caps: tuple[Cap, ...] = ()
    rounding: Rounding = Rounding()

    def __post_init__(self) -> None:
        for name in ("free_minutes", "least_minutes", "least_cents", "half_day_minutes"):
            _refuse_unless(getattr(self, name) >= 0, name)
        _refuse_unless(self.started_minutes >= 1, "started_minutes")
        _refuse_unless(self.most_cents is None or self.most_cents >= self.least_cents, "most_cents")
        starts = [tier.after_minutes for tier in self.tiers]
        _refuse_unless(starts == sorted(set(starts)), "tiers")
        for named in (
            [each.role for each in self.roles],
            [each.per for each in self.caps],
            [each.under_minutes for each in self.late_cancellation],
        ):
            _refuse_unless(len(named) == len(set(named)), "twice")
