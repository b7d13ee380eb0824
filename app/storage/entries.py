"""What hour and expense entries share: their way from draft to approved, and their price."""

from datetime import date, datetime
from enum import StrEnum
from typing import Any, ClassVar

from sqlalchemy import CheckConstraint, ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from app.database import Refusal, refused_by
from app.storage import personal
from app.storage.price_steps import PriceSteps
from invoices.pricing.price import Price
from invoices.statements.held import HeldReason, needs_second_approval
from scheduling.kinds import OnBehalf
from scheduling.lifecycle import EntryState
from scheduling.refusals import NotTheApprover, OwnEntry, SecondPersonNeeded


class EntryKind(StrEnum):
    HOURS = "hours"
    EXPENSES = "expenses"


class Locked(Refusal):
    """Approved entries do not change; a correction is a new line."""

    code = "locked"


class RunGoesOn(Refusal):
    """A payroll run is looking at what is approved; it takes seconds."""

    code = "run_goes_on"


class FinanceHoldsIt(Refusal):
    """Finance clears something up; who approved it would let it go by approving it anew."""

    code = "finance_holds_it"


class OneApprovalIsEnough(Refusal):
    """The sum is not so large that another person has to approve it."""

    code = "one_approval_is_enough"


class NotApprovedTwice(Refusal):
    """A large sum has been approved by one person only."""

    code = "not_approved_twice"


NOTHING = Price(0, (), 1, "piece", 0)


class Entry:
    """`confirmed_by` names the unit's person, or the coordinator who decided for a silent unit.
    On a statement, and paid, are read from the statement's line."""

    entry_kind: ClassVar[EntryKind]
    assignment_id: Mapped[int]
    expert_id: Mapped[int]
    day: Mapped[date]
    state: Mapped[EntryState] = mapped_column(default=EntryState.DRAFT)
    entered_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))  # none: by link
    on_behalf_how: Mapped[OnBehalf | None]
    reported_at: Mapped[datetime | None]
    confirmed_at: Mapped[datetime | None]
    confirmed_by: Mapped[str | None] = mapped_column(info=personal.DECIDER)
    checked_at: Mapped[datetime | None]
    checked_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    approved_at: Mapped[datetime | None]
    approved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    second_approved_at: Mapped[datetime | None]  # by another, of what is above a sum
    second_approved_by: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    second_approved_cents: Mapped[int | None]  # what it came to then; more needs it anew
    returned_because: Mapped[str | None] = mapped_column(info=personal.PAY)
    held_because: Mapped[HeldReason | None]
    cost_centre_id: Mapped[int | None]  # set when approved, with the project: of that day
    project_code: Mapped[str | None]
    pay_code: Mapped[str | None]
    price_cents: Mapped[int | None]  # set when approved, with what multiplies to it
    quantity: Mapped[int | None]
    unit: Mapped[str | None]
    unit_cents: Mapped[int | None]
    waived: Mapped[bool | None]
    bought_cents: Mapped[int | None]
    breakdown: Mapped[list[Any] | None] = mapped_column(PriceSteps, info=personal.PAY)

    @property
    def price(self) -> Price:
        """As it was when approved; before that nothing."""
        if self.price_cents is None:
            return NOTHING
        return Price(
            self.price_cents,
            tuple(self.breakdown or ()),
            self.quantity or 0,
            self.unit or "",
            self.unit_cents or 0,
            self.waived or False,
            self.bought_cents or 0,
        )

    def keep_price(self, price: Price | None) -> None:
        """As what it is approved by; None: it is no longer approved."""
        self.price_cents = price.cents if price else None
        self.quantity = price.quantity if price else None
        self.unit = price.unit if price else None
        self.unit_cents = price.unit_cents if price else None
        self.waived = price.waived if price else None
        self.bought_cents = price.bought_cents if price else None
        self.breakdown = list(price.breakdown) if price else None

    @property
    def waits_for_second_approval(self) -> bool:
        """By its own price, or because a run found that it comes to more with others of its day."""
        if self.approved_by is None:
            return False
        is_held = self.held_because == HeldReason.SECOND_APPROVAL
        return needs_second_approval(self.price_cents, self.second_approved_cents) or (
            is_held and self.second_approved_by is None
        )

    # The tables that share this bring id and version.
    @property
    def name(self) -> str:
        """As on a line of a statement: hour-17 or expense-4."""
        kind = "hour" if self.entry_kind is EntryKind.HOURS else "expense"
        return f"{kind}-{self.id}"  # type: ignore[attr-defined]

    @property
    def is_part(self) -> bool:
        """Brought by a claim beside its own line; only costs have such."""
        return False

    @property
    def ref(self) -> str:
        """Names the entry as it was seen, in forms: hours-17-2."""
        return f"{self.entry_kind}-{self.id}-{self.version}"  # type: ignore[attr-defined]


def constraints() -> tuple[CheckConstraint, ...]:
    """Fresh ones for each table."""
    return (
        CheckConstraint("approved_by <> checked_by", name="approver_is_not_the_checker"),
        CheckConstraint("approved_by <> entered_by", name="approver_did_not_enter_it"),
        CheckConstraint("price_cents >= 0", name="price_not_negative"),
        CheckConstraint(
            "num_nulls(price_cents, quantity, unit, unit_cents, waived, bought_cents, breakdown)"
            " in (0, 7)",
            name="price_is_whole",
        ),
        CheckConstraint(
            "(state in ('approved', 'held'))"
            " = (approved_by is not null and price_cents is not null)",
            name="approved_has_price_and_approver",
        ),
        CheckConstraint(
            "state not in ('approved', 'held')"
            " or (confirmed_at is not null and checked_by is not null)",
            name="approved_was_confirmed_and_checked",
        ),
        CheckConstraint("(state = 'held') = (held_because is not null)", name="held_has_a_reason"),
        CheckConstraint(
            "num_nulls(second_approved_by, second_approved_at, second_approved_cents) in (0, 3)"
            " and (second_approved_by is null or approved_by is not null)",
            name="second_approval_is_of_an_approved",
        ),
        CheckConstraint(
            "state <> 'returned' or returned_because is not null", name="returned_has_a_reason"
        ),
    )


for _table in ("hour_entries", "expense_entries"):
    refused_by(f"ck_{_table}_approved_was_confirmed_and_checked", SecondPersonNeeded)
refused_by("nobody_checks_or_approves_their_own", OwnEntry)
refused_by("approver_of_the_cost_centre", NotTheApprover)
refused_by("approved_entry_is_locked", Locked)
refused_by("run_goes_on", RunGoesOn)
refused_by("second_approval_by_another", SecondPersonNeeded)
refused_by("second_approval_first", NotApprovedTwice)
