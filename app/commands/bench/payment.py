"""`rinnalla bench payment`: a payment file written, held to its published schema and read back.

Then the whole way of a month's fees through the database.
"""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from pathlib import Path
from random import Random
from xml.etree import ElementTree

from lxml import etree

from app.commands.bench import paid_by_bank
from app.commands.bench.cases import Case, at_most, missing, timed
from invoices.payment.answers import Sent, read_answers
from invoices.payment.feedback import Level, Row, Status
from invoices.payment.file import BankProfile, Batch, Message, Payer, Payment, payment_file

SCHEMAS = Path(__file__).parents[4] / "shared" / "xsd" / "iso20022"  # published; not ours to carry
ACCOUNTS = ("FI1410093000123458", "FI9080002627761348", "FI5542345670000081")
NAMES = ("Åsa Mäkiö", "Aino Äijälä", "Čáhppe Niillas", "Mary O'Brien", "Väinö Weiß")
GOAL_SECONDS, COUNT = 5, 5_000


class WronglyRead(Exception):
    """The file does not say what was written: no figure of it counts."""


def cases(quick: bool) -> Iterator[Case]:
    yield from _of_files(quick)
    yield from paid_by_bank.cases(quick)


def _of_files(quick: bool) -> Iterator[Case]:
    case = f"{COUNT:,} payments"
    batch, profile = _batch(COUNT), BankProfile()
    path = SCHEMAS / f"{profile.version}.xsd"
    if not path.exists():
        yield missing(case, "written and validated", "s", "no schemas", goal=f"≤ {GOAL_SECONDS}")
        return
    _refuse_wrong(batch, payment_file(batch, profile))
    repeats = 1 if quick else 5
    seconds = timed(partial(_written_and_validated, batch, profile, path), repeats)
    yield at_most(case, "written and validated", seconds, "s", goal=GOAL_SECONDS)
    seconds = timed(partial(_settled, batch), repeats)
    yield at_most(case, "settled by the bank's feedback", seconds, "s", goal=GOAL_SECONDS)


def _written_and_validated(batch: Batch, profile: BankProfile, path: Path) -> None:
    schema = etree.XMLSchema(etree.parse(path))
    schema.assertValid(etree.fromstring(payment_file(batch, profile)))


def _settled(batch: Batch) -> None:
    rows = [
        Row(level=Level.PAYMENT, id=each.number, status=Status.PAID, word="BOOK", cents=each.cents)
        for each in batch.payments
    ]
    sent = [
        Sent(message=batch.number, part=batch.part, number=each.number, cents=each.cents)
        for each in batch.payments
    ]
    if len(read_answers(rows, sent).answers) != len(sent):
        raise WronglyRead


def _refuse_wrong(batch: Batch, file: bytes) -> None:
    """By another parser than the one that wrote it, and once more by the bytes."""
    amounts = [each.text or "" for each in ElementTree.fromstring(file).iter() if _is_sum(each)]
    told = [int(Decimal(amount) * 100) for amount in amounts]
    if told != [payment.cents for payment in batch.payments]:
        raise WronglyRead
    if file != payment_file(batch, BankProfile()):
        raise WronglyRead


def _is_sum(element: ElementTree.Element) -> bool:
    return element.tag.endswith("}InstdAmt")


def _batch(count: int) -> Batch:
    random = Random(count)
    return Batch(
        number="ME-2026-0012",
        part="ME-2026-0012-1",
        created_at=datetime(2026, 12, 10, 12, tzinfo=UTC),
        debit_on=date(2026, 12, 14),
        payer=Payer(name="Keski-Järven hyvinvointialue", iban="FI2112345600000785"),
        payments=tuple(
            Payment(
                number=f"PE-2026-{serial:06d}",
                name=random.choice(NAMES),
                iban=random.choice(ACCOUNTS),
                cents=random.randrange(1, 100_000),
                remittance=Message("Palkkio 11/2026"),
            )
            for serial in range(1, count + 1)
        ),
    )
