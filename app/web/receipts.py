"""Receipts sent with the form of hours and costs, and shown to those who may see them."""

from dataclasses import replace
from typing import Any

from flask import Response
from marshmallow import ValidationError

from app.access import Actor
from app.database import Missing, Refusal
from app.gateways.receipt_files import ReceiptFile, read_receipt
from app.now import today
from app.readings.said_hours import ExpenseSaid
from app.schemas.hour_rows import NEEDED
from app.schemas.types import reason
from app.storage import entry_pages, experts, receipts
from app.storage.entries import EntryKind
from app.storage.entry_lists import AnyEntry
from app.storage.openings import Opened
from app.storage.receipts import Receipt
from app.use_cases.keep_receipts import open_receipt
from app.web import opening
from invoices.travel.receipts import PDF

SUFFIX = "-receipt"


def with_receipts(report: dict[str, Any], files: Any) -> dict[str, Any]:
    """The report with each receipt beside the cost whose row it was sent in.

    Raises ValidationError, ReceiptTooLarge, ReceiptUnreadable, ReceiptTooLong.
    """
    sent = {
        name.removesuffix(SUFFIX): _read(name.removesuffix(SUFFIX), file.read())
        for name, file in files.items()
        if name.endswith(SUFFIX) and file.filename
    }
    said = [
        replace(each, receipt=sent.pop(each.place, None)) if isinstance(each, ExpenseSaid) else each
        for each in report["said"]
    ]
    if sent:  # a receipt of a row that tells no sum
        raise ValidationError({f"{place}-euros": [reason("required", NEEDED)] for place in sent})
    return report | {"said": said}


def answer_with(assignment_id: int, entry_id: int, by: Actor) -> Response:
    """A PDF is taken away, a picture shown. Raises Missing, also to whoever may not see it."""
    entry = _entry(assignment_id, entry_id, by)
    kind, content = open_receipt(entry.id, by=by)
    answer = Response(content, mimetype=kind)
    shown = "attachment" if kind == PDF else "inline"
    ending = "pdf" if kind == PDF else "jpg"
    answer.headers.set("Content-Disposition", shown, filename=f"receipt-{entry.id}.{ending}")
    answer.headers["Cache-Control"] = "no-store"
    return answer


def ask_to_open(assignment_id: int, entry_id: int, by: Actor, *, action: str) -> str:
    """What staff see before a receipt of hers. Raises Missing, also to whoever may not see it."""
    expert = experts.get(_entry(assignment_id, entry_id, by).expert_id)
    found = receipts.find(entry_id)
    if found is None or not found.can_be_opened:
        raise Missing(Receipt.__name__, entry_id)
    return opening.ask(Opened.RECEIPT, expert, action=action)


def _entry(assignment_id: int, entry_id: int, by: Actor) -> AnyEntry:
    entry = entry_pages.get(EntryKind.EXPENSES, entry_id, by=by, day=today())
    if entry.assignment_id != assignment_id:
        raise Missing(Receipt.__name__, entry_id)
    return entry


def _read(place: str, content: bytes) -> ReceiptFile:
    try:
        return read_receipt(content)
    except Refusal as refusal:
        refusal.add_note(place)
        raise
