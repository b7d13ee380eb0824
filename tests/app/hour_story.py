"""A small house for the tests of hours: one talk that was held, and everybody around it."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta

from app.access import Actor, Role
from app.database import current_organisation, transaction
from app.readings.said_hours import ExpenseSaid, HoursSaid
from app.storage import tables
from app.storage.assignments import Assignment
from app.storage.entry_lists import AnyEntry
from app.storage.experts import Expert
from app.storage.units import Approver, CostCentre
from app.storage.users import User
from app.use_cases.check_hours import check_hours
from app.use_cases.confirm_hours import confirm_hours
from app.use_cases.entry_steps import Ref
from app.use_cases.report_hours import report_hours
from invoices.pricing.fee_table import Work
from invoices.travel.costs import ExpenseKind
from tests import build

DAY = date(2026, 11, 3)
STARTS = datetime(2026, 11, 3, 8, tzinfo=UTC)  # 10.00 in Finland
ENDS = datetime(2026, 11, 3, 10, tzinfo=UTC)
ACTIVITY = HoursSaid(work=Work.ACTIVITY, day=DAY, minutes=120, starts_at=STARTS, ends_at=ENDS)
READING = HoursSaid(work=Work.PREPARATION, day=DAY, minutes=30)
DRIVE = ExpenseSaid(
    kind=ExpenseKind.KILOMETRES,
    day=DAY,
    kilometre_tenths=125,
    purpose="Puheenvuoro",
    route="Kempele–Oulu–Kempele",
)
TICKET = ExpenseSaid(kind=ExpenseKind.TICKET, day=DAY, claimed_cents=123450)

TRIP = ExpenseSaid(
    kind=ExpenseKind.PER_DIEM,
    day=DAY,
    leaves_at=STARTS - timedelta(hours=3),
    returns_at=ENDS + timedelta(hours=3),  # 8 hours
    distance_tenths=450,
)


def as_actor(user: User, role: Role) -> Actor:
    return Actor(
        role=role,
        organisation_id=current_organisation(),
        user_id=user.id,
        person_id=user.person_id,
        name=user.name,
    )


def refs(entries: list[AnyEntry]) -> list[Ref]:
    return [Ref(entry.entry_kind, entry.id, entry.version) for entry in entries]


@dataclass
class House:
    coordinator: Actor
    approver_user: User
    centre: CostCentre
    expert: Expert
    assignment: Assignment

    @property
    def approver(self) -> Actor:
        return as_actor(self.approver_user, Role.APPROVER)

    @property
    def herself(self) -> Actor:
        """The expert by her link."""
        return Actor(
            role=Role.EXPERT,
            organisation_id=current_organisation(),
            expert_id=self.expert.id,
            name=self.expert.name,
        )

    @property
    def unit(self) -> Actor:
        """The unit by its link."""
        return Actor(
            role=Role.REQUESTER,
            organisation_id=current_organisation(),
            unit_id=self.assignment.request.unit_id,
            name="Oona Ohjaaja",
        )

    def reported(self, *said, **changes) -> list[AnyEntry]:
        told = {"by": self.herself, "assignment_id": self.assignment.id} | changes
        return report_hours(said=said or [ACTIVITY, READING], **told)

    def confirmed(self, *said) -> list[AnyEntry]:
        entries = self.reported(*said)
        confirm_hours(by=self.unit, refs=refs(entries))
        return entries

    def checked(self, *said) -> list[AnyEntry]:
        entries = self.confirmed(*said)
        assert not check_hours(by=self.coordinator, refs=refs(entries)).refused
        return entries


def a_house(*, kind="talk", starts_at=STARTS, ends_at=ENDS, **changes) -> House:
    """changes: of the assignment."""
    approver = build.a_user(Role.APPROVER)
    centre = build.a_cost_centre(approver)
    coordinator = build.a_user()
    request = build.a_brief(
        cost_centre_id=centre.id,
        kind=kind,
        contact_email="oona@esimerkki.fi",
        responsible_id=coordinator.id,
    )
    occasion = build.an_occasion(request, starts_at=starts_at, ends_at=ends_at)
    expert = build.an_expert()
    usual = {"accepted_at": starts_at - timedelta(days=20), "preparation_minutes": 30}
    assignment = build.an_assignment(expert, occasion, **(usual | changes))
    return House(as_actor(coordinator, Role.COORDINATOR), approver, centre, expert, assignment)


def an_approver(centre: CostCentre, user: User, **changes) -> None:
    with transaction():
        tables.add(
            Approver(cost_centre_id=centre.id, user_id=user.id, **{"valid_from": DAY} | changes)
        )
