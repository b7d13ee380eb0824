"""What a bank's feedback answers of the payments that were sent, and what a person has to see."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from invoices.payment.feedback import Level, Row, Status

_ORDER = list(Status)


class Doubt(StrEnum):
    UNKNOWN_ID = "unknown_id"
    UNKNOWN_WORD = "unknown_word"
    OTHER_SUM = "other_sum"


@dataclass(frozen=True, kw_only=True)
class Sent:
    """A payment as it stood in the file: of which batch, of which part of it.

    is_rejected  the bank has said so before; it is no longer in the sum of its part
    """

    message: str
    part: str
    number: str
    cents: int
    is_rejected: bool = False


@dataclass(frozen=True, kw_only=True)
class Answer:
    number: str
    status: Status
    cents: int
    reason: str | None
    booked_on: date | None = None


@dataclass(frozen=True)
class Doubtful:
    """A row that changes nothing until a person has looked."""

    row: Row
    doubt: Doubt


@dataclass(frozen=True)
class Outcome:
    answers: tuple[Answer, ...]
    doubtful: tuple[Doubtful, ...]


def read_answers(rows: Sequence[Row], sent: Iterable[Sent]) -> Outcome:
    """Each payment by the row nearest to it: its own, that of its part, that of its batch.

    sent  the organisation's own payments alone, so that nobody answers for another
    The same rows twice give what they give once.
    """
    known = _by_id(sent)
    spoken_of: set[str] = set()
    answers: dict[Answer, None] = {}
    doubtful: dict[Doubtful, None] = {}
    for level in Level:
        nearer = frozenset(spoken_of)
        for row in (row for row in rows if row.level is level):
            payments = _meant(row, known)
            spoken_of.update(payment.number for payment in payments)
            if doubt := _doubt(row, payments):
                doubtful[Doubtful(row, doubt)] = None
            else:
                answers.update(dict.fromkeys(_answers(row, payments, nearer)))
    return Outcome(tuple(answers), tuple(doubtful))


def later(before: Status | None, told: Status) -> Status:
    """Of two things told of one payment, in whatever order they come, the one that holds."""
    return told if before is None else max(before, told, key=_ORDER.index)


def _by_id(sent: Iterable[Sent]) -> dict[tuple[Level, str], list[Sent]]:
    known: dict[tuple[Level, str], list[Sent]] = defaultdict(list)
    for payment in sent:
        known[Level.PAYMENT, payment.number].append(payment)
        known[Level.PART, payment.part].append(payment)
        known[Level.MESSAGE, payment.message].append(payment)
    return known


def _meant(row: Row, known: Mapping[tuple[Level, str], list[Sent]]) -> list[Sent]:
    """Of a batch that is debited, those the bank has not rejected before."""
    return [
        payment
        for payment in known.get((row.level, row.id), [])
        if row.message in (None, payment.message)
        and (row.level is Level.PAYMENT or row.status is Status.REJECTED or not payment.is_rejected)
    ]


def _doubt(row: Row, payments: Sequence[Sent]) -> Doubt | None:
    if not payments:
        return Doubt.UNKNOWN_ID
    if row.status is None:
        return Doubt.UNKNOWN_WORD
    if row.cents not in (None, sum(payment.cents for payment in payments)):
        return Doubt.OTHER_SUM
    return None


def _answers(row: Row, payments: Iterable[Sent], nearer: frozenset[str]) -> Iterator[Answer]:
    for payment in payments:
        if row.status is not None and payment.number not in nearer:
            yield Answer(
                number=payment.number,
                status=row.status,
                cents=payment.cents,
                reason=row.reason,
                booked_on=row.booked_on,
            )
