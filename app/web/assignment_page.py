"""What the pages of one assignment show, by link or signed in."""

from collections.abc import Iterable
from typing import Any

from app.gateways.assignment_papers import (
    coordinators_of,
    leave_at,
    pay_day_of,
    preparation_of,
)
from app.now import now
from app.readings.entry_prices import find_activity_rate, is_paid_though_cancelled
from app.readings.way_of_entries import told_of
from app.storage import occasions, requests
from app.storage.assignments import Assignment
from invoices.payers import goes_on_a_statement
from invoices.pricing.price import FeeChoice
from scheduling.lifecycle import COMING


def about(assignment: Assignment) -> dict[str, Any]:
    asked = requests.get(assignment.request_id)
    occasion = occasions.get(assignment.occasion_id)
    rate = find_activity_rate(assignment)
    by_payroll = goes_on_a_statement(assignment.payer, assignment.payee)
    return {
        "assignment": assignment,
        "asked": asked,
        "occasion": occasion,
        "expert": assignment.expert,
        "preparation": preparation_of(asked),
        "leave_at": leave_at(assignment, occasion.starts_at),
        "coordinators": coordinators_of(asked, assignment.expert),
        "pay_on": pay_day_of(assignment) if by_payroll else None,
        "by_payroll": by_payroll,
        "rate": rate,
        "range": rate.terms.agreed if rate and _is_open(assignment) else None,
        "is_paid_though_cancelled": is_paid_though_cancelled(assignment),
        "told": told_of(assignment.expert_id, [assignment]),
        "is_coming": assignment.state in COMING,
        "has_begun": occasion.starts_at is not None and occasion.starts_at <= now(),
    }


def _is_open(assignment: Assignment) -> bool:
    """A sum that nobody takes need not be agreed."""
    return assignment.agreed_cents is None and assignment.fee_choice == FeeChoice.FULL


def next_one(hers: Iterable[Assignment]) -> Assignment | None:
    """The nearest one still to come; one that is going on is still the next."""
    coming = (each for each in hers if each.state in COMING)
    ahead = (each for each in coming if not occasions.is_over(each.occasion, now()))
    return next(ahead, None)
