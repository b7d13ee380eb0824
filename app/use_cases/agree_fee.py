"""What a price leaves open is agreed for one assignment: the sum within its range, and the role."""

from app.access import Actor
from app.database import Refusal, transaction
from app.language import amount
from app.readings import expect_pay
from app.readings.entry_prices import find_activity_rate
from app.storage import assignments, changes, experts, fee_tables
from app.storage.assignments import Assignment
from app.storage.changes import Subject
from app.use_cases.request_steps import refuse_stale
from app.use_cases.set_payee import is_settled
from invoices.payers import goes_on_a_statement
from invoices.pricing.fee_table import Rate
from invoices.pricing.price import FeeChoice
from invoices.refusals.pricing import OutsideAgreedRange


class FeeSettled(Refusal):
    """Something of the assignment has been approved, and is paid as it was agreed then."""

    code = "fee_settled"


class NotARange(Refusal):
    """The price says the sum by itself."""

    code = "not_a_range"


class NoSuchRole(Refusal):
    """The price has no addition for the role."""

    code = "no_such_role"


def agree_fee(
    *,
    by: Actor,
    assignment_id: int,
    agreed_cents: int | None = None,
    role: str | None = None,
    version: int | None = None,
) -> Assignment:
    """Both as they are from now on; None: not agreed, no role. The same as before: nothing happens.

    Raises Missing, FeeSettled, NotARange, OutsideAgreedRange, NoSuchRole, Stale.
    """
    with transaction():
        assignment = assignments.get(assignment_id, lock=True)  # as approving does
        if (assignment.agreed_cents, assignment.role) == (agreed_cents, role):
            return assignment
        if is_settled(assignment_id):
            raise FeeSettled
        refuse_stale(assignment, version)
        _refuse_outside(find_activity_rate(assignment), agreed_cents, role)
        _note(assignment, agreed_cents, role, by)
        assignment.agreed_cents, assignment.role = agreed_cents, role
        promised = expect_pay.expected(
            expert=experts.get(assignment.expert_id),
            request=assignment.request,
            occasion=assignment.occasion,
            fee_choice=assignment.fee_choice,
            agreed_cents=agreed_cents,
            role=role,
        )
        assignment.fee_cents = promised.fee_cents
    return assignment


def still_open() -> list[Assignment]:
    """Coming work whose sum is yet to be agreed, by time."""
    prices = fee_tables.price_list()
    if not any(rate.terms.agreed for table in prices for rate in table.rates):
        return []
    return [
        each
        for each in assignments.with_seat()
        if each.agreed_cents is None
        and each.fee_choice == FeeChoice.FULL
        and goes_on_a_statement(each.payer, each.payee)
        and (rate := find_activity_rate(each)) is not None
        and rate.terms.agreed
    ]


def refuse_outside(assignment: Assignment, agreed_cents: int) -> None:
    """Raises NotARange, OutsideAgreedRange."""
    _refuse_outside(find_activity_rate(assignment), agreed_cents, None)


def _refuse_outside(rate: Rate | None, agreed_cents: int | None, role: str | None) -> None:
    within = rate.terms.agreed if rate else None
    if agreed_cents is not None and within is None:
        raise NotARange
    if (
        agreed_cents is not None
        and within is not None
        and not within.from_cents <= agreed_cents <= within.to_cents
    ):
        raise OutsideAgreedRange(agreed_cents, within.from_cents, within.to_cents)
    if role is not None and (rate is None or role not in {each.role for each in rate.terms.roles}):
        raise NoSuchRole


def _note(assignment: Assignment, agreed_cents: int | None, role: str | None, by: Actor) -> None:
    if assignment.agreed_cents != agreed_cents:
        sum_said = None if agreed_cents is None else amount(agreed_cents)
        changes.note(Subject.ASSIGNMENT, assignment.id, "fee_agreed", by=by, reason=sum_said)
    if assignment.role != role:
        changes.note(Subject.ASSIGNMENT, assignment.id, "role_given", by=by, reason=role)
