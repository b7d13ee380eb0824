"""How one payment is told to the Incomes Register, beside what was told of it before."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from app.database import Refusal
from app.gateways import sealing
from app.now import now
from app.readings.count_net import NoIdentity
from app.readings.reported_lines import Paid
from app.readings.sealed import HETU, hetu_of
from app.storage import pension_arrangements
from app.storage.payments import Payment
from app.storage.payouts import PayoutIdentity
from app.storage.pension_arrangements import PensionArrangement
from app.storage.register_payers import RegisterPayer
from app.storage.register_reports import Action, RegisterReport
from invoices.incomes_register import references
from invoices.incomes_register.invalidations import Correction, how_to_correct
from invoices.incomes_register.kept_lines import as_told
from invoices.incomes_register.report import (
    Contact,
    Delivery,
    Earner,
    Identifier,
    IdType,
    Payer,
    PayPeriod,
    Report,
    Sending,
)
from scheduling.register_states import STANDING, ReportState

PUBLIC_BODY = 1


class OfAnotherYear(Refusal):
    """Counted by the figures of a year in which it was not paid: it is counted by hand."""

    code = "net_of_another_year"


@dataclass(frozen=True)
class Drawn:
    """A report as new, whom it is of, and under which pension insurance if that is told."""

    report: Report
    identity: PayoutIdentity
    pension: PensionArrangement | None


def report_of(
    payment: Payment, report_id: str, paid: Paid, identity: PayoutIdentity | None
) -> Drawn | None:
    """None when the register need not know.

    Raises NoIdentity, OfAnotherYear, CorrectedByHand, SealBroken.
    """
    if not (lines := paid.lines_of(payment)):
        return None
    if identity is None:
        raise NoIdentity
    pay_on = period_of(payment).pay_on
    if paid.year_of(payment) != pay_on.year:
        raise OfAnotherYear
    pension = (
        pension_arrangements.find_on(identity.expert_id, pay_on)
        if paid.is_insured(payment)
        else None
    )
    earner = _earner(hetu_of(identity), pension)
    return Drawn(Report(report_id=report_id, earner=earner, lines=lines), identity, pension)


def how_it_differs(current: RegisterReport, right: Drawn, period: PayPeriod) -> Correction:
    """Whether what the register knows is replaced, taken back or left as it is.

    Whom it was told of is kept as an index only.
    """
    code = hetu_of(right.identity)
    same = current.hetu_index in sealing.indexes_of(code, HETU)
    known = Report(
        report_id=current.report_id,
        earner=_earner(code, current.pension) if same else Earner(),
        lines=as_told(current.lines),
    )
    return how_to_correct((period, known), (period, right.report))


def next_id(payment: Payment, told: Sequence[RegisterReport]) -> str:
    """The statement's next id that the register has not taken.

    told  everything told of the statement's payments
    """
    taken = {
        one.report_id
        for one in told
        if one.action == Action.NEW and one.state in (*STANDING, ReportState.INVALIDATED)
    }
    return references.report_id(payment.statement.printed_number, len(taken) + 1)


def period_of(payment: Payment, pay_on: date | None = None) -> PayPeriod:
    """The payroll period is the statement's month.

    pay_on  when the money should have come, of what the bank has not confirmed
    """
    day = payment.paid_on or pay_on
    if day is None:
        raise ValueError(f"payment {payment.id} has no day")
    first = date.fromisoformat(f"{payment.statement.month}-01")
    last = (first + timedelta(days=31)).replace(day=1) - timedelta(days=1)
    return PayPeriod(pay_on=day, starts_on=first, ends_on=last)


def delivery_of(
    payer: RegisterPayer, period: PayPeriod, reports: Sequence[Report], number: str
) -> Delivery:
    """The reports as the register takes them, sent now."""
    return Delivery(
        sending=Sending(delivery_id=number, moment=now(), production=payer.in_production),
        payer=Payer(
            business_id=payer.business_id,
            sub_org=payer.sub_org or "",
            types=(PUBLIC_BODY,) if payer.is_public else (),
        ),
        contacts=(
            Contact(
                name=payer.contact_name,
                telephone=payer.contact_phone,
                email=payer.contact_email or "",
            ),
        ),
        period=period,
        reports=tuple(reports),
    )


def _earner(code: str, pension: PensionArrangement | None) -> Earner:
    """The identity code alone says who it is; a name beside it is not needed."""
    ids = (Identifier(type=IdType.PERSONAL, code=code),)
    if pension is None:
        return Earner(ids=ids)
    return Earner(
        ids=ids,
        work=pension.work(),
        professions=pension.professions(),
        registrations=pension.grounds(),
        pension=pension.pension(),
    )
