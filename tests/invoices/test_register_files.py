"""Files for the Incomes Register: valid by its schemas, and read back to the same sums."""

from datetime import date
from decimal import Decimal
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.incomes_register.invalidations import Invalidated, write_invalidations
from invoices.incomes_register.report import Action, Delivery, InsuranceCode, Recovery
from invoices.incomes_register.wage_reports import write
from invoices.refusals.incomes_register import (
    InvalidatesNothing,
    NothingToReport,
    ReportTwice,
    TextTooLong,
)
from tests.invoices.build_reports import (
    OCTOBER,
    TODAY,
    a_delivery,
    a_fee,
    a_report,
    a_sending,
    an_earner,
    insured_with_keva,
    without_id,
)
from tests.invoices.schemas import assert_valid

REGISTER_ID = "0123456789abcdef0123456789abcdef"
SENT = write(a_delivery(), TODAY)


def test_files_are_as_the_schemas_ask():
    for file in (write(everything(), TODAY), write(a_delivery(replacement()), TODAY), SENT):
        for folder in ("tulorekisteri", "tulorekisteri/2022"):
            assert_valid(file, f"{folder}/WageReportsToIR.xsd")
    taken_back = write_invalidations(a_sending(), "1234567-1", several())
    assert_valid(taken_back, "tulorekisteri/2022/InvalidationsToIR.xsd")


def test_the_same_reports_are_the_same_bytes():
    assert write(a_delivery(), TODAY) == SENT == write(a_delivery(), date(2026, 12, 7))


def test_only_the_root_is_in_a_namespace():
    names = [element.tag for element in ElementTree.fromstring(SENT).iter()]

    assert names[0] == (
        "{http://www.tulorekisteri.fi/2017/1/WageReportsToIR}WageReportsRequestToIR"
    )
    assert not any("{" in name for name in names[1:])


def test_days_have_no_time_zone_and_moments_have_one():
    [delivery] = ElementTree.fromstring(SENT)

    assert delivery.findtext("Timestamp") == "2026-12-01T08:00:00+00:00"
    assert delivery.findtext("PaymentPeriod/PaymentDate") == "2026-11-30"


def test_day_of_birth_and_gender_go_out_only_without_an_identity_code():
    known = without_id(ids=an_earner().ids)
    file = ElementTree.fromstring(
        write(
            a_delivery(a_report(earner=known), a_report(report_id="B", earner=without_id())), TODAY
        )
    )

    first, second = file.iter("IncomeEarnerBasic")
    assert [part.tag for part in first] == ["LastName", "FirstName"]
    assert [part.tag for part in second] == [
        "MissingId",
        "LastName",
        "FirstName",
        "BirthDate",
        "Gender",
    ]


def test_a_replacement_names_what_it_replaces():
    [data] = ElementTree.fromstring(write(a_delivery(replacement()), TODAY)).iter("ReportData")

    assert [(part.tag, part.text) for part in data] == [
        ("ActionCode", "2"),
        ("IRReportId", REGISTER_ID),
        ("ReportId", "2026-000123"),
        ("ReportVersion", "1"),
    ]


def test_invalidations_name_each_report():
    file = ElementTree.fromstring(write_invalidations(a_sending(), "1234567-1", several()))

    assert file.findtext("DeliveryData/DeliveryDataType") == "105"
    assert [[part.text for part in item] for item in file.iter("Item")] == [
        ["2026-000123"],
        [REGISTER_ID, "2026-000124", "2"],
    ]


def test_an_invalidation_of_nothing_is_refused():
    for reports, refusal in (
        ([], NothingToReport),
        ([Invalidated(version=1)], InvalidatesNothing),
        ([Invalidated(report_id="A")] * 2, ReportTwice),
    ):
        with pytest.raises(refusal):
            write_invalidations(a_sending(), "1234567-1", reports)


def test_what_cannot_be_seen_stays_out_of_the_file():
    named = an_earner(last_name="Äy\x01räs\n-Mäki", first_name="Å\u00adsa")

    file = ElementTree.fromstring(write(a_delivery(a_report(earner=named)), TODAY))

    [basic] = file.iter("IncomeEarnerBasic")
    assert [part.text for part in basic] == ["Äyräs -Mäki", "Åsa"]


def test_a_name_longer_than_the_register_takes_is_refused():
    with pytest.raises(TextTooLong) as refusal:
        write(a_delivery(a_report(earner=an_earner(first_name="Å" * 101))), TODAY)

    assert refusal.value.values["field"] == "FirstName"


@given(st.lists(st.lists(st.integers(0, 10**9), min_size=1, max_size=5), min_size=1, max_size=5))
def test_the_file_reads_back_to_the_same_sums(reports):
    delivery = a_delivery(
        *(
            a_report(*(a_fee(cents=cents) for cents in lines), report_id=f"2026-{n:06d}")
            for n, lines in enumerate(reports)
        )
    )

    file = ElementTree.fromstring(write(delivery, TODAY))

    assert read_back(file) == {f"2026-{n:06d}": sum(lines) for n, lines in enumerate(reports)}


def read_back(file: ElementTree.Element) -> dict[str, int]:
    """Cents by report."""
    return {
        report.findtext("ReportData/ReportId"): sum(
            int(Decimal(amount.text) * 100) for amount in report.iter("Amount")
        )
        for report in file.iter("Report")
    }


def everything() -> Delivery:
    """Every kind of line and of earner that we write."""
    travel = (
        a_fee(income_type=311, cents=2_310, kilometres=42),
        a_fee(income_type=331, cents=7_900, allowances=(2, 3)),
    )
    insured = a_fee(income_type=336, insurance=((InsuranceCode.PENSION, True),))
    back = Recovery(day=OCTOBER.pay_on, original=(OCTOBER,), withheld_cents=1_000)
    return a_delivery(
        a_report(a_fee(earned=(OCTOBER,)), *travel, a_fee(income_type=402, cents=5_000)),
        a_report(
            insured, a_fee(income_type=413, cents=1_095), report_id="B", earner=insured_with_keva()
        ),
        a_report(a_fee(income_type=214), report_id="C", earner=without_id()),
        a_report(a_fee(unjust=True), a_fee(recovery=back), report_id="D"),
        a_report(
            a_fee(income_type=336), report_id="E", earner=an_earner(types=(14,), exceptions=(1,))
        ),
    )


def replacement():
    return a_report(action=Action.REPLACE, register_id=REGISTER_ID, version=1)


def several() -> list[Invalidated]:
    return [
        Invalidated(report_id="2026-000123"),
        Invalidated(register_id=REGISTER_ID, report_id="2026-000124", version=2),
    ]
