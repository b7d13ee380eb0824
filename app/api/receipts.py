"""Receipts of expense entries: sent, looked at, opened and taken down."""

from typing import Any

from flask import Response, request

from app.access import Permission, Role, actor, needs
from app.api.once import never_kept, once_with_key
from app.api.resource import Resource
from app.database import Missing
from app.gateways.downloads import PDF, download
from app.gateways.receipt_files import read_receipt
from app.now import today
from app.schemas.shown import entries as shown
from app.storage import entry_pages, receipts
from app.storage.entries import EntryKind
from app.storage.receipts import Receipt
from app.use_cases import keep_receipts
from invoices.travel.receipts import IMAGE

SEES = (Permission.SEE_HOURS, Permission.REPORT_HOURS)
BYTES = {"schema": {"type": "string", "format": "binary"}}
SENT = {
    "required": True,
    "content": dict.fromkeys((IMAGE, "image/png", "image/webp", PDF), BYTES),
}
ONE = "/<id:entry_id>/receipt"


def add_receipts(api: Resource) -> None:
    """To the calls for expense entries."""

    @api.get(ONE)
    @needs(*SEES)
    @api.response(200, shown.ReceiptShown)
    def show_receipt(entry_id):
        """What there is; it opens by `open`."""
        return _found(entry_id)

    @api.post(ONE)
    @needs(Permission.REPORT_HOURS)
    @once_with_key
    @api.doc(requestBody=SENT)
    @api.arguments(shown.ReceiptWish, location="query")
    @api.response(201, shown.ReceiptShown)
    def send_receipt(wish, entry_id):
        """A picture or a PDF in the place of an earlier one, before the cost is sent on.

        The body is the file. It is made small, and what it tells of place and camera is left out.
        """
        _refuse_unseen(entry_id)
        file = read_receipt(request.get_data())
        keep_receipts.send_receipt(entry_id, file, by=actor(), **_told(wish))
        return _found(entry_id)

    @api.post(f"{ONE}/open")
    @needs(*SEES)
    @never_kept
    @api.response(200, BYTES["schema"], content_type=IMAGE)
    def open_receipt(entry_id) -> Response:
        """A picture (JPEG) or a PDF. Who opened it is written down, and the person reads it."""
        _refuse_unseen(entry_id)
        kind, content = keep_receipts.open_receipt(entry_id, by=actor())
        return download(f"receipt-{entry_id}.{'pdf' if kind == PDF else 'jpg'}", content, kind)

    @api.post(f"{ONE}/remove")
    @needs(Permission.REPORT_HOURS)
    @once_with_key
    @api.arguments(shown.ReceiptWish)
    @api.response(200, shown.ExpenseEntryShown)
    def take_down_receipt(wish, entry_id):
        """Before the cost is sent on."""
        _refuse_unseen(entry_id)
        return keep_receipts.take_down_receipt(entry_id, by=actor(), **_told(wish))


def _found(entry_id: int) -> Receipt:
    """Raises Missing."""
    _refuse_unseen(entry_id)
    if (found := receipts.find(entry_id)) is None:
        raise Missing(Receipt.__name__, entry_id)
    return found


def _refuse_unseen(entry_id: int) -> None:
    """Raises Missing for what is not the reader's."""
    entry_pages.get(EntryKind.EXPENSES, entry_id, by=actor(), day=today())


def _told(wish: dict[str, Any]) -> dict[str, Any]:
    """She says it herself."""
    return {"version": wish["version"]} if actor().role is Role.EXPERT else wish
