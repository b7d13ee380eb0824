"""What is told of hours and costs, before it is stored, and whether it may be reported."""

from dataclasses import asdict, dataclass, field
from datetime import date, datetime
from typing import Any

from app.access import Actor, NotAllowed, Role
from app.gateways.receipt_files import ReceiptFile
from app.now import now
from app.readings.entry_prices import is_paid_though_cancelled
from app.readings.expense_pieces import trip_of
from app.storage import entry_lists, expense_entries, figures, travel_terms
from app.storage.assignments import Assignment
from invoices.pricing.fee_table import Work
from invoices.refusals.trips import TripTwice
from invoices.travel.costs import TRIPS, ExpenseKind
from invoices.travel.pieces import trip_pieces
from invoices.travel.travel_terms import terms_on
from scheduling import hours as rules
from scheduling.availability import Interval
from scheduling.kinds import Attendance
from scheduling.lifecycle import OFF
from scheduling.refusals import HoursInFuture, NoActivity
from scheduling.wall_clock import day_of


@dataclass(frozen=True, kw_only=True)
class HoursSaid:
    """place: the name of the row in its form, where a refusal is shown.

    version  of the entry it mends, as it was looked at; None where the whole form is compared
    """

    work: Work
    day: date
    minutes: int
    starts_at: datetime | None = None
    ends_at: datetime | None = None
    note: str | None = None
    entry_id: int | None = None
    version: int | None = None
    place: str = ""

    def values(self) -> dict[str, Any]:
        return _without(asdict(self), "entry_id", "version", "place")


@dataclass(frozen=True, kw_only=True)
class ExpenseSaid:
    """receipt_seen: on paper, by the coordinator who writes it down."""

    kind: ExpenseKind
    day: date
    claimed_cents: int = 0
    kilometre_tenths: int | None = None
    passengers: int = 0
    purpose: str | None = None
    route: str | None = None
    leaves_at: datetime | None = None
    returns_at: datetime | None = None
    distance_tenths: int | None = None
    work_distance_tenths: int | None = None
    free_meals: list[int] = field(default_factory=list)
    meals: list[int] = field(default_factory=list)
    for_companion: bool = False
    explanation: str | None = None
    receipt: ReceiptFile | None = None
    receipt_seen: bool = False
    entry_id: int | None = None
    version: int | None = None
    place: str = ""

    def values(self) -> dict[str, Any]:
        return _without(asdict(self), "entry_id", "version", "place", "receipt", "receipt_seen")


Said = HoursSaid | ExpenseSaid


def key_of(said: Said) -> tuple[str, int | None]:
    """The kind and the id of the entry it mends, if it mends one."""
    return ("hours" if isinstance(said, HoursSaid) else "expenses", said.entry_id)


def check_said(said: Said, assignment: Assignment, by: Actor) -> None:
    """Raises TimeRefusal, MoneyRefusal where nothing is payable, NotAllowed."""
    occasion, moment = assignment.occasion, now()
    if isinstance(said, ExpenseSaid):
        if said.kind == ExpenseKind.BOUGHT_BY_US and by.role != Role.COORDINATOR:
            raise NotAllowed(said.kind)
        if said.day > day_of(moment):
            raise HoursInFuture(day=said.day)
        if said.kind in TRIPS:
            _check_trip(said, assignment)
        return
    if said.work == Work.ACTIVITY and not _may_have_activity(assignment):
        raise NoActivity
    during = Interval(said.starts_at, said.ends_at) if said.starts_at and said.ends_at else None
    others = entry_lists.activity_times(
        assignment.expert_id, without=[said.entry_id] if said.entry_id else []
    )
    rules.check_hours(
        rules.Hours(
            kind=rules.HourKind(said.work), day=said.day, minutes=said.minutes, during=during
        ),
        now=moment,
        earliest=_earliest(assignment),
        occasion=occasion.during,
        other_activity=[Interval(*times) for times in others],
    )


def _check_trip(said: ExpenseSaid, assignment: Assignment) -> None:
    """Raises NothingPayable, AllowancesNotPaid, TripTwice, TripBackwards, HoursInFuture."""
    trip = trip_of(said)
    if trip.ends_at > now():
        raise HoursInFuture(day=day_of(trip.ends_at))
    if expense_entries.trips_between(
        assignment.expert_id, trip.starts_at, trip.ends_at, without=said.entry_id
    ):
        raise TripTwice()
    terms = terms_on(travel_terms.decided(), said.day)
    trip_pieces(trip, tuple(said.meals), terms, entered=figures.in_force())


def _may_have_activity(assignment: Assignment) -> bool:
    """Held and attended, or called off so late that the planned time is paid in part."""
    if assignment.state in OFF:
        return is_paid_though_cancelled(assignment)
    return assignment.attendance != Attendance.ABSENT


def _earliest(assignment: Assignment) -> date:
    """Work counts from the promise on; a booking written down late reaches back to its day."""
    occasion = assignment.occasion
    agreed_on = day_of(assignment.accepted_at)
    return min(agreed_on, occasion.day) if occasion.during else agreed_on


def _without(values: dict[str, Any], *names: str) -> dict[str, Any]:
    return {name: value for name, value in values.items() if name not in names}
