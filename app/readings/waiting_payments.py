"""What waits to be paid by the bank: its net, its account, or the sentence that says why not."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from app.database import Refusal
from app.now import now, today
from app.readings import count_net, money_come_back
from app.readings.count_net import Counted
from app.readings.money_come_back import CameBackInPart
from app.storage import net_pays, payable_by_bank, payments, payouts
from app.storage.net_pays import NetPay
from app.storage.payments import Payment
from app.storage.payouts import PayoutAccount
from app.storage.statements import Statement
from invoices.banking_days import debit_day
from invoices.payment.bank_text import bank_text
from invoices.refusals.payment import NothingToPay, TextBankRefuses


class NoPayoutAccount(Refusal):
    """No account has been confirmed, or it is still held."""

    code = "no_payout_account"


class HeldByFinance(Refusal):
    """Finance keeps the pay back, or everything was stopped for the person."""

    code = "held_by_finance"


@dataclass(frozen=True)
class Waiting:
    """refusal None: it goes. kept: the net it was paid by before it bounced, in the same year."""

    statement: Statement
    tries: Sequence[Payment]
    account: PayoutAccount | None
    counted: Counted | None
    kept: NetPay | None
    refusal: Exception | None = None

    @property
    def net_cents(self) -> int:
        found = self.kept or (self.counted.net if self.counted else None)
        return found.net_cents if found else 0

    @property
    def undecided_id(self) -> int | None:
        """The assignment whose income type keeps it from being counted."""
        return self.counted.assignment_id if self.counted else None

    @property
    def withheld_cents(self) -> int | None:
        found = self.kept or (self.counted.net if self.counted else None)
        return found.withheld_cents if found else None


@dataclass(frozen=True)
class AllWaiting:
    pay_on: date
    rows: Sequence[Waiting]

    @property
    def going(self) -> list[Waiting]:
        return [one for one in self.rows if one.refusal is None]

    @property
    def cents(self) -> int:
        return sum(one.net_cents for one in self.going)


def waiting_for(
    pay_on: date | None = None, *, run_id: int | None = None, lock: bool = False
) -> AllWaiting:
    """What falls due by the day of payment, in the order of pay days and numbers.

    pay_on  by default the earliest one that waits, or the first that a bank still makes
    """
    payable = payable_by_bank.payable(lock=lock)
    back = money_come_back.come_back_among(payable)
    found = [each for each in payable if each.id not in back.carried]
    day = pay_on or _earliest(found)
    due = [
        each for each in found if each.pay_on <= day and (run_id is None or each.run_id == run_id)
    ]
    tries = payments.of_statements([each.id for each in due])
    nets = net_pays.by_statement([each.id for each in due])
    kept = {one: net for one, net in nets.items() if net.pay_on.year == day.year}
    counted = {
        one.statement.id: one
        for one in count_net.count(
            [each for each in due if each.id not in kept], day, back.replaced
        )
    }
    people = {each.expert_id for each in due}
    accounts, held = payouts.find_accounts(people, now()), payouts.held_among(people)
    rows = [
        _judged(
            Waiting(
                statement=each,
                tries=tries.get(each.id, ()),
                account=accounts.get(each.expert_id),
                counted=counted.get(each.id),
                kept=kept.get(each.id),
            ),
            is_held=each.expert_id in held,
        )
        for each in due
    ]
    return AllWaiting(
        day, [_by_hand(one) if one.statement.id in back.by_hand else one for one in rows]
    )


def _by_hand(one: Waiting) -> Waiting:
    return replace(one, refusal=CameBackInPart())


def _earliest(found: Sequence[Statement]) -> date:
    """The earliest pay day that waits; when that has passed, the first a bank can still make."""
    day = min((each.pay_on for each in found), default=today())
    if debit_day(day) >= today():
        return day
    day = today()
    while debit_day(day) < today():
        day = date.fromordinal(day.toordinal() + 1)
    return day


def _judged(one: Waiting, *, is_held: bool) -> Waiting:
    """The first that keeps it from being paid."""
    return replace(one, refusal=_refusal(one, is_held=is_held))


def _refusal(one: Waiting, *, is_held: bool) -> Exception | None:
    if one.counted and one.counted.refusal:
        return one.counted.refusal
    if is_held:
        return HeldByFinance()
    if one.account is None:
        return NoPayoutAccount()
    if one.net_cents <= 0:
        return NothingToPay(one.statement.printed_number)
    return _name_refused(one.statement)


def _name_refused(statement: Statement) -> TextBankRefuses | None:
    """One name that banks do not take would keep everybody's file from being written."""
    try:
        bank_text(statement.payee_name, number=statement.printed_number, transliterate=False)
    except TextBankRefuses as refusal:
        return refusal
    return None


def why_not(statement_id: int) -> Exception | None:
    """What keeps a statement that waits from being paid by the bank."""
    rows = waiting_for().rows
    return next((one.refusal for one in rows if one.statement.id == statement_id), None)
