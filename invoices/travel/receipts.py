"""A cost with or without its receipt: when the person's own word is enough."""

from datetime import timedelta
from enum import StrEnum

from invoices.refusals import NegativeAmount
from invoices.refusals.trips import ExplanationMissing, ReceiptMissing
from invoices.travel.costs import ExpenseKind

PROVEN = (ExpenseKind.TICKET, ExpenseKind.OTHER)
KEPT_AFTER_PAYMENT = timedelta(days=60)  # long enough to put a statement right
KEPT_UNSENT = timedelta(days=90)  # of a cost that was never sent, or not again after mending
IMAGE, PDF, PAPER = "image/jpeg", "application/pdf", "paper"
RECEIPT_FILES = (IMAGE, PDF)


class Proof(StrEnum):
    RECEIPT = "receipt"
    PAPER = "paper"  # the receipt was seen, and is kept on paper
    OWN_WORD = "own_word"  # marked to whoever approves


def proof_of(claimed_cents: int, *, has_receipt: bool, explanation: str, limit_cents: int) -> Proof:
    """limit_cents: what the organisation pays at most without a receipt; 0 pays nothing so.

    Raises ReceiptMissing above the limit, ExplanationMissing, NegativeAmount.
    """
    if claimed_cents < 0:
        raise NegativeAmount(claimed_cents)
    if has_receipt:
        return Proof.RECEIPT
    if claimed_cents > limit_cents:
        raise ReceiptMissing(limit_cents)
    if not explanation.strip():
        raise ExplanationMissing()
    return Proof.OWN_WORD


def kind_by_proof(kind: ExpenseKind, proof: Proof | None) -> ExpenseKind:
    """Only what a receipt proves is free of tax; the rest is paid as pay."""
    return ExpenseKind.NO_RECEIPT if kind in PROVEN and proof == Proof.OWN_WORD else kind
