"""Prices and fee tables of every shape, and entries that they price, for properties."""

from dataclasses import dataclass, replace
from datetime import date, timedelta

from hypothesis import strategies as st

from invoices.pricing.fee_table import BY_TIME, FeeTable, PriceUnit, Rate, Work, rate_for, table_on
from invoices.pricing.price import Clock, FeeChoice, Hours
from invoices.pricing.terms import (
    Addition,
    Agreed,
    Cap,
    DayKind,
    LateCancellation,
    Period,
    RoleAddition,
    Rounding,
    Supplement,
    Terms,
    Tier,
    Towards,
)

FIRST_DAY = date(2026, 11, 23)
CHANGE = date(2026, 12, 10)  # the day of the second fee table
KINDS = ("talk", "panel")

few_cents = st.integers(0, 100_000)
percents = st.decimals(0, 200, places=2)
additions = st.one_of(st.builds(Addition, percent=percents), st.builds(Addition, cents=few_cents))
clocks = st.lists(
    st.builds(
        Clock,
        day_kind=st.sampled_from(DayKind),
        starts=st.integers(0, 700),
        ends=st.integers(701, 1440),
    ),
    max_size=2,
).map(tuple)
hours = st.builds(
    Hours,
    minutes=st.integers(0, 900),
    attended=st.booleans(),
    already_priced=st.booleans(),
    clocks=clocks,
    role=st.sampled_from([None, "chair", "secretary"]),
    notice_minutes=st.one_of(st.none(), st.integers(0, 3000)),
)
caps = st.lists(
    st.builds(Cap, per=st.sampled_from(Period), cents=st.integers(0, 60_000)),
    max_size=3,
    unique_by=lambda cap: cap.per,
).map(tuple)
late_fees = st.lists(
    st.builds(
        LateCancellation,
        under_minutes=st.sampled_from([60, 1440, 2880]),
        percent=st.decimals(0, 100, places=1),
    ),
    max_size=3,
    unique_by=lambda each: each.under_minutes,
).map(tuple)


@st.composite
def supplements(draw) -> Supplement:
    starts, ends = sorted(draw(st.sets(st.integers(0, 1440), min_size=2, max_size=2)))
    return Supplement(
        name=draw(st.sampled_from(["evening", "weekend"])),
        addition=draw(additions),
        days=draw(st.frozensets(st.sampled_from(DayKind), min_size=1)),
        from_minute=starts,
        to_minute=ends,
    )


@st.composite
def terms(draw, unit: PriceUnit) -> Terms:
    by_time = unit in BY_TIME
    starts = draw(st.sets(st.integers(1, 600), max_size=3)) if by_time else set()
    return Terms(
        free_minutes=draw(st.integers(0, 90)) if by_time else 0,
        least_minutes=draw(st.integers(0, 120)) if by_time else 0,
        started_minutes=draw(st.sampled_from([1, 15, 30, 45, 60])) if by_time else 1,
        tiers=tuple(Tier(after_minutes=each, cents=draw(few_cents)) for each in sorted(starts)),
        supplements=draw(st.lists(supplements(), max_size=2).map(tuple)),
        roles=(RoleAddition(role="chair", addition=draw(additions)),),
        late_cancellation=draw(late_fees),
        least_cents=draw(st.integers(0, 500)),
        most_cents=draw(st.one_of(st.none(), st.integers(500, 90_000))),
        half_day_minutes=draw(st.integers(0, 300)) if unit == PriceUnit.DAY else 0,
        caps=draw(caps),
        rounding=Rounding(
            cents=draw(st.sampled_from([1, 5, 10, 100])), towards=draw(st.sampled_from(Towards))
        ),
    )


@st.composite
def rates(draw, code: str = "any", work: Work = Work.ACTIVITY, kind: str | None = None) -> Rate:
    """A range with the sum agreed for each assignment is drawn where one may be."""
    unit = draw(st.sampled_from(PriceUnit))
    return Rate(
        code=code,
        work=work,
        unit=unit,
        cents=draw(few_cents),
        request_kind=kind,
        terms=draw(terms(unit)),
        given=draw(st.sampled_from([None, None, "gift card"])),
    )


@st.composite
def ranges(draw, rate: Rate) -> Rate:
    """Perhaps the same as a range."""
    if rate.terms.tiers or rate.work != Work.ACTIVITY or draw(st.booleans()):
        return rate
    least, most = sorted((draw(few_cents), draw(few_cents)))
    return replace(rate, terms=replace(rate.terms, agreed=Agreed(from_cents=least, to_cents=most)))


@st.composite
def tables(draw) -> tuple[FeeTable, ...]:
    """One fee table, or a second one from `CHANGE`: other prices, or the same under other caps."""
    first = FeeTable(valid_from=FIRST_DAY, decision_number="§ 12", rates=draw(price_lists()))
    if draw(st.booleans()):
        return (first,)
    if draw(st.booleans()):
        rates = draw(price_lists())
    else:
        rates = tuple(
            replace(rate, terms=replace(rate.terms, caps=draw(caps))) for rate in first.rates
        )
    return first, FeeTable(valid_from=CHANGE, decision_number="§ 15", rates=rates)


@st.composite
def price_lists(draw) -> tuple[Rate, ...]:
    kinds = (None, *KINDS[: draw(st.integers(0, 1))])
    return tuple(
        draw(ranges(draw(rates(f"{work}-{kind}", work, kind))))
        for work in (Work.ACTIVITY, Work.PREPARATION)
        for kind in kinds
    )


@dataclass(frozen=True, kw_only=True)
class Entry:
    """All that is stored of reported work and that its price depends on."""

    name: str
    day: date
    work: Work
    kind: str
    hours: Hours
    fee_choice: FeeChoice

    def rate(self, tables: tuple[FeeTable, ...]) -> Rate:
        return rate_for(table_on(tables, self.day), self.work, self.kind)


@st.composite
def entries(draw, tables: tuple[FeeTable, ...], number: int) -> Entry:
    """A sum is agreed where the price is a range."""
    entry = Entry(
        name=f"hour-{number}",
        day=FIRST_DAY + timedelta(draw(st.integers(0, 45))),
        work=draw(st.sampled_from([Work.ACTIVITY, Work.PREPARATION])),
        kind=draw(st.sampled_from(KINDS)),
        hours=draw(hours),
        fee_choice=draw(st.sampled_from([FeeChoice.FULL, FeeChoice.FULL, FeeChoice.COSTS_ONLY])),
    )
    within = entry.rate(tables).terms.agreed
    if within is None:
        return entry
    agreed_cents = draw(st.integers(within.from_cents, within.to_cents))
    return replace(entry, hours=replace(entry.hours, agreed_cents=agreed_cents))


@st.composite
def work_of_a_person(draw) -> tuple[tuple[FeeTable, ...], list[Entry]]:
    """Fee tables, and entries that they price."""
    found = draw(tables())
    count = draw(st.integers(1, 8))
    return found, [draw(entries(found, number)) for number in range(6, 6 + count)]
