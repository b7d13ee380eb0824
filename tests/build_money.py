"""Builders of approved work, priced by the rules as approval prices it."""

from datetime import UTC, date, datetime, timedelta
from itertools import count
from typing import Any

from app.access import Role
from app.database import transaction
from app.storage import tables
from app.storage.assignments import Assignment
from app.storage.expense_entries import ExpenseEntry
from app.storage.experts import Expert
from app.storage.hour_entries import HourEntry
from app.storage.occasions import Occasion
from app.storage.units import Approver
from invoices.pricing import fee_table
from invoices.pricing.fee_table import PriceUnit, Work
from invoices.pricing.fees import price_hours
from invoices.pricing.price import Hours, Price, Step
from invoices.travel.costs import ExpenseKind, price_kilometres
from scheduling.lifecycle import EntryState, RequestState
from tests.build import a_brief, a_cost_centre, a_user, an_assignment, an_occasion

_numbers = count(1)


def approved_hours(
    expert: Expert, *, minutes: int = 120, cents_an_hour: int = 4000, **changes: Any
) -> HourEntry:
    """Activity of 3.11.2026 approved that day; names of an assignment go by `assignment`.

    given  the thing that its price hands over instead of money
    """
    assignment = changes.pop("assignment", None) or an_assignment(expert, a_paid_occasion())
    rate = fee_table.Rate(
        code="hour",
        work=Work.ACTIVITY,
        unit=PriceUnit.HOUR,
        cents=cents_an_hour,
        given=changes.pop("given", None),
    )
    price = price_hours(Hours(minutes=minutes), rate, assignment.fee_choice)
    usual = {
        "work": Work.ACTIVITY,
        "minutes": minutes,
        **of_price(price),
        "pay_code": "3010",
    }
    return _approved(HourEntry, expert, assignment, usual | changes)


def approved_kilometres(expert: Expert, *, tenths: int = 284, **changes: Any) -> ExpenseEntry:
    """A drive of 3.11.2026."""
    assignment = changes.pop("assignment", None) or an_assignment(expert, a_paid_occasion())
    price = price_kilometres(tenths, date(2026, 11, 3), fee_choice=assignment.fee_choice)
    usual = {
        "kind": ExpenseKind.KILOMETRES,
        "kilometre_tenths": tenths,
        "purpose": "Puheenvuoro opiskelijoille",
        "route": "Kempele – Oulu – Kempele",
        "leaves_at": datetime(2026, 11, 3, 6, 15, tzinfo=UTC),
        "returns_at": datetime(2026, 11, 3, 11, 40, tzinfo=UTC),
        **of_price(price),
        "pay_code": "5310",
    }
    return _approved(ExpenseEntry, expert, assignment, usual | changes)


def of_price(price: Price) -> dict[str, Any]:
    """The columns of an entry that is approved at it."""
    return {
        "price_cents": price.cents,
        "quantity": price.quantity,
        "unit": price.unit,
        "unit_cents": price.unit_cents,
        "waived": price.waived,
        "bought_cents": price.bought_cents,
        "breakdown": list(price.breakdown),
    }


def one_piece(cents: int, **step: Any) -> dict[str, Any]:
    """As `of_price`, of a sum that nothing multiplies to."""
    return of_price(Price(cents, (Step(cents=cents, **step),), 1, "piece", cents))


def a_paid_occasion(**changes: Any) -> Occasion:
    """Of a brief with a cost centre, each on a day of its own so that nobody is double booked."""
    number = next(_numbers)
    starts_at = datetime(2026, 1, 1, 7, tzinfo=UTC) + timedelta(days=number)
    usual = {"starts_at": starts_at, "ends_at": starts_at + timedelta(hours=2)}
    brief = a_brief(cost_centre_id=a_cost_centre().id, state=RequestState.DONE)
    return an_occasion(brief, **(usual | changes))


def _approved(kind: Any, expert: Expert, assignment: Assignment, values: dict[str, Any]) -> Any:
    usual = {
        "assignment_id": assignment.id,
        "expert_id": expert.id,
        "day": "2026-11-03",
        "state": EntryState.APPROVED,
        "approved_at": "2026-11-03 12:00+00",
        "confirmed_at": "2026-11-03 10:00+00",
        "checked_by": a_user().id,
    }
    request = assignment.request
    usual |= {"cost_centre_id": request.cost_centre_id, "project_code": request.project_code}
    if "approved_by" not in values:
        values["approved_by"] = a_user(Role.APPROVER).id
    with transaction():
        approver = Approver(
            cost_centre_id=assignment.request.cost_centre_id,
            user_id=values["approved_by"],
            valid_from="2026-01-01",
        )
        tables.add(approver)
        return tables.add(kind(**(usual | values)))
