"""Runs, statements and payment batches as the API shows and takes them."""

from marshmallow import fields

from app.schemas import Schema
from app.schemas.pages import NextSchema, PageSchema
from app.schemas.types import Cents, Choice, Count, Day, Flag, Id, Moment, Month
from app.storage.hand_payments import HandState
from app.storage.statements import RunKind
from invoices.statements.statement import StatementKind
from scheduling.lifecycle import StatementState
from scheduling.payment_states import BankBatchState


class RunShown(Schema):
    id = Id()
    kind = Choice(RunKind)
    month = fields.String()
    cut_off_on = Day()
    pay_on = Day()
    run_at = Moment()
    persons = Count()
    total_cents = Cents()
    held = Count()
    late = Count()


class RunPage(NextSchema):
    rows = fields.List(fields.Nested(RunShown))


class NewRun(Schema):
    """The month of payment."""

    month = Month(required=True)


class LineShown(Schema):
    position = Count()
    hour_entry_id = Id()
    expense_entry_id = Id()
    kind = fields.String()
    title = fields.String()
    pay_code = fields.String()
    cost_centre = fields.String()
    project_code = fields.String()
    day = Day()
    quantity = fields.Integer()
    unit = fields.String()
    unit_cents = Cents()
    amount_cents = Cents()
    is_live = Flag()
    mirrors_id = Id()
    is_taxable = Flag()
    purpose = fields.String()
    route = fields.String()
    leaves_at = Moment()
    returns_at = Moment()


class StatementRowShown(Schema):
    id = Id()
    number = fields.String(attribute="printed_number")
    kind = Choice(StatementKind)
    refers_to_id = Id()
    run_id = Id()
    expert_id = Id()
    state = Choice(StatementState)
    month = fields.String()
    pay_on = Day()
    payee_name = fields.String()
    payroll_number = fields.String()
    fee_cents = Cents()
    tax_free_cents = Cents()
    total_cents = Cents()
    issued_at = Moment()
    handed_over_at = Moment()
    paid_on = Day()
    pdf_sha256 = fields.String()


class StatementShown(StatementRowShown):
    payer_name = fields.String()
    payer_business_id = fields.String()
    language = fields.String()
    hash = fields.String()
    lines = fields.List(fields.Nested(LineShown))


class StatementPage(NextSchema):
    rows = fields.List(fields.Nested(StatementRowShown))


class StatementFilter(PageSchema):
    run_id = Id()
    expert_id = Id()
    state = Choice(StatementState)


class Payment(Schema):
    paid_on = Day(required=True)


class BatchPayment(Payment):
    """is_paid_late: the bank has paid on that day already, though in another year. Its tax is then
    put right one payment at a time. Payroll counts tax itself and looks at no year."""

    is_paid_late = Flag(load_default=False)


class NewBatch(Schema):
    run_id = Id(required=True)


class TakenShown(Schema):
    """by, at: of this time."""

    times = Count()
    by = fields.String()
    at = Moment()


class BatchShown(Schema):
    """What payroll was given, or what the bank pays from: whichever way the organisation pays."""

    id = Id()
    number = fields.String()
    state = Choice(BankBatchState)
    pay_on = Day()
    debit_on = Day()
    payments = Count()
    cents = Cents()
    sha256 = fields.String()
    approved_at = Moment()
    exported_at = Moment()
    confirmed_at = Moment()
    run_id = Id()
    persons = Count()
    total_cents = Cents()
    per_person_sha256 = fields.String()
    per_line_sha256 = fields.String()
    created_at = Moment()
    handed_over_at = Moment()
    paid_at = Moment()


class HandPaymentShown(Schema):
    """asked by one, given to payroll by another, paid; or withdrawn."""

    statement_id = Id()
    state = Choice(HandState)
    reason = fields.String()
    asked_at = Moment()
    given_at = Moment()
    paid_on = Day()
    withdrawn_at = Moment()
    withdrawn_because = fields.String()
