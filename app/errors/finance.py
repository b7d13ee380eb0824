"""Words of what finance's files, answers and invoices refuse."""

from app.language import lazy
from app.schemas.types.base import Words

WORDS: dict[str, Words] = {
    "export_column_missing": Words(
        lazy("Payroll cannot be without this column: %(column)s."),
        lazy("Add it and look again."),
    ),
    "export_column_unknown": Words(
        lazy("There is no such column."), lazy("Choose one of the list.")
    ),
    "fee_and_invoice": Words(
        lazy("A fee has been paid for this event, so no invoice is taken for it."),
        lazy("Check the invoice, and return it to the sender if it is for the same work."),
    ),
    "not_invoiced_work": Words(
        lazy("This work is not paid by invoice."), lazy("Check whose invoice this is.")
    ),
    "invoice_checks_missing": Words(
        lazy("The checks of a company of one's own have not been told."),
        lazy("Tell when the prepayment register and the YEL insurance were looked at."),
    ),
    "already_invoiced": Words(
        lazy("This work is on an invoice already."), lazy("Look at the invoices of the sender.")
    ),
}
