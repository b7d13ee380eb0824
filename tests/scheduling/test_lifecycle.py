"""The steps of requests, offers, assignments, entries and statements."""

import pytest

from scheduling.lifecycle import (
    STEPS,
    AssignmentState,
    EntryState,
    OfferState,
    PlanState,
    RequestState,
    StatementState,
    next_assignment_state,
    next_entry_state,
    next_offer_state,
    next_request_state,
    next_statement_state,
)
from scheduling.payment_states import BankBatchState, PaymentState
from scheduling.refusals import WrongStep
from scheduling.register_states import DeliveryState, ReportState


def walk(next_state, *states):
    for current, wanted in zip(states, states[1:], strict=False):
        assert next_state(current, wanted) == wanted


def test_everything_goes_its_whole_way():
    walk(
        next_request_state,
        *("draft", "sent", "clarifying", "matching", "filled", "done", "answered", "closed"),
    )
    walk(next_offer_state, "sent", "seen", "asks_first", "accepted")
    walk(next_assignment_state, "planned", "confirmed", "done")
    walk(next_entry_state, "draft", "reported", "confirmed", "checked", "approved")
    walk(next_statement_state, "issued", "handed_over", "paid", "corrected")


def test_every_state_has_its_steps_listed():
    for states, steps in zip(
        (
            *(RequestState, OfferState, AssignmentState, EntryState, StatementState, PlanState),
            *(BankBatchState, PaymentState, DeliveryState, ReportState),
        ),
        STEPS.values(),
        strict=True,
    ):
        assert set(steps) == set(states)


def test_a_refused_step_names_both_states():
    with pytest.raises(WrongStep) as refusal:
        next_entry_state(EntryState.DRAFT, EntryState.APPROVED)

    assert refusal.value.code == "wrong_step"
    assert refusal.value.values == {"current": "draft", "wanted": "approved"}


@pytest.mark.parametrize("current", ["draft", "sent", "clarifying", "matching", "filled"])
def test_a_request_may_be_cancelled_until_it_is_done(current):
    assert next_request_state(current, RequestState.CANCELLED) == "cancelled"


@pytest.mark.parametrize("current", ["done", "answered", "closed", "cancelled"])
def test_a_request_that_is_done_is_not_cancelled(current):
    with pytest.raises(WrongStep):
        next_request_state(current, RequestState.CANCELLED)


def test_a_seat_that_empties_opens_the_search_again():
    walk(next_request_state, "filled", "matching", "filled")


def test_a_returned_brief_is_sent_again():
    walk(next_request_state, "sent", "clarifying", "sent", "matching")


def test_an_offer_that_waits_for_a_call_does_not_expire():
    with pytest.raises(WrongStep):
        next_offer_state(OfferState.ASKS_FIRST, OfferState.EXPIRED)


@pytest.mark.parametrize("current", ["expired", "not_chosen"])
def test_a_late_yes_by_phone_is_still_a_yes(current):
    assert next_offer_state(current, OfferState.ACCEPTED) == "accepted"


@pytest.mark.parametrize("current", ["accepted", "declined", "withdrawn"])
@pytest.mark.parametrize("wanted", list(OfferState))
def test_an_answered_or_withdrawn_offer_stays_as_it_is(current, wanted):
    with pytest.raises(WrongStep):
        next_offer_state(current, wanted)


def test_someone_who_never_confirmed_may_still_have_come():
    assert next_assignment_state(AssignmentState.PLANNED, AssignmentState.DONE) == "done"


@pytest.mark.parametrize("current", ["done", "cancelled", "replaced"])
@pytest.mark.parametrize("wanted", list(AssignmentState))
def test_a_finished_assignment_stays_as_it_is(current, wanted):
    with pytest.raises(WrongStep):
        next_assignment_state(current, wanted)


@pytest.mark.parametrize("current", ["reported", "confirmed", "checked"])
def test_hours_go_back_with_a_reason_until_they_are_approved(current):
    walk(next_entry_state, current, "returned", "reported")


@pytest.mark.parametrize("current", ["approved", "held"])
def test_approved_hours_go_back_to_be_mended_or_to_be_approved_anew(current):
    walk(next_entry_state, current, "returned", "reported")
    walk(next_entry_state, current, "checked", "approved")
    with pytest.raises(WrongStep):
        next_entry_state(EntryState(current), EntryState.REPORTED)


def test_hours_payroll_cannot_pay_are_held_and_released():
    walk(next_entry_state, "approved", "held", "approved")


def test_a_statement_is_credited_before_payment_and_corrected_after():
    walk(next_statement_state, "issued", "credited")
    walk(next_statement_state, "handed_over", "credited")
    with pytest.raises(WrongStep):
        next_statement_state(StatementState.PAID, StatementState.CREDITED)
