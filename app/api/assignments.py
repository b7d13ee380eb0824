"""Assignments as JSON: confirmed, cancelled, and what came of them."""

from app.access import Permission, Role, actor, needs
from app.api.once import once
from app.api.resource import Resource
from app.readings.own import refuse_others
from app.schemas.income_decisions import IncomeDecisionSchema, IncomeDecisionShown
from app.schemas.shown import assignments as shown
from app.storage import assignments, pages
from app.storage.assignments import Assignment
from app.use_cases import agree_fee as agreeing
from app.use_cases import cancel_assignment, confirm_assignment, tell_outcome
from app.use_cases import decide_income_type as deciding
from app.use_cases import set_payee as use_case

api = Resource("assignments", __name__, description="Promised work, occasion by occasion")
SEES = (Permission.SEE_ASSIGNMENTS, Permission.OWN_ASSIGNMENTS)
RUNS = (Permission.RUN_ASSIGNMENTS, Permission.OWN_ASSIGNMENTS)


@api.get("")
@needs(*SEES)
@api.arguments(shown.AssignmentFilter, location="query")
@api.response(200, shown.AssignmentPage)
def list_assignments(wanted):
    """An expert sees only her own."""
    cursor, limit = wanted.pop("cursor"), wanted.pop("limit")
    filters = [getattr(Assignment, name) == value for name, value in wanted.items()]
    if actor().role is Role.EXPERT:
        filters.append(Assignment.expert_id == actor().expert_id)
    return pages.page(Assignment, *filters, cursor=cursor, limit=limit)


@api.get("/<id:assignment_id>")
@needs(*SEES)
@api.response(200, shown.AssignmentShown)
def show(assignment_id):
    assignment = assignments.get(assignment_id)
    refuse_others(actor(), assignment.expert_id)
    return assignment


@api.post("/<id:assignment_id>/confirm")
@needs(*RUNS)
@once
@api.arguments(shown.SaidBySomebody)
@api.response(200, shown.AssignmentShown)
def confirm(values, assignment_id):
    """All is agreed."""
    return confirm_assignment.confirm_assignment(assignment_id, by=actor(), **values)


@api.post("/<id:assignment_id>/cancel")
@needs(*RUNS)
@once
@api.arguments(shown.Cancellation)
@api.response(200, shown.AssignmentShown)
def cancel(values, assignment_id):
    """I can't come: the unit and the coordinator know at once, the seat is free."""
    return cancel_assignment.cancel_assignment(assignment_id, by=actor(), **values)


@api.post("/<id:assignment_id>/payee")
@needs(Permission.RUN_ASSIGNMENTS)
@once
@api.arguments(shown.PayeeChoice)
@api.response(200, shown.AssignmentShown)
def set_payee(values, assignment_id):
    """Who pays and who is paid, until something of it is approved."""
    return use_case.set_payee(by=actor(), assignment_id=assignment_id, **values)


@api.post("/<id:assignment_id>/fee")
@needs(Permission.RUN_ASSIGNMENTS)
@once
@api.arguments(shown.AgreedFee)
@api.response(200, shown.AssignmentShown)
def agree_fee(values, assignment_id):
    """The sum agreed where the price is a range, and the role, until something is approved."""
    return agreeing.agree_fee(by=actor(), assignment_id=assignment_id, **values)


@api.post("/<id:assignment_id>/income-type")
@needs(Permission.RUN_STATEMENTS)
@once
@api.arguments(IncomeDecisionSchema)
@api.response(200, IncomeDecisionShown)
def decide_income_type(values, assignment_id):
    """What its fees are for the tax and the insurer, with a reason, until they are paid."""
    return deciding.decide(by=actor(), assignment_id=assignment_id, **values)


@api.post("/<id:assignment_id>/outcome")
@needs(Permission.TELL_OUTCOMES)
@once
@api.arguments(shown.ToldOutcome)
@api.response(200, shown.OutcomeShown)
def tell(values, assignment_id):
    """What changed because of the work, as the unit told it: the experts are told on."""
    request_id = assignments.get(assignment_id).request_id
    return tell_outcome.tell_outcome(by=actor(), request_id=request_id, **values)
