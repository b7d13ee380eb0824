"""The states of payments a bank makes for us, one by one and as a batch, and their steps."""

from enum import StrEnum


class BankBatchState(StrEnum):
    """Of payments a bank makes from one file."""

    CREATED = "created"
    APPROVED = "approved"
    EXPORTED = "exported"
    CONFIRMED = "confirmed"
    VOIDED = "voided"


class PaymentState(StrEnum):
    PLANNED = "planned"
    APPROVED = "approved"
    EXPORTED = "exported"
    CONFIRMED = "confirmed"
    BOUNCED = "bounced"
    VOIDED = "voided"


LIVE_PAYMENT = (
    PaymentState.PLANNED,
    PaymentState.APPROVED,
    PaymentState.EXPORTED,
    PaymentState.CONFIRMED,
)

BANK_BATCH_STEPS: dict[BankBatchState, set[BankBatchState]] = {
    BankBatchState.CREATED: {BankBatchState.APPROVED, BankBatchState.VOIDED},
    BankBatchState.APPROVED: {BankBatchState.EXPORTED, BankBatchState.VOIDED},
    # A file that was taken out is voided only by another person, with a reason.
    BankBatchState.EXPORTED: {BankBatchState.CONFIRMED, BankBatchState.VOIDED},
    BankBatchState.CONFIRMED: set(),
    BankBatchState.VOIDED: set(),
}

PAYMENT_STEPS: dict[PaymentState, set[PaymentState]] = {
    PaymentState.PLANNED: {PaymentState.APPROVED, PaymentState.VOIDED},
    PaymentState.APPROVED: {PaymentState.EXPORTED, PaymentState.VOIDED},
    PaymentState.EXPORTED: {PaymentState.CONFIRMED, PaymentState.BOUNCED, PaymentState.VOIDED},
    # A bank returns money after it was paid, as when the account was closed.
    PaymentState.CONFIRMED: {PaymentState.BOUNCED},
    PaymentState.BOUNCED: set(),
    PaymentState.VOIDED: set(),
}
