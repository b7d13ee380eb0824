"""What may be reported to the Incomes Register, by when, and how a mistake is put right."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from invoices.incomes_register.delivery_rules import check, report_from
from invoices.incomes_register.invalidations import Correction, how_to_correct
from invoices.incomes_register.lines import Paid, report_lines
from invoices.incomes_register.references import delivery_id, report_id
from invoices.incomes_register.report import Action, IncomeLine, InsuranceCode
from invoices.incomes_register.wage_reports import parts, write
from invoices.parameters import figure_on
from invoices.refusals import MoneyRefusal
from invoices.refusals.figures import UnconfirmedFigure
from invoices.refusals.incomes_register import PaymentDateOutOfRange, PeriodBackwards, ReportTwice
from invoices.tax.classification import Contract, Override, PaymentKind, classify
from invoices.tax.income_types import Insurance
from tests.invoices.build import cases, name_of
from tests.invoices.build_reports import (
    NOVEMBER,
    OCTOBER,
    TODAY,
    a_delivery,
    a_fee,
    a_report,
    an_earner,
    insured_with_keva,
    report_of,
)


@pytest.mark.parametrize("case", cases("report_rules"), ids=name_of)
def test_what_may_stand_on_a_report(case):
    delivery = a_delivery(report_of(case))
    confirmed = [(code, 2026) for code in case.get("confirmed", [])]
    if "refused" in case:
        with pytest.raises(MoneyRefusal) as refusal:
            write(delivery, TODAY, confirmed)
        assert refusal.value.code == case["refused"]
    else:
        assert write(delivery, TODAY, confirmed)


def test_a_report_is_in_a_delivery_once():
    new = a_report()
    replacement = replace(new, action=Action.REPLACE)

    with pytest.raises(ReportTwice):
        check(a_delivery(new, replacement), TODAY)


def test_a_payment_is_reported_at_most_45_days_ahead():
    first_day = report_from(NOVEMBER.pay_on)

    check(a_delivery(), first_day)
    with pytest.raises(PaymentDateOutOfRange):
        check(a_delivery(), first_day - timedelta(days=1))


def test_a_year_ours_do_not_reach_is_reported_by_what_was_entered_for_it():
    later = replace(NOVEMBER, pay_on=date(2028, 1, 31))
    entered = replace(
        figure_on("report_ahead", NOVEMBER.pay_on),
        first_day=date(2028, 1, 1),
        confirmed_until=date(2028, 12, 31),
        value=30,
    )

    assert report_from(later.pay_on, [entered]) == date(2028, 1, 1)
    with pytest.raises(UnconfirmedFigure):
        report_from(later.pay_on)
    with pytest.raises(PaymentDateOutOfRange):
        check(a_delivery(period=later), date(2027, 12, 31), entered=[entered])


def test_there_was_no_register_before_2019():
    old = replace(NOVEMBER, pay_on=date(2018, 12, 31))

    with pytest.raises(PaymentDateOutOfRange):
        check(a_delivery(period=old), TODAY)


def test_a_pay_period_runs_forward():
    with pytest.raises(PeriodBackwards):
        check(a_delivery(period=replace(NOVEMBER, ends_on=date(2026, 10, 31))), TODAY)


def test_large_deliveries_are_divided():
    reports = [a_report(report_id=str(n)) for n in range(3001)]

    assert [len(part) for part in parts(reports)] == [3000, 1]


def test_ids_come_from_what_never_changes():
    assert report_id("KS-2026-000123") == "KS-2026-000123"
    assert report_id("KS-2026-000123", attempt=2) == "KS-2026-000123/2"
    assert delivery_id("1234567-1", NOVEMBER.pay_on, 1) == "1234567-1/2026-11-30/0001"


def test_other_lines_replace_a_report_and_other_facts_invalidate_it():
    told = (NOVEMBER, a_report())
    keva = insured_with_keva()

    def how(report=None, period=NOVEMBER):
        return how_to_correct(told, (period, report or told[1]))

    assert how() == Correction.NOTHING
    assert how(a_report(a_fee(cents=16_000))) == Correction.REPLACE
    assert how(a_report(earner=an_earner(last_name="Äyräs-Mäki"))) == Correction.REPLACE
    assert how(period=OCTOBER) == Correction.INVALIDATE
    assert how(a_report(earner=keva)) == Correction.INVALIDATE
    assert how(a_report(earner=an_earner(exceptions=(1,)))) == Correction.INVALIDATE


def test_lines_of_one_income_type_are_one_line():
    paid = [
        a_paid(PaymentKind.MEETING, 8_000),
        a_paid(PaymentKind.KILOMETRES, 2_338, kilometre_tenths=425),
        a_paid(PaymentKind.MEETING, 7_000),
        a_paid(PaymentKind.FULL_PER_DIEM, 5_400),
        a_paid(PaymentKind.PARTIAL_PER_DIEM, 2_500),
        a_paid(PaymentKind.RECEIPT, 1_190),
        a_paid(PaymentKind.KILOMETRES, 550, kilometre_tenths=100),
    ]

    lines = report_lines(paid, withheld_cents=3_000, earned=NOVEMBER)

    assert lines == (
        IncomeLine(income_type=210, cents=15_000, earned=(NOVEMBER,)),
        IncomeLine(income_type=311, cents=2_888, kilometres=53),
        IncomeLine(income_type=331, cents=7_900, allowances=(2, 3)),
        IncomeLine(income_type=402, cents=3_000),
    )


def test_an_insured_fee_is_told_apart_from_one_that_is_not():
    decision = Override(reason="Kevan päätös", insured={Insurance.PENSION: True})
    paid = [
        a_paid(PaymentKind.MEETING, 8_000),
        a_paid(PaymentKind.MEETING, 7_000, override=decision),
    ]

    lines = report_lines(paid, pension_cents=511)

    assert [(line.income_type, line.cents, line.insurance) for line in lines] == [
        (210, 8_000, ()),
        (210, 7_000, ((InsuranceCode.PENSION, True),)),
        (413, 511, ()),
    ]


def test_trade_income_of_a_registered_payee_is_reported_only_when_insured():
    insured = Override(reason="Ei YEL-vakuutusta", insured={Insurance.PENSION: True})
    work = {"contract": Contract.ASSIGNMENT, "in_register": True}

    assert report_lines([a_paid(PaymentKind.WORK, 20_000, **work)]) == ()
    [line] = report_lines([a_paid(PaymentKind.WORK, 20_000, **work, override=insured)])
    assert (line.income_type, line.cents) == (336, 20_000)


@given(
    st.lists(
        st.tuples(
            st.sampled_from(
                [
                    PaymentKind.MEETING,
                    PaymentKind.LECTURE,
                    PaymentKind.KILOMETRES,
                    PaymentKind.MEAL_MONEY,
                    PaymentKind.FULL_PER_DIEM,
                ]
            ),
            st.integers(0, 100_000),
        )
    ),
    st.randoms(),
)
def test_no_cent_is_lost_on_the_way_to_the_report(payments, shuffled):
    paid = [a_paid(kind, cents) for kind, cents in payments]
    lines = report_lines(paid)
    shuffled.shuffle(paid)

    assert sum(line.cents for line in lines) == sum(cents for _, cents in payments)
    assert report_lines(paid) == lines


def a_paid(kind, cents, *, contract=Contract.FEE, override=None, **values) -> Paid:
    what = classify(kind, contract, NOVEMBER.pay_on, override=override)
    return Paid(classification=what, cents=cents, **values)
