"""Reads our own payment file back, by other means than it was written: who is paid how much."""

from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree


@dataclass(frozen=True)
class ReadBack:
    """The two control sums and counts, and each payment by its number."""

    message: str
    counts: tuple[int, ...]
    sums: tuple[int, ...]
    payments: dict[str, int]

    def agrees(self, message: str, payments: dict[str, int]) -> bool:
        """Both levels say what there is, and it is what was meant."""
        count, cents = len(payments), sum(payments.values())
        return (
            (self.message, self.payments) == (message, payments)
            and self.counts == (count, count)
            and self.sums == (cents, cents)
        )


def read_back(file: bytes) -> ReadBack:
    """Only for a file of ours, which holds no definitions of types."""
    root = ElementTree.fromstring(file)  # noqa: S314  written here and kept with its sum
    return ReadBack(
        message=next(_texts(root, "MsgId"), ""),
        counts=tuple(map(int, _texts(root, "NbOfTxs"))),
        sums=tuple(map(_cents, _texts(root, "CtrlSum"))),
        payments=dict(
            zip(_texts(root, "EndToEndId"), map(_cents, _texts(root, "InstdAmt")), strict=True)
        ),
    )


def _texts(root: ElementTree.Element, name: str) -> Iterator[str]:
    return ((each.text or "") for each in root.iterfind(f".//{{*}}{name}"))


def _cents(written: str) -> int:
    return int(Decimal(written) * 100)
