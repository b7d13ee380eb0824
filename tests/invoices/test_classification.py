"""Which income type a payment is, and what it is insured for."""

import pytest

from invoices.refusals import MoneyRefusal
from invoices.tax.classification import Contract, Override, PaymentKind, classify
from invoices.tax.income_types import INCOME_TYPES, Insurance
from tests.invoices.build import cases, name_of


@pytest.mark.parametrize("case", cases("classification"), ids=name_of)
def test_a_payment_has_its_income_type(case):
    if "refused" in case:
        with pytest.raises(MoneyRefusal) as refusal:
            classified(case)
        assert refusal.value.code == case["refused"]
        return
    found = classified(case)
    assert (found.income_type or 0) == case["income_type"]
    assert sorted(found.insured) == case["insured"]
    assert [str(kind) for kind, _ in found.changed] == case.get("changed", [])
    assert found.allowance == case.get("allowance")
    assert found.is_taxable == case.get("taxable", True)


def test_the_code_list_is_the_whole_of_it():
    assert len(INCOME_TYPES) == 119
    assert {code for code, one in INCOME_TYPES.items() if one.method == 1} == set(range(101, 107))


def test_a_deduction_is_insured_for_nothing_and_never_recovered():
    for code, income_type in INCOME_TYPES.items():
        if code > 400:
            assert not income_type.insured
            assert not income_type.recoverable


def classified(case):
    return classify(
        PaymentKind(case["kind"]),
        Contract(case["contract"]),
        case["pay_on"],
        override=decision(case),
        non_profit=case.get("non_profit", False),
        confirmed=[tuple(one) for one in case.get("confirmed", ())],
    )


def decision(case) -> Override | None:
    if "reason" not in case:
        return None
    changes = {Insurance(name): on for name, on in case.get("changes", {}).items()}
    return Override(reason=case["reason"], income_type=case.get("decided"), insured=changes)
