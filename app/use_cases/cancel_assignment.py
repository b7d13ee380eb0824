""" "I can't come", also at 7:40 the same morning: the unit knows at once and the seat is free."""

from datetime import datetime

from app.access import Actor
from app.database import transaction
from app.gateways import mail
from app.now import now
from app.readings.own import refuse_others
from app.storage import assignments, changes, experts, occasions, requests, users
from app.storage.assignments import Assignment
from app.storage.changes import Subject
from app.storage.requests import ExpertRequest
from app.use_cases import seats
from app.use_cases.turns import turn_of
from invoices.pricing.price import FeeChoice
from scheduling.kinds import CancelReason, OnBehalf, TurnReason
from scheduling.lifecycle import AssignmentState, next_assignment_state
from scheduling.said import check_said_at


def cancel_assignment(
    assignment_id: int,
    *,
    by: Actor,
    reason: CancelReason = CancelReason.CANNOT_COME,
    how: OnBehalf | None = None,
    said_at: datetime | None = None,
) -> Assignment:
    """A second time changes nothing. Preparation already done stays payable.

    Raises Missing, WrongStep, AnswerInFuture, AnswerBeforeAsked.
    """
    with transaction():
        request, assignment = _locked(assignment_id, by)
        if assignment.state == AssignmentState.CANCELLED:
            return assignment
        check_said_at(now(), said_at, since=assignment.accepted_at)
        assignment.state = next_assignment_state(assignment.state, AssignmentState.CANCELLED)
        assignment.cancelled_at, assignment.cancel_reason = now(), reason
        _note(assignment, by, reason=str(reason), how=how, said_at=said_at)
        seats.settle(request, by=by)
        if reason == CancelReason.CANNOT_COME:
            _alarm(request, assignment)
    return assignment


def replace(
    assignment_id: int,
    expert_id: int,
    *,
    by: Actor,
    how: OnBehalf = OnBehalf.PHONE,
    fee_choice: FeeChoice = FeeChoice.FULL,
    override_reason: str | None = None,
    turn_reason: TurnReason | None = None,
    turn_note: str | None = None,
) -> Assignment:
    """A stand-in takes over a seat, cancelled or still promised. Returns the stand-in's.

    turn_reason   why she, when it was somebody else's turn
    Raises Missing, WrongStep, SeatTaken, DoubleBooked, NotEligible, ReasonNeeded.
    """
    with transaction():
        request, assignment = _locked(assignment_id, by)
        occasion, expert = occasions.get(assignment.occasion_id), experts.get(expert_id)
        turn = turn_of(
            request,
            [expert.id],
            occasion=occasion,
            instead_of=assignment,
            reason=turn_reason,
            note=turn_note,
        )
        if assignment.state != AssignmentState.CANCELLED:
            assignment.state = next_assignment_state(assignment.state, AssignmentState.REPLACED)
            assignment.cancelled_at = now()
            _note(assignment, by)
            mail.tell_expert(
                experts.get(assignment.expert_id),
                "replaced",
                event=f"replaced:{assignment.id}",
                occasion=occasion,
            )
        stand_in = seats.give(
            by=by,
            request=request,
            occasion=occasion,
            expert=expert,
            replaces=assignment,
            fee_choice=fee_choice,
            how=how,
            is_group=assignment.is_group,
            override_reason=override_reason,
            turn=turn.why,
        )
        turn.refuse_unexplained()
        seats.confirm_to(expert, [stand_in])
        seats.settle(request, by=by)
    return stand_in


def _locked(assignment_id: int, by: Actor) -> tuple[ExpertRequest, Assignment]:
    looked = assignments.get(assignment_id)
    refuse_others(by, looked.expert_id)
    request = requests.get(looked.request_id, lock=True)
    return request, assignments.get(assignment_id, lock=True)


def _note(
    assignment: Assignment,
    by: Actor,
    *,
    reason: str | None = None,
    how: OnBehalf | None = None,
    said_at: datetime | None = None,
) -> None:
    changes.note(
        Subject.ASSIGNMENT,
        assignment.id,
        assignment.state,
        by=by,
        reason=reason,
        how=how,
        said_at=said_at,
    )


def _alarm(request: ExpertRequest, assignment: Assignment) -> None:
    """The unit and the coordinator know without delay, at any hour."""
    told = {
        "expert": experts.get(assignment.expert_id),
        "occasion": occasions.get(assignment.occasion_id),
    }
    event = f"cannot_come:{assignment.id}"
    mail.tell_unit(request, "assignment_cancelled_to_unit", event=event, request=request, **told)
    if request.responsible_id:
        mail.tell_user(
            users.get(request.responsible_id),
            "assignment_cancelled_to_coordinator",
            event=event,
            request=request,
            **told,
        )
