"""Taking reports back: what may be replaced and what must be invalidated and made anew."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from invoices.incomes_register.markup import document, leaf, node
from invoices.incomes_register.references import check_register_id
from invoices.incomes_register.report import Earner, PayPeriod, Report, Sending
from invoices.incomes_register.wage_reports import sending_nodes
from invoices.refusals.incomes_register import InvalidatesNothing, NothingToReport, ReportTwice

INVALIDATED_WAGE_REPORTS = 105


class Correction(StrEnum):
    NOTHING = "nothing"
    REPLACE = "replace"  # with all data, not only what changed
    INVALIDATE = "invalidate"  # and a new report with a new id, after the receipt


@dataclass(frozen=True, kw_only=True)
class Invalidated:
    """A report by the register's id, by ours, or both; version guards against a later change."""

    register_id: str = ""
    report_id: str = ""
    version: int | None = None


def write_invalidations(
    sending: Sending, payer_business_id: str, reports: Sequence[Invalidated]
) -> bytes:
    """InvalidationsRequestToIR, unsigned. What is invalidated does not come back.

    Raises NothingToReport, InvalidatesNothing, RegisterIdMalformed, ReportTwice, TextTooLong.
    """
    if not reports:
        raise NothingToReport()
    if not all(one.register_id or one.report_id for one in reports):
        raise InvalidatesNothing()
    for one in reports:
        check_register_id(one.register_id)
    if len(set(reports)) < len(reports):
        raise ReportTwice()
    items = (
        node(
            "Item",
            leaf("IRItemId", one.register_id, 32),
            leaf("ItemId", one.report_id, 40),
            leaf("ItemVersion", one.version),
        )
        for one in reports
    )
    content = node(
        "DeliveryData",
        *sending_nodes(sending, payer_business_id, INVALIDATED_WAGE_REPORTS),
        node("Items", *items),
    )
    return document("InvalidationsToIR", "InvalidationsRequestToIR", "itir", content)


def how_to_correct(told: tuple[PayPeriod, Report], right: tuple[PayPeriod, Report]) -> Correction:
    """Of the same payer, what was told and what should have been told.

    Another day or period of payment, another person or arrangement needs an invalidation.
    """
    (told_period, told_report), (period, report) = told, right
    if told_period != period or _settled(told_report.earner) != _settled(report.earner):
        return Correction.INVALIDATE
    same = (told_report.earner, told_report.lines) == (report.earner, report.lines)
    return Correction.NOTHING if same else Correction.REPLACE


def _settled(earner: Earner) -> tuple[object, ...]:
    """What a replacement cannot change."""
    policy = earner.pension.policy if earner.pension else ""
    return earner.ids, earner.born, policy, earner.exceptions, earner.types
