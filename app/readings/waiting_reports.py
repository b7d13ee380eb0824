"""What waits to be told to the Incomes Register, or the sentence that says why it cannot be yet."""

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.database import Refusal
from app.now import today
from app.readings import reported_lines
from app.readings.report_of_payment import (
    delivery_of,
    how_it_differs,
    next_id,
    period_of,
    report_of,
)
from app.storage import (
    figures,
    left_out_of_register,
    payouts,
    register_payers,
    register_reports,
)
from app.storage.left_out_of_register import LeftOut
from app.storage.payments import Payment
from app.storage.payouts import PayoutIdentity
from app.storage.register_payers import RegisterPayer
from app.storage.register_reports import Action, RegisterReport
from app.storage.statements import Statement
from invoices.banking_days import incomes_register_deadline
from invoices.incomes_register import delivery_rules
from invoices.incomes_register import report as rules
from invoices.incomes_register.invalidations import Correction
from invoices.incomes_register.report import PayPeriod, Report
from invoices.parameters import Figure
from invoices.refusals import MoneyRefusal
from invoices.tax.income_types import Confirmed
from scheduling.payment_states import PaymentState
from scheduling.register_states import STANDING, ReportState
from scheduling.retention import accounting_kept_from


class AnswerAwaited(Refusal):
    """The register has not answered about the report that would be changed."""

    code = "register_answer_awaited"


class NotConfirmed(Refusal):
    """The pay day has passed and nobody has said that the bank has paid."""

    code = "payment_not_confirmed"


@dataclass(frozen=True, kw_only=True)
class Waiting:
    """refusal None: it goes. report: none of what is taken back. due_on: none of what is mended."""

    payment: Payment
    action: Action
    period: PayPeriod
    report_id: str
    due_on: date | None = None
    report: Report | None = None
    hetu_index: bytes = b""
    pension_arrangement_id: int | None = None
    refusal: Exception | None = None

    @property
    def statement(self) -> Statement:
        return self.payment.statement


@dataclass(frozen=True)
class AllWaiting:
    rows: Sequence[Waiting]

    @property
    def going(self) -> list[Waiting]:
        return [one for one in self.rows if one.refusal is None]

    @property
    def held(self) -> list[Waiting]:
        return [one for one in self.rows if one.refusal is not None]


@dataclass(frozen=True, kw_only=True)
class _Known:
    """What is known of one payment: all told of its statement, and what stands of it itself."""

    payment: Payment
    of_statement: Sequence[RegisterReport]
    by_hand: LeftOut | None

    @property
    def own(self) -> list[RegisterReport]:
        return [one for one in self.of_statement if one.payment_id == self.payment.id]

    @property
    def is_told(self) -> bool:
        return any(one.action != Action.INVALIDATE and one.state in STANDING for one in self.own)

    @property
    def current(self) -> RegisterReport | None:
        """What the register has taken and knows now."""
        taken = (one for one in self.own if one.state == ReportState.ACCEPTED)
        return next((one for one in taken if one.action != Action.INVALIDATE), None)

    @property
    def is_awaited(self) -> bool:
        return any(one.state == ReportState.WAITING for one in self.own)


@dataclass(frozen=True, kw_only=True)
class _Book:
    """What is asked once for all payments."""

    payer: RegisterPayer
    paid: reported_lines.Paid
    identities: Mapping[int, PayoutIdentity]
    checked: Confirmed
    entered: Collection[Figure]


def waiting() -> AllWaiting:
    """By day of payment and number; last what the bank has not confirmed."""
    payer = register_payers.find()
    if payer is None:
        return AllWaiting(())
    corrected_from = accounting_kept_from(today())  # the duty to correct ends with it
    payments = register_reports.to_look_at(max(payer.first_day, corrected_from))
    told = register_reports.of_statements({each.statement_id for each in payments})
    by_hand = left_out_of_register.left_out()
    book = _Book(
        payer=payer,
        paid=reported_lines.of_payments(payments),
        identities=payouts.identities_of({each.statement.expert_id for each in payments}),
        checked=figures.checked_income_types(),
        entered=figures.in_force(),
    )
    rows = (
        _row(
            _Known(
                payment=each,
                of_statement=told.get(each.statement_id, ()),
                by_hand=by_hand.get(each.id),
            ),
            book,
        )
        for each in payments
    )
    late = [
        _not_confirmed(each, day)
        for each, day in register_reports.not_confirmed(today())
        if day >= payer.first_day
    ]
    return AllWaiting((*(row for row in rows if row is not None), *late))


def _row(known: _Known, book: _Book) -> Waiting | None:
    """None when the register knows what it should, or needs to know nothing."""
    payment, current = known.payment, known.current
    if payment.state != PaymentState.CONFIRMED or known.by_hand:
        return _taken_back(known) if known.is_told else None
    if current is None and known.is_awaited:
        return None
    period = period_of(payment)
    row = Waiting(
        payment=payment,
        action=Action.REPLACE if current else Action.NEW,
        period=period,
        report_id=current.report_id if current else next_id(payment, known.of_statement),
        due_on=None if current else incomes_register_deadline(period.pay_on),
    )
    try:
        return _told(row, known, book)
    except (MoneyRefusal, Refusal) as refusal:
        return replace(row, refusal=refusal)


def _told(row: Waiting, known: _Known, book: _Book) -> Waiting | None:
    """As it should be told now: new, or instead of what the register knows."""
    identity = book.identities.get(row.statement.expert_id)
    found = report_of(row.payment, row.report_id, book.paid, identity)
    if found is None:
        return None
    report = found.report
    if known.current is not None:
        how = how_it_differs(known.current, found, row.period)
        if how == Correction.NOTHING:
            return None
        if how == Correction.INVALIDATE:
            return _taken_back(known)
        report = replace(report, action=rules.Action.REPLACE)
    if known.is_awaited:
        raise AnswerAwaited
    delivery = delivery_of(book.payer, row.period, [report], "")
    delivery_rules.check(delivery, today(), book.checked, book.entered)
    return replace(
        row,
        report=report,
        hetu_index=found.identity.hetu_index,
        pension_arrangement_id=found.pension.id if found.pension else None,
    )


def _taken_back(known: _Known) -> Waiting:
    """What was told is not, or not so, to be in the register."""
    current = known.current
    awaited = known.is_awaited or current is None
    return Waiting(
        payment=known.payment,
        action=Action.INVALIDATE,
        period=period_of(known.payment),
        report_id=current.report_id if current else "",
        hetu_index=current.hetu_index if current else b"",
        refusal=AnswerAwaited() if awaited else None,
    )


def _not_confirmed(payment: Payment, pay_on: date) -> Waiting:
    return Waiting(
        payment=payment,
        action=Action.NEW,
        period=period_of(payment, pay_on),
        report_id="",
        due_on=incomes_register_deadline(pay_on),
        refusal=NotConfirmed(),
    )
