"""What is printed on the papers of an assignment: sheet, letters, hour form."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from invoices.pricing.fee_table import Rate
from invoices.statements.document import Contact


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """The assignment sheet.

    title        what, in neutral words
    route        how to get there, in words
    fee_cents    expected fee before tax; None when nothing is paid
    fee_most_cents  more than it while the sum is still to be agreed
    rate         the price of an hour or a lesson, while it is still to be agreed
    role         in the meeting, such as the chair's, where the fee follows it
    travel_cents expected travel and costs, tax-free; None when not known
    needs        codes of what helps her in the work, where the unit may be told
    on_site      the unit's person; link: a short address that opens this assignment
    """

    number: str
    organisation: str
    expert_name: str
    title: str
    starts_at: datetime
    ends_at: datetime | None
    place: str
    address: str
    on_site: Contact
    coordinators: tuple[Contact, ...]
    route: str = ""
    leave_at: datetime | None = None
    preparation: str = ""
    needs: tuple[str, ...] = ()
    fee_cents: int | None = None
    fee_most_cents: int | None = None
    rate: Rate | None = None
    role: str | None = None
    travel_cents: int | None = None
    pay_on: date | None = None
    is_invoiced: bool = False
    link: str = ""


@dataclass(frozen=True, kw_only=True)
class LetterOccasion:
    starts_at: datetime
    ends_at: datetime | None
    place: str


@dataclass(frozen=True, kw_only=True)
class OfferLetter:
    """An invitation on paper, for a window envelope, with a slip to send back.

    letter_on        the day it is sent; answer_by: the last day to answer
    return_address   lines of the sender's address; the slip is sent there
    fee_cents        fee of one occasion before tax; None when nothing is paid
    fee_most_cents   more than it where the sum is agreed separately
    gross_in_month_cents  all that is expected in the month of pay_on, one occasion included
    decides_at       when the seats are shared among all who said yes; None: a yes books at once
    late             what stays payable when the unit calls off late
    """

    number: str
    organisation: str
    return_address: tuple[str, ...]
    recipient_name: str
    recipient_address: tuple[str, ...]
    letter_on: date
    answer_by: date
    title: str
    unit: str
    what: str
    occasions: tuple[LetterOccasion, ...]
    coordinator: Contact
    fee_cents: int | None = None
    fee_most_cents: int | None = None
    travel_cents: int | None = None
    preparation: str = ""
    pay_on: date | None = None
    gross_in_month_cents: int = 0
    decides_at: datetime | None = None
    late: tuple[dict[str, Any], ...] = ()


@dataclass(frozen=True, kw_only=True)
class MessageLetter:
    """Any other message on paper, for a window envelope."""

    number: str
    organisation: str
    recipient_name: str
    recipient_address: tuple[str, ...]
    letter_on: date
    subject: str
    paragraphs: tuple[str, ...]
    coordinator: Contact


@dataclass(frozen=True, kw_only=True)
class HourForm:
    """Hours and costs of one assignment, filled in by hand and sent back."""

    number: str
    organisation: str
    return_address: tuple[str, ...]
    expert_name: str
    title: str
    unit: str
    starts_at: datetime | None
    ends_at: datetime | None
    place: str
    coordinator: Contact
    send_by: date | None = None
