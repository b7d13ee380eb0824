"""What is printed on the papers a person asks for: her year of pay, a letter and a certificate."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from invoices.statements.document import Contact


class CertificateWord(StrEnum):
    """What the person wants to be called; none of them tells of her life."""

    EXPERT_BY_EXPERIENCE = "expert_by_experience"
    EXPERT = "expert"
    DEVELOPER = "developer"


class TaxedBy(StrEnum):
    """Who took the tax of a payment."""

    PAYROLL = "payroll"
    PAYER = "payer"  # withheld by the organisation, whose bank paid the rest
    NOBODY = "nobody"  # trade income of somebody in the prepayment register


@dataclass(frozen=True, kw_only=True)
class Taxed:
    """days of payment; withheld_cents: None where we do not know."""

    by: TaxedBy
    days: Sequence[date] = ()
    withheld_cents: int | None = None


@dataclass(frozen=True, kw_only=True)
class HowTaxed:
    """trade_costs: some of the costs are part of trade income, and taxed with it."""

    ways: Sequence[Taxed]
    trade_costs: bool = False


@dataclass(frozen=True, kw_only=True)
class PaidSum:
    """month: its first day; cents before tax."""

    month: date
    fee_cents: int
    tax_free_cents: int
    total_cents: int


@dataclass(frozen=True, kw_only=True)
class TakenSum:
    """money_cents: before tax. shares_cents: the person's own insurance contributions."""

    month: date
    money_cents: int
    withheld_cents: int
    shares_cents: int
    net_cents: int


@dataclass(frozen=True, kw_only=True)
class YearPaper:
    """The same sums twice: by the month of payment, and by the month of the work.

    taken  what the payer withheld; empty where payroll does it
    overpaid_cents, settled_cents  paid too much and taken off no sum: payroll decides, or has
    """

    organisation: str
    business_id: str
    name: str
    written_on: date
    year: int
    by_payment: Sequence[PaidSum]
    by_work: Sequence[PaidSum]
    fee_cents: int
    tax_free_cents: int
    taxed: HowTaxed
    taken: Sequence[TakenSum] = ()
    overpaid_cents: int = 0
    settled_cents: int = 0
    contact: Contact


@dataclass(frozen=True, kw_only=True)
class PaidOn:
    paid_on: date
    worked_first: date
    worked_last: date
    fee_cents: int
    tax_free_cents: int


@dataclass(frozen=True, kw_only=True)
class BenefitLetter:
    """What this activity is, its dates and its sums. Names no benefit and foresees none."""

    organisation: str
    business_id: str
    name: str
    written_on: date
    first: date
    last: date
    payments: Sequence[PaidOn]
    fee_cents: int
    tax_free_cents: int
    trade_costs: bool
    overpaid_cents: int = 0
    settled_cents: int = 0
    contact: Contact


@dataclass(frozen=True, kw_only=True)
class Certificate:
    """In the words that the person chose.

    own_words  what she wants to be called instead of `word`
    minutes    None: she leaves the hours out; times: by kind of work, empty: left out
    """

    organisation: str
    name: str
    written_on: date
    word: CertificateWord
    own_words: str
    first: date
    last: date
    minutes: int | None
    times: Mapping[str, int]
    contact: Contact
