"""Reported entries as people look at them: by assignment, priced, with differences. Only reads."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from itertools import groupby
from typing import Any, NamedTuple

from app.readings.entry_prices import (
    Prices,
    earlier_fees,
    is_paid_though_cancelled,
    read_prices,
)
from app.storage import users
from app.storage.assignments import Assignment
from app.storage.changes import Change
from app.storage.entry_lists import AnyEntry
from app.storage.expense_entries import ExpenseEntry
from app.storage.hour_entries import HourEntry
from invoices.refusals import MoneyRefusal
from invoices.travel.costs import ExpenseKind
from scheduling.differences import Difference, Reported, find_differences
from scheduling.hours import HourKind
from scheduling.lifecycle import OFF, TO_REPORT
from scheduling.wall_clock import day_of, minutes_between


@dataclass
class Matter:
    """What one person reported of one assignment, in one step of its way."""

    assignment: Assignment
    entries: list[AnyEntry]
    cents: int = 0
    prices: dict[str, int] = field(default_factory=dict)  # by the entry's ref
    steps: dict[str, list[Any]] = field(default_factory=dict)  # of how each price came about
    unpriced: list[tuple[AnyEntry, MoneyRefusal]] = field(default_factory=list)
    explained: list[Change] = field(default_factory=list)  # only for those who handle the matter

    @property
    def bought_cents(self) -> int:
        """What the unit pays besides, straight to the seller."""
        costs = [entry for entry in self.entries if isinstance(entry, ExpenseEntry)]
        return sum(one.claimed_cents for one in costs if one.kind == ExpenseKind.BOUGHT_BY_US)

    @property
    def refs(self) -> str:
        return " ".join(entry.ref for entry in self.entries)

    @property
    def first_day(self) -> date:
        return min(entry.day for entry in self.entries)

    @property
    def reported_on(self) -> date:
        """The earliest; of what was never sent, such as what was brought in, its own day."""
        sent = (day_of(entry.reported_at) for entry in self.entries if entry.reported_at)
        return min(sent, default=self.first_day)

    @cached_property
    def checked_by(self) -> list[str]:
        """Names, each once."""
        ids = {entry.checked_by for entry in self.entries if entry.checked_by is not None}
        return sorted(users.get(user_id).name for user_id in ids)

    @cached_property
    def entered_by(self) -> list[str]:
        """Who wrote it on behalf of the expert, and how she told it."""
        ids = {entry.entered_by for entry in self.entries if entry.on_behalf_how is not None}
        return sorted(users.get(user_id).name for user_id in ids if user_id is not None)

    @cached_property
    def differences(self) -> list[Difference]:
        minutes: dict[HourKind, int] = defaultdict(int)
        for entry in self.entries:
            if isinstance(entry, HourEntry):
                minutes[HourKind(entry.work)] += entry.minutes
        costs = [
            self.prices.get(entry.ref) for entry in self.entries if isinstance(entry, ExpenseEntry)
        ]
        return find_differences(
            Reported(
                minutes=minutes,
                cost_cents=sum(cents or 0 for cents in costs) if costs else None,
                last_day=max(entry.day for entry in self.entries),
                told_on=self.reported_on,
            ),
            planned_minutes=planned_minutes(self.assignment),
            planned_cents=self.assignment.travel_cents,
        )


def matters(entries: Iterable[AnyEntry]) -> list[Matter]:
    """By assignment: those with differences first, then the oldest."""
    prices = read_prices()

    def assignment_of(entry: AnyEntry) -> int:
        return entry.assignment_id

    found = [
        _matter(list(together), prices)
        for _, together in groupby(sorted(entries, key=assignment_of), key=assignment_of)
    ]
    return sorted(found, key=lambda matter: (not _needs_a_look(matter), matter.first_day))


def priced(entries: Iterable[AnyEntry]) -> Matter | None:
    """What is on its way of one assignment: approved ones as they were priced."""
    sent = [entry for entry in entries if entry.state not in TO_REPORT]
    return _matter(sent, read_prices()) if sent else None


class Sums(NamedTuple):
    """What the assignments of a cost centre come to: to people, and what was bought for them."""

    name: str
    assignments: int
    cents: int
    bought_cents: int


def sums_by_cost_centre(found: Iterable[Matter]) -> list[Sums]:
    """By name of the cost centre."""
    sums: dict[str, list[Matter]] = defaultdict(list)
    for matter in found:
        centre = matter.assignment.request.cost_centre
        sums[f"{centre.code} {centre.name}" if centre else ""].append(matter)
    return sorted(
        Sums(name, len(own), sum(one.cents for one in own), sum(one.bought_cents for one in own))
        for name, own in sums.items()
    )


def planned_minutes(assignment: Assignment) -> dict[HourKind, int]:
    occasion = assignment.occasion
    planned = {
        HourKind.PREPARATION: assignment.preparation_minutes,
        HourKind.TRAVEL: 2 * assignment.minutes_before,
    }
    takes_place = assignment.state not in OFF or is_paid_though_cancelled(assignment)
    if occasion.during and takes_place:
        planned[HourKind.ACTIVITY] = minutes_between(*occasion.during)
    return planned


def _matter(entries: list[AnyEntry], prices: Prices) -> Matter:
    """Priced as it was approved, else as it would be approved now, each fixed fee once."""
    matter = Matter(entries[0].assignment, entries)
    given: dict[object, list[Any]] = defaultdict(list)
    for entry in entries:
        if entry.price_cents is not None:
            _put(matter, entry, entry.price_cents, entry.breakdown or ())
            continue
        work = entry.work if isinstance(entry, HourEntry) else None
        try:
            priced = prices.of(entry, earlier=[*earlier_fees(entry), *given[work]])
        except MoneyRefusal as refusal:
            matter.unpriced.append((entry, refusal))
            continue
        given[work].append(priced.price.breakdown)
        _put(matter, entry, priced.cents, priced.steps)
    return matter


def _put(matter: Matter, entry: AnyEntry, cents: int, steps: Iterable[Any]) -> None:
    matter.prices[entry.ref] = cents
    matter.steps[entry.ref] = list(steps)
    matter.cents += cents


def _needs_a_look(matter: Matter) -> bool:
    return bool(matter.differences or matter.unpriced)
