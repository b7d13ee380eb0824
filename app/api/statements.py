"""Statements as JSON and PDF, handed over to payroll and paid."""

from flask import Response

from app.access import Permission, Role, actor, needs
from app.api.once import once_with_key
from app.api.resource import Resource
from app.database import Missing
from app.gateways.downloads import PDF, TABLES, download
from app.readings.own import seen_by
from app.readings.taken_files import TAKEN_ROWS, refuse_untaken, taken_files
from app.schemas import Schema
from app.schemas.corrections import CorrectCall, CreditCall, SingleCall
from app.schemas.payouts import VoidSchema
from app.schemas.shown import statements as shown
from app.schemas.shown.corrections import CorrectionShown
from app.schemas.shown.offers import NothingMore
from app.schemas.types import Choice
from app.storage import hand_files, hand_payments, pages, statements
from app.storage.changes import Subject
from app.storage.hand_files import HandFile
from app.storage.hand_payments import HandPayment
from app.storage.statements import Statement
from app.use_cases import (
    ask_correction,
    hand_over_statements,
    pay_by_hand,
    print_statement,
    run_single,
)
from app.use_cases.correct_statement import correct_statement
from app.use_cases.credit_statement import credit as credit_statement
from app.use_cases.take_file import note_taken
from invoices.payroll_files.export_map import Per

api = Resource("statements", __name__, description="Fee statements")
SEES = (Permission.SEE_STATEMENTS, Permission.OWN_STATEMENTS)


class WhichRows(Schema):
    per = Choice(Per)


@api.get("")
@needs(*SEES)
@api.arguments(shown.StatementFilter, location="query")
@api.response(200, shown.StatementPage)
def list_statements(wanted):
    """An expert sees only her own."""
    cursor, limit = wanted.pop("cursor"), wanted.pop("limit")
    filters = [getattr(Statement, name) == value for name, value in wanted.items()]
    if actor().role is Role.EXPERT:
        filters.append(Statement.expert_id == actor().expert_id)
    return pages.page(Statement, *filters, cursor=cursor, limit=limit)


@api.get("/<id:statement_id>")
@needs(*SEES)
@api.response(200, shown.StatementShown)
def show(statement_id):
    return seen_by(statement_id, actor())


@api.get("/<id:statement_id>.pdf")
@needs(*SEES)
@api.response(200, {"format": "binary", "type": "string"}, content_type="application/pdf")
def show_pdf(statement_id) -> Response:
    return download(*print_statement.pdf_of(statement_id, by=actor()), PDF)


@api.post("")
@needs(Permission.RUN_STATEMENTS)
@once_with_key
@api.arguments(SingleCall)
@api.response(201, shown.StatementShown)
def issue(values):
    """One person's statement outside the month's run, of all that is approved by today."""
    return run_single.run_single(by=actor(), **values)


@api.post("/<id:statement_id>/credit")
@needs(Permission.SEE_STATEMENTS)
@once_with_key
@api.arguments(CreditCall)
@api.response(200, CorrectionShown)
def credit(values, statement_id):
    """Before payment: one person asks with a reason; the same call by another does it."""
    by = actor()
    if (wish := ask_correction.find_to_decide(by, statement_id)) is not None:
        return credit_statement(by=by, correction_id=wish.id)
    reason = values.get("reason", "")
    return ask_correction.ask_credit(by=by, statement_id=statement_id, reason=reason)


@api.post("/<id:statement_id>/correct")
@needs(Permission.SEE_STATEMENTS)
@once_with_key
@api.arguments(CorrectCall)
@api.response(200, CorrectionShown)
def correct(values, statement_id):
    """After payment. One person asks with the right lines; the same call by another does it."""
    by, lines = actor(), values.get("lines", [])
    if (wish := ask_correction.find_to_decide(by, statement_id, lines)) is not None:
        return correct_statement(by=by, correction_id=wish.id, pay_on=values.get("pay_on"))
    return ask_correction.ask_correction(
        by=by,
        statement_id=statement_id,
        reason=values.get("reason", ""),
        mends=lines,
    )


@api.post("/<id:statement_id>/hand-over")
@needs(Permission.RUN_STATEMENTS)
@once_with_key
@api.arguments(NothingMore)
@api.response(200, shown.StatementShown)
def hand_over(_values, statement_id):
    """Payroll gets the whole run this statement belongs to, in one batch."""
    run_id = statements.get(statement_id).run_id
    hand_over_statements.hand_over(by=actor(), run_id=run_id)
    return statements.get(statement_id)


@api.post("/<id:statement_id>/paid")
@needs(Permission.RUN_STATEMENTS)
@once_with_key
@api.arguments(shown.Payment)
@api.response(200, shown.StatementShown)
def mark_paid(values, statement_id):
    """Payroll has paid the run this statement belongs to; everybody is told."""
    run_id = statements.get(statement_id).run_id
    hand_over_statements.mark_paid(by=actor(), run_id=run_id, **values)
    return statements.get(statement_id)


@api.get("/<id:statement_id>/by-hand")
@needs(Permission.RUN_STATEMENTS)
@api.response(200, shown.HandPaymentShown)
def show_by_hand(statement_id):
    """What stands of paying it by hand, else what was withdrawn last."""
    if (found := hand_payments.newest(statement_id)) is None:
        raise Missing(HandPayment.__name__, statement_id)
    return found


@api.post("/<id:statement_id>/by-hand")
@needs(Permission.RUN_STATEMENTS)
@once_with_key
@api.arguments(VoidSchema)
@api.response(201, shown.HandPaymentShown)
def ask_by_hand(values, statement_id):
    """Where the bank pays but cannot pay this: somebody else gives it to payroll."""
    statement = statements.get(statement_id)
    return pay_by_hand.ask(by=actor(), statement_id=statement.id, **values)


@api.post("/<id:statement_id>/by-hand/give")
@needs(Permission.RUN_STATEMENTS)
@once_with_key
@api.arguments(NothingMore)
@api.response(200, shown.HandPaymentShown)
def give_by_hand(_values, statement_id):
    """To payroll, by another person than who asked."""
    return pay_by_hand.give(by=actor(), statement_id=statement_id)


@api.post("/<id:statement_id>/by-hand/paid")
@needs(Permission.RUN_STATEMENTS)
@once_with_key
@api.arguments(shown.Payment)
@api.response(200, shown.HandPaymentShown)
def confirm_by_hand(values, statement_id):
    """Payroll has paid it; the person is told."""
    return pay_by_hand.confirm(by=actor(), statement_id=statement_id, **values)


@api.post("/<id:statement_id>/by-hand/withdraw")
@needs(Permission.RUN_STATEMENTS)
@once_with_key
@api.arguments(VoidSchema)
@api.response(200, shown.HandPaymentShown)
def withdraw_by_hand(values, statement_id):
    """It waits for the bank again."""
    return pay_by_hand.withdraw(by=actor(), statement_id=statement_id, **values)


@api.get("/<id:statement_id>/by-hand/file")
@needs(Permission.RUN_STATEMENTS)
@api.arguments(WhichRows, location="query")
@api.response(200, {"format": "binary", "type": "string"}, content_type="text/csv")
def show_by_hand_file(wanted, statement_id) -> Response:
    """What payroll (per person) or the ledger (per line) is told of it; left out: per person.

    Both sum to the money of the statement before tax. Of what was withdrawn they no longer count.
    Given for an hour to whoever has told by `take` that it goes on.
    """
    per = wanted.get("per", Per.PERSON)
    found, kept = _by_hand_file(statement_id, per)
    refuse_untaken(found.id, TAKEN_ROWS[per], by=actor(), subject=Subject.HAND_PAYMENT)
    name = kept.name_in(found.statement.printed_number)
    return download(name, kept.file, TABLES[kept.map.kind])


@api.post("/<id:statement_id>/by-hand/take")
@needs(Permission.RUN_STATEMENTS)
@once_with_key
@api.arguments(WhichRows)
@api.response(200, shown.TakenShown)
def take_by_hand_file(wanted, statement_id):
    """Tell that the file goes on to payroll or the ledger; answers how often it has."""
    per = wanted.get("per", Per.PERSON)
    found, _ = _by_hand_file(statement_id, per)
    what = TAKEN_ROWS[per]
    note_taken(found.id, what, by=actor(), subject=Subject.HAND_PAYMENT)
    return taken_files(found.id, Subject.HAND_PAYMENT)[what]


def _by_hand_file(statement_id: int, per: Per) -> tuple[HandPayment, HandFile]:
    """Raises Missing."""
    found = hand_payments.newest(statement_id)
    kept = hand_files.of_payment(found.id).get(per) if found else None
    if found is None or kept is None:
        raise Missing(HandFile.__name__, statement_id)
    return found, kept
