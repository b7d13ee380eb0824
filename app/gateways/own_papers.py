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


@dataclass(frozen=True, kw_only=True)
class PaidSum:
    """month: its first day; cents before tax."""

    month: date
    fee_cents: int
    tax_free_cents: int
    total_cents: int


@dataclass(frozen=True, kw_only=True)
class YearPaper:
    """The same sums twice: by the month of payment, and by the month of the work."""

    organisation: str
    business_id: str
    name: str
    written_on: date
    year: int
    by_payment: Sequence[PaidSum]
    by_work: Sequence[PaidSum]
    fee_cents: int
    tax_free_cents: int
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
