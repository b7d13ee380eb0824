"""What kind of payment a line is, by its request, its cost or the thing that was given."""

from app.storage.line_kinds import LineKind
from invoices.tax.classification import PaymentKind
from invoices.travel.costs import ExpenseKind
from scheduling.kinds import RequestKind

FEES = {
    RequestKind.TALK: PaymentKind.LECTURE,
    RequestKind.TRAINING: PaymentKind.LECTURE,
    RequestKind.DEVELOPMENT: PaymentKind.MEETING,
    RequestKind.PANEL_MEETING: PaymentKind.MEETING,
}
COSTS = {
    ExpenseKind.KILOMETRES: PaymentKind.KILOMETRES,
    ExpenseKind.KILOMETRES_ABOVE: PaymentKind.KILOMETRES_ABOVE,
    ExpenseKind.MEAL: PaymentKind.MEAL_MONEY,
    ExpenseKind.PER_DIEM: PaymentKind.FULL_PER_DIEM,
    ExpenseKind.PARTIAL_PER_DIEM: PaymentKind.PARTIAL_PER_DIEM,
    ExpenseKind.ALLOWANCE_ABOVE: PaymentKind.ALLOWANCE_ABOVE,
    ExpenseKind.NO_RECEIPT: PaymentKind.NO_RECEIPT,
}


def kind_of(line: LineKind) -> PaymentKind:
    """Neither a talk nor a meeting is work: outside employment finance decides what its fee is."""
    if line.is_given:
        return PaymentKind.THING
    if line.expense is None:
        return FEES.get(line.request, PaymentKind.WORK)
    if line.expense in COSTS:
        return COSTS[line.expense]
    return PaymentKind.NO_RECEIPT if line.explained else PaymentKind.RECEIPT
