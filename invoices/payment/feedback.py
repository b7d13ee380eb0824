"""What a bank tells of a payment file: pain.002 and camt.054 read into rows, and nothing else.

The file comes from outside: no definitions of types, no entities, nothing fetched, a size at most.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from lxml import etree

from invoices.refusals.payment import UnreadableFeedback

LARGEST_BYTES = 20_000_000
LONGEST_ID = 35
_STATUS_REPORT = re.compile(r"urn:iso:std:iso:20022:tech:xsd:pain\.002\.001\.(0[3-9]|[1-9]\d)")
_NOTIFICATION = re.compile(r"urn:iso:std:iso:20022:tech:xsd:camt\.054\.001\.(0[2-9]|[1-9]\d)")
_EUROS = re.compile(r"\d{1,15}(\.\d{1,5})?", re.ASCII)
_NO_ID = "NOTPROVIDED"


class Status(StrEnum):
    """In the order of what happens to a payment; of two, the later one is the truth."""

    ACCEPTED = "accepted"
    REJECTED = "rejected"
    PAID = "paid"
    RETURNED = "returned"


class Level(StrEnum):
    """Whether a row speaks of one payment, of the group debited together or of the whole file."""

    PAYMENT = "payment"
    PART = "part"
    MESSAGE = "message"


# Source: ISO 20022 external code sets, payment transaction and payment group status.
STATUSES = {
    **dict.fromkeys(("ACTC", "ACCP", "ACFC", "ACSP", "ACWC", "ACWP"), Status.ACCEPTED),
    **dict.fromkeys(("ACSC", "ACCC"), Status.PAID),
    **dict.fromkeys(("RJCT", "CANC"), Status.REJECTED),
}
# Received, pending, partly: rows of single payments tell the rest. Payee verified: as it should be.
SAYS_NOTHING_YET = {"RCVD", "PDNG", "PART", "PATC", "RCVC", "RVMC"}
BOOKED, DEBIT, RETURN = "BOOK", "DBIT", "RRTN"


@dataclass(frozen=True, kw_only=True)
class Row:
    """`id` is what we gave: of a payment its number, or that of the batch or its part.

    status   None when the bank's `word` is not known here: a person looks
    cents    None when the bank does not say
    reason   the bank's code, as AC04: the account is closed
    message  the batch's number, where the bank repeats it
    booked_on  when the money moved on our account, where the bank says it
    """

    level: Level
    id: str
    status: Status | None
    word: str
    cents: int | None = None
    reason: str | None = None
    message: str | None = None
    booked_on: date | None = None


def read_feedback(file: bytes) -> tuple[Row, ...]:
    """In the order of the file, each once; what is not in euros is not ours and left out.

    Raises UnreadableFeedback.
    """
    root = _parsed(file)
    namespace = etree.QName(root).namespace or ""
    _drop_namespace(root, namespace)
    if _STATUS_REPORT.fullmatch(namespace):
        rows = _status_rows(_one(root, "CstmrPmtStsRpt"))
    elif _NOTIFICATION.fullmatch(namespace):
        rows = _booked_rows(_one(root, "BkToCstmrDbtCdtNtfctn"))
    else:
        raise UnreadableFeedback
    return tuple(dict.fromkeys(rows))


def _parsed(file: bytes) -> Any:
    if len(file) > LARGEST_BYTES:
        raise UnreadableFeedback
    parser = etree.XMLParser(
        resolve_entities=False,
        load_dtd=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        root = etree.fromstring(file, parser)
    except (etree.XMLSyntaxError, ValueError):
        raise UnreadableFeedback from None
    if root.getroottree().docinfo.internalDTD is not None:
        raise UnreadableFeedback
    return root


def _drop_namespace(root: Any, namespace: str) -> None:
    for element in root.iter(f"{{{namespace}}}*"):
        element.tag = etree.QName(element).localname


def _status_rows(report: Any) -> Iterator[Row]:
    """A payment that has no word of its own has that of its part."""
    group = _one(report, "OrgnlGrpInfAndSts")
    message = _id(group, "OrgnlMsgId")
    yield from _status_row(Level.MESSAGE, message, group, _text(group, "GrpSts"), message)
    for part in report.findall("OrgnlPmtInfAndSts"):
        number, of_part = _id(part, "OrgnlPmtInfId"), _text(part, "PmtInfSts")
        yield from _status_row(Level.PART, number, part, of_part, message)
        for payment in part.findall("TxInfAndSts"):
            number, word = _id(payment, "OrgnlEndToEndId"), _text(payment, "TxSts") or of_part
            yield from _status_row(Level.PAYMENT, number, payment, word, message)


def _status_row(
    level: Level, number: str | None, told: Any, word: str | None, message: str | None
) -> Iterator[Row]:
    amount = told.find("OrgnlTxRef/Amt/InstdAmt")
    if number is None or word is None or word in SAYS_NOTHING_YET or _is_foreign(amount):
        return
    yield Row(
        level=level,
        id=number,
        status=STATUSES.get(word),
        word=word,
        cents=_cents(amount),
        reason=_reason(told, "StsRsnInf"),
        message=message,
    )


def _booked_rows(notification: Any) -> Iterator[Row]:
    for entry in notification.iterfind("Ntfctn/Ntry"):
        if (_text(entry, "Sts/Cd") or _text(entry, "Sts")) != BOOKED:
            continue
        payments = entry.findall("NtryDtls/TxDtls")
        for payment in payments:
            alone = entry if len(payments) == 1 else None
            yield from _booked_row(Level.PAYMENT, "Refs/EndToEndId", payment, entry, alone)
        if not payments:
            for part in entry.findall("NtryDtls/Btch"):
                yield from _booked_row(Level.PART, "PmtInfId", part, entry, entry)


def _booked_row(
    level: Level, id_at: str, told: Any, entry: Any, sum_of: Any | None
) -> Iterator[Row]:
    """`sum_of` is the entry when its sum is that of what is told."""
    number, amount = _id(told, id_at), _amount(told, sum_of)
    status = _booked_status(told, entry)
    if number is None or number == _NO_ID or status is None or _is_foreign(amount):
        return
    yield Row(
        level=level,
        id=number,
        status=status,
        word=BOOKED,
        cents=_cents(amount),
        reason=_reason(told, "RtrInf"),
        booked_on=_day(entry, "BookgDt"),
    )


def _booked_status(told: Any, entry: Any) -> Status | None:
    """Out of our account: paid. Back to it: returned. Other money that comes in is not ours."""
    code = "BkTxCd/Domn/Fmly/SubFmlyCd"
    comes_back = (
        told.find("RtrInf") is not None
        or _text(entry, "RvslInd") in ("true", "1")
        or RETURN in (_text(told, code), _text(entry, code))
    )
    if comes_back:
        return Status.RETURNED
    direction = _text(told, "CdtDbtInd") or _text(entry, "CdtDbtInd")
    return Status.PAID if direction == DEBIT else None


def _amount(told: Any, sum_of: Any | None) -> Any | None:
    for path in ("Amt", "AmtDtls/TxAmt/Amt", "AmtDtls/InstdAmt/Amt", "TtlAmt"):
        if (amount := told.find(path)) is not None:
            return amount
    return None if sum_of is None else sum_of.find("Amt")


def _is_foreign(amount: Any | None) -> bool:
    return amount is not None and amount.get("Ccy") != "EUR"


def _cents(amount: Any | None) -> int | None:
    if amount is None:
        return None
    if not _EUROS.fullmatch(text := (amount.text or "").strip()):
        raise UnreadableFeedback
    cents = Decimal(text) * 100
    if cents != int(cents):
        raise UnreadableFeedback
    return int(cents)


def _day(element: Any, where: str) -> date | None:
    text = _text(element, f"{where}/Dt") or (_text(element, f"{where}/DtTm") or "")[:10]
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise UnreadableFeedback from None


def _reason(told: Any, where: str) -> str | None:
    return _id(told, f"{where}/Rsn/Cd") or _id(told, f"{where}/Rsn/Prtry")


def _one(element: Any, path: str) -> Any:
    found = element.find(path)
    if found is None:
        raise UnreadableFeedback
    return found


def _id(element: Any, path: str) -> str | None:
    found = _text(element, path)
    if found is not None and len(found) > LONGEST_ID:
        raise UnreadableFeedback
    return found


def _text(element: Any, path: str) -> str | None:
    return (element.findtext(path) or "").strip() or None
