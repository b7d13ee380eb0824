"""Why payroll, or the bank, cannot pay a row yet. The rest of the run goes on without it."""

from dataclasses import dataclass
from enum import StrEnum

# One line of a statement above this is approved by two. No law sets the sum: it is the house's own
# rule of four eyes, several times the dearest lecture that public decisions on fees know.
SECOND_APPROVAL_ABOVE_CENTS = 200_000


class HeldReason(StrEnum):
    BY_FINANCE = "by_finance"  # finance clears something up with the person first
    STOPPED = "stopped"  # everything about the person has been stopped
    NO_PAYROLL_NUMBER = "no_payroll_number"
    FINANCE_LACKS_DATA = "finance_lacks_data"  # bank account or tax card, outside this system
    NO_PAYOUT_DATA = "no_payout_data"  # identity code or account, where we pay by the bank
    NO_PAY_CODE = "no_pay_code"
    NO_COST_CENTRE = "no_cost_centre"
    NOT_PRICED = "not_priced"
    SECOND_APPROVAL = "second_approval"  # a large sum that one person alone has approved
    LATER_CHOSEN = "later_chosen"  # the person asked for a later pay day


@dataclass(frozen=True, kw_only=True)
class Row:
    """What is known of an approved entry and its person when the run begins.

    paid_by_bank    the organisation pays by itself, so that payroll needs to know nothing
    has_payout_data her identity code and an account that another person has confirmed
    held_because    why it is held now: what finance holds waits until finance lets it go
    second_approved_cents  for which sum another person than the first approver has approved it
    """

    person_number: str | None
    finance_has_data: bool
    stopped: bool
    pay_code: str | None
    cost_centre: str | None
    amount_cents: int | None
    held_by_finance: bool = False
    later_chosen: bool = False
    paid_by_bank: bool = False
    has_payout_data: bool = False
    second_approved_cents: int | None = None
    held_because: HeldReason | None = None

    @property
    def waits_for_finance(self) -> bool:
        return self.held_by_finance or self.held_because == HeldReason.BY_FINANCE


def needs_second_approval(
    amount_cents: int | None, second_approved_cents: int | None = None
) -> bool:
    """second_approved_cents: for which sum it was given already; a larger one needs it anew."""
    return (amount_cents or 0) > max(SECOND_APPROVAL_ABOVE_CENTS, second_approved_cents or 0)


def reasons_to_hold(row: Row) -> tuple[HeldReason, ...]:
    """Every reason, the one to mend first at the front; empty when payroll can pay.

    The first is kept with the row. That finance holds it comes before all others, so that none of
    them lets it go when it is mended.
    A row of 0 cents needs nothing of payroll's: it is only shown.
    """
    if row.amount_cents == 0 and not (row.stopped or row.waits_for_finance):
        return ()
    found = {
        HeldReason.BY_FINANCE: row.waits_for_finance,
        HeldReason.STOPPED: row.stopped,
        HeldReason.NO_PAYROLL_NUMBER: not row.person_number and not row.paid_by_bank,
        HeldReason.FINANCE_LACKS_DATA: not row.finance_has_data and not row.paid_by_bank,
        HeldReason.NO_PAYOUT_DATA: row.paid_by_bank and not row.has_payout_data,
        HeldReason.NO_PAY_CODE: not row.pay_code,
        HeldReason.NO_COST_CENTRE: not row.cost_centre,
        HeldReason.NOT_PRICED: row.amount_cents is None,
        HeldReason.SECOND_APPROVAL: needs_second_approval(
            row.amount_cents, row.second_approved_cents
        ),
        HeldReason.LATER_CHOSEN: row.later_chosen,
    }
    return tuple(reason for reason, holds in found.items() if holds)
