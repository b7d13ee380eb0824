"""Illness, death or withdrawal: one act ends what was asked, promised, queued and to be paid."""

from app.access import Actor
from app.database import Refusal, transaction
from app.gateways import mail
from app.now import now, today
from app.storage import changes, commitments, ended_links, links, requests, users
from app.storage.assignments import Assignment
from app.storage.changes import Subject
from app.storage.experts import Expert
from app.storage.messages import MessageState
from app.storage.requests import ExpertRequest
from app.use_cases import seats
from app.use_cases.edit_expert import own
from app.use_cases.entry_steps import move
from invoices.statements.held import HeldReason
from scheduling.kinds import CancelReason, OnBehalf, StopReason
from scheduling.lifecycle import (
    AssignmentState,
    EntryState,
    OfferState,
    next_assignment_state,
    next_offer_state,
)


class ResumesAfterIllnessOnly(Refusal):
    """After a withdrawal a new consent begins a new profile; a death is final."""

    code = "resumes_after_illness_only"


def stop_everything(
    expert_id: int, *, by: Actor, reason: StopReason, how: OnBehalf | None = None
) -> Expert:
    """A second time changes nothing, but an illness may become a withdrawal or a death.

    Raises Missing.
    """
    with transaction():
        concerned = _lock_requests(expert_id)
        expert = own(expert_id, by)
        if expert.stopped_at is not None and reason in (expert.stop_reason, StopReason.ILLNESS):
            return expert
        _end_offers(expert, by)
        _empty_seats(expert, by)
        for request in concerned:
            seats.ask_next(request)
        _hold_pay(expert, by)
        _silence(expert)
        _shut_links(expert)
        if reason is StopReason.WITHDRAWAL:
            for consent in commitments.consents_in_force(expert.id):
                consent.withdrawn_on = today()
        expert.stopped_at = expert.stopped_at or now()
        expert.stop_reason = reason
        changes.note(Subject.EXPERT, expert.id, "stopped", by=by, reason=reason, how=how)
        if by.user_id != expert.responsible_id:
            mail.tell_user(
                users.get(expert.responsible_id),
                "everything_stopped",
                event=f"everything_stopped:{expert.id}:{now():%Y-%m-%dT%H:%M:%S}",
                expert=expert,
            )
    return expert


def resume(expert_id: int, *, by: Actor, how: OnBehalf | None = None) -> Expert:
    """After an illness; pay that waited goes on. Raises Missing, ResumesAfterIllnessOnly."""
    with transaction():
        expert = own(expert_id, by)
        if expert.stopped_at is None:
            return expert
        if expert.stop_reason is not StopReason.ILLNESS:
            raise ResumesAfterIllnessOnly
        for entry in commitments.held_as_stopped(expert.id):
            entry.held_because = None
            move(entry, EntryState.APPROVED, by=by, reason="resumed")
        expert.stopped_at = expert.stop_reason = None
        changes.note(Subject.EXPERT, expert.id, "resumed", by=by, how=how)
    return expert


def _lock_requests(expert_id: int) -> list[ExpertRequest]:
    """First the requests, as everybody who gives or frees a seat does; then the person."""
    concerned = {offer.request_id for offer in commitments.open_offers(expert_id)}
    concerned |= {seat.request_id for seat in _promised(expert_id)}
    return [requests.get(request_id, lock=True) for request_id in sorted(concerned)]


def _promised(expert_id: int) -> list[Assignment]:
    return commitments.promised(expert_id, moment=now(), day=today())


def _end_offers(expert: Expert, by: Actor) -> None:
    for offer in commitments.open_offers(expert.id):
        offer.state = next_offer_state(offer.state, OfferState.WITHDRAWN)
        changes.note(Subject.OFFER, offer.id, offer.state, by=by, reason="stopped")


def _empty_seats(expert: Expert, by: Actor) -> None:
    """The unit hears that a seat is free, never why."""
    for seat in _promised(expert.id):
        seat.state = next_assignment_state(seat.state, AssignmentState.CANCELLED)
        seat.cancelled_at, seat.cancel_reason = now(), CancelReason.STOPPED
        changes.note(Subject.ASSIGNMENT, seat.id, seat.state, by=by, reason="stopped")
        request = requests.get(seat.request_id, lock=True)
        seats.settle(request, by=by)
        mail.tell_unit(
            request,
            "seat_came_free",
            event=f"seat_came_free:{seat.id}",
            request=request,
            occasion=seat.occasion,
        )


def _hold_pay(expert: Expert, by: Actor) -> None:
    for entry in commitments.approved_unpaid(expert.id):
        entry.held_because = HeldReason.STOPPED
        move(entry, EntryState.HELD, by=by, reason=HeldReason.STOPPED)


def _shut_links(expert: Expert) -> None:
    """Old letters and e-mails open nothing; after an illness new ones bring new links."""
    for kind, hers in ended_links.of_expert(expert.id).items():
        links.revoke(kind, hers, organisation_id=expert.organisation_id, moment=now())


def _silence(expert: Expert) -> None:
    for message in commitments.unsent_messages(expert.id):
        message.state, message.failed_because = MessageState.FAILED, "stopped"
    commitments.ring_no_more(expert.id)
