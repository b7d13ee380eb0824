"""Files for the Incomes Register as the API shows and takes them."""

from marshmallow import fields

from app.schemas import Schema
from app.schemas.pages import NextSchema
from app.schemas.types import Cents, Choice, Count, Day, Id, Moment
from app.storage.register_deliveries import DeliveryKind
from app.storage.register_reports import Action
from scheduling.register_states import DeliveryState, ReportState


class DeliveryShown(Schema):
    id = Id()
    kind = Choice(DeliveryKind)
    number = fields.String()
    state = Choice(DeliveryState)
    pay_on = Day()
    due_on = Day()
    reports = Count()
    paid_cents = Cents()
    deducted_cents = Cents()
    made_at = Moment()
    delivered_at = Moment()
    ended_at = Moment()
    note = fields.String()


class ReportShown(Schema):
    id = Id()
    payment_id = Id()
    statement_id = Id()
    action = Choice(Action)
    report_id = fields.String()
    state = Choice(ReportState)
    due_on = Day()
    paid_cents = Cents()
    deducted_cents = Cents()


class DeliveryWithReports(DeliveryShown):
    rows = fields.List(fields.Nested(ReportShown))


class DeliveryPage(NextSchema):
    rows = fields.List(fields.Nested(DeliveryShown))


class MadeShown(Schema):
    rows = fields.List(fields.Nested(DeliveryShown))
