"""Reads a file for the Incomes Register by itself, to see that it says what it should."""

from dataclasses import dataclass
from decimal import Decimal
from xml.etree import ElementTree

FIRST_DEDUCTION = 401


@dataclass(frozen=True, kw_only=True)
class Said:
    """What a file says of one report; an invalidation says no sums."""

    action: str
    paid_cents: int = 0
    deducted_cents: int = 0


def read_back(file: bytes) -> tuple[str, dict[str, Said]]:
    """The delivery's id, and what is said by report id. Raises ParseError."""
    delivery = ElementTree.fromstring(file)[0]  # noqa: S314  our own file, sealed since
    said = {
        report.findtext("ReportData/ReportId", ""): _report(report)
        for report in delivery.iterfind("Reports/Report")
    }
    for item in delivery.iterfind("Items/Item"):
        said[item.findtext("ItemId", "")] = Said(action="invalidate")
    return delivery.findtext("DeliveryId", ""), said


def _report(report: ElementTree.Element) -> Said:
    sums = {True: 0, False: 0}
    for line in report.iterfind("Transactions/Transaction/TransactionBasic"):
        cents = int(Decimal(line.findtext("Amount", "0")) * 100)
        sums[int(line.findtext("TransactionCode", "0")) >= FIRST_DEDUCTION] += cents
    action = {"1": "new", "2": "replace"}[report.findtext("ReportData/ActionCode", "")]
    return Said(action=action, paid_cents=sums[False], deducted_cents=sums[True])
