"""Prints an issued statement once; every later reading gives the same bytes."""

import hashlib
from datetime import date

from app.access import Actor
from app.database import transaction
from app.gateways import documents, queue
from app.gateways.archive import zipped
from app.now import now
from app.readings.net_on_paper import net_of, sees_tax, waiting_for_net
from app.readings.own import seen_by
from app.storage import (
    changes,
    experts,
    printed_statements,
    putting_right,
    statements,
    tables,
    users,
)
from app.storage.changes import Subject
from app.storage.printed_statements import Document
from app.storage.statements import Statement, StatementRun
from invoices.statements.document import Contact, Net, PrintedLine, StatementDocument
from scheduling.wall_clock import HELSINKI


def print_statement(statement_id: int) -> Document | None:
    """The printed statement, made now if it has not been made.

    None: it tells the tax, too, and the bank has not paid it yet.
    Raises Missing, DocumentTooHeavy.
    """
    if (printed := printed_statements.find(statement_id)) is not None:
        return printed
    if waiting_for_net([statement_id]):
        return None
    with transaction():
        statement = statements.get(statement_id, lock=True)
        if (printed := printed_statements.find(statement_id)) is not None:
            return printed
        pdf = _rendered(statement, net=net_of(statement))
        sha256 = hashlib.sha256(pdf).hexdigest()
        printed = tables.add(
            Document(statement_id=statement.id, pdf=pdf, sha256=sha256, printed_at=now())
        )
        statement.pdf_sha256 = sha256
    return printed


def pdf_of(statement_id: int, *, by: Actor) -> tuple[str, bytes]:
    """Name and bytes of the file: before tax for who does not see a tax card's percentages.

    Raises Missing, also for somebody else's statement.
    """
    statement = seen_by(statement_id, by)
    if not sees_tax(by) and net_of(statement) is not None:
        return file_name(statement), _rendered(statement)
    return file_name(statement), _bytes_of(statement)


def pdfs_of_run(run_id: int) -> tuple[str, bytes]:
    """Name and bytes of a ZIP with every statement of the run. Raises Missing."""
    run: StatementRun = statements.get_run(run_id)
    name, moment = f"palkkioerittelyt-{run.month}.zip", run.run_at.astimezone(HELSINKI)
    files = ((file_name(each), _bytes_of(each)) for each in statements.of_run(run_id))
    return name, zipped(files, moment)


def print_waiting(*, by: Actor, run_id: int) -> int:
    """Ask anew for the documents of a run that have not been printed; how many. Raises Missing."""
    with transaction():
        run = statements.get_run(run_id, lock=True)
        waiting = unprinted_of_run(run.id)
        queue.later_each("print_statement", [{"statement_id": each} for each in waiting])
        if waiting:
            changes.note(Subject.STATEMENT_RUN, run.id, "printing_asked", by=by)
    return len(waiting)


def unprinted_of_run(run_id: int) -> list[int]:
    """What can be printed now and has not been."""
    unprinted = printed_statements.unprinted_of_run(run_id)
    later = waiting_for_net(unprinted)
    return [each for each in unprinted if each not in later]


def file_name(statement: Statement) -> str:
    return f"palkkioerittely-{statement.printed_number}.pdf"


def _bytes_of(statement: Statement) -> bytes:
    """What was printed; before that what will be: looking stores nothing."""
    printed = printed_statements.find(statement.id)
    return _rendered(statement, net=net_of(statement)) if printed is None else printed.pdf


def _rendered(statement: Statement, *, net: Net | None = None) -> bytes:
    return documents.render(
        "statement",
        statement.language,
        {"statement": _document(statement, net)},
        statement.printed_number,
        statement.issued_at,
    )


def _document(statement: Statement, net: Net | None = None) -> StatementDocument:
    run = statements.get_run(statement.run_id)
    year, month = map(int, statement.month.split("-"))
    values = statement.values()
    decisions = {line.decision_number for line in values.lines} - {""}
    year_fee, year_tax_free = putting_right.issued_before(statement)
    credits, corrects = values.heading.credits, values.heading.corrects
    return StatementDocument(
        number=statement.printed_number,
        issued_on=values.heading.issued_on,
        payer_name=statement.payer_name,
        payer_business_id=values.heading.payer_business_id,
        payee_name=statement.payee_name,
        person_number=statement.payroll_number,
        month=date(year, month, 1),
        cut_off_on=run.cut_off_on,
        pay_on=net.pay_on if net else statement.pay_on,
        decision_number=", ".join(sorted(decisions)),
        lines=tuple(
            PrintedLine(
                day=line.day,
                title=line.title,
                kind=line.kind,
                unit=line.unit,
                quantity=line.quantity,
                price_cents=line.price_cents,
                amount_cents=line.amount_cents,
                purpose=line.purpose,
                route=line.route,
                times=line.times,
                waived=line.waived,
                breakdown=line.breakdown,
            )
            for line in values.lines
        ),
        taxable_cents=statement.fee_cents,
        tax_free_cents=statement.tax_free_cents,
        gross_cents=statement.total_cents,
        contact=_contact(statement),
        credits=str(credits or ""),
        corrects=str(corrects or ""),
        year_taxable_cents=year_fee,
        year_tax_free_cents=year_tax_free,
        net=net,
        by_bank=net is not None or statement.id in waiting_for_net([statement.id]),
    )


def _contact(statement: Statement) -> Contact:
    """The coordinator who answers for the expert."""
    coordinator = users.get(experts.get(statement.expert_id).responsible_id)
    return Contact(name=coordinator.name, phone=coordinator.phone or "", email=coordinator.email)
