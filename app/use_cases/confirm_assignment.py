"""Before the work: confirming, asking for a call, and a group member's choice of fee."""

from datetime import datetime

from app.access import Actor
from app.database import Refusal, transaction
from app.gateways import mail
from app.now import now, today
from app.readings import expect_pay
from app.readings.own import refuse_others
from app.storage import assignments, changes, experts, occasions, requests, users
from app.storage.assignments import Assignment
from app.storage.changes import Subject
from invoices.pricing.price import FeeChoice
from scheduling.kinds import OnBehalf
from scheduling.lifecycle import COMING, AssignmentState, next_assignment_state
from scheduling.said import check_said_at

WENT_ON = {AssignmentState.CONFIRMED, AssignmentState.DONE}


class FeeLocked(Refusal):
    """The fee was chosen with the yes, or the work has begun."""

    code = "fee_locked"


def confirm_assignment(
    assignment_id: int,
    *,
    by: Actor,
    how: OnBehalf | None = None,
    said_at: datetime | None = None,
) -> Assignment:
    """The sheet has been read and all is agreed.

    Raises Missing, WrongStep, AnswerInFuture, AnswerBeforeAsked.
    """
    with transaction():
        assignment = assignments.get(assignment_id, lock=True)
        refuse_others(by, assignment.expert_id)
        if assignment.state not in WENT_ON:
            check_said_at(now(), said_at, since=assignment.accepted_at)
            _step(assignment, AssignmentState.CONFIRMED, by=by, how=how, said_at=said_at)
    return assignment


def ask_for_call(assignment_id: int, *, by: Actor) -> Assignment:
    """ "Ring me": the coordinator is told, once a day. Raises Missing."""
    with transaction():
        assignment = assignments.get(assignment_id)
        refuse_others(by, assignment.expert_id)
        request, expert = requests.get(assignment.request_id), experts.get(assignment.expert_id)
        mail.tell_user(
            users.get(request.responsible_id or expert.responsible_id),
            "call_asked",
            event=f"call_asked:{assignment.id}:{today()}",
            expert=expert,
            occasion=occasions.get(assignment.occasion_id),
        )
        changes.note(Subject.ASSIGNMENT, assignment.id, "call_asked", by=by)
    return assignment


def choose_fee(
    assignment_id: int,
    fee_choice: FeeChoice,
    *,
    by: Actor,
    how: OnBehalf | None = None,
    said_at: datetime | None = None,
) -> Assignment:
    """Before the work, for a seat that was booked for her in a group.

    Raises Missing, FeeLocked, AnswerInFuture, AnswerBeforeAsked.
    """
    with transaction():
        assignment = assignments.get(assignment_id, lock=True)
        refuse_others(by, assignment.expert_id)
        occasion = occasions.get(assignment.occasion_id)
        has_begun = occasion.starts_at is not None and occasion.starts_at <= now()
        if assignment.state not in COMING or not assignment.is_group or has_begun:
            raise FeeLocked
        check_said_at(now(), said_at, since=assignment.accepted_at)
        promised = expect_pay.expected(
            expert=experts.get(assignment.expert_id),
            request=requests.get(assignment.request_id),
            occasion=occasion,
            fee_choice=fee_choice,
            agreed_cents=assignment.agreed_cents,
            role=assignment.role,
        )
        assignment.fee_choice, assignment.fee_chosen_at = fee_choice, said_at or now()
        assignment.fee_cents, assignment.travel_cents = promised.fee_cents, promised.travel_cents
        reason = f"fee_choice:{fee_choice}"
        changes.note(
            Subject.ASSIGNMENT,
            assignment.id,
            "fee_chosen",
            by=by,
            reason=reason,
            how=how,
            said_at=said_at,
        )
    return assignment


def _step(
    assignment: Assignment,
    state: AssignmentState,
    *,
    by: Actor,
    how: OnBehalf | None = None,
    said_at: datetime | None = None,
) -> None:
    assignment.state = next_assignment_state(assignment.state, state)
    changes.note(
        Subject.ASSIGNMENT, assignment.id, assignment.state, by=by, how=how, said_at=said_at
    )
