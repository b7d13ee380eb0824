"""Identity codes, accounts and tax cards of people who have not been paid for many years."""

from datetime import date, datetime

from sqlalchemy import ColumnElement, Select, delete, func, select, union

from app.database import current_organisation, db
from app.storage.bank_batches import BankBatch
from app.storage.hand_payments import HandPayment
from app.storage.net_pays import NetPay
from app.storage.payments import Payment
from app.storage.payouts import PayoutAccount, PayoutIdentity
from app.storage.statements import Statement
from app.storage.tables import OfOrganisation
from app.storage.tax_cards import TaxCardEntry
from scheduling.lifecycle import StatementState
from scheduling.wall_clock import HELSINKI

UNPAID = (StatementState.ISSUED, StatementState.HANDED_OVER)


def forget(before: date) -> int:
    """Of whom everything was entered, issued and paid before the day: how many rows.

    A tax card that a net was counted by stays with that net.
    """
    rows = 0
    for table in (PayoutIdentity, PayoutAccount, TaxCardEntry):
        gone = delete(table).where(_is_here(table), table.expert_id.not_in(_still_paid(before)))
        gone = gone.where(~_was_used()) if table is TaxCardEntry else gone
        rows += len(db.session.scalars(gone.returning(table.id)).all())
    return rows


def _still_paid(before: date) -> Select[int]:
    """People of whom something was entered, issued or paid since, or waits."""
    since = datetime.combine(before, datetime.min.time(), HELSINKI)
    entered = (
        select(table.expert_id).where(_is_here(table), moment >= since)
        for table, moment in (
            (PayoutIdentity, PayoutIdentity.entered_at),
            (PayoutAccount, PayoutAccount.asked_at),
            (TaxCardEntry, TaxCardEntry.entered_at),
        )
    )
    issued = select(Statement.expert_id).where(
        _is_here(Statement),
        (func.coalesce(Statement.paid_on, Statement.pay_on) >= before)
        | Statement.state.in_(UNPAID),
    )
    by_bank = _of_statements(Payment).join(
        BankBatch,
        (BankBatch.organisation_id == Payment.organisation_id) & (BankBatch.id == Payment.batch_id),
    )
    by_hand = _of_statements(HandPayment)
    found = union(
        *entered,
        issued,
        by_bank.where(func.coalesce(Payment.paid_on, BankBatch.pay_on) >= before),
        by_hand.where(
            HandPayment.withdrawn_at.is_(None),
            HandPayment.paid_on.is_(None) | (HandPayment.paid_on >= before),
        ),
    ).subquery()
    return select(found.c.expert_id)


def _of_statements(table: type[Payment | HandPayment]) -> Select[int]:
    return (
        select(Statement.expert_id)
        .select_from(table)
        .join(
            Statement,
            (Statement.organisation_id == table.organisation_id)
            & (Statement.id == table.statement_id),
        )
        .where(_is_here(table))
    )


def _was_used() -> ColumnElement[bool]:
    return (
        select(NetPay.id)
        .where(
            NetPay.organisation_id == TaxCardEntry.organisation_id,
            NetPay.tax_card_id == TaxCardEntry.id,
        )
        .exists()
    )


def _is_here(table: type[OfOrganisation]) -> ColumnElement[bool]:
    return table.organisation_id == current_organisation()
