"""Finance decides what an assignment's fee is for the tax and the insurer, and says why."""

from collections.abc import Collection

from app.access import Actor
from app.database import transaction
from app.now import now, today
from app.readings.income_types import classification_of, house
from app.readings.own import refuse_own
from app.storage import assignments, changes, engines, income_decisions, payouts, requests, tables
from app.storage.changes import Subject
from app.storage.engines import Engine
from app.storage.income_decisions import IncomeDecision, IncomeTypePaid
from app.storage.line_kinds import LineKind
from invoices.refusals.tax import ReasonMissing
from invoices.tax.classification import Classification, Contract, Override
from invoices.tax.income_types import Insurance


def decide(
    *,
    by: Actor,
    assignment_id: int,
    reason: str,
    income_type: int | None = None,
    insured: Collection[Insurance] = (),
    uninsured: Collection[Insurance] = (),
) -> IncomeDecision:
    """For the fees of the assignment; costs follow it into trade income and out of it.

    income_type  None: what the rules say
    insured, uninsured  where the insurance differs from what the income type says
    Raises Missing, OwnEntry, IncomeTypePaid, ReasonMissing and what `classify` raises.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction():
        assignment = assignments.get(assignment_id, lock=True)
        refuse_own(by, assignment.expert)
        if income_decisions.is_paid(assignment_id):
            raise IncomeTypePaid
        decision = IncomeDecision(
            assignment_id=assignment_id,
            income_type=income_type,
            insured=sorted(map(str, insured)),
            uninsured=sorted(map(str, uninsured)),
            reason=reason,
            decided_at=now(),
            decided_by=by.user_id,
            decider_name=by.name,
        )
        what = classified(assignment_id, decision.values())
        told = f"{what.income_type}: {reason}"
        changes.note(Subject.ASSIGNMENT, assignment_id, "income_type_decided", by=by, reason=told)
        return tables.add(decision)


def classified(assignment_id: int, override: Override | None) -> Classification:
    """What the fee of the assignment would be if it was paid today. Raises what `classify` does."""
    assignment = assignments.get(assignment_id)
    identity = payouts.find_identity(assignment.expert_id)
    fee = LineKind(requests.get(assignment.request_id).kind, None, False, assignment_id)
    contract = identity.contract if identity else Contract.FEE
    found = house()
    if Engine.WITHHOLDING not in engines.switched_on():
        found = found.with_sure_flags(today().year)
    return classification_of(fee, contract, today(), override=override, house=found)
