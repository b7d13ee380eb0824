"""The file of a delivery of earnings payment reports, for uploading by hand."""

from collections.abc import Collection, Sequence
from datetime import date

from lxml import etree

from invoices.incomes_register.delivery_rules import check
from invoices.incomes_register.earner_markup import earner_node
from invoices.incomes_register.markup import document, flag, group, leaf, money, node, truth
from invoices.incomes_register.report import (
    Contact,
    Delivery,
    IdType,
    IncomeLine,
    Payer,
    PayPeriod,
    Period,
    Recovery,
    Report,
    Sending,
)
from invoices.parameters import Figure
from invoices.tax.income_types import Confirmed

WAGE_REPORTS = 100
REJECT_FAULTY_ONLY = 1
SUB_ORG_OF_KEVA = 1
RESPONSIBLE_FOR_CONTENT = 1
MOST_REPORTS = 3000  # in one delivery, as the register recommends


def write(
    delivery: Delivery,
    today: date,
    confirmed: Confirmed = (),
    entered: Collection[Figure] = (),
) -> bytes:
    """WageReportsRequestToIR, unsigned. Nothing that breaks a rule of the register is written.

    Raises as `delivery_rules.check`, and TextTooLong.
    """
    check(delivery, today, confirmed, entered)
    return document("WageReportsToIR", "WageReportsRequestToIR", "wrtir", _delivery(delivery))


def parts(reports: Sequence[Report]) -> tuple[tuple[Report, ...], ...]:
    """A delivery's worth of reports each; every part needs a delivery id of its own."""
    starts = range(0, len(reports), MOST_REPORTS)
    return tuple(tuple(reports[start : start + MOST_REPORTS]) for start in starts)


def _delivery(delivery: Delivery) -> etree._Element:
    return node(
        "DeliveryData",
        *sending_nodes(delivery.sending, delivery.payer.business_id, WAGE_REPORTS),
        _pay_period("PaymentPeriod", delivery.period),
        node("ContactPersons", *map(_contact, delivery.contacts)),
        _payer(delivery.payer),
        node("Reports", *map(_report, delivery.reports)),
    )


def sending_nodes(sending: Sending, owner: str, data_type: int) -> list[etree._Element | None]:
    """How a delivery begins: when, which, whose (a business id), by whom."""
    sender = sending.sender_business_id or owner
    return [
        leaf("Timestamp", sending.moment),
        leaf("Source", sending.source, 30),
        leaf("DeliveryDataType", data_type),
        leaf("DeliveryId", sending.delivery_id, 40),
        leaf("FaultyControl", REJECT_FAULTY_ONLY),
        truth("ProductionEnvironment", sending.production),
        _business("DeliveryDataOwner", owner),
        _business("DeliveryDataCreator", sender),
        _business("DeliveryDataSender", sender),
    ]


def _business(name: str, business_id: str) -> etree._Element:
    return node(name, leaf("Type", IdType.BUSINESS), leaf("Code", business_id, 30))


def _pay_period(name: str, period: PayPeriod) -> etree._Element:
    return node(
        name,
        leaf("PaymentDate", period.pay_on),
        leaf("StartDate", period.starts_on),
        leaf("EndDate", period.ends_on),
    )


def _contact(contact: Contact) -> etree._Element:
    return node(
        "ContactPerson",
        leaf("Name", contact.name, 200),
        leaf("Telephone", contact.telephone, 40),
        leaf("Email", contact.email, 70),
        leaf("ResponsibilityCode", RESPONSIBLE_FOR_CONTENT),
    )


def _payer(payer: Payer) -> etree._Element:
    sub_org = [leaf("Type", SUB_ORG_OF_KEVA), leaf("Code", payer.sub_org, 20)]
    return node(
        "Payer",
        node("PayerIds", _business("Id", payer.business_id)),
        node("SubOrgs", node("SubOrg", *sub_org)) if payer.sub_org else None,
        group("PayerOther", [group("PayerTypes", (leaf("Code", one) for one in payer.types))]),
    )


def _report(report: Report) -> etree._Element:
    return node(
        "Report",
        node(
            "ReportData",
            leaf("ActionCode", report.action),
            leaf("IRReportId", report.register_id, 32),
            leaf("ReportId", report.report_id, 40),
            leaf("ReportVersion", report.version),
        ),
        earner_node(report.earner),
        node("Transactions", *map(_line, report.lines)),
    )


def _line(line: IncomeLine) -> etree._Element:
    return node(
        "Transaction",
        node(
            "TransactionBasic",
            leaf("TransactionCode", line.income_type),
            money("Amount", line.cents),
            flag("UnjustEnrichment", line.unjust),
            flag("Recovery", line.recovery is not None),
        ),
        group("InsuranceData", (_inclusion(*told) for told in line.insurance)),
        group("EarningPeriods", map(_earned, line.earned)),
        _recovery(line.recovery) if line.recovery else None,
        group("DailyAllowance", (leaf("AllowanceCode", code) for code in line.allowances)),
        group("KmAllowance", [leaf("Kilometers", line.kilometres)]),
    )


def _inclusion(code: int, included: bool) -> etree._Element:
    return node("TransactionInclusion", leaf("InsuranceCode", code), truth("Included", included))


def _earned(period: Period) -> etree._Element:
    return node(
        "EarningPeriod", leaf("StartDate", period.starts_on), leaf("EndDate", period.ends_on)
    )


def _recovery(recovery: Recovery) -> etree._Element:
    return node(
        "RecoveryData",
        leaf("RecoveryDate", recovery.day),
        money("Withhold", recovery.withheld_cents),
        node(
            "OrigPaymentPeriods",
            *(_pay_period("OrigPaymentPeriod", period) for period in recovery.original),
        ),
    )
