"""Finance decides for the whole organisation what a kind of work or cost is for the tax."""

from datetime import date

from app.access import Actor
from app.database import transaction
from app.now import now
from app.readings.income_types import is_non_profit
from app.storage import changes, tables
from app.storage.changes import Subject
from app.storage.own_income_types import OwnIncomeType
from invoices.refusals.tax import ReasonMissing
from invoices.tax.classification import Contract, Override, PaymentKind, classify, contract_after
from invoices.tax.income_types import INCOME_TYPES


def list_income_type(
    *, by: Actor, what: str, income_type: int | None, valid_from: date, reason: str
) -> OwnIncomeType:
    """Of what is paid from the day on; income_type None: what the rules say again.

    Raises ReasonMissing and what `classify` raises.
    """
    if not reason.strip():
        raise ReasonMissing
    with transaction():
        if income_type is not None:
            _refuse_unfit(what, income_type, valid_from, reason)
        listed = tables.add(
            OwnIncomeType(
                what=what,
                income_type=income_type,
                valid_from=valid_from,
                reason=reason.strip(),
                decided_at=now(),
                decided_by=by.user_id,
                decider_name=by.name,
            )
        )
        told = f"{what} {income_type or '–'} {valid_from}: {reason}"
        changes.note(Subject.RATE, listed.id, "income_type_listed", by=by, reason=told)
    return listed


def _refuse_unfit(what: str, income_type: int, day: date, reason: str) -> None:
    """Whether its insurance is sure is asked when it is paid by."""
    override = Override(reason=reason, income_type=income_type)
    kind = PaymentKind(what) if what in list(PaymentKind) else PaymentKind.WORK
    classify(
        kind,
        contract_after(Contract.FEE, override),
        day,
        override=override,
        non_profit=is_non_profit(),
        confirmed=[(code, day.year) for code in INCOME_TYPES],
    )
