"""Receipts are kept with the cost they prove, and forgotten once it was paid or never sent."""

import hashlib
from datetime import date

from app.access import Actor, Role
from app.database import Missing, transaction
from app.gateways.receipt_files import ReceiptFile
from app.now import now
from app.readings.own import refuse_others
from app.readings.said_hours import ExpenseSaid
from app.storage import assignments, entry_lists, openings, receipts, tables, travel_terms
from app.storage.entries import EntryKind
from app.storage.expense_entries import ExpenseEntry
from app.storage.openings import Opened
from app.storage.receipts import Receipt
from app.use_cases.entry_steps import Ref, note, seen_as
from invoices.travel.receipts import KEPT_AFTER_PAYMENT, KEPT_UNSENT, PAPER, PROVEN, Proof, proof_of
from invoices.travel.travel_terms import terms_on
from scheduling.kinds import OnBehalf
from scheduling.lifecycle import TO_REPORT, EntryState
from scheduling.refusals import WrongStep


def keep_receipt(entry: ExpenseEntry, said: ExpenseSaid, by: Actor) -> None:
    """What was sent with the cost, or seen on paper by a coordinator who writes it down."""
    if said.receipt is not None:
        _keep(entry, said.receipt)
    elif said.receipt_seen and by.role is Role.COORDINATOR and _standing(entry) is None:
        _keep(entry, ReceiptFile(PAPER, b"", 1))


def send_receipt(
    entry_id: int, file: ReceiptFile, *, by: Actor, version: int, how: OnBehalf | None = None
) -> ExpenseEntry:
    """In the place of an earlier one, while the cost waits to be sent.

    Raises Missing, Stale, WrongStep.
    """
    with transaction():
        entry = _still_told(entry_id, by, version)
        _keep(entry, file)
        note(entry, "receipt_added", by=by, how=how)
    return entry


def take_down_receipt(
    entry_id: int, *, by: Actor, version: int, how: OnBehalf | None = None
) -> ExpenseEntry:
    """While the cost waits to be sent; a second time changes nothing.

    Raises Missing, Stale, WrongStep.
    """
    with transaction():
        entry = _still_told(entry_id, by, version)
        if (found := receipts.find(entry_id)) is not None:
            tables.remove(found)
            note(entry, "receipt_taken_down", by=by, how=how)
    return entry


def find_proof(entry: ExpenseEntry) -> Proof | None:
    """What proves a cost when it is sent; None for what needs no proof.

    Before the organisation has decided a limit, the own word is enough and is marked.
    Raises ReceiptMissing, ExplanationMissing.
    """
    if entry.kind not in PROVEN:
        return None
    receipt = _standing(entry)
    if receipt is not None:
        return Proof.PAPER if receipt.media_type == PAPER else Proof.RECEIPT
    limit = terms_on(travel_terms.decided(), entry.day).own_word_cents
    if limit is None:
        return Proof.OWN_WORD
    return proof_of(
        entry.claimed_cents,
        has_receipt=False,
        explanation=entry.explanation or "",
        limit_cents=limit,
    )


def open_receipt(entry_id: int, *, by: Actor) -> tuple[str, bytes]:
    """Its type and bytes. That somebody else than the expert opens it is written down.

    Raises Missing, also when it has expired.
    """
    found = receipts.find(entry_id)
    if found is None or not found.can_be_opened or found.content is None:
        raise Missing(Receipt.__name__, entry_id)
    opened, expert_id = (found.media_type, found.content), found.expert_id
    if by.expert_id != expert_id:
        with transaction():
            openings.note(Opened.RECEIPT, expert_id, by=by)
    return opened


def expire_receipts(day: date) -> int:
    """The daily job: how many files were forgotten."""
    with transaction():
        settled_by, unsent_by = day - KEPT_AFTER_PAYMENT, day - KEPT_UNSENT
        return receipts.expire(settled_by, unsent_by, now())


def _still_told(entry_id: int, by: Actor, version: int) -> ExpenseEntry:
    """Locked as its form is when it is sent, so that nothing is sent in between."""
    seen = entry_lists.get(EntryKind.EXPENSES, entry_id)
    refuse_others(by, seen.expert_id)
    assignments.get(seen.assignment_id, lock=True)
    entry = entry_lists.get(EntryKind.EXPENSES, entry_id, lock=True)
    if entry.state not in TO_REPORT or not isinstance(entry, ExpenseEntry):
        raise WrongStep(entry.state, EntryState.DRAFT)
    seen_as(entry, Ref(EntryKind.EXPENSES, entry_id, version))
    return entry


def _standing(entry: ExpenseEntry) -> Receipt | None:
    """What has been forgotten proves nothing that is yet to be sent."""
    found = receipts.find(entry.id)
    return None if found is None or found.expired_at is not None else found


def _keep(entry: ExpenseEntry, file: ReceiptFile) -> None:
    receipts.keep(
        Receipt(
            expense_entry_id=entry.id,
            expert_id=entry.expert_id,
            media_type=file.media_type,
            content=file.content or None,
            pages=file.pages,
            sha256=hashlib.sha256(file.content).hexdigest(),
            added_at=now(),
        )
    )
