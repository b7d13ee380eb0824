"""What is paid is told to the Incomes Register: once, in time, and put right when it changes."""

import pytest

from app.use_cases import (
    tell_incomes_register,
)
from invoices.incomes_register.read_back import read_back
from tests import build, build_engines
from tests.invoices.schemas import assert_valid

REPORTS = "tulorekisteri/WageReportsToIR.xsd"
BACK = "tulorekisteri/2022/InvalidationsToIR.xsd"


@pytest.fixture
def finance(app):
    build.a_fee_table()
    build.a_pay_day("2026-11-30", "2026-11-15")
    one, other = build_engines.engines_on()
    build_engines.register_on(one)
    return one, other


@pytest.fixture
def paid(finance):
    """Two people whom the bank has paid today."""
    return build_engines.paid(*finance)


def test_what_was_paid_is_told_to_the_cent(finance, paid):
    [delivery] = tell_incomes_register.make(by=finance[0])

    name, file = tell_incomes_register.file_of(delivery.id)
    number, said = read_back(file)
    assert (number, name) == (delivery.number, delivery.number.replace("/", "_") + ".xml")
    assert said.keys() == {each.printed_number for each in paid}
    assert {each.printed_number: each.total_cents for each in paid} == {
        report_id: one.paid_cents for report_id, one in said.items()
    }
    assert_valid(file, REPORTS)
