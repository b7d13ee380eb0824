"""Payment batches as JSON: a run handed over to payroll with its two files, or paid by the bank.

Both kinds are numbered in one series; the organisation's engines say which one is made.
"""

from enum import StrEnum

from flask import Response

from app.access import Permission, actor, needs
from app.api.once import once_with_key
from app.api.resource import Resource
from app.database import Missing
from app.gateways.downloads import TABLES, XML, download
from app.readings.taken_files import TAKEN_ROWS, TakenFile, refuse_untaken, taken_files
from app.schemas import Schema
from app.schemas.shown import statements as shown
from app.schemas.types import Choice
from app.storage import bank_batch_files, bank_batches, engines, tables
from app.storage.bank_batch_files import BatchFile
from app.storage.bank_batches import BankBatch
from app.storage.engines import Engine
from app.storage.payment_batches import PaymentBatch
from app.use_cases import enter_bank_answer, hand_over_statements, pay_by_bank
from app.use_cases.take_file import note_taken
from invoices.payroll_files.export_map import Per

api = Resource("payment-batches", __name__, description="What payroll or the bank is given")
RUNS = Permission.RUN_STATEMENTS


class FileKind(StrEnum):
    BANK = "bank"
    PER_PERSON = "per_person"
    PER_LINE = "per_line"

    @property
    def taken(self) -> TakenFile:
        return TakenFile.BANK if self is FileKind.BANK else TAKEN_ROWS[self.per]

    @property
    def per(self) -> Per:
        return Per.PERSON if self is FileKind.PER_PERSON else Per.LINE


class WhichFile(Schema):
    """Left out: the bank's file where the bank pays, otherwise one row per person."""

    kind = Choice(FileKind)


@api.post("")
@needs(RUNS)
@once_with_key
@api.arguments(shown.NewBatch)
@api.response(201, shown.BatchShown)
def make(values):
    """Hand a run over; a second time gives the same. Where the bank pays: what waits of the run."""
    if Engine.PAYMENT_FILE in engines.switched_on():
        return pay_by_bank.create(by=actor(), **values)
    return hand_over_statements.hand_over(by=actor(), **values)


@api.get("/<id:batch_id>")
@needs(RUNS)
@api.response(200, shown.BatchShown)
def show(batch_id):
    return bank_batches.find(batch_id) or tables.get(PaymentBatch, batch_id)


@api.post("/<id:batch_id>/approve")
@needs(RUNS)
@once_with_key
@api.response(200, shown.BatchShown)
def approve(batch_id):
    """By another person than who made it. The file for the bank is written here, once."""
    return pay_by_bank.approve(by=actor(), batch_id=batch_id)


@api.post("/<id:batch_id>/export")
@needs(RUNS)
@once_with_key
@api.response(200, shown.BatchShown)
def export(batch_id):
    """The file may be taken to the bank; its bytes never change."""
    return pay_by_bank.export(by=actor(), batch_id=batch_id)


@api.get("/<id:batch_id>/file")
@needs(RUNS)
@api.arguments(WhichFile, location="query")
@api.response(200, {"format": "binary", "type": "string"}, content_type="text/csv")
def show_file(wanted, batch_id) -> Response:
    """One row per person, or one row per line: both sum to the statements. A bank's is XML.

    Where the bank pays, the rows per line sum to what it pays, tax and other deductions included.
    Given for an hour to whoever has told by `take` that it goes on; the same bytes every time.
    """
    kind, file = _file(batch_id, wanted.get("kind"))
    refuse_untaken(batch_id, kind.taken, by=actor())
    return file


@api.post("/<id:batch_id>/take")
@needs(RUNS)
@once_with_key
@api.arguments(WhichFile)
@api.response(200, shown.TakenShown)
def take(wanted, batch_id):
    """Tell that the file goes on to payroll or the bank; answers how often it has.

    Each time is shown, so that no file is used twice unseen.
    """
    kind, _ = _file(batch_id, wanted.get("kind"))
    note_taken(batch_id, kind.taken, by=actor())
    return taken_files(batch_id)[kind.taken]


@api.post("/<id:batch_id>/confirm")
@needs(RUNS)
@once_with_key
@api.arguments(shown.BatchPayment)
@api.response(200, shown.BatchShown)
def confirm(values, batch_id):
    """Payroll or the bank has paid."""
    if bank_batches.find(batch_id) is not None:
        return enter_bank_answer.confirm(by=actor(), batch_id=batch_id, **values)
    run_id = tables.get(PaymentBatch, batch_id).run_id
    return hand_over_statements.mark_paid(by=actor(), run_id=run_id, paid_on=values["paid_on"])


def _file(batch_id: int, wanted: FileKind | None) -> tuple[FileKind, Response]:
    """Raises Missing."""
    if (paid := bank_batches.find(batch_id)) is not None:
        kind = wanted or FileKind.BANK
        if kind is FileKind.BANK:
            return kind, download(*pay_by_bank.file_of(batch_id), XML)
        kept = bank_batch_files.of_batch(batch_id).get(kind.per)
        if kept is None:
            raise Missing(BatchFile.__name__, batch_id)
        return kind, download(kept.name_in(paid.number), kept.file, TABLES[kept.map.kind])
    batch = tables.get(PaymentBatch, batch_id)
    kind = wanted or FileKind.PER_PERSON
    if kind is FileKind.BANK:
        raise Missing(BankBatch.__name__, batch_id)
    form = batch.map_of(kind.per).kind
    name = f"palkkiot-{batch.run_id}-{kind}.{form}"
    return kind, download(name, batch.file_of(kind.per), TABLES[form])
