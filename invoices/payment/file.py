"""The file a bank pays from: a batch of fees as pain.001, always in the same bytes."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Any
from zoneinfo import ZoneInfo

from lxml import etree
from lxml.builder import ElementMaker

from invoices.banking_days import is_banking_day
from invoices.check_digits import is_international, read_iban, read_reference
from invoices.payment.bank_text import bank_text, safe_id
from invoices.refusals.payment import (
    MessageTooLong,
    NoDebitDay,
    NoPayments,
    NotBic,
    NothingToPay,
    PaymentTwice,
)

FINNISH_TIME = ZoneInfo("Europe/Helsinki")
NAMESPACE = "urn:iso:std:iso:20022:tech:xsd:"
LONGEST_NAME = 70  # what the SEPA schemes carry; a longer one is cut, as a bank would
LONGEST_MESSAGE = 140
_BIC = re.compile(r"[A-Z]{6}[A-Z0-9]{2}([A-Z0-9]{3})?")


class Version(StrEnum):
    OF_2019 = "pain.001.001.09"
    OF_2009 = "pain.001.001.03"


@dataclass(frozen=True, kw_only=True)
class BankProfile:
    """What the payer's bank takes.

    transliterate  names and messages without accents: the bank has no å, ä and ö
    batch_booking  the account shows the batch as one sum, not who was paid what
    """

    version: Version = Version.OF_2019
    transliterate: bool = False
    batch_booking: bool = True


@dataclass(frozen=True)
class Message:
    """What the person reads on her account, at most 140 characters."""

    text: str


@dataclass(frozen=True)
class Reference:
    """A Finnish or international reference number, for one who has sent an invoice."""

    number: str


@dataclass(frozen=True, kw_only=True)
class Payer:
    name: str
    iban: str
    bic: str | None = None


@dataclass(frozen=True, kw_only=True)
class Payment:
    """One fee. Its `number` is the statement's; it never changes and comes back from the bank."""

    number: str
    name: str
    iban: str
    cents: int
    remittance: Message | Reference


@dataclass(frozen=True, kw_only=True)
class Batch:
    """`number` names the message; `part` the one group of payments in it, debited as a whole."""

    number: str
    part: str
    created_at: datetime
    debit_on: date
    payer: Payer
    payments: tuple[Payment, ...]

    @property
    def cents(self) -> int:
        return sum(payment.cents for payment in self.payments)


def payment_file(batch: Batch, profile: BankProfile) -> bytes:
    """XML whose count and sum stand both at its head and over its payments.

    The purpose is SALA, given once over the whole: a salary, which banks keep out of others' sight.
    Raises NoPayments, PaymentTwice, NothingToPay, NoDebitDay, UnsafeId, NotBic, TextBankRefuses,
    MessageTooLong and what `read_iban` and `read_reference` raise.
    """
    _check(batch)
    document = _Document(profile).of(batch)
    return etree.tostring(document, encoding="UTF-8", xml_declaration=True, pretty_print=True)


def check_bic(bic: str) -> str:
    """The same, when it is of the shape of one. Raises NotBic."""
    if not _BIC.fullmatch(bic):
        raise NotBic
    return bic


def _check(batch: Batch) -> None:
    if not batch.payments:
        raise NoPayments
    seen: set[str] = set()
    for payment in batch.payments:
        if payment.number in seen:
            raise PaymentTwice(payment.number)
        if payment.cents <= 0:
            raise NothingToPay(payment.number)
        seen.add(payment.number)
    if batch.debit_on < _local(batch.created_at).date() or not is_banking_day(batch.debit_on):
        raise NoDebitDay(batch.debit_on)


class _Document:
    """Builds the elements of one version, each in the order of its schema."""

    def __init__(self, profile: BankProfile) -> None:
        self.profile = profile
        self.is_of_2009 = profile.version is Version.OF_2009
        namespace = NAMESPACE + profile.version
        self.make: Any = ElementMaker(namespace=namespace, nsmap={None: namespace})

    def of(self, batch: Batch) -> Any:
        make = self.make
        return make.Document(make.CstmrCdtTrfInitn(self._head(batch), self._part(batch)))

    def _head(self, batch: Batch) -> Any:
        make = self.make
        return make.GrpHdr(
            make.MsgId(safe_id(batch.number)),
            make.CreDtTm(f"{_local(batch.created_at):%Y-%m-%dT%H:%M:%S}"),
            *self._control(batch),
            make.InitgPty(make.Nm(self._name(batch.payer.name, batch.number))),
        )

    def _part(self, batch: Batch) -> Any:
        make, payer = self.make, batch.payer
        day = batch.debit_on.isoformat()
        return make.PmtInf(
            make.PmtInfId(safe_id(batch.part)),
            make.PmtMtd("TRF"),
            make.BtchBookg("true" if self.profile.batch_booking else "false"),
            *self._control(batch),
            make.PmtTpInf(make.SvcLvl(make.Cd("SEPA")), make.CtgyPurp(make.Cd("SALA"))),
            make.ReqdExctnDt(day) if self.is_of_2009 else make.ReqdExctnDt(make.Dt(day)),
            make.Dbtr(make.Nm(self._name(payer.name, batch.number))),
            make.DbtrAcct(self._account(payer.iban)),
            make.DbtrAgt(make.FinInstnId(self._bank(payer.bic))),
            make.ChrgBr("SLEV"),
            *map(self._payment, batch.payments),
        )

    def _payment(self, payment: Payment) -> Any:
        make = self.make
        return make.CdtTrfTxInf(
            make.PmtId(make.EndToEndId(safe_id(payment.number))),
            make.Amt(make.InstdAmt(_euros(payment.cents), Ccy="EUR")),
            make.Cdtr(make.Nm(self._name(payment.name, payment.number))),
            make.CdtrAcct(self._account(payment.iban)),
            make.RmtInf(self._remittance(payment)),
        )

    def _control(self, batch: Batch) -> Iterable[Any]:
        return self.make.NbOfTxs(str(len(batch.payments))), self.make.CtrlSum(_euros(batch.cents))

    def _account(self, iban: str) -> Any:
        return self.make.Id(self.make.IBAN(read_iban(iban)))

    def _bank(self, bic: str | None) -> Any:
        make = self.make
        if bic is None:
            return make.Othr(make.Id("NOTPROVIDED"))
        code = check_bic(bic)
        return make.BIC(code) if self.is_of_2009 else make.BICFI(code)

    def _remittance(self, payment: Payment) -> Any:
        if isinstance(payment.remittance, Message):
            return self.make.Ustrd(self._message(payment.remittance, payment.number))
        return self.make.Strd(self._reference(payment.remittance))

    def _message(self, message: Message, number: str) -> str:
        text = self._text(message.text, number)
        if len(text) > LONGEST_MESSAGE:
            raise MessageTooLong(number)
        return text

    def _reference(self, reference: Reference) -> Any:
        make, number = self.make, read_reference(reference.number)
        issuer = (make.Issr("ISO"),) if is_international(number) else ()
        return make.CdtrRefInf(make.Tp(make.CdOrPrtry(make.Cd("SCOR")), *issuer), make.Ref(number))

    def _name(self, name: str, number: str) -> str:
        return self._text(name, number)[:LONGEST_NAME].rstrip()

    def _text(self, written: str, number: str) -> str:
        return bank_text(written, number=number, transliterate=self.profile.transliterate)


def _local(moment: datetime) -> datetime:
    return moment.astimezone(FINNISH_TIME)


def _euros(cents: int) -> str:
    return f"{cents // 100}.{cents % 100:02d}"
