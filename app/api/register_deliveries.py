"""Files for the Incomes Register as JSON: made at once, uploaded by a person, answered by hand."""

from flask import Response

from app.access import Permission, actor, needs
from app.api.once import once_with_key
from app.api.resource import Resource
from app.gateways.downloads import XML, download
from app.readings.taken_files import TakenFile, refuse_untaken, subject_of, taken_files
from app.schemas.incomes_register import AcceptedSchema, WhySchema
from app.schemas.pages import PageSchema
from app.schemas.shown import incomes_register as shown
from app.schemas.shown.statements import TakenShown
from app.storage import pages, register_reports, tables
from app.storage.register_deliveries import RegisterDelivery
from app.use_cases import enter_register_answer, tell_incomes_register
from app.use_cases.take_file import note_taken

api = Resource("register-deliveries", __name__, description="Files for the Incomes Register")
RUNS = Permission.RUN_STATEMENTS
ONE = "/<id:register_delivery_id>"


@api.get("")
@needs(RUNS)
@api.arguments(PageSchema, location="query")
@api.response(200, shown.DeliveryPage)
def list_deliveries(wanted):
    return pages.page(RegisterDelivery, **wanted)


@api.post("")
@needs(RUNS)
@once_with_key
@api.response(201, shown.MadeShown)
def make():
    """Everything that can be told now; a payment is never told twice as new."""
    return {"rows": tell_incomes_register.make(by=actor())}


@api.get(ONE)
@needs(RUNS)
@api.response(200, shown.DeliveryWithReports)
def show(register_delivery_id):
    delivery = tables.get(RegisterDelivery, register_delivery_id)
    told = {name: getattr(delivery, name) for name in shown.DeliveryShown().fields}
    return told | {"rows": register_reports.of_delivery(delivery.id)}


@api.get(f"{ONE}/file")
@needs(RUNS)
@api.response(200, {"format": "binary", "type": "string"}, content_type=XML)
def show_file(register_delivery_id) -> Response:
    """With identity codes, the same bytes every time.

    Given for an hour to whoever has told by `take` that it is taken down.
    """
    name, file = tell_incomes_register.file_of(register_delivery_id)
    refuse_untaken(register_delivery_id, TakenFile.REGISTER, by=actor())
    return download(name, file, XML)


@api.post(f"{ONE}/take")
@needs(RUNS)
@once_with_key
@api.response(200, TakenShown)
def take(register_delivery_id):
    """Tell that the file is taken down; answers how often it has been."""
    delivery = tables.get(RegisterDelivery, register_delivery_id)
    what = TakenFile.REGISTER
    note_taken(delivery.id, what, by=actor())
    return taken_files(delivery.id, subject_of(what))[what]


@api.post(f"{ONE}/deliver")
@needs(RUNS)
@once_with_key
@api.response(200, shown.DeliveryShown)
def deliver(register_delivery_id):
    """A person has uploaded it."""
    return enter_register_answer.mark_delivered(by=actor(), delivery_id=register_delivery_id)


@api.post(f"{ONE}/accept")
@needs(RUNS)
@once_with_key
@api.arguments(AcceptedSchema)
@api.response(200, shown.DeliveryShown)
def accept(values, register_delivery_id):
    """The register took it, but for some of its reports."""
    return enter_register_answer.accept(by=actor(), delivery_id=register_delivery_id, **values)


@api.post(f"{ONE}/reject")
@needs(RUNS)
@once_with_key
@api.arguments(WhySchema)
@api.response(200, shown.DeliveryShown)
def reject(values, register_delivery_id):
    """The register took nothing of it."""
    return enter_register_answer.reject(by=actor(), delivery_id=register_delivery_id, **values)


@api.post(f"{ONE}/discard")
@needs(RUNS)
@once_with_key
@api.arguments(WhySchema)
@api.response(200, shown.DeliveryShown)
def discard(values, register_delivery_id):
    """It was never uploaded."""
    return enter_register_answer.discard(by=actor(), delivery_id=register_delivery_id, **values)
