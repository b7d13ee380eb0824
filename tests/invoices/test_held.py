"""A row payroll cannot pay is held with its reasons."""

import pytest

from invoices.statements.held import HeldReason, Row, reasons_to_hold


def a_row(**values) -> Row:
    values = {
        "person_number": "700123",
        "finance_has_data": True,
        "stopped": False,
        "pay_code": "4210",
        "cost_centre": "10250",
        "amount_cents": 6000,
        **values,
    }
    return Row(**values)


def test_a_row_that_has_everything_is_paid():
    assert reasons_to_hold(a_row()) == ()


@pytest.mark.parametrize(
    ("lacking", "reason"),
    [
        ({"person_number": None}, HeldReason.NO_PAYROLL_NUMBER),
        ({"person_number": ""}, HeldReason.NO_PAYROLL_NUMBER),
        ({"finance_has_data": False}, HeldReason.FINANCE_LACKS_DATA),
        ({"stopped": True}, HeldReason.STOPPED),
        ({"pay_code": None}, HeldReason.NO_PAY_CODE),
        ({"cost_centre": None}, HeldReason.NO_COST_CENTRE),
        ({"amount_cents": None}, HeldReason.NOT_PRICED),
    ],
)
def test_a_row_that_lacks_something_is_held(lacking, reason):
    assert reasons_to_hold(a_row(**lacking)) == (reason,)


def test_every_reason_is_told():
    reasons = reasons_to_hold(a_row(person_number=None, finance_has_data=False, pay_code=None))

    assert [str(reason) for reason in reasons] == [
        "no_payroll_number",
        "finance_lacks_data",
        "no_pay_code",
    ]


def test_a_waived_row_needs_nothing_of_payrolls():
    assert reasons_to_hold(a_row(amount_cents=0, person_number=None, pay_code=None)) == ()


def test_a_stopped_person_is_held_even_for_nothing():
    assert reasons_to_hold(a_row(amount_cents=0, stopped=True)) == (HeldReason.STOPPED,)


def test_the_bank_needs_an_identity_and_an_account_and_nothing_of_payrolls():
    by_bank = {"paid_by_bank": True, "person_number": None, "finance_has_data": False}

    assert reasons_to_hold(a_row(**by_bank, has_payout_data=True)) == ()
    assert reasons_to_hold(a_row(**by_bank)) == (HeldReason.NO_PAYOUT_DATA,)
