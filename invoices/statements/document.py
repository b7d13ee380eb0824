"""What is printed on one fee statement: a copy made at issue, in cents, minutes and days."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from invoices.statements.statement import GIVEN, TAXABLE_KINDS


@dataclass(frozen=True, kw_only=True)
class Contact:
    """Whom to ask."""

    name: str
    phone: str = ""
    email: str = ""


@dataclass(frozen=True, kw_only=True)
class PrintedLine:
    """One line as it was issued.

    title      the assignment in neutral words; never a theme
    kind       work (preparation, activity, travel, follow_up) or
               cost (kilometres, ticket, other, bought_by_us, meal, per_diem); what goes above
               the tax-free maximum or has no receipt is told among the fees, for it is pay
    unit       hour (quantity in minutes) | kilometre (in tenths) | meeting | lump | piece
    times      when a journey began and ended, as 8.15–13.40
    breakdown  the steps of the price: a code and its values each
    """

    day: date
    title: str
    kind: str
    unit: str
    quantity: int
    price_cents: int
    amount_cents: int
    purpose: str = ""
    route: str = ""
    times: str = ""
    waived: bool = False
    breakdown: tuple[Mapping[str, object], ...] = ()

    @property
    def is_fee(self) -> bool:
        return self.kind in TAXABLE_KINDS


@dataclass(frozen=True, kw_only=True)
class Deduction:
    """One step from gross to net. cents: what it takes away, below zero what it gives back.

    code        of a step of `invoices.tax`
    percent     as printed on a tax card, of part_cents; empty where it is no share
    """

    code: str
    percent: str
    part_cents: int
    cents: int


@dataclass(frozen=True, kw_only=True)
class Net:
    """From gross to what reaches the account, where the organisation pays by itself.

    year_…  sums of the year of payment until this statement and with it
    """

    pay_on: date
    taxable_cents: int
    tax_free_cents: int
    deductions: tuple[Deduction, ...]
    net_cents: int
    year_withheld_cents: int
    year_shares_cents: int
    year_net_cents: int

    @property
    def pays_anew(self) -> bool:
        """Whether an earlier sum, which the bank gave back, is in it."""
        return any(each.code == "came_back" for each in self.deductions)


@dataclass(frozen=True, kw_only=True)
class StatementDocument:
    """The words and sums valid at issue; what is printed later is the same.

    month     the first day of the month of payment
    credits   number of the statement that this one cancels
    corrects  number of the statement that this one corrects
    year_…    sums of the payment year until this statement and with it
    net       None where payroll withholds and pays, or before it has been counted
    by_bank   the organisation pays it itself
    """

    number: str
    issued_on: date
    payer_name: str
    payer_business_id: str
    payee_name: str
    person_number: str
    month: date
    cut_off_on: date
    pay_on: date
    decision_number: str
    lines: tuple[PrintedLine, ...]
    taxable_cents: int
    tax_free_cents: int
    gross_cents: int
    contact: Contact
    payer_address: str = ""
    credits: str = ""
    corrects: str = ""
    year_taxable_cents: int = 0
    year_tax_free_cents: int = 0
    net: Net | None = None
    by_bank: bool = False

    @property
    def costs_are_taxed(self) -> bool:
        """Trade income is taxed with its costs; nothing tells it before the net is counted."""
        if self.net is None or self.net.pays_anew:
            return False
        return self.net.tax_free_cents != self.tax_free_cents

    @property
    def given_cents(self) -> int:
        """What things given are worth: in the gross, and never paid as money."""
        return sum(line.amount_cents for line in self.lines if line.kind == GIVEN)

    @property
    def fees(self) -> tuple[PrintedLine, ...]:
        return tuple(line for line in self.lines if line.is_fee)

    @property
    def costs(self) -> tuple[PrintedLine, ...]:
        return tuple(line for line in self.lines if not line.is_fee)
