"""Reads every file for the Incomes Register back, and looks that no payment has been forgotten."""

from app.database import acting_in
from app.readings import reported_lines, waiting_reports
from app.readings.sealed import bytes_of
from app.storage import (
    engines,
    organisations,
    register_deliveries,
    register_payers,
    register_reports,
)
from app.storage.engines import Engine
from app.storage.invariants import Broken
from app.storage.payments import Payment
from app.storage.register_deliveries import RegisterDelivery
from invoices.incomes_register.read_back import Said, read_back
from invoices.refusals import MoneyRefusal

FILE = "a file for the Incomes Register says what its reports say, and nothing else"
FORGOTTEN = "every payment is in the Incomes Register, waits to be told or is told by hand"


def first_broken() -> Broken | None:
    """Over all organisations."""
    for organisation_id in organisations.ids():
        with acting_in(organisation_id):
            if (found := find_wrong()) is not None:
                rule, where = found
                return Broken(rule, f"organisation {organisation_id}, {where}")
    return None


def find_wrong() -> tuple[str, str] | None:
    """The rule and where it does not hold, in the organisation acted in."""
    for delivery in register_deliveries.all_of_them():
        if not is_right(delivery):
            return FILE, f"file {delivery.number}"
    if (payment_id := find_forgotten()) is not None:
        return FORGOTTEN, f"payment {payment_id}"
    return None


def is_right(delivery: RegisterDelivery) -> bool:
    """Raises SealBroken."""
    meant = {
        one.report_id: Said(
            action=str(one.action), paid_cents=one.paid_cents, deducted_cents=one.deducted_cents
        )
        for one in register_reports.of_delivery(delivery.id)
    }
    return read_back(bytes_of(delivery)) == (delivery.number, meant)


def find_forgotten() -> int | None:
    """A payment that stands nowhere, while reporting is on."""
    payer = register_payers.find()
    if payer is None or Engine.INCOMES_REGISTER not in engines.switched_on():
        return None
    seen = {row.payment.id for row in waiting_reports.waiting().rows}
    unseen = [one for one in register_reports.untold(payer.first_day) if one.id not in seen]
    paid = reported_lines.of_payments(unseen)
    return next((one.id for one in unseen if _has_lines(paid, one)), None)


def _has_lines(paid: reported_lines.Paid, payment: Payment) -> bool:
    """Whether the register needs to know of it at all."""
    try:
        return bool(paid.lines_of(payment))
    except MoneyRefusal:
        return True
