"""Files for the Incomes Register: made at once of everything that waits, uploaded by a person."""

import hashlib
from collections.abc import Iterator, Sequence

from app.access import Actor
from app.database import Refusal, transaction
from app.gateways import sealing
from app.now import now, today
from app.readings.report_of_payment import delivery_of
from app.readings.sealed import bytes_of, delivery_place
from app.readings.waiting_reports import Waiting, waiting
from app.storage import (
    changes,
    figures,
    register_deliveries,
    register_payers,
    tables,
)
from app.storage.changes import Subject
from app.storage.engines import Engine
from app.storage.left_out_of_register import LeftOut
from app.storage.payments import Payment
from app.storage.register_deliveries import DeliveryKind, RegisterDelivery
from app.storage.register_payers import RegisterPayer
from app.storage.register_reports import Action, RegisterReport
from app.use_cases.switch_engines import NoRegisterPayer, require
from invoices.incomes_register.invalidations import Invalidated, write_invalidations
from invoices.incomes_register.kept_lines import as_kept, deducted_cents, paid_cents
from invoices.incomes_register.references import delivery_id
from invoices.incomes_register.wage_reports import MOST_REPORTS, write


class NothingToTell(Refusal):
    """The register knows everything that can be told now."""

    code = "nothing_to_tell"


def make(*, by: Actor) -> list[RegisterDelivery]:
    """Everything that waits and obeys the rules; the rest stays and says why.

    A file for each payroll period and day of payment, and one of what is taken back. Whoever
    presses second waits, and finds nothing more to tell.
    Raises EngineIsOff, NoRegisterPayer, NothingToTell.
    """
    with transaction():
        require(Engine.INCOMES_REGISTER)
        if (payer := register_payers.find(lock=True)) is None:
            raise NoRegisterPayer
        made = [_keep(rows, payer, by) for rows in _files(waiting().going)]
        if not made:
            raise NothingToTell
    return made


def leave_out(*, by: Actor, payment_id: int, reason: str, is_left_out: bool = True) -> None:
    """Somebody tells the register of it by hand; what stands there is taken back. Or not any more.

    Raises EngineIsOff, Missing.
    """
    with transaction():
        require(Engine.INCOMES_REGISTER)
        payment = tables.get(Payment, payment_id, lock=True)
        tables.add(
            LeftOut(
                payment_id=payment.id,
                is_left_out=is_left_out,
                reason=reason,
                at=now(),
                by_id=by.user_id,
                by_name=by.name,
            )
        )
        became = "register_by_hand" if is_left_out else "register_by_file"
        changes.note(Subject.STATEMENT, payment.statement_id, became, by=by, reason=reason)


def file_of(delivery_id: int) -> tuple[str, bytes]:
    """Its name and its bytes, always the same. Raises Missing, SealBroken."""
    delivery = tables.get(RegisterDelivery, delivery_id)
    name = delivery.number.replace("/", "_")
    return f"{name}.xml", bytes_of(delivery)


def _files(rows: Sequence[Waiting]) -> Iterator[list[Waiting]]:
    """What can be in one file: one payroll period and day of payment, or what is taken back."""
    groups: dict[object, list[Waiting]] = {}
    for row in rows:
        of = "back" if row.action == Action.INVALIDATE else row.period
        groups.setdefault(of, []).append(row)
    for group in groups.values():
        for start in range(0, len(group), MOST_REPORTS):
            yield group[start : start + MOST_REPORTS]


def _keep(rows: Sequence[Waiting], payer: RegisterPayer, by: Actor) -> RegisterDelivery:
    takes_back = rows[0].action == Action.INVALIDATE
    pay_on = today() if takes_back else rows[0].period.pay_on
    serial = register_deliveries.next_serial(pay_on)
    number = delivery_id(payer.business_id, pay_on, serial)
    row_id = tables.next_id(RegisterDelivery)
    file = _invalidations(rows, payer, number) if takes_back else _reports(rows, payer, number)
    sealed = sealing.seal(file.decode(), delivery_place(row_id))
    sums = [_sums(row) for row in rows]
    delivery = tables.add(
        RegisterDelivery(
            id=row_id,
            kind=DeliveryKind.INVALIDATIONS if takes_back else DeliveryKind.REPORTS,
            number=number,
            pay_on=pay_on,
            due_on=min((row.due_on for row in rows if row.due_on), default=None),
            reports=len(rows),
            paid_cents=sum(paid for paid, _ in sums),
            deducted_cents=sum(deducted for _, deducted in sums),
            file=sealed,
            sha256=hashlib.sha256(sealed).hexdigest(),
            made_at=now(),
            made_by=by.user_id,
        )
    )
    tables.add_all(_report(row, delivery) for row in rows)
    for row in rows:
        changes.note(Subject.STATEMENT, row.statement.id, f"register_{row.action}", by=by)
    return delivery


def _report(row: Waiting, delivery: RegisterDelivery) -> RegisterReport:
    paid, deducted = _sums(row)
    return RegisterReport(
        delivery_id=delivery.id,
        payment_id=row.payment.id,
        statement_id=row.statement.id,
        action=row.action,
        report_id=row.report_id,
        due_on=row.due_on,
        paid_cents=paid,
        deducted_cents=deducted,
        hetu_index=row.hetu_index,
        pension_arrangement_id=row.pension_arrangement_id,
        lines=as_kept(row.report.lines) if row.report else [],
    )


def _sums(row: Waiting) -> tuple[int, int]:
    lines = row.report.lines if row.report else ()
    return paid_cents(lines), deducted_cents(lines)


def _reports(rows: Sequence[Waiting], payer: RegisterPayer, number: str) -> bytes:
    reports = [row.report for row in rows if row.report is not None]
    delivery = delivery_of(payer, rows[0].period, reports, number)
    return write(delivery, today(), figures.checked_income_types(), figures.in_force())


def _invalidations(rows: Sequence[Waiting], payer: RegisterPayer, number: str) -> bytes:
    sending = delivery_of(payer, rows[0].period, (), number).sending
    back = [Invalidated(report_id=row.report_id) for row in rows]
    return write_invalidations(sending, payer.business_id, back)
