"""Papers a person takes along: a year of pay, a neutral letter about pay, a certificate."""

from datetime import date
from typing import Any

from app.access import Actor
from app.database import Refusal, current_organisation
from app.gateways import documents
from app.gateways.own_papers import (
    BenefitLetter,
    Certificate,
    CertificateWord,
    PaidOn,
    PaidSum,
    TakenSum,
    YearPaper,
)
from app.now import today
from app.readings import year_of_pay
from app.readings.own import refuse_others
from app.readings.year_of_pay import Sum
from app.storage import experts, organisations, users, work_done
from app.storage.experts import Expert
from invoices.statements.document import Contact
from scheduling.wall_clock import HELSINKI, to_moment


class NothingDone(Refusal):
    """Nothing has been approved of those days, so there is nothing to certify."""

    code = "nothing_done"


def year_pdf(*, by: Actor, expert_id: int, year: int | None, language: str | None) -> bytes:
    """Raises Missing."""
    found = year_of_pay.year_of(expert_id, year, by)
    paper = YearPaper(
        **_sender(found.expert, language),
        business_id=_business_id(),
        year=found.year,
        by_payment=_paid(found.by_payment),
        by_work=_paid(found.by_work),
        fee_cents=found.fee_cents,
        tax_free_cents=found.tax_free_cents,
        taxed=found.taxed,
        taken=[
            TakenSum(
                month=each.month,
                money_cents=each.money_cents,
                withheld_cents=each.withheld_cents,
                shares_cents=each.shares_cents,
                net_cents=each.net_cents,
            )
            for each in found.taken
        ],
        overpaid_cents=found.overpaid_cents,
        settled_cents=found.settled_cents,
    )
    return _printed("year_of_pay", found.expert, language, paper, f"{found.year}")


def benefit_letter_pdf(
    *, by: Actor, expert_id: int, first: date, last: date, language: str | None
) -> bytes:
    """Raises Missing."""
    payments = year_of_pay.payments(expert_id, first, last, by)
    overpaid, expert = year_of_pay.overpaid(expert_id, first, last, by), experts.get(expert_id)
    paper = BenefitLetter(
        **_sender(expert, language),
        business_id=_business_id(),
        first=first,
        last=last,
        payments=[
            PaidOn(
                paid_on=each.paid_on,
                worked_first=each.worked[0],
                worked_last=each.worked[1],
                fee_cents=each.fee_cents,
                tax_free_cents=each.tax_free_cents,
            )
            for each in payments
        ],
        fee_cents=sum(each.fee_cents for each in payments),
        tax_free_cents=sum(each.tax_free_cents for each in payments),
        trade_costs=any(each.trade_costs for each in payments),
        overpaid_cents=overpaid.open_cents,
        settled_cents=overpaid.settled_cents,
    )
    return _printed("benefit_letter", expert, language, paper, f"{first}-{last}")


def certificate_pdf(
    *,
    by: Actor,
    expert_id: int,
    first: date,
    last: date,
    word: CertificateWord,
    own_words: str = "",
    with_hours: bool = True,
    with_kinds: bool = True,
    language: str | None = None,
) -> bytes:
    """Raises Missing, NothingDone."""
    refuse_others(by, expert_id)
    expert = experts.get(expert_id)
    if (done := work_done.of_expert(expert_id, first, last)) is None:
        raise NothingDone
    paper = Certificate(
        **_sender(expert, language),
        word=word,
        own_words=own_words,
        first=done.first,
        last=done.last,
        minutes=done.minutes if with_hours else None,
        times=dict(sorted(done.times.items())) if with_kinds else {},
    )
    return _printed("certificate", expert, language, paper, f"{first}-{last}")


def _printed(template: str, expert: Expert, language: str | None, paper: Any, about: str) -> bytes:
    """The same on one day: its moment is the noon of the day."""
    noon = to_moment(today(), "12:00").astimezone(HELSINKI)
    identifier = f"{template}-{expert.id}-{about}-{today()}"
    return documents.render(
        template, language or expert.language, {"paper": paper}, identifier, noon
    )


def _sender(expert: Expert, language: str | None) -> dict[str, Any]:
    coordinator = users.get(expert.responsible_id)
    payer = organisations.get(current_organisation())
    return {
        "organisation": payer.name_in(language or expert.language),
        "name": expert.name,
        "written_on": today(),
        "contact": Contact(
            name=coordinator.name, phone=coordinator.phone or "", email=coordinator.email
        ),
    }


def _business_id() -> str:
    return organisations.get(current_organisation()).business_id or ""


def _paid(sums: list[Sum]) -> list[PaidSum]:
    return [
        PaidSum(
            month=each.month,
            fee_cents=each.fee_cents,
            tax_free_cents=each.tax_free_cents,
            total_cents=each.total_cents,
        )
        for each in sums
    ]
