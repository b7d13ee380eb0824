"""The states of everything that moves, and the only steps between them, as data."""

from enum import StrEnum
from typing import Any, TypeVar

from scheduling.payment_states import (
    BANK_BATCH_STEPS,
    PAYMENT_STEPS,
    BankBatchState,
    PaymentState,
)
from scheduling.refusals import WrongStep
from scheduling.register_states import (
    DELIVERY_STEPS,
    REPORT_STEPS,
    DeliveryState,
    ReportState,
)

State = TypeVar("State", bound=StrEnum)


class RequestState(StrEnum):
    DRAFT = "draft"
    SENT = "sent"
    CLARIFYING = "clarifying"
    MATCHING = "matching"
    FILLED = "filled"
    DONE = "done"
    ANSWERED = "answered"
    CLOSED = "closed"
    CANCELLED = "cancelled"


BEFORE_MATCHING = (RequestState.DRAFT, RequestState.SENT, RequestState.CLARIFYING)
BEFORE_DONE = (*BEFORE_MATCHING, RequestState.MATCHING, RequestState.FILLED)
ENDED = (RequestState.CLOSED, RequestState.CANCELLED)


class OfferState(StrEnum):
    SENT = "sent"
    SEEN = "seen"
    ASKS_FIRST = "asks_first"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    EXPIRED = "expired"
    WITHDRAWN = "withdrawn"
    NOT_CHOSEN = "not_chosen"


OPEN_OFFER = (OfferState.SENT, OfferState.SEEN, OfferState.ASKS_FIRST)


class AssignmentState(StrEnum):
    PLANNED = "planned"
    CONFIRMED = "confirmed"
    DONE = "done"
    CANCELLED = "cancelled"
    REPLACED = "replaced"


COMING = (AssignmentState.PLANNED, AssignmentState.CONFIRMED)
SEATED = (*COMING, AssignmentState.DONE)
OFF = (AssignmentState.CANCELLED, AssignmentState.REPLACED)


class EntryState(StrEnum):
    """Of hours and expenses. On a statement and paid are read from the statement's line."""

    DRAFT = "draft"
    REPORTED = "reported"
    CONFIRMED = "confirmed"
    CHECKED = "checked"
    APPROVED = "approved"
    RETURNED = "returned"
    HELD = "held"


TO_REPORT = (EntryState.DRAFT, EntryState.RETURNED)
APPROVED = (EntryState.APPROVED, EntryState.HELD)


class StatementState(StrEnum):
    ISSUED = "issued"
    HANDED_OVER = "handed_over"
    PAID = "paid"
    CREDITED = "credited"
    CORRECTED = "corrected"


class PlanState(StrEnum):
    """Of a whole period."""

    PROPOSAL = "proposal"
    SENT = "sent"
    DROPPED = "dropped"


REQUEST_STEPS: dict[RequestState, set[RequestState]] = {
    RequestState.DRAFT: {RequestState.SENT, RequestState.CANCELLED},
    RequestState.SENT: {RequestState.CLARIFYING, RequestState.MATCHING, RequestState.CANCELLED},
    # The unit answers and sends again, or the coordinator mends the brief herself.
    RequestState.CLARIFYING: {RequestState.SENT, RequestState.MATCHING, RequestState.CANCELLED},
    RequestState.MATCHING: {RequestState.FILLED, RequestState.CANCELLED},
    # A seat that empties opens the search again.
    RequestState.FILLED: {RequestState.MATCHING, RequestState.DONE, RequestState.CANCELLED},
    # Closed without an answer only after the chases of `scheduling.reminders`.
    RequestState.DONE: {RequestState.ANSWERED, RequestState.CLOSED},
    RequestState.ANSWERED: {RequestState.CLOSED},
    RequestState.CLOSED: set(),
    RequestState.CANCELLED: set(),
}

OFFER_STEPS: dict[OfferState, set[OfferState]] = {
    OfferState.SENT: set(OfferState) - {OfferState.SENT},
    OfferState.SEEN: set(OfferState) - {OfferState.SENT, OfferState.SEEN},
    # "Ring me" stops the expiry clock.
    OfferState.ASKS_FIRST: {
        OfferState.ACCEPTED,
        OfferState.DECLINED,
        OfferState.WITHDRAWN,
        OfferState.NOT_CHOSEN,
    },
    # An answer given by phone in time may be written down late; a yes only if the seat is free.
    OfferState.EXPIRED: {OfferState.ACCEPTED, OfferState.DECLINED},
    OfferState.NOT_CHOSEN: {OfferState.ACCEPTED},
    OfferState.ACCEPTED: set(),
    OfferState.DECLINED: set(),
    OfferState.WITHDRAWN: set(),
}

ASSIGNMENT_STEPS: dict[AssignmentState, set[AssignmentState]] = {
    # Someone who never confirmed may still have come.
    AssignmentState.PLANNED: set(AssignmentState) - {AssignmentState.PLANNED},
    AssignmentState.CONFIRMED: {
        AssignmentState.DONE,
        AssignmentState.CANCELLED,
        AssignmentState.REPLACED,
    },
    AssignmentState.DONE: set(),
    AssignmentState.CANCELLED: set(),
    AssignmentState.REPLACED: set(),
}

ENTRY_STEPS: dict[EntryState, set[EntryState]] = {
    EntryState.DRAFT: {EntryState.REPORTED},
    # The unit confirms; for a silent unit the coordinator takes this same step.
    EntryState.REPORTED: {EntryState.CONFIRMED, EntryState.RETURNED},
    EntryState.CONFIRMED: {EntryState.CHECKED, EntryState.RETURNED},
    EntryState.CHECKED: {EntryState.APPROVED, EntryState.RETURNED},
    EntryState.RETURNED: {EntryState.REPORTED},
    # What a credit has set free may go back for mending; an approval of what has never been on a
    # statement may be taken back.
    EntryState.APPROVED: {EntryState.HELD, EntryState.CHECKED, EntryState.RETURNED},
    EntryState.HELD: {EntryState.APPROVED, EntryState.CHECKED, EntryState.RETURNED},
}

STATEMENT_STEPS: dict[StatementState, set[StatementState]] = {
    StatementState.ISSUED: {StatementState.HANDED_OVER, StatementState.CREDITED},
    StatementState.HANDED_OVER: {StatementState.PAID, StatementState.CREDITED},
    # Money that has moved is never credited away: a correction moves the difference.
    StatementState.PAID: {StatementState.CORRECTED},
    StatementState.CREDITED: set(),
    StatementState.CORRECTED: set(),
}

PLAN_STEPS: dict[PlanState, set[PlanState]] = {
    PlanState.PROPOSAL: {PlanState.SENT, PlanState.DROPPED},
    PlanState.SENT: set(),
    PlanState.DROPPED: set(),
}

# The same graphs by name; the database refuses by these too.
STEPS: dict[str, dict[Any, set[Any]]] = {
    "request": REQUEST_STEPS,
    "offer": OFFER_STEPS,
    "assignment": ASSIGNMENT_STEPS,
    "entry": ENTRY_STEPS,
    "statement": STATEMENT_STEPS,
    "plan": PLAN_STEPS,
    "bank_batch": BANK_BATCH_STEPS,
    "payment": PAYMENT_STEPS,
    "register_delivery": DELIVERY_STEPS,
    "register_report": REPORT_STEPS,
}


def next_request_state(current: RequestState, wanted: RequestState) -> RequestState:
    """Raises WrongStep."""
    return _step(REQUEST_STEPS, current, wanted)


def next_offer_state(current: OfferState, wanted: OfferState) -> OfferState:
    """Raises WrongStep."""
    return _step(OFFER_STEPS, current, wanted)


def next_assignment_state(current: AssignmentState, wanted: AssignmentState) -> AssignmentState:
    """Raises WrongStep."""
    return _step(ASSIGNMENT_STEPS, current, wanted)


def next_entry_state(current: EntryState, wanted: EntryState) -> EntryState:
    """Raises WrongStep."""
    return _step(ENTRY_STEPS, current, wanted)


def next_statement_state(current: StatementState, wanted: StatementState) -> StatementState:
    """Raises WrongStep."""
    return _step(STATEMENT_STEPS, current, wanted)


def next_plan_state(current: PlanState, wanted: PlanState) -> PlanState:
    """Raises WrongStep."""
    return _step(PLAN_STEPS, current, wanted)


def next_bank_batch_state(current: BankBatchState, wanted: BankBatchState) -> BankBatchState:
    """Raises WrongStep."""
    return _step(BANK_BATCH_STEPS, current, wanted)


def next_payment_state(current: PaymentState, wanted: PaymentState) -> PaymentState:
    """Raises WrongStep."""
    return _step(PAYMENT_STEPS, current, wanted)


def next_delivery_state(current: DeliveryState, wanted: DeliveryState) -> DeliveryState:
    """Raises WrongStep."""
    return _step(DELIVERY_STEPS, current, wanted)


def next_report_state(current: ReportState, wanted: ReportState) -> ReportState:
    """Raises WrongStep."""
    return _step(REPORT_STEPS, current, wanted)


def _step(steps: dict[State, set[State]], current: State, wanted: State) -> State:
    if wanted not in steps[current]:
        raise WrongStep(current, wanted)
    return wanted
